"""How long a page takes over one connection to a real service, warm; the client's part included."""

from __future__ import annotations

import asyncio
import json
import statistics
import tempfile
import time
from pathlib import Path
from random import Random

from app.content.library import DEFAULT_ROOT, load_library
from app.domain.answers import dump_answers
from app.domain.diagnosis import Answers
from app.domain.sample import sample_answers
from tests.benchmarks.connection import Connection
from tests.benchmarks.figures import Figure, Target
from tests.benchmarks.respondents import QUESTIONNAIRE
from tests.benchmarks.service import migrate, running
from tests.benchmarks.timing import percentile

TIMES = 150
WHOLE = "a whole pathway, the largest page"
TARGETS = {"a question": Target("at most", 10), WHOLE: Target("at most", 150)}


def run() -> list[Figure]:
    """Return the milliseconds of the pages of one person who has answered everything."""
    edition = load_library(DEFAULT_ROOT).editions[QUESTIONNAIRE]
    answers = sample_answers(edition, Random(3))  # noqa: S311 - the same each time
    with tempfile.TemporaryDirectory(prefix="balises-bench-") as folder:
        database = Path(folder) / "balises.sqlite3"
        migrate(database)
        with running(database) as service:
            times = asyncio.run(_visit(service.port, answers))
    figures = []
    for name, each in times.items():
        target = TARGETS.get(name)
        figures.append(
            Figure(
                "pages", name, statistics.median(each), "ms", min(each), max(each), target=target
            )
        )
        if target:
            figures.append(Figure("pages", f"{name}, p95", percentile(each, 0.95), "ms"))
    return figures


async def _visit(port: int, answers: Answers) -> dict[str, list[float]]:
    connection = await Connection.open(port)
    start, headers = await arrive(connection, answers)
    pages = {
        "the health check": ["/healthz"],
        "home": ["/"],
        "a question": [f"{start}/question/{question}" for question in answers],
        "the sections": [start],
        "the answers to check": [f"{start}/verification"],
        "the result": [f"{start}/resultat"],
        WHOLE: [f"/apercu/{QUESTIONNAIRE}"],
    }
    times: dict[str, list[float]] = {name: [] for name in pages}
    for turn in range(-10, TIMES):
        for name, paths in pages.items():
            path = paths[turn % len(paths)]
            begin = time.perf_counter()
            answer = await connection.send("GET", path, headers)
            elapsed = (time.perf_counter() - begin) * 1000
            if answer.status != 200:
                raise SystemExit(f"{path} answers {answer.status}")
            if turn >= 0:
                times[name].append(elapsed)
    await connection.close()
    return times


async def arrive(connection: Connection, answers: Answers) -> tuple[str, dict[str, str]]:
    """Answer everything by the interface; return the address of the pages and the cookie."""
    kind = {"Content-Type": "application/json"}
    body = json.dumps({"questionnaire": QUESTIONNAIRE}).encode()
    started = json.loads((await connection.send("POST", "/api/v1/assessments", kind, body)).body)
    bearer = {**kind, "Authorization": f"Bearer {started['token']}"}
    path = f"/api/v1/assessments/{started['id']}"
    body = json.dumps({"answers": dump_answers(answers)}).encode()
    saved = await connection.send("PUT", f"{path}/answers", bearer, body)
    done = await connection.send("POST", f"{path}/complete", bearer)
    opened = await connection.send("GET", f"/r/{started['token']}")
    if (saved.status, done.status, opened.status) != (200, 200, 303):
        raise SystemExit(f"not ready: {saved.status} {done.status} {opened.status}")
    cookie = opened.header("set-cookie").partition(";")[0]
    return f"/diagnostic/{started['id']}", {"Cookie": cookie}
