"""Answers saved durably by sixteen people at once, on SQLite; none acknowledged may be missing."""

from __future__ import annotations

import json
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from app.content.library import DEFAULT_ROOT
from tests.benchmarks.figures import Figure, Target
from tests.benchmarks.service import Service, migrate, running
from tests.benchmarks.timing import percentile

CONNECTIONS = 16
SECONDS = 4
ROUNDS = 3
ENOUGH = Target("at least", 600)
SOON = Target("at most", 150)
NONE = Target("at most", 0)
NAMES = {"api": "JSON interface", "form": "pages"}


def run() -> list[Figure]:
    """Return what was saved a second and how long one saving took, by each face of the service."""
    results: dict[str, list[dict[str, Any]]] = {face: [] for face in NAMES}
    lost = failed = 0
    with tempfile.TemporaryDirectory(prefix="balises-bench-") as folder:
        database = Path(folder) / "balises.sqlite3"
        migrate(database)
        with running(database) as service:
            for face in NAMES:
                _respond(service, face, 1)
            for _ in range(ROUNDS):
                for face, found in results.items():
                    result = _respond(service, face, SECONDS)
                    found.append(result)
                    failed += len(result["failures"])
                    for failure in result["failures"][:3]:
                        print(f"failed: {failure}")
        for found in results.values():
            lost += sum(_lost(database, result["acknowledged"]) for result in found)
    figures = [figure for face, found in results.items() for figure in _figures(face, found)]
    figures.append(Figure("writes", "acknowledged and lost", lost, "answers", target=NONE))
    figures.append(Figure("writes", "failed", failed, "answers", target=NONE))
    return figures


def _respond(service: Service, face: str, seconds: float) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.benchmarks.respondents"]
    given = [str(service.port), face, str(CONNECTIONS), str(seconds)]
    done = subprocess.run([*command, *given], cwd=DEFAULT_ROOT, check=True, capture_output=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _lost(database: Path, acknowledged: dict[str, dict[str, str]]) -> int:
    """Return how many acknowledged answers the database does not hold."""
    with sqlite3.connect(database) as connection:
        rows = connection.execute("SELECT assessment_id, question_id, value FROM answer")
        stored = {(id_, question): json.loads(value) for id_, question, value in rows}
    connection.close()
    return sum(
        stored.get((id_, question)) != value
        for id_, answers in acknowledged.items()
        for question, value in answers.items()
    )


def _figures(face: str, found: list[dict[str, Any]]) -> list[Figure]:
    rates = [len(result["milliseconds"]) / result["seconds"] for result in found]
    times = [one for result in found for one in result["milliseconds"]]
    name = f"{NAMES[face]}, {CONNECTIONS} connections"
    return [
        Figure(
            "writes", name, statistics.median(rates), "/s", min(rates), max(rates), target=ENOUGH
        ),
        Figure("writes", f"{name}, p50", percentile(times, 0.5), "ms"),
        Figure("writes", f"{name}, p95", percentile(times, 0.95), "ms", target=SOON),
    ]
