"""Every operator of conditions: true, false, unknown."""

from __future__ import annotations

import pytest

from app.domain.edition import Edition
from tests.builders import (
    Raw,
    compiled_condition,
    edition,
    levels,
    question,
    state_of,
)
from tests.unit.domain.every_kind import CONTENT, says

TRUE, FALSE, UNKNOWN = "true", "false", "unknown"


def value_of(content: Edition, when: Raw, answers: Raw) -> str:
    """Return which of the three values a condition has."""
    predicate, state = compiled_condition(content, when), state_of(content, answers)
    is_true, is_false = predicate.is_true(state), predicate.is_false(state)
    assert not (is_true and is_false)
    return TRUE if is_true else FALSE if is_false else UNKNOWN


CASES: dict[str, tuple[Raw, list[tuple[Raw, str]]]] = {
    "is": (
        {"answer": "charter", "is": "yes"},
        [
            ({"charter": "yes"}, TRUE),
            ({"charter": "no"}, FALSE),
            ({"charter": "not-for-us"}, FALSE),
            ({"charter": "unsure"}, UNKNOWN),
            ({}, UNKNOWN),
        ],
    ),
    "is, of a question not asked": (
        {"answer": "more", "is": "yes"},
        [
            ({"charter": "yes", "more": "yes"}, TRUE),
            ({"charter": "no", "more": "yes"}, FALSE),
            ({"charter": "unsure", "more": "yes"}, UNKNOWN),
        ],
    ),
    "one_of": (
        {"answer": "charter", "one_of": ["some", "yes"]},
        [
            ({"charter": "some"}, TRUE),
            ({"charter": "no"}, FALSE),
            ({"charter": "unsure"}, UNKNOWN),
        ],
    ),
    "context": (
        {"context": "staff", "is": "some"},
        [({"staff": "some"}, TRUE), ({"staff": "none"}, FALSE), ({}, UNKNOWN)],
    ),
    "includes": (
        says("includes", "town"),
        [
            ({"partners": ["school", "town"]}, TRUE),
            ({"partners": ["school"]}, FALSE),
            ({"partners": ["none"]}, FALSE),
            ({"partners": ["unsure"]}, UNKNOWN),
            ({}, UNKNOWN),
        ],
    ),
    "includes_any": (
        says("includes_any", ["town", "firm"]),
        [
            ({"partners": ["school", "firm"]}, TRUE),
            ({"partners": ["school"]}, FALSE),
            ({"partners": ["unsure"]}, UNKNOWN),
        ],
    ),
    "count_at_least": (
        says("count_at_least", 2),
        [
            ({"partners": ["none"]}, FALSE),
            ({"partners": ["school", "town"]}, TRUE),
            ({"partners": ["school"]}, FALSE),
            ({"partners": ["unsure"]}, UNKNOWN),
            ({}, UNKNOWN),
        ],
    ),
    "count of none": (
        says("count_at_least", 1),
        [
            ({"partners": ["none"]}, FALSE),
            ({"partners": ["school"]}, TRUE),
        ],
    ),
    "count_at_most": (
        says("count_at_most", 1),
        [
            ({"partners": ["school"]}, TRUE),
            ({"partners": ["school", "town"]}, FALSE),
            ({"partners": ["unsure"]}, UNKNOWN),
        ],
    ),
    "at_least": (
        {"number": "hours", "at_least": 2.5},
        [
            ({"hours": 2.5}, TRUE),
            ({"hours": 2.4}, FALSE),
            ({"hours": "no-hours"}, FALSE),
            ({"hours": "unsure"}, UNKNOWN),
            ({}, UNKNOWN),
        ],
    ),
    "above": ({"number": "hours", "above": 2.5}, [({"hours": 2.6}, TRUE), ({"hours": 2.5}, FALSE)]),
    "at_most": (
        {"number": "hours", "at_most": 2.5},
        [({"hours": 2.5}, TRUE), ({"hours": 2.6}, FALSE)],
    ),
    "below": ({"number": "hours", "below": 2.5}, [({"hours": 2.4}, TRUE), ({"hours": 2.5}, FALSE)]),
    "two bounds": (
        {"number": "hours", "at_least": 2, "below": 5},
        [({"hours": 2}, TRUE), ({"hours": 5}, FALSE), ({"hours": 1}, FALSE), ({}, UNKNOWN)],
    ),
    "the tighter of two bounds": (
        {"number": "hours", "at_least": 2, "above": 2, "at_most": 9, "below": 9},
        [({"hours": 2}, FALSE), ({"hours": 3}, TRUE), ({"hours": 9}, FALSE)],
    ),
    "departments": (
        {"territory": "place", "departments": ["79", "2A"]},
        [
            ({"place": "2A"}, TRUE),
            ({"place": "86"}, FALSE),
            ({"place": "unsure"}, UNKNOWN),
            ({}, UNKNOWN),
        ],
    ),
    "regions": (
        {"territory": "place", "regions": ["94"]},
        [({"place": "2B"}, TRUE), ({"place": "86"}, FALSE)],
    ),
    "departments or regions": (
        {"territory": "place", "departments": ["86"], "regions": ["94"]},
        [({"place": "86"}, TRUE), ({"place": "2A"}, TRUE), ({"place": "79"}, FALSE)],
    ),
    "answered": (
        {"answered": "more"},
        [
            ({"charter": "yes", "more": "no"}, TRUE),
            ({"charter": "yes", "more": "unsure"}, TRUE),
            ({"charter": "yes", "more": "not-for-us"}, TRUE),
            ({"charter": "yes"}, FALSE),
            ({"charter": "no", "more": "no"}, FALSE),
            ({}, UNKNOWN),
        ],
    ),
    "unknown": (
        {"unknown": "more"},
        [
            ({"charter": "yes", "more": "unsure"}, TRUE),
            ({"charter": "yes", "more": "yes"}, FALSE),
            ({"charter": "yes"}, FALSE),
            ({"charter": "no", "more": "unsure"}, FALSE),
            ({}, UNKNOWN),
        ],
    ),
    "visible": (
        {"visible": "more"},
        [({"charter": "yes"}, TRUE), ({"charter": "no"}, FALSE), ({"charter": "unsure"}, UNKNOWN)],
    ),
    "score": (
        {"score": "score", "at_least": 33.3, "below": 50},
        [
            ({"score": "some"}, TRUE),
            ({"score": "yes"}, FALSE),
            ({"score": "no"}, FALSE),
            ({"score": "unsure"}, FALSE),
            ({"score": "not-for-us"}, UNKNOWN),
            ({}, UNKNOWN),
        ],
    ),
    "score above": (
        {"score": "score", "above": 0},
        [({"score": "some"}, TRUE), ({"score": "no"}, FALSE)],
    ),
    "score at most": (
        {"score": "score", "at_most": 0},
        [({"score": "no"}, TRUE), ({"score": "unsure"}, TRUE), ({"score": "some"}, FALSE)],
    ),
    "level is": (
        {"level": "score", "is": "first_steps"},
        [
            ({"score": "some"}, TRUE),
            ({"score": "yes"}, FALSE),
            ({"score": "unsure"}, FALSE),
            ({}, UNKNOWN),
        ],
    ),
    "level at_least": (
        {"level": "score", "at_least": "first_steps"},
        [({"score": "some"}, TRUE), ({"score": "yes"}, TRUE), ({"score": "no"}, FALSE)],
    ),
    "level at_most": (
        {"level": "score", "at_most": "first_steps"},
        [({"score": "some"}, TRUE), ({"score": "no"}, TRUE), ({"score": "yes"}, FALSE)],
    ),
    "level one_of": (
        {"level": "score", "one_of": ["not_engaged", "pioneer"]},
        [({"score": "no"}, TRUE), ({"score": "yes"}, TRUE), ({"score": "some"}, FALSE)],
    ),
    "uncertain": (
        {"uncertain": "score"},
        [
            ({"score": "unsure"}, TRUE),
            ({"score": "some"}, FALSE),
            ({"score": "not-for-us"}, UNKNOWN),
            ({}, UNKNOWN),
        ],
    ),
    "meets": (
        {"meets": "has-charter"},
        [({"charter": "yes"}, TRUE), ({"charter": "no"}, FALSE), ({}, UNKNOWN)],
    ),
    "meets what meets another": (
        {"meets": "ready"},
        [
            ({"charter": "yes", "staff": "some"}, TRUE),
            ({"charter": "no"}, FALSE),
            ({"charter": "yes"}, UNKNOWN),
        ],
    ),
}


@pytest.mark.parametrize(
    ("when", "answers", "expected"),
    [
        pytest.param(when, answers, expected, id=f"{name} {answers}")
        for name, (when, cases) in CASES.items()
        for answers, expected in cases
    ],
)
def test_operators(when: Raw, answers: Raw, expected: str) -> None:
    assert value_of(CONTENT, when, answers) == expected
    contrary = {TRUE: FALSE, FALSE: TRUE, UNKNOWN: UNKNOWN}[expected]
    assert value_of(CONTENT, {"not": when}, answers) == contrary


# « Charter » gives each part its value: yes true, no false, unsure unknown.
PARTS = {TRUE: "yes", FALSE: "no", UNKNOWN: None}


@pytest.mark.parametrize(
    ("first", "second", "both", "either"),
    [
        (TRUE, TRUE, TRUE, TRUE),
        (TRUE, FALSE, FALSE, TRUE),
        (TRUE, UNKNOWN, UNKNOWN, TRUE),
        (FALSE, TRUE, FALSE, TRUE),
        (FALSE, FALSE, FALSE, FALSE),
        (FALSE, UNKNOWN, FALSE, UNKNOWN),
        (UNKNOWN, TRUE, UNKNOWN, TRUE),
        (UNKNOWN, FALSE, FALSE, UNKNOWN),
        (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
    ],
)
@pytest.mark.parametrize("padding", [0, 1, 3])
def test_all_and_any(first: str, second: str, both: str, either: str, padding: int) -> None:
    """Kleene's tables, whatever the number of parts."""
    answers = {"charter": PARTS[first], "score": PARTS[second], "staff": "some"}
    parts: list[Raw] = [{"answer": "charter", "is": "yes"}, {"answer": "score", "is": "yes"}]
    sure: list[Raw] = [{"context": "staff", "is": "some"}] * padding
    never: list[Raw] = [{"context": "staff", "is": "none"}] * padding
    assert value_of(CONTENT, {"all": [*sure, *parts]}, answers) == both
    assert value_of(CONTENT, {"any": [*never, *parts]}, answers) == either


def test_one_part_alone_is_that_part() -> None:
    part = {"answer": "charter", "is": "yes"}
    for operator in ("all", "any"):
        assert value_of(CONTENT, {operator: [part]}, {"charter": "yes"}) == TRUE
        assert value_of(CONTENT, {operator: [part]}, {}) == UNKNOWN


def test_the_score_compared_is_exact() -> None:
    third = {"score": "score", "at_least": 33.34}
    assert value_of(CONTENT, third, {"score": "some"}) == FALSE, "1/3 is less than 33.34"
    assert value_of(CONTENT, {"score": "score", "above": 33.33}, {"score": "some"}) == TRUE


def test_conditions_on_levels_read_the_sure_one() -> None:
    content = edition(
        [question("a", "links"), question("b", "links")],
        dimensions=[{"id": "links", "title": "Liens", "levels": levels(50)}],
    )
    unsure = {"a": "yes", "b": "unsure"}
    assert value_of(content, {"level": "links", "is": "first_steps"}, unsure) == TRUE
    assert value_of(content, {"score": "links", "above": 50}, unsure) == FALSE
