"""Workbooks that are meant to hurt: each is refused in plain words, at little cost in memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.content.sheets.archive import check_archive
from app.content.sheets.read import read_workbook
from tests.bombs import BOMBS, sound, write
from tests.content.folders import SMALL
from tests.measured import run_measured

MOST = 200 * 1024 * 1024


@pytest.mark.parametrize("name", BOMBS)
def test_bomb_is_refused_in_little_memory(name: str, tmp_path: Path) -> None:
    path, words = write(name, tmp_path)
    done = run_measured("--content", str(SMALL), "content", "import", str(path))
    assert done.code == 1, done.out + done.err
    assert words in done.out + done.err
    assert "Traceback" not in done.err
    assert done.peak < MOST


def test_sound_workbook_is_read(tmp_path: Path) -> None:
    path = tmp_path / "sound.xlsx"
    path.write_bytes(sound())
    assert len(check_archive(path)) == 15
    titles = [sheet.title for sheet in read_workbook(path)]
    assert titles[:2] == ["Lisez-moi", "Parcours"]


def test_file_that_is_not_there(tmp_path: Path) -> None:
    done = run_measured("--content", str(SMALL), "content", "import", str(tmp_path / "x.xlsx"))
    assert done.code == 1
    assert "n’existe pas" in done.err
