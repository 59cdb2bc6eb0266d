"""Two editions compared: what changed, the verdict on each question, the effect on answers.

Pure: nothing is read, stored or changed. ``effects.py`` counts, this gathers what was counted.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from app.domain.carrying import Carrier
from app.domain.causes import Example, explain
from app.domain.content_changes import ContentChange, list_changes
from app.domain.edition import Edition
from app.domain.effects import Comparer, Rank, Sighting, Tally
from app.domain.migration import Steps
from app.domain.model import LEVELS, MaturityLevel
from app.domain.resource import ResourceKind
from app.domain.verdicts import QuestionVerdict, judge_questions

MOST_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class LevelCell:
    """How many sets of answers went from a sure level to another, or stayed where both are one."""

    before: MaturityLevel | None
    after: MaturityLevel | None
    count: int


@dataclass(frozen=True, slots=True)
class DimensionEffect:
    """What becomes of a dimension that both editions have, or of ``overall``.

    ``moved`` counts the sets whose score or level shown differs; ``up`` and ``down`` those whose
    sure level does; ``cells`` every pair of levels that occurs, lowest first.
    """

    id: str
    title: str
    moved: int
    up: int
    down: int
    cells: tuple[LevelCell, ...]


@dataclass(frozen=True, slots=True)
class ResourceEffect:
    """For how many sets of answers a resource comes to be recommended, or is no more."""

    id: str
    title: str
    kind: ResourceKind
    appears: int
    goes: int


@dataclass(frozen=True, slots=True)
class Effects:
    """What the new edition does to answers that exist; see ``effects.Tally`` for the counts."""

    sets: int
    refused: int
    refusals: tuple[tuple[str, str], ...]
    changed: int
    moved: int
    levelled: int
    advised: int
    shortened: int
    dropped: tuple[tuple[str, int], ...]
    dimensions: tuple[DimensionEffect, ...]
    resources: tuple[ResourceEffect, ...]
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that can be said of two editions without any answer."""

    old: Edition
    new: Edition
    changes: tuple[ContentChange, ...]
    verdicts: tuple[QuestionVerdict, ...]
    steps: Steps = ()
    """The steps that were followed: those that the old edition had not been through."""


def compare_editions(old: Edition, new: Edition, steps: Steps = ()) -> Comparison:
    """Return what changed from one edition to another, and the verdict on each question.

    ``steps`` say what became of questions and options; without them, what has another id is
    another thing.
    """
    carrier = Carrier(old, new, steps)
    changes = list_changes(old, new, carrier.renames)
    verdicts = judge_questions(old, new, changes, carrier)
    return Comparison(old, new, changes, verdicts, carrier.road.steps)


def gather_effects(comparison: Comparison, tally: Tally) -> Effects:
    """Return the effects that were counted, with up to five examples that differ."""
    comparer = Comparer(comparison.old, comparison.new, comparison.steps)
    return Effects(
        sets=tally.sets,
        refused=tally.refused,
        refusals=tuple(tally.refusals),
        changed=tally.changed,
        moved=tally.moved,
        levelled=tally.levelled,
        advised=tally.advised,
        shortened=tally.shortened,
        dropped=tuple(_most_first(tally.dropped)),
        dimensions=_dimension_effects(comparison, comparer, tally),
        resources=_resource_effects(comparison, tally),
        examples=tuple(
            explain(comparer, comparison.changes, seen.reference, seen.answers, seen.count)
            for seen in _choose(tally)
        ),
    )


def _most_first(counts: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))


def _dimension_effects(
    comparison: Comparison, comparer: Comparer, tally: Tally
) -> tuple[DimensionEffect, ...]:
    """Return the effects on ``overall``, then on each dimension in the order written."""
    shared = {name for name, _, _ in comparer.pairs}
    order = ["overall", *(one.id for one in comparison.new.questionnaire.walk_dimensions())]
    found = []
    for name in order:
        if name not in shared:
            continue
        pairs = tally.levels.get(name, Counter())
        found.append(
            DimensionEffect(
                id=name,
                title=comparer.new.titles[name],
                moved=tally.moves[name],
                up=sum(count for (was, now), count in pairs.items() if _place(was) < _place(now)),
                down=sum(count for (was, now), count in pairs.items() if _place(was) > _place(now)),
                cells=tuple(
                    LevelCell(_level(was), _level(now), count)
                    for (was, now), count in sorted(
                        pairs.items(), key=lambda one: (_place(one[0][0]), _place(one[0][1]))
                    )
                ),
            )
        )
    return tuple(found)


def _place(rank: Rank) -> int:
    return -1 if rank is None else rank


def _level(rank: Rank) -> MaturityLevel | None:
    return None if rank is None else LEVELS[rank]


def _resource_effects(comparison: Comparison, tally: Tally) -> tuple[ResourceEffect, ...]:
    """Return the resources whose recommendation appears or goes, the most frequent first."""
    known = {**comparison.old.resources_by_id, **comparison.new.resources_by_id}
    return tuple(
        ResourceEffect(id_, known[id_].title, known[id_].kind, tally.appeared[id_], tally.gone[id_])
        for id_, _ in _most_first(tally.appeared + tally.gone)
    )


def _choose(tally: Tally) -> list[Sighting]:
    """Return the sets that show the most frequent patterns, those that move levels first."""
    kinds = ("levels", "scores", "advice", "dropped")
    ordered = sorted(
        tally.patterns.items(),
        key=lambda entry: (kinds.index(entry[0][0]), -entry[1].count, entry[1].place),
    )
    return [seen for _, seen in ordered[:MOST_EXAMPLES]]
