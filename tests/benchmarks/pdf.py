"""The roadmap as PDF, as personas get it: made by a worker, kept, downloaded, and by other means.

Rendering is given in seconds of this process's own computing too (``cpu``), which a busy machine
disturbs least.
"""

from __future__ import annotations

import asyncio
import gc
import io
import pickle
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
from weasyprint import CSS, HTML

from app.content.findings import Findings
from app.content.library import DEFAULT_ROOT, load_library
from app.content.personas.reading import read_personas
from app.domain.answers import parse_answers
from app.domain.diagnosis import Answers
from app.domain.edition import Edition
from app.report.build import build_report
from app.report.contexts import Report, ReportMeta
from app.report.pdf import PdfRenderer
from app.report.typesetting import ASSETS, PAGES, STATIC, AssetFetcher, Typesetter
from app.settings import Settings
from tests.benchmarks import typst_floor
from tests.benchmarks.connection import Connection
from tests.benchmarks.figures import Figure, Target
from tests.benchmarks.pages import arrive
from tests.benchmarks.respondents import QUESTIONNAIRE
from tests.benchmarks.service import migrate, running

META = ReportMeta(
    reference="BAL-7K3M-Q2XD", created_at=date(2027, 3, 4), updated_at=date(2027, 3, 4)
)
PERSONAS = DEFAULT_ROOT / "tests" / "spec"
ROUNDS = 2
DOCUMENTS = 300
"""After so many, what a worker has held at most; it is replaced after 200 in the service."""
DOWNLOADS = 60
PATIENCE = 60
"""Seconds: a benchmark on a machine that is busy elsewhere is slow, not wrong."""
NAIVE = Path(__file__).with_name("naive.css")


def run() -> list[Figure]:
    """Return times, sizes and memory, over every persona of the pathway for associations."""
    editions = load_library(DEFAULT_ROOT).editions
    edition = editions[QUESTIONNAIRE]
    answers = [
        parse_answers(edition, one.value.answers)
        for one in read_personas(PERSONAS, DEFAULT_ROOT, editions, Findings())
        if one.value.questionnaire == QUESTIONNAIRE
    ]
    building, reports = _build(edition, answers)
    return [
        building,
        *_render(reports),
        *_compare(reports),
        *_grow(reports[0]),
        *_serve(answers[0]),
        *_memory(reports),
    ]


def _figure(name: str, values: list[float], unit: str, target: Target | None = None) -> Figure:
    middle = statistics.median(values)
    return Figure("pdf", name, middle, unit, min(values), max(values), target=target)


def _build(edition: Edition, answers: list[Answers]) -> tuple[Figure, list[Report]]:
    times, reports = [], []
    for given in answers:
        start = time.perf_counter()
        reports.append(build_report(edition, given, META))
        times.append((time.perf_counter() - start) * 1000)
    return _figure("the report built", times, "ms"), reports


def _render(reports: list[Report]) -> list[Figure]:
    times: list[float] = []
    made: list[bytes] = []
    renderer = PdfRenderer(Settings(pdf_timeout=PATIENCE))
    try:
        for report in (reports[0], *reports):
            start = time.perf_counter()
            made.append(renderer.render(report))
            times.append((time.perf_counter() - start) * 1000)
    finally:
        renderer.close()
    pages = [float(_pages(data)) for data in made[1:]]
    return [
        Figure("pdf", "the first rendered, worker started", times[0], "ms"),
        _figure("the next rendered", times[1:], "ms"),
        Figure("pdf", "two workers together", _two_workers(reports), "documents/s"),
        _figure("size", [len(data) / 1000 for data in made], "kB", Target("at most", 150)),
        _figure("pages", pages, "pages", Target("at most", 14)),
    ]


def _pages(data: bytes) -> int:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return len(pdf.pages)


def _two_workers(reports: list[Report]) -> float:
    renderer = PdfRenderer(Settings(pdf_workers=2, pdf_timeout=PATIENCE))
    try:
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(renderer.render, reports[:4]))
            start = time.perf_counter()
            list(pool.map(renderer.render, reports * ROUNDS))
            return len(reports) * ROUNDS / (time.perf_counter() - start)
    finally:
        renderer.close()


def _compare(reports: list[Report]) -> list[Figure]:
    """Return the computing of one rendering here, naively, and by another engine, in turns."""
    typesetter = Typesetter()
    pages = [_in_one(typesetter, report) for report in reports]
    ways: dict[str, Callable[[str, Report], object]] = {
        "as shipped": lambda html, report: _timed(typesetter, report)[1],
        "with a naive style sheet, nothing kept": lambda html, report: _naive(html),
    }
    typst = typst_floor.compiler()
    if typst is not None:
        fonts = [str(STATIC / "fonts")]
        ways["the text alone by Typst"] = lambda html, report: typst.compile(
            typst_floor.typst_of(html).encode(), font_paths=fonts
        )
    for way in ways.values():
        way(pages[0], reports[0])
    times: dict[str, list[float]] = {name: [] for name in ways}
    for html, report in zip(pages, reports, strict=True):
        for name, way in ways.items():
            start = time.process_time()
            own = way(html, report)
            elapsed = time.process_time() - start
            times[name].append(own if isinstance(own, float) else elapsed)
            gc.collect()
    shipped = times["as shipped"]
    figures = []
    for name, each in times.items():
        ratio = statistics.median(one / own for one, own in zip(each, shipped, strict=True))
        target = Target("at most", 0.5) if name == "as shipped" else None
        figures.append(
            Figure(
                "pdf",
                f"{name}, cpu",
                statistics.median(each),
                "s",
                min(each),
                max(each),
                ratio,
                target,
            )
        )
    return figures


def _grow(report: Report) -> list[Figure]:
    """Return the computing of a page of a document of the most pages, against one as people get.

    Its answers are told again and again: a ratio of one is growth in a straight line.
    """
    typesetter = Typesetter()
    usual = _pages(typesetter.render(report))
    each = (_pages(typesetter.render(_longer(report, 8))) - usual) / 8
    longest = _longer(report, int((PAGES - 2 - usual) / each))
    per_page = []
    for one in (report, longest):
        data, seconds = _timed(typesetter, one)
        per_page.append(seconds / _pages(data))
    ratio = per_page[1] / per_page[0]
    extracts = [_timed(typesetter, replace(report, is_extract=True))[1] for _ in range(5)]
    return [
        Figure(
            "pdf",
            f"a page of {_pages(data)} to one of the usual, cpu",
            ratio,
            "",
            target=Target("at most", 1.3),
        ),
        _figure("the essential in two pages, cpu", extracts, "s"),
    ]


def _longer(report: Report, times: int) -> Report:
    return replace(report, sections=report.sections * (times + 1))


def _timed(typesetter: Typesetter, report: Report) -> tuple[bytes, float]:
    """Return a PDF and the seconds of computing until it is there, as a worker makes it.

    Workers collect once the answer is out.
    """
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        data = typesetter.render(report)
        return data, time.process_time() - start
    finally:
        gc.enable()
        gc.collect()


def _in_one(typesetter: Typesetter, report: Report) -> str:
    """Return the HTML of a report with its cover in its place, as one would write it first."""
    _, start, cover = typesetter.cover_of(report, {}).partition('<section class="cover">')
    cover = start + cover.partition("</body>")[0]
    head, body, rest = re.split("(<body[^>]*>)", typesetter.page_of(report), maxsplit=1)
    return head + body + cover + rest.replace('<div class="flyleaf"></div>', "")


class _NaiveFetcher(AssetFetcher):
    """Gives the naive style sheet too."""

    def __init__(self) -> None:
        super().__init__()
        self._bodies["css/naive.css"] = NAIVE.read_bytes()


def _naive(html: str) -> bytes:
    fetcher = _NaiveFetcher()
    sheet = CSS(url=f"{ASSETS}css/naive.css", url_fetcher=fetcher)
    page = HTML(string=html, base_url=ASSETS, url_fetcher=fetcher)
    data: bytes = page.write_pdf(stylesheets=[sheet], pdf_variant="pdf/ua-1", pdf_forms=True)
    return data


def _serve(answers: Answers) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="balises-bench-") as folder:
        database = Path(folder) / "balises.sqlite3"
        migrate(database)
        with running(database, cache=Path(folder) / "cache") as service:
            return asyncio.run(_download(service.port, answers))


async def _download(port: int, answers: Answers) -> list[Figure]:
    connection = await Connection.open(port)
    base, headers = await arrive(connection, answers)
    path = f"{base}/feuille-de-route.pdf"

    async def get(address: str) -> tuple[int, float]:
        start = time.perf_counter()
        answer = await connection.send("GET", address, headers)
        return answer.status, (time.perf_counter() - start) * 1000

    # The first time a worker has to be started: what anybody waits for is a page.
    early = [await get(path)]
    if early[0][0] == 303:
        early.append(await get(f"{base}/feuille-de-route"))
    while (await get(path))[0] != 200:
        await asyncio.sleep(0.1)
    kept = [await get(path) for _ in range(DOWNLOADS)]
    await connection.close()
    if {status for status, _ in kept} != {200}:
        raise SystemExit("a roadmap that was printed could not be downloaded")
    soon = Target("at most", 20)
    second = Target("at most", 1000)
    slowest = max(elapsed for _, elapsed in early)
    return [
        _figure("a download of what is kept", [elapsed for _, elapsed in kept], "ms", soon),
        Figure("pdf", "the first answer to who comes early", slowest, "ms", target=second),
    ]


_WORKER = """
import pickle, re, sys, tempfile
from pathlib import Path
from app.report import pdf_worker
reports = pickle.load(sys.stdin.buffer)
with tempfile.TemporaryDirectory() as folder:
    pdf_worker.prepare(512, folder)
    for number in range(int(sys.argv[1])):
        pdf_worker.render_report(reports[number % len(reports)])
# Not ru_maxrss, which keeps what this process was before it became another program.
print(re.search("VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""


def _memory(reports: list[Report]) -> list[Figure]:
    if not Path("/proc/self/status").exists():
        return []
    run = subprocess.run(
        [sys.executable, "-c", _WORKER, str(DOCUMENTS)],
        cwd=DEFAULT_ROOT,
        input=pickle.dumps(reports),
        capture_output=True,
        check=True,
    )
    name = f"memory of a worker at most, after {DOCUMENTS}"
    return [Figure("pdf", name, int(run.stdout) / 1024, "MiB", target=Target("at most", 130))]
