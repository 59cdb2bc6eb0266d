"""Follows the steps of a migration with the answers to a few questions that are bound together.

Knows nothing of what the new edition accepts: ``carrying`` judges what arrives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from app.domain.diagnosis import AnswerValue
from app.domain.migration import AnswerRow, Change, Held, OptionChange, Step, Steps, holds_for
from app.domain.questionnaire import FORMS_OF_ANSWERS, Item, Questionnaire


def form_of(item: Item) -> str:
    """Return what kind of thing an answer to a question is."""
    return FORMS_OF_ANSWERS.get(item.question.kind, item.question.kind)


@dataclass(frozen=True, slots=True)
class Traveller:
    """An answer on its way, under the id that its question has at a moment.

    ``value`` is None where it must be asked again, for the reason in ``why``. ``form`` is None
    where an author's table gave the value. ``lost`` are the options that were dropped from it.
    """

    value: AnswerValue | None
    form: str | None
    sources: tuple[str, ...]
    is_moved: bool = False
    why: str | None = None
    note: str | None = None
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Left:
    """A question that a step says is not asked any more."""

    note: str | None


def steps_after(questionnaire: Questionnaire, steps: Steps) -> Steps:
    """Return the steps that an edition has not been through: the first that holds, and all later.

    A step holds where a question or an option that it changes is still there, saying what the step
    says that it said. Whatever is older than one step is older than those after it, too.
    """
    for place, step in enumerate(steps):
        if any(holds_for(change, questionnaire.items) for change in step.changes):
            return steps[place:]
    return ()


class Road:
    """The steps from one edition to another, made ready."""

    def __init__(self, old: Questionnaire, steps: Steps) -> None:
        """Find the steps that lead on from the old edition."""
        self.steps = steps_after(old, steps)
        self._items = old.items_by_id
        self._stages = [_Stage(step) for step in self.steps]
        self.groups = self._bound_together()
        self.reached = self._reached()
        """The questions that some old question became, under the ids that they have now."""

    def follow(
        self, answers: Mapping[str, AnswerValue]
    ) -> tuple[dict[str, Traveller], dict[str, Left]]:
        """Return the answers by the id that they arrive under, and the questions left behind."""
        here = {
            id_: Traveller(value, form_of(self._items[id_]), (id_,))
            for id_, value in answers.items()
        }
        left: dict[str, Left] = {}
        for stage in self._stages:
            here = stage.pass_through(here, left, self._set_of)
        return here, left

    def has(self, question: str) -> bool:
        """Whether the old edition has a question of this id."""
        return question in self._items

    def name_of(self, question: str) -> str | None:
        """Return the id that an old question has now, None where it is not one question any more.

        A question that was asked again for its new meaning, or whose answers went by a table, is
        another question under the same id.
        """
        for stage in self._stages:
            change = stage.changes.get(question)
            if change is None or change.verb == "question":
                continue
            if change.verb != "renamed" or change.answers:
                return None
            question = change.targets[0]
        return question

    def options_of(self, question: str) -> dict[str, str | None]:
        """Return what became of each option of an old question, None where it must be asked again.

        Raises:
            KeyError: if the old edition has no such question, or it is not one question any more.
        """
        item, name = self._items[question], self.name_of(question)
        if name is None:
            raise KeyError(question)
        found: dict[str, str | None] = {}
        for option in item.options:
            is_several = item.question.kind == "multiple"
            arrived, _ = self.follow({question: (option.id,) if is_several else option.id})
            value = arrived[name].value
            chosen = (value,) if isinstance(value, str) else value
            found[option.id] = str(chosen[0]) if isinstance(chosen, tuple) else None
        return found

    def changes_of(self, question: str) -> tuple[Change, ...]:
        """Return the changes that an old question goes through, until it is several."""
        found: list[Change] = []
        for stage in self._stages:
            change = stage.changes.get(question)
            if change is None:
                continue
            found.append(change)
            if len(change.targets) != 1:
                break
            question = change.targets[0]
        return tuple(found)

    def _reached(self) -> frozenset[str]:
        names = set(self._items)
        for stage in self._stages:
            there: set[str] = set()
            for id_ in names:
                change = stage.changes.get(id_)
                there.update((id_,) if change is None else change.targets)
            names = there
        return frozenset(names)

    def _set_of(self, traveller: Traveller) -> str | None:
        """Return the answer set of the question that an answer was given to."""
        found = {getattr(self._items[id_].question, "answers", None) for id_ in traveller.sources}
        return found.pop() if len(found) == 1 else None

    def _bound_together(self) -> tuple[tuple[str, ...], ...]:
        """Return the old questions in groups: answers of one group meet somewhere on the road."""
        group = {id_: {id_} for id_ in self._items}
        here: dict[str, set[str]] = {id_: {id_} for id_ in self._items}
        for stage in self._stages:
            there: dict[str, set[str]] = {}
            for id_, sources in here.items():
                change = stage.changes.get(id_)
                for target in (id_,) if change is None else change.targets:
                    there.setdefault(target, set()).update(sources)
            for together in there.values():
                joined = set().union(*(group[id_] for id_ in together))
                for id_ in joined:
                    group[id_] = joined
            here = there
        seen: dict[int, tuple[str, ...]] = {}
        for own in group.values():
            if id(own) not in seen:
                seen[id(own)] = tuple(id_ for id_ in self._items if id_ in own)
        return tuple(seen.values())


class _Stage:
    """One step: all its changes happen at once."""

    def __init__(self, step: Step) -> None:
        self._note = step.note
        self.changes: dict[str, Change] = {}
        self._sets: dict[str, Change] = {}
        for change in step.changes:
            found = self._sets if change.verb == "answer_set" else self.changes
            for source in change.sources:
                found.setdefault(source, change)

    def pass_through(
        self,
        here: Mapping[str, Traveller],
        left: dict[str, Left],
        set_of: Callable[[Traveller], str | None],
    ) -> dict[str, Traveller]:
        """Return where answers are after this step; those it drops are added to ``left``."""
        if self._sets:
            here = {
                id_: one if (of := self._sets.get(set_of(one) or "")) is None
                else self._with_options(one, of)
                for id_, one in here.items()
            }  # fmt: skip
        there: dict[str, Traveller] = {}
        done: set[int] = set()
        for id_, traveller in here.items():
            change = self.changes.get(id_)
            if change is None:
                _arrive(there, id_, traveller)
            elif change.verb == "dropped":
                for source in traveller.sources:
                    left[source] = Left(change.note or self._note)
            elif id(change) not in done:
                done.add(id(change))
                together = {one: here[one] for one in change.sources if one in here}
                for target, arrived in self._change(change, together).items():
                    _arrive(there, target, arrived)
        return there

    def _change(self, change: Change, together: Mapping[str, Traveller]) -> dict[str, Traveller]:
        first = next(iter(together.values()))
        note = change.note or self._note
        if change.answers:
            return self._by_table(change, together, note)
        if change.verb == "question":
            return {change.sources[0]: self._with_options(first, change)}
        if change.verb == "renamed":
            moved = replace(self._with_options(first, change), is_moved=True)
            return {change.targets[0]: replace(moved, note=moved.note or note)}
        again = _Joined(together).asked_again(_WHY[change.verb], note)
        return dict.fromkeys(change.targets, again)

    def _by_table(
        self, change: Change, together: Mapping[str, Traveller], note: str | None
    ) -> dict[str, Traveller]:
        joined = _Joined(together)
        again = joined.asked_again(_WHY[change.verb], note)
        row = next((row for row in change.answers if _holds(row, together)), None)
        if row is None:
            return dict.fromkeys(change.targets, again)
        given = joined.moved(note)
        return {
            target: replace(given, value=row.then[target]) if target in row.then else again
            for target in change.targets
        }

    def _with_options(self, traveller: Traveller, change: Change) -> Traveller:
        """Return an answer after the changes of its options."""
        value = traveller.value
        if value is None or isinstance(value, Decimal) or traveller.form == "text":
            return traveller
        table = {source: one for one in change.options for source in one.sources}
        chosen = (value,) if isinstance(value, str) else value
        if not any(option in table for option in chosen):
            return traveller
        kept: list[str] = []
        lost: list[str] = []
        notes: list[str] = []
        for option in chosen:
            one = table.get(option)
            if one is None:
                kept.append(option)
                continue
            notes += [one.note] if one.note else []
            if one.verb == "dropped" and not isinstance(value, str):
                lost.append(option)
            elif one.verb in ("renamed", "merged"):
                kept += one.into or ()
            else:
                return self._stuck(traveller, one, change)
        note = next(iter(notes), None) or change.note or self._note
        if not kept:
            return replace(traveller, value=None, is_moved=True, why=_ALL_DROPPED, note=note)
        now = kept[0] if isinstance(value, str) else tuple(dict.fromkeys(kept))
        lost_now = (*traveller.lost, *lost)
        return replace(traveller, value=now, is_moved=True, note=note, lost=lost_now)

    def _stuck(self, traveller: Traveller, one: OptionChange, change: Change) -> Traveller:
        note = one.note or change.note or self._note
        why = _OPTION_WHY[one.verb]
        return replace(traveller, value=None, is_moved=True, why=why, note=note)


@dataclass(frozen=True, slots=True)
class _Joined:
    """Answers that a change takes together."""

    travellers: Mapping[str, Traveller]

    @property
    def sources(self) -> tuple[str, ...]:
        """The old questions that they come from."""
        every = (id_ for one in self.travellers.values() for id_ in one.sources)
        return tuple(dict.fromkeys(every))

    def asked_again(self, why: str, note: str | None) -> Traveller:
        """Return what stands for them where they must be asked again; an earlier reason stays."""
        first = next((one for one in self.travellers.values() if one.why), None)
        if first is not None:
            why, note = first.why or why, first.note or note
        return Traveller(None, None, self.sources, True, why, note)

    def moved(self, note: str | None) -> Traveller:
        """Return what stands for them where a table gives the value."""
        return Traveller(None, None, self.sources, True, None, note)


def _arrive(there: dict[str, Traveller], id_: str, traveller: Traveller) -> None:
    earlier = there.get(id_)
    if earlier is not None:
        both = tuple(dict.fromkeys((*earlier.sources, *traveller.sources)))
        traveller = Traveller(None, None, both, True, _TWO, earlier.note or traveller.note)
    there[id_] = traveller


def _holds(row: AnswerRow, together: Mapping[str, Traveller]) -> bool:
    return all(
        id_ in together and _is_held(held, together[id_].value) for id_, held in row.when.items()
    )


def _is_held(held: Held, value: AnswerValue | None) -> bool:
    if value is None:
        return False
    if held.one_of is not None:
        chosen: Iterable[object] = value if isinstance(value, tuple) else (value,)
        return any(one in held.one_of for one in chosen)
    if not isinstance(value, Decimal):
        return False
    is_enough = held.at_least is None or value >= held.at_least
    return is_enough and (held.below is None or value < held.below)


_WHY = {
    "renamed": "La question a changé, et votre réponse n’a pas d’équivalent.",
    "merged": "Plusieurs questions n’en font plus qu’une, et rien ne dit ce que vos réponses y "
    "deviennent.",
    "split": "Cette question en fait maintenant plusieurs.",
    "reworded": "La question ne veut plus dire la même chose.",
}
_OPTION_WHY = {
    "split": "La réponse choisie en fait maintenant plusieurs\u00a0: à vous de dire laquelle.",
    "dropped": "La réponse choisie n’est plus proposée.",
    "reworded": "La réponse choisie ne veut plus dire la même chose.",
}
_ALL_DROPPED = "Les réponses cochées ne sont plus proposées."
_TWO = "Deux de vos réponses mènent maintenant à la même question."
