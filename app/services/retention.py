"""Erasing what is kept no longer: at start-up, every day after, and by ``python -m app purge``."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from app.services.assessments import KEY_LIFETIME
from app.services.errors import StoreUnavailable
from app.services.services import Services
from app.store import assessments, shares, start_keys, visits

Rest = Callable[[float], Awaitable[None]]

logger = logging.getLogger(__name__)

DAY = 24 * 3600
"""Seconds between two purges of a service that runs on."""
FINISH = 20
"""Seconds between two looks at whether traces of what was erased are left."""


@dataclass(frozen=True)
class Purged:
    """How many rows were erased."""

    assessments: int
    visits: int
    start_keys: int
    shares: int = 0


def purge(services: Services) -> Purged:
    """Erase the assessments, visits, keys and share links whose time is over, and return how many.

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
            shares=shares.purge(connection, settings.day_of(now)),
        )
    services.printing.sweep()
    services.database.compact()
    return purged


async def finish_erasing(services: Services, rest: Rest = asyncio.sleep) -> None:
    """Take away, until cancelled, the traces that someone who was reading kept from going at once.

    ``rest`` waits for a number of seconds.
    """
    while True:
        await rest(FINISH)
        if services.database.is_to_compact:
            await asyncio.to_thread(services.database.compact)


async def purge_daily(services: Services, rest: Rest = asyncio.sleep) -> None:
    """Purge now and every day until cancelled; a failure is logged and tried again the next day.

    ``rest`` waits for a number of seconds.
    """
    while True:
        try:
            await asyncio.to_thread(purge, services)
        except StoreUnavailable:
            logger.warning("the purge could not reach the database; it is tried again in a day")
        await rest(DAY)
