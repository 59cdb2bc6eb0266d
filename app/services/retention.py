"""Erasing what is kept no longer, and sending reminders: at start-up and every day after.

``python -m app purge`` and ``python -m app remind`` do the same once.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from app.services.assessments import KEY_LIFETIME
from app.services.errors import StoreUnavailable
from app.services.letters import Addresses
from app.services.reminders import CONFIRM_WITHIN, KEPT_AFTER
from app.services.services import Services
from app.store import assessments, reminders, shares, start_keys, visits

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
    reminders: int = 0
    """Requests for reminders that nobody confirmed, and those that have ended."""


def purge(services: Services) -> Purged:
    """Erase the assessments, visits, keys, share links and requests whose time is over.

    An assessment goes ``draft_days`` (``completed_days`` once completed) after its last change, but
    not before its last confirmed reminder is ``KEPT_AFTER`` past. Old mails leave the outbox.

    Raises:
        StoreUnavailable: if the database does not answer; nothing is erased then.
    """
    now, settings = services.clock(), services.settings
    with services.database.write() as connection:
        repeats = assessments.repeats(connection)
        purged = Purged(
            assessments=assessments.purge(
                connection,
                now - settings.draft_lifetime,
                now - settings.completed_lifetime,
                now - KEPT_AFTER,
            ),
            visits=visits.purge(connection, now - settings.visit_lifetime),
            start_keys=start_keys.purge(connection, now - KEY_LIFETIME),
            shares=shares.purge(connection, settings.day_of(now)),
            reminders=reminders.purge(connection, now - CONFIRM_WITHIN, now - KEPT_AFTER),
        )
        # What was printed of them tells how far things had moved since one that has gone.
        left = repeats - assessments.repeats(connection)
    for id_ in left:
        services.printing.forget(id_)
    services.printing.sweep()
    services.mailing.sweep()
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


def remind(services: Services, addresses: Addresses) -> None:
    """Send the reminders that are due, and log how many could not be.

    Raises:
        StoreUnavailable: if the database does not answer.
    """
    done = services.reminders.send_due(addresses)
    if done.failed or done.dropped:
        logger.warning(
            "reminders: %s sent, %s to be tried again in a day, %s given up",
            done.sent,
            done.failed,
            done.dropped,
        )


async def purge_daily(
    services: Services, rest: Rest = asyncio.sleep, addresses: Addresses | None = None
) -> None:
    """Purge now and every day until cancelled; a failure is logged and tried again the next day.

    Reminders that are due are then sent, with links that begin with ``addresses``; None where the
    service does not know its own. ``rest`` waits for a number of seconds.
    """
    while True:
        try:
            await asyncio.to_thread(purge, services)
            if addresses is not None:
                await asyncio.to_thread(remind, services, addresses)
        except StoreUnavailable:
            logger.warning("the purge could not reach the database; it is tried again in a day")
        await rest(DAY)
