"""Which questions are asked, in which order, and how far a person has come."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from math import prod
from typing import Literal

from app.domain.compiled import CompiledEdition, compile_edition
from app.domain.conditions import question_of, walk
from app.domain.diagnosis import Answers, Completeness
from app.domain.edition import Edition
from app.domain.errors import UnknownQuestion
from app.domain.layout import HIDDEN, KNOWN, MAYBE, NOT_APPLICABLE, UNKNOWN, State
from app.domain.questionnaire import Item, Scale, Section, SingleChoice

SectionStatus = Literal["not_started", "in_progress", "done", "not_asked"]
_SAID = (UNKNOWN, NOT_APPLICABLE, KNOWN)


@dataclass(frozen=True, slots=True)
class SectionProgress:
    """How far a section is: the questions asked and answered, optional ones left out."""

    section: Section
    asked: int
    answered: int
    status: SectionStatus


def _statuses(edition: Edition, answers: Answers) -> list[tuple[Item, int]]:
    compiled = compile_edition(edition)
    state, _ = compiled.fill(answers)
    return [(slot.item, state[slot.index + len(compiled.slots)]) for slot in compiled.slots]


def visible_items(edition: Edition, answers: Answers) -> tuple[Item, ...]:
    """Return the questions surely asked of this person, in order."""
    return tuple(
        item for item, status in _statuses(edition, answers) if status not in (HIDDEN, MAYBE)
    )


def next_question(edition: Edition, answers: Answers, current: str) -> str | None:
    """Return the question asked after ``current``, or None at the end.

    Raises:
        UnknownQuestion: if the questionnaire has no such question.
    """
    order = _order(edition, current)
    visible = {item.id for item in visible_items(edition, answers)}
    return next((one for one in order[order.index(current) + 1 :] if one in visible), None)


def previous_question(edition: Edition, answers: Answers, current: str) -> str | None:
    """Return the question asked before ``current``, or None at the start.

    Raises:
        UnknownQuestion: if the questionnaire has no such question.
    """
    order = _order(edition, current)
    visible = {item.id for item in visible_items(edition, answers)}
    before = order[: order.index(current)]
    return next((one for one in reversed(before) if one in visible), None)


def first_unanswered(edition: Edition, answers: Answers) -> str | None:
    """Return the first question asked that still needs an answer, or None."""
    return next(
        (
            item.id
            for item in visible_items(edition, answers)
            if item.id not in answers and not item.question.optional
        ),
        None,
    )


def section_progress(edition: Edition, answers: Answers) -> tuple[SectionProgress, ...]:
    """Return how far each section is, in order."""
    statuses = _statuses(edition, answers)
    found = []
    for section in edition.questionnaire.sections:
        own = [
            (item, status)
            for item, status in statuses
            if item.section.id == section.id and status not in (HIDDEN, MAYBE)
        ]
        needed = [status for item, status in own if not item.question.optional]
        answered = sum(status in _SAID for status in needed)
        found.append(
            SectionProgress(
                section,
                len(needed),
                answered,
                _section_status(
                    len(own), len(needed), answered, any(status in _SAID for _, status in own)
                ),
            )
        )
    return tuple(found)


def _section_status(shown: int, asked: int, answered: int, is_begun: bool) -> SectionStatus:
    if shown == 0:
        return "not_asked"
    if answered == asked and (asked or is_begun):
        return "done"
    return "in_progress" if is_begun else "not_started"


def completeness(edition: Edition, answers: Answers) -> Completeness:
    """Return how many of the questions asked are answered, and how many by « je ne sais pas »."""
    compiled = compile_edition(edition)
    return completeness_of(compiled, compiled.fill(answers)[0])


def completeness_of(compiled: CompiledEdition, state: State) -> Completeness:
    """Return the same of a filled state."""
    count = len(compiled.slots)
    needed = [
        status
        for slot in compiled.slots
        if (status := state[slot.index + count]) not in (HIDDEN, MAYBE)
        and not slot.item.question.optional
    ]
    return Completeness(
        answered=sum(status in _SAID for status in needed),
        asked=len(needed),
        unknown=needed.count(UNKNOWN),
    )


@lru_cache(maxsize=64)
def asked_range(edition: Edition) -> tuple[int, int]:
    """Return how few and how many questions one person may be asked, optional ones included.

    Tried over every combination of the options that decide what is asked. Where there are too many
    combinations for that, or a number, a place or several options at once decide, the outer bounds:
    the questions always asked, and all of them.
    """
    items = edition.questionnaire.items
    conditions = [item.show_when for item in items if item.show_when is not None]
    gates = {question_of(part) for condition in conditions for part in walk(condition)}
    deciding = [item for item in items if item.id in gates]
    combinations = prod(len(item.options) for item in deciding)
    if combinations > _COMBINATIONS or not all(_has_one_option(item) for item in deciding):
        return len(items) - len(conditions), len(items)
    names = [item.id for item in deciding]
    chosen = product(*([option.id for option in item.options] for item in deciding))
    counts = [len(visible_items(edition, dict(zip(names, one, strict=True)))) for one in chosen]
    return min(counts), max(counts)


_COMBINATIONS = 2000


def _has_one_option(item: Item) -> bool:
    return isinstance(item.question, SingleChoice | Scale)


def _order(edition: Edition, current: str) -> list[str]:
    if current not in edition.questionnaire.items_by_id:
        raise UnknownQuestion(current)
    return [item.id for item in edition.questionnaire.items]
