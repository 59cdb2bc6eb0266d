"""What runs inside a PDF worker process. Loaded by the service too, so it imports nothing heavy.

Must not import WeasyPrint before the limits are set, nor anything of the web or the store.
"""

from __future__ import annotations

import atexit
import gc
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from app.report.contexts import Report
from app.report.paper_contexts import PaperForm

if TYPE_CHECKING:
    from app.report.typesetting import Typesetter

MIB = 1024 * 1024
COLLECT_AFTER = 0.01
"""Seconds after which an answer is on its way for sure."""


class LibrariesMissing(Exception):
    """A library of the system that WeasyPrint needs cannot be loaded."""


class TooLong(Exception):
    """The document has more pages than are ever printed; its one argument says how many."""


class _Worker:
    """What this process keeps between two renderings."""

    typesetter: Typesetter | None = None
    missing: str | None = None
    is_rendering: bool = False
    is_littered: bool = False
    """Whether something was rendered and its remains are still to be collected."""


def prepare(memory_mb: int, folder: str) -> None:
    """Bound this process and load what it needs; called once, before any rendering.

    Never raises: a worker that cannot start would break the pool, so what is missing is kept and
    said at the first rendering.
    """
    own = Path(folder) / str(os.getpid())
    own.mkdir(exist_ok=True)
    os.environ["TMPDIR"] = tempfile.tempdir = str(own)
    _limit_memory(memory_mb)
    try:
        # Here alone: the import needs Pango and takes half a second.
        from app.report.typesetting import Typesetter

        _Worker.typesetter = Typesetter()
        # Collecting while laying out costs a tenth of the time: it is done between renderings.
        gc.disable()
        # What is loaded by now stays for good: no collection need walk through it again.
        gc.collect()
        gc.freeze()
        if hasattr(signal, "setitimer"):
            signal.signal(signal.SIGALRM, lambda number, frame: _collect_if_idle())
            # An alarm that rings once the interpreter has taken its handlers down is deadly.
            atexit.register(signal.setitimer, signal.ITIMER_REAL, 0)
    except (OSError, ImportError) as error:
        _Worker.missing = str(error).partition("\n")[0][:200]


def _limit_memory(memory_mb: int) -> None:
    if sys.platform != "linux":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory_mb * MIB, memory_mb * MIB))
    # No core file: it would hold what people wrote.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def check() -> None:
    """Do nothing: being called means that this worker is ready."""


def render_report(report: Report) -> bytes:
    """Return the PDF of a report.

    Raises:
        LibrariesMissing: if WeasyPrint could not be loaded.
        TooLong: if it would have too many pages.
    """
    with _rendering() as typesetter:
        return typesetter.render(report)


def render_form(form: PaperForm) -> bytes:
    """Return the PDF of a blank form.

    Raises:
        LibrariesMissing: if WeasyPrint could not be loaded.
    """
    with _rendering() as typesetter:
        return typesetter.render_form(form)


@contextmanager
def _rendering() -> Iterator[Typesetter]:
    """Give what typesets, and collect its remains once the answer is out: nobody waits for that."""
    if _Worker.typesetter is None:
        raise LibrariesMissing(_Worker.missing or "WeasyPrint")
    _collect_if_idle()  # the next one may come before
    _Worker.is_rendering = True
    try:
        yield _Worker.typesetter
    finally:
        _Worker.is_rendering, _Worker.is_littered = False, True
        if hasattr(signal, "setitimer"):
            # Its handler runs while this process waits for work, in the one thread that it has.
            signal.setitimer(signal.ITIMER_REAL, COLLECT_AFTER)
        else:
            _collect_if_idle()


def _collect_if_idle() -> None:
    if _Worker.is_littered and not _Worker.is_rendering:
        _Worker.is_littered = False
        gc.collect()
