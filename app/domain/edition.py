"""One immutable, hashed bundle of a questionnaire, its rules, resources, figures and territories.

An assessment pins its edition: what a person was told stays what they were told.
"""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from typing import Literal

from app.domain.model import Model, SourceDocument
from app.domain.questionnaire import Questionnaire
from app.domain.resource import Figure, Resource, Territories
from app.domain.rules import RuleSet

EDITION_FORMAT: Literal[1] = 1
"""Raised when the canonical form changes; older forms must stay readable."""


class Edition(Model):
    """The whole content that one diagnosis depends on."""

    format: Literal[1] = EDITION_FORMAT
    questionnaire: Questionnaire
    rules: RuleSet
    resources: tuple[Resource, ...]
    figures: tuple[Figure, ...] = ()
    sources: tuple[SourceDocument, ...] = ()
    territories: Territories | None = None

    @cached_property
    def canonical(self) -> bytes:
        """The canonical form: UTF-8 JSON, sorted keys, no white space, empty keys left out.

        Defaults are written out, so that a later default cannot change what an old edition means.
        """
        data = self.model_dump(mode="json", by_alias=True, exclude_none=True)
        text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return text.encode()

    @cached_property
    def hash(self) -> str:
        """The SHA-256 of the canonical form, 64 hexadecimal digits."""
        return hashlib.sha256(self.canonical).hexdigest()

    def __hash__(self) -> int:
        """Editions are equal when their content is; the hash says so at little cost."""
        return hash(self.hash)

    @cached_property
    def resources_by_id(self) -> dict[str, Resource]:
        """The resources by their id."""
        return {resource.id: resource for resource in self.resources}

    @classmethod
    def from_canonical(cls, data: bytes) -> Edition:
        """Read an edition back from its canonical form.

        Raises:
            pydantic.ValidationError: if the bytes are not a canonical edition.
        """
        return cls.model_validate_json(data)
