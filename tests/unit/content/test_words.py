"""Suggestions and typography of findings."""

from __future__ import annotations

from app.content.findings import CODES, ERRORS, TRANSLATIONS, WARNINGS, Finding, Findings, typeset
from app.content.suggest import did_you_mean, listed, nearest, short


def test_nearest_word_is_suggested_whatever_its_case_and_dashes() -> None:
    assert nearest("Written_Agreement", ["written-agreement", "oral"]) == "written-agreement"
    assert nearest("writen-agrement", ["oral", "written-agreement"]) == "written-agreement"
    assert nearest("si", ["one_of", "is"]) == "is"
    assert nearest("zzz", ["oral"]) is None
    assert did_you_mean("orl", ["oral"]) == " Vouliez-vous dire « oral » ?"
    assert did_you_mean("zzz", ["oral"]) == ""


def test_long_lists_and_texts_are_cut() -> None:
    assert listed("abc") == "a, b, c"
    assert listed(str(n) for n in range(20)).endswith("14… (5 de plus)")
    assert short("a\n b") == "a b"
    assert len(short("x" * 1000)) == 60


def test_typography_is_french() -> None:
    assert typeset("Vouliez-vous dire « l'un » ?") == (
        "Vouliez-vous dire «\u00a0l’un\u00a0»\u00a0?"
    )


def test_every_code_has_one_severity() -> None:
    assert not set(ERRORS) & set(WARNINGS)
    assert len(CODES) == len(ERRORS) + len(WARNINGS) + len(TRANSLATIONS)


def test_the_same_finding_counts_once_and_order_is_by_place() -> None:
    findings = Findings()
    for line in (3, 1, 3):
        findings.add("key-unknown", "b.yaml", line, "message", "remède")
    findings.add("text-duplicate", "a.yaml", 9, "message", "remède")
    assert [(f.file, f.line) for f in findings.in_order()] == [
        ("a.yaml", 9),
        ("b.yaml", 1),
        ("b.yaml", 3),
    ]
    assert findings.errors_in("b.yaml") == 2
    assert findings.errors_in("a.yaml") == 0
    assert Finding("a", 1, "key-unknown", "error", "m", "r") in {
        Finding("a", 1, "key-unknown", "error", "m", "r")
    }
