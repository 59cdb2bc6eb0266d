"""The formulas say what the production evaluator says, on the pathways we ship and on random ones.

Answers are drawn, the solver is told them, and every rule and level is read off its model.
"""

from __future__ import annotations

from functools import lru_cache
from random import Random

import pytest
import z3

from app.content.library import DEFAULT_ROOT, Library, load_library
from app.content.prover.formulas import Truth
from app.content.prover.oracle import Oracle
from app.domain.compiled import CompiledEdition, compile_edition
from app.domain.diagnosis import Answers
from app.domain.layout import UNANSWERED
from app.domain.sample import sample_answers
from tests.random_editions import Gates, random_edition
from tests.unit.domain.generated import chance

SHIPPED = sorted(path.stem for path in (DEFAULT_ROOT / "questionnaires").glob("*.yaml"))


@lru_cache(maxsize=1)
def library() -> Library:
    return load_library(DEFAULT_ROOT)


def holds(model: z3.ModelRef, truth: Truth) -> bool:
    return truth if isinstance(truth, bool) else z3.is_true(model.eval(truth, True))


def assert_agreement(compiled: CompiledEdition, oracle: Oracle, answers: Answers) -> None:
    """Compare all that the rules and the levels say of one answer set."""
    encoding, found = oracle.encoding, compiled.evaluate(answers)
    given = [
        answer.is_(answers.get(question))
        for question, answer in oracle.sheet.answers.items()
        if found.state[compiled.layout.status(question)] >= UNANSWERED
    ]
    rules = [encoding.fires(index) for index in range(len(compiled.edition.rules.rules))]
    nodes = [(node, encoding.node(node.id)) for node in compiled.scorer.nodes]
    model = oracle.model(*given)
    assert model is not None, "a complete answer set"
    assert [n for n, rule in enumerate(rules) if holds(model, rule)] == found.fired, answers
    for node, terms in nodes:
        rank, high = found.state[node.rank], found.state[node.high_rank]
        assert holds(model, terms.has_level) is (rank is not None), (node.id, answers)
        for level in range(4):
            assert holds(model, terms.has_rank(level)) is (rank == level), (node.id, answers)
            if rank is not None:
                possible = holds(model, terms.reaches(level, possibly=True))
                assert possible is (high >= level), (node.id, answers)


@pytest.mark.parametrize("pathway", SHIPPED)
def test_formulas_say_what_the_evaluator_says(pathway: str) -> None:
    compiled = compile_edition(library().editions[pathway])
    oracle, random = Oracle(compiled), chance(7)
    for _ in range(60):
        assert_agreement(compiled, oracle, sample_answers(compiled.edition, random))


@pytest.mark.parametrize("gates", ["context", "any"])
@pytest.mark.parametrize("seed", range(40))
def test_formulas_say_what_the_evaluator_says_on_random_editions(gates: Gates, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - what is drawn must come back the same
    compiled = compile_edition(random_edition(random, gates=gates))
    oracle = Oracle(compiled)
    for _ in range(8):
        answers = sample_answers(compiled.edition, random)
        for item in compiled.edition.questionnaire.items:
            if item.question.optional and random.random() < 0.5:
                answers.pop(item.id, None)
        if _is_complete(compiled, answers):
            assert_agreement(compiled, oracle, answers)


def _is_complete(compiled: CompiledEdition, answers: Answers) -> bool:
    """Whether what was passed over has not brought other questions into sight."""
    state, _ = compiled.fill(answers)
    return all(
        slot.item.question.optional or state[slot.index + len(compiled.slots)] != UNANSWERED
        for slot in compiled.slots
    )
