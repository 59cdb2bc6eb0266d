"""Every persona file is told what its author expects. See README.md for how to add one."""

from functools import lru_cache
from pathlib import Path

import pytest

from app.content.findings import Findings
from app.content.library import DEFAULT_ROOT, Library, library_of, open_shelf
from app.content.personas.hearing import Hearing, hear
from app.content.personas.reading import PlacedPersona, read_personas
from app.content.shelf import Shelf
from app.domain.answers import parse_answers
from app.domain.diagnose import diagnose
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


@lru_cache(maxsize=1)
def personas() -> dict[str, PlacedPersona]:
    read = read_personas(HERE, DEFAULT_ROOT, library().editions, Findings())
    return {one.reporter.document.file.removeprefix("tests/spec/"): one for one in read}


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
    reached = {one.value.expect.overall for one in personas().values()}
    assert reached >= set(MaturityLevel)


@pytest.mark.parametrize("pathway", sorted({Path(name).parent.name for name in FILES}))
def test_every_rule_speaks_to_some_persona(pathway: str) -> None:
    covered = heard().coverage[pathway]
    assert covered.rules.never == ()
    assert covered.levels.never == ()
    assert covered.personas >= 8


@pytest.mark.parametrize("file", FILES)
def test_a_persona_expects_every_level(file: str) -> None:
    """So that nobody's level moves unseen."""
    persona = personas()[file].value
    expect, edition = persona.expect, library().editions[persona.questionnaire]
    diagnosis = diagnose(edition, parse_answers(edition, persona.answers), next_levels=False)
    assert expect.overall is not None
    assert set(expect.dimensions) == {one.id for one in diagnosis.dimensions if one.level}
    assert expect.first_actions
    assert expect.recommends
    assert expect.does_not_recommend
