"""Rules as authors write them: when something holds, recommend resources, because of what was said.

Hit policy: collect. Every rule that holds fires; order in the file means nothing.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field

from app.domain.conditions import Condition
from app.domain.model import Identifier, Model, Text
from app.domain.resource import Effort


class Horizon(StrEnum):
    """When an action bears fruit (S2, the ministerial roadmap)."""

    OPERATIONAL = "operational"
    """3 to 9 months: make the most of what exists."""
    STRATEGIC = "strategic"
    """6 to 12 months: build with others and evaluate."""
    POLITICAL = "political"
    """12 to 18 months: show the institution's commitment."""


class RuleAction(Model):
    """What to do on Monday: verb first, who, how long, and the sign that it is done."""

    do: Text
    who: Text
    duration: Text
    done_when: Text


class Rule(Model):
    """One piece of advice and the condition under which it is given.

    ``because`` may hold placeholders: ``{question-id}`` is replaced by the words of the person's
    own answer, ``{level:dimension-id}`` by the label of a level. ``further`` says that it speaks on
    purpose to those who already do best, to take them further; it is absent where it does not.
    """

    id: Identifier
    dimension: Identifier
    when: Condition
    unless: Condition | None = None
    because: Text
    recommend: tuple[Identifier, ...] = Field(min_length=1, max_length=8)
    action: RuleAction
    horizon: Horizon
    effort: Effort
    impact: Literal[1, 2, 3]
    further: Literal[True] | None = None


class RuleSet(Model):
    """The rules of one pathway, and the conditions they share by name."""

    questionnaire: Identifier
    conditions: dict[Identifier, Condition] = Field(default_factory=dict)
    rules: tuple[Rule, ...] = Field(min_length=1)
