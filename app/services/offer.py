"""What services need of the content: what is offered now, and the same while it is edited."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from app.content.holdings import Reading
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


class Workbench(Offer, Protocol):
    """What is offered while its authors edit it: ``app.content.live.LiveLibrary``."""

    @property
    def reading(self) -> Reading:
        """What was read last, all of one moment."""

    def follow(self) -> None:
        """Read the content again whenever it changes, until ``close``."""

    def close(self) -> None:
        """Stop following the content."""


def steps_of(library: Offer, questionnaire: str) -> Steps:
    """Return the steps that lead to the edition of a questionnaire that is offered."""
    migration = library.migrations.get(questionnaire)
    return migration.steps if migration else ()
