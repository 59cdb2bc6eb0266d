"""What services need of the content: what is offered now, and the same while it is edited."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from app.content.holdings import Reading
from app.domain.edition import Edition


class Offer(Protocol):
    """What is offered: editions by the id of their questionnaire, in the order shown."""

    @property
    def editions(self) -> Mapping[str, Edition]:
        """The editions that new assessments are started on."""


class Workbench(Offer, Protocol):
    """What is offered while its authors edit it: ``app.content.live.LiveLibrary``."""

    @property
    def reading(self) -> Reading:
        """What was read last, all of one moment."""

    def follow(self) -> None:
        """Read the content again whenever it changes, until ``close``."""

    def close(self) -> None:
        """Stop following the content."""
