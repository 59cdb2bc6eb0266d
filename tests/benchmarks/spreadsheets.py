"""Workbooks: a shipped pathway out and back, and how soon files meant to hurt are refused."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from app.content.library import DEFAULT_ROOT
from tests.benchmarks.figures import Figure, Target
from tests.bombs import BOMBS, write
from tests.content.folders import SMALL
from tests.measured import Measured, run_measured

ROUNDS = 3
PATHWAY = "association"
SOON = Target("at most", 2)
SMALL_ENOUGH = Target("at most", 200)
_MB = 1024 * 1024


def run() -> list[Figure]:
    """Return the seconds and megabytes of export, import and of the worst refusals."""
    with tempfile.TemporaryDirectory(prefix="balises-bench-") as name:
        folder = Path(name)
        workbook = str(folder / "pathway.xlsx")
        out = _of("export", ["export", PATHWAY, "--xlsx", workbook], DEFAULT_ROOT)
        back = _of("import, nothing changed", ["import", workbook, "--dry-run"], DEFAULT_ROOT)
        return [*out, *back, *_refusals(folder)]


def _of(name: str, arguments: list[str], content: Path) -> list[Figure]:
    seconds = []
    peak = 0
    for _ in range(ROUNDS):
        done = run_measured("--content", str(content), "content", *arguments)
        if done.code != 0:
            raise RuntimeError(done.err)
        seconds.append(done.seconds)
        peak = max(peak, done.peak)
    middle = statistics.median(seconds)
    return [
        Figure("spreadsheets", f"{name}: {PATHWAY}", middle, "s", min(seconds), max(seconds)),
        Figure("spreadsheets", f"{name}: memory", peak / _MB, "MB"),
    ]


def _refusals(folder: Path) -> list[Figure]:
    """Return one figure a bomb, and the most memory that any of them took."""
    figures = []
    peak = 0
    for name in BOMBS:
        path, words = write(name, folder)
        rounds: list[Measured] = [
            run_measured("--content", str(SMALL), "content", "import", str(path))
            for _ in range(ROUNDS)
        ]
        if any(done.code != 1 or words not in done.out + done.err for done in rounds):
            raise RuntimeError(f"{name}: {rounds[0].out}{rounds[0].err}")
        seconds = [done.seconds for done in rounds]
        peak = max(peak, *(done.peak for done in rounds))
        figures.append(
            Figure(
                "spreadsheets",
                f"refused: {name}",
                statistics.median(seconds),
                "s",
                min(seconds),
                max(seconds),
                target=SOON,
            )
        )
    memory = Figure("spreadsheets", "refused: most memory", peak / _MB, "MB", target=SMALL_ENOUGH)
    return [*figures, memory]
