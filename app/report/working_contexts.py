"""What the page « Comment ce résultat est calculé » says, in words; values only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Equation:
    """A sum written out, rounded down; ``exact`` is None where nothing was rounded.

    ``caption`` says which end of an interval it is for, empty when there is only one.
    """

    caption: str
    rounded: str
    exact: str | None


@dataclass(frozen=True, slots=True)
class TermRow:
    """A line of the table of a dimension: a question or a dimension below, and what it counts for.

    ``why`` says where the points come from, in the scale that authors write.
    """

    label: str
    answer: str
    why: str | None
    points: str
    weight: str
    share: str
    counts: bool


@dataclass(frozen=True, slots=True)
class RequirementLine:
    """What a level asks for beside its score: its words, its condition, and whether it is met."""

    label: str
    condition: str
    state: str


@dataclass(frozen=True, slots=True)
class LevelLine:
    """A level: where it starts, the comparison written out, what else it needs, the verdict."""

    label: str
    comparison: str
    requirements: tuple[RequirementLine, ...]
    verdict: str
    rank: int
    is_reached: bool


@dataclass(frozen=True, slots=True)
class SumView:
    """The computation of a dimension, or overall."""

    id: str
    title: str
    rule: str
    rows: tuple[TermRow, ...]
    equations: tuple[Equation, ...]
    note: str | None
    levels: tuple[LevelLine, ...]
    conclusion: str


@dataclass(frozen=True, slots=True)
class FiredRule:
    """A rule that applies: its action, its sentences, its condition, its place and why there."""

    position: int
    do: str
    dimension: str
    because: tuple[str, ...]
    condition: str
    place: str
    points: str
    impact: int
    need: int
    effort: int
    horizon: str


@dataclass(frozen=True, slots=True)
class NearRuleView:
    """A rule that does not apply though little is missing."""

    do: str
    dimension: str
    condition: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NearGroup:
    """The rules that nearly apply, for one and the same cause."""

    title: str
    introduction: str
    rules: tuple[NearRuleView, ...]


@dataclass(frozen=True, slots=True)
class Working:
    """The whole computation: ``sums`` with what a sum is made of before it, overall last."""

    sums: tuple[SumView, ...]
    fired: tuple[FiredRule, ...]
    near: tuple[NearGroup, ...]
    others: str
    ranking: tuple[str, ...]
