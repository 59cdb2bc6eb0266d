"""One immutable, hashed bundle of a questionnaire, its rules, resources, figures and territories.

An assessment pins its edition: what a person was told stays what they were told.
"""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from typing import Literal, Self

from pydantic import PrivateAttr, model_validator

from app.domain.model import Model, SourceDocument
from app.domain.questionnaire import Questionnaire
from app.domain.resource import Figure, Resource, Territories
from app.domain.rules import Rule, RuleSet
from app.domain.text_places import with_texts
from app.domain.texts import FIRST_LANGUAGE, LocalText, TextForm

EDITION_FORMAT: Literal[1] = 1
"""Raised when the canonical form changes; older forms must stay readable."""


class Readings(dict[str, "Edition"]):
    """What an edition remembers of its readings: no part of what it is, nor of what it equals."""

    def __eq__(self, other: object) -> bool:
        """Return whether it is the same memory."""
        return self is other


class Edition(Model):
    """The whole content that one diagnosis depends on."""

    format: Literal[1] = EDITION_FORMAT
    questionnaire: Questionnaire
    rules: RuleSet
    resources: tuple[Resource, ...]
    figures: tuple[Figure, ...] = ()
    sources: tuple[SourceDocument, ...] = ()
    territories: Territories | None = None
    _original: Edition | None = PrivateAttr(default=None)

    @model_validator(mode="after")
    def _read_in_own_language(self) -> Self:
        """Give translated texts their plain value in the pathway's own language."""
        own = self.questionnaire.language
        if own == FIRST_LANGUAGE:  # as texts are made
            return self

        def read(text: str, _: TextForm) -> str:
            return LocalText(text.translations, own) if isinstance(text, LocalText) else text

        self.__dict__.update(with_texts(self, read).__dict__)
        return self

    @property
    def original(self) -> Edition:
        """The edition itself, or the one that this is a reading of in some language."""
        return self._original or self

    @classmethod
    def reading(cls, original: Edition, read: Edition) -> Edition:
        """Return an edition as the reading of another in some language."""
        read._original = original
        return read

    @cached_property
    def canonical(self) -> bytes:
        """The canonical form of the original: UTF-8 JSON, sorted keys, no white space.

        Empty keys are left out.

        Defaults are written out, so that a later default cannot change what an old edition means.
        """
        if self._original is not None:
            return self._original.canonical
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
    def readings(self) -> Readings:
        """The editions that this one was made into, by language (see ``translation``)."""
        return Readings()

    @cached_property
    def resources_by_id(self) -> dict[str, Resource]:
        """The resources by their id."""
        return {resource.id: resource for resource in self.resources}

    @cached_property
    def rules_by_id(self) -> dict[str, Rule]:
        """The rules by their id."""
        return {rule.id: rule for rule in self.rules.rules}

    @classmethod
    def from_canonical(cls, data: bytes) -> Edition:
        """Read an edition back from its canonical form.

        Raises:
            pydantic.ValidationError: if the bytes are not a canonical edition.
        """
        return cls.model_validate_json(data)
