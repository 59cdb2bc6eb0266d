"""The content we ship: every file sound, nothing left to mend."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import pytest

from app.content.library import (
    DEFAULT_ROOT,
    Library,
    load_library,
    open_shelf,
    territories,
)
from app.content.prover.report import prove_shelf

FILES = sorted(
    path.relative_to(DEFAULT_ROOT).as_posix()
    for folder in ("questionnaires", "rules")
    for path in (DEFAULT_ROOT / folder).rglob("*.yaml")
)


@lru_cache(maxsize=1)
def library() -> Library:
    return load_library(DEFAULT_ROOT)


def test_files_were_found() -> None:
    assert "questionnaires/association.yaml" in FILES
    assert "rules/association.yaml" in FILES
    assert len([name for name in FILES if name.startswith("rules/resources/")]) >= 4


@pytest.mark.parametrize("file", FILES)
def test_file_has_nothing_to_mend(file: str) -> None:
    found = [f for f in library().findings if f.file == file]
    assert not found, "\n".join(f"{f.line} {f.code} {f.message}" for f in found)


def test_every_pathway_is_served() -> None:
    written = {Path(name).stem for name in FILES if name.startswith("questionnaires/")}
    assert set(library().editions) == written
    assert not library().findings


def test_everything_is_proven() -> None:
    found = prove_shelf(open_shelf(DEFAULT_ROOT)).findings
    assert not found, "\n".join(f"{f.file}:{f.line} {f.code} {f.message}" for f in found)


def test_catalogue_is_as_large_as_promised() -> None:
    assert library().resources >= 60


def test_departments_are_the_official_list() -> None:
    found = territories()
    assert len(found.departments) == 101
    assert len(found.regions) == 18
    assert {d.region for d in found.departments} == {r.code for r in found.regions}


def test_a_share_is_drawn_as_its_figure_says() -> None:
    drawn = {
        one.id: (one.value, one.share.percent)
        for edition in library().editions.values()
        for one in edition.figures
        if one.share is not None
    }
    assert len(drawn) >= 10
    for value, percent in drawn.values():
        found = re.search(r"(\d+)\s?(%|sur 10$)", value)
        assert found is not None, value
        assert percent == int(found[1]) * (1 if found[2] == "%" else 10)
