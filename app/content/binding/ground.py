"""What the ids of one questionnaire stand for, and where each is written. Checks nothing itself.

Follow-ups of shared answer sets are not walked: they are refused elsewhere, and could be endless.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.content.document import Path, Reporter
from app.content.shelf import Placed, Shelf
from app.domain.conditions import CONDITION_KEYS, All, AnyOf, Condition, Not
from app.domain.model import OVERALL, MaturityLevel
from app.domain.questionnaire import (
    Dimension,
    LevelBand,
    Option,
    Question,
    Questionnaire,
    Scale,
    Section,
)


@dataclass(frozen=True, slots=True)
class PlacedQuestion:
    """A question, its options, and where it is asked: ``rank`` counts from 0 in the order asked."""

    question: Question
    path: Path
    rank: int
    section: Section
    options: tuple[Option, ...]
    parent: PlacedQuestion | None
    parent_option: Option | None

    @property
    def id(self) -> str:
        """The id of the question."""
        return self.question.id

    @property
    def is_scored(self) -> bool:
        """Whether the answer weighs on a dimension."""
        return self.question.dimension is not None


@dataclass(frozen=True, slots=True)
class PlacedDimension:
    """A dimension, where it is written, and the id of the node above it."""

    dimension: Dimension
    path: Path
    parent: str


@dataclass(frozen=True)
class Ground:
    """A questionnaire as its rules and conditions see it."""

    shelf: Shelf
    reporter: Reporter
    questionnaire: Questionnaire
    questions: tuple[PlacedQuestion, ...]
    dimensions: tuple[PlacedDimension, ...]
    by_id: Mapping[str, PlacedQuestion] = field(default_factory=dict)
    dimension_ids: tuple[str, ...] = ()

    @property
    def nodes(self) -> tuple[str, ...]:
        """The ids that a condition on a score or level may name."""
        return (*self.dimension_ids, OVERALL)

    def bands_of(self, node: str) -> tuple[LevelBand, ...]:
        """Return the levels that hold for a dimension or for ``overall``."""
        own = self.questionnaire.overall.levels
        if node != OVERALL:
            own = next(
                (p.dimension.levels for p in self.dimensions if p.dimension.id == node), None
            )
        return own or self.questionnaire.levels

    def levels_of(self, node: str) -> frozenset[MaturityLevel]:
        """Return the levels that a dimension or ``overall`` can have."""
        return frozenset(band.level for band in self.bands_of(node))

    def below(self, node: str) -> frozenset[str]:
        """Return the ids of the dimensions below a node."""
        if node == OVERALL:
            return frozenset(self.dimension_ids)
        own = next((p.dimension for p in self.dimensions if p.dimension.id == node), None)
        return frozenset(d.id for d in own.walk()) - {node} if own else frozenset()


def survey(shelf: Shelf, placed: Placed[Questionnaire]) -> Ground:
    """Return the ground of a questionnaire; of two things with one id, the first counts."""
    questions = tuple(_questions(placed.value))
    dimensions = tuple(_dimensions(placed.value.dimensions, ("dimensions",), OVERALL))
    by_id: dict[str, PlacedQuestion] = {}
    for question in questions:
        by_id.setdefault(question.id, question)
    ids = tuple(dict.fromkeys(p.dimension.id for p in dimensions))
    return Ground(shelf, placed.reporter, placed.value, questions, dimensions, by_id, ids)


def _questions(questionnaire: Questionnaire) -> Iterator[PlacedQuestion]:
    rank = 0

    def walk(
        section: Section,
        listed: tuple[Question, ...],
        path: Path,
        parent: PlacedQuestion | None,
        option: Option | None,
    ) -> Iterator[PlacedQuestion]:
        nonlocal rank
        for index, question in enumerate(listed):
            here = (*path, index)
            options = _options(questionnaire, question)
            placed = PlacedQuestion(question, here, rank, section, options, parent, option)
            rank += 1
            yield placed
            if not isinstance(question, Scale):
                for number, one in enumerate(options):
                    below = (*here, "options", number, "follow_up")
                    yield from walk(section, one.follow_up, below, placed, one)

    for index, section in enumerate(questionnaire.sections):
        yield from walk(section, section.questions, ("sections", index, "questions"), None, None)


def _options(questionnaire: Questionnaire, question: Question) -> tuple[Option, ...]:
    if isinstance(question, Scale):
        shared = questionnaire.answer_sets.get(question.answers)
        return shared.options if shared else ()
    return getattr(question, "options", ())


def _dimensions(
    listed: tuple[Dimension, ...], path: Path, parent: str
) -> Iterator[PlacedDimension]:
    for index, dimension in enumerate(listed):
        here = (*path, index)
        yield PlacedDimension(dimension, here, parent)
        yield from _dimensions(dimension.dimensions, (*here, "dimensions"), dimension.id)


def parts_of(condition: Condition, path: Path) -> Iterator[tuple[Condition, Path]]:
    """Yield a condition and all its parts, each with its path, outermost first."""
    yield condition, path
    match condition:
        case All(all=parts):
            key = "all"
        case AnyOf(any=parts):
            key = "any"
        case Not(not_=part):
            yield from parts_of(part, (*path, "not"))
            return
        case _:
            return
    for index, part in enumerate(parts):
        yield from parts_of(part, (*path, key, index))


def key_of(condition: Condition) -> str:
    """Return the key that says of which kind a condition is."""
    fields = type(condition).model_fields
    return next(key for key in CONDITION_KEYS if key in fields or f"{key}_" in fields)
