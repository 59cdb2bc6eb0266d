"""What is wrong in an edited workbook: told all at once, each at its cell; nothing is written."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from app.content.sheets.tables import CellFinding
from tests.content.folders import QUESTIONS, RESOURCES, RULES, small_folder, spoil
from tests.content.sheets.books import (
    brought,
    column_of,
    exported,
    put,
    row_of,
    type_in,
)

Change = Callable[[Workbook], str]
"""Spoils a workbook and returns the cell that is to be named, such as « Règles!C4 »."""


def _cell(sheet: str, id_: str, key: str, value: Any, by: str = "id") -> Change:
    def change(book: Workbook) -> str:
        found = book[sheet]
        return f"{sheet}!{put(found, row_of(found, by, id_), key, value)}"

    return change


def _in_a_section(book: Workbook) -> str:
    _cell("Questions", "affichage", "section", "pratiques")(book)
    sheet = book["Questions"]
    row = row_of(sheet, "id", "affichage")
    return f"Questions!{sheet.cell(row, column_of(sheet, 'under')).coordinate}"


def _formula(book: Workbook) -> str:
    sheet = book["Questions"]
    cell = sheet.cell(row_of(sheet, "id", "planning"), column_of(sheet, "weight"))
    cell.value = "=1+1"
    return f"Questions!{cell.coordinate}"


def _merged(book: Workbook) -> str:
    book["Règles"].merge_cells("C3:C4")
    return "Règles!C3"


def _pathway(key: str, value: Any) -> Change:
    def change(book: Workbook) -> str:
        sheet = book["Parcours"]
        row = next(row for row in range(3, 30) if sheet.cell(row, 2).value == key)
        type_in(sheet.cell(row, 3), value)
        return f"Parcours!C{row}"

    return change


def _no_title(book: Workbook) -> str:
    _pathway("title", None)(book)
    return "Parcours!"


def _renamed_key(book: Workbook) -> str:
    sheet = book["Questions"]
    sheet.cell(2, column_of(sheet, "hint")).value = "hnt"
    return "Questions!"


def _gone(sheet: str) -> Change:
    def change(book: Workbook) -> str:
        del book[sheet]
        return f"{sheet}!"

    return change


def _line_twice(book: Workbook) -> str:
    sheet = book["Conditions"]
    name, condition = sheet.cell(3, 1).value, sheet.cell(3, 2).value
    row = sheet.max_row + 1
    type_in(sheet.cell(row, 1), name)
    type_in(sheet.cell(row, 2), condition)
    return f"Conditions!A{row}"


def _language(book: Workbook) -> str:
    sheet = book["Questions"]
    sheet.cell(2, sheet.max_column + 1).value = "text (anglais)"
    return f"Questions!{sheet.cell(2, sheet.max_column).coordinate}"


FAULTS: dict[str, tuple[Change, str, str]] = {
    "a formula": (_formula, "cell-formula", "formule"),
    "merged cells": (_merged, "cell-merged", "C3:C4"),
    "a word for a number": (
        _cell("Questions", "planning", "weight", "beaucoup"),
        "cell-value",
        "« beaucoup » n’est pas un nombre",
    ),
    "neither yes nor no": (
        _cell("Questions", "nom", "optional", "peut-être"),
        "cell-value",
        "ni oui ni non",
    ),
    "a condition that is not YAML": (
        _cell("Règles", "planning-a-ecrire", "when", "{answer: planning, is"),
        "yaml-syntax",
        "",
    ),
    "a condition that is a word": (
        _cell("Règles", "planning-a-ecrire", "when", "toujours"),
        "condition-unknown",
        "n’est pas une condition",
    ),
    "a condition without operator": (
        _cell("Règles", "planning-a-ecrire", "when", "{answer: planning}"),
        "condition-operator",
        "opérateur",
    ),
    "a question that does not exist": (
        _cell("Règles", "planning-a-ecrire", "when", "{answer: planing, is: oral}"),
        "question-unknown",
        "Vouliez-vous dire « planning »",
    ),
    "a resource that does not exist": (
        _cell("Règles", "planning-a-ecrire", "recommend", "modele"),
        "resource-unknown",
        "« modele » n’existe pas",
    ),
    "a level that does not exist": (
        _cell("Niveaux", "not_engaged", "level", "debutant", by="level"),
        "value-unknown",
        "« debutant »",
    ),
    "a kind that does not exist": (
        _cell("Questions", "planning", "kind", "unique"),
        "value-unknown",
        "« unique »",
    ),
    "an identifier with capitals": (
        _cell("Règles", "planning-a-ecrire", "id", "Planning À Écrire"),
        "id-malformed",
        "n’est pas un identifiant",
    ),
    "an option of no question": (
        _cell("Réponses", "oral", "question", "plannning"),
        "cell-reference",
        "Vouliez-vous dire « planning »",
    ),
    "an option that belongs nowhere": (
        _cell("Réponses", "oral", "question", None),
        "cell-missing",
        "on ne sait pas où va cette ligne",
    ),
    "a question of no section": (
        _cell("Questions", "planning", "section", "pratique"),
        "cell-reference",
        "Vouliez-vous dire « pratiques »",
    ),
    "a follow-up of no answer": (
        _cell("Questions", "affichage", "under", "planning/ecrit"),
        "cell-reference",
        "",
    ),
    "a follow-up of a section": (
        _in_a_section,
        "cell-value",
        "Une question de suite",
    ),
    "a dimension in itself": (
        _cell("Dimensions", "voisinage", "under", "voisinage"),
        "cell-reference",
        "",
    ),
    "a score out of range": (_cell("Réponses", "oral", "score", 12), "score-out-of-range", ""),
    "a file outside the catalogue": (
        _cell("Ressources", "modele-de-planning", "file", "../../x.yaml"),
        "cell-value",
        "n’est pas le nom d’un fichier",
    ),
    "an address that is none": (
        _cell("Ressources", "modele-de-planning", "url", "javascript:alert(1)"),
        "url-invalid",
        "",
    ),
    "an identifier that is a way": (_pathway("id", "../evil"), "id-malformed", ""),
    "no title": (_no_title, "key-missing", "title"),
    "an invisible character": (
        _cell("Questions", "planning", "text", "Qui\x84 ?"),
        "file-character",
        "invisible",
    ),
    "a key that was changed": (_renamed_key, "column-missing", "hint"),
    "a sheet that was deleted": (_gone("Tranches"), "sheet-missing", "Tranches"),
    "a condition written twice": (_line_twice, "row-duplicate", "déjà écrite"),
    "a language that is none": (_language, "column-unknown", "text (anglais)"),
}


def where(finding: CellFinding) -> str:
    place = finding.place
    return f"{place.sheet}!{place.cell}"


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_told_at_its_cell(name: str, tmp_path: Path) -> None:
    change, code, words = FAULTS[name]
    folder = small_folder(tmp_path)
    book = exported(folder)
    cell = change(book)
    result = brought(folder, book, is_forced=True)
    assert result.has_errors
    assert result.texts == {}
    found = [finding for finding in result.cells if finding.code == code]
    assert found, [(where(f), f.code, f.message) for f in result.cells]
    shown = [f.message.replace("\u00a0", " ") for f in found]
    assert any(words in message for message in shown), shown
    assert cell in {where(f) for f in found}


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    book = exported(folder)
    cells = {
        _formula(book),
        _cell("Réponses", "oral", "score", "un")(book),
        _cell("Règles", "ouvrir-le-portail", "when", "{answer: rien, is: oral}")(book),
        _cell("Règles", "heures-inconnues", "horizon", "bientôt")(book),
        _cell("Ressources", "fete-des-voisins", "year", "l’an dernier")(book),
    }
    assert cells <= {where(finding) for finding in brought(folder, book).cells}


def test_headers_name_the_column(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    book = exported(folder)
    _cell("Règles", "heures-inconnues", "horizon", "bientôt")(book)
    (finding,) = [f for f in brought(folder, book).cells if f.code == "value-unknown"]
    assert finding.header == "Horizon"
    assert "operational" in finding.remedy


def test_errors_caused_elsewhere_keep_it_from_being_written(tmp_path: Path) -> None:
    """A figure names the question that the workbook takes away."""
    folder = small_folder(tmp_path)
    figures = folder / "rules/figures.yaml"
    assert "planning" in figures.read_text("utf-8")
    book = exported(folder)
    for name in ("Questions", "Réponses", "Règles"):
        for cell in (cell for row in book[name].iter_rows() for cell in row):
            if isinstance(cell.value, str):
                word = re.sub(r"(?<![\w-])planning(?![\w-])", "repartition", cell.value)
                type_in(cell, word)
    result = brought(folder, book)
    assert result.cells == ()
    assert {f.file for f in result.files} == {
        "rules/figures.yaml",
        "questionnaires/migrations/jardin.yaml",
    }
    assert result.texts == {}


def test_older_errors_elsewhere_are_not_its_fault(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    spoil(folder, "rules/figures.yaml", "questions: [", "questions: [autre, ")
    book = exported(folder)
    _pathway("title", "Un autre titre")(book)
    result = brought(folder, book)
    assert not result.has_errors
    assert list(result.texts) == [QUESTIONS]


def test_a_file_that_changed_since_is_not_overwritten(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    book = exported(folder)
    spoil(folder, QUESTIONS, "Qui fait quoi", "Qui fait vraiment quoi")
    _pathway("title", "Un autre titre")(book)
    (finding,) = brought(folder, book).cells
    assert finding.code == "workbook-stale"
    assert QUESTIONS in finding.message
    forced = brought(folder, book, is_forced=True)
    assert not forced.has_errors
    assert '+title: "Un autre titre"' in forced.diff()
    assert "vraiment" in forced.diff(), "the diff tells what the workbook undoes"


@pytest.mark.parametrize("file", [QUESTIONS, RULES, RESOURCES])
def test_a_file_that_cannot_be_read_is_not_overwritten(file: str, tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    book = exported(folder)
    (folder / file).write_text("id: [jardin\n")
    result = brought(folder, book, is_forced=True)
    assert [(f.code, file in f.message) for f in result.cells] == [("workbook-stale", True)]
    assert result.texts == {}


def test_a_questionnaire_without_rules_is_not_overwritten_unseen(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    book = exported(folder)
    (folder / RULES).unlink()
    spoil(folder, QUESTIONS, "Qui fait quoi", "Qui fait vraiment quoi")
    stale = [f for f in brought(folder, book).cells if f.code == "workbook-stale"]
    assert any(QUESTIONS in finding.message for finding in stale)


def test_comments_may_change_meanwhile(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    book = exported(folder)
    spoil(folder, QUESTIONS, "id: jardin\n", "# un mot de plus\nid: jardin\n")
    _pathway("title", "Un autre titre")(book)
    result = brought(folder, book)
    assert not result.has_errors
    assert "# un mot de plus\n" in result.texts[QUESTIONS]


def test_sheets_and_columns_of_one_s_own_are_told_of(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    book = exported(folder)
    book.create_sheet("Mes notes").cell(1, 1).value = "à revoir"
    sheet = book["Questions"]
    sheet.cell(2, sheet.max_column + 1).value = "avis"
    sheet.cell(4, sheet.max_column).value = "à revoir"
    result = brought(folder, book)
    assert {f.code for f in result.cells} == {"sheet-ignored", "column-ignored"}
    assert not result.has_errors


def test_columns_may_be_moved_and_sheets_hidden(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    book = exported(folder)
    sheet = book["Règles"]
    for row in sheet.iter_rows():
        row[0].value, row[4].value = row[4].value, row[0].value
    sheet.insert_rows(1)
    sheet.sheet_state = "hidden"
    result = brought(folder, book)
    assert result.cells == ()
    assert result.texts == {}


def test_cells_as_a_spreadsheet_turns_them(tmp_path: Path) -> None:
    """Dates, numbers typed as text, truths and padded words mean what they did."""
    folder = small_folder(tmp_path)
    book = exported(folder)
    sheet = book["Ressources"]
    row = row_of(sheet, "id", "modele-de-planning")
    put(sheet, row, "url_checked", datetime.datetime(2021, 5, 20))
    put(sheet, row, "year", "2020 ")
    put(sheet, row, "levels", " not_engaged ;first_steps\n")
    questions = book["Questions"]
    put(questions, row_of(questions, "id", "nom"), "optional", True)
    put(questions, row_of(questions, "id", "planning"), "weight", "2,5")
    put(questions, row_of(questions, "id", "invitation"), "weight", 0.1 + 0.2)
    result = brought(folder, book)
    assert result.cells == ()
    added = [line for line in result.diff().splitlines() if line[:1] == "+" and line[:3] != "+++"]
    assert added == [
        "+        weight: 2.5",
        "+        weight: 0.3",
        '+    url_checked: "2021-05-20"',
    ]
