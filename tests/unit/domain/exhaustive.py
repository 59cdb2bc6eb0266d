"""The least change that reaches a level, found by trying every combination of answers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod

from app.domain.compiled import CompiledEdition
from app.domain.conditions import Condition, Meets, NumberIs, walk
from app.domain.diagnosis import Answers
from app.domain.layout import NOT_APPLICABLE, UNANSWERED
from app.domain.moves import Move, moves_from, thresholds_of
from app.domain.state import Slot

KEEP = Move(None, 0, -1)


def every_move(compiled: CompiledEdition, answers: Answers) -> list[tuple[Slot, list[Move]]]:
    """Return, for each question of practice, keeping its answer and every answer to move to."""
    found = []
    for slot in compiled.slots:
        if slot.item.section.context:
            continue
        present = answers.get(slot.item.id)
        chosen = present if isinstance(present, tuple) else (present,)
        is_out = any(
            isinstance(one, str) and slot.special.get(one) == NOT_APPLICABLE for one in chosen
        )
        marks = thresholds_of(list(_numbers(compiled, slot.item.id)))
        status = NOT_APPLICABLE if is_out else UNANSWERED
        found.append((slot, [KEEP, *moves_from(slot, present, status, marks)]))
    return found


def combinations_of(moves: list[tuple[Slot, list[Move]]]) -> int:
    """Return how many combinations there are to try."""
    return prod(len(each) for _, each in moves)


def least_change(
    compiled: CompiledEdition, answers: Answers, dimension: str, rank: int
) -> tuple[int, int] | None:
    """Return the least effort, and the fewest answers for it, that reach a rank; None if none do.

    A question may change only where it is asked once all the changes are made.
    """
    moves = every_move(compiled, answers)
    count, place = len(compiled.slots), compiled.layout.rank(dimension)
    best: tuple[int, int] | None = None
    for combination in product(*(each for _, each in moves)):
        changes = [
            (slot, move)
            for (slot, _), move in zip(moves, combination, strict=True)
            if move.value is not None
        ]
        cost = (sum(move.effort for _, move in changes), len(changes))
        if best is not None and cost >= best:
            continue
        tried = dict(answers)
        for slot, move in changes:
            assert move.value is not None
            tried[slot.item.id] = move.value
        state, _ = compiled.scored(tried)
        reached = state[place]
        if reached is None or reached < rank:
            continue
        if all(state[slot.index + count] >= UNANSWERED for slot, _ in changes):
            best = cost
    return best


def _numbers(compiled: CompiledEdition, question: str) -> Iterator[Condition]:
    """Yield every condition of the edition on the number answered to a question."""
    questionnaire = compiled.edition.questionnaire
    roots = [item.show_when for item in questionnaire.items if item.show_when is not None]
    for name in (*compiled.dimensions, "overall"):
        for band in questionnaire.bands_of(name):
            roots += [requirement.when for requirement in band.requires]
    for root in roots:
        for part in walk(root):
            assert not isinstance(part, Meets)
            if isinstance(part, NumberIs) and part.number == question:
                yield part
