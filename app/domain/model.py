"""The frozen model and the few constrained types that every piece of content is written with.

Must not know any particular piece of content.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StrictBool,
    StringConstraints,
    WithJsonSchema,
)

from app.domain.texts import LANGUAGE_PATTERN, TextForm


class Model(BaseModel):
    """An immutable value that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def _refuse_bool(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("a number is expected, not true or false")
    return value


def _plain(number: Decimal) -> str:
    return format(number.normalize() + 0, "f")


Identifier = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$", max_length=64)
]
"""A stable name such as ``written-agreement``: lower case, digits, single hyphens."""

Text = Annotated[str, TextForm()]
"""A sentence or paragraph that people read, in one language or several."""

Name = Annotated[str, TextForm(is_name=True)]
"""What somebody or something is called: it may be translated, and need not be."""

Language = Annotated[str, StringConstraints(pattern=LANGUAGE_PATTERN)]
"""A language by its code of two letters (ISO 639-1)."""

Number = Annotated[
    Decimal,
    BeforeValidator(_refuse_bool),
    Field(allow_inf_nan=False, ge=-(10**9), le=10**9, max_digits=20),
    PlainSerializer(_plain, return_type=str),
    WithJsonSchema({"type": "number"}),
]
"""An exact decimal number, kept exact in the canonical form."""

Flag = StrictBool


class MaturityLevel(StrEnum):
    """The four maturities of the A.D.O.C. pathway, lowest first (S2, annexe 3)."""

    NOT_ENGAGED = "not_engaged"
    FIRST_STEPS = "first_steps"
    ACTIVE = "active"
    PIONEER = "pioneer"

    @property
    def rank(self) -> int:
        """The place in the order, 0 (not engaged) to 3 (pioneer)."""
        return _RANKS[self]


LEVELS: tuple[MaturityLevel, ...] = tuple(MaturityLevel)
_RANKS = {level: rank for rank, level in enumerate(LEVELS)}

OVERALL = "overall"
"""The id of the root of every tree of dimensions."""


class Source(Model):
    """Where a fact comes from: a document of ``rules/sources.yaml`` and the place in it."""

    document: str = Field(min_length=1, max_length=40)
    place: Name


class SourceDocument(Model):
    """A document that facts, figures and resources are taken from."""

    id: str = Field(min_length=1, max_length=40)
    title: Name
    publisher: Name
    year: int = Field(ge=1900, le=2100)
    url: str | None = None
