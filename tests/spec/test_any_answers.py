"""What holds of the pathways we ship, whatever a person answers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from app.content.library import DEFAULT_ROOT, load_library
from app.domain.compiled import compile_edition
from app.domain.diagnose import diagnose
from app.domain.diagnosis import Answers
from app.domain.edition import Edition
from app.domain.layout import UNANSWERED
from app.domain.serialise import canonical_json, diagnosis_to_dict
from tests.unit.domain.generated import chance, informed, intervals_of, partial_answers, seeds

EDITIONS = load_library(DEFAULT_ROOT).editions
STORED = {name: Edition.from_canonical(one.canonical) for name, one in EDITIONS.items()}
some = settings(max_examples=25, deadline=None)
every_pathway = pytest.mark.parametrize("name", sorted(EDITIONS))


def test_pathways_were_found() -> None:
    assert "association" in EDITIONS


@every_pathway
@some
@given(seed=seeds)
def test_a_diagnosis_outlives_its_files(name: str, seed: int) -> None:
    answers = partial_answers(EDITIONS[name], chance(seed))
    assert _result(EDITIONS[name], answers) == _result(STORED[name], answers)


@every_pathway
@some
@given(seed=seeds)
def test_every_advice_has_its_reasons(name: str, seed: int) -> None:
    edition = EDITIONS[name]
    answers = partial_answers(edition, chance(seed))
    diagnosis = diagnose(edition, answers, next_levels=False)
    assert len(diagnosis.roadmap.first) <= 6
    for one in diagnosis.recommendations:
        assert one.reasons
        assert all(reason.facts and "{" not in reason.text for reason in one.reasons)


@every_pathway
@some
@given(seed=seeds)
def test_more_information_never_widens(name: str, seed: int) -> None:
    edition, random = EDITIONS[name], chance(seed)
    compiled, answers = compile_edition(edition), partial_answers(edition, random)
    following = informed(edition, answers, random)
    before, after = intervals_of(compiled, answers), intervals_of(compiled, following)
    for node, (low, high) in before.items():
        assert low <= after[node][0] <= after[node][1] <= high, (node, answers, following)


@every_pathway
@some
@given(seed=seeds)
def test_the_next_level_is_reached_by_what_is_said_to_reach_it(name: str, seed: int) -> None:
    edition = EDITIONS[name]
    compiled, answers = compile_edition(edition), partial_answers(edition, chance(seed))
    items = edition.questionnaire.items_by_id
    for step in diagnose(edition, answers).next_levels:
        if step.changes is None:
            continue
        tried = {**answers, **{change.question: change.after for change in step.changes}}
        state, _ = compiled.scored(tried)
        assert state[compiled.layout.rank(step.dimension)] >= step.target.rank
        for change in step.changes:
            assert not items[change.question].section.context
            assert state[compiled.layout.status(change.question)] >= UNANSWERED


@every_pathway
def test_every_rule_fires_for_somebody(name: str) -> None:
    edition = EDITIONS[name]
    compiled, random = compile_edition(edition), chance(1)
    fired: set[int] = set()
    for _ in range(3000):
        fired.update(compiled.evaluate(partial_answers(edition, random)).fired)
    never = [rule.id for place, rule in enumerate(edition.rules.rules) if place not in fired]
    assert not never


def _result(edition: Edition, answers: Answers) -> bytes:
    return canonical_json(diagnosis_to_dict(edition, diagnose(edition, answers)))
