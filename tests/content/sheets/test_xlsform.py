"""An XLSForm becomes a pathway that can be served; all that it is not is listed with its row."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from pydantic import TypeAdapter

from app.content.library import load_library
from app.content.sheets.bring_in import write_texts
from app.content.sheets.pathway import read_folder
from app.content.sheets.scan import Refused
from app.content.sheets.xlsform.carry import Carried, carry
from app.content.sheets.xlsform.form import Names, read_form
from app.content.sheets.xlsform.into import pathway_from
from app.content.sheets.xlsform.relevant import Field, NotSimple, condition_of
from app.domain.edition import Edition
from app.domain.model import Identifier
from tests.content.sheets.books import saved, sheets_of
from tests.xlsforms import SURVEY, Rows, form


def carried(survey: Rows = SURVEY, choices: Rows | None = None) -> Carried:
    data = form(survey) if choices is None else form(survey, choices)
    return carry(read_form(sheets_of(data)), set())


def question(found: Carried, id_: str) -> dict[str, Any]:
    asked = [one for section in found.sections for one in section["questions"]]
    return next(one for one in asked if one["id"] == id_)


def edition_of(folder: Path) -> Edition:
    texts, _ = pathway_from(read_folder(folder), "eau", read_form(sheets_of(form())))
    write_texts(folder, texts)
    library = load_library(folder)
    assert [f for f in library.findings if f.severity == "error"] == []
    return library.editions["eau"]


def test_form_becomes_a_pathway_that_can_be_served(tmp_path: Path) -> None:
    questionnaire = edition_of(tmp_path).questionnaire
    assert questionnaire.title == "Le foyer et l’eau"
    titles = [str(section.title) for section in questionnaire.sections]
    assert titles[:3] == ["Le foyer et l’eau", "Votre foyer", "Le foyer et l’eau"]
    kinds = {item.id: item.question.kind for item in questionnaire.items}
    expected = {
        "nom-de-lenquete": "text",
        "q-1_taille": "number",
        "revenu": "number",
        "eau": "single",
        "sources": "multiple",
        "puits": "single",
        "avis": "text",
        "avis-2": "text",
    }
    assert expected.items() <= kinds.items()
    assert not (set(expected) & {item.id for item in questionnaire.items if item.is_scored})


def test_what_a_question_says_is_carried() -> None:
    found = carried()
    assert question(found, "nom-de-lenquete") == {
        "id": "nom-de-lenquete",
        "kind": "text",
        "text": {"fr": "Comment vous appelez-vous ?", "en": "Your name?"},
        "hint": "Prénom",
    }
    assert found.sections[0]["introduction"] == {
        "fr": "Bienvenue à tous.",
        "en": "Welcome, all.",
    }
    size = question(found, "q-1_taille")
    assert (size["minimum"], size["maximum"]) == (1, 30)
    assert "optional" not in size
    assert question(found, "revenu")["decimals"] == 2
    assert question(found, "avis")["multiline"]
    assert question(found, "sources")["optional"]
    options = [(one["id"], one["label"]["fr"]) for one in question(found, "sources")["options"]]
    assert options == [("robinet", "Le robinet"), ("puits-2", "Un puits"), ("o-99", "Autre")]


def test_simple_conditions_are_carried() -> None:
    found = carried()
    assert question(found, "revenu")["show_when"] == {"number": "q-1_taille", "above": 2}
    assert question(found, "sources")["show_when"] == {
        "all": [{"answer": "eau", "is": "oui"}, {"not": {"answer": "eau", "is": "non"}}]
    }
    assert question(found, "puits")["show_when"] == {"answer": "sources", "includes": "puits-2"}
    assert "show_when" not in question(found, "avis")


def test_everything_else_is_listed_with_its_row() -> None:
    said: dict[tuple[str, int], str] = {}
    for one in carried().lost:
        said[one.sheet, one.row] = f"{said.get((one.sheet, one.row), '')} / {one.what}"
    for row, words in {
        2: "start",
        7: "contrainte",
        8: "apparence",
        9: "filtre des réponses",
        12: "répétition « enfants »",
        13: "prenom",
        15: "calculate",
        16: "geopoint",
        17: "renvoi à une autre réponse",
        18: "string-length",
        19: "1 réponse(s)",
    }.items():
        assert words in said["survey", row], row
    assert "a.png" in said["survey", 18]
    assert "deux fois" in said["choices", 6]
    assert set(said) == {("survey", n) for n in (2, 6, 7, 8, 9, 12, 13, 15, 16, 17, 18, 19)} | {
        ("choices", 6)
    }


def test_changed_names_are_told() -> None:
    assert set(carried().renamed) >= {
        ("Nom de l’enquêté", "nom-de-lenquete"),
        ("1_taille", "q-1_taille"),
        ("avis", "avis-2"),
        ("sources/99", "o-99"),
    }


def test_the_condition_of_a_group_holds_for_all_in_it() -> None:
    survey = (
        ("type", "name", "label", "relevant"),
        ("integer", "n", "Combien ?"),
        ("begin group", "g", "Groupe", "${n} >= 1"),
        ("text", "a", "A ?"),
        ("text", "b", "B ?", "${n} < 5"),
        ("begin group", "h", "Dedans", "${n} != 3"),
        ("text", "c", "C ?"),
        ("end group",),
        ("text", "d", "D ?"),
        ("end group",),
    )
    found = carried(survey)
    least = {"number": "n", "at_least": 1}
    assert question(found, "a")["show_when"] == least
    assert question(found, "b")["show_when"] == {"all": [least, {"number": "n", "below": 5}]}
    assert question(found, "c")["show_when"] == {
        "all": [least, {"not": {"number": "n", "at_least": 3, "at_most": 3}}]
    }
    titles = [section["title"] for section in found.sections]
    assert titles == ["Le foyer et l’eau", "Groupe", "Dedans", "Groupe"]
    assert len({section["id"] for section in found.sections}) == 4


def test_every_language_of_a_text_is_kept() -> None:
    found = carried()
    assert question(found, "eau")["text"] == {"fr": "Avez-vous l’eau ?", "en": "Water?"}
    assert question(found, "eau")["options"][0]["label"] == {"fr": "Oui", "en": "Yes"}
    assert not any("langue" in one.what for one in found.lost)


FIELDS = {
    "a": Field("a", "single", {"x": "x", "Y 1": "y-1"}),
    "m": Field("m", "multiple", {"x": "x"}),
    "n": Field("n", "number", {}),
    "t": Field("t", "text", {}),
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("${a} = 'x'", {"answer": "a", "is": "x"}),
        ('${ a }="Y 1"', {"answer": "a", "is": "y-1"}),
        ("selected(${m}, 'x')", {"answer": "m", "includes": "x"}),
        ("count-selected(${m}) > 1", {"answer": "m", "count_at_least": 2}),
        ("${n} = 2.50", {"number": "n", "at_least": 2.5, "at_most": 2.5}),
        (
            "${a} = 'x' and ${n} > 1 or not(${n} <= -3)",
            {
                "any": [
                    {"all": [{"answer": "a", "is": "x"}, {"number": "n", "above": 1}]},
                    {"not": {"number": "n", "at_most": -3}},
                ]
            },
        ),
        (
            "${a} = 'x' and (${n} > 1 or ${n} < 0)",
            {
                "all": [
                    {"answer": "a", "is": "x"},
                    {"any": [{"number": "n", "above": 1}, {"number": "n", "below": 0}]},
                ]
            },
        ),
    ],
)
def test_expressions_that_are_simple(text: str, expected: Any) -> None:
    assert condition_of(text, FIELDS.get) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "${a}",
        "${a} = ${n}",
        "${a} = 'z'",
        "${z} = 'x'",
        "${t} = 'x'",
        "${m} = 'x'",
        "${n} > 'dix'",
        "${n} + 1 > 2",
        "string-length(${t}) > 2",
        "${a} = 'x' and",
        "(${a} = 'x'",
        "${a} = 'x')",
        "${a} = 'x' ${n} = 1",
        "not ${a} = 'x'",
        ". > 3",
        "true()",
        "(" * 5000,
        "not(" * 300 + "${n} = 1" + ")" * 300,
    ],
)
def test_expressions_that_are_not(text: str) -> None:
    with pytest.raises(NotSimple):
        condition_of(text, FIELDS.get)


@given(st.lists(st.text(max_size=100), min_size=1, max_size=30))
def test_ids_are_valid_and_unique(names: list[str]) -> None:
    valid: TypeAdapter[str] = TypeAdapter(Identifier)
    ids = Names(["questions"])
    given_ids = [ids.give(name) for name in names]
    assert len({*given_ids, "questions"}) == len(names) + 1
    for id_ in given_ids:
        assert valid.validate_python(id_) == id_


@pytest.mark.parametrize("formula", ["=1+1", "=HYPERLINK(1)"])
def test_formulas_are_named(formula: str) -> None:
    book = load_workbook(io.BytesIO(form()))
    book["survey"]["C3"].value = formula
    with pytest.raises(Refused, match="C3"):
        read_form(sheets_of(saved(book)))


def test_another_workbook_is_no_form() -> None:
    book = load_workbook(io.BytesIO(form()))
    book["survey"].title = "Questions"
    with pytest.raises(Refused, match="survey"):
        read_form(sheets_of(saved(book)))
