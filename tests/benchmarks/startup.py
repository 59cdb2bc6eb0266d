"""From the command to the first page served, as the second ``make run`` does; memory when idle."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from tests.benchmarks.figures import Figure, Target
from tests.benchmarks.service import migrate, running

ROUNDS = 5
SOON = Target("at most", 3)
SMALL = Target("at most", 150)


def run() -> list[Figure]:
    """Return the seconds of the start on a database that exists, and the memory held after it."""
    seconds, memory = [], []
    with tempfile.TemporaryDirectory(prefix="balises-bench-") as folder:
        database = Path(folder) / "balises.sqlite3"
        migrate(database)
        for _ in range(ROUNDS):
            with running(database, migrating=True) as service:
                seconds.append(service.started_in)
                time.sleep(1)
                held = service.memory_mb()
                if held is not None:
                    memory.append(held)
    figures = [
        Figure(
            "startup",
            "migrate and serve the first page",
            statistics.median(seconds),
            "s",
            min(seconds),
            max(seconds),
            target=SOON,
        ),
    ]
    if memory:
        figures.append(
            Figure(
                "startup",
                "memory of the idle service",
                statistics.median(memory),
                "MB",
                min(memory),
                max(memory),
                target=SMALL,
            )
        )
    return figures
