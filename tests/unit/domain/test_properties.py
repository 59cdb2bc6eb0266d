"""What holds of every diagnosis, on random editions and random answers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from hypothesis import assume, given, settings

from app.domain.answers import dump_answers, parse_answers
from app.domain.compiled import CompiledEdition, compile_edition
from app.domain.conditions import Condition, walk
from app.domain.diagnose import diagnose
from app.domain.diagnosis import Answers, AnswerValue
from app.domain.edition import Edition
from app.domain.model import OVERALL
from app.domain.sample import sample_answers
from app.domain.serialise import canonical_json, diagnosis_to_dict
from tests.builders import fired_plainly
from tests.random_editions import Gates
from tests.unit.domain.generated import (
    ROOT,
    asked_of,
    chance,
    completed,
    drawn_edition,
    informed,
    intervals_of,
    is_unsure,
    partial_answers,
    seeds,
)

gates = pytest.mark.parametrize("gates", ["context", "any"])
thorough = settings(max_examples=120, deadline=None)


def result_of(edition: Edition, answers: Answers) -> bytes:
    """Return the canonical bytes of a diagnosis."""
    return canonical_json(diagnosis_to_dict(edition, diagnose(edition, answers)))


# The same, whatever happens to the bytes ---------------------------------------------------------


@gates
@thorough
@given(seed=seeds)
def test_a_diagnosis_is_the_same_to_the_byte(gates: Gates, seed: int) -> None:
    edition, random = drawn_edition(seed, gates), chance(seed + 1)
    answers = partial_answers(edition, random)
    first = result_of(edition, answers)
    assert result_of(edition, answers) == first, "twice"
    again = Edition.from_canonical(edition.canonical)
    assert again.hash == edition.hash
    assert result_of(again, answers) == first, "after the edition was stored"
    stored = json.loads(json.dumps(dump_answers(answers)))
    assert result_of(edition, parse_answers(edition, stored)) == first, "after they were stored"
    shuffled = list(answers.items())
    random.shuffle(shuffled)
    assert result_of(edition, dict(shuffled)) == first, "answered in another order"


def test_a_diagnosis_is_the_same_in_another_process(tmp_path: Path) -> None:
    script = tmp_path / "results.py"
    script.write_text(
        "import hashlib\n"
        "from tests.unit.domain.generated import chance, drawn_edition, partial_answers\n"
        "from tests.unit.domain.test_properties import result_of\n"
        "digest = hashlib.sha256()\n"
        "for seed in range(12):\n"
        "    edition = drawn_edition(seed, 'any')\n"
        "    digest.update(result_of(edition, partial_answers(edition, chance(seed + 1))))\n"
        "print(digest.hexdigest())\n",
        encoding="utf-8",
    )
    found = {
        subprocess.run(
            [sys.executable, str(script)],
            check=True,
            capture_output=True,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1
    assert len(found.pop().strip()) == 64


# More information, never a wider interval -------------------------------------------------------


@gates
@thorough
@given(seed=seeds)
def test_more_information_never_widens(gates: Gates, seed: int) -> None:
    edition, random = drawn_edition(seed, gates), chance(seed + 1)
    compiled, answers = compile_edition(edition), partial_answers(edition, random)
    for _ in range(4):
        following = informed(edition, answers, random)
        before, after = intervals_of(compiled, answers), intervals_of(compiled, following)
        for name, (low, high) in before.items():
            narrower = after[name]
            assert low <= narrower[0] <= narrower[1] <= high, (name, answers, following)
            assert _levels_within(compiled, name, answers, following), (name, answers, following)
        answers = following


def _levels_within(
    compiled: CompiledEdition, name: str, answers: Answers, following: Answers
) -> bool:
    """Whether the levels possible with more answers were possible before."""
    layout = compiled.layout
    ranks = []
    for given_ in (answers, following):
        state, _ = compiled.scored(given_)
        ranks.append((state[layout.rank(name)], state[layout.high_rank(name)]))
    (low, high), (low_after, high_after) = ranks
    return low is None or low_after is None or low <= low_after <= high_after <= high


@gates
@thorough
@given(seed=seeds)
def test_every_completion_lies_within_the_interval(gates: Gates, seed: int) -> None:
    edition, random = drawn_edition(seed, gates), chance(seed + 1)
    compiled, answers = compile_edition(edition), partial_answers(edition, random)
    partly = intervals_of(compiled, answers)
    full = completed(edition, answers, random)
    assume(not _open(edition, full))
    state, _ = compiled.scored(full)
    for name, (low, high) in intervals_of(compiled, full).items():
        assert partly[name][0] <= low <= high <= partly[name][1], (name, full)
        rank = state[compiled.layout.rank(name)]
        assert rank == state[compiled.layout.high_rank(name)], "complete, so the level is sure"
        if rank is not None:
            assert low == high, "complete, so the score is a point"
            assert _levels_within(compiled, name, answers, full), (name, answers, full)


def _open(edition: Edition, answers: Answers) -> bool:
    return any(
        question not in answers or is_unsure(edition, question, answers[question])
        for question in asked_of(edition, answers)
    )


# A better answer, never a lower score -----------------------------------------------------------


@thorough
@given(seed=seeds)
def test_a_better_answer_never_lowers_a_score(seed: int) -> None:
    edition, random = drawn_edition(seed), chance(seed + 1)
    compiled, answers = compile_edition(edition), partial_answers(edition, random)
    raised = _raised(compiled, answers, random)
    assume(raised is not None)
    assert raised is not None
    before, after = intervals_of(compiled, answers), intervals_of(compiled, raised)
    for name in before:
        assert before[name][0] <= after[name][0], (name, answers, raised)
        assert before[name][1] <= after[name][1], (name, answers, raised)


def _raised(compiled: CompiledEdition, answers: Answers, random: Random) -> Answers | None:
    """Return the answers with one that scores more than it did."""
    _, units = compiled.fill(answers)
    better: list[tuple[str, AnswerValue]] = []
    for slot in compiled.slots:
        present = units[slot.index]
        if slot.points is None or present is None or present[1] < 0:
            continue
        for _ in range(6):
            value = sample_answers(compiled.edition, random).get(slot.item.id)
            if value is None or _special(compiled, slot.item.id, value):
                continue
            if slot.points(value) > present[0]:
                better.append((slot.item.id, value))
    if not better:
        return None
    question, value = random.choice(better)
    return {**answers, question: value}


def _special(compiled: CompiledEdition, question: str, value: AnswerValue) -> bool:
    options = compiled.edition.questionnaire.items_by_id[question].options_by_id
    chosen = value if isinstance(value, tuple) else (value,)
    return any(
        isinstance(one, str) and one in options and options[one].is_special for one in chosen
    )


# Rules and reasons ------------------------------------------------------------------------------

NAMING = {"answer", "context", "number", "territory", "unknown", "answered", "visible"}
STANDING = {"level", "score", "uncertain"}


@gates
@thorough
@given(seed=seeds)
def test_every_recommendation_has_a_reason_that_names_what_was_said(
    gates: Gates, seed: int
) -> None:
    edition = drawn_edition(seed, gates)
    questions = edition.questionnaire.items_by_id
    nodes = {OVERALL, *(one.id for one in edition.questionnaire.walk_dimensions())}
    diagnosis = diagnose(edition, partial_answers(edition, chance(seed + 1)), next_levels=False)
    advice = [one.reasons for one in diagnosis.recommendations]
    advice += [one.reasons for one in diagnosis.roadmap.first]
    for reasons in advice:
        assert reasons
        for reason in reasons:
            assert reason.text
            assert reason.facts
            assert len(set(reason.facts)) == len(reason.facts)
            for fact in reason.facts:
                assert fact.kind in NAMING | STANDING
                assert fact.subject in (questions if fact.kind in NAMING else nodes)
        texts = [reason.text for reason in reasons]
        assert len(set(texts)) == len(texts), "each reason once"


@gates
@thorough
@given(seed=seeds)
def test_the_index_fires_what_trying_every_rule_fires(gates: Gates, seed: int) -> None:
    edition, random = drawn_edition(seed, gates), chance(seed + 1)
    compiled = compile_edition(edition)
    for _ in range(3):
        state, _ = compiled.scored(partial_answers(edition, random))
        assert compiled.index.fired(state) == fired_plainly(compiled.index, state)


# Three-valued conditions ------------------------------------------------------------------------


@gates
@thorough
@given(seed=seeds)
def test_no_condition_is_both_true_and_false(gates: Gates, seed: int) -> None:
    edition, random = drawn_edition(seed, gates), chance(seed + 1)
    compiled = compile_edition(edition)
    state, _ = compiled.scored(partial_answers(edition, random))
    for rule in edition.rules.rules:
        for part in walk(rule.when):
            predicate = compiled.compiler.compile(part)
            assert not (predicate.is_true(state) and predicate.is_false(state)), part


@gates
@thorough
@given(seed=seeds)
def test_what_is_decided_on_answers_stays_so(gates: Gates, seed: int) -> None:
    edition, random = drawn_edition(seed, gates), chance(seed + 1)
    compiled, answers = compile_edition(edition), partial_answers(edition, random)
    following = completed(edition, answers, random)
    before, after = compiled.fill(answers)[0], compiled.fill(following)[0]
    for condition in _conditions_on_answers(edition):
        predicate = compiled.compiler.compile(condition)
        if predicate.is_true(before):
            assert predicate.is_true(after), condition
        if predicate.is_false(before):
            assert predicate.is_false(after), condition
        if not _open(edition, following):
            assert predicate.is_true(after) != predicate.is_false(after), condition


def _conditions_on_answers(edition: Edition) -> list[Condition]:
    """Return the conditions of an edition that read answers alone."""
    questionnaire = edition.questionnaire
    bands = [
        band
        for name in (OVERALL, *(one.id for one in questionnaire.walk_dimensions()))
        for band in questionnaire.bands_of(name)
    ]
    roots: list[Condition] = [rule.when for rule in edition.rules.rules]
    roots += [item.show_when for item in questionnaire.items if item.show_when is not None]
    roots += [requirement.when for band in bands for requirement in band.requires]
    reads = {"answer", "context", "number", "territory", "visible", "all", "any", "not_"}
    return [
        root for root in roots if all(set(type(part).model_fields) & reads for part in walk(root))
    ]
