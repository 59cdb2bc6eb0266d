"""The order of actions: total, explained, the same whatever the order of the file."""

from __future__ import annotations

from itertools import permutations
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.diagnose import diagnose
from app.domain.ranking import need_of, rank_of, sort_key
from app.domain.rules import Horizon, Rule
from tests.builders import Raw, answered, rule, tiny_edition


def ruled(id_: str = "a", **more: object) -> Rule:
    """Return a rule."""
    return Rule.model_validate(rule(id_, {"answered": "q"}, **more))


@pytest.mark.parametrize(("rank", "need"), [(0, 3), (1, 2), (2, 1), (3, 0), (None, 3)])
def test_need(rank: int | None, need: int) -> None:
    assert need_of(rank) == need


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(({"impact": 3}, 0), ({"impact": 2}, 0), id="more impact"),
        pytest.param(({"impact": 1}, 3), ({"impact": 3}, 0), id="more need"),
        pytest.param(
            ({"impact": 2, "effort": 1}, 1), ({"impact": 1, "effort": 2}, 2), id="less effort"
        ),
        pytest.param(
            ({"horizon": "operational"}, 1), ({"horizon": "strategic"}, 1), id="the nearer horizon"
        ),
        pytest.param(
            ({"horizon": "strategic"}, 1), ({"horizon": "political"}, 1), id="and the next"
        ),
        pytest.param(({"id_": "a"}, 1), ({"id_": "b"}, 1), id="else the id"),
    ],
)
def test_what_comes_first(before: tuple[Raw, int], after: tuple[Raw, int]) -> None:
    assert sort_key(ruled(**before[0]), before[1]) < sort_key(ruled(**after[0]), after[1])


@given(
    st.lists(
        st.tuples(
            st.sampled_from([1, 2, 3]),
            st.sampled_from([1, 2, 3]),
            st.sampled_from(list(Horizon)),
            st.integers(0, 3),
        ),
        min_size=2,
        max_size=6,
    )
)
def test_no_two_rules_are_ever_tied(drawn: list[tuple[int, int, Horizon, int]]) -> None:
    keys = [
        sort_key(ruled(f"r{place}", impact=impact, effort=effort, horizon=horizon), need)
        for place, (impact, effort, horizon, need) in enumerate(drawn)
    ]
    assert len(set(keys)) == len(keys)


def test_the_order_does_not_depend_on_the_file() -> None:
    when = {"answer": "charter", "is": "no"}
    rules = [
        rule("far", when, horizon="political", recommend=["x", "y"]),
        rule("strong", when, impact=3, effort=3, recommend=["z", "y"]),
        rule("easy", when, recommend=["y", "w"]),
        rule("other", when, dimension="skills", recommend=["v"]),
    ]
    orders = set()
    for order in permutations(rules):
        content = tiny_edition(rules=order)
        diagnosis = diagnose(content, answered(content, charter="no"), next_levels=False)
        actions = tuple(action.id for action in diagnosis.roadmap.first)
        orders.add((actions, tuple(one.resource for one in diagnosis.recommendations)))
    ((actions, resources),) = orders
    assert actions == ("strong", "easy", "other", "far")
    assert resources == ("y", "z", "w", "v", "x")


def test_places_count_from_one_and_explain_themselves() -> None:
    when = {"answer": "charter", "is": "no"}
    content = tiny_edition(rules=[rule("a", when, impact=3, effort=2), rule("b", when)])
    diagnosis = diagnose(content, answered(content, charter="no"), next_levels=False)
    first, second = diagnosis.roadmap.first
    assert (first.rank.position, second.rank.position) == (1, 2)
    assert first.rank.points == 6
    assert first.rank.explanation == (
        "Points\xa0: 6 (impact 3 sur 3 + besoin 3 sur 3)\xa0; effort 2 sur 3\xa0; rang 1."
    )
    assert [one.rank.position for one in diagnosis.recommendations] == [1, 2]


def test_need_follows_the_level_reached() -> None:
    content = tiny_edition(rules=[rule("a", {"visible": "staff"})])
    given_: Raw = {"partners": ["school", "town", "firm"], "rhythm": "weekly"}
    pioneer = diagnose(content, answered(content, **given_, charter="signed"), next_levels=False)
    beginner = diagnose(content, answered(content, partners=["none"]), next_levels=False)
    assert pioneer.roadmap.first[0].rank.need == 0
    assert beginner.roadmap.first[0].rank.need == 3


def test_a_rank_keeps_what_it_was_made_of() -> None:
    found = rank_of(ruled(impact=1, effort=3, horizon="political"), 2, 7, "fr")
    assert (found.position, found.impact, found.need, found.effort) == (7, 1, 2, 3)
    assert found.horizon is Horizon.POLITICAL
    assert get_args(Rule.model_fields["impact"].annotation) == (1, 2, 3)
