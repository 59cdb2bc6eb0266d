"""Random answers are valid, complete, and the same for the same seed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from app.domain.answers import dump_answers, parse_answers
from app.domain.navigation import completeness, visible_items
from app.domain.sample import sample_answers
from tests.builders import tiny_edition
from tests.random_editions import Gates
from tests.unit.domain.generated import chance, drawn_edition, seeds


@pytest.mark.parametrize("gates", ["context", "any"])
@settings(max_examples=80, deadline=None)
@given(seed=seeds)
def test_they_are_valid_and_complete(gates: Gates, seed: int) -> None:
    content = drawn_edition(seed, gates)
    answers = sample_answers(content, chance(seed))
    assert parse_answers(content, dump_answers(answers)) == answers
    assert list(answers) == [item.id for item in visible_items(content, answers)]
    assert completeness(content, answers).is_complete
    assert sample_answers(content, chance(seed)) == answers


def test_they_say_everything_in_time() -> None:
    content, random = tiny_edition(), chance(1)
    drawn = [dump_answers(sample_answers(content, random)) for _ in range(400)]
    assert {one["staff"] for one in drawn} == {"volunteers", "some", "unsure"}
    assert {one["charter"] for one in drawn} == {"no", "draft", "signed", "unsure", "not-for-us"}
    assert {one["department"] for one in drawn} == {"79", "86", "2A", "2B", "abroad"}
    assert {one.get("obstacle") for one in drawn} == {None, "time", "will", "unsure"}
    hours = {one["hours"] for one in drawn}
    assert {"unsure", "not-for-us", 2.5, 10} <= hours
    partners = {str(one["partners"]) for one in drawn}
    assert {"['none']", "['unsure']", "['school', 'town', 'firm']"} <= partners
