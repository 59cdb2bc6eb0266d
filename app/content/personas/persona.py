"""A persona file as its author writes it; knows no edition and no answer's form."""

from __future__ import annotations

from pydantic import Field

from app.domain.model import Identifier, MaturityLevel, Model, Text


class Expected(Model):
    """What the diagnosis must say; what is not written is not checked."""

    overall: MaturityLevel | None = None
    dimensions: dict[str, MaturityLevel] = Field(default_factory=dict)
    recommends: tuple[str, ...] = ()
    does_not_recommend: tuple[str, ...] = ()
    first_actions: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    because: dict[str, Text] = Field(default_factory=dict)


class Persona(Model):
    """One file: somebody made up, their answers by question id, and what they must be told."""

    persona: Text
    questionnaire: Identifier
    answers: dict[str, object]
    expect: Expected
