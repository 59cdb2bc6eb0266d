"""A roomy call does what the call does, and its frames come in one piece."""

from __future__ import annotations

import sys

import pytest

from app.report.stack import WORDS, roomy


def divide(one: int, by: int = 2) -> float:
    """Return a quotient."""
    return one / by


def test_it_does_what_the_call_does() -> None:
    room = roomy(divide)
    assert room(3) == 1.5
    assert room(one=4, by=1) == 4
    with pytest.raises(ZeroDivisionError):
        room(1, 0)
    assert (room.__name__, room.__doc__) == ("divide", "Return a quotient.")


def nested(depth: int) -> int:
    return depth and nested(depth - 1) + 1


@pytest.mark.skipif(sys.platform != "linux", reason="page faults are counted on Linux alone")
def test_calls_deep_below_it_ask_the_system_for_nothing() -> None:
    resource = pytest.importorskip("resource")

    def faults(depth: int) -> int:
        start = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        for _ in range(200):
            nested(depth)
        return int(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - start)

    def worst() -> int:
        # At some of these depths a piece of the stack is full: there each call maps another.
        return max(min(faults(depth) for _ in range(2)) for depth in range(100, 600, 4))

    assert roomy(worst)() < 20


def test_its_room_is_that_of_its_frame() -> None:
    assert roomy(divide).__code__.co_stacksize == WORDS
