"""Prints each roadmap once: from the cache, from a rendering under way, or anew.

What somebody waits for comes first; what is printed ahead takes a worker only when one is idle, and
never a place in the queue. Must not know of requests, nor who may have what.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Protocol

from app.report.contexts import Report
from app.report.pdf import PdfBusy, PdfError, PdfFailed
from app.report.pdf_cache import PdfCache
from app.report.printable import Printable

AHEAD = 64
"""How many roadmaps may wait to be printed ahead; one more pushes out the oldest."""
REMEMBERED = 8
"""How many PDFs are held in memory where the disk does not take them, and how many failures."""
SECONDS_EACH = 2
"""What a rendering takes when all goes well, worker started: for saying when to come back."""

_log = logging.getLogger(__name__)


class Renderer(Protocol):
    """What makes a PDF from a report: ``app.report.pdf.PdfRenderer``, or a stand-in."""

    def warm(self) -> None:
        """Get ready in the background."""

    def render(self, report: Report) -> bytes:
        """Return the PDF."""

    def close(self) -> None:
        """Stop the worker processes."""


@dataclass(eq=False)
class _Job:
    wanted: Printable
    is_waited: bool
    is_started: bool = False
    future: Future[bytes] = field(default_factory=Future)

    def __post_init__(self) -> None:
        # Several wait for it: one who gives up must not cancel it for the others.
        self.future.set_running_or_notify_cancel()


class Press:
    """Prints roadmaps with a renderer and a cache; safe to share between threads.

    ``is_current`` says whether a roadmap is still that of its assessment: it is asked after each
    printing, so that nothing is kept of what was erased or changed in the meantime.
    """

    def __init__(
        self,
        renderer: Renderer,
        cache: PdfCache,
        is_current: Callable[[Printable], bool],
        *,
        workers: int,
        queue: int,
    ) -> None:
        self._renderer = renderer
        self._cache = cache
        self._is_current = is_current
        self._workers = workers
        self._places = workers + queue
        self._lock = threading.Lock()
        self._jobs: dict[str, _Job] = {}
        self._ahead: deque[_Job] = deque()
        self._unkept: OrderedDict[str, tuple[str, bytes]] = OrderedDict()
        self._failures: OrderedDict[str, PdfError] = OrderedDict()
        self._threads: ThreadPoolExecutor | None = None

    def find(self, wanted: Printable) -> bytes | None:
        """Return the PDF if it has been printed, without waiting."""
        kept = self._cache.read(wanted.owner, wanted.key)
        if kept is None:
            with self._lock:
                kept = self._unkept.get(wanted.key, (None, None))[1]
        return kept

    def ask(self, wanted: Printable) -> Future[bytes]:
        """Return the future of a PDF that somebody waits for.

        Raises:
            PdfBusy: if too many wait already.
        """
        with self._lock:
            self._failures.pop(wanted.key, None)
            job = self._jobs.get(wanted.key)
            if job is None or not job.is_waited:
                waited = sum(one.is_waited for one in self._jobs.values())
                if waited >= self._places:
                    raise PdfBusy(max(1, SECONDS_EACH * waited // self._workers))
            if job is None:
                job = self._jobs[wanted.key] = _Job(wanted, is_waited=True)
            job.is_waited = True
            if not job.is_started:
                if job in self._ahead:
                    self._ahead.remove(job)
                self._start(job)
            return job.future

    def prepare(self, wanted: Printable) -> None:
        """Print ahead, once a worker is idle; it is not sure that it comes to that."""
        if self._cache.has(wanted.owner, wanted.key):
            self._renderer.warm()
            return
        with self._lock:
            if wanted.key in self._jobs or wanted.key in self._unkept:
                return
            job = self._jobs[wanted.key] = _Job(wanted, is_waited=False)
            self._ahead.append(job)
            if len(self._ahead) > AHEAD:
                del self._jobs[self._ahead.popleft().wanted.key]
            self._go_on()

    def is_under_way(self, wanted: Printable) -> bool:
        """Whether it is being printed, or waits to be."""
        with self._lock:
            return wanted.key in self._jobs

    def failure_of(self, wanted: Printable) -> PdfError | None:
        """Return why the last printing failed, None if it did not, or is under way again."""
        with self._lock:
            return self._failures.get(wanted.key)

    def forget(self, owner: str) -> None:
        """Keep nothing of an assessment, neither what is printed nor what is about to be.

        Raises:
            OSError: if a file cannot be removed.
        """
        with self._lock:
            for job in [one for one in self._ahead if one.wanted.owner == owner]:
                self._ahead.remove(job)
                del self._jobs[job.wanted.key]
            for key in [key for key, (whose, _) in self._unkept.items() if whose == owner]:
                del self._unkept[key]
        self._cache.forget(owner)

    def owners(self) -> list[str]:
        """Return the ids of the assessments of which something is kept."""
        return self._cache.owners()

    def close(self) -> None:
        """Stop the workers; what was waited for fails. May be used again."""
        with self._lock:
            threads, self._threads = self._threads, None
            for job in self._ahead:
                del self._jobs[job.wanted.key]
            self._ahead.clear()
        self._renderer.close()
        if threads is not None:
            threads.shutdown()

    def _start(self, job: _Job) -> None:
        """Begin a job; the lock is held."""
        job.is_started = True
        if self._threads is None:
            # Each waits for one worker: never more than may wait, and one ahead on each worker.
            self._threads = ThreadPoolExecutor(self._places + self._workers, "press")
        self._threads.submit(self._run, job)

    def _go_on(self) -> None:
        """Print ahead while a worker has nothing else to do; the lock is held."""
        busy = sum(one.is_started for one in self._jobs.values())
        while self._ahead and busy < self._workers:
            self._start(self._ahead.popleft())
            busy += 1

    def _run(self, job: _Job) -> None:
        data, error = b"", None
        try:
            data = self._renderer.render(job.wanted.build())
            self._keep(job.wanted, data)
        except Exception as failed:  # whoever waits is told, whatever it is
            error = failed
        with self._lock:
            del self._jobs[job.wanted.key]
            if error is not None:
                self._note(job, error)
            self._go_on()
        if error is None:
            job.future.set_result(data)
        else:
            job.future.set_exception(error)

    def _keep(self, wanted: Printable, data: bytes) -> None:
        if not self._cache.write(wanted.owner, wanted.key, data):
            with self._lock:
                self._unkept[wanted.key] = (wanted.owner, data)
                while len(self._unkept) > REMEMBERED:
                    self._unkept.popitem(last=False)
        # Asked after keeping it: whoever erases or changes does so before forgetting.
        try:
            is_current = self._is_current(wanted)
        except Exception:  # the database does not answer: better made again than kept too long
            is_current = False
        if not is_current:
            with self._lock:
                self._unkept.pop(wanted.key, None)
            self._cache.discard(wanted.owner, wanted.key)

    def _note(self, job: _Job, error: Exception) -> None:
        known = error if isinstance(error, PdfError) else PdfFailed(type(error).__name__)
        if not isinstance(error, PdfError):
            _log.error("a roadmap could not be printed: %s", type(error).__name__)
        self._failures[job.wanted.key] = known
        while len(self._failures) > REMEMBERED * 8:
            self._failures.popitem(last=False)
