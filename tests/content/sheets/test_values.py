"""Everything a value may be travels: nasty texts, exact numbers, codes, several languages."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from ruamel.yaml import YAML

from app.content.findings import Findings
from app.content.sheets.bring_in import bring_in
from app.content.sheets.cells import CellError, from_cells, to_cells
from app.content.sheets.fold import fold
from app.content.sheets.layout import QUESTIONS, RULES, SHEETS, Column
from app.content.sheets.open_tables import open_tables
from app.content.sheets.pathway import pathway_of, read_folder
from app.content.sheets.tables import CellFindings
from app.content.sheets.take_out import CannotExport, take_out
from app.content.sheets.unfold import first_difference, unfold
from app.content.sheets.workbook import workbook_bytes
from app.content.sheets.yaml_edit import edited
from app.content.yaml_tree import parse_yaml
from tests.content.folders import QUESTIONS as QUESTIONS_FILE
from tests.content.folders import RESOURCES, small_folder, spoil
from tests.content.sheets.books import sheets_of

NASTY = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\ttab",
    "une\nligne\n\net une autre\n",
    "  autour  ",
    "_x0041__x000D_",
    "_x005F_",
    "😀 👩‍👩‍👧",
    "« guillemets » \"doubles\" 'simples' ’courbes’",
    "0123",
    "1e5",
    "true",
    "null",
    "",
    "x" * 4000,
    "a,b;c",
    "\u00a0",
    "\u2028\x85",
]


def _write(path: Path, tree: Any) -> None:
    yaml = YAML(typ="safe", pure=True)
    yaml.allow_unicode = True
    with path.open("w", encoding="utf-8") as stream:
        yaml.dump(tree, stream)


def _nasty_folder(root: Path) -> Path:
    folder = small_folder(root)
    path = folder / QUESTIONS_FILE
    document = parse_yaml("", path.read_text("utf-8"), Findings())
    assert document is not None
    tree = document.data
    options = [
        {"id": f"n{n}", "label": text, "phrase": text, "score": 0}
        for n, text in enumerate(NASTY)
        if text.strip()
    ]
    tree["sections"][1]["questions"][0]["options"] += options[:14]
    tree["sections"][1]["questions"][3]["options"] += options[14:]
    tree["sections"][1]["questions"][1]["weight"] = 0.1
    tree["sections"][1]["questions"][2]["weight"] = "0.12345678901234567"
    _write(path, tree)
    return folder


def test_nasty_texts_come_back(tmp_path: Path) -> None:
    folder = read_folder(_nasty_folder(tmp_path))
    data = take_out(folder, "jardin")
    brought = bring_in(folder, sheets_of(data))
    assert brought.cells == ()
    assert brought.texts == {}


def test_no_text_is_a_formula(tmp_path: Path) -> None:
    data = take_out(read_folder(_nasty_folder(tmp_path)), "jardin")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [archive.read(n) for n in archive.namelist() if n.startswith("xl/worksheets/s")]
    assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)
    cells = [c for row in load_workbook(io.BytesIO(data))["Réponses"].iter_rows() for c in row]
    (formula,) = [c for c in cells if c.value == "=1+1" and c.column_letter == "C"]
    assert formula.data_type == "s"
    assert formula.quotePrefix


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (0.1, 0.1),
        (0.1 + 0.2, 0.3),
        (3.0, 3),
        ("0,5", 0.5),
        (" 12 ", 12),
        ("-3.25", -3.25),
        ("0.12345678901234567890", "0.12345678901234567890"),
        ("12345678901234567890", 12345678901234567890),
    ],
)
def test_numbers_are_exact(given: Any, expected: Any) -> None:
    column = Column("weight", "Poids", "number")
    found = from_cells(column, {"weight": given}, "fr")
    assert (found, type(found)) == (expected, type(expected))
    assert from_cells(column, to_cells(column, found, "fr") or {"weight": found}, "fr") == found


@pytest.mark.parametrize("given", ["1 000", "douze", "1e5", "12 €", True, "1.2.3", "0x10", "∞"])
def test_what_is_no_number_is_refused(given: Any) -> None:
    with pytest.raises(CellError):
        from_cells(Column("weight", "Poids", "number"), {"weight": given}, "fr")


@pytest.mark.parametrize(
    ("kind", "given", "expected"),
    [
        ("id", "01", "01"),
        ("id", "2A", "2A"),
        ("id", 11, "11"),
        ("id", 11.0, "11"),
        ("list", "01, 2A", ["01", "2A"]),
        ("list", 44, ["44"]),
        ("flag", "OUI", True),
        ("flag", "non", False),
        ("flag", False, False),
        ("flag", 1, True),
        ("condition", "{level: a, one_of: [b, c]}", {"level": "a", "one_of": ["b", "c"]}),
        ("condition", "{territory: t, regions: [“11”]}", {"territory": "t", "regions": ["11"]}),
        ("condition", "all:\n  - {answered: a}\n", {"all": [{"answered": "a"}]}),
    ],
)
def test_codes_stay_codes(kind: Any, given: Any, expected: Any) -> None:
    found = from_cells(Column("key", "Clé", kind), {"key": given}, "fr")
    assert found == expected


def test_words_side_by_side_may_leave_holes() -> None:
    column = RULES.column("recommend")
    cells = {"recommend 10": "d", "recommend": "a", "recommend 3": " b ", "recommend 2": ""}
    assert from_cells(column, cells, "fr") == ["a", "b", "d"]


def test_languages_have_columns_of_their_own(tmp_path: Path) -> None:
    folder = read_folder(small_folder(tmp_path))
    questionnaire, rules = folder.questionnaire("jardin"), folder.rules("jardin")
    assert questionnaire is not None
    assert rules is not None
    tree = questionnaire.data
    tree["title"] = {"fr": "Le jardin", "en": "The garden"}
    asked = tree["sections"][1]["questions"][0]
    asked["text"] = {"fr": "Qui fait quoi ?", "en": "Who does what?", "pt-BR": "Quem?"}
    asked["hint"] = {"en": "only in English"}
    rules.data["rules"][0]["because"] = {"fr": "Parce que {planning}.", "en": "As {planning}."}
    before = pathway_of(folder, tree, rules.data)
    tables = unfold(before)
    (questions,) = [table for table in tables if table.sheet is QUESTIONS]
    assert questions.languages == ("en", "pt-BR")
    opened = open_tables(sheets_of(workbook_bytes(tables, "x", {}, ["a"])), CellFindings())
    assert opened is not None
    folded = fold(opened.tables, CellFindings())
    after = folded.pathway
    assert first_difference(before.questionnaire, after.questionnaire, "fr") is None
    assert first_difference(before.rules, after.rules, "fr") is None
    place = folded.questionnaire["sections", 1, "questions", 0, "text", "en"]
    assert (place.sheet, place.cell) == ("Questions", "F6")
    assert folded.questionnaire["title", "en"].cell == "D4"


def test_a_language_added_changes_one_text_alone() -> None:
    text = 'title: "Le jardin"  # le titre\nquestions:\n  - {id: a, text: "Quoi ?"}\n'
    new = {
        "title": {"fr": "Le jardin", "en": "The garden"},
        "questions": [{"id": "a", "text": "Quoi ?"}],
    }
    assert edited(text, new) == (
        'title: {fr: "Le jardin", en: "The garden"}  # le titre\n'
        'questions:\n  - {id: a, text: "Quoi ?"}\n'
    )


def test_what_has_no_place_is_refused(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    spoil(
        folder,
        QUESTIONS_FILE,
        "        kind: single\n",
        "        kind: single\n        colour: red\n",
    )
    with pytest.raises(CannotExport, match=r"sections\.1\.questions\.0\.colour"):
        take_out(read_folder(folder), "jardin")


def test_what_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotExport, match="jardin"):
        take_out(read_folder(small_folder(tmp_path)), "potager")


def test_workbook_helps_those_who_edit_it(tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(take_out(read_folder(small_folder(tmp_path)), "jardin")))
    assert book.sheetnames == ["Lisez-moi", *(sheet.title for sheet in SHEETS), "Listes"]
    assert book["Listes"].sheet_state == "hidden"
    questions = book["Questions"]
    assert questions.freeze_panes == "D3"
    assert questions["D1"].value == "Sorte"
    assert questions["D2"].value == "kind"
    assert questions["E3"].alignment.wrap_text
    assert questions.column_dimensions["E"].width == 55
    rules = {
        str(rule.sqref).split(":")[0]: rule for rule in questions.data_validations.dataValidation
    }
    assert rules["D3"].formula1 == '"single,multiple,scale,number,territory,text"'
    assert rules["H3"].formula1 == "'Dimensions'!$A$3:$A$2000"
    assert rules["M3"].formula1 == '"oui,non"'
    assert "la personne peut vérifier" in rules["E3"].prompt
    chosen = book["Règles"].data_validations.dataValidation
    assert any(rule.formula1 == "'Listes'!$A$1:$A$2" for rule in chosen)
    assert max(len(str(rule.prompt or "")) for rule in chosen) <= 255


def test_empty_and_absent_are_the_same_thing(tmp_path: Path) -> None:
    """A key left empty on purpose (``url_checked:``) stays as it is."""
    folder = small_folder(tmp_path)
    spoil(
        folder,
        RESOURCES,
        "    access: free\n",
        "    url_checked:  # jamais\n    regions: []\n    access: free\n",
    )
    read = read_folder(folder)
    assert bring_in(read, sheets_of(take_out(read, "jardin"))).texts == {}
