"""Scores and levels of dimensions as formulas: the same intervals as ``app.domain.scoring``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from app.content.prover.formulas import (
    Quotient,
    Truth,
    Whole,
    every,
    is_above,
    is_equal,
    no,
    some,
    times,
    total,
    where,
)
from app.domain.conditions import ScoreIs
from app.domain.layout import KNOWN, MAYBE, UNANSWERED, UNKNOWN
from app.domain.scoring import Node

if TYPE_CHECKING:
    from app.content.prover.encoding import Encoding

_COUNTING = (MAYBE, UNANSWERED, UNKNOWN, KNOWN)
_OPEN = (MAYBE, UNANSWERED, UNKNOWN)
_MOST_WEIGHTS = 4096


class TooIntricate(Exception):
    """An edition has more cases than it is sensible to write down."""


@dataclass(frozen=True, slots=True)
class Term:
    """What one question or dimension brings to the node above: 0 where it does not count.

    ``low`` and ``high`` are numerators over ``scale``.
    """

    weight: int
    counts: Truth
    low: Whole
    high: Whole
    scale: int


@dataclass(frozen=True, slots=True)
class NodeTerms:
    """A node's interval, and the steps of levels reached by its low and by its high end."""

    counts: Truth
    is_begun: Truth
    low: Quotient
    high: Quotient
    fixed: tuple[Whole, Whole, int]
    """Low and high, and the scale that they share whatever counts; 0 where nothing does."""
    steps: tuple[tuple[int, Truth, Truth], ...]

    @property
    def has_level(self) -> Truth:
        """Whether there is a level at all."""
        return every([self.counts, self.is_begun])

    def reaches(self, rank: int, *, possibly: bool = False) -> Truth:
        """Return whether the level, if there is one, is surely (else possibly) this or more."""
        for at, low, high in self.steps:
            if at >= rank:
                return high if possibly else low
        return False

    def has_rank(self, rank: int) -> Truth:
        """Return whether the sure level is this one."""
        return every([self.has_level, self.reaches(rank), no(self.reaches(rank + 1))])

    def level_in(self, ranks: set[int], optimistic: bool) -> tuple[Truth, Truth]:
        """Return when the sure level is one of these, and when it is not."""
        within = some(self.has_rank(rank) for rank in sorted(ranks))
        if not optimistic:
            return within, every([self.has_level, no(within)])
        still = some(
            every([no(self.reaches(rank + 1)), self.reaches(rank, possibly=True)])
            for rank in sorted(ranks)
        )
        return within, some([no(self.counts), every([self.has_level, no(still)])])

    def score_within(self, leaf: ScoreIs, optimistic: bool) -> tuple[Truth, Truth]:
        """Return when the sure score lies within bounds, and when it does not."""
        within = every([_above(self.low, leaf), _below(self.low, leaf)])
        true = every([self.has_level, within])
        if not optimistic:
            return true, every([self.has_level, no(within)])
        hopeless = every([self.has_level, no(_above(self.high, leaf))])
        return true, some([no(self.counts), hopeless])

    def uncertain(self) -> tuple[Truth, Truth]:
        """Return when several levels are possible, and when one is sure."""
        differs = some(every([high, no(low)]) for _, low, high in self.steps)
        beyond = some(every([low, no(high)]) for _, low, high in self.steps)
        apart = some([differs, beyond])
        return every([self.has_level, apart]), every([self.has_level, no(apart)])


def _above(score: Quotient, leaf: ScoreIs) -> Truth:
    floor, above = leaf.at_least, leaf.above
    return every(
        [
            True if floor is None else score.reaches(Fraction(floor) / 100),
            True if above is None else score.exceeds(Fraction(above) / 100),
        ]
    )


def _below(score: Quotient, leaf: ScoreIs) -> Truth:
    ceiling, below = leaf.at_most, leaf.below
    return every(
        [
            True if ceiling is None else no(score.exceeds(Fraction(ceiling) / 100)),
            True if below is None else no(score.reaches(Fraction(below) / 100)),
        ]
    )


def build_node(encoding: Encoding, node: Node) -> NodeTerms:
    """Return the formulas of a node, those of the nodes below written first."""
    terms = _terms(encoding, node)
    counts = some(term.counts for term in terms)
    if node.aggregation in ("min", "max"):
        low, high = _extremes(encoding, node, terms)
        fixed = (low.numerator, high.numerator, low.scale)
    else:
        low, high = _totals(encoding, node, terms)
        fixed = _fixed(encoding, node, terms, low, high)
    ids = [encoding.compiled.slots[index].item.id for index in node.descendants]
    begun = some(encoding.status_in(id_, (UNKNOWN, KNOWN)) for id_ in ids)
    return NodeTerms(
        counts=encoding.define(f"counts.{node.id}", counts),
        is_begun=encoding.define(f"begun.{node.id}", begun),
        low=low,
        high=high,
        fixed=fixed,
        steps=_steps(encoding, node, low, high),
    )


def _terms(encoding: Encoding, node: Node) -> list[Term]:
    unit = encoding.compiled.scorer.unit
    terms = []
    for index, weight in node.questions:
        id_ = encoding.compiled.slots[index].item.id
        points = encoding.points(id_)
        counts = encoding.define(f"in.{id_}", encoding.status_in(id_, _COUNTING))
        is_open = encoding.define(f"open.{id_}", encoding.status_in(id_, _OPEN))
        terms.append(Term(weight, counts, points, where(is_open, unit, points), unit))
    for index, weight in node.children:
        child = encoding.node(encoding.compiled.scorer.nodes[index].id)
        terms.append(Term(weight, child.counts, *child.fixed))
    return terms


def _totals(encoding: Encoding, node: Node, terms: list[Term]) -> tuple[Quotient, Quotient]:
    """Return the interval of a mean or of a sum."""
    scale = lcm(1, *(term.scale for term in terms))
    low, high = (
        encoding.define_whole(
            f"{end}.{node.id}",
            total(times(t.weight * (scale // t.scale), getattr(t, end)) for t in terms),
        )
        for end in ("low", "high")
    )
    if node.aggregation == "mean":
        weight = encoding.define_whole(
            f"weight.{node.id}", total(where(t.counts, t.weight, 0) for t in terms)
        )
        return Quotient(low, scale, weight), Quotient(high, scale, weight)
    full = sum(term.weight for term in terms)
    ids = [encoding.compiled.slots[index].item.id for index in node.descendants]
    settled = some(encoding.status_in(id_, (KNOWN,)) for id_ in ids)
    counts = some(term.counts for term in terms)
    open_ = where(counts, scale * full, 0)
    return Quotient(low, scale, full), Quotient(where(settled, high, open_), scale, full)


def _fixed(
    encoding: Encoding, node: Node, terms: list[Term], low: Quotient, high: Quotient
) -> tuple[Whole, Whole, int]:
    """Return the interval over one scale, whatever the weight of what counts."""
    weight = low.weight
    if isinstance(weight, int):
        return low.numerator, high.numerator, low.scale * weight
    possible = _possible_weights(terms) - {0}
    common = lcm(*possible)
    ends = []
    for name, numerator in (("low", low.numerator), ("high", high.numerator)):
        end = encoding.declare(f"fixed.{name}.{node.id}")
        for one in sorted(possible):
            exact = is_equal(end, times(common // one, numerator))
            encoding.add(some([no(is_equal(weight, one)), exact]))
        encoding.add(some([no(is_equal(weight, 0)), is_equal(end, 0)]))
        ends.append(end)
    return ends[0], ends[1], low.scale * common


def _possible_weights(terms: Iterable[Term]) -> set[int]:
    found = {0}
    for term in terms:
        if term.counts is True:
            found = {weight + term.weight for weight in found}
        elif term.counts is not False:
            found |= {weight + term.weight for weight in found}
        if len(found) > _MOST_WEIGHTS:
            raise TooIntricate
    return found


def _extremes(encoding: Encoding, node: Node, terms: list[Term]) -> tuple[Quotient, Quotient]:
    """Return the interval of the least, or of the greatest, of what counts."""
    scale = lcm(1, *(term.scale for term in terms))
    ends = []
    for end in ("low", "high"):
        found: Whole = 0
        exists: Truth = False
        for term in terms:
            value = times(scale // term.scale, getattr(term, end))
            if node.aggregation == "min":
                is_better = is_above(found, value)
            else:
                is_better = is_above(value, found)
            taken = every([term.counts, some([no(exists), is_better])])
            found = where(taken, value, found)
            exists = some([exists, term.counts])
        ends.append(encoding.define_whole(f"{end}.{node.id}", found))
    return Quotient(ends[0], scale, 1), Quotient(ends[1], scale, 1)


def _steps(
    encoding: Encoding, node: Node, low: Quotient, high: Quotient
) -> tuple[tuple[int, Truth, Truth], ...]:
    """Return each level with whether the low and the high end climb up to it."""
    bands = encoding.compiled.edition.questionnaire.bands_of(node.id)
    sure: Truth = True
    possible: Truth = True
    steps: list[tuple[int, Truth, Truth]] = [(bands[0].level.rank, True, True)]
    for band in bands[1:]:
        floor = Fraction(band.at_least) / 100
        asked = [requirement.when for requirement in band.requires]
        met = every(encoding.truth(when)[0] for when in asked)
        lost = some(encoding.truth(when, optimistic=True)[1] for when in asked)
        name = f"{node.id}.{band.level.value}"
        sure = encoding.define(f"sure.{name}", every([sure, low.reaches(floor), met]))
        possible = encoding.define(
            f"possible.{name}", every([possible, high.reaches(floor), no(lost)])
        )
        steps.append((band.level.rank, sure, possible))
    return tuple(steps)
