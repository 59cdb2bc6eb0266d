"""Answers of one edition carried to another, by the steps that authors wrote: what becomes of each.

Invents nothing: an answer that no longer fits is asked again or left out, never bent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.answers import dump_answer, format_number, parse_answer, words_of
from app.domain.diagnosis import Answers, AnswerValue
from app.domain.edition import Edition
from app.domain.errors import InvalidAnswers
from app.domain.migration import Steps
from app.domain.pieces import Part
from app.domain.questionnaire import FORMS_OF_ANSWERS, Item, NumberQuestion, Question, TextQuestion
from app.domain.steps import Left, Road, Traveller, steps_after

_REMEMBERED = 4096


class FateKind(StrEnum):
    """What became of an answer, the least first."""

    KEPT = "kept"
    """Carried as it is, to a question and options that read as before."""
    REWORDED = "reworded"
    """Carried as it is, but the question or the option reads otherwise now."""
    MOVED = "moved"
    """Carried by a step that an author wrote: to another question, or to another option."""
    ASK_AGAIN = "ask_again"
    """Not carried: the question is still asked, or what it became."""
    DROPPED = "dropped"
    """Not carried: nothing like it is asked any more."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of the answer to one old question.

    ``into`` are the new questions that hold it; ``again`` those to answer again, for the reason in
    ``why``; ``note`` the author's words. ``reads_same`` says that whoever reads question and answer
    sees no difference. ``lost`` are ticked options (old ids) that went while the rest stayed.
    """

    question: str
    kind: FateKind
    into: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    why: str | None = None
    note: str | None = None
    lost: tuple[str, ...] = ()
    reads_same: bool = False


@dataclass(frozen=True, slots=True)
class Carried:
    """The answers that are valid in the new edition, and what became of each old one."""

    answers: Answers
    fates: tuple[Fate, ...]

    @property
    def dropped(self) -> tuple[str, ...]:
        """The old questions whose answer is not carried, in the order of the old edition."""
        return tuple(fate.question for fate in self.fates if not fate.into)

    @property
    def sources(self) -> dict[str, str]:
        """The old question, the first where there are several, behind each carried answer."""
        found: dict[str, str] = {}
        for fate in self.fates:
            for id_ in fate.into:
                found.setdefault(id_, fate.question)
        return found


@dataclass(frozen=True, slots=True)
class _Outcome:
    answers: tuple[tuple[str, AnswerValue], ...]
    fates: tuple[Fate, ...]


def have_same_form(old: Question, new: Question) -> bool:
    """Whether answers to the two questions are the same kind of thing."""
    return _form(old.kind) == _form(new.kind)


def _form(kind: str) -> str:
    return FORMS_OF_ANSWERS.get(kind, kind)


def carry_answers(old: Edition, new: Edition, steps: Steps, answers: Answers) -> Carried:
    """Return what becomes of valid answers of the old edition in the new one."""
    return Carrier(old, new, steps).carry(answers)


class Carrier:
    """Carries answers from one edition to another; made once for many sets of answers."""

    def __init__(self, old: Edition, new: Edition, steps: Steps = ()) -> None:
        """Prepare to carry. Without a step, a question is the same as long as its id is."""
        self._old = old
        self._new = new
        self._before = old.questionnaire.items_by_id
        self.after = new.questionnaire.items_by_id
        """The questions of the new edition by id."""
        # The steps may lead further than to this edition, to one that came later.
        led_here = len(steps) - len(steps_after(new.questionnaire, steps))
        self.road = Road(old.questionnaire, () if old.hash == new.hash else steps[:led_here])
        self._known: dict[
            tuple[str, ...], dict[AnswerValue | tuple[AnswerValue | None, ...], _Outcome]
        ] = {group: {} for group in self.road.groups}
        self._order = {item.id: place for place, item in enumerate(new.questionnaire.items)}
        self._read_same = {
            id_: _reads_same(item.question, self.after[id_].question)
            for id_, item in self._before.items()
            if id_ in self.after
        }

    @property
    def renames(self) -> dict[tuple[Part, str], tuple[Part, str]]:
        """The questions and options that have another id now, as pieces of the editions."""
        found: dict[tuple[Part, str], tuple[Part, str]] = {}
        for id_, item in self._before.items():
            name = self.road.name_of(id_)
            if name is None or name not in self.after:
                continue
            if name != id_:
                found["question", id_] = ("question", name)
            kept = self.after[name].options_by_id
            moved = self.road.options_of(id_)
            now = [one for one in moved.values() if one is not None]
            own = getattr(item.question, "answers", None)
            shared = getattr(self.after[name].question, "answers", None)
            was_under, under = (id_, name) if own is None else (f"{own}/", f"{shared}/")
            for option, other in moved.items():
                is_one = other in kept and now.count(str(other)) == 1
                if is_one and (was_under, option) != (under, other):
                    found["option", f"{was_under}/{option}"] = ("option", f"{under}/{other}")
        return found

    def carry(self, answers: Answers) -> Carried:
        """Return what becomes of valid answers of the old edition."""
        carried: list[tuple[str, AnswerValue]] = []
        fates: list[Fate] = []
        for group, known in self._known.items():
            if len(group) == 1:
                value = answers.get(group[0])
                if value is None:
                    continue
                key: AnswerValue | tuple[AnswerValue | None, ...] = value
            else:
                key = tuple([answers.get(id_) for id_ in group])
                if not any(one is not None for one in key):
                    continue
            outcome = known.get(key)
            if outcome is None:
                if len(known) >= _REMEMBERED:
                    known.clear()
                outcome = known[key] = self._judge(group, answers)
            carried += outcome.answers
            fates += outcome.fates
        carried.sort(key=lambda pair: self._order[pair[0]])
        return Carried(dict(carried), tuple(fates))

    def _judge(self, group: tuple[str, ...], answers: Answers) -> _Outcome:
        given = {id_: answers[id_] for id_ in group if id_ in answers}
        arrived, left = self.road.follow(given)
        carried: dict[str, AnswerValue] = {}
        again: dict[str, str] = {}
        for id_, traveller in arrived.items():
            item = self.after.get(id_)
            if item is None:
                continue
            value, why = self._fit(item, traveller)
            if value is None:
                again[id_] = why
            else:
                carried[id_] = value
        fates = tuple(self._fate(id_, given[id_], arrived, left, carried, again) for id_ in given)
        return _Outcome(tuple(carried.items()), fates)

    def _fit(self, item: Item, traveller: Traveller) -> tuple[AnswerValue | None, str]:
        """Return the answer as the new question has it, or why it has none."""
        value = traveller.value
        if value is None:
            return None, traveller.why or _GONE
        if traveller.form is None and isinstance(value, tuple) and item.question.kind != "multiple":
            value = value[0] if len(value) == 1 else value
        elif traveller.form is not None and traveller.form != _form(item.question.kind):
            return None, "La réponse ne se donne plus de la même façon."
        try:
            found = parse_answer(self._new, item.id, dump_answer(value))
        except InvalidAnswers:
            found = None
        return found, "" if found is not None else _unfit(item, value)

    def _fate(
        self,
        id_: str,
        value: AnswerValue,
        arrived: Mapping[str, Traveller],
        left: Mapping[str, Left],
        carried: Mapping[str, AnswerValue],
        again: Mapping[str, str],
    ) -> Fate:
        own = {new: one for new, one in arrived.items() if id_ in one.sources}
        into = tuple(new for new in own if new in carried)
        ask = tuple(new for new in own if new in again)
        note = next((one.note for one in own.values() if one.note), None)
        if id_ in left:
            note = left[id_].note
        why = next((again[new] for new in ask), None)
        if not into:
            kind = FateKind.ASK_AGAIN if ask else FateKind.DROPPED
            return Fate(id_, kind, (), ask, why or _NOT_ASKED, note)
        lost = tuple(option for new in into for option in own[new].lost)
        same = into == (id_,) and not ask and not lost and self._reads_alike(id_, value, carried)
        if any(own[new].is_moved for new in into):
            same = self._reads_alike_elsewhere(id_, value, into, ask, carried) and not lost
            return Fate(id_, FateKind.MOVED, into, ask, why, note, lost, same)
        kind = FateKind.KEPT if same else FateKind.REWORDED
        return Fate(id_, kind, into, ask, why, note, lost, same)

    def _reads_alike(
        self, id_: str, value: AnswerValue, carried: Mapping[str, AnswerValue]
    ) -> bool:
        return self._read_same[id_] and self._words_alike(id_, value, id_, carried[id_])

    def _reads_alike_elsewhere(
        self,
        id_: str,
        value: AnswerValue,
        into: tuple[str, ...],
        ask: tuple[str, ...],
        carried: Mapping[str, AnswerValue],
    ) -> bool:
        if len(into) != 1 or ask:
            return False
        before, after = self._before[id_].question, self.after[into[0]].question
        return _reads_same(before, after) and self._words_alike(
            id_, value, into[0], carried[into[0]]
        )

    def _words_alike(self, id_: str, value: AnswerValue, new: str, now: AnswerValue) -> bool:
        return _told(self._old, id_, value) == _told(self._new, new, now)


def _told(edition: Edition, id_: str, value: AnswerValue) -> list[tuple[str, str]]:
    """Return what is read of an answer, in any order: options with their hints, else its words."""
    options = edition.questionnaire.items_by_id[id_].options_by_id
    chosen: Iterable[object] = value if isinstance(value, tuple) else (value,)
    found = [options[one] for one in chosen if isinstance(one, str) and one in options]
    if found:
        return sorted((str(one.label), str(one.hint or "")) for one in found)
    return [(str(words_of(edition, id_, value)), "")]


def _reads_same(before: Question, after: Question) -> bool:
    keys = ("text", "hint", "unit")
    # In the language of the pathway: a translation that is added changes nothing that was read.
    return all(str(getattr(before, key, None)) == str(getattr(after, key, None)) for key in keys)


_GONE = "Votre réponse n’a plus d’équivalent."
_NOT_ASKED = "La question n’est plus posée."


def _unfit(item: Item, value: AnswerValue) -> str:
    match item.question:
        case NumberQuestion() as question if not isinstance(value, str):
            low, high = format_number(question.minimum), format_number(question.maximum)
            told = f"Les nombres acceptés ont changé\u00a0: entre {low} et {high}"
            decimals = question.decimals
            return f"{told}, sans décimale." if not decimals else f"{told}."
        case TextQuestion() as question:
            return f"Le texte est maintenant limité à {question.max_length} caractères."
        case _ if isinstance(value, tuple) and all(one in item.options_by_id for one in value):
            return "Ces réponses ne vont plus ensemble."
        case _:
            return "La réponse choisie n’est plus proposée."
