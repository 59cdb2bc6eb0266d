from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, strategies
from starlette.datastructures import FormData

from app.domain.answers import Json, dump_answer, parse_answer
from app.web.forms import Given, given_of, raw_of, read_given, read_version
from tests.builders import tiny_edition

EDITION = tiny_edition()
ITEMS = EDITION.questionnaire.items_by_id


@pytest.mark.parametrize(
    ("question", "fields", "raw"),
    [
        ("staff", [("reponse", "some")], "some"),
        ("staff", [], None),
        ("staff", [("reponse", "some"), ("reponse", "volunteers")], ["some", "volunteers"]),
        ("rhythm", [("reponse", "never")], "never"),
        ("partners", [("reponse", "town")], ["town"]),
        ("partners", [("reponse", "town"), ("reponse", "firm")], ["town", "firm"]),
        ("hours", [("reponse", "2,5")], "2,5"),
        ("hours", [("reponse", " "), ("sans-reponse", "unsure")], "unsure"),
        ("department", [("reponse", "79")], "79"),
        ("department", [("reponse", ""), ("sans-reponse", "abroad")], "abroad"),
        ("name", [("reponse", "Nous")], "Nous"),
        ("name", [("reponse", "   ")], None),
    ],
)
def test_raw_answer_of_each_kind(
    question: str, fields: Sequence[tuple[str, str]], raw: Json | None
) -> None:
    item = ITEMS[question]
    assert raw_of(item, read_given(FormData(list(fields)), item)) == raw


@pytest.mark.parametrize(
    ("question", "saved"),
    [
        ("staff", "some"),
        ("partners", ["school", "firm"]),
        ("hours", 2.5),
        ("hours", 3),
        ("hours", "unsure"),
        ("department", "2A"),
        ("department", "abroad"),
        ("name", "Nous"),
    ],
)
def test_what_is_saved_comes_back_unchanged_through_the_form(question: str, saved: Json) -> None:
    item = ITEMS[question]
    raw = raw_of(item, given_of(item, saved))
    value = parse_answer(EDITION, question, raw)
    assert value is not None
    assert dump_answer(value) == saved


def test_nothing_saved_is_an_empty_form() -> None:
    assert given_of(ITEMS["staff"], None) == Given("", ())


@given(strategies.text())
def test_any_version_is_read_without_trouble(text: str) -> None:
    assert read_version(FormData([("version", text)])) >= 0


def test_version_is_read() -> None:
    assert read_version(FormData([("version", "12")])) == 12
