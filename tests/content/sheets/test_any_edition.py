"""Any edition that the models allow passes through a workbook, and through new files, unharmed."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.content.findings import Findings
from app.content.sheets.fold import fold
from app.content.sheets.open_tables import open_tables
from app.content.sheets.pathway import Pathway
from app.content.sheets.tables import CellFindings
from app.content.sheets.unfold import unfold
from app.content.sheets.workbook import workbook_bytes
from app.content.sheets.yaml_files import new_text
from app.content.yaml_tree import parse_yaml
from app.domain.edition import Edition
from tests.builders import dimension, edition, option, question
from tests.content.sheets.books import sheets_of
from tests.unit.domain.generated import drawn_edition


def _raw(content: Edition) -> dict[str, Any]:
    raw: dict[str, Any] = json.loads(content.canonical)
    return raw


def _through_workbook(raw: dict[str, Any]) -> dict[str, Any]:
    resources = [("all.yaml", entry) for entry in raw["resources"]]
    pathway = Pathway(raw["questionnaire"], raw["rules"], resources, raw["sources"])
    findings = CellFindings()
    data = workbook_bytes(unfold(pathway), "x", {}, ["a"])
    opened = open_tables(sheets_of(data), findings)
    assert opened is not None
    folded = fold(opened.tables, findings).pathway
    assert list(findings) == []
    return {
        **raw,
        "questionnaire": folded.questionnaire,
        "rules": folded.rules,
        "resources": [entry for _, entry in folded.resources],
        "sources": folded.documents,
    }


def _through_files(raw: dict[str, Any]) -> dict[str, Any]:
    found = dict(raw)
    for key in ("questionnaire", "rules"):
        document = parse_yaml("", new_text(f"{key}s/x.yaml", raw[key]), Findings())
        assert document is not None
        found[key] = document.data
    return found


@given(st.integers(0, 2**32))
@settings(max_examples=15, deadline=None)
def test_any_edition_passes(seed: int) -> None:
    before = drawn_edition(seed, "any")
    raw = _raw(before)
    assert Edition.model_validate(_through_workbook(raw)).hash == before.hash
    assert Edition.model_validate(_through_files(raw)).hash == before.hash


def test_what_is_nested_keeps_its_place() -> None:
    deepest = question("q-a-1-x", options=[option("one"), option("two", hint="=aide")])
    below = [
        question("q-a-1", options=[option("x", follow_up=[deepest]), option("y")]),
        question("q-a-2", kind="text"),
        question("q-a-3", kind="number", unit="mois", minimum=0, maximum=12, decimals=1),
    ]
    asked = question(
        "q",
        "d2",
        options=[option("a", 0, follow_up=below), option("b", 3, effort=5), option("c", 1.5)],
    )
    more = question("q2", "d3", kind="scale", answers="often", weight=0.1)
    content = edition(
        dimensions=[
            dimension("d1", dimensions=[dimension("d2"), dimension("d4")]),
            dimension("d3", aggregation="min", weight=2.25),
        ],
        questions=[asked, more, question("q4", "d4")],
        answer_sets={"often": {"options": [option("no", 0), option("yes", 3)]}},
    )
    after = _through_workbook(_raw(content))
    assert Edition.model_validate(after).hash == content.hash
    options = after["questionnaire"]["sections"][-1]["questions"][0]["options"]
    assert [one["id"] for one in options[0]["follow_up"]] == ["q-a-1", "q-a-2", "q-a-3"]
