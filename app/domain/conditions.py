"""The typed condition tree: what rules, ``show_when`` and ``requires`` are written in.

Here are the models only; ``compiled.py`` turns a tree into closures. A condition is three-valued:
true, false, or unknown where an answer is missing. Nothing fires on unknown.

The closed list of operators::

    {all: [...]}  {any: [...]}  {not: {...}}  {meets: NAME}
    {answer: Q, is: O}  {answer: Q, one_of: [O, ...]}  {answer: Q, includes: O}
    {answer: Q, includes_any: [O, ...]}
    {answer: Q, count_at_least: N}  {answer: Q, count_at_most: N}
    {context: Q, ...}            the same operators, on a question of a context section
    {number: Q, at_least|at_most|above|below: N}      (several bounds may be given: all must hold)
    {score: D, at_least|at_most|above|below: N}       0 to 100, the sure score
    {level: D, is|at_least|at_most: L}  {level: D, one_of: [L, ...]}      the sure level
    {uncertain: D}               the interval of D spans several levels
    {territory: Q, departments: [...], regions: [...]}
    {answered: Q}  {unknown: Q}  {visible: Q}

``D`` is a dimension, or ``overall``. A count leaves out what excludes the rest, such as « aucun »:
someone who ticks it ticks nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Self

from pydantic import Discriminator, Field, Tag, model_validator

from app.domain.model import Identifier, MaturityLevel, Model, Number


class All(Model):
    """True when every part is true."""

    all: tuple[Condition, ...] = Field(min_length=1)


class AnyOf(Model):
    """True when at least one part is true."""

    any: tuple[Condition, ...] = Field(min_length=1)


class Not(Model):
    """True when the part is false (an unknown part leaves it unknown)."""

    not_: Condition = Field(alias="not")


class Meets(Model):
    """True when the named condition of the same rules file is true."""

    meets: Identifier


class _Choice(Model):
    """Exactly one operator on the option or options chosen."""

    is_: Identifier | None = Field(default=None, alias="is")
    one_of: tuple[Identifier, ...] | None = Field(default=None, min_length=1)
    includes: Identifier | None = None
    includes_any: tuple[Identifier, ...] | None = Field(default=None, min_length=1)
    count_at_least: int | None = Field(default=None, ge=1, le=50)
    count_at_most: int | None = Field(default=None, ge=0, le=50)

    @model_validator(mode="after")
    def _one_operator(self) -> Self:
        given = [name for name in _CHOICE_OPERATORS if getattr(self, name) is not None]
        if len(given) != 1:
            names = "is, one_of, includes, includes_any, count_at_least, count_at_most"
            raise ValueError(f"exactly one of {names} is expected")
        return self

    @property
    def options(self) -> tuple[Identifier, ...]:
        """The option ids that the operator names (none for a count)."""
        single = self.is_ or self.includes
        return (single,) if single else (self.one_of or self.includes_any or ())


_CHOICE_OPERATORS = ("is_", "one_of", "includes", "includes_any", "count_at_least", "count_at_most")


class AnswerIs(_Choice):
    """A comparison of the answer to a question."""

    answer: Identifier

    @property
    def question(self) -> Identifier:
        """The question that is read."""
        return self.answer


class ContextIs(_Choice):
    """A comparison of the answer to a question about the respondent's situation."""

    context: Identifier

    @property
    def question(self) -> Identifier:
        """The question that is read."""
        return self.context


class _Bounds(Model):
    """At least one bound; all that are given must hold."""

    at_least: Number | None = None
    at_most: Number | None = None
    above: Number | None = None
    below: Number | None = None

    @model_validator(mode="after")
    def _some_bound(self) -> Self:
        if self.at_least is self.at_most is self.above is self.below is None:
            raise ValueError("at least one of at_least, at_most, above, below is expected")
        return self


class NumberIs(_Bounds):
    """A comparison of the number answered, in the unit of the question."""

    number: Identifier


class ScoreIs(_Bounds):
    """A comparison of the sure score (0–100) of a dimension or overall."""

    score: Identifier


class LevelIs(Model):
    """A comparison of the sure level of a dimension or overall."""

    level: Identifier
    is_: MaturityLevel | None = Field(default=None, alias="is")
    at_least: MaturityLevel | None = None
    at_most: MaturityLevel | None = None
    one_of: tuple[MaturityLevel, ...] | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _one_operator(self) -> Self:
        given = [v for v in (self.is_, self.at_least, self.at_most, self.one_of) if v is not None]
        if len(given) != 1:
            raise ValueError("exactly one of is, at_least, at_most, one_of is expected")
        return self

    @property
    def levels(self) -> frozenset[MaturityLevel]:
        """The levels that make it true."""
        if self.is_ is not None:
            return frozenset({self.is_})
        if self.one_of is not None:
            return frozenset(self.one_of)
        if self.at_least is not None:
            floor = self.at_least.rank
            return frozenset(level for level in MaturityLevel if level.rank >= floor)
        assert self.at_most is not None  # noqa: S101 - the validator guarantees it
        ceiling = self.at_most.rank
        return frozenset(level for level in MaturityLevel if level.rank <= ceiling)


class Uncertain(Model):
    """True when unknown answers leave several levels possible for a dimension or overall."""

    uncertain: Identifier


class TerritoryIn(Model):
    """True when the department answered is listed, or lies in a region listed."""

    territory: Identifier
    departments: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _somewhere(self) -> Self:
        if not self.departments and not self.regions:
            raise ValueError("at least one of departments, regions is expected")
        return self


class Answered(Model):
    """True when the question is shown and has an answer, « je ne sais pas » included."""

    answered: Identifier


class IsUnknown(Model):
    """True when the question is shown and the answer is « je ne sais pas »."""

    unknown: Identifier


class IsVisible(Model):
    """True when the question is asked of this respondent."""

    visible: Identifier


_TAGS = (
    "all",
    "any",
    "not",
    "meets",
    "answer",
    "context",
    "number",
    "score",
    "level",
    "uncertain",
    "territory",
    "answered",
    "unknown",
    "visible",
)
CONDITION_KEYS = _TAGS
"""The key that says of which kind a condition is: exactly one of them stands in each."""


def _kind(value: Any) -> str | None:
    if isinstance(value, dict):
        return next(
            (tag for tag in _TAGS if tag in value or (tag == "not" and "not_" in value)), None
        )
    if isinstance(value, Not):
        return "not"
    fields = getattr(type(value), "model_fields", {})
    return next((tag for tag in _TAGS if tag in fields), None)


Condition = Annotated[
    Annotated[All, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[Not, Tag("not")]
    | Annotated[Meets, Tag("meets")]
    | Annotated[AnswerIs, Tag("answer")]
    | Annotated[ContextIs, Tag("context")]
    | Annotated[NumberIs, Tag("number")]
    | Annotated[ScoreIs, Tag("score")]
    | Annotated[LevelIs, Tag("level")]
    | Annotated[Uncertain, Tag("uncertain")]
    | Annotated[TerritoryIn, Tag("territory")]
    | Annotated[Answered, Tag("answered")]
    | Annotated[IsUnknown, Tag("unknown")]
    | Annotated[IsVisible, Tag("visible")],
    Discriminator(
        _kind,
        custom_error_type="condition_kind",
        custom_error_message="a condition holds one of: " + ", ".join(_TAGS),
    ),
]

for _model in (All, AnyOf, Not):
    _model.model_rebuild()


def walk(condition: Condition) -> Iterator[Condition]:
    """Yield the condition and all its parts, outermost first."""
    yield condition
    match condition:
        case All(all=parts) | AnyOf(any=parts):
            for part in parts:
                yield from walk(part)
        case Not(not_=part):
            yield from walk(part)


def question_of(condition: Condition) -> str | None:
    """Return the id of the question that a leaf reads, or None."""
    match condition:
        case AnswerIs() | ContextIs():
            return condition.question
        case NumberIs(number=id_) | TerritoryIn(territory=id_):
            return id_
        case Answered(answered=id_) | IsUnknown(unknown=id_) | IsVisible(visible=id_):
            return id_
    return None


def dimension_of(condition: Condition) -> str | None:
    """Return the id of the dimension that a leaf reads, or None."""
    match condition:
        case ScoreIs(score=id_) | LevelIs(level=id_) | Uncertain(uncertain=id_):
            return id_
    return None
