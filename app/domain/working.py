"""The computation of every score laid open, term by term, in exact numbers; must not word it.

Nothing is computed a second way: the points are those of ``state``, the results and levels those of
``scoring``. What a term says of itself (its points, its weight) makes the result again; a property
test does the sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from app.domain.compiled import CompiledEdition, compile_edition
from app.domain.conditions import Condition
from app.domain.diagnosis import Answers
from app.domain.edition import Edition
from app.domain.layout import HIDDEN, KNOWN, MAYBE, NOT_APPLICABLE, UNKNOWN, State
from app.domain.model import LEVELS, OVERALL, MaturityLevel
from app.domain.questionnaire import Dimension, Overall
from app.domain.scoring import Node

Status = Literal["known", "unknown", "unanswered", "maybe", "not_applicable", "dimension"]

_STATUSES: dict[int, Status] = {
    KNOWN: "known",
    UNKNOWN: "unknown",
    MAYBE: "maybe",
    NOT_APPLICABLE: "not_applicable",
}

Units = list[tuple[int, int] | None]


@dataclass(frozen=True, slots=True)
class Term:
    """A question, or a dimension below, in the sum of a dimension.

    ``low`` and ``high`` are points, 0–100, equal when known; None where the term does not count.
    """

    id: str
    status: Status
    low: Fraction | None
    high: Fraction | None
    weight: Fraction


@dataclass(frozen=True, slots=True)
class CheckedRequirement:
    """What a level asks for beside its score. ``holds`` is None while that is not known."""

    label: str
    when: Condition
    holds: bool | None


@dataclass(frozen=True, slots=True)
class CheckedLevel:
    """A level of a dimension: the score (0–100) from which it holds, and whether it does."""

    level: MaturityLevel
    label: str
    floor: Fraction
    requirements: tuple[CheckedRequirement, ...]
    is_reached: bool
    is_possible: bool


@dataclass(frozen=True, slots=True)
class Sum:
    """How the score of a dimension, or overall, comes about.

    ``terms`` are those asked, in the order of the questionnaire, dimensions below last. ``divisor``
    is what a mean or a sum is divided by. ``low`` and ``high`` are 0–100, None if nothing counts.
    ``is_open``: nothing is sure to count yet, so that a ``sum`` may yet be anything up to 100.
    ``is_begun``: something was said; without it there is no level.
    """

    id: str
    title: str
    aggregation: str
    terms: tuple[Term, ...]
    divisor: Fraction
    low: Fraction | None
    high: Fraction | None
    is_open: bool
    is_begun: bool
    levels: tuple[CheckedLevel, ...]

    @property
    def counted(self) -> tuple[Term, ...]:
        """The terms that count."""
        return tuple(term for term in self.terms if term.low is not None)


def show_working(edition: Edition, answers: Answers) -> tuple[Sum, ...]:
    """Return the sums of an assessment: what a sum is made of comes before it, overall last."""
    compiled = compile_edition(edition)
    state, units = compiled.scored(answers)
    sources = _sources(edition)
    return tuple(
        _sum_of(compiled, state, units, node, sources[node.id]) for node in compiled.scorer.nodes
    )


def _sources(edition: Edition) -> dict[str, Dimension | Overall]:
    questionnaire = edition.questionnaire
    below = {dimension.id: dimension for dimension in questionnaire.walk_dimensions()}
    return {**below, OVERALL: questionnaire.overall}


def _sum_of(
    compiled: CompiledEdition,
    state: State,
    units: Units,
    node: Node,
    source: Dimension | Overall,
) -> Sum:
    nodes, questionnaire = compiled.scorer.nodes, compiled.edition.questionnaire
    weights = {one.id: Fraction(one.weight) for one in questionnaire.walk_dimensions()}
    terms = [
        term
        for index, _ in node.questions
        if (term := _question_term(compiled, state, units, index)) is not None
    ]
    for child, _ in node.children:
        below = nodes[child]
        low, high = _points(state[below.low]), _points(state[below.high])
        terms.append(Term(below.id, "dimension", low, high, weights[below.id]))
    counts = [term.weight for term in terms if term.low is not None]
    if source.aggregation == "sum":
        items = questionnaire.items
        counts = [Fraction(items[index].question.weight) for index, _ in node.questions]
        counts += [weights[nodes[child].id] for child, _ in node.children]
    settled = any((pair := units[i]) is not None and pair[1] >= 0 for i in node.descendants)
    return Sum(
        id=node.id,
        title=compiled.titles[node.id],
        aggregation=source.aggregation,
        terms=tuple(terms),
        divisor=sum(counts, Fraction(0)),
        low=_points(state[node.low]),
        high=_points(state[node.high]),
        is_open=source.aggregation == "sum" and not settled,
        is_begun=state[node.rank] is not None,
        levels=_levels(compiled, state, node),
    )


def _question_term(
    compiled: CompiledEdition, state: State, units: Units, index: int
) -> Term | None:
    """Return the term of a question, None if it is not asked."""
    item = compiled.edition.questionnaire.items[index]
    status = state[compiled.layout.status(item.id)]
    if status == HIDDEN:
        return None
    pair, unit = units[index], compiled.scorer.unit
    low = high = None
    if pair is not None:
        low = Fraction(100 * pair[0], unit)
        high = Fraction(100 * (unit if pair[1] < 0 else pair[1]), unit)
    name = _STATUSES.get(status, "unanswered")
    return Term(item.id, name, low, high, Fraction(item.question.weight))


def _levels(compiled: CompiledEdition, state: State, node: Node) -> tuple[CheckedLevel, ...]:
    rank, high_rank = state[node.rank], state[node.high_rank]
    return tuple(
        CheckedLevel(
            level=LEVELS[ready.rank],
            label=ready.label,
            floor=Fraction(band.at_least),
            requirements=tuple(
                CheckedRequirement(one.label, one.when, _holds(compiled, one.when, state))
                for one in band.requires
            ),
            is_reached=rank is not None and rank >= ready.rank,
            is_possible=high_rank is not None and high_rank >= ready.rank,
        )
        for ready, band in zip(
            node.bands, compiled.edition.questionnaire.bands_of(node.id), strict=True
        )
    )


def _holds(compiled: CompiledEdition, condition: Condition, state: State) -> bool | None:
    predicate = compiled.compiler.compile(condition)
    if predicate.is_true(state):
        return True
    return False if predicate.is_false(state) else None


def _points(ratio: tuple[int, int] | None) -> Fraction | None:
    return None if ratio is None else Fraction(100 * ratio[0], ratio[1])
