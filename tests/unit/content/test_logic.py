"""What a condition surely says when it is true, on small conditions."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from app.content.binding.logic import names_cause, questions_read, surely_answered
from app.domain.conditions import Condition

ADAPTER: TypeAdapter[Condition] = TypeAdapter(Condition)
A = {"answer": "a", "is": "x"}
B = {"answer": "b", "is": "x"}
SEEN = {"visible": "a"}
NAMED = {
    "is-a": ADAPTER.validate_python(A),
    "seen": ADAPTER.validate_python(SEEN),
    "loop": ADAPTER.validate_python({"meets": "loop"}),
}


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        (A, True),
        (SEEN, False),
        ({"answered": "a"}, False),
        ({"uncertain": "d"}, False),
        ({"unknown": "a"}, True),
        ({"not": {"unknown": "a"}}, False),
        ({"not": A}, True),
        ({"level": "d", "is": "active"}, True),
        ({"score": "d", "above": 3}, True),
        ({"number": "n", "above": 3}, True),
        ({"territory": "t", "regions": ["94"]}, True),
        ({"all": [A, SEEN]}, True),
        ({"any": [A, SEEN]}, False),
        ({"any": [A, B]}, True),
        ({"not": {"all": [A, SEEN]}}, False),
        ({"not": {"any": [A, SEEN]}}, True),
        ({"not": {"not": {"any": [A, SEEN]}}}, False),
        ({"meets": "is-a"}, True),
        ({"meets": "seen"}, False),
        ({"not": {"meets": "is-a"}}, True),
        ({"meets": "loop"}, True),
        ({"meets": "nowhere"}, True),
    ],
)
def test_names_cause(raw: object, names: bool) -> None:
    assert names_cause(ADAPTER.validate_python(raw), NAMED) is names


@pytest.mark.parametrize(
    ("raw", "questions"),
    [
        (A, {"a"}),
        ({"all": [A, B]}, {"a", "b"}),
        ({"any": [A, B]}, set()),
        ({"any": [A, {"all": [A, B]}]}, {"a"}),
        ({"not": {"any": [A, B]}}, {"a", "b"}),
        ({"not": {"all": [A, B]}}, set()),
        ({"unknown": "a"}, set()),
        ({"answered": "a"}, set()),
        ({"all": [{"meets": "is-a"}, B]}, {"a", "b"}),
    ],
)
def test_surely_answered(raw: object, questions: set[str]) -> None:
    assert surely_answered(ADAPTER.validate_python(raw), NAMED) == questions


def test_questions_read_go_through_names() -> None:
    condition = ADAPTER.validate_python({"any": [{"meets": "is-a"}, {"unknown": "b"}]})
    assert questions_read(condition, NAMED) == {"a", "b"}
