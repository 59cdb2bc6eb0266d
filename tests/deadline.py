"""Waiting for something that happens elsewhere, in a thread or another process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic

DEADLINE = 30
"""Seconds after which what should have come never will."""


def until(holds: Callable[[], bool], what: str) -> None:
    """Wait until something holds, asking again and again; fail at the deadline."""
    end = monotonic() + DEADLINE
    pause = threading.Event()
    while not holds():
        assert monotonic() < end, f"never: {what}"
        pause.wait(0.02)
