"""A folder being edited: what is sound is offered, what no longer is keeps its last state."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.content.live import LiveLibrary
from tests.content.folders import FIGURES, QUESTIONS, RULES, line_of, small_folder, spoil

TITLE = "Notre jardin partagé"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_folder(tmp_path)


def titles(library: LiveLibrary) -> dict[str, str]:
    return {id_: edition.questionnaire.title for id_, edition in library.editions.items()}


def test_an_edit_is_offered_once_it_is_read(folder: Path) -> None:
    library = LiveLibrary(folder)
    before = library.reading
    spoil(folder, QUESTIONS, TITLE, "Notre verger")
    assert library.reading is before
    library.reread()
    assert titles(library) == {"jardin": "Notre verger : où en sommes-nous ?"}
    assert library.reading.revision != before.revision
    assert before.editions["jardin"].questionnaire.title.startswith(TITLE)


def test_reading_the_same_again_changes_nothing(folder: Path) -> None:
    library = LiveLibrary(folder)
    before = library.reading
    (folder / QUESTIONS).touch()
    library.reread()
    assert library.reading.revision == before.revision
    assert library.editions["jardin"] is before.editions["jardin"]


def test_an_unsound_pathway_keeps_its_last_sound_edition(folder: Path) -> None:
    library = LiveLibrary(folder)
    sound = library.editions["jardin"]
    spoil(folder, QUESTIONS, TITLE, "Notre verger")
    spoil(folder, RULES, "unknown: planning", "unknown: planing")
    library.reread()
    assert library.editions == {"jardin": sound}
    assert library.reading.kept == {"jardin"}
    unknown = ("question-unknown", line_of(folder, RULES, "planing"))
    assert unknown in [(one.code, one.line) for one in library.findings]
    assert library.reading.errors == 1
    assert library.reading.places == {}
    spoil(folder, RULES, "unknown: planing", "unknown: planning")
    library.reread()
    assert titles(library)["jardin"].startswith("Notre verger")
    assert library.reading.kept == frozenset()
    assert library.findings == ()


@pytest.mark.parametrize("length", [0, 1, 40, 700, 2000])
def test_a_file_cut_short_takes_nothing_away(folder: Path, length: int) -> None:
    library = LiveLibrary(folder)
    sound = library.editions["jardin"]
    for file in (QUESTIONS, RULES):
        whole = (folder / file).read_bytes()
        (folder / file).write_bytes(whole[:length])
        library.reread()
        assert library.editions == {"jardin": sound}
        assert library.reading.errors
        (folder / file).write_bytes(whole)
    library.reread()
    assert library.reading.kept == frozenset()


def test_a_warning_is_told_and_withholds_nothing(folder: Path) -> None:
    library = LiveLibrary(folder)
    spoil(folder, RULES, "  petit:", "  grand: {number: personnes, above: 40}\n  petit:")
    library.reread()
    assert [one.code for one in library.findings] == ["condition-unused"]
    assert library.reading.errors == 0
    assert library.reading.kept == frozenset()


def test_a_pathway_whose_file_is_gone_is_offered_no_more(folder: Path) -> None:
    library = LiveLibrary(folder)
    (folder / QUESTIONS).unlink()
    library.reread()
    assert library.editions == {}


def test_a_pathway_whose_file_is_renamed_is_still_meant(folder: Path) -> None:
    library = LiveLibrary(folder)
    sound = library.editions["jardin"]
    (folder / QUESTIONS).rename(folder / "questionnaires" / "verger.yaml")
    spoil(folder, RULES, "unknown: planning", "unknown: planing")
    library.reread()
    assert library.editions == {"jardin": sound}
    spoil(folder, RULES, "unknown: planing", "unknown: planning")
    library.reread()
    assert library.reading.kept == frozenset()
    assert list(library.editions) == ["jardin"]


def test_a_pathway_that_takes_another_id_leaves_the_former(folder: Path) -> None:
    library = LiveLibrary(folder)
    history = [f"questionnaires/{name}/jardin.yaml" for name in ("migrations", "errata")]
    for file in (QUESTIONS, RULES, FIGURES, "rules/resources/jardin.yaml", *history):
        path = folder / file
        path.write_text(
            path.read_text("utf-8")
            .replace("id: jardin\n", "id: verger\n")
            .replace("questionnaire: jardin", "questionnaire: verger")
            .replace("audiences: [jardin]", "audiences: [verger]"),
            "utf-8",
        )
    library.reread()
    assert [one for one in library.findings if one.severity == "error"] == []
    assert list(library.editions) == ["verger"]


def test_a_folder_without_anything_offers_nothing_until_it_has_something(tmp_path: Path) -> None:
    library = LiveLibrary(tmp_path / "content")
    assert library.editions == {}
    assert [one.code for one in library.findings] == ["folder-missing"]
    small_folder(tmp_path)
    library.reread()
    assert list(library.editions) == ["jardin"]


def test_each_piece_is_placed_where_it_is_written(folder: Path) -> None:
    places = LiveLibrary(folder).reading.places["jardin"]
    for part, id_, file, text in (
        ("question", "planning", QUESTIONS, "- id: planning"),
        ("question", "affichage", QUESTIONS, "- id: affichage"),
        ("section", "pratiques", QUESTIONS, "- id: pratiques"),
        ("dimension", "voisinage", QUESTIONS, "- id: voisinage"),
        ("rule", "ouvrir-le-portail", RULES, "- id: ouvrir-le-portail"),
        ("condition", "en-corse", RULES, "en-corse:"),
        ("resource", "fete-des-voisins", "rules/resources/jardin.yaml", "- id: fete-des-voisins"),
    ):
        assert places[part, id_] == f"{file}:{line_of(folder, file, text)}"  # type: ignore[index]


def test_a_line_more_is_a_revision_of_its_own(folder: Path) -> None:
    library = LiveLibrary(folder)
    before = library.reading
    spoil(folder, RULES, "rules:", "# Un mot.\nrules:")
    library.reread()
    assert library.editions["jardin"] is before.editions["jardin"]
    assert library.reading.revision != before.revision
