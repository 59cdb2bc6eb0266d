"""Bounds of numbers and scores, compared exactly. Must never round where something is decided."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from app.domain.conditions import NumberIs, ScoreIs


def percent(numerator: int, denominator: int) -> float:
    """Return a score in 0–1 as 0–100, rounded *down* to one decimal.

    Down, so that a printed figure never reaches a threshold that the exact score does not.
    """
    return (numerator * 1000 // denominator) / 10


def interval(
    condition: NumberIs | ScoreIs,
) -> tuple[Decimal | None, bool, Decimal | None, bool]:
    """Return the tightest lower bound, whether it is excluded, and the same for the upper one."""
    lows = [
        (b, o) for b, o in ((condition.at_least, False), (condition.above, True)) if b is not None
    ]
    highs = [
        (b, not o)
        for b, o in ((condition.at_most, False), (condition.below, True))
        if b is not None
    ]
    low, low_open = max(lows) if lows else (None, False)
    high, high_closed = min(highs) if highs else (None, True)
    return low, low_open, high, not high_closed


def is_above(score: tuple[int, int], floor: Fraction | None, *, is_open: bool) -> bool:
    """Whether a score (numerator, denominator) reaches a floor, excluded where ``is_open``."""
    if floor is None:
        return True
    left, right = score[0] * floor.denominator, floor.numerator * score[1]
    return left > right if is_open else left >= right


def is_below(score: tuple[int, int], ceiling: Fraction | None, *, is_open: bool) -> bool:
    """Whether a score (numerator, denominator) stays under a ceiling, likewise."""
    if ceiling is None:
        return True
    left, right = score[0] * ceiling.denominator, ceiling.numerator * score[1]
    return left < right if is_open else left <= right
