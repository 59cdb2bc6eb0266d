"""pydantic's errors told at their line, in French, whatever unions they went through."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

import app.domain
from app.content.document import Document, Reporter
from app.content.findings import Finding, Findings
from app.content.locate import keys_of, locate
from app.content.repair import repaired
from app.content.shape import read_shape
from app.content.shape_words import VALUE_ERRORS
from app.content.yaml_tree import parse_yaml
from app.domain.conditions import AnswerIs
from app.domain.questionnaire import Option, Section
from app.domain.rules import RuleSet

SECTION = """\
id: s
title: S
questions:
  - id: q
    kind: single
    text: Q
    show_when:
      all:
        - not:
            any:
              - {answer: p, is: x}
              - answer: p
                one_of: [a, B c]
    options:
      - {id: a, label: A}
      - id: b
        label: B
        follow_up:
          - id: r
            kind: number
            text: R
            unit: u
            minimum: zéro
            maximum: 9
"""


def document(text: str) -> Document:
    found = parse_yaml("f.yaml", text, Findings())
    assert found is not None
    return found


def faults(text: str) -> list[Finding]:
    findings = Findings()
    read_shape(document(text), Section, findings)
    return list(findings.in_order())


def test_lines_are_found_through_unions_and_aliases() -> None:
    assert [(f.code, f.line) for f in faults(SECTION)] == [("id-malformed", 13), ("value-type", 23)]


def test_a_fault_of_a_nested_condition_names_its_keys() -> None:
    (finding,) = [f for f in faults(SECTION.replace("is: x", "si: x")) if f.code == "key-unknown"]
    assert finding.line == 11
    assert "« is »" in finding.message.replace("\u00a0", " ")
    assert "one_of" in finding.remedy


def test_locate_gives_the_model_that_owns_a_key() -> None:
    location = ("questions", 0, "single", "show_when", "all", "all", 0, "answer", "si")
    place = locate(Section, location)
    assert place.path == ("questions", 0, "show_when", "all", 0, "si")
    assert place.owner is AnswerIs
    assert keys_of(AnswerIs)[0] == "is"


def test_every_message_of_the_models_is_in_french() -> None:
    """The models speak English to programmers; each of their own messages has its words."""
    folder = Path(app.domain.__file__ or "").parent
    said = set()
    for name in (
        "model.py",
        "questionnaire.py",
        "conditions.py",
        "rules.py",
        "resource.py",
        "migration.py",
        "errata.py",
    ):
        source = (folder / name).read_text("utf-8")
        said |= set(re.findall(r'raise ValueError\(f?"([^"]+)"\)', source))
        assert source.count("raise ValueError(") == len(
            re.findall(r'raise ValueError\(f?"([^"]+)"\)', source)
        )
    names = "is, one_of, includes, includes_any, count_at_least, count_at_most"
    assert {message.replace("{names}", names) for message in said} == set(VALUE_ERRORS)


def test_a_misspelt_value_is_guessed_and_what_it_hid_is_told() -> None:
    text = SECTION.replace("kind: single", "kind: singl").replace("zéro", "0")
    text = text.replace("B c", "b").replace("label: B\n", "labell: B\n")
    findings = Findings()
    reporter = Reporter(document(text), findings)
    section = repaired(reporter, Section)
    assert section is not None
    assert section.questions[0].kind == "single"
    assert [f.code for f in findings.in_order()] == ["key-missing", "key-unknown"]


def test_what_cannot_be_guessed_is_not_made_up() -> None:
    text = SECTION.replace("    text: Q\n", "")
    assert repaired(Reporter(document(text), Findings()), Section) is None


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["single", "all", "answer", "is", "a"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "id",
                    "kind",
                    "text",
                    "options",
                    "all",
                    "any",
                    "not",
                    "answer",
                    "is",
                    "when",
                    "rules",
                    "questionnaire",
                    "conditions",
                    "recommend",
                    "follow_up",
                    "show_when",
                    "x",
                    "[key]",
                ]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=25,
)


@settings(deadline=None)
@given(VALUES)
def test_any_values_give_findings_and_never_an_exception(data: Any) -> None:
    for model in (Section, RuleSet, Option):
        findings = Findings()
        found = read_shape(Document("f", data, {(): 1}), model, findings)
        assert (found is None) == bool(list(findings))
        assert all(f.message and f.remedy and f.line == 1 for f in findings)
        if found is None:
            repaired(Reporter(Document("f", data, {(): 1}), findings), model)


@pytest.mark.parametrize("value", ["x", 3, None, [], True])
def test_root_that_is_no_mapping(value: Any) -> None:
    findings = Findings()
    assert read_shape(Document("f", value, {(): 1}), Section, findings) is None
    assert [f.code for f in findings] == ["value-type"]
    with pytest.raises(ValidationError):
        Section.model_validate(value)
