"""What the files of a content folder hold at their top, beside questionnaires and rules."""

from __future__ import annotations

from pydantic import Field

from app.domain.model import Model, SourceDocument
from app.domain.resource import Figure, Resource


class ResourceFile(Model):
    """Some resources of the catalogue; the catalogue is all the files of ``rules/resources/``."""

    resources: tuple[Resource, ...] = Field(min_length=1)


class FigureFile(Model):
    """The key figures that are shown beside answers."""

    figures: tuple[Figure, ...] = Field(min_length=1)


class SourceFile(Model):
    """The documents that facts, figures and resources are taken from."""

    sources: tuple[SourceDocument, ...] = Field(min_length=1)
