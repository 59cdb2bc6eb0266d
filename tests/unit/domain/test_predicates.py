"""Every operator of conditions: true, false, unknown, and the facts that made it so."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from app.domain.conditions import dimension_of, question_of, walk
from app.domain.diagnosis import Fact
from app.domain.edition import Edition
from tests.builders import (
    Raw,
    compiled_condition,
    edition,
    levels,
    option,
    parse_condition,
    question,
    state_of,
)

TRUE, FALSE, UNKNOWN = "true", "false", "unknown"

CONTENT = edition(
    [
        question("charter", "links"),
        question("more", "links", show_when={"answer": "charter", "is": "yes"}),
        question(
            "partners",
            kind="multiple",
            options=[
                *(option("school"), option("town"), option("firm")),
                *(option("none", exclusive=True), option("unsure", unknown=True)),
            ],
        ),
        question(
            "hours",
            kind="number",
            unit="heures",
            minimum=0,
            maximum=100,
            decimals=1,
            options=[option("unsure", unknown=True), option("no-hours", not_applicable=True)],
        ),
        question("place", kind="territory", options=[option("unsure", unknown=True)]),
        question("score", "score"),
    ],
    context=[question("staff", options=[option("none"), option("some")])],
    conditions={
        "has-charter": {"answer": "charter", "is": "yes"},
        "ready": {"all": [{"meets": "has-charter"}, {"context": "staff", "is": "some"}]},
    },
)


def value_of(content: Edition, when: Raw, answers: Raw) -> str:
    """Return which of the three values a condition has."""
    predicate, state = compiled_condition(content, when), state_of(content, answers)
    is_true, is_false = predicate.is_true(state), predicate.is_false(state)
    assert not (is_true and is_false)
    return TRUE if is_true else FALSE if is_false else UNKNOWN


def facts_of(when: Raw, answers: Raw) -> list[tuple[str, str, str]]:
    """Return the facts that made a condition true."""
    predicate, state = compiled_condition(CONTENT, when), state_of(CONTENT, answers)
    assert predicate.is_true(state)
    return [(fact.kind, fact.subject, fact.value) for fact in predicate.facts_true(state)]


def says(operator: str, value: object) -> Raw:
    """Return a condition on the question ``partners``."""
    return {"answer": "partners", operator: value}


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
            ({"partners": ["school", "town"]}, TRUE),
            ({"partners": ["school"]}, FALSE),
            ({"partners": ["unsure"]}, UNKNOWN),
            ({}, UNKNOWN),
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


@pytest.mark.parametrize(
    ("when", "answers", "expected"),
    [
        ({"answer": "charter", "is": "yes"}, {"charter": "yes"}, [("answer", "charter", "yes")]),
        ({"context": "staff", "is": "some"}, {"staff": "some"}, [("context", "staff", "some")]),
        (
            says("includes", "town"),
            {"partners": ["town", "school"]},
            [("answer", "partners", "school town")],
        ),
        ({"number": "hours", "above": 2}, {"hours": 2.5}, [("number", "hours", "2.5")]),
        (
            {"territory": "place", "regions": ["94"]},
            {"place": "2B"},
            [("territory", "place", "2B")],
        ),
        ({"answered": "charter"}, {"charter": "no"}, [("answered", "charter", "yes")]),
        ({"not": {"answered": "charter"}}, {}, [("answered", "charter", "no")]),
        ({"unknown": "charter"}, {"charter": "unsure"}, [("unknown", "charter", "yes")]),
        ({"visible": "more"}, {"charter": "yes"}, [("visible", "more", "yes")]),
        ({"score": "score", "below": 50}, {"score": "some"}, [("score", "score", "33.3")]),
        ({"level": "score", "is": "pioneer"}, {"score": "yes"}, [("level", "score", "pioneer")]),
        ({"uncertain": "score"}, {"score": "unsure"}, [("uncertain", "score", "yes")]),
        (
            {"not": {"answer": "charter", "is": "yes"}},
            {"charter": "no"},
            [("answer", "charter", "no")],
        ),
        ({"meets": "has-charter"}, {"charter": "yes"}, [("answer", "charter", "yes")]),
    ],
)
def test_facts_of_one_condition(
    when: Raw, answers: Raw, expected: list[tuple[str, str, str]]
) -> None:
    assert facts_of(when, answers) == expected


YES = {"answer": "charter", "is": "yes"}
SOME = {"context": "staff", "is": "some"}
SAID_YES, SAID_SOME = ("answer", "charter", "yes"), ("context", "staff", "some")


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        pytest.param({"all": [YES, SOME]}, [SAID_YES, SAID_SOME], id="all of them"),
        pytest.param({"all": [YES, SOME, YES]}, [SAID_YES, SAID_SOME], id="once each"),
        pytest.param({"any": [YES, SOME]}, [SAID_YES, SAID_SOME], id="those that hold"),
        pytest.param({"any": [{"not": YES}, SOME]}, [SAID_SOME], id="not those that do not"),
        pytest.param(
            {"not": {"any": [{"not": YES}, {"not": SOME}]}}, [SAID_YES, SAID_SOME], id="neither"
        ),
        pytest.param({"not": {"all": [{"not": YES}, SOME]}}, [SAID_YES], id="not both"),
    ],
)
def test_facts_of_several_conditions(when: Raw, expected: list[tuple[str, str, str]]) -> None:
    assert facts_of(when, {"charter": "yes", "staff": "some"}) == expected


def test_a_fact_never_outlives_its_answer() -> None:
    """The same closures serve everybody: what one person said never shows in another's facts."""
    predicate = compiled_condition(CONTENT, {"number": "hours", "above": 2})
    seen = [predicate.facts_true(state_of(CONTENT, {"hours": hours})) for hours in (3, 4, 3)]
    assert seen == [(Fact("number", "hours", str(hours)),) for hours in (3, 4, 3)]


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


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"answer": "q"},
        {"answer": "q", "is": "a", "one_of": ["b"]},
        {"answer": "q", "one_of": []},
        {"answer": "q", "is": "a", "colour": "red"},
        {"number": "q"},
        {"number": "q", "at_least": True},
        {"number": "q", "at_least": float("nan")},
        {"score": "d"},
        {"level": "d"},
        {"level": "d", "is": "excellent"},
        {"level": "d", "is": "active", "at_most": "active"},
        {"territory": "q"},
        {"all": []},
        {"colour": "red"},
        {"answer": "Not An Id", "is": "a"},
    ],
)
def test_ill_written_conditions_are_refused(wrong: Any) -> None:
    with pytest.raises(ValidationError):
        parse_condition(wrong)


def test_walking_a_condition_meets_every_part_outermost_first() -> None:
    when = parse_condition({"all": [{"not": {"any": [YES, SOME]}}, {"level": "d", "is": "active"}]})
    kinds = [type(part).__name__ for part in walk(when)]
    assert kinds == ["All", "Not", "AnyOf", "AnswerIs", "ContextIs", "LevelIs"]
    assert [question_of(part) for part in walk(when)] == [
        None,
        None,
        None,
        "charter",
        "staff",
        None,
    ]
    assert [dimension_of(part) for part in walk(when)][-1] == "d"


@pytest.mark.parametrize(
    ("when", "about"),
    [
        ({"number": "q", "above": 1}, "q"),
        ({"territory": "q", "regions": ["94"]}, "q"),
        ({"answered": "q"}, "q"),
        ({"unknown": "q"}, "q"),
        ({"visible": "q"}, "q"),
        ({"score": "q", "above": 1}, None),
        ({"meets": "q"}, None),
    ],
)
def test_the_question_that_a_condition_reads(when: Raw, about: str | None) -> None:
    assert question_of(parse_condition(when)) == about
