"""Every persona file is told what its author expects. See README.md for how to add one."""

from pathlib import Path

import pytest

from app.content.library import DEFAULT_ROOT, Library, load_library
from app.domain.model import MaturityLevel
from tests.spec.persona import Persona, disappointments, read_persona

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*/*.yaml"))


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(DEFAULT_ROOT)


def test_personas_were_found(library: Library) -> None:
    folders = {path.parent.name for path in FILES}
    assert folders == set(library.editions), "one folder of personas for each questionnaire"


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_persona(path: Path, library: Library) -> None:
    persona = read_persona(path)
    assert persona.questionnaire == path.parent.name
    found = disappointments(persona, library.editions[persona.questionnaire])
    if found:
        lines = "\n".join(f"  - {one}" for one in found)
        pytest.fail(f"{persona.persona}\n{lines}", pytrace=False)


def test_personas_reach_every_overall_level() -> None:
    reached = {read_persona(path).expect.overall for path in FILES}
    assert reached >= set(MaturityLevel)


@pytest.mark.parametrize(
    ("expect", "sentence"),
    [
        ({"overall": "pioneer"}, "« overall » devait être pioneer, rien n’y est répondu"),
        ({"dimensions": {"purpse": "active"}}, "aucune dimension ne s’appelle « purpse »"),
        ({"recommends": ["dla"]}, "« dla » devait être conseillée"),
        ({"does_not_recommend": ["nowhere"]}, "aucune règle ne conseille jamais « nowhere »"),
        ({"first_actions": ["nothing"]}, "aucune règle ne s’appelle « nothing »"),
        ({"first_actions": ["carried-alone"]}, "sa règle ne s’applique pas"),
    ],
)
def test_what_is_not_as_expected_is_said(
    library: Library, expect: dict[str, object], sentence: str
) -> None:
    persona = Persona.model_validate(
        {"persona": "Personne", "questionnaire": "association", "answers": {}, "expect": expect}
    )
    found = disappointments(persona, library.editions["association"])
    assert any(sentence in one for one in found), found


def test_an_answer_that_does_not_fit_is_said(library: Library) -> None:
    persona = Persona.model_validate(
        {
            "persona": "Personne",
            "questionnaire": "association",
            "answers": {"staff": "hundreds", "staf": "volunteers"},
            "expect": {},
        }
    )
    found = disappointments(persona, library.editions["association"])
    assert len(found) == 2
    assert "n’est pas une réponse proposée" in found[0]
    assert "Vouliez-vous dire « staff » ?" in found[1]
