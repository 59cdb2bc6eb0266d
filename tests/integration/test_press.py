"""Printing once, what is waited for first, and nothing kept of what is no more."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.report import press as press_module
from app.report.contexts import Report
from app.report.pdf import PdfBusy, PdfFailed, PdfTimeout
from app.report.pdf_cache import PdfCache
from app.report.press import Press
from app.report.printable import Printable
from tests.builders import tiny_edition
from tests.integration.report_samples import META

PATIENCE = 20.0


class SlowRenderer:
    """Renders when it is let to; notes in which order."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.gate = threading.Semaphore(0)
        self.started = threading.Semaphore(0)
        self.error: Exception | None = None
        self.warmed = 0

    def warm(self) -> None:
        self.warmed += 1

    def render(self, report: Report) -> bytes:
        self.begun.append(report.reference)
        self.started.release()
        assert self.gate.acquire(timeout=PATIENCE)
        if self.error is not None:
            raise self.error
        return b"%PDF " + report.reference.encode()

    def let(self, count: int = 1) -> None:
        """Let so many renderings end."""
        self.gate.release(count)

    def wait_begun(self, count: int = 1) -> None:
        """Wait until so many more have begun."""
        for _ in range(count):
            assert self.started.acquire(timeout=PATIENCE)

    def close(self) -> None:
        self.let(100)


def roadmap(number: int) -> Printable:
    """Return a roadmap unlike the others."""
    meta = replace(META, reference=f"R{number}")
    return Printable(f"{number:032x}", 1, tiny_edition(), {}, meta, "fr")


@pytest.fixture
def renderer() -> SlowRenderer:
    return SlowRenderer()


@pytest.fixture
def make_press(renderer: SlowRenderer, tmp_path: Path) -> Iterator[Callable[..., Press]]:
    made: list[Press] = []

    def make(
        workers: int = 1,
        queue: int = 2,
        is_current: Callable[[Printable], bool] = lambda _: True,
        room: int = 200,
    ) -> Press:
        cache = PdfCache(tmp_path / "pdf", room)
        made.append(Press(renderer, cache, is_current, workers=workers, queue=queue))
        return made[-1]

    yield make
    for press in made:
        press.close()


def done(future: Future[bytes]) -> bytes:
    return future.result(PATIENCE)


def test_those_who_ask_for_the_same_wait_for_one_printing(
    make_press: Callable[..., Press], renderer: SlowRenderer
) -> None:
    press = make_press()
    futures = [press.ask(roadmap(1)) for _ in range(20)]
    renderer.let()
    assert {done(future) for future in futures} == {b"%PDF R1"}
    assert renderer.begun == ["R1"]
    assert press.find(roadmap(1)) == b"%PDF R1"
    assert press.find(roadmap(2)) is None


def test_one_who_gives_up_does_not_take_it_from_the_others(
    make_press: Callable[..., Press], renderer: SlowRenderer
) -> None:
    press = make_press()
    impatient, patient = press.ask(roadmap(1)), press.ask(roadmap(1))
    assert not impatient.cancel()
    renderer.let()
    assert done(patient) == b"%PDF R1"


def test_what_is_printed_ahead_is_there_when_it_is_asked_for(
    make_press: Callable[..., Press], renderer: SlowRenderer
) -> None:
    press = make_press()
    press.prepare(roadmap(1))
    renderer.wait_begun()
    assert press.is_under_way(roadmap(1))
    future = press.ask(roadmap(1))
    renderer.let()
    assert done(future) == press.find(roadmap(1)) == b"%PDF R1"
    press.prepare(roadmap(1))
    assert renderer.begun == ["R1"]
    assert not press.is_under_way(roadmap(1))


def test_whoever_waits_comes_before_what_is_printed_ahead(
    make_press: Callable[..., Press], renderer: SlowRenderer
) -> None:
    press = make_press()
    for number in range(1, 5):
        press.prepare(roadmap(number))
    renderer.wait_begun()
    people = [press.ask(roadmap(8)), press.ask(roadmap(9)), press.ask(roadmap(3))]
    renderer.wait_begun(3)
    assert renderer.begun[0] == "R1"
    assert set(renderer.begun[1:]) == {"R8", "R9", "R3"}
    # Nothing more ahead while people have the workers busy, even once the first is done.
    renderer.let(4)
    assert [done(one) for one in people] == [b"%PDF R8", b"%PDF R9", b"%PDF R3"]
    renderer.wait_begun()
    renderer.let(2)
    renderer.wait_begun()
    assert renderer.begun[4:] == ["R2", "R4"]


def test_printing_ahead_takes_no_place_in_the_queue(
    make_press: Callable[..., Press], renderer: SlowRenderer
) -> None:
    press = make_press(workers=1, queue=2)
    for number in range(20, 30):
        press.prepare(roadmap(number))
    renderer.wait_begun()
    waiting = [press.ask(roadmap(number)) for number in range(3)]
    with pytest.raises(PdfBusy) as refused:
        press.ask(roadmap(9))
    assert refused.value.retry_after >= 1
    # Those who ask for what is under way already take no place either.
    waiting.append(press.ask(roadmap(2)))
    renderer.let(4)
    assert [done(one) for one in waiting] == [b"%PDF R0", b"%PDF R1", b"%PDF R2", b"%PDF R2"]
    again = press.ask(roadmap(9))
    renderer.let(20)
    assert done(again) == b"%PDF R9"


def test_what_waits_to_be_printed_ahead_is_bounded(
    make_press: Callable[..., Press], renderer: SlowRenderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press_module, "AHEAD", 3)
    press = make_press()
    for number in range(8):
        press.prepare(roadmap(number))
    renderer.wait_begun()
    waits = [number for number in range(8) if press.is_under_way(roadmap(number))]
    assert waits == [0, 5, 6, 7]


@pytest.mark.parametrize("error", [PdfTimeout(10), PdfFailed("MemoryError")])
def test_a_failure_is_told_and_the_next_try_starts_anew(
    make_press: Callable[..., Press], renderer: SlowRenderer, error: Exception
) -> None:
    press = make_press()
    renderer.error = error
    future = press.ask(roadmap(1))
    renderer.let()
    assert future.exception(PATIENCE) is error
    assert press.failure_of(roadmap(1)) is error
    assert not press.is_under_way(roadmap(1))
    renderer.error = None
    again = press.ask(roadmap(1))
    assert press.failure_of(roadmap(1)) is None
    renderer.let()
    assert done(again) == b"%PDF R1"


def test_one_failure_is_not_that_of_another(
    make_press: Callable[..., Press], renderer: SlowRenderer
) -> None:
    press = make_press()
    renderer.error = RuntimeError("what the person wrote")
    first = press.ask(roadmap(1))
    renderer.let()
    assert isinstance(first.exception(PATIENCE), RuntimeError)
    told = press.failure_of(roadmap(1))
    assert isinstance(told, PdfFailed)
    assert "wrote" not in f"{told} {told.cause}"
    assert press.failure_of(roadmap(2)) is None


@pytest.mark.parametrize("answer", [False, OSError("no database")])
def test_nothing_is_kept_of_what_was_erased_while_it_was_printed(
    make_press: Callable[..., Press], renderer: SlowRenderer, tmp_path: Path, answer: Any
) -> None:
    def is_current(_: Printable) -> bool:
        if isinstance(answer, Exception):
            raise answer
        return bool(answer)

    press = make_press(is_current=is_current)
    future = press.ask(roadmap(1))
    renderer.wait_begun()
    press.forget(roadmap(1).owner)
    renderer.let()
    assert done(future) == b"%PDF R1"
    assert press.find(roadmap(1)) is None
    assert list((tmp_path / "pdf").iterdir()) == []


def test_what_is_forgotten_is_no_longer_printed_ahead(
    make_press: Callable[..., Press], renderer: SlowRenderer
) -> None:
    press = make_press()
    for number in (1, 2, 3):
        press.prepare(roadmap(number))
    renderer.wait_begun()
    press.forget(roadmap(2).owner)
    assert not press.is_under_way(roadmap(2))
    renderer.let(2)
    renderer.wait_begun()
    assert renderer.begun == ["R1", "R3"]


def test_without_a_disk_the_last_are_held_in_memory(
    make_press: Callable[..., Press], renderer: SlowRenderer, tmp_path: Path
) -> None:
    press = make_press(room=0)
    renderer.let(20)
    for number in range(press_module.REMEMBERED + 2):
        done(press.ask(roadmap(number)))
    assert press.find(roadmap(9)) == b"%PDF R9"
    assert press.find(roadmap(0)) is None
    press.forget(roadmap(9).owner)
    assert press.find(roadmap(9)) is None
    assert list(tmp_path.iterdir()) == []


def test_closing_ends_what_is_under_way_and_drops_the_rest(
    make_press: Callable[..., Press], renderer: SlowRenderer
) -> None:
    press = make_press()
    future = press.ask(roadmap(1))
    press.prepare(roadmap(2))
    press.close()
    assert future.done()
    assert not press.is_under_way(roadmap(2))
    assert renderer.begun == ["R1"]
