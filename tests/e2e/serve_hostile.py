"""Serves a pathway of free texts, to be filled with what should not run: ``… FD DATABASE``.

There is one question for each payload, some with many together, and the name of the organisation.
"""

from __future__ import annotations

import sys

import uvicorn

from app.domain.edition import Edition
from app.domain.errata import Errata
from app.domain.migration import Migration
from app.main import create_app
from app.services.services import Services
from app.settings import Settings
from app.store.database import Database
from app.store.migrate import upgrade
from tests.builders import edition, question
from tests.hostile import PAYLOADS

TOGETHER = 9
"""How many payloads are typed into one of the longer answers."""


def hostile_edition() -> Edition:
    """Return the pathway."""
    longer = range(0, len(PAYLOADS), TOGETHER)
    return edition(
        [
            question("charter", "links"),
            *(
                question(f"t{place}", kind="text", optional=True, max_length=300)
                for place in range(len(PAYLOADS))
            ),
            *(
                question(
                    f"long{place}", kind="text", optional=True, max_length=2000, multiline=True
                )
                for place in longer
            ),
        ],
        context=[question("name", kind="text", optional=True, max_length=2000)],
    )


class Offer:
    """Offers the hostile pathway alone."""

    def __init__(self) -> None:
        made = hostile_edition()
        self.editions = {made.questionnaire.id: made}
        self.migrations: dict[str, Migration] = {}
        self.errata: dict[str, Errata] = {}


if __name__ == "__main__":
    settings = Settings(database_url=f"sqlite:///{sys.argv[2]}")
    upgrade(settings.database_url)
    services = Services(settings, Database(settings.database_url), Offer())
    uvicorn.run(create_app(settings, services), fd=int(sys.argv[1]), log_level="info")
