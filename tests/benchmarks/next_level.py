"""The search for the least change that reaches the next level, on the pathway we ship."""

from __future__ import annotations

import statistics
import time
from random import Random

from app.content.library import DEFAULT_ROOT, load_library
from app.domain.compiled import compile_edition
from app.domain.model import OVERALL
from app.domain.next_level import find_next_level
from app.domain.sample import sample_answers
from tests.benchmarks.figures import Figure, Target
from tests.benchmarks.timing import percentile

PEOPLE = 200
LIMIT = Target("at most", 100)


def run() -> list[Figure]:
    """Return milliseconds for one person: every dimension and overall, and the slowest search."""
    edition = load_library(DEFAULT_ROOT).editions["association"]
    compiled = compile_edition(edition)
    random = Random(7)  # noqa: S311 - the same each time
    people = [sample_answers(edition, random) for _ in range(PEOPLE)]
    # Half of them have not answered everything yet.
    for answers in people[::2]:
        for question in list(answers):
            if random.random() < 0.3:
                del answers[question]
    names = (OVERALL, *compiled.dimensions)
    find_next_level(compiled, people[0], OVERALL)
    whole, single = [], []
    for answers in people:
        total = 0.0
        for name in names:
            start = time.perf_counter()
            find_next_level(compiled, answers, name)
            elapsed = (time.perf_counter() - start) * 1000
            single.append(elapsed)
            total += elapsed
        whole.append(total)
    return [
        Figure(
            "next_level",
            "one person, all searches",
            statistics.median(whole),
            "ms",
            min(whole),
            max(whole),
            target=LIMIT,
        ),
        Figure("next_level", "one person, p95", percentile(whole, 0.95), "ms", target=LIMIT),
        Figure("next_level", "one person, slowest", max(whole), "ms", target=LIMIT),
        Figure(
            "next_level", "one search", statistics.median(single), "ms", min(single), max(single)
        ),
        Figure("next_level", "one search, slowest", max(single), "ms", target=LIMIT),
    ]
