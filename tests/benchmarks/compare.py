"""Two editions compared on 100,000 sets of answers: from memory, and from a SQLite database.

Ten thousand sets are drawn and each is counted ten times: what is remembered of a set is remembered
by answer, not by set.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from app.content.library import DEFAULT_ROOT, load_library
from app.domain.answers import Json, dump_answers
from app.domain.comparison import Comparison, compare_editions
from app.domain.edition import Edition
from app.domain.sample import sample_answers
from app.services.comparing import measure_effects, stored_sets
from app.services.comparing_worker import RawSet
from app.store.database import Database
from tests.benchmarks.figures import Figure, Target
from tests.benchmarks.service import migrate

DRAWN, SETS = 10_000, 100_000
SEED = 2026
WHOLE = Target("at most", 60)


def run() -> list[Figure]:
    """Return the seconds that a comparison takes; single runs."""
    comparison = _comparison()
    random = Random(SEED)  # noqa: S311 - the same each time
    drawn = [dump_answers(sample_answers(comparison.old, random)) for _ in range(DRAWN)]
    figures = []
    for workers in (1, 2):
        start = time.perf_counter()
        found = measure_effects(comparison, _repeated(drawn), count=SETS, workers=workers)
        figures.append(_figure(f"{SETS:,} sets, {workers} process(es)", start))
        if found.sets != SETS or not found.levelled:
            raise SystemExit(f"{found.sets} sets were counted, {found.levelled} levels moved")
    with tempfile.TemporaryDirectory(prefix="balises-bench-") as folder:
        path = Path(folder) / "balises.sqlite3"
        migrate(path)
        _fill(path, comparison.old, drawn)
        database = Database(f"sqlite:///{path}")
        start = time.perf_counter()
        with stored_sets(database, comparison.old.hash) as (count, sets):
            found = measure_effects(comparison, sets, count=count, workers=2)
        figures.append(_figure(f"{SETS:,} sets from SQLite, 2 processes", start))
        database.close()
        if found.sets != SETS:
            raise SystemExit(f"{found.sets} sets were counted")
    return figures


def _figure(name: str, start: float) -> Figure:
    return Figure("compare", name, time.perf_counter() - start, "s", target=WHOLE)


def _comparison() -> Comparison:
    """Return the pathway we ship, and what a handful of changes make of it."""
    old = load_library(DEFAULT_ROOT).editions["association"]
    raw = old.model_dump(mode="json", by_alias=True, exclude_none=True)
    scored = [
        one
        for section in raw["questionnaire"]["sections"]
        for one in section["questions"]
        if one["kind"] == "single" and "dimension" in one
    ]
    for one in scored[:3]:
        one["text"] = _said_again(one["text"])
        one["weight"] = "3"
    scored[3]["options"][1]["score"] = scored[3]["options"][2]["score"]
    raw["rules"]["rules"] = raw["rules"]["rules"][5:]
    return compare_editions(old, Edition.model_validate(raw))


def _repeated(drawn: list[dict[str, Json]]) -> Iterator[RawSet]:
    return ((f"set {place}", drawn[place % DRAWN]) for place in range(SETS))


def _fill(path: Path, edition: Edition, drawn: list[dict[str, Json]]) -> None:
    """Write the assessments at once: saving them one by one is measured elsewhere."""
    now = datetime.now(UTC).replace(tzinfo=None).isoformat(" ")
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO edition (hash, questionnaire, canonical, created_at) VALUES (?, ?, ?, ?)",
            (edition.hash, edition.questionnaire.id, edition.canonical, now),
        )
        connection.executemany(
            "INSERT INTO assessment (id, reference, edition, status, secret_hash, version,"
            " created_at, updated_at) VALUES (?, ?, ?, 'in_progress', ?, 1, ?, ?)",
            (
                (f"{place:032x}", f"{place:013d}", edition.hash, f"{place:064x}", now, now)
                for place in range(SETS)
            ),
        )
        connection.executemany(
            "INSERT INTO answer (assessment_id, question_id, value, version, updated_at)"
            " VALUES (?, ?, ?, 1, ?)",
            (
                (f"{place:032x}", question, json.dumps(value), now)
                for place in range(SETS)
                for question, value in drawn[place % DRAWN].items()
            ),
        )
    connection.close()


def _said_again(text: str | dict[str, str]) -> str | dict[str, str]:
    """Return a text that says the same a little otherwise, in every language it has."""
    if isinstance(text, str):
        return f"{text} (bis)"
    return {language: f"{words} (bis)" for language, words in text.items()}
