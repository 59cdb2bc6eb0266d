"""Formulas for the solver, folded where they are plain truths. Must not know any content."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import z3

Truth = bool | z3.BoolRef
Whole = int | z3.ArithRef


def every(parts: Iterable[Truth]) -> Truth:
    """Return the conjunction."""
    kept: list[z3.BoolRef] = []
    for part in parts:
        if isinstance(part, bool):
            if not part:
                return False
        else:
            kept.append(part)
    if not kept:
        return True
    return kept[0] if len(kept) == 1 else z3.And(*kept)


def some(parts: Iterable[Truth]) -> Truth:
    """Return the disjunction."""
    kept: list[z3.BoolRef] = []
    for part in parts:
        if isinstance(part, bool):
            if part:
                return True
        else:
            kept.append(part)
    if not kept:
        return False
    return kept[0] if len(kept) == 1 else z3.Or(*kept)


def no(part: Truth) -> Truth:
    """Return the negation."""
    return (not part) if isinstance(part, bool) else z3.Not(part)


def where(condition: Truth, then: Whole, otherwise: Whole) -> Whole:
    """Return one number or the other."""
    if isinstance(condition, bool):
        return then if condition else otherwise
    if isinstance(then, int) and isinstance(otherwise, int) and then == otherwise:
        return then
    chosen: Whole = z3.If(condition, _number(then), _number(otherwise))
    return chosen


def total(parts: Iterable[Whole]) -> Whole:
    """Return the sum."""
    fixed, kept = 0, []
    for part in parts:
        if isinstance(part, int):
            fixed += part
        else:
            kept.append(part)
    if not kept:
        return fixed
    sum_: Whole = z3.Sum(*kept, fixed) if fixed else z3.Sum(*kept)
    return sum_


def times(factor: int, part: Whole) -> Whole:
    """Return the product with a constant."""
    if isinstance(part, int):
        return factor * part
    return part if factor == 1 else factor * part


def count_of(parts: Iterable[Truth]) -> Whole:
    """Return how many hold."""
    return total(where(part, 1, 0) for part in parts)


def is_at_least(left: Whole, right: Whole) -> Truth:
    """Return whether one number reaches another."""
    if isinstance(left, int) and isinstance(right, int):
        return left >= right
    return _truth(_number(left) >= _number(right))


def is_above(left: Whole, right: Whole) -> Truth:
    """Return whether one number exceeds another."""
    return no(is_at_least(right, left))


def is_equal(left: Whole, right: Whole) -> Truth:
    """Return whether two numbers are the same."""
    if isinstance(left, int) and isinstance(right, int):
        return left == right
    return _truth(_number(left) == _number(right))


def is_same(left: Truth, right: Truth) -> Truth:
    """Return whether two truths are the same."""
    if isinstance(left, bool):
        return right if left else no(right)
    if isinstance(right, bool):
        return left if right else no(left)
    return _truth(left == right)


@dataclass(frozen=True, slots=True)
class Quotient:
    """An exact score in 0–1: a numerator out of ``scale`` times a weight."""

    numerator: Whole
    scale: int
    weight: Whole

    def reaches(self, floor: Fraction) -> Truth:
        """Return whether the score is at least this much."""
        return is_at_least(*self._sides(floor))

    def exceeds(self, floor: Fraction) -> Truth:
        """Return whether the score is more than this."""
        return is_above(*self._sides(floor))

    def _sides(self, floor: Fraction) -> tuple[Whole, Whole]:
        left = times(floor.denominator, self.numerator)
        return left, times(floor.numerator * self.scale, self.weight)


def _number(value: Whole) -> z3.ArithRef:
    return z3.IntVal(value) if isinstance(value, int) else value


def _truth(value: object) -> Truth:
    assert isinstance(value, z3.BoolRef)  # noqa: S101 - comparing terms gives a term
    return value
