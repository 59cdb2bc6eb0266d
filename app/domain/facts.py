"""The facts that made conditions true, each made once. Must not decide what is true."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from app.domain.diagnosis import Fact
from app.domain.layout import State, Test

Collector = Callable[[State], tuple[Fact, ...]]

_REMEMBERED = 1024


def fact_of_slot(slot: int, make: Callable[[Any], Fact]) -> Collector:
    """Return the collector of the one fact that the value of a slot makes."""
    known: dict[object, tuple[Fact, ...]] = {}

    def collect(state: State) -> tuple[Fact, ...]:
        value = state[slot]
        found = known.get(value)
        if found is None:
            if len(known) >= _REMEMBERED:
                known.clear()
            found = known[value] = (make(value),)
        return found

    return collect


def fact_always(fact: Fact) -> Collector:
    """Return the collector of a fact that does not depend on the state."""
    facts = (fact,)
    return lambda state: facts


def gather_all(collectors: Sequence[Collector], *, are_distinct: bool) -> Collector:
    """Return the collector of all facts, once each; of distinct ones nothing need be compared."""
    if not are_distinct:
        return lambda state: tuple(dict.fromkeys(f for each in collectors for f in each(state)))
    match list(collectors):
        case [a, b]:
            return lambda state: a(state) + b(state)
        case [a, b, c]:
            return lambda state: a(state) + b(state) + c(state)
    return lambda state: tuple([fact for each in collectors for fact in each(state)])


def gather_held(parts: Sequence[tuple[Test, Collector]], *, are_distinct: bool) -> Collector:
    """Return the collector of the facts of those parts that hold, once each."""

    def gathered(state: State) -> tuple[Fact, ...]:
        found: tuple[Fact, ...] = ()
        for holds, collect in parts:
            if holds(state):
                found += collect(state)
        return found if are_distinct else tuple(dict.fromkeys(found))

    return gathered
