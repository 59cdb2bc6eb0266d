"""What the proofs find is reported at the line it is about, and can be replayed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.content.findings import CODES, Finding
from app.content.library import load_library, open_shelf
from app.content.prover.messages import MESSAGES
from app.content.prover.report import STEPS, prove_shelf
from app.domain.answers import parse_answers
from app.domain.compiled import compile_edition
from app.domain.navigation import completeness
from tests.content.folders import QUESTIONS, RULES, found, line_of, small_folder, spoil


def proven(folder: Path, code: str) -> list[Finding]:
    return found(prove_shelf(open_shelf(folder)), code)


def test_every_verdict_is_a_code_with_words() -> None:
    assert set(MESSAGES) <= set(CODES)
    for message, remedy in MESSAGES.values():
        assert message.endswith(".")
        assert remedy.endswith(".")


def test_a_rule_is_found_at_its_line(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    spoil(
        folder,
        RULES,
        "when: {unknown: planning}",
        "when: {all: [{unknown: planning}, {answer: planning, is: oral}]}",
    )
    (finding,) = proven(folder, "rule-unreachable")
    assert (finding.file, finding.line) == (RULES, line_of(folder, RULES, "id: planning-inconnu"))
    assert finding.severity == "error"
    assert finding.witness is None


def test_a_level_is_found_at_its_node(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    text = (folder / QUESTIONS).read_text("utf-8")
    assert proven(folder, "level-unreachable") == []
    scores = {"score: 1": "score: 0", "score: 2": "score: 0", "score: 3": "score: 0"}
    for old, new in scores.items():
        text = text.replace(old, new)
    (folder / QUESTIONS).write_text(text, "utf-8")
    assert load_library(folder).has_errors is False
    lines = {finding.line for finding in proven(folder, "level-unreachable")}
    own = line_of(folder, QUESTIONS, "overall:>>level: active")
    assert own in lines, "where a node has levels of its own"
    assert line_of(folder, QUESTIONS, "dimensions:>>id: voisinage") in lines, "else at the node"


def test_a_question_is_found_at_its_line(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    (finding,) = proven(folder, "question-idle")
    assert finding.file == QUESTIONS
    assert finding.line == line_of(folder, QUESTIONS, "id: affichage")


@pytest.mark.parametrize("code", ["kind-uncovered", "actions-too-few"])
def test_a_witness_is_a_complete_answer_set(tmp_path: Path, code: str) -> None:
    folder = small_folder(tmp_path)
    edition = load_library(folder).editions["jardin"]
    for finding in proven(folder, code):
        assert finding.file == RULES
        assert finding.witness is not None
        replayed = json.loads(finding.witness)
        assert replayed["questionnaire"] == "jardin"
        answers = parse_answers(edition, replayed["answers"])
        assert completeness(edition, answers).is_complete
        fired = compile_edition(edition).evaluate(answers).fired
        assert code != "actions-too-few" or len(fired) < 3


def test_each_step_is_told(tmp_path: Path) -> None:
    steps: list[str] = []
    prove_shelf(open_shelf(small_folder(tmp_path)), on_step=steps.append)
    assert steps == ["jardin"] * STEPS


def test_what_cannot_be_served_is_not_proven(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    spoil(folder, RULES, "{unknown: planning}", "{unknown: plannning}")
    shelf = open_shelf(folder)
    assert prove_shelf(shelf).findings == load_library(folder).findings
