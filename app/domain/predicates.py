"""Three-valued predicates over a state: true, false, and the facts that made it so.

Neither test holding means unknown (Kleene's three values). Must not know the conditions of authors:
``compiler.py`` compiles those.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.diagnosis import Fact
from app.domain.facts import Collector, fact_always, gather_all, gather_held
from app.domain.layout import Test


@dataclass(frozen=True)
class Predicate:
    """A compiled condition. ``facts_true`` is to be called only where ``is_true`` holds.

    ``reads`` are the kinds and subjects of the facts that it may give.
    """

    is_true: Test
    is_false: Test
    facts_true: Collector
    facts_false: Collector
    reads: frozenset[tuple[str, str]]


def leaf_of(is_true: Test, is_false: Test, facts: Collector, reads: tuple[str, str]) -> Predicate:
    """Return a leaf that names what was said, whether it holds or not."""
    return Predicate(is_true, is_false, facts, facts, frozenset({reads}))


def yes_or_no(kind: str, subject: str, is_true: Test, is_false: Test) -> Predicate:
    """Return a leaf whose fact is that it holds, or that it does not."""
    yes, no = (fact_always(Fact(kind, subject, value)) for value in ("yes", "no"))
    return Predicate(is_true, is_false, yes, no, frozenset({(kind, subject)}))


def negated(predicate: Predicate) -> Predicate:
    """Return what is true where a predicate is false, and the other way round."""
    return Predicate(
        is_true=predicate.is_false,
        is_false=predicate.is_true,
        facts_true=predicate.facts_false,
        facts_false=predicate.facts_true,
        reads=predicate.reads,
    )


def both(parts: list[Predicate]) -> Predicate:
    """Conjoin predicates; a disjunction is the negation of the negations' conjunction."""
    if len(parts) == 1:
        return parts[0]
    reads: frozenset[tuple[str, str]] = frozenset().union(*(part.reads for part in parts))
    are_distinct = len(reads) == sum(len(part.reads) for part in parts)
    refuting = [(part.is_false, part.facts_false) for part in parts]
    return Predicate(
        is_true=every([part.is_true for part in parts]),
        is_false=some([part.is_false for part in parts]),
        facts_true=gather_all([part.facts_true for part in parts], are_distinct=are_distinct),
        facts_false=gather_held(refuting, are_distinct=are_distinct),
        reads=reads,
    )


def every(tests: list[Test]) -> Test:
    """Return a test that holds when all do (always, for none)."""
    match tests:
        case []:
            return lambda s: True
        case [a]:
            return a
        case [a, b]:
            return lambda s: a(s) and b(s)
        case [a, b, c]:
            return lambda s: a(s) and b(s) and c(s)
    *start, last = tests
    head = every(start)
    return lambda s: head(s) and last(s)


def some(tests: list[Test]) -> Test:
    """Return a test that holds when at least one does."""
    match tests:
        case [a]:
            return a
        case [a, b]:
            return lambda s: a(s) or b(s)
        case [a, b, c]:
            return lambda s: a(s) or b(s) or c(s)
    *start, last = tests
    head = some(start)
    return lambda s: head(s) or last(s)
