"""The answers that a person could give instead, and what each costs."""

from typing import Any

import pytest

from app.domain.answers import parse_answers
from app.domain.compiled import compile_edition
from app.domain.conditions import NumberIs
from app.domain.layout import NOT_APPLICABLE, UNANSWERED
from app.domain.moves import moves_from, several_choices, thresholds_of
from tests.builders import UNSURE, edition, option, question, tiny_edition


def moves(asked: dict[str, Any], present: object, status: int = UNANSWERED) -> dict[Any, int]:
    """Return the effort of each move from an answer."""
    content = edition([asked], dimensions=[{"id": "links", "title": "Liens"}])
    slot = compile_edition(content).slots[0]
    answers = parse_answers(content, {"q": present})
    found = moves_from(slot, answers.get("q"), status)
    return {move.value: move.effort for move in found}


STEPS = [option("a", 0), option("b", 1), option("c", 2), option("d", 3, effort=7), UNSURE]
PLURAL = [option("a", 1), option("b", 1, effort=4), option("none", 0, exclusive=True), UNSURE]
DOWNHILL = [option("a", 3), option("b", 0), option("c", 1)]


@pytest.mark.parametrize(
    ("options", "present", "expected"),
    [
        pytest.param(STEPS, "a", {"b": 1, "c": 2, "d": 7}, id="one for each step, or as stated"),
        pytest.param(STEPS, "c", {"a": 2, "b": 1, "d": 7}, id="back as far as forth"),
        pytest.param(STEPS, None, {"a": 1, "b": 1, "c": 2, "d": 7}, id="from nothing"),
        pytest.param(STEPS, "unsure", {"a": 1, "b": 1, "c": 2, "d": 7}, id="from not knowing"),
        pytest.param(DOWNHILL, None, {"a": 1, "b": 1, "c": 1}, id="from the least score"),
    ],
)
def test_one_option(options: list[Any], present: object, expected: dict[str, int]) -> None:
    assert moves(question("q", "links", options=options), present) == expected


@pytest.mark.parametrize(
    ("present", "expected"),
    [
        pytest.param(["a"], {("b",): 5, ("a", "b"): 4, ("none",): 2}, id="tick and untick"),
        pytest.param(["none"], {("a",): 1, ("b",): 4, ("a", "b"): 5}, id="none unticks itself"),
        pytest.param(
            ["unsure"], {("a",): 1, ("b",): 4, ("a", "b"): 5, ("none",): 1}, id="not known"
        ),
    ],
)
def test_several_options(present: object, expected: dict[tuple[str, ...], int]) -> None:
    assert moves(question("q", "links", "multiple", options=PLURAL), present) == expected


def test_a_number_moves_to_where_its_score_changes() -> None:
    bands = [
        {"at_least": 0, "below": 10, "score": 3},
        {"at_least": 10, "below": 20, "score": 1, "effort": 5},
        {"at_least": 20, "score": 0},
    ]
    asked = question("q", "links", "number", unit="%", minimum=0, maximum=100, bands=bands)
    efforts = moves(asked, 30)
    assert efforts[9] == 2
    assert efforts[19] == efforts[10] == 5
    assert efforts[21] == 1
    assert 30 not in efforts
    assert moves(asked, None)[9] == 2, "nothing known counts from the band that scores least"


def test_nothing_moves_away_from_not_applicable() -> None:
    assert moves(question("q", "links"), "not-for-us", NOT_APPLICABLE) == {}


@pytest.mark.parametrize(
    "asked",
    [
        question("q", kind="text"),
        question("q", kind="territory"),
        question("q", kind="territory", options=[UNSURE]),
    ],
)
def test_a_text_or_a_territory_never_moves(asked: dict[str, Any]) -> None:
    assert moves(asked, None) == {}


def test_choices_keep_exclusive_options_alone() -> None:
    partners = tiny_edition().questionnaire.items_by_id["partners"]
    found = list(several_choices(partners))
    assert len(found) == len(set(found)) == 8
    assert ("none",) in found
    assert ("school", "town", "firm") in found
    assert all(chosen == ("none",) or "none" not in chosen for chosen in found)
    assert not any("unsure" in chosen for chosen in found)


def test_thresholds_are_the_bounds_of_comparisons() -> None:
    conditions = [
        NumberIs.model_validate({"number": "q", "at_least": 5, "below": 9}),
        NumberIs.model_validate({"number": "q", "above": 2, "at_most": 5}),
    ]
    assert [float(bound) for bound in thresholds_of(list(conditions))] == [2, 5, 9]
