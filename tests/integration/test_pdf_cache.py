"""The PDFs kept on disk: whole, for us alone, bounded, and gone when they must be."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.report.pdf_cache import PdfCache

OWNER = "a" * 32
OTHER = "b" * 32
KEY = "1" * 64


def key(number: int) -> str:
    """Return a key of a file."""
    return f"{number:064x}"


def files(folder: Path) -> list[Path]:
    """Return every file below a folder."""
    return [one for one in folder.rglob("*") if one.is_file()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "pdf"


@pytest.fixture
def cache(folder: Path) -> PdfCache:
    return PdfCache(folder, 200)


def test_what_was_kept_is_given_back_to_its_owner_alone(cache: PdfCache) -> None:
    assert cache.read(OWNER, KEY) is None
    assert cache.write(OWNER, KEY, b"%PDF one")
    assert cache.read(OWNER, KEY) == b"%PDF one"
    assert cache.has(OWNER, KEY)
    assert cache.read(OTHER, KEY) is None
    assert cache.read(OWNER, key(2)) is None
    assert cache.owners() == [OWNER]


def test_only_this_user_may_read_it(cache: PdfCache, folder: Path) -> None:
    folder.mkdir(parents=True, mode=0o755)
    old = os.umask(0)
    try:
        cache.write(OWNER, KEY, b"%PDF")
    finally:
        os.umask(old)
    modes = {one: stat.S_IMODE(one.stat().st_mode) for one in (folder, *folder.rglob("*"))}
    assert {mode for one, mode in modes.items() if one.is_dir()} == {0o700}
    assert {mode for one, mode in modes.items() if one.is_file()} == {0o600}


@pytest.mark.parametrize("damage", ["cut", "empty", "a byte", "longer", "another’s"])
def test_a_damaged_file_is_never_served(cache: PdfCache, folder: Path, damage: str) -> None:
    cache.write(OWNER, KEY, b"%PDF" * 100)
    (path,) = files(folder)
    data = path.read_bytes()
    if damage == "cut":
        path.write_bytes(data[:-1])
    elif damage == "empty":
        path.write_bytes(b"")
    elif damage == "a byte":
        path.write_bytes(data[:200] + b"x" + data[201:])
    elif damage == "longer":
        path.write_bytes(data + b"x")
    else:
        cache.write(OTHER, KEY, b"%PDF of another")
        path.write_bytes((folder / OTHER / path.name).read_bytes())
    assert cache.read(OWNER, KEY) is None
    assert not path.exists()
    assert cache.write(OWNER, KEY, b"%PDF again")
    assert cache.read(OWNER, KEY) == b"%PDF again"


def test_forgetting_removes_all_of_one_owner_and_nothing_else(
    cache: PdfCache, folder: Path
) -> None:
    for number in range(3):
        cache.write(OWNER, key(number), b"%PDF mine")
    cache.write(OTHER, KEY, b"%PDF theirs")
    (folder / OWNER / ".draft-left").write_bytes(b"mine")
    cache.forget(OWNER)
    cache.forget(OWNER)
    assert [one.parent.name for one in files(folder)] == [OTHER]
    assert not (folder / OWNER).exists()
    assert cache.read(OTHER, KEY) == b"%PDF theirs"


def test_what_was_used_the_longest_ago_makes_room(folder: Path) -> None:
    cache = PdfCache(folder, 1)
    third = b"x" * (400 * 1024)
    for number, owner in enumerate((OWNER, OTHER)):
        cache.write(owner, key(number), third)
        os.utime(folder / owner / f"{key(number)}.pdf", (number, number))
    assert cache.read(OWNER, key(0)) == third  # the older has just been used
    cache.write(OWNER, key(3), third)
    assert cache.read(OTHER, key(1)) is None
    assert not (folder / OTHER).exists()
    assert cache.read(OWNER, key(0)) == cache.read(OWNER, key(3)) == third


def test_there_are_never_more_files_than_allowed(folder: Path) -> None:
    cache = PdfCache(folder, 200, entries=10)
    for number in range(25):
        cache.write(f"{number:032x}", KEY, b"%PDF")
        assert len(files(folder)) <= 10
    assert cache.read(f"{24:032x}", KEY) == b"%PDF"


def test_what_is_larger_than_the_whole_is_not_kept(folder: Path) -> None:
    cache = PdfCache(folder, 1)
    assert not cache.write(OWNER, KEY, b"x" * (1024 * 1024 + 1))
    assert not folder.exists()


@pytest.mark.parametrize("limit", [0, 200])
def test_without_room_or_folder_nothing_is_kept(folder: Path, limit: int) -> None:
    cache = PdfCache(folder if limit == 0 else None, limit)
    assert not cache.write(OWNER, KEY, b"%PDF")
    assert cache.read(OWNER, KEY) is None
    assert not cache.has(OWNER, KEY)
    assert cache.owners() == []
    cache.forget(OWNER)
    cache.discard(OWNER, KEY)
    assert not folder.exists()


def test_a_folder_that_cannot_be_written_costs_only_the_time(folder: Path) -> None:
    folder.parent.mkdir()
    folder.write_text("a file where the folder should be")
    cache = PdfCache(folder, 200)
    assert not cache.write(OWNER, KEY, b"%PDF")
    assert cache.read(OWNER, KEY) is None


@pytest.mark.parametrize("owner", ["", "..", "../../etc", "A" * 32, "a" * 31, "a" * 32 + "/x"])
def test_no_name_leads_out_of_the_folder(cache: PdfCache, owner: str) -> None:
    for ask in (cache.read, cache.has, cache.discard):
        with pytest.raises(ValueError, match="id and a key"):
            ask(owner, KEY)
    cache.forget(owner)


def test_old_drafts_of_dead_processes_are_removed(cache: PdfCache, folder: Path) -> None:
    cache.write(OWNER, KEY, b"%PDF")
    old, new = folder / OWNER / ".draft-old", folder / OWNER / ".draft-new"
    for draft in (old, new):
        draft.write_bytes(b"half")
    os.utime(old, (0, 0))
    cache.write(OWNER, key(2), b"%PDF")
    assert not old.exists()
    assert new.exists()


WRITER = """
import sys
from pathlib import Path
from app.report.pdf_cache import PdfCache
cache = PdfCache(Path(sys.argv[1]), 1)
for turn in range(150):
    number = turn % 5
    cache.write("a" * 32, f"{number:064x}", bytes([number]) * (300 * 1024 + number))
    if turn % 10 == 9:
        cache.forget("a" * 32)
"""


def test_processes_that_write_evict_and_forget_never_show_half_a_file(folder: Path) -> None:
    command = [sys.executable, "-c", WRITER, str(folder)]
    writers = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(2)]
    cache = PdfCache(folder, 1)
    seen = 0

    def watch(number: int) -> int:
        found = 0
        while any(one.poll() is None for one in writers):
            data = cache.read(OWNER, key(number))
            if data is not None:
                assert data == bytes([number]) * (300 * 1024 + number)
                found += 1
        return found

    with ThreadPoolExecutor(5) as pool:
        seen = sum(pool.map(watch, range(5)))
    for writer in writers:
        assert writer.communicate()[1] == b""
        assert writer.returncode == 0
    assert seen > 0
