"""The least change that reaches the next level: exact, and nothing that a person cannot do."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given, settings

from app.domain.answers import parse_answers
from app.domain.compiled import CompiledEdition, compile_edition
from app.domain.diagnosis import Answers, AnswerValue, NextLevel
from app.domain.edition import Edition
from app.domain.layout import UNANSWERED
from app.domain.model import OVERALL
from app.domain.next_level import find_next_level
from app.domain.questionnaire import MultipleChoice
from tests.builders import (
    Raw,
    dimension,
    edition,
    levels,
    option,
    question,
    scores_edition,
)
from tests.random_editions import Gates
from tests.unit.domain.exhaustive import combinations_of, every_move, least_change
from tests.unit.domain.generated import chance, drawn_edition, partial_answers, seeds

MOST_COMBINATIONS = 1500


def step(content: Edition, raw: dict[str, object], name: str = "links") -> NextLevel | None:
    """Return the next level of a dimension for raw answers."""
    return find_next_level(compile_edition(content), parse_answers(content, raw), name)


def changed(found: NextLevel | None) -> dict[str, AnswerValue] | None:
    """Return the answers to give, by question."""
    assert found is not None
    if found.changes is None:
        return None
    return {change.question: change.after for change in found.changes}


def charter(**more: Any) -> Raw:
    """Return a question whose answers score 0 and 3."""
    return question("charter", "links", options=[option("no", 0), option("yes", 3)], **more)


TWO_STEPS = scores_edition([0, 1, 2, 3], [0, 3])
CHEAP = edition(
    [
        question("near", "links", options=[option("no", 0), option("yes", 1)]),
        question("far", "links", options=[option("no", 0), option("yes", 3, effort=9)]),
    ]
)
GATED = edition(
    [charter(show_when={"context": "staff", "is": "some"}), question("other", "links")],
    context=[question("staff", options=[option("none"), option("some")])],
)


@pytest.mark.parametrize(
    ("content", "answers", "expected"),
    [
        pytest.param(TWO_STEPS, {"q1": "o1", "q2": "o1"}, {"q2": "o2"}, id="the shortest way"),
        pytest.param(CHEAP, {"near": "no", "far": "no"}, {"far": "yes"}, id="near is not enough"),
        pytest.param(
            TWO_STEPS,
            {"q1": "o2", "q2": "unsure"},
            {"q2": "o2"},
            id="of two as small, the one that scores more",
        ),
        pytest.param(GATED, {"staff": "none", "other": "no"}, {"other": "some"}, id="not asked"),
        pytest.param(
            GATED,
            {"staff": "some", "charter": "no", "other": "no"},
            {"charter": "yes"},
            id="asked",
        ),
        pytest.param(
            TWO_STEPS, {"q1": "not-for-us", "q2": "o1"}, {"q2": "o2"}, id="not applicable stays"
        ),
    ],
)
def test_the_least_change(content: Edition, answers: dict[str, object], expected: Raw) -> None:
    assert changed(step(content, answers)) == expected


def test_the_effort_and_the_answers_before_and_after_are_told() -> None:
    found = step(TWO_STEPS, {"q1": "o1", "q2": "unsure"})
    assert found is not None
    assert (found.level, found.target, found.target_label) == (
        "not_engaged",
        "first_steps",
        "Premiers pas",
    )
    assert found.effort == 1
    assert [(c.question, c.before, c.after, c.effort) for c in found.changes or ()] == [
        ("q2", "unsure", "o2", 1)
    ]


def test_several_answers_change_where_one_is_not_enough() -> None:
    content = scores_edition([0, 3], [0, 3], [0, 3], [0, 3])
    found = step(content, {"q1": "o2", "q2": "o1", "q3": "o1", "q4": "o1"})
    assert found is not None
    assert (found.target, found.effort) == ("active", 1)
    higher = step(content, {"q1": "o2", "q2": "o2", "q3": "o2", "q4": "o2"})
    assert higher is None, "the highest level has none above it"
    strict = scores_edition([0, 3], [0, 3], [0, 3], levels=levels(100))
    assert changed(step(strict, {"q1": "o1"})) == {"q1": "o2", "q2": "o2", "q3": "o2"}


def test_nothing_answered_has_no_next_level() -> None:
    assert step(TWO_STEPS, {}) is None


def test_a_level_out_of_reach_says_so() -> None:
    content = scores_edition([0, 0.5])
    found = step(content, {"q1": "o1"})
    assert found is not None
    assert (found.target, found.changes, found.effort) == ("first_steps", None, 0)


def requiring(*asked: Raw, **more: Any) -> Edition:
    """Return an edition whose first level above the lowest requires some conditions."""
    return edition(
        [
            charter(),
            *more.pop("questions", [question("other", options=[option("no"), option("yes")])]),
        ],
        overall={"levels": levels(25)},
        dimensions=[dimension("links", levels=levels(50, requires={"first_steps": asked}))],
        **more,
    )


@pytest.mark.parametrize(
    ("requirement", "expected"),
    [
        pytest.param(
            {"answer": "other", "is": "yes"}, {"charter": "yes", "other": "yes"}, id="an answer"
        ),
        pytest.param(
            {"not": {"answer": "other", "is": "yes"}}, {"charter": "yes"}, id="the contrary"
        ),
        pytest.param(
            {"any": [{"answer": "other", "is": "yes"}, {"answer": "charter", "is": "yes"}]},
            {"charter": "yes"},
            id="one of two",
        ),
        pytest.param(
            {"all": [{"answer": "other", "is": "yes"}, {"answer": "other", "is": "no"}]},
            None,
            id="a contradiction",
        ),
        pytest.param(
            {"not": {"any": [{"answer": "other", "is": "no"}, {"answer": "charter", "is": "no"}]}},
            {"charter": "yes", "other": "yes"},
            id="neither",
        ),
        pytest.param(
            {"not": {"all": [{"answer": "other", "is": "no"}, {"answer": "charter", "is": "no"}]}},
            {"charter": "yes"},
            id="not both",
        ),
    ],
)
def test_requirements_are_met(requirement: Raw, expected: Raw | None) -> None:
    content = requiring(requirement)
    assert changed(step(content, {"charter": "no", "other": "no"})) == expected


@pytest.mark.parametrize("turn", [1, -1])
def test_of_two_requirements_on_one_dimension_the_higher_counts(turn: int) -> None:
    asked: list[Raw] = [
        {"score": "below", "at_least": 90},
        {"level": "below", "at_least": "first_steps"},
    ]
    content = edition(
        [question("a", "below"), question("b", "beside")],
        overall={"levels": levels(25, requires={"first_steps": asked[::turn]})},
    )
    assert changed(step(content, {"a": "no", "b": "yes"}, OVERALL)) == {"a": "yes"}


def test_a_context_that_lacks_what_a_level_requires_cannot_reach_it() -> None:
    content = requiring(
        {"context": "staff", "is": "some"},
        context=[question("staff", options=[option("none"), option("some")])],
    )
    found = step(content, {"staff": "none", "charter": "no"})
    assert found is not None
    assert found.changes is None
    assert changed(step(content, {"staff": "some", "charter": "no"})) == {"charter": "yes"}


def test_a_number_is_moved_to_where_a_question_is_asked() -> None:
    content = edition(
        [
            question("base", "links", options=[option("no", 0), option("yes", 1)]),
            question("days", kind="number", unit="jours", minimum=0, maximum=12),
            question("more", "links", show_when={"number": "days", "at_least": 3, "at_most": 5}),
        ],
        dimensions=[dimension("links", aggregation="sum")],
    )
    assert changed(step(content, {"base": "no", "days": 0})) == {"days": 3, "more": "yes"}


def _check(compiled: CompiledEdition, answers: Answers, found: NextLevel) -> None:
    """Check that the changes are possible, and reach the level once made."""
    if found.changes is None:
        return
    tried = {**answers, **{change.question: change.after for change in found.changes}}
    state, _ = compiled.scored(tried)
    assert state[compiled.layout.rank(found.dimension)] >= found.target.rank
    assert found.effort == sum(change.effort for change in found.changes)
    for change in found.changes:
        item = compiled.edition.questionnaire.items_by_id[change.question]
        assert not item.section.context, "context is a fact, not a practice"
        assert state[compiled.layout.status(change.question)] >= UNANSWERED, "not asked"
        assert change.before == answers.get(change.question)
        assert change.after != change.before
        if isinstance(item.question, MultipleChoice):
            chosen = [item.options_by_id[one] for one in change.after]  # type: ignore[union-attr]
            assert len(chosen) == 1 or not any(one.clears_others for one in chosen)


@pytest.mark.parametrize("gates", ["context", "any"])
@settings(max_examples=150, deadline=None)
@given(seed=seeds)
def test_no_change_is_smaller(gates: Gates, seed: int) -> None:
    content = drawn_edition(seed, gates)
    compiled = compile_edition(content)
    answers = partial_answers(content, chance(seed + 1))
    assume(combinations_of(every_move(compiled, answers)) <= MOST_COMBINATIONS)
    for name in (OVERALL, *compiled.dimensions):
        found = find_next_level(compiled, answers, name)
        if found is None:
            continue
        _check(compiled, answers, found)
        smallest = least_change(compiled, answers, name, found.target.rank)
        mine = None if found.changes is None else (found.effort, len(found.changes))
        assert mine == smallest, (name, found)
