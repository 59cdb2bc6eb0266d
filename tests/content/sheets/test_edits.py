"""Any edits of the workbook give the edition that the same edits of the YAML give."""

from __future__ import annotations

import copy
import io
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from ruamel.yaml import YAML

from app.content.library import load_library
from app.content.sheets.bring_in import bring_in, write_texts
from app.content.sheets.pathway import read_folder
from app.content.sheets.take_out import take_out
from tests.content.folders import SMALL
from tests.content.sheets.books import (
    column_of,
    lay,
    put,
    row_of,
    rows_of,
    saved,
    sheets_of,
    stored,
    type_in,
)

FILES = ("questionnaires/jardin.yaml", "rules/jardin.yaml", "rules/resources/jardin.yaml")

TEXTS = st.one_of(
    st.text(
        st.characters(
            codec="utf-8", exclude_categories=("Cc", "Cn", "Cs"), exclude_characters="\ufeff"
        ),
        min_size=1,
        max_size=60,
    ),
    st.sampled_from(
        [
            "=1+1",
            '=HYPERLINK("http://x";"y")',
            "+33 1 23",
            "-5",
            "@moi",
            "« oui » : « non » # pas un commentaire",
            "ligne 1\nligne 2\n\n  ligne 3",
            "un \"nom\" et un 'autre' \\ fin",
            "_x0041_ et _x005F_",
            "😀 " * 20,
            "01",
            "true",
            "null",
            "0.10",
            "mot " * 1000,
            "{a: b}",
            "- tiret",
            "x" * 4000,
            " autour ",
        ]
    ),
).filter(lambda text: bool(text.strip()) and len(text.strip()) <= 4000)

NUMBERS = st.sampled_from([0.1, 0.3, 1, 2, 2.5, 1000, 0.001])


@dataclass
class Trees:
    """The files of the pathway as plain values."""

    questionnaire: dict[str, Any]
    rules: dict[str, Any]
    resources: dict[str, Any]

    @property
    def questions(self) -> list[dict[str, Any]]:
        return [one for section in self.questionnaire["sections"] for one in section["questions"]]

    def question(self, id_: str) -> dict[str, Any]:
        return next(one for one in self.questions if one["id"] == id_)


Edit = Callable[[Workbook, Trees], None]


def _relabel(id_: str, option: str, text: str) -> Edit:
    def edit(book: Workbook, trees: Trees) -> None:
        options = trees.question(id_)["options"]
        found = [one for one in options if one["id"] == option]
        for one in found:
            one["label"] = text
            rows = rows_of(book["Réponses"])
            number = next(n for n, row in enumerate(rows, 3) if row[:2] == [id_, option])
            put(book["Réponses"], number, "label", text)

    return edit


def _say(id_: str, key: str, text: str) -> Edit:
    def edit(book: Workbook, trees: Trees) -> None:
        trees.question(id_)[key] = text
        sheet = book["Questions"]
        put(sheet, row_of(sheet, "id", id_), key, text)

    return edit


def _weigh(id_: str, weight: float) -> Edit:
    def edit(book: Workbook, trees: Trees) -> None:
        trees.question(id_)["weight"] = weight
        sheet = book["Questions"]
        put(sheet, row_of(sheet, "id", id_), "weight", weight)

    return edit


def _add_option(id_: str, name: str, label: str, place: int) -> Edit:
    def edit(book: Workbook, trees: Trees) -> None:
        options = trees.question(id_)["options"]
        if any(one["id"] == name for one in options):
            return
        at = place % (len(options) + 1)
        options.insert(at, {"id": name, "label": label, "score": 1})
        sheet = book["Réponses"]
        rows = rows_of(sheet)
        first = next(n for n, row in enumerate(rows) if row[0] == id_)
        rows.insert(first + at, [id_, name, stored(label), None, None, 1])
        lay(sheet, rows)

    return edit


def _swap_questions(section: int, place: int) -> Edit:
    """Swap two neighbours; a question takes those that follow it along."""

    def edit(book: Workbook, trees: Trees) -> None:
        questions = trees.questionnaire["sections"][section]["questions"]
        if len(questions) < 2:
            return
        at = place % (len(questions) - 1)
        questions[at], questions[at + 1] = questions[at + 1], questions[at]
        sheet = book["Questions"]
        blocks: list[list[list[Any]]] = []
        for row in rows_of(sheet):
            if row[0]:
                blocks.append([row])
            else:
                blocks[-1].append(row)
        own = [n for n, block in enumerate(blocks) if block[0][0] == trees_id(trees, section)]
        one, other = own[at], own[at + 1]
        blocks[one], blocks[other] = blocks[other], blocks[one]
        lay(sheet, [row for block in blocks for row in block])

    return edit


def trees_id(trees: Trees, section: int) -> str:
    return str(trees.questionnaire["sections"][section]["id"])


def _delete_rule(place: int) -> Edit:
    def edit(book: Workbook, trees: Trees) -> None:
        rules = trees.rules["rules"]
        if len(rules) < 2:
            return
        at = place % len(rules)
        sheet = book["Règles"]
        sheet.delete_rows(row_of(sheet, "id", rules[at]["id"]))
        del rules[at]

    return edit


def _add_resource(name: str, title: str, place: int) -> Edit:
    def edit(book: Workbook, trees: Trees) -> None:
        listed = trees.resources["resources"]
        rule = trees.rules["rules"][place % len(trees.rules["rules"])]
        if any(one["id"] == name for one in listed) or len(rule["recommend"]) > 7:
            return
        one = copy.deepcopy(listed[0]) | {"id": name, "title": title, "regions": ["01", "2A"]}
        one["regions"] = ["11", "94"]
        listed.append(one)
        rule["recommend"].append(name)
        sheet = book["Ressources"]
        row = row_of(sheet, "id", listed[0]["id"])
        new = sheet.max_row + 1
        for column in range(1, sheet.max_column + 1):
            type_in(sheet.cell(new, column), sheet.cell(row, column).value)
        for key, value in (("id", name), ("title", title), ("regions", "11, 94")):
            put(sheet, new, key, value)
        rules = book["Règles"]
        count = len(rule["recommend"])
        header = "recommend" if count == 1 else f"recommend {count}"
        rules.cell(row_of(rules, "id", rule["id"]), column_of(rules, header)).value = name

    return edit


IDS = st.sampled_from(["planning", "invitation", "partenaires", "heures"])
WITH_OPTIONS = st.sampled_from(["planning", "partenaires"])
NAMES = st.sampled_from(["neuf-a", "neuf-b", "neuf-c"])
PLACES = st.integers(0, 20)

EDITS = st.one_of(
    st.builds(_relabel, WITH_OPTIONS, st.sampled_from(["none", "oral", "school", "town"]), TEXTS),
    st.builds(_say, IDS, st.sampled_from(["text", "hint", "why"]), TEXTS),
    st.builds(_weigh, IDS, NUMBERS),
    st.builds(_add_option, WITH_OPTIONS, NAMES, TEXTS, PLACES),
    st.builds(_swap_questions, st.integers(0, 1), PLACES),
    st.builds(_delete_rule, PLACES),
    st.builds(_add_resource, NAMES, TEXTS, PLACES),
)


@lru_cache(maxsize=1)
def workbook() -> bytes:
    return take_out(read_folder(SMALL), "jardin")


def _load(name: str) -> Any:
    yaml = YAML(typ="safe", pure=True)
    return yaml.load((SMALL / name).read_text("utf-8"))


def _edition(folder: Path) -> str | None:
    edition = load_library(folder).editions.get("jardin")
    return edition.hash if edition else None


@given(st.lists(EDITS, min_size=1, max_size=5))
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_edits_of_the_workbook_are_edits_of_the_yaml(edits: list[Edit]) -> None:
    book = load_workbook(io.BytesIO(workbook()))
    trees = Trees(*(_load(name) for name in FILES))
    for edit in edits:
        edit(book, trees)
    with tempfile.TemporaryDirectory() as name:
        ours, theirs = Path(name, "ours"), Path(name, "theirs")
        shutil.copytree(SMALL, ours)
        shutil.copytree(SMALL, theirs)
        for file, tree in zip(
            FILES, (trees.questionnaire, trees.rules, trees.resources), strict=True
        ):
            yaml = YAML(typ="safe", pure=True)
            yaml.allow_unicode = True
            with (theirs / file).open("w", encoding="utf-8") as stream:
                yaml.dump(tree, stream)
        brought = bring_in(read_folder(ours), sheets_of(saved(book)))
        expected = _edition(theirs)
        assert brought.has_errors == (expected is None), brought.cells
        if expected is not None:
            write_texts(ours, brought.texts)
            assert _edition(ours) == expected
            kept = [line for f in FILES for line in (SMALL / f).read_text("utf-8").splitlines()]
            comments = {line.strip() for line in kept if line.strip().startswith("#")}
            now = "\n".join((ours / f).read_text("utf-8") for f in FILES)
            assert all(comment in now for comment in comments)
