"""Renders reports in separate processes: a slow, greedy or crashing rendering is theirs alone.

WeasyPrint and its system libraries are loaded in the workers only, so the service starts and serves
pages without them. Must not render in this process, nor in threads: Pango is not safe there.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import tempfile
import threading
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as FutureTimeout
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any, Protocol

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from app.report import pdf_worker
from app.report.contexts import Report
from app.report.paper_contexts import PaperForm
from app.report.pdf_worker import LibrariesMissing, TooLong

RECYCLE_AFTER = 200
"""Renderings after which a worker is replaced: what leaks in C cannot pile up."""
FOLDER = "balises-pdf-"
"""How the temporary folder of a renderer is called, its process id after it."""
ATTEMPTS = 2
"""A worker killed from outside is no fault of the report: it is tried once more."""

_INSTALL = (
    "Debian, Ubuntu : apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "macOS : brew install pango",
    "Fedora : dnf install pango harfbuzz",
)


class PdfSettings(Protocol):
    """What the operator sets: see ``app.settings.Settings``."""

    @property
    def pdf_workers(self) -> int: ...
    @property
    def pdf_timeout(self) -> float: ...
    @property
    def pdf_memory_mb(self) -> int: ...
    @property
    def pdf_queue(self) -> int: ...


class PdfError(Exception):
    """No PDF was made; the pages of the service are not concerned.

    ::

        PdfError
        ├── PdfUnavailable   the libraries of the system that typesetting needs are missing
        ├── PdfBusy          too many renderings wait already: come back later
        ├── PdfTooLong       the document would have more pages than are ever printed
        ├── PdfTimeout       the rendering took too long and was stopped
        └── PdfFailed        the rendering failed, or its worker died twice
    """


class PdfUnavailable(PdfError):
    """The system libraries are missing. ``how_to_install`` has one line for each kind of system."""

    def __init__(self, missing: str, how_to_install: tuple[str, ...] = _INSTALL) -> None:
        super().__init__(
            "Le PDF ne peut pas être produit sur cette machine : il manque une bibliothèque "
            f"({missing}). {' ; '.join(how_to_install)}."
        )
        self.missing = missing
        self.how_to_install = how_to_install


class PdfBusy(PdfError):
    """Too many renderings wait. ``retry_after`` is a number of seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("Trop de feuilles de route sont demandées en ce moment.")
        self.retry_after = retry_after


class PdfTooLong(PdfError):
    """The document would have so many ``pages``; no later try would change that."""

    def __init__(self, pages: int) -> None:
        super().__init__(
            f"La feuille de route aurait {pages} pages : c’est trop pour être imprimé. "
            "Raccourcissez les réponses les plus longues."
        )
        self.pages = pages


class PdfTimeout(PdfError):
    """The rendering was stopped after ``seconds``."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"La feuille de route n’était pas prête après {seconds:g} secondes.")
        self.seconds = seconds


class PdfFailed(PdfError):
    """The rendering failed, or its worker died, memory limit included."""

    def __init__(self, cause: str) -> None:
        super().__init__("La feuille de route n’a pas pu être produite.")
        self.cause = cause


class PdfRenderer:
    """A pool of worker processes, started when first needed; safe to share between threads.

    How many may wait for it is not its affair: see ``press.py``.
    """

    def __init__(self, settings: PdfSettings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._pool: ProcessPool | None = None
        self._pending: set[ProcessFuture[Any]] = set()
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._missing: str | None = None
        self._is_warm = False
        self._times_closed = 0

    def warm(self) -> None:
        """Start the workers in the background, so that the first PDF does not wait for them."""
        with self._lock:
            if self._is_warm or self._missing:
                return
            self._is_warm = True
        for _ in range(self._settings.pdf_workers):
            self._schedule(pdf_worker.check)

    def render(self, report: Report) -> bytes:
        """Return the PDF of a report; waits for a free worker.

        Raises:
            PdfUnavailable: if system libraries are missing.
            PdfTooLong: if it would have too many pages.
            PdfTimeout: if it took longer than ``pdf_timeout``.
            PdfFailed: if it failed otherwise.
        """
        data: bytes = self._run(pdf_worker.render_report, report)
        return data

    def render_form(self, form: PaperForm) -> bytes:
        """Return the PDF of a blank form; waits for a free worker.

        Raises:
            PdfUnavailable, PdfBusy, PdfTimeout, PdfFailed: as ``render`` does.
        """
        data: bytes = self._run(pdf_worker.render_form, form)
        return data

    def close(self) -> None:
        """Stop the workers at once and remove their folder; the renderer may be used again."""
        with self._lock:
            pool, self._pool = self._pool, None
            folder, self._folder = self._folder, None
            pending, self._pending = self._pending, set()
            self._is_warm = False
            self._times_closed += 1
        if pool is not None:
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()
        # A pool that is stopped leaves its tasks as they are: nobody must wait for them.
        for future in tuple(pending):
            future.cancel()  # type: ignore[no-untyped-call]
        if folder is not None:
            folder.cleanup()

    def _run(self, function: Any, *arguments: Any) -> Any:
        if self._missing:
            raise PdfUnavailable(self._missing)
        cause, times_closed = "", self._times_closed
        for _ in range(ATTEMPTS):
            try:
                # Waiting for those before is bounded too: the queue holds so many, each so long.
                turns = self._settings.pdf_workers + self._settings.pdf_queue + 1
                future = self._schedule(function, *arguments)
                return _result(future, self._settings.pdf_timeout * turns)
            except LibrariesMissing as error:
                self._missing = str(error)
                raise PdfUnavailable(self._missing) from None
            except TooLong as error:
                raise PdfTooLong(error.args[0]) from None
            except FutureTimeout:
                raise PdfTimeout(self._settings.pdf_timeout) from None
            except (ProcessExpired, BrokenProcessPool, CancelledError, RuntimeError) as error:
                # A pool that breaks between two lines says so by a RuntimeError.
                cause = type(error).__name__
            except Exception as error:
                # Raised by the worker; its text may quote the report, so only its kind is kept.
                raise PdfFailed(type(error).__name__) from None
            finally:
                folder = self._folder
                if folder is not None:
                    _sweep(Path(folder.name), "")
            if times_closed != self._times_closed:
                break  # stopped on purpose: no worker is started again for it
        raise PdfFailed(cause)

    def _schedule(self, function: Any, *arguments: Any) -> ProcessFuture[Any]:
        """Hand a task to the pool, a new one where there is none or the old one is broken."""
        with self._lock:
            if self._pool is not None and not self._pool.active:
                # A worker that dies while it has nothing to do breaks the pool as a whole.
                self._pool.stop()  # type: ignore[no-untyped-call]
                self._pool.join()
                self._pool = None
            if self._pool is None:
                self._pool = self._make_pool()
            future = self._pool.schedule(
                function, args=list(arguments), timeout=self._settings.pdf_timeout
            )
            self._pending.add(future)
        future.add_done_callback(self._pending.discard)
        return future

    def _make_pool(self) -> ProcessPool:
        if self._folder is None:
            _sweep(Path(tempfile.gettempdir()), FOLDER)
            self._folder = tempfile.TemporaryDirectory(
                prefix=f"{FOLDER}{os.getpid()}-", ignore_cleanup_errors=True
            )
        return ProcessPool(
            max_workers=self._settings.pdf_workers,
            max_tasks=RECYCLE_AFTER,
            initializer=pdf_worker.prepare,
            initargs=[self._settings.pdf_memory_mb, self._folder.name],
            # A fork would copy the locks of our threads as they stand, and our connections.
            context=multiprocessing.get_context("spawn"),
        )


def _result(future: ProcessFuture[Any], patience: float) -> Any:
    try:
        return future.result(timeout=patience)
    except FutureTimeout:
        future.cancel()  # type: ignore[no-untyped-call]
        raise


def _sweep(folder: Path, prefix: str) -> None:
    """Remove the folders that processes now gone have left: their names start with their id."""
    for left in folder.glob(f"{prefix}[0-9]*"):
        pid = left.name.removeprefix(prefix).partition("-")[0]
        if pid.isdigit() and not _is_alive(int(pid)):
            shutil.rmtree(left, ignore_errors=True)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
