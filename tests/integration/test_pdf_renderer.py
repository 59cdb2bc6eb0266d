"""The worker processes: killed, late, greedy or without libraries, they never take us with them."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.report import pdf, pdf_worker
from app.report.contexts import Report
from app.report.pdf import PdfFailed, PdfRenderer, PdfTimeout, PdfTooLong, PdfUnavailable
from app.report.pdf_worker import LibrariesMissing, TooLong
from app.settings import ROOT
from tests.integration.report_samples import sample_report

PATIENCE = 20.0


@dataclass(frozen=True)
class Limits:
    pdf_workers: int = 1
    pdf_timeout: float = 10
    pdf_memory_mb: int = 512
    pdf_queue: int = 8


@pytest.fixture
def make_renderer() -> Iterator[Callable[..., PdfRenderer]]:
    made: list[PdfRenderer] = []

    def make(**limits: float) -> PdfRenderer:
        made.append(PdfRenderer(Limits(**limits)))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for renderer in made:
        renderer.close()


def workers_of(renderer: PdfRenderer) -> list[int]:
    """Return the ids of the processes that a renderer has started."""
    pool = renderer._pool
    return [] if pool is None else list(pool._pool_manager.worker_manager.workers)


def busy_workers_of(renderer: PdfRenderer) -> list[int]:
    """Return the ids of the processes that are at work on a task."""
    pool = renderer._pool
    return (
        []
        if pool is None
        else [t.worker_id for t in pool._pool_manager.task_manager.tasks.values()]
    )


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait for something that another process does."""
    deadline = time.monotonic() + PATIENCE
    pause = threading.Event()
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        pause.wait(0.02)


def hang(seconds: float) -> None:
    """Keep a worker busy."""
    threading.Event().wait(seconds)


def hoard(mebibytes: int) -> int:
    """Ask for memory."""
    return len(bytearray(mebibytes * 1024 * 1024))


def litter() -> str:
    """Leave a file where a worker keeps what is temporary; return its path."""
    handle, path = tempfile.mkstemp()
    os.close(handle)
    return path


def collections_while_rendering(report: Report) -> int:
    """Return how often a worker collects garbage from when it begins to typeset to the end."""
    typesetter = pdf_worker._Worker.typesetter
    assert typesetter is not None
    seen: list[str] = []

    def note(phase: str, _: dict[str, int]) -> None:
        seen.append(phase)

    class Watched(type(typesetter)):  # type: ignore[misc]
        def render(self, report: Report) -> bytes:
            gc.callbacks.append(note)
            try:
                return super().render(report)  # type: ignore[no-any-return]
            finally:
                gc.callbacks.remove(note)

    typesetter.__class__ = Watched
    assert pdf_worker.render_report(report).startswith(b"%PDF")
    return seen.count("start")


def wait_until_collected() -> None:
    """Wait in a worker until the remains of a rendering are collected."""
    wait_until(lambda: not pdf_worker._Worker.is_littered)


def lack_libraries() -> None:
    """Do as a worker without Pango."""
    raise LibrariesMissing("cannot load library 'libpango-1.0-0'")


def test_a_worker_makes_the_same_pdf_as_another(make_renderer: Callable[..., PdfRenderer]) -> None:
    report = sample_report(1)
    first = make_renderer().render(report)
    assert first.startswith(b"%PDF-1.7")
    assert make_renderer().render(report) == first


def test_this_process_loads_no_typesetter() -> None:
    code = (
        "import sys; from app.report.pdf import PdfRenderer; import app.report.pdf_worker;"
        "print([name for name in ('weasyprint', 'pydantic', 'fastapi', 'sqlalchemy', 'jinja2')"
        " if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_a_worker_killed_while_idle_is_replaced(make_renderer: Callable[..., PdfRenderer]) -> None:
    renderer = make_renderer()
    report = sample_report(1)
    expected = renderer.render(report)
    (pid,) = workers_of(renderer)
    os.kill(pid, signal.SIGKILL)
    assert renderer.render(report) == expected
    assert workers_of(renderer) != [pid]


def test_a_worker_killed_while_rendering_is_replaced_and_the_report_tried_again(
    make_renderer: Callable[..., PdfRenderer],
) -> None:
    renderer = make_renderer()
    report = sample_report(1)
    expected = renderer.render(report)
    (pid,) = workers_of(renderer)
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(renderer.render, report)
        wait_until(lambda: pid in busy_workers_of(renderer))
        os.kill(pid, signal.SIGKILL)
        assert future.result(PATIENCE) == expected


def test_a_worker_is_replaced_after_so_many_renderings(
    make_renderer: Callable[..., PdfRenderer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "RECYCLE_AFTER", 2)
    renderer = make_renderer()
    first, second, third, fourth = (renderer._run(os.getpid) for _ in range(4))
    assert first == second
    assert third == fourth
    assert first != third
    wait_until(lambda: not _exists(first))


def test_a_worker_collects_garbage_after_a_rendering_and_never_during_one(
    make_renderer: Callable[..., PdfRenderer],
) -> None:
    renderer = make_renderer(pdf_timeout=PATIENCE)
    assert renderer._run(collections_while_rendering, sample_report(1)) == 0
    renderer._run(wait_until_collected)


def test_what_a_killed_worker_leaves_is_removed(
    make_renderer: Callable[..., PdfRenderer],
) -> None:
    renderer = make_renderer()
    left = Path(renderer._run(litter))
    (pid,) = workers_of(renderer)
    assert left.is_file()
    assert left.parent.name == str(pid)
    os.kill(pid, signal.SIGKILL)
    other = Path(renderer._run(litter))
    assert not left.parent.exists()
    assert other.is_file()


def test_a_rendering_that_takes_too_long_is_stopped_and_the_next_is_served(
    make_renderer: Callable[..., PdfRenderer],
) -> None:
    renderer = make_renderer(pdf_timeout=4)
    renderer._run(pdf_worker.check)
    (pid,) = workers_of(renderer)
    start = time.monotonic()
    with pytest.raises(PdfTimeout):
        renderer._run(hang, 60)
    assert time.monotonic() - start < 8
    wait_until(lambda: not _exists(pid))
    renderer._run(pdf_worker.check)
    assert workers_of(renderer) != [pid]


def test_closing_while_rendering_starts_no_worker_again(
    make_renderer: Callable[..., PdfRenderer],
) -> None:
    renderer = make_renderer()
    renderer._run(pdf_worker.check)
    (pid,) = workers_of(renderer)
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(renderer._run, hang, 60)
        wait_until(lambda: pid in busy_workers_of(renderer))
        renderer.close()
        assert isinstance(future.exception(PATIENCE), PdfFailed)
    assert workers_of(renderer) == []


def test_closing_keeps_nobody_who_waits_for_a_turn(
    make_renderer: Callable[..., PdfRenderer],
) -> None:
    renderer = make_renderer()
    with ThreadPoolExecutor(2) as pool:
        futures = [pool.submit(renderer._run, hang, 60) for _ in range(2)]
        # One is at work, or its worker is still starting; the other has no worker.
        wait_until(lambda: len(busy_workers_of(renderer)) == 2)
        renderer.close()
        for future in futures:
            assert isinstance(future.exception(PATIENCE), PdfFailed)
    assert workers_of(renderer) == []


def test_a_greedy_rendering_is_refused_its_memory(
    make_renderer: Callable[..., PdfRenderer],
) -> None:
    renderer = make_renderer()
    with pytest.raises(PdfFailed):
        renderer._run(hoard, 600)
    assert renderer.render(sample_report(1)).startswith(b"%PDF")


def test_without_libraries_we_are_told_what_to_install(
    make_renderer: Callable[..., PdfRenderer],
) -> None:
    renderer = make_renderer()
    with pytest.raises(PdfUnavailable) as told:
        renderer._run(lack_libraries)
    assert "libpango" in told.value.missing
    systems = [line.partition("\u00a0:")[0] for line in told.value.how_to_install]
    assert systems == ["Debian, Ubuntu", "macOS", "Fedora"]
    # Known from then on, without asking a worker.
    with pytest.raises(PdfUnavailable):
        renderer.render(sample_report(1))


def test_a_worker_that_cannot_load_the_libraries_lives_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_worker, "_limit_memory", lambda _: None)
    monkeypatch.setattr(pdf_worker._Worker, "typesetter", None)
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setitem(sys.modules, "app.report.typesetting", None)
    pdf_worker.prepare(512, str(tmp_path))
    with pytest.raises(LibrariesMissing):
        pdf_worker.render_report(sample_report(1))


def overlong() -> None:
    """Do as a worker that has laid out too much."""
    raise TooLong(61)


def test_a_document_that_is_too_long_is_refused_in_plain_words(
    make_renderer: Callable[..., PdfRenderer],
) -> None:
    renderer = make_renderer()
    with pytest.raises(PdfTooLong, match="61 pages"):
        renderer._run(overlong)
    assert renderer.render(sample_report(1)).startswith(b"%PDF")


def test_closing_leaves_neither_process_nor_folder(
    make_renderer: Callable[..., PdfRenderer],
) -> None:
    renderer = make_renderer()
    renderer.render(sample_report(1))
    (pid,) = workers_of(renderer)
    assert renderer._folder is not None
    folder = Path(renderer._folder.name)
    assert (folder / str(pid)).is_dir()
    renderer.close()
    wait_until(lambda: not _exists(pid))
    assert not folder.exists()


def test_warming_starts_a_worker_before_it_is_needed(
    make_renderer: Callable[..., PdfRenderer],
) -> None:
    renderer = make_renderer()
    assert workers_of(renderer) == []
    renderer.warm()
    renderer.warm()
    wait_until(lambda: len(workers_of(renderer)) == 1)


def test_what_a_killed_service_left_behind_is_removed(
    make_renderer: Callable[..., PdfRenderer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left = tmp_path / f"balises-pdf-{gone.pid}-abc"
    other = tmp_path / f"balises-pdf-{os.getpid()}-abc"
    for folder in (left, other):
        folder.mkdir()
    make_renderer()._run(pdf_worker.check)
    assert not left.exists()
    assert other.exists()


_LAST = """
import atexit, os, pickle, signal, sys, tempfile
from app.report import pdf_worker
# What is registered first is called last.
atexit.register(lambda: signal.getitimer(signal.ITIMER_REAL)[0] and os._exit(1))
pdf_worker.COLLECT_AFTER = 60
with tempfile.TemporaryDirectory() as folder:
    pdf_worker.prepare(512, folder)
    pdf_worker.render_report(pickle.load(sys.stdin.buffer))
assert signal.getitimer(signal.ITIMER_REAL)[0]
"""


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there is no alarm to ring")
def test_no_alarm_rings_in_a_worker_that_ends() -> None:
    run = subprocess.run(
        [sys.executable, "-c", _LAST],
        cwd=ROOT,
        input=pickle.dumps(sample_report(1)),
        check=False,
    )
    assert run.returncode == 0
