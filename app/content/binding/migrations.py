"""Steps between editions, against what is offered today: ids, contradictions, loops.

What a step speaks of is gone, so its former ids cannot be checked; where they lead to can.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from app.content.binding.ground import Ground, PlacedQuestion
from app.content.document import Path, Reporter
from app.content.shelf import Placed, Shelf
from app.content.suggest import did_you_mean, listed
from app.domain.migration import Change, Migration, OptionChange
from app.domain.questionnaire import Option

Grounds = Mapping[str, Ground]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A change and where it is written; ``later`` are the changes of the steps after it."""

    change: Change
    path: Path
    step: int
    later: tuple[Change, ...]


def check_migrations(shelf: Shelf, grounds: Grounds) -> None:
    """Find faults in the migrations of every pathway."""
    seen: set[str] = set()
    for placed in shelf.migrations:
        name = placed.value.questionnaire
        if name in seen:
            placed.reporter.add(
                "migration-duplicate",
                ("questionnaire",),
                f"Le parcours « {name} » a déjà un fichier de migrations.",
                "Mettez toutes ses étapes dans un seul fichier.",
            )
        seen.add(name)
        ground = grounds.get(name)
        if ground is not None:
            _check(ground, placed)
        elif name not in shelf.ids("questionnaires") and "questionnaires" not in shelf.unread:
            report_unknown_pathway(shelf, placed.reporter, name)


def report_unknown_pathway(shelf: Shelf, reporter: Reporter, name: str) -> None:
    """Add the finding about a file of a pathway that does not exist."""
    pathways = shelf.ids("questionnaires")
    reporter.add(
        "questionnaire-unknown",
        ("questionnaire",),
        f"Aucun parcours ne s'appelle « {name} ».{did_you_mean(name, pathways)}",
        f"Parcours : {listed(sorted(pathways)) or 'aucun'}.",
    )


def _check(ground: Ground, placed: Placed[Migration]) -> None:
    reporter, steps = placed.reporter, placed.value.steps
    for index, (earlier, step) in enumerate(pairwise(steps), start=1):
        if step.date < earlier.date:
            reporter.add(
                "step-order",
                ("steps", index, "date"),
                f"Cette étape ({step.date}) suit une étape plus récente ({earlier.date}).",
                "Rangez les étapes de la plus ancienne à la plus récente.",
            )
    changes = [
        _Placed(
            change,
            ("steps", index, "changes", place),
            index,
            tuple(one for after in steps[index + 1 :] for one in after.changes),
        )
        for index, step in enumerate(steps)
        for place, change in enumerate(step.changes)
    ]
    checker = _Checker(ground, reporter, changes)
    for one in changes:
        checker.check(one)
    checker.twice()


class _Checker:
    def __init__(self, ground: Ground, reporter: Reporter, changes: list[_Placed]) -> None:
        self._ground = ground
        self._reporter = reporter
        self._changes = changes
        self._today = ground.by_id

    def check(self, placed: _Placed) -> None:
        change = placed.change
        if change.verb == "answer_set":
            self._answer_set(placed)
        else:
            self._targets(placed)
            if change.verb == "question":
                self._always(placed, change.sources[0])
            else:
                self._sources(placed)
        self._table(placed)
        self._options(placed)

    def twice(self) -> None:
        """Find what two changes of one step both speak of, or both lead to."""
        seen: dict[tuple[int, str, str], Path] = {}
        for placed in self._changes:
            is_set = placed.change.verb == "answer_set"
            kind = "l'échelle" if is_set else "la question"
            for source in placed.change.sources:
                self._once(seen, (placed.step, kind, source), placed.path, f"{kind} « {source} »")
            for target in placed.change.into or ():
                words = f"ce qui devient « {target} »"
                self._once(seen, (placed.step, "into", target), (*placed.path, "into"), words)
            own: dict[tuple[int, str, str], Path] = {}
            for number, option in enumerate(placed.change.options):
                path = (*placed.path, "options", number)
                for source in option.sources:
                    self._once(own, (0, "option", source), path, f"l'option « {source} »")
                for target in option.into or () if option.verb != "split" else ():
                    words = f"ce qui devient « {target} »"
                    self._once(own, (0, "into", target), (*path, "into"), words)

    def _once(
        self, seen: dict[tuple[int, str, str], Path], key: tuple[int, str, str], at: Path, what: str
    ) -> None:
        if key in seen:
            line = self._reporter.document.line_of(seen[key])
            self._reporter.add(
                "step-twice",
                at,
                f"Deux changements de la même étape disent {what} (l'autre à la ligne {line}).",
                "Gardez-en un, ou réunissez-les avec « merged » ou « split ».",
            )
        seen.setdefault(key, at)

    # Questions ----------------------------------------------------------------------------------

    def _targets(self, placed: _Placed) -> None:
        known = {*self._today, *_sources(placed.later)}
        key = "into" if placed.change.into else placed.change.verb
        for target in placed.change.targets:
            if target not in known:
                self._reporter.add(
                    "question-unknown",
                    (*placed.path, key),
                    f"Aucune question ne s'appelle « {target} »."
                    f"{did_you_mean(target, self._today)}",
                    "Nommez une question d'aujourd'hui, ou une qu'une étape suivante fait évoluer.",
                )

    def _sources(self, placed: _Placed) -> None:
        change = placed.change
        key = (*placed.path, change.verb)
        for source in change.sources:
            if change.was:
                self._always(placed, source)
            elif source in change.targets and change.verb != "reworded":
                self._loop(key, source)
            elif source in self._reached(placed):
                self._loop(key, source)
            elif source in self._today:
                self._needs_was(key, f"La question « {source} » existe encore aujourd'hui")
            elif self._is_named_elsewhere(placed, source):
                self._needs_was(key, f"Une autre étape parle aussi d'une question « {source} »")

    def _reached(self, placed: _Placed) -> set[str]:
        """Return where the targets of a change lead, by the later steps."""
        reached = set(placed.change.targets) if placed.change.verb != "reworded" else set()
        for later in placed.later:
            if reached.intersection(later.sources):
                reached.update(later.targets)
        return reached

    def _is_named_elsewhere(self, placed: _Placed, source: str) -> bool:
        return any(
            one.step != placed.step
            and one.change.verb not in ("question", "answer_set")
            and source in one.change.sources
            for one in self._changes
        )

    def _always(self, placed: _Placed, source: str) -> None:
        today = self._today.get(source)
        if today is None or not placed.change.was:
            return
        if any(seen.is_said_by(today.question) for seen in placed.change.was):
            self._reporter.add(
                "step-always",
                (*placed.path, "was"),
                f"La question « {source} » dit encore cela aujourd'hui : l'étape vaudrait pour "
                "toujours.",
                "Écrivez ce qu'elle disait avant, et qu'elle ne dit plus.",
            )

    def _loop(self, at: Path, source: str) -> None:
        self._reporter.add(
            "step-loop",
            at,
            f"« {source} » redevient « {source} » : les étapes tournent en rond.",
            "Retirez l'une des étapes, ou dites par « was » ce que disait celle d'avant.",
        )

    def _needs_was(self, at: Path, why: str) -> None:
        self._reporter.add(
            "step-was",
            at,
            f"{why} : rien ne dit à quelles éditions l'étape s'applique.",
            "Ajoutez « was: … », avec le texte d'alors, mot pour mot.",
        )

    def _table(self, placed: _Placed) -> None:
        change = placed.change
        for number, row in enumerate(change.answers):
            path = (*placed.path, "answers", number)
            for key, named, known in (
                ("when", row.when, change.sources),
                ("then", row.then, change.targets),
            ):
                for name in [one for one in named if one not in known]:
                    self._reporter.add(
                        "step-table",
                        (*path, key, name),
                        f"« {name} » n'est pas une question de ce changement."
                        f"{did_you_mean(name, known)}",
                        f"Questions possibles ici : {listed(known)}.",
                    )
            for target, options in row.then.items():
                if target in change.targets:
                    self._known_options(placed, target, options, (*path, "then", target))

    # Options ------------------------------------------------------------------------------------

    def _answer_set(self, placed: _Placed) -> None:
        name = placed.change.sources[0]
        sets = self._ground.questionnaire.answer_sets
        if name not in sets:
            self._reporter.add(
                "answer-set-unknown",
                (*placed.path, "answer_set"),
                f"Aucune échelle ne s'appelle « {name} ».{did_you_mean(name, sets)}",
                f"Échelles : {listed(sets) or 'aucune'}.",
            )

    def _options(self, placed: _Placed) -> None:
        change = placed.change
        today = self._options_today(placed)
        is_told = bool(change.was) or change.verb == "renamed"
        for number, one in enumerate(change.options):
            path = (*placed.path, "options", number)
            for source in one.sources:
                now = today.get(source)
                if now is not None and one.was and one.is_of(now):
                    self._reporter.add(
                        "step-always",
                        (*path, "was"),
                        f"L'option « {source} » dit encore cela aujourd'hui : l'étape vaudrait "
                        "pour toujours.",
                        "Écrivez ce qu'elle disait avant, et qu'elle ne dit plus.",
                    )
                if one.was or is_told:
                    continue
                if source in (one.into or ()) and one.verb == "renamed":
                    self._loop((*path, one.verb), source)
                elif now is not None:
                    why = f"L'option « {source} » existe encore aujourd'hui"
                    self._needs_was((*path, one.verb), why)
                elif self._is_option_elsewhere(placed, source):
                    why = f"Une autre étape parle aussi d'une option « {source} »"
                    self._needs_was((*path, one.verb), why)
            self._option_targets(placed, one, path)

    def _option_targets(self, placed: _Placed, one: OptionChange, path: Path) -> None:
        change = placed.change
        if one.into is None:
            return
        if change.verb == "answer_set":
            sets = self._ground.questionnaire.answer_sets
            if change.sources[0] in sets:
                options = {o.id: o for o in sets[change.sources[0]].options}
                self._check_options(placed, options, one.into, (*path, "into"))
        else:
            self._known_options(placed, change.targets[0], one.into, (*path, "into"))

    def _known_options(
        self, placed: _Placed, question: str, options: tuple[str, ...], at: Path
    ) -> None:
        today = self._question_today(placed, question)
        # An answer set that does not exist is a fault of its own.
        if today is not None and (today.options or today.question.kind != "scale"):
            self._check_options(placed, {o.id: o for o in today.options}, options, at)

    def _check_options(
        self, placed: _Placed, known: Mapping[str, Option], named: tuple[str, ...], at: Path
    ) -> None:
        later = {id_ for change in placed.later for one in change.options for id_ in one.sources}
        for option in named:
            if option not in known and option not in later:
                self._reporter.add(
                    "option-unknown",
                    at,
                    f"La question n'a pas d'option « {option} ».{did_you_mean(option, known)}",
                    f"Options d'aujourd'hui : {listed(known) or 'aucune'}.",
                )

    def _options_today(self, placed: _Placed) -> dict[str, Option]:
        change = placed.change
        if change.verb == "answer_set":
            shared = self._ground.questionnaire.answer_sets.get(change.sources[0])
            return {one.id: one for one in shared.options} if shared else {}
        if not change.targets:
            return {}
        today = self._question_today(placed, change.targets[0])
        return {one.id: one for one in today.options} if today else {}

    def _question_today(self, placed: _Placed, question: str) -> PlacedQuestion | None:
        """Return the question of today that one becomes by the later steps, with its options.

        None where it becomes several, or where a table says what its options become.
        """
        for later in placed.later:
            if later.verb != "answer_set" and question in later.sources:
                if len(later.targets) != 1 or later.answers:
                    return None
                question = later.targets[0]
        return self._today.get(question)

    def _is_option_elsewhere(self, placed: _Placed, source: str) -> bool:
        names = set(placed.change.sources) | set(placed.change.targets)
        return any(
            one.step != placed.step
            and names.intersection((*one.change.sources, *one.change.targets))
            and any(source in option.sources for option in one.change.options)
            for one in self._changes
        )


def _sources(changes: tuple[Change, ...]) -> Iterator[str]:
    for change in changes:
        if change.verb != "answer_set":
            yield from change.sources
