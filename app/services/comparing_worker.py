"""The part of a comparison that runs in a process of its own; must not open the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.domain.edition import Edition
from app.domain.effects import Comparer, Tally
from app.domain.migration import Steps

RawSet = tuple[str, Mapping[str, object]]
"""How a set of answers is referred to, and its raw (JSON) answers by question."""

_prepared: list[Comparer] = []


def prepare(old: bytes, new: bytes, steps: Steps) -> None:
    """Make this process ready to count for two editions, given in canonical form."""
    _prepared[:] = [Comparer(Edition.from_canonical(old), Edition.from_canonical(new), steps)]


def count_prepared(first: int, sets: Sequence[RawSet]) -> Tally:
    """Count some sets of answers in the process that was made ready."""
    return count_chunk(_prepared[0], first, sets)


def count_chunk(comparer: Comparer, first: int, sets: Sequence[RawSet]) -> Tally:
    """Return the tally of some sets of answers, the first of which is at the place ``first``."""
    tally = Tally()
    for place, (reference, raw) in enumerate(sets, first):
        comparer.count_raw(tally, place, reference, raw)
    return tally
