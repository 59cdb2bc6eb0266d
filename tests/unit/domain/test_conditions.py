"""Conditions as authors write them: what is refused, and what each part speaks of."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from app.domain.conditions import dimension_of, question_of, walk
from tests.builders import Raw, parse_condition


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


YES = {"answer": "charter", "is": "yes"}
SOME = {"context": "staff", "is": "some"}


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
