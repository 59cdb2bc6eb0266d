"""Tells when a content folder changes. Must not read what is in it.

It watches from a thread of its own, so that what it calls may take its time.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from watchfiles import Change

_log = logging.getLogger(__name__)

QUIET = 120
"""Milliseconds without a further save after which a burst of saves is over."""
LONGEST_BURST = 2000
"""Milliseconds after which a burst is told even if it goes on."""
GLANCE = 1000
"""Milliseconds between two looks at whether the folders are still the same ones."""
FOLDERS = ("questionnaires", "rules")

_Folders = tuple[tuple[Path, int, int], ...]


class Watching:
    """Calls ``changed`` soon after the start, then once after each burst of changes."""

    def __init__(self, root: Path, changed: Callable[[], object]) -> None:
        self._root = root
        self._changed = changed
        self._end = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Watch until ``stop``. Starting twice does no harm."""
        if self._thread is None:
            self._end.clear()
            self._thread = threading.Thread(target=self._run, name="content", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Stop watching, and wait until a call that is running has ended."""
        self._end.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        is_polling: bool | None = None
        while not self._end.is_set():
            folders = _folders(self._root)
            if not folders:
                self._end.wait(GLANCE / 1000)
                continue
            try:
                self._watch(folders, is_polling)
            except FileNotFoundError:
                continue  # one of them was taken away before it could be watched
            except OSError as error:
                # No more watches to be had from the system: look at the files instead.
                _log.warning("watching the content by polling: %s", error)
                is_polling = True
                self._end.wait(GLANCE / 1000)

    def _watch(self, folders: _Folders, is_polling: bool | None) -> None:
        """Watch these folders until one of them goes, or another comes."""
        from watchfiles import watch  # a library of its own, for authors alone

        is_first = True
        for changes in watch(
            *(path for path, _, _ in folders),
            watch_filter=_may_be_content,
            debounce=LONGEST_BURST,
            step=QUIET,
            stop_event=self._end,
            rust_timeout=GLANCE,
            yield_on_timeout=True,
            raise_interrupt=False,
            force_polling=is_polling,
        ):
            # What changed before the watch began is told too.
            if changes or is_first:
                self._tell()
            is_first = False
            if _folders(self._root) != folders:
                return

    def _tell(self) -> None:
        try:
            self._changed()
        except Exception:
            _log.exception("the content could not be read again")


def _folders(root: Path) -> _Folders:
    """Return the folders there are, each with what tells it from another of the same name."""
    found = []
    for name in FOLDERS:
        try:
            about = (root / name).stat()
        except OSError:
            continue
        found.append((root / name, about.st_dev, about.st_ino))
    return tuple(found)


def _may_be_content(_: Change, path: str) -> bool:
    """Whether a change matters: to a file that is read, or to a folder of such files."""
    return Path(path).suffix in {".yaml", ".yml", ""}
