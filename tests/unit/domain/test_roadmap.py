"""Which actions come first, and where the rest goes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from app.domain.diagnose import diagnose
from app.domain.diagnosis import Diagnosis
from app.domain.resource import ResourceKind
from app.domain.rules import Horizon
from tests.builders import answered, dimension, edition, question, resource, rule
from tests.unit.domain.generated import chance, drawn_edition, partial_answers, seeds


def diagnosed(*places: str, **more: object) -> Diagnosis:
    """Return the diagnosis of one fired rule for each dimension named, best first."""
    rules = [
        rule(f"r{place:02d}", {"visible": "q"}, dimension=name) for place, name in enumerate(places)
    ]
    content = edition(
        [question("q", "a")],
        dimensions=[dimension(name) for name in ("a", "b", "c", "d")],
        rules=rules,
        **more,  # type: ignore[arg-type]
    )
    return diagnose(content, answered(content), next_levels=False)


@pytest.mark.parametrize(
    ("places", "first"),
    [
        pytest.param("", [], id="none"),
        pytest.param("ab", [0, 1], id="few"),
        pytest.param("aabbccdd", [0, 1, 2, 3, 4, 5], id="six at most"),
        pytest.param("aaaabbbccc", [0, 1, 4, 5, 7, 8], id="two of each, in order"),
        pytest.param("aaaabb", [0, 1, 2, 3, 4, 5], id="more of one where the others run out"),
        pytest.param("aaaaaaabb", [0, 1, 2, 3, 7, 8], id="the best of what is left"),
        pytest.param("aaaaaaaa", [0, 1, 2, 3, 4, 5], id="one dimension alone"),
    ],
)
def test_first_actions(places: str, first: list[int]) -> None:
    rules = list(places)
    if not rules:
        content = edition([question("q", "links")], rules=[rule("r", {"unknown": "q"})])
        assert diagnose(content, {}, next_levels=False).roadmap.first == ()
        return
    found = diagnosed(*rules).roadmap
    assert [action.id for action in found.first] == [f"r{place:02d}" for place in first]


def test_what_is_not_first_comes_later_by_horizon() -> None:
    when = {"visible": "q"}
    horizons = ["operational", "strategic", "political"] * 3
    rules = [rule(f"r{n}", when, horizon=horizon) for n, horizon in enumerate(horizons)]
    content = edition([question("q", "links")], rules=rules)
    found = diagnose(content, {}, next_levels=False).roadmap
    assert [action.id for action in found.first] == ["r0", "r3", "r6", "r1", "r4", "r7"]
    assert {key: [action.id for action in each] for key, each in found.later.items()} == {
        Horizon.OPERATIONAL: [],
        Horizon.STRATEGIC: [],
        Horizon.POLITICAL: ["r2", "r5", "r8"],
    }


def test_resources_that_no_first_action_names_are_grouped_by_kind() -> None:
    when = {"visible": "q"}
    rules = [rule(f"r{n}", when, recommend=[f"x{n}"]) for n in range(6)]
    rules.append(rule("r6", when, recommend=["x0", "tool-b", "data-a", "tool-a"]))
    kinds = {"tool-b": "tool", "tool-a": "tool", "data-a": "data"}
    resources = [resource(f"x{n}") for n in range(6)]
    resources += [resource(name, kind) for name, kind in kinds.items()]
    content = edition([question("q", "links")], rules=rules, resources=resources)
    found = diagnose(content, {}, next_levels=False).roadmap
    assert found.others == {
        ResourceKind.DATA: ("data-a",),
        ResourceKind.TOOL: ("tool-a", "tool-b"),
        ResourceKind.SKILL: (),
        ResourceKind.EXAMPLE: (),
    }


@settings(max_examples=80, deadline=None)
@given(seed=seeds)
def test_a_roadmap_holds_every_action_and_resource_once(seed: int) -> None:
    content = drawn_edition(seed)
    answers = partial_answers(content, chance(seed + 1))
    diagnosis = diagnose(content, answers, next_levels=False)
    roadmap = diagnosis.roadmap
    later = [action for each in roadmap.later.values() for action in each]
    actions = [action.id for action in (*roadmap.first, *later)]
    assert len(set(actions)) == len(actions)
    assert len(roadmap.first) == min(6, len(actions))
    named = {name for action in roadmap.first for name in action.resources}
    others = [name for each in roadmap.others.values() for name in each]
    assert len(set(others)) == len(others)
    assert named.isdisjoint(others)
    assert named | set(others) == {one.resource for one in diagnosis.recommendations}
    positions = [action.rank.position for action in roadmap.first]
    assert positions == sorted(positions)
    crowded = [
        name
        for name in {action.dimension for action in roadmap.first}
        if sum(action.dimension == name for action in roadmap.first) > 2
    ]
    if crowded and len(roadmap.first) == 6:
        taken = {action.id for action in roadmap.first}
        for action in later:
            chosen = sum(one.dimension == action.dimension for one in roadmap.first)
            assert action.id not in taken
            assert chosen >= 2, "another dimension still had an action to offer"
