"""Renders two reports read from the standard input; prints what the second opens or starts."""

from __future__ import annotations

import os
import pickle
import sys
from typing import Any

from app.report.typesetting import Typesetter

# Not "exec" and "compile": cssselect2 makes functions of its own few selectors that way.
KINDS = (
    "open",
    "socket.",
    "subprocess.",
    "os.",
    "import",
    "ctypes.",
    "urllib.",
    "tempfile.",
    "shutil.",
    "glob.",
)

if __name__ == "__main__":
    typesetter = Typesetter()
    first, second = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the test that started this
    typesetter.render(first)
    seen: list[str] = []

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(KINDS):
            seen.append(f"{event} {arguments[:2]}")

    sys.addaudithook(watch)
    if sys.argv[1:] == ["--open"]:
        open("/etc/hostname").close()
    data = typesetter.render(second)
    kept = list(seen)
    assert data.startswith(b"%PDF")
    print("\n".join(kept), flush=True)  # noqa: T201
    # A hook cannot be taken away, and an interpreter that ends would still call it.
    os._exit(0)
