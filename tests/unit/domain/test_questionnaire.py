"""A questionnaire as it is walked, and what its models refuse."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from app.domain.conditions import All, AnswerIs
from app.domain.model import LEVELS, MaturityLevel
from app.domain.questionnaire import LevelBand, Option, Question, Questionnaire, ScoreRange
from app.domain.resource import Department, Resource
from app.domain.rules import Rule, RuleSet
from tests.builders import (
    Raw,
    dimension,
    edition,
    levels,
    option,
    question,
    resource,
    rule,
    tiny_edition,
)

TINY = tiny_edition().questionnaire


def test_items_come_in_the_order_asked_with_what_follows_them() -> None:
    assert [item.id for item in TINY.items] == [
        *("staff", "department", "members", "name"),
        *("partners", "charter", "obstacle", "rhythm", "hours", "training"),
    ]
    obstacle = TINY.items_by_id["obstacle"]
    assert (obstacle.parent, obstacle.section.id, obstacle.is_scored) == (
        "charter",
        "practice",
        False,
    )
    assert isinstance(obstacle.show_when, AnswerIs)
    assert (obstacle.show_when.answer, obstacle.show_when.is_) == ("charter", "no")
    assert TINY.items_by_id["charter"].is_scored
    assert TINY.items_by_id["staff"].section.context


def test_a_scale_has_the_options_of_its_answer_set() -> None:
    assert [one.id for one in TINY.items_by_id["rhythm"].options] == ["never", "yearly", "weekly"]
    assert TINY.items_by_id["name"].options == ()


def test_what_follows_a_multiple_choice_reads_what_it_includes() -> None:
    more = question("more", show_when={"answer": "before", "is": "yes"})
    content = edition(
        [
            question("before"),
            question("q", kind="multiple", options=[option("a", follow_up=[more]), option("b")]),
        ]
    )
    condition = content.questionnaire.items_by_id["more"].show_when
    assert isinstance(condition, All)
    under, own = condition.all
    assert isinstance(under, AnswerIs)
    assert isinstance(own, AnswerIs)
    assert (under.answer, under.includes, own.answer) == ("q", "a", "before")


def test_dimensions_are_walked_outermost_first_and_may_have_levels_of_their_own() -> None:
    content = edition(
        [question("q", "low")],
        dimensions=[
            dimension("top", dimensions=[dimension("low", levels=levels(40))]),
            dimension("side"),
        ],
        overall={"levels": levels(10, 20), "portraits": {"active": "Vous agissez."}},
    ).questionnaire
    assert [one.id for one in content.walk_dimensions()] == ["top", "low", "side"]
    assert [float(band.at_least) for band in content.bands_of("low")] == [0, 40]
    assert [float(band.at_least) for band in content.bands_of("side")] == [0, 25, 50, 75]
    assert [float(band.at_least) for band in content.bands_of("overall")] == [0, 10, 20]
    assert content.portraits_of("overall") == {MaturityLevel.ACTIVE: "Vous agissez."}
    assert content.portraits_of("side") == {}
    assert (content.title_of("side"), content.title_of("overall")) == ("Side", "Ensemble")


def test_levels_are_ordered() -> None:
    assert [level.value for level in LEVELS] == ["not_engaged", "first_steps", "active", "pioneer"]
    assert [level.rank for level in LEVELS] == [0, 1, 2, 3]


def test_an_option_reads_by_its_phrase_in_a_sentence() -> None:
    assert Option.model_validate(option("a", phrase="un essai")).words == "un essai"
    assert Option.model_validate(option("a")).words == "A"


@pytest.mark.parametrize(
    ("given", "clears", "special"),
    [
        (option("a"), False, False),
        (option("a", exclusive=True), True, False),
        (option("a", unknown=True), True, True),
        (option("a", not_applicable=True), True, True),
    ],
)
def test_what_an_option_is(given: Raw, clears: bool, special: bool) -> None:
    found = Option.model_validate(given)
    assert (found.clears_others, found.is_special) == (clears, special)


def _without(raw: Raw, key: str) -> Raw:
    return {name: value for name, value in raw.items() if name != key}


QUESTION: TypeAdapter[Question] = TypeAdapter(Question)
RULE = rule("r", {"answered": "q"})


@pytest.mark.parametrize(
    ("model", "raw"),
    [
        (Option, option("a", 1, unknown=True)),
        (Option, option("a", not_applicable=True, unknown=True)),
        (Option, option("a", True)),
        (Option, option("a", float("nan"))),
        (Option, option("a", float("inf"))),
        (Option, option("a", 10**10)),
        (Option, option("A")),
        (Option, option("a_")),
        (Option, option("é")),
        (Option, option("a" * 65)),
        (Option, {"id": "a", "label": "  "}),
        (Option, option("a", exclusive="yes")),
        (Option, option("a", exclusive=1)),
        (Option, option("a", effort=0)),
        (Option, option("a", colour="red")),
        (QUESTION, question("q", kind="colour")),
        (QUESTION, question("q", options=[option("a")])),
        (QUESTION, question("q", weight=0)),
        (QUESTION, question("q", weight=-1)),
        (QUESTION, question("q", kind="number")),
        (QUESTION, question("q", kind="text", max_length=0)),
        (QUESTION, _without(question("q"), "text")),
        (ScoreRange, {"minimum": 1, "maximum": 1}),
        (ScoreRange, {"minimum": 2, "maximum": 1}),
        (LevelBand, {"level": "best", "label": "x", "at_least": 0}),
        (LevelBand, {"level": "active", "label": "x", "at_least": 101}),
        (RuleSet, {"questionnaire": "test", "rules": []}),
        (Rule, {**RULE, "recommend": []}),
        (Rule, {**RULE, "impact": 4}),
        (Rule, {**RULE, "effort": 0}),
        (Rule, {**RULE, "horizon": "soon"}),
        (Rule, _without(RULE, "because")),
        (Resource, resource("a", "advice")),
        (Resource, resource("a", url="ftp://exemple.org")),
        (Resource, resource("a", url="https://exemple.org/<b>")),
        (Resource, _without(resource("a"), "source")),
        (Department, {"code": "1", "name": "Ain", "region": "84"}),
    ],
)
def test_ill_shaped_content_is_refused(model: Any, raw: Raw) -> None:
    adapter = model if isinstance(model, TypeAdapter) else TypeAdapter(model)
    with pytest.raises(ValidationError):
        adapter.validate_python(raw)


def test_a_questionnaire_needs_sections_levels_and_dimensions() -> None:
    raw = TINY.model_dump(mode="json", by_alias=True)
    assert Questionnaire.model_validate(raw) == TINY
    for key in ("sections", "levels", "dimensions"):
        with pytest.raises(ValidationError):
            Questionnaire.model_validate({**raw, key: []})
