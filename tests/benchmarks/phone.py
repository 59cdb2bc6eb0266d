"""What a person feels on a small phone and a slow network: Chromium's own figures.

The network is 1.6 Mbit/s with 150 ms of latency, the processor four times slower than this
machine's (``tests/e2e/throttled.py``); every page is the first one seen, with an empty cache.
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests.benchmarks.figures import Figure, Target
from tests.benchmarks.service import migrate, running
from tests.e2e.chromium import find_chromium, launch
from tests.e2e.stage import GO_ON, Stage
from tests.e2e.throttled import Phone, phone
from tests.e2e.ways import UNSURE

TIMES = 5
STEPS = 10
ROUNDS = 3
PAINTED = Target("at most", 1000)
ANSWERED = Target("at most", 100)
LIGHT = Target("at most", 100)
STILL = Target("at most", 0)


def run() -> list[Figure]:
    """Return paints and interactions in milliseconds, weights in kB, and how much pages move."""
    with tempfile.TemporaryDirectory(prefix="balises-bench-") as folder:
        database = Path(folder) / "balises.sqlite3"
        migrate(database)
        with running(database) as service, sync_playwright() as playwright:
            browser = launch(playwright, find_chromium())
            with phone(browser) as found:
                stage = Stage(found.page, f"http://127.0.0.1:{service.port}")
                figures = _pages(stage, found) + _steps(stage, found)
            browser.close()
    return figures


def _pages(stage: Stage, found: Phone) -> list[Figure]:
    own = f"/diagnostic/{stage.persona(UNSURE).id}"
    figures = []
    for name, path, light in (
        ("home", "/", LIGHT),
        ("a question", f"{own}/question/staff", LIGHT),
        # Never a first page: the style, the scripts and the fonts are there already.
        ("the result", f"{own}/resultat", None),
    ):
        paints, weights, shifts = [], [], []
        for _ in range(TIMES):
            found.forget()
            paints.append(found.open(f"{stage.address}{path}"))
            weights.append(found.bytes / 1000)
            shifts.append(found.shift()[0])
        paint = statistics.median(paints)
        figures += [
            Figure(
                "phone",
                f"{name}, first paint",
                paint,
                "ms",
                min(paints),
                max(paints),
                None,
                PAINTED,
            ),
            Figure("phone", f"{name}, all it weighs", max(weights), "kB", target=light),
            Figure("phone", f"{name}, how much moves", max(shifts), "", target=STILL),
        ]
    return figures


def _steps(stage: Stage, found: Phone) -> list[Figure]:
    """Answer as with a thumb; each tap on an option and on « Continuer » is an interaction."""
    slowest, taps, waits, shifts = [], [], [], []
    for _ in range(ROUNDS):
        _answer(stage)
        interactions = found.interactions()
        waits += found.steps()
        if not interactions:
            raise SystemExit("no interaction was measured")
        if len(waits) % STEPS:
            raise SystemExit("a step was not measured")
        slowest.append(max(interactions))
        taps += interactions
        shifts.append(found.shift()[0])
    return [
        Figure(
            "phone",
            f"the slowest tap of {STEPS} steps, to the next paint",
            statistics.median(slowest),
            "ms",
            min(slowest),
            max(slowest),
            target=ANSWERED,
        ),
        Figure(
            "phone",
            "half of the taps, to the next paint",
            statistics.median(taps),
            "ms",
            min(taps),
            max(taps),
            target=ANSWERED,
        ),
        Figure(
            "phone",
            "from « Continuer » to the next question",
            statistics.median(waits),
            "ms",
            min(waits),
            max(waits),
        ),
        Figure("phone", f"{STEPS} steps, how much moves", max(shifts), "", target=STILL),
    ]


def _answer(stage: Stage) -> None:
    """Answer some questions, one after the other."""
    page = stage.start("association").ask("staff")
    page.wait_for_load_state("networkidle")
    for step in range(STEPS):
        title = page.title()
        if page.locator("select").count():
            page.locator("select").select_option("79")
        elif page.locator(".input--number").count():
            page.locator(".input--number").fill("3")
        else:
            page.locator(".option").first.tap()
        page.locator(GO_ON).tap()
        expect(page).not_to_have_title(title)
        # A thumb acts on what is seen: the next question must be on the screen.
        page.wait_for_function("step => seen.steps.length > step", arg=step)
