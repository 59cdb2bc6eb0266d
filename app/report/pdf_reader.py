"""Reads what a PDF sent by anybody carries, in a process that is bounded and thrown away.

Must not load the reader of PDF into this process, nor judge what was read.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

from app.report import returned

_SCRIPT = Path(__file__).with_name("pdf_contents.py")
AT_ONCE = 2
"""How many files are read at the same time."""
PATIENCE = 4.0
"""Seconds that a file may wait for its turn, then seconds that reading may take on a busy machine;
the processor itself is asked for one second at most."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A field of a form that holds something.

    ``title`` is how the form names it to people; ``values`` are the texts in it, or the states of
    its boxes that are on, each once.
    """

    name: str
    title: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PdfContents:
    """What a PDF carries: attachments of the names asked for, keywords, its form if it has any.

    ``is_mended`` says that what was found was searched for, as the end of the file is missing;
    ``is_cut`` that some fields of the form are lost, ``is_doubled`` that two have one name.
    """

    attachments: dict[str, str]
    keywords: str
    is_mended: bool
    has_form: bool
    is_cut: bool
    is_doubled: bool
    fields: tuple[Filled, ...]


class PdfReader:
    """Starts a process for each file; safe to share between threads."""

    def __init__(self) -> None:
        self._places = threading.BoundedSemaphore(AT_ONCE)

    def read(self, data: bytes, names: tuple[str, ...]) -> PdfContents:
        """Return what a PDF carries under some names of attachments, and in its form.

        Raises:
            Unreadable: if it is damaged, encrypted, or asks for too much.
            ReaderBusy: if too many files wait to be read.
        """
        if not self._places.acquire(timeout=PATIENCE):
            raise returned.ReaderBusy
        try:
            return _contents(_run(data, names))
        finally:
            self._places.release()


def _run(data: bytes, names: tuple[str, ...]) -> bytes:
    with tempfile.TemporaryDirectory(prefix="balises-lecture-") as folder:
        try:
            done = subprocess.run(  # noqa: S603 - our own script, by our own interpreter
                # -I: nothing of the environment nor of the folder decides what is imported.
                [sys.executable, "-I", "-B", str(_SCRIPT), *names],
                input=data,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=PATIENCE,
                # No setting of ours, and so no password, is within the reach of a hostile file.
                env={"LC_ALL": "C.UTF-8"},
                cwd=folder,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise returned.Unreadable("too-heavy") from None
    if done.returncode:
        # Killed by one of its limits, or by the file itself.
        raise returned.Unreadable("too-heavy" if done.returncode < 0 else "damaged")
    return done.stdout


def _contents(told: bytes) -> PdfContents:
    found = json.loads(told)
    if "refused" in found:
        raise returned.Unreadable(found["refused"])
    return PdfContents(
        attachments={str(name): str(text) for name, text in found["attachments"].items()},
        keywords=str(found["keywords"]),
        is_mended=bool(found["is_mended"]),
        has_form=bool(found["has_form"]),
        is_cut=bool(found["is_cut"]),
        is_doubled=bool(found["is_doubled"]),
        fields=tuple(
            Filled(str(name), str(title), tuple(map(str, values)))
            for name, title, values in found["fields"]
        ),
    )
