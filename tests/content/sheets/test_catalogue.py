"""The catalogue and the documents belong to all pathways: a workbook changes only its own part."""

from __future__ import annotations

from pathlib import Path

from app.content.library import load_library
from app.content.sheets.bring_in import write_texts
from tests.content.folders import QUESTIONS, RESOURCES, RULES, SOURCES, small_folder, spoil
from tests.content.sheets.books import brought, exported, put, row_of, type_in


def _two_pathways(root: Path) -> Path:
    """Return a folder where another pathway recommends the same resources."""
    folder = small_folder(root)
    for file in (QUESTIONS, RULES):
        text = (folder / file).read_text("utf-8")
        text = text.replace("id: jardin\n", "id: verger\n").replace("e: jardin\n", "e: verger\n")
        (folder / file.replace("jardin", "verger")).write_text(text, "utf-8")
    spoil(folder, RESOURCES, "audiences: [jardin]", "audiences: [jardin, verger]")
    assert set(load_library(folder).editions) == {"jardin", "verger"}
    return folder


def _stop_recommending(root: Path) -> tuple[Path, list[str]]:
    """Take the party out of the workbook of a folder; return what changed and what was kept."""
    book = exported(root)
    sheet = book["Ressources"]
    sheet.delete_rows(row_of(sheet, "id", "fete-des-voisins"))
    rules = book["Règles"]
    for id_ in ("ouvrir-le-portail", "heures-inconnues"):
        put(rules, row_of(rules, "id", id_), "recommend", "modele-de-planning")
    result = brought(root, book)
    assert not result.has_errors, result.cells
    write_texts(root, result.texts)
    return root, list(result.kept)


def test_a_resource_that_others_use_is_kept(tmp_path: Path) -> None:
    folder, kept = _stop_recommending(_two_pathways(tmp_path))
    assert kept == ["fete-des-voisins"]
    assert "id: fete-des-voisins" in (folder / RESOURCES).read_text("utf-8")
    assert "fete-des-voisins" not in (folder / RULES).read_text("utf-8")


def test_a_resource_of_nobody_else_goes(tmp_path: Path) -> None:
    folder, kept = _stop_recommending(small_folder(tmp_path))
    assert kept == []
    assert "fete-des-voisins" not in (folder / RESOURCES).read_text("utf-8")


def test_a_resource_may_move_to_another_file(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    before = load_library(folder).editions["jardin"].hash
    book = exported(folder)
    sheet = book["Ressources"]
    put(sheet, row_of(sheet, "id", "fete-des-voisins"), "file", "exemples.yaml")
    result = brought(folder, book)
    assert sorted(result.texts) == ["rules/resources/exemples.yaml", RESOURCES]
    write_texts(folder, result.texts)
    library = load_library(folder)
    assert library.findings == ()
    assert library.editions["jardin"].hash == before


def test_a_document_is_added_where_it_is_named(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    book = exported(folder)
    sheet = book["Documents"]
    row = sheet.max_row + 1
    for column, value in enumerate(["G2", "Un autre guide", "Réseau", 2022], start=1):
        type_in(sheet.cell(row, column), value)
    questions = book["Questions"]
    put(questions, row_of(questions, "id", "planning"), "source.document", "G2")
    result = brought(folder, book)
    assert sorted(result.texts) == [QUESTIONS, SOURCES]
    write_texts(folder, result.texts)
    edition = load_library(folder).editions["jardin"]
    assert {source.id for source in edition.sources} == {"G1", "G2"}


def test_another_id_is_another_pathway(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    before = (folder / QUESTIONS).read_text("utf-8")
    book = exported(folder)
    sheet = book["Parcours"]
    row = next(row for row in range(3, 20) if sheet.cell(row, 2).value == "id")
    sheet.cell(row, 3).value = "potager"
    result = brought(folder, book)
    assert not result.has_errors
    assert {"questionnaires/potager.yaml", "rules/potager.yaml"} <= set(result.texts)
    write_texts(folder, result.texts)
    assert (folder / QUESTIONS).read_text("utf-8") == before
    assert set(load_library(folder).editions) == {"jardin", "potager"}
