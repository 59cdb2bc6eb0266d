"""The roadmap as PDF: the first, which starts a worker, and those after it."""

from __future__ import annotations

import statistics
import time
from datetime import date
from random import Random

from app.content.library import DEFAULT_ROOT, load_library
from app.domain.sample import sample_answers
from app.report.build import build_report
from app.report.contexts import ReportMeta
from app.report.pdf import PdfRenderer
from app.settings import Settings
from tests.benchmarks.figures import Figure

REPORTS = 8


def run() -> list[Figure]:
    """Return the milliseconds of building a report and of rendering it."""
    edition = load_library(DEFAULT_ROOT).editions["association"]
    random = Random(5)  # noqa: S311 - the same each time
    meta = ReportMeta(
        reference="BAL-7K3M-Q2XD", created_at=date(2027, 3, 4), updated_at=date(2027, 3, 4)
    )
    building, rendering, sizes = [], [], []
    renderer = PdfRenderer(Settings())
    try:
        for _ in range(REPORTS + 1):
            answers = sample_answers(edition, random)
            start = time.perf_counter()
            report = build_report(edition, answers, meta)
            built = time.perf_counter()
            pdf = renderer.render(report)
            rendering.append((time.perf_counter() - built) * 1000)
            building.append((built - start) * 1000)
            sizes.append(len(pdf) / 1024)
    finally:
        renderer.close()
    cold, *warm = rendering
    return [
        Figure(
            "pdf",
            "the report built",
            statistics.median(building),
            "ms",
            min(building),
            max(building),
        ),
        Figure("pdf", "the first rendered, worker started", cold, "ms"),
        Figure("pdf", "the next rendered", statistics.median(warm), "ms", min(warm), max(warm)),
        Figure("pdf", "size", statistics.median(sizes), "KiB", min(sizes), max(sizes)),
    ]
