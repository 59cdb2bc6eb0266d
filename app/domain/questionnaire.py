"""A pathway as authors write it: sections, questions, options, dimensions and levels.

Shape only: whether ids exist is checked when content is read, what answers mean is in ``answers``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from app.domain.conditions import All, AnswerIs, Condition
from app.domain.model import (
    OVERALL,
    Flag,
    Identifier,
    Language,
    MaturityLevel,
    Model,
    Number,
    Source,
    Text,
)
from app.domain.texts import FIRST_LANGUAGE


class Option(Model):
    """One possible answer. At most one of ``score``, ``unknown``, ``not_applicable``."""

    id: Identifier
    label: Text
    phrase: Text | None = None
    hint: Text | None = None
    score: Number | None = None
    unknown: Flag = False
    not_applicable: Flag = False
    exclusive: Flag = False
    effort: int | None = Field(default=None, ge=1, le=20)
    follow_up: tuple[Question, ...] = ()

    @model_validator(mode="after")
    def _one_meaning(self) -> Self:
        if (self.score is not None) + self.unknown + self.not_applicable > 1:
            raise ValueError("only one of score, unknown, not_applicable is expected")
        return self

    @property
    def is_special(self) -> bool:
        """Whether the option says « je ne sais pas » or « sans objet »."""
        return self.unknown or self.not_applicable

    @property
    def clears_others(self) -> bool:
        """Whether the option cannot stand beside another in a multiple choice."""
        return self.exclusive or self.is_special

    @property
    def words(self) -> str:
        """How the option reads inside a sentence."""
        return self.phrase or self.label


class AnswerSet(Model):
    """Options shared by several questions of kind ``scale``."""

    options: tuple[Option, ...] = Field(min_length=2, max_length=12)


class NumberBand(Model):
    """The score of the numbers from ``at_least`` up to, but not including, ``below``."""

    at_least: Number
    below: Number | None = None
    score: Number
    effort: int | None = Field(default=None, ge=1, le=20)


class _Question(Model):
    id: Identifier
    text: Text
    hint: Text | None = None
    why: Text | None = None
    dimension: Identifier | None = None
    weight: Number = Field(default=1, gt=0, le=1000, validate_default=True)
    show_when: Condition | None = None
    optional: Flag = False
    source: Source | None = None


class SingleChoice(_Question):
    """One option out of a list."""

    kind: Literal["single"]
    options: tuple[Option, ...] = Field(min_length=2, max_length=20)


class MultipleChoice(_Question):
    """Any options out of a list; their scores combine by ``sum`` (capped), ``max`` or ``mean``."""

    kind: Literal["multiple"]
    options: tuple[Option, ...] = Field(min_length=2, max_length=20)
    combine: Literal["sum", "max", "mean"] = "sum"


class Scale(_Question):
    """One option out of a shared answer set."""

    kind: Literal["scale"]
    answers: Identifier


class NumberQuestion(_Question):
    """A number between two bounds, in a unit, scored by bands.

    ``unit_one`` is the unit after one (in French, after anything below two): « 1 partenaire ».
    """

    kind: Literal["number"]
    unit: Text
    unit_one: Text | None = None
    minimum: Number
    maximum: Number
    decimals: int = Field(default=0, ge=0, le=4)
    bands: tuple[NumberBand, ...] = ()
    options: tuple[Option, ...] = ()


class TerritoryQuestion(_Question):
    """A French department; its region follows."""

    kind: Literal["territory"]
    options: tuple[Option, ...] = ()


class TextQuestion(_Question):
    """A few words, never scored."""

    kind: Literal["text"]
    max_length: int = Field(default=500, ge=1, le=2000)
    multiline: Flag = False


Question = Annotated[
    SingleChoice | MultipleChoice | Scale | NumberQuestion | TerritoryQuestion | TextQuestion,
    Field(discriminator="kind"),
]

FORMS_OF_ANSWERS = {"single": "option", "scale": "option"}
"""The kinds of questions whose answers are the same kind of thing; the others are their own."""


class Section(Model):
    """A page of the task list. Questions of a ``context`` section are never scored."""

    id: Identifier
    title: Text
    introduction: Text | None = None
    context: Flag = False
    questions: tuple[Question, ...] = Field(min_length=1)


class Requirement(Model):
    """A condition without which a level is not reached, and the words that say it."""

    when: Condition
    label: Text


class LevelBand(Model):
    """The scores (0–100) of a level: from ``at_least`` up to, but not including, ``below``.

    The highest band has no ``below`` and includes 100.
    """

    level: MaturityLevel
    label: Text
    at_least: Number = Field(ge=0, le=100)
    below: Number | None = Field(default=None, ge=0, le=100)
    requires: tuple[Requirement, ...] = ()


Portraits = dict[MaturityLevel, Text]
Aggregation = Literal["mean", "sum", "min", "max"]


class Dimension(Model):
    """A node of the tree of dimensions; questions name the node they belong to."""

    id: Identifier
    title: Text
    description: Text | None = None
    weight: Number = Field(default=1, gt=0, le=1000, validate_default=True)
    aggregation: Aggregation = "mean"
    levels: tuple[LevelBand, ...] | None = None
    portraits: Portraits = Field(default_factory=dict)
    dimensions: tuple[Dimension, ...] = ()
    source: Source | None = None

    def walk(self) -> Iterator[Dimension]:
        """Yield this dimension and those below it, outermost first."""
        yield self
        for child in self.dimensions:
            yield from child.walk()


class Overall(Model):
    """The root of the tree: how the dimensions make the overall score, and its portraits."""

    title: Text
    aggregation: Aggregation = "mean"
    levels: tuple[LevelBand, ...] | None = None
    portraits: Portraits = Field(default_factory=dict)


class ScoreRange(Model):
    """The range in which options are scored; shown as 0–100."""

    minimum: Number
    maximum: Number

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if self.maximum <= self.minimum:
            raise ValueError("maximum must be greater than minimum")
        return self


class Duration(Model):
    """The time needed, in minutes, and how it was estimated."""

    minimum: int = Field(ge=1, le=240)
    maximum: int = Field(ge=1, le=240)
    estimate: Text


class Questionnaire(Model):
    """A pathway: everything a person is asked, and how the answers become levels.

    ``language`` is the one it is written in, ``languages`` those that it promises beside.
    """

    id: Identifier
    title: Text
    audience: Text
    summary: Text
    introduction: Text
    not_covered: Text
    language: Language = FIRST_LANGUAGE
    languages: tuple[Language, ...] = Field(default=(), exclude_if=lambda given: not given)
    order: int = Field(default=100, ge=0, le=1000)
    duration: Duration
    score_range: ScoreRange
    levels: tuple[LevelBand, ...] = Field(min_length=2, max_length=4)
    overall: Overall
    dimensions: tuple[Dimension, ...] = Field(min_length=1)
    answer_sets: dict[Identifier, AnswerSet] = Field(default_factory=dict)
    sections: tuple[Section, ...] = Field(min_length=1)

    def walk_dimensions(self) -> Iterator[Dimension]:
        """Yield every dimension of the tree, outermost first, in the order written."""
        for dimension in self.dimensions:
            yield from dimension.walk()

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Every question in the order asked, follow-ups right after their parent."""
        return tuple(
            item
            for section in self.sections
            for question in section.questions
            for item in _flatten(self, section, question, None)
        )

    @cached_property
    def items_by_id(self) -> dict[str, Item]:
        """The items by the id of their question."""
        return {item.id: item for item in self.items}

    def bands_of(self, dimension: str) -> tuple[LevelBand, ...]:
        """Return the level bands that hold for a dimension, or for ``overall``."""
        if dimension == OVERALL:
            return self.overall.levels or self.levels
        own = next(d for d in self.walk_dimensions() if d.id == dimension)
        return own.levels or self.levels

    def portraits_of(self, dimension: str) -> Portraits:
        """Return the portraits written for a dimension, or for ``overall``."""
        if dimension == OVERALL:
            return self.overall.portraits
        return next(d for d in self.walk_dimensions() if d.id == dimension).portraits

    def title_of(self, dimension: str) -> str:
        """Return the title of a dimension, or of ``overall``."""
        if dimension == OVERALL:
            return self.overall.title
        return next(d for d in self.walk_dimensions() if d.id == dimension).title


class Item:
    """A question in its place: its section, options, and the condition under which it is asked."""

    __slots__ = ("options", "options_by_id", "parent", "question", "section", "show_when")

    def __init__(
        self,
        question: Question,
        section: Section,
        options: tuple[Option, ...],
        show_when: Condition | None,
        parent: str | None,
    ) -> None:
        """Keep the question with what its place in the questionnaire adds to it."""
        self.question = question
        self.section = section
        self.options = options
        self.options_by_id = {option.id: option for option in options}
        self.show_when = show_when
        self.parent = parent

    @property
    def id(self) -> str:
        """The id of the question."""
        return self.question.id

    @property
    def is_scored(self) -> bool:
        """Whether the answer weighs on a dimension."""
        return self.question.dimension is not None


def options_of(questionnaire: Questionnaire, question: Question) -> tuple[Option, ...]:
    """Return the options of a question, those of its answer set for a scale."""
    if isinstance(question, Scale):
        shared = questionnaire.answer_sets.get(question.answers)
        return shared.options if shared else ()
    return getattr(question, "options", ())


def _flatten(
    questionnaire: Questionnaire, section: Section, question: Question, parent: AnswerIs | None
) -> Iterator[Item]:
    own = question.show_when
    if parent is None:
        show_when: Condition | None = own
    elif own is None:
        show_when = parent
    else:
        show_when = All(all=(parent, own))
    options = options_of(questionnaire, question)
    yield Item(question, section, options, show_when, parent.answer if parent else None)
    for option in options:
        for follow_up in option.follow_up:
            operator = "includes" if question.kind == "multiple" else "is"
            under = AnswerIs.model_validate({"answer": question.id, operator: option.id})
            yield from _flatten(questionnaire, section, follow_up, under)


Option.model_rebuild()
AnswerSet.model_rebuild()
for _kind in (SingleChoice, MultipleChoice, Scale, NumberQuestion, TerritoryQuestion, TextQuestion):
    _kind.model_rebuild()
Section.model_rebuild()
Questionnaire.model_rebuild()
