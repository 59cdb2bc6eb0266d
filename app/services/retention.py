"""Erasing what is kept no longer: run at start-up and by ``python -m app purge``."""

from __future__ import annotations

from dataclasses import dataclass

from app.services.assessments import KEY_LIFETIME
from app.services.services import Services
from app.store import assessments, start_keys, visits


@dataclass(frozen=True)
class Purged:
    """How many rows were erased."""

    assessments: int
    visits: int
    start_keys: int


def purge(services: Services) -> Purged:
    """Erase the assessments, visits and keys whose time is over, and return how many.

    An assessment goes ``draft_days`` (``completed_days`` once completed) after its last change.

    Raises:
        StoreUnavailable: if the database does not answer; nothing is erased then.
    """
    now, settings = services.clock(), services.settings
    with services.database.write() as connection:
        purged = Purged(
            assessments=assessments.purge(
                connection, now - settings.draft_lifetime, now - settings.completed_lifetime
            ),
            visits=visits.purge(connection, now - settings.visit_lifetime),
            start_keys=start_keys.purge(connection, now - KEY_LIFETIME),
        )
    services.database.compact()
    return purged
