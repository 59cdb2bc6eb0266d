"""What a recommendation points to: a data set, a tool, a skill or an example; and key figures."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field

from app.domain.conditions import Condition
from app.domain.model import Identifier, MaturityLevel, Model, Name, Source, Text


class ResourceKind(StrEnum):
    """The four families of the A.D.O.C. method (S2, annexe 3), in the order shown."""

    DATA = "data"
    TOOL = "tool"
    SKILL = "skill"
    EXAMPLE = "example"


Effort = Literal[1, 2, 3]
"""1: an hour or two; 2: a few days; 3: several weeks."""


class Resource(Model):
    """An entry of the catalogue. ``url`` is an address as cited: nothing says that it works."""

    id: Identifier
    kind: ResourceKind
    title: Text
    publisher: Name
    year: int | None = Field(default=None, ge=1900, le=2100)
    url: str | None = Field(default=None, pattern=r"^https?://[^\s<>\"']+$", max_length=300)
    url_cited_in: int | None = Field(default=None, ge=1990, le=2100)
    url_checked: date | None = None
    summary: Text
    not_covered: Text
    audiences: tuple[Identifier, ...] = Field(min_length=1)
    dimensions: tuple[Identifier, ...] = ()
    levels: tuple[MaturityLevel, ...] = ()
    use: tuple[Literal["inform", "train", "act"], ...] = Field(min_length=1)
    access: Literal["free", "on_request", "bespoke"]
    effort: Effort
    regions: tuple[str, ...] = ()
    source: Source


class FigurePlace(Model):
    """Beside which questions and dimensions of a pathway a figure is shown.

    ``counted_when`` and ``others_when`` say which answers put a person on either side of the share
    that the figure publishes. Where neither is true, nothing is said of the person.
    """

    questionnaire: Identifier
    questions: tuple[Identifier, ...] = ()
    dimensions: tuple[Identifier, ...] = ()
    counted_when: Condition | None = None
    others_when: Condition | None = None


class FigureShare(Model):
    """The part of the population that a figure counts: what is drawn. ``percent`` is 1–99.

    ``counted`` and ``others`` name those on either side, in a few words.
    """

    percent: int = Field(ge=1, le=99)
    counted: Text
    others: Text


class Figure(Model):
    """A figure worth showing beside an answer, always with study, year and population."""

    id: Identifier
    value: Text
    statement: Text
    study: Name
    year: Text
    population: Text
    source: Source
    share: FigureShare | None = None
    shown: tuple[FigurePlace, ...] = ()
    superseded_by: Identifier | None = None


class Region(Model):
    """A French region."""

    code: str = Field(pattern=r"^[0-9]{2}$")
    name: Name


class Department(Model):
    """A French department and the code of its region."""

    code: str = Field(pattern=r"^(?:[0-9]{2}|2[AB]|97[0-9])$")
    name: Name
    region: str = Field(pattern=r"^[0-9]{2}$")


class Territories(Model):
    """The official list of regions and departments, with its source."""

    source: Name
    regions: tuple[Region, ...]
    departments: tuple[Department, ...]
