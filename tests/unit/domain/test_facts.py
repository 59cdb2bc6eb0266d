"""The facts that made a condition true: each once, those that hold, never somebody else's."""

from __future__ import annotations

import pytest

from app.domain.diagnosis import Fact
from tests.builders import Raw, compiled_condition, state_of
from tests.unit.domain.every_kind import CONTENT, says


def facts_of(when: Raw, answers: Raw) -> list[tuple[str, str, str]]:
    """Return the facts that made a condition true."""
    predicate, state = compiled_condition(CONTENT, when), state_of(CONTENT, answers)
    assert predicate.is_true(state)
    return [(fact.kind, fact.subject, fact.value) for fact in predicate.facts_true(state)]


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
