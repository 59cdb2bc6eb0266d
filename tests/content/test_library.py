"""What a content folder becomes: editions, several at once, and nothing faulty among them."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.content.library import load_library
from app.domain.edition import Edition
from tests.content.folders import (
    ERRATA,
    FIGURES,
    MIGRATIONS,
    QUESTIONS,
    RESOURCES,
    RULES,
    SOURCES,
    found,
    small_folder,
    spoil,
)


def add_pathway(folder: Path, id_: str, order: int) -> None:
    """Add a copy of the small pathway under another id."""
    for file, old in ((QUESTIONS, "id: jardin"), (RULES, "questionnaire: jardin")):
        text = (folder / file).read_text("utf-8").replace(old, old.replace("jardin", id_))
        text = text.replace("order: 50", f"order: {order}")
        (folder / file.replace("jardin", id_)).write_text(text, "utf-8")


def test_edition_holds_what_it_shows_and_no_more(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    spoil(
        folder,
        RESOURCES,
        "resources:\n",
        """resources:
  - id: autre
    kind: data
    title: Autre
    publisher: Personne
    summary: Rien
    not_covered: Tout
    audiences: [ailleurs]
    use: [inform]
    access: free
    effort: 1
    source: {document: G2, place: page 1}
""",
    )
    spoil(
        folder,
        SOURCES,
        "sources:\n",
        "sources:\n  - {id: G2, title: Deux, publisher: Deux, year: 2001}\n",
    )
    library = load_library(folder)
    assert library.findings == ()
    assert library.resources == 3
    edition = library.editions["jardin"]
    assert [r.id for r in edition.resources] == ["fete-des-voisins", "modele-de-planning"]
    assert [f.id for f in edition.figures] == ["jardins-2015", "jardins-2020"]
    assert [s.id for s in edition.sources] == ["G1"]
    assert edition.territories is not None
    assert len(edition.territories.departments) == 101


def test_edition_without_territory_question_has_no_territories(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    spoil(
        folder,
        QUESTIONS,
        """      - id: departement
        kind: territory
        text: "Dans quel département est le jardin ?"
        options:
          - {id: ailleurs, label: "Hors de France", not_applicable: true}
""",
        "",
    )
    spoil(folder, RULES, '  en-corse: {territory: departement, regions: ["94"]}\n', "")
    spoil(folder, RULES, "    unless: {meets: en-corse}\n", "")
    library = load_library(folder)
    assert library.findings == ()
    assert library.editions["jardin"].territories is None


def test_edition_survives_its_canonical_form(tmp_path: Path) -> None:
    edition = load_library(small_folder(tmp_path)).editions["jardin"]
    again = Edition.from_canonical(edition.canonical)
    assert again.hash == edition.hash


def test_hash_does_not_depend_on_layout(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    before = load_library(folder).editions["jardin"].hash
    text = (folder / QUESTIONS).read_text("utf-8").replace("order: 50", "order:   50  # sa place")
    (folder / QUESTIONS).write_text("# autre\n\n" + text, "utf-8")
    (folder / RESOURCES).rename(folder / "rules/resources/zzz.yaml")
    assert load_library(folder).editions["jardin"].hash == before


def test_hash_changes_with_a_word(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    before = load_library(folder).editions["jardin"].hash
    spoil(folder, RESOURCES, "Modèle de planning", "Modèle de planning affichable")
    assert load_library(folder).editions["jardin"].hash != before


def test_pathways_come_by_order_then_id(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    add_pathway(folder, "verger", 10)
    add_pathway(folder, "abeilles", 50)
    assert list(load_library(folder).editions) == ["verger", "abeilles", "jardin"]


def test_a_faulty_pathway_does_not_stop_the_others(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    add_pathway(folder, "verger", 10)
    spoil(folder, "rules/verger.yaml", "{unknown: planning}", "{unknown: plannning}")
    library = load_library(folder)
    assert list(library.editions) == ["jardin"]
    assert {f.file for f in library.findings if f.severity == "error"} == {"rules/verger.yaml"}


def test_two_questionnaires_of_one_id(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    text = (folder / QUESTIONS).read_text("utf-8")
    (folder / "questionnaires/verger.yaml").write_text(text, "utf-8")
    library = load_library(folder)
    assert [f.file for f in found(library, "questionnaire-duplicate")] == [
        "questionnaires/verger.yaml"
    ]


def test_two_rules_files_of_one_pathway(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    text = (folder / RULES).read_text("utf-8")
    (folder / "rules/verger.yaml").write_text(text, "utf-8")
    assert [f.file for f in found(load_library(folder), "rules-duplicate")] == ["rules/verger.yaml"]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (RESOURCES, "effort: 1", "effort: 9"),
        (FIGURES, 'year: "2020"', "year:"),
        (FIGURES, "figures:", "figure:"),
        (SOURCES, "year: 2020", "year: 20"),
    ],
)
def test_a_faulty_entry_holds_back_what_rests_on_it(
    file: str, old: str, new: str, tmp_path: Path
) -> None:
    folder = small_folder(tmp_path)
    spoil(folder, file, old, new)
    library = load_library(folder)
    assert {f.file for f in library.findings if f.severity == "error"} == {file}
    assert not library.editions


@pytest.mark.parametrize("file", [RESOURCES, FIGURES, SOURCES])
def test_an_unreadable_file_gives_one_finding_not_a_hundred(file: str, tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    (folder / file).write_text("[", "utf-8")
    library = load_library(folder)
    assert [(f.file, f.code) for f in library.findings] == [(file, "yaml-syntax")]
    assert not library.editions


def test_faults_of_all_files_and_both_passes_are_told_at_once(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    spoil(folder, QUESTIONS, 'hint: "Arrosage', 'hnit: "Arrosage')
    spoil(folder, QUESTIONS, "kind: single", "kind: singel")
    spoil(folder, QUESTIONS, "answers: how-often", "answers: how-oftens")
    spoil(folder, RULES, "recommend: [fete-des-voisins]", "recommend: [fete]")
    spoil(folder, RULES, "horizon: operational", "horizon: demain")
    spoil(folder, RULES, "{unknown: planning}", "{unknown: plannning}")
    spoil(folder, RESOURCES, '{document: G1, place: "page 8"}', "{document: G9, place: p8}")
    spoil(folder, FIGURES, "questions: [planning]", "questions: [planing]")
    codes = {(f.file, f.code) for f in load_library(folder).findings if f.severity == "error"}
    assert codes == {
        (QUESTIONS, "key-unknown"),
        (QUESTIONS, "value-unknown"),
        (QUESTIONS, "answer-set-unknown"),
        (RULES, "value-unknown"),
        (RULES, "resource-unknown"),
        (RULES, "question-unknown"),
        (RESOURCES, "source-unknown"),
        (FIGURES, "question-unknown"),
    }


def test_findings_come_by_file_then_line(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    spoil(folder, RULES, "{unknown: planning}", "{unknown: plannning}")
    spoil(folder, RULES, "recommend: [fete-des-voisins]", "recommend: [fete]")
    spoil(folder, QUESTIONS, "answers: how-often", "answers: how-oftens")
    places = [(f.file, f.line) for f in load_library(folder).findings]
    assert places == sorted(places)
    assert len(places) >= 3


def test_words_that_yaml_1_1_took_for_truths_are_words(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    spoil(folder, QUESTIONS, "{id: jardin, label", "{id: on, label")
    spoil(folder, QUESTIONS, "{id: internet, label", "{id: no, label")
    library = load_library(folder)
    assert library.findings == ()
    options = library.editions["jardin"].questionnaire.items_by_id["affichage"].options_by_id
    assert list(options) == ["on", "no"]


def test_scores_stay_exact(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    spoil(folder, QUESTIONS, 'phrase: "à l’oral", score: 1', 'phrase: "à l’oral", score: 0.1')
    items = load_library(folder).editions["jardin"].questionnaire.items_by_id
    assert str(items["planning"].options_by_id["oral"].score) == "0.1"


@pytest.mark.parametrize(
    ("file", "code"), [(MIGRATIONS, "migration-duplicate"), (ERRATA, "errata-duplicate")]
)
def test_a_pathway_has_one_file_of_each_kind(tmp_path: Path, file: str, code: str) -> None:
    folder = small_folder(tmp_path)
    (folder / file).with_name("other.yaml").write_text((folder / file).read_text("utf-8"), "utf-8")
    library = load_library(folder)
    assert {(f.file.rpartition("/")[2], f.code) for f in library.findings} == {("other.yaml", code)}
    assert not library.editions


@pytest.mark.parametrize("file", [MIGRATIONS, ERRATA])
@pytest.mark.parametrize("text", ["[", "questionnaire: jardin\n", "steps: []\n"])
def test_a_pathway_is_not_served_while_what_is_told_of_earlier_editions_is_faulty(
    tmp_path: Path, file: str, text: str
) -> None:
    folder = small_folder(tmp_path)
    (folder / file).write_text(text, "utf-8")
    library = load_library(folder)
    assert library.has_errors
    assert not library.editions


def test_what_is_told_of_earlier_editions_does_not_change_the_edition(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    before = load_library(folder).editions["jardin"].hash
    for file in (MIGRATIONS, ERRATA):
        (folder / file).unlink()
    assert load_library(folder).editions["jardin"].hash == before
