"""An edition: one canonical form, one hash, whatever wrote it down."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from pydantic import ValidationError

from app.domain.edition import Edition
from tests.builders import edition, option, question, rule, tiny_edition
from tests.unit.domain.generated import ROOT, drawn_edition, seeds

TINY = tiny_edition()


@settings(max_examples=60, deadline=None)
@given(seed=seeds)
def test_the_canonical_form_reads_back_the_same(seed: int) -> None:
    content = drawn_edition(seed, "any")
    again = Edition.from_canonical(content.canonical)
    assert again == content
    assert hash(again) == hash(content)
    assert (again.canonical, again.hash) == (content.canonical, content.hash)


def test_the_canonical_form_is_plain_sorted_json() -> None:
    data = json.loads(TINY.canonical)
    assert data["format"] == 1
    assert list(data) == sorted(data)
    assert b": " not in TINY.canonical.replace(b" :", b"")
    assert "’" in TINY.canonical.decode(), "letters are written as themselves"
    assert data["questionnaire"]["dimensions"][0]["weight"] == "2", "numbers are exact"
    assert data["questionnaire"]["dimensions"][1]["weight"] == "1", "defaults are written out"


def _reversed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _reversed(value[key]) for key in reversed(value)}
    return [_reversed(one) for one in value] if isinstance(value, list) else value


def test_the_order_of_keys_does_not_matter() -> None:
    data = TINY.model_dump(mode="json", by_alias=True, exclude_none=True)
    assert Edition.model_validate(_reversed(data)).hash == TINY.hash


@pytest.mark.parametrize(("one", "other"), [(1, "1.0"), (0.1, "0.10"), (0, -0.0), (100, "1E+2")])
def test_the_same_number_is_the_same(one: object, other: object) -> None:
    def scored(score: object) -> Edition:
        options = [option("a", score), option("b", 3)]  # type: ignore[arg-type]
        return edition([question("q", "links", options=options)])

    assert scored(one).hash == scored(other).hash


def test_the_hash_is_the_same_in_another_process() -> None:
    found = {
        subprocess.run(
            [
                sys.executable,
                "-c",
                "from tests.builders import tiny_edition; print(tiny_edition().hash)",
            ],
            check=True,
            capture_output=True,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert found == {TINY.hash}


def _raw() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(TINY.canonical)
    return found


CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "a title": lambda data: data["questionnaire"].update(title="Un autre titre"),
    "a letter": lambda data: data["questionnaire"].update(title="Un parcours d'essai"),
    "a weight": lambda data: data["questionnaire"]["dimensions"][0].update(weight="3"),
    "an order": lambda data: data["questionnaire"]["dimensions"].reverse(),
    "a threshold": lambda data: data["questionnaire"]["levels"][1].update(at_least="26"),
    "a rule": lambda data: data["rules"]["rules"][0].update(impact=3),
    "one rule less": lambda data: data["rules"]["rules"].pop(),
    "a condition": lambda data: data["rules"]["rules"][0]["when"].update({"is": "draft"}),
    "a named condition": lambda data: data["rules"].update(conditions={"c": {"answered": "staff"}}),
    "a resource": lambda data: data["resources"][0].update(summary="Autre chose."),
    "a place": lambda data: data["territories"].update(source="Une autre source"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_any_change_changes_the_hash(what: str) -> None:
    data = _raw()
    CHANGES[what](data)
    assert Edition.model_validate(data).hash != TINY.hash


def test_a_form_that_is_not_known_is_refused() -> None:
    for change in ({"format": 2}, {"colour": "red"}):
        with pytest.raises(ValidationError):
            Edition.from_canonical(json.dumps({**_raw(), **change}).encode())


def test_an_edition_does_not_change() -> None:
    with pytest.raises(ValidationError):
        TINY.questionnaire.title = "Autre"  # type: ignore[misc]


def test_resources_are_found_by_id() -> None:
    content = edition([question("q", "links")], rules=[rule("a", {"answered": "q"})])
    assert content.resources_by_id["about-a"].title == "Ressource about-a"


def test_a_number_keeps_every_digit_through_the_canonical_form() -> None:
    content = edition([question("q", "links", weight="123.456789")])
    again = Edition.from_canonical(content.canonical)
    assert str(again.questionnaire.items_by_id["q"].question.weight) == "123.456789"


@pytest.mark.parametrize("digits", ["0." + "1" * 30, "1E-400"])
def test_a_number_that_the_canonical_form_could_not_keep_is_refused(digits: str) -> None:
    with pytest.raises(ValidationError):
        edition([question("q", "links", weight=digits)])


def test_a_rule_that_goes_further_alone_says_so_in_the_canonical_form() -> None:
    """So that editions from before the key keep their hash."""
    assert b"further" not in TINY.canonical
    raw = _raw()
    raw["rules"]["rules"][0]["further"] = True
    content = Edition.from_canonical(json.dumps(raw).encode())
    assert b'"further":true' in content.canonical
    assert content.hash != TINY.hash
