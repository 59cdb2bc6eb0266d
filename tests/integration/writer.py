"""A process that saves answers until it is killed, and says so after each: for test_durability.

Run with the address of a migrated database. Each line is ``<assessment id> <number>``: the number
was acknowledged as the answer to « benevoles ».
"""

from __future__ import annotations

import os
import sys
import threading

from app.domain.errata import Errata
from app.domain.migration import Migration
from app.services.services import Services
from app.settings import Settings
from app.store.database import Database
from tests.integration.editions import association_edition


class _Library:
    editions = {"association": association_edition()}  # noqa: RUF012 - read only
    migrations: dict[str, Migration] = {}  # noqa: RUF012 - read only
    errata: dict[str, Errata] = {}  # noqa: RUF012 - read only


def _write(services: Services) -> None:
    id_ = services.assessments.start("association").assessment.id
    version, number = 0, 0
    while True:
        number = number % 9999 + 1
        saved = services.answering.save_answer(id_, "benevoles", number, version)
        version = saved.version
        os.write(1, f"{id_} {number}\n".encode())


def main() -> None:
    """Write from four threads, for ever."""
    url = sys.argv[1]
    services = Services(Settings(database_url=url), Database(url), _Library())
    for _ in range(4):
        threading.Thread(target=_write, args=(services,), daemon=True).start()
    threading.Event().wait()


if __name__ == "__main__":
    main()
