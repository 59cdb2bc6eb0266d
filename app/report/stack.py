"""Gives a deep call room enough for all the frames below it. Must not change what it does.

CPython (3.11 and later) keeps the frames of a thread in pieces of 16 kB, and gives a piece back to
the system when its first frame ends. A function called in a loop just where a piece is full maps
one and gives it back each time: laying out a report so cost 4,000 page faults, a twentieth of its
time. A first frame that is larger than all such pieces makes one that holds the others too.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from types import FunctionType
from typing import ParamSpec, TypeVar

WORDS = 66_000
"""Of eight bytes: half a piece of 1 MB, the other half is for the frames below. What nobody
touches takes no memory."""

P = ParamSpec("P")
R = TypeVar("R")


def roomy(call: Callable[P, R]) -> Callable[P, R]:
    """Return a function that does the same, with all the frames below its own in one piece."""

    def inner(*args: P.args, **kwargs: P.kwargs) -> R:
        return call(*args, **kwargs)

    code = inner.__code__.replace(co_stacksize=WORDS)
    roomier = FunctionType(code, globals(), inner.__name__, None, inner.__closure__)
    result: Callable[P, R] = wraps(call)(roomier)
    return result
