"""What reaching a level asks for, as alternatives that each are plain conjunctions.

A goal is a set of literals (a condition on one question that must hold, or must be false) and of
floors (a node's least sure score). ``requires`` is written in a restricted grammar that makes this
exact: conditions on answers in any form, and ``at_least`` on the score or level of dimensions
below.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from app.domain.compiled import CompiledEdition
from app.domain.conditions import (
    All,
    AnyOf,
    Condition,
    LevelIs,
    Meets,
    Not,
    ScoreIs,
    question_of,
)

Literal = tuple[Condition, bool]
"""A leaf that reads one question, and whether it must be true (else surely false)."""


@dataclass(frozen=True)
class Goal:
    """One way to reach a level: everything in it must hold at once."""

    literals: tuple[Literal, ...] = ()
    floors: tuple[tuple[str, Fraction], ...] = ()

    def __add__(self, other: Goal) -> Goal:
        """Return the goal that asks for both."""
        literals = dict.fromkeys(self.literals + other.literals)
        return Goal(tuple(literals), tuple(dict.fromkeys(self.floors + other.floors)))


def goals_of_level(compiled: CompiledEdition, dimension: str, rank: int) -> list[Goal]:
    """Return the alternative goals that surely reach a level of a dimension."""
    bands = compiled.edition.questionnaire.bands_of(dimension)
    found = [Goal()]
    for band in bands[1:]:
        if band.level.rank > rank:
            break
        floor = Goal(floors=((dimension, Fraction(band.at_least) / 100),))
        found = [goal + floor for goal in found]
        for requirement in band.requires:
            ways = _ways(compiled, requirement.when, wanted=True)
            found = [goal + way for goal, way in product(found, ways)]
    return found or [Goal()]


def _ways(compiled: CompiledEdition, condition: Condition, *, wanted: bool) -> list[Goal]:
    match condition:
        case Meets(meets=name):
            return _ways(compiled, compiled.edition.rules.conditions[name], wanted=wanted)
        case Not(not_=part):
            return _ways(compiled, part, wanted=not wanted)
        case All(all=parts) | AnyOf(any=parts):
            each = [_ways(compiled, part, wanted=wanted) for part in parts]
            if isinstance(condition, All) is wanted:
                return [sum(combined, Goal()) for combined in product(*each)]
            return [goal for goals in each for goal in goals]
        case LevelIs(level=dimension):
            return goals_of_level(compiled, dimension, min(lv.rank for lv in condition.levels))
        case ScoreIs(score=dimension, at_least=bound) if bound is not None:
            return [Goal(floors=((dimension, Fraction(bound) / 100),))]
    if question_of(condition) is None:
        return []
    return [Goal(literals=((condition, wanted),))]
