"""What a persona is told against what is expected: every difference found, at its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.content.findings import CODES, Finding
from app.content.library import library_of, open_shelf
from app.content.personas.hearing import Hearing, hear
from tests.content.folders import RULES, line_of, spoil
from tests.content.personas.garden import PERSONA, garden


def heard_in(folder: Path, *, required: int = 0) -> Hearing:
    shelf = open_shelf(folder)
    return hear(shelf, library_of(shelf), folder / "personas", folder, required=required)


def told(heard: Hearing, code: str) -> list[Finding]:
    return [finding for finding in heard.findings if finding.code == code]


def test_a_sound_persona_is_told_what_is_expected(tmp_path: Path) -> None:
    heard = heard_in(garden(tmp_path))
    assert heard.findings == ()
    assert len(heard.answers["jardin"]) == 1


FAULTS = (
    # Read as every file of content is.
    ("key-unknown", "recommends:", "recomends:", "recomends:", "« recommends »"),
    ("key-missing", "questionnaire: jardin\n", "", "persona:", "questionnaire"),
    ("value-unknown", "overall: not_engaged", "overall: not_engagd", "not_engagd", "not_engaged"),
    ("yaml-syntax", "[nobody]", "[nobody", "expect:", ""),
    # Judged.
    ("persona-place", "questionnaire: jardin", "questionnaire: jardins", "jardins", "« jardin »"),
    ("persona-answer", "planning: none", "planning: nothing", "planning: nothing", "proposée"),
    ("persona-answer", "planning: none", "planing: none", "planing: none", "« planning »"),
    ("persona-not-asked", "personnes: 12", "personnes: 1", "partenaires:", "pas posée"),
    ("persona-level", "overall: not_engaged", "overall: active", "overall:", "score sûr 0"),
    ("persona-level", "voisinage: not_engaged", "voisinage: active", "dimensions:", "voisinage"),
    ("persona-unknown", "voisinage: not_engaged", "voisin: active", "dimensions:", "voisinage"),
    ("persona-unknown", "[fete-des-voisins]", "[fete]", "recommends:", "fete-des-voisins"),
    ("persona-unknown", "[planning-a-ecrire]", "[planning-ecrire]", "first_", "planning-a-ecrire"),
    ("persona-unknown", "    planning-a-ecrire:", "    planing:", "planing:", "planning-a-ecrire"),
    ("persona-resource", "recommend: []", "recommend: [fete-des-voisins]", "does_not", "par :"),
    ("persona-action", "[planning-a-ecrire]", "[planning-inconnu]", "first_", "ne s’applique pas"),
    ("persona-action", "[ouvrir-le-portail]", "[heures-inconnues]", "  actions", "feuille de"),
    ("persona-because", "au jour le jour", "par écrit", "par écrit", "au jour le jour"),
    ("persona-because", "    planning-a-ecrire:", "    planning-inconnu:", "inconnu:", "appliquer"),
)


@pytest.mark.parametrize(("code", "old", "new", "at", "said"), FAULTS)
def test_a_disappointment_is_told_at_its_line(
    code: str, old: str, new: str, at: str, said: str, tmp_path: Path
) -> None:
    folder = garden(tmp_path)
    spoil(folder, PERSONA, old, new)
    heard = heard_in(folder)
    (first, *_) = told(heard, code)
    assert first.file == PERSONA
    assert first.line == line_of(folder, PERSONA, at)
    assert said in (first.message + first.remedy).replace("\u00a0", " ")
    assert first.severity == "error"
    assert list(heard.coverage) == ["jardin"], "a persona never takes a pathway away"


def test_a_resource_that_should_be_told_and_is_not(tmp_path: Path) -> None:
    folder = garden(tmp_path)
    spoil(folder, PERSONA, "planning: none", "planning: written")
    spoil(folder, PERSONA, "recommends: [", "recommends: [modele-de-planning, ")
    (first, *_) = told(heard_in(folder), "persona-resource")
    assert "devait être conseillée" in first.message


def test_nothing_answered_has_no_level(tmp_path: Path) -> None:
    folder = garden(tmp_path)
    text = 'persona: "Personne"\nquestionnaire: jardin\nanswers: {}\nexpect: {overall: active}\n'
    (folder / PERSONA).write_text(text, "utf-8")
    (only,) = heard_in(folder).findings
    assert (only.code, only.line) == ("persona-level", 4)
    assert "rien n’y est répondu" in only.message


@pytest.mark.parametrize("name", ["mariette.yaml", "verger/mariette.yaml"])
def test_a_persona_out_of_place_is_told(name: str, tmp_path: Path) -> None:
    folder = garden(tmp_path)
    path = folder / "personas" / name
    path.parent.mkdir(exist_ok=True)
    (folder / PERSONA).rename(path)
    heard = heard_in(folder)
    (only,) = heard.findings
    assert (only.code, only.file) == ("persona-place", f"personas/{name}")
    assert heard.answers["jardin"] == []


def test_personas_of_a_faulty_pathway_are_only_read(tmp_path: Path) -> None:
    folder = garden(tmp_path)
    spoil(folder, RULES, "{unknown: planning}", "{unknown: plannning}")
    heard = heard_in(folder, required=100)
    assert not [one for one in heard.findings if one.code.startswith("persona")]
    assert heard.coverage == {}


def test_a_folder_elsewhere_is_named_by_its_own_name(tmp_path: Path) -> None:
    folder = garden(tmp_path)
    spoil(folder, PERSONA, "planning: none", "planning: nothing")
    elsewhere = (folder / "personas").rename(tmp_path / "gens")
    shelf = open_shelf(folder)
    heard = hear(shelf, library_of(shelf), elsewhere, folder)
    (only,) = heard.findings
    assert (only.code, only.file) == ("persona-answer", "gens/jardin/mariette.yaml")


def test_what_is_exercised_and_what_never_is(tmp_path: Path) -> None:
    covered = heard_in(garden(tmp_path)).coverage["jardin"]
    assert covered.personas == 1
    assert covered.rules.never == ("planning-inconnu", "heures-inconnues")
    assert (covered.rules.exercised, covered.rules.total, covered.rules.percent) == (2, 4, 50)
    assert "planning.none" not in covered.options.never
    assert {"planning.oral", "affichage.jardin", "departement.ailleurs"} <= set(
        covered.options.never
    )
    assert "overall.not_engaged" not in covered.levels.never
    assert "voisinage.active" in covered.levels.never


def test_an_answer_that_is_not_asked_exercises_nothing(tmp_path: Path) -> None:
    folder = garden(tmp_path)
    spoil(folder, PERSONA, "planning: none", "planning: oral\n  affichage: jardin")
    assert "affichage.jardin" in heard_in(folder).coverage["jardin"].options.never


@pytest.mark.parametrize("required", [51, 100])
def test_rules_that_no_persona_exercises_fail_when_required(required: int, tmp_path: Path) -> None:
    folder = garden(tmp_path)
    unused = told(heard_in(folder, required=required), "persona-rule-unused")
    assert CODES["persona-rule-unused"] == "error"
    assert [(one.file, one.line) for one in unused] == [
        (RULES, line_of(folder, RULES, "id: planning-inconnu")),
        (RULES, line_of(folder, RULES, "id: heures-inconnues")),
    ]


def test_enough_rules_are_enough(tmp_path: Path) -> None:
    assert heard_in(garden(tmp_path), required=50).findings == ()
