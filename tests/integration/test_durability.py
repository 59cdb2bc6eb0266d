"""No acknowledged answer is lost when the process that saved it is killed while writing."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from app.services.services import Services
from app.store.database import sqlite_path

ROOT = Path(__file__).resolve().parents[2]
KILLS = 3
WRITERS = 4
"""The threads of ``writer.py``: the lock is fair to none, so each is waited for."""
MOST = 20_000
"""Acknowledgements after which a writer that has had none counts as stuck."""


def _acknowledged_before_a_kill(url: str, lines: int) -> dict[str, int]:
    """Let a process write until it has acknowledged this many answers, some from each writer; kill
    it; return the last of each.
    """
    command = [sys.executable, "-m", "tests.integration.writer", url]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        told: list[bytes] = []
        heard: set[bytes] = set()
        while len(told) < lines or (len(heard) < WRITERS and len(told) < MOST):
            told.append(process.stdout.readline())
            heard.update(told[-1].split()[:1])
        process.kill()
        told += process.stdout.read().splitlines(keepends=True)
    whole = [line.split() for line in told if line.endswith(b"\n")]
    assert len(whole) >= lines, "the process ended before it was killed"
    return {id_.decode(): int(number) for id_, number in whole}


def test_no_acknowledged_answer_is_lost_to_a_kill(
    make_services: Callable[..., Services], database_url: str
) -> None:
    for kill in range(KILLS):
        acknowledged = _acknowledged_before_a_kill(database_url, 50 + 30 * kill)
        assert len(acknowledged) == WRITERS
        services = make_services()
        for id_, number in acknowledged.items():
            saved = services.assessments.load(id_).answers["benevoles"]
            # One more may have been saved whose acknowledgement was killed on its way.
            assert saved in (number, number + 1)
        services.close()
        path = sqlite_path(database_url)
        if path is not None:
            with sqlite3.connect(path) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            connection.close()
