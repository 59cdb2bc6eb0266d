"""A library that is remembered is the one that would be read, or it is read again."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.content import library
from app.content.holdings import Library
from app.content.remembered import remembered_library
from tests.content.folders import QUESTIONS, small_folder


def forbid_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> Library:
        raise AssertionError("the content was read again")

    monkeypatch.setattr(library, "load_library", refuse)


def test_sound_content_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, cache = small_folder(tmp_path), tmp_path / "cache"
    first = remembered_library(root, cache)
    assert first == library.load_library(root)
    assert first.editions
    forbid_reading(monkeypatch)
    assert remembered_library(root, cache) == first


def test_one_byte_that_differs_is_read(tmp_path: Path) -> None:
    root, cache = small_folder(tmp_path), tmp_path / "cache"
    before = remembered_library(root, cache)
    path = root / QUESTIONS
    path.write_text(path.read_text().replace("title: ", "title:  ", 1).replace("?", "!", 1))
    after = remembered_library(root, cache)
    assert after == library.load_library(root)
    assert after != before
    assert len(list(cache.iterdir())) == 1


def test_content_to_mend_is_read_each_time(tmp_path: Path) -> None:
    root, cache = small_folder(tmp_path), tmp_path / "cache"
    (root / QUESTIONS).write_text("id: [")
    for _ in range(2):
        assert remembered_library(root, cache).has_errors
    assert not cache.exists()


@pytest.mark.parametrize(
    "damage", [b"", b"{", b'{"key": 1}', b"[]\n[]", b"\xff\xfe", b'"text"\n{}']
)
def test_a_memory_that_is_damaged_is_not_believed(damage: bytes, tmp_path: Path) -> None:
    root, cache = small_folder(tmp_path), tmp_path / "cache"
    first = remembered_library(root, cache)
    (memory,) = cache.iterdir()
    head, *rest = memory.read_bytes().splitlines()
    for data in (damage, b"\n".join([head, damage]), b"\n".join([head, *rest, damage or b"x"])):
        memory.write_bytes(data)
        assert remembered_library(root, cache) == first


def test_an_edition_changed_in_memory_is_not_believed(tmp_path: Path) -> None:
    root, cache = small_folder(tmp_path), tmp_path / "cache"
    first = remembered_library(root, cache)
    (memory,) = cache.iterdir()
    memory.write_bytes(memory.read_bytes().replace(b"jardin", b"jardim"))
    assert remembered_library(root, cache) == first


def test_where_nothing_can_be_kept_the_content_is_read(tmp_path: Path) -> None:
    root, blocked = small_folder(tmp_path), tmp_path / "file"
    blocked.write_text("not a folder")
    expected = library.load_library(root)
    assert remembered_library(root, blocked) == expected
    assert remembered_library(root, None) == expected
    (root / "rules" / "lien.yaml").symlink_to("jardin.yaml")
    assert remembered_library(root, tmp_path / "cache") == library.load_library(root)
    assert not (tmp_path / "cache").exists()
