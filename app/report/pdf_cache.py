"""Keeps rendered PDFs on disk, a folder for each assessment, so that a download is a file read.

Plain files rather than a library on SQLite: erasing an assessment must leave none of its bytes, and
a database keeps deleted ones in its free pages and its log. Here, erasing removes one folder. Must
never be the only place of anything, nor give back a file that is not whole, or not the one asked.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

MIB = 1024 * 1024
ENTRIES = 5_000
"""How many files at most, however small."""
ROOM = 0.9
"""What is left of the limit after making room: the next file does not have to make it again."""

_OWNER = re.compile(r"[0-9a-f]{32}")
_KEY = re.compile(r"[0-9a-f]{64}")
_DIGEST = 32
_SUFFIX = ".pdf"
_DRAFT = ".draft-"
_DRAFT_SECONDS = 600
"""After this long a draft is what a process that died has left."""
_ATTEMPTS = 5

_log = logging.getLogger(__name__)


class _Entry(NamedTuple):
    used: float
    size: int
    path: Path


class PdfCache:
    """PDFs of assessments (``owner``: 32 hexadecimal digits) by ``key`` (64 of them).

    Several processes may share the folder: a file appears whole, by one rename, and whoever reads a
    file that another evicts either has it whole or not at all. Folders are for this user alone.
    """

    def __init__(self, folder: Path | None, limit_mb: int, entries: int = ENTRIES) -> None:
        """Prepare; nothing is written yet. No folder, or no room: nothing is ever kept."""
        self._folder = folder if limit_mb > 0 else None
        self._limit = limit_mb * MIB
        self._entries = entries

    def has(self, owner: str, key: str) -> bool:
        """Whether there is such a file; reading it may still find that it is damaged."""
        path = self._path(owner, key)
        return path is not None and path.is_file()

    def read(self, owner: str, key: str) -> bytes | None:
        """Return the PDF, None if it is not there; a damaged file is removed."""
        path = self._path(owner, key)
        if path is None:
            return None
        try:
            with path.open("rb") as stream:
                digest = stream.read(_DIGEST)
                data = stream.read()
        except OSError:
            return None
        if digest != _digest(owner, key, data):
            _log.warning("a PDF in the cache was damaged; it is made again")
            _remove(path)
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # the last used are the last to go
        return data

    def write(self, owner: str, key: str, data: bytes) -> bool:
        """Keep a PDF and make room for it; return whether it is kept."""
        path = self._path(owner, key)
        if path is None or len(data) > self._limit:
            return False
        content = _digest(owner, key, data) + data
        for _ in range(_ATTEMPTS):
            try:
                self._put(path, content)
            except FileNotFoundError:
                continue  # the folder went away in between
            except OSError as error:
                _log.warning("a PDF could not be kept: %s", error.strerror)
                return False
            self._make_room()
            return True
        return False

    def discard(self, owner: str, key: str) -> None:
        """Remove one PDF; does nothing where there is none."""
        path = self._path(owner, key)
        if path is not None:
            _remove(path)

    def forget(self, owner: str) -> None:
        """Remove every PDF of an assessment, now.

        Raises:
            OSError: if one cannot be removed.
        """
        if self._folder is None or not _OWNER.fullmatch(owner):
            return
        folder = self._folder / owner
        for attempt in range(_ATTEMPTS):
            if not folder.exists():
                return
            try:
                shutil.rmtree(folder)
            except OSError:
                # Another process may have written to the folder, or emptied it, in between.
                if attempt == _ATTEMPTS - 1 and folder.exists():
                    raise

    def owners(self) -> list[str]:
        """Return the ids of the assessments of which something is kept."""
        if self._folder is None:
            return []
        return [one.name for one in _children(self._folder) if _OWNER.fullmatch(one.name)]

    def _path(self, owner: str, key: str) -> Path | None:
        if not _OWNER.fullmatch(owner) or not _KEY.fullmatch(key):
            raise ValueError("an id and a key of the cache are expected")
        return None if self._folder is None else self._folder / owner / f"{key}{_SUFFIX}"

    def _put(self, path: Path, content: bytes) -> None:
        assert self._folder is not None  # noqa: S101 - or there would be no path
        self._folder.mkdir(parents=True, exist_ok=True)
        self._folder.chmod(0o700)
        handle, draft = _make_draft(path.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            Path(draft).replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                Path(draft).unlink()
            raise

    def _make_room(self) -> None:
        """Remove the files used the longest ago, where there are too many or too large."""
        entries = sorted(self._all())
        total, count = sum(one.size for one in entries), len(entries)
        if total <= self._limit and count <= self._entries:
            return
        for one in entries:
            if total <= self._limit * ROOM and count <= self._entries * ROOM:
                return
            _remove(one.path)
            total, count = total - one.size, count - 1

    def _all(self) -> Iterator[_Entry]:
        assert self._folder is not None  # noqa: S101
        long_ago = time.time() - _DRAFT_SECONDS
        for folder in _children(self._folder):
            for file in _children(folder):
                try:
                    about = file.stat()
                    if file.name.startswith(_DRAFT) and about.st_mtime < long_ago:
                        file.unlink()
                        continue
                except OSError:
                    continue
                yield _Entry(about.st_mtime, about.st_size, file)


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()
        path.parent.rmdir()  # refused while something is left in it


def _make_draft(folder: Path) -> tuple[int, str]:
    """Open a draft in a folder, which another process may remove at any moment: tried again.

    Raises:
        OSError: if it cannot be made.
    """
    for _ in range(_ATTEMPTS - 1):
        with contextlib.suppress(FileExistsError, FileNotFoundError):
            folder.mkdir(mode=0o700, exist_ok=True)
            return tempfile.mkstemp(dir=folder, prefix=_DRAFT)
    folder.mkdir(mode=0o700, exist_ok=True)
    return tempfile.mkstemp(dir=folder, prefix=_DRAFT)


def _children(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _digest(owner: str, key: str, data: bytes) -> bytes:
    """Return the checksum of a file: of its place too, so that it counts nowhere else."""
    return hashlib.sha256(f"{owner} {key} ".encode() + data).digest()
