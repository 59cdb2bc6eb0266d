"""What is offered: the content as services see it; reads nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from app.domain.edition import Edition
from app.domain.errata import Errata
from app.domain.migration import Migration, Steps


class Offer(Protocol):
    """What is offered, each by the id of its questionnaire, in the order shown."""

    @property
    def editions(self) -> Mapping[str, Edition]:
        """The editions that new assessments are started on."""

    @property
    def migrations(self) -> Mapping[str, Migration]:
        """What became of questions and options of earlier editions."""

    @property
    def errata(self) -> Mapping[str, Errata]:
        """The text corrections that reach earlier editions."""


def steps_of(library: Offer, questionnaire: str) -> Steps:
    """Return the steps that lead to the edition of a questionnaire that is offered."""
    migration = library.migrations.get(questionnaire)
    return migration.steps if migration else ()
