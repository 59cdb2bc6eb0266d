"""The answers to each question that something in the edition tells apart, one of each kind.

What a condition says of such an answer is asked of the production evaluator, never decided here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from app.domain.compiled import CompiledEdition
from app.domain.conditions import Condition, NumberIs, question_of, walk
from app.domain.diagnosis import AnswerValue
from app.domain.layout import HIDDEN, KNOWN, MAYBE, NOT_APPLICABLE, UNANSWERED, State
from app.domain.model import OVERALL
from app.domain.questionnaire import NumberQuestion, TerritoryQuestion, TextQuestion
from app.domain.state import Slot, blank_state

TEXT = "Quelques mots."
"""Stands for every text: nothing reads what a text says."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer standing for all that nothing tells apart from it; None is no answer.

    ``points`` are the whole units that it scores, 0 where it is not a known answer.
    """

    value: AnswerValue | None
    status: int
    points: int = 0


def roots_of(compiled: CompiledEdition) -> Iterator[Condition]:
    """Yield every condition of an edition, those of levels and of display too."""
    edition = compiled.edition
    yield from edition.rules.conditions.values()
    for rule in edition.rules.rules:
        yield rule.when
        if rule.unless is not None:
            yield rule.unless
    for item in edition.questionnaire.items:
        if item.show_when is not None:
            yield item.show_when
    for name in (OVERALL, *compiled.dimensions):
        for band in edition.questionnaire.bands_of(name):
            yield from (requirement.when for requirement in band.requires)


def leaves_of(compiled: CompiledEdition) -> dict[str, list[Condition]]:
    """Return the different leaves that read each question."""
    found: dict[str, dict[str, Condition]] = {}
    for root in roots_of(compiled):
        for part in walk(root):
            question = question_of(part)
            if question is not None:
                found.setdefault(question, {})[repr(part)] = part
    return {question: list(leaves.values()) for question, leaves in found.items()}


def state_of(compiled: CompiledEdition, slot: Slot, cell: Cell) -> State:
    """Return a state in which one question is answered as a cell says, the others not at all."""
    state = blank_state(compiled.layout, compiled.slots)
    count = len(compiled.slots)
    state[slot.index + count] = cell.status
    state[slot.index + 2 * count] = cell.status in (HIDDEN, NOT_APPLICABLE, KNOWN)
    if cell.status in (NOT_APPLICABLE, KNOWN):
        state[slot.index] = cell.value
    return state


def out_of_sight(slot: Slot) -> tuple[Cell, Cell]:
    """Return what stands for a question that is not asked, and for one perhaps asked."""
    return Cell(None, HIDDEN), Cell(None, MAYBE)


def cells_of(compiled: CompiledEdition, slot: Slot, leaves: Iterable[Condition]) -> list[Cell]:
    """Return the cells of a question that is not a multiple choice, special answers last."""
    plain = _plain(compiled, slot, list(leaves))
    cells = [Cell(value, KNOWN, slot.points(value) if slot.points else 0) for value in plain]
    cells += [Cell(option, status) for option, status in slot.special.items()]
    if slot.item.question.optional:
        cells.append(Cell(None, UNANSWERED))
    return cells


def cell_like(
    compiled: CompiledEdition, slot: Slot, leaves: list[Condition], value: AnswerValue | None
) -> tuple[object, ...]:
    """Return what the edition can tell of an answer: two that agree on it are one cell."""
    if value is None:
        return (UNANSWERED,)
    if isinstance(value, str) and value in slot.special:
        return (slot.special[value], value)
    if slot.item.options_by_id.get(str(value)):
        return (KNOWN, value)
    state = state_of(compiled, slot, Cell(value, KNOWN))
    said = tuple(compiled.compiler.compile(leaf).is_true(state) for leaf in leaves)
    return (KNOWN, slot.points(value) if slot.points else 0, said)


def _plain(compiled: CompiledEdition, slot: Slot, leaves: list[Condition]) -> list[AnswerValue]:
    question = slot.item.question
    candidates: Iterable[AnswerValue]
    match question:
        case TextQuestion():
            return [TEXT[: question.max_length]]
        case NumberQuestion():
            candidates = _numbers(question, leaves)
        case TerritoryQuestion():
            territories = compiled.edition.territories
            candidates = [d.code for d in territories.departments] if territories else []
        case _:
            return [option.id for option in slot.item.options if not option.is_special]
    kept: dict[tuple[object, ...], AnswerValue] = {}
    for value in candidates:
        kept.setdefault(cell_like(compiled, slot, leaves, value), value)
    return list(kept.values())


def _numbers(question: NumberQuestion, leaves: list[Condition]) -> list[Decimal]:
    """Return the ends of the range, and what lies at, before and after each threshold."""
    step = Decimal(1).scaleb(-question.decimals)
    marks = {band.at_least for band in question.bands}
    for leaf in leaves:
        if isinstance(leaf, NumberIs):
            bounds = (leaf.at_least, leaf.at_most, leaf.above, leaf.below)
            marks |= {bound for bound in bounds if bound is not None}
    low = (question.minimum / step).to_integral_value(ROUND_CEILING) * step
    high = (question.maximum / step).to_integral_value(ROUND_FLOOR) * step
    found = {low, high}
    for mark in marks:
        floor = (mark / step).to_integral_value(ROUND_FLOOR) * step
        found |= {floor - step, floor, floor + step}
    ordered = sorted(number for number in found if low <= number <= high)
    return [Decimal(format(number.normalize() + 0, "f")) for number in ordered]
