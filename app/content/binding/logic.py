"""What a condition says whenever it is true: which answers it names, which were surely given.

Structure only; whether a condition can be true at all is for a prover.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce

from app.domain.conditions import (
    All,
    AnswerIs,
    AnyOf,
    Condition,
    ContextIs,
    IsUnknown,
    LevelIs,
    Meets,
    Not,
    NumberIs,
    ScoreIs,
    TerritoryIn,
    question_of,
    walk,
)

Named = Mapping[str, Condition]

_COMPARED = (AnswerIs, ContextIs, NumberIs, TerritoryIn)


def names_cause(condition: Condition, named: Named) -> bool:
    """Return whether the condition, when true, rests on an answer, a level or a score."""

    def leaf(part: Condition, is_negated: bool) -> frozenset[str]:
        counts = isinstance(part, (*_COMPARED, LevelIs, ScoreIs))
        counts = counts or (isinstance(part, IsUnknown) and not is_negated)
        return frozenset({"cause"}) if counts else frozenset()

    return bool(surely(condition, named, leaf, frozenset({"cause"})))


def surely_answered(condition: Condition, named: Named) -> frozenset[str]:
    """Return the questions that have a known answer whenever the condition is true."""

    def leaf(part: Condition, is_negated: bool) -> frozenset[str]:
        question = question_of(part) if isinstance(part, _COMPARED) else None
        return frozenset({question}) if question else frozenset()

    return surely(condition, named, leaf, questions_read(condition, named))


def questions_read(condition: Condition, named: Named) -> frozenset[str]:
    """Return every question that the condition reads, through names too."""
    return frozenset(
        question for part in parts_through(condition, named) if (question := question_of(part))
    )


def parts_through(condition: Condition, named: Named) -> list[Condition]:
    """Return the condition and all its parts, those of the named conditions it meets too."""
    found: list[Condition] = []
    seen: set[str] = set()
    waiting = [condition]
    while waiting:
        for part in walk(waiting.pop()):
            found.append(part)
            if isinstance(part, Meets) and part.meets in named and part.meets not in seen:
                seen.add(part.meets)
                waiting.append(named[part.meets])
    return found


def surely(
    condition: Condition,
    named: Named,
    leaf: Callable[[Condition, bool], frozenset[str]],
    everything: frozenset[str],
) -> frozenset[str]:
    """Return what holds for certain when the condition is true, from what each leaf says.

    A leaf comes with whether it is negated. ``everything`` is returned for names that lead nowhere,
    which are found elsewhere.
    """

    def sure(part: Condition, is_negated: bool, seen: frozenset[str]) -> frozenset[str]:
        match part:
            case All(all=parts) | AnyOf(any=parts):
                found = [sure(one, is_negated, seen) for one in parts]
                if isinstance(part, All) is not is_negated:
                    return frozenset().union(*found)
                return reduce(frozenset.intersection, found)
            case Not(not_=inner):
                return sure(inner, not is_negated, seen)
            case Meets(meets=name):
                if name in seen or name not in named:
                    return everything
                return sure(named[name], is_negated, seen | {name})
        return leaf(part, is_negated)

    return sure(condition, False, frozenset())
