"""YAML text -> values and lines; nothing that is not YAML brings the reader down."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.content.document import Document
from app.content.findings import Findings
from app.content.yaml_tree import MAX_DEPTH, parse_yaml

SOUND = """\
id: jardin
title: "Un titre : avec deux points"
levels:
  - {level: active, at_least: 34.5}
  - level: pioneer
    text: >-
      Deux lignes
      en une.
options: [on, no, ~, null, true, 0o17, 1e3, 01, 2021-05-20, "12"]
"""


def parse(text: str) -> Document:
    findings = Findings()
    document = parse_yaml("f.yaml", text, findings)
    assert document is not None, list(findings)
    return document


def test_values_are_those_of_yaml_1_2() -> None:
    data = parse(SOUND).data
    assert data["title"] == "Un titre : avec deux points"
    assert data["levels"] == [
        {"level": "active", "at_least": 34.5},
        {"level": "pioneer", "text": "Deux lignes en une."},
    ]
    assert data["options"][:5] == ["on", "no", None, None, True]
    assert data["options"][6] == 1000
    assert data["options"][8:] == ["2021-05-20", "12"]


def test_lines_are_those_of_keys_and_items() -> None:
    document = parse(SOUND)
    assert document.line_of(("title",)) == 2
    assert document.line_of(("levels",)) == 3
    assert document.line_of(("levels", 0, "at_least")) == 4
    assert document.line_of(("levels", 1)) == 5
    assert document.line_of(("levels", 1, "text")) == 6


def test_line_of_something_absent_is_that_of_what_is_around_it() -> None:
    document = parse(SOUND)
    assert document.line_of(("levels", 1, "label")) == 5
    assert document.line_of(("nothing", "there")) == 1


def test_deepest_nesting_that_is_read() -> None:
    parse("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    findings = Findings()
    assert parse_yaml("f", "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), findings) is None
    assert [finding.code for finding in findings] == ["yaml-too-deep"]


def test_every_alias_and_tag_is_told() -> None:
    findings = Findings()
    assert parse_yaml("f", "a: &x 1\nb: *x\nc: !t 2\nd: *y\n", findings) is None
    assert [(f.line, f.code) for f in findings.in_order()] == [
        (1, "yaml-alias"),
        (2, "yaml-alias"),
        (3, "yaml-tag"),
        (4, "yaml-alias"),
    ]


def check_garbage(text: str) -> None:
    findings = Findings()
    started = time.process_time()
    document = parse_yaml("f", text, findings)
    assert time.process_time() - started < 1
    assert (document is None) == bool(list(findings))
    assert all(1 <= f.line <= text.count("\n") + text.count("\r") + 2 for f in findings)


YAML_SCRAPS = st.sampled_from(
    [
        "a",
        "b: ",
        "- ",
        "[",
        "]",
        "{",
        "}",
        ", ",
        ": ",
        "\n",
        "\n  ",
        "? ",
        "|",
        ">-",
        "&x ",
        "*x",
        "!!int ",
        "!",
        "%YAML 1.1\n",
        "---\n",
        "...\n",
        '"',
        "'",
        "\\",
        "\t",
        "#",
        "@",
        "`",
        "\r",
        "é",
        "\u2028",
        "\x85",
        "<<: ",
        "~",
        "1e9",
        "\\ud800",
        "\\x00",
        "0x1f",
        "=",
        "\ufeff",
    ]
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(YAML_SCRAPS, max_size=60).map("".join))
@example('"\\UFFFFFFFF"')
@example("%TAG ! tag:x,2000:\n---\n!a b")
@example("? [a, b]\n: 1\n? {c: d}\n")
@example("*a : 1")
def test_scraps_of_yaml_are_read_or_refused(text: str) -> None:
    check_garbage(text)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    check_garbage(text)


@settings(deadline=None)
@given(
    st.integers(0, len(SOUND)),
    st.integers(0, 12),
    st.lists(YAML_SCRAPS, max_size=4).map("".join),
)
def test_any_damage_to_sound_yaml_is_read_or_refused(start: int, cut: int, put: str) -> None:
    check_garbage(SOUND[:start] + put + SOUND[start + cut :])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("007", 7),
        ("+5", 5),
        ("-0.5", -0.5),
        ("1_000", 1000),
        (".5", 0.5),
        ("0x1F", "0x1F"),
        ("12:30", "12:30"),
        ("yes", "yes"),
        ("FALSE", False),
        ("", None),
        ("= ", "="),
    ],
)
def test_plain_scalars(text: str, value: Any) -> None:
    assert parse(f"a: {text}").data["a"] == value
