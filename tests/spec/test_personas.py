"""Every persona file is told what its author expects. See README.md for how to add one."""

from functools import lru_cache
from pathlib import Path

import pytest

from app.content.findings import Findings
from app.content.library import DEFAULT_ROOT, Library, library_of, open_shelf
from app.content.personas.hearing import Hearing, hear
from app.content.personas.reading import read_personas
from app.content.shelf import Shelf
from app.domain.model import MaturityLevel

HERE = Path(__file__).parent
FILES = sorted(path.relative_to(HERE).as_posix() for path in HERE.glob("*/*.yaml"))


@lru_cache(maxsize=1)
def shelf() -> Shelf:
    return open_shelf(DEFAULT_ROOT)


@lru_cache(maxsize=1)
def library() -> Library:
    return library_of(shelf())


@lru_cache(maxsize=1)
def heard() -> Hearing:
    return hear(shelf(), library(), HERE, DEFAULT_ROOT)


def test_personas_were_found() -> None:
    folders = {Path(name).parent.name for name in FILES}
    assert folders == set(heard().coverage), "one folder of personas for each questionnaire"
    assert sum(len(each) for each in heard().answers.values()) == len(FILES)


@pytest.mark.parametrize("file", FILES)
def test_persona(file: str) -> None:
    found = [f for f in heard().findings if f.file == f"tests/spec/{file}"]
    if found:
        lines = "\n".join(f"  - {f.file}:{f.line} {f.message}" for f in found)
        pytest.fail(lines, pytrace=False)


def test_personas_reach_every_overall_level() -> None:
    personas = read_personas(HERE, DEFAULT_ROOT, heard().coverage, Findings())
    assert {one.value.expect.overall for one in personas} >= set(MaturityLevel)
