"""Watching a folder: every change is told, a burst of them once, whatever becomes of the folder."""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.content.watching import Watching
from tests.content.folders import QUESTIONS, RULES, small_folder

DEADLINE = 20
"""Seconds after which what should have been told never will be."""


class Listener:
    """Counts what it is told, and lets a test wait for it."""

    def __init__(self) -> None:
        self.told = 0
        self.trouble: Exception | None = None
        self._changed = threading.Condition()

    def __call__(self) -> None:
        with self._changed:
            self.told += 1
            self._changed.notify_all()
        if self.trouble is not None:
            raise self.trouble

    def wait_for(self, told: int) -> None:
        """Wait until this much was told."""
        with self._changed:
            assert self._changed.wait_for(lambda: self.told >= told, DEADLINE)


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def watch(listener: Listener) -> Iterator[Callable[[Path], Watching]]:
    """Watch a folder, which has been told once when this returns."""
    started: list[Watching] = []

    def start(folder: Path) -> Watching:
        watching = Watching(folder, listener)
        started.append(watching)
        watching.start()
        listener.wait_for(1)
        return watching

    yield start
    for watching in started:
        watching.stop()


def test_a_save_is_told(
    tmp_path: Path, listener: Listener, watch: Callable[[Path], Watching]
) -> None:
    folder = small_folder(tmp_path)
    watch(folder)
    for file in (QUESTIONS, RULES, "rules/resources/jardin.yaml"):
        before = listener.told
        (folder / file).write_text("# autre chose\n", "utf-8")
        listener.wait_for(before + 1)


def test_a_burst_of_saves_is_told_few_times(
    tmp_path: Path, listener: Listener, watch: Callable[[Path], Watching]
) -> None:
    folder = small_folder(tmp_path)
    watch(folder)
    before = listener.told
    for turn in range(300):
        (folder / QUESTIONS).write_text(f"# {turn}\n", "utf-8")
    listener.wait_for(before + 1)
    (folder / RULES).write_text("# la fin\n", "utf-8")
    listener.wait_for(before + 2)
    assert listener.told - before < 10


def test_a_file_put_in_the_place_of_another_is_told(
    tmp_path: Path, listener: Listener, watch: Callable[[Path], Watching]
) -> None:
    folder = small_folder(tmp_path)
    watch(folder)
    before = listener.told
    draft = folder / "questionnaires" / ".jardin.yaml.swp"
    draft.write_text("# autre chose\n", "utf-8")
    draft.replace(folder / QUESTIONS)
    listener.wait_for(before + 1)


def test_a_folder_that_is_made_again_is_watched_again(
    tmp_path: Path, listener: Listener, watch: Callable[[Path], Watching]
) -> None:
    folder = small_folder(tmp_path)
    watch(folder)
    before = listener.told
    shutil.rmtree(folder)
    listener.wait_for(before + 1)
    before = listener.told
    small_folder(tmp_path)
    listener.wait_for(before + 1)
    before = listener.told
    (folder / RULES).write_text("# autre chose\n", "utf-8")
    listener.wait_for(before + 1)


def test_a_listener_that_stumbles_is_told_of_the_next_change(
    tmp_path: Path,
    listener: Listener,
    watch: Callable[[Path], Watching],
    caplog: pytest.LogCaptureFixture,
) -> None:
    folder = small_folder(tmp_path)
    listener.trouble = RuntimeError("a fault of ours")
    with caplog.at_level(logging.ERROR):
        watching = watch(folder)
        (folder / RULES).write_text("# autre chose\n", "utf-8")
        listener.wait_for(2)
        watching.stop()
    assert "the content could not be read again" in caplog.text


def test_nothing_is_told_once_stopped(
    tmp_path: Path, listener: Listener, watch: Callable[[Path], Watching]
) -> None:
    folder = small_folder(tmp_path)
    watching = watch(folder)
    watching.stop()
    watching.stop()
    told = listener.told
    (folder / RULES).write_text("# autre chose\n", "utf-8")
    watching.start()
    listener.wait_for(told + 1)


def test_stopping_ends_the_thread(tmp_path: Path, watch: Callable[[Path], Watching]) -> None:
    watch(small_folder(tmp_path)).stop()
    assert "content" not in {thread.name for thread in threading.enumerate()}
