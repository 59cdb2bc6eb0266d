"""Answers of one edition carried to another: as they are where they are still valid, else dropped.

Changes no answer: one that no longer fits is left out, never bent.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.answers import dump_answer, parse_answer
from app.domain.diagnosis import Answers, AnswerValue
from app.domain.edition import Edition
from app.domain.errors import InvalidAnswers
from app.domain.questionnaire import Question

_FORMS = {"single": "option", "scale": "option"}
_REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class Carried:
    """The answers that are valid in the new edition, and the questions whose answer is not."""

    answers: Answers
    dropped: tuple[str, ...]


def have_same_form(old: Question, new: Question) -> bool:
    """Whether answers to the two questions are the same kind of thing."""
    return _FORMS.get(old.kind, old.kind) == _FORMS.get(new.kind, new.kind)


class Carrier:
    """Carries answers from one edition to another."""

    def __init__(self, old: Edition, new: Edition) -> None:
        """Prepare to carry; a question is the same as long as its id is."""
        self._new = new
        kept = new.questionnaire.items_by_id
        self._known: dict[str, dict[AnswerValue, AnswerValue | None]] = {
            item.id: {}
            for item in old.questionnaire.items
            if item.id in kept and have_same_form(item.question, kept[item.id].question)
        }

    def carry(self, answers: Answers) -> Carried:
        """Return what becomes of valid answers of the old edition."""
        carried: Answers = {}
        dropped: list[str] = []
        for question, value in answers.items():
            new = self._value(question, value)
            if new is None:
                dropped.append(question)
            else:
                carried[question] = new
        return Carried(carried, tuple(dropped))

    def _value(self, question: str, value: AnswerValue) -> AnswerValue | None:
        known = self._known.get(question)
        if known is None:
            return None
        if value in known:
            return known[value]
        try:
            found = parse_answer(self._new, question, dump_answer(value))
        except InvalidAnswers:
            found = None
        if len(known) >= _REMEMBERED:
            known.clear()
        known[value] = found
        return found
