"""What people say of the actions they carry out: read strictly, given back whole."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.follow_up import (
    EARLIEST,
    LATEST,
    LIMITS,
    Details,
    FollowUp,
    InvalidDetails,
    Progress,
    Undertaking,
    dump_details,
    parse_details,
)
from app.domain.rules import Horizon
from tests.builders import edition, rule

LINES = st.text(max_size=100)


def undertaking(id_: str, rule_id: str | None = None, **said: Any) -> Undertaking:
    return Undertaking(id_, rule_id, Details(**said))


def problems_of(raw: dict[str, object]) -> list[tuple[str, str]]:
    with pytest.raises(InvalidDetails) as caught:
        parse_details(raw)
    return [(one.field, one.code) for one in caught.value.problems]


def test_everything_may_be_left_open_but_the_words_of_an_own_action() -> None:
    assert parse_details({"do": " Appeler  la mairie\n"}) == Details(do="Appeler la mairie")
    assert parse_details({}, rule_horizon=Horizon.POLITICAL) == Details(horizon=Horizon.POLITICAL)
    assert problems_of({"do": " \n "}) == [("do", "missing")]


def test_every_problem_is_told_at_once_in_the_order_of_the_fields() -> None:
    raw = {
        "next_step": 3,
        "do": "x" * (LIMITS["do"] + 1),
        "due": "2027-02-30",
        "progress": "done",
        "horizon": "soon",
    }
    assert problems_of(raw) == [
        ("do", "too-long"),
        ("horizon", "unknown-choice"),
        ("due", "not-a-date"),
        ("progress", "unknown-choice"),
        ("next_step", "not-text"),
    ]


@pytest.mark.parametrize("due", ["2027-W05-1", "20270131", "31/01/2027", "2027-1-31", 20270131, []])
def test_a_date_is_written_in_one_way(due: object) -> None:
    assert problems_of({"do": "x", "due": due}) == [("due", "not-a-date")]


@pytest.mark.parametrize("due", ["1999-12-31", "2101-01-01", "0001-01-01"])
def test_a_date_out_of_bounds_is_a_slip(due: str) -> None:
    assert problems_of({"do": "x", "due": due}) == [("due", "date-out-of-bounds")]


def test_the_words_and_horizon_of_a_rule_are_its_own() -> None:
    raw = {"do": "x" * 9999, "horizon": "operational", "owner": "Ana"}
    found = parse_details(raw, rule_horizon=Horizon.STRATEGIC)
    assert found == Details(horizon=Horizon.STRATEGIC, owner="Ana")


def test_an_action_of_the_edition_has_the_words_of_its_rule() -> None:
    pathway = edition(rules=[rule("sign", {"level": "overall", "one_of": ["pioneer"]})])
    told = pathway.rules_by_id["sign"].action.do
    assert undertaking("a" * 32, "sign").words(pathway) == told
    assert undertaking("a" * 32, None, do="Autre chose").words(pathway) == "Autre chose"
    # A rule that this edition has not: the words that came with it.
    assert undertaking("a" * 32, "gone", do="Autrefois").words(pathway) == "Autrefois"


@pytest.mark.parametrize(
    ("id_", "steps", "order"),
    [
        ("b", -1, "bacd"),
        ("b", 1, "acbd"),
        ("a", -1, "abcd"),
        ("d", 9, "abcd"),
        ("d", -9, "dabc"),
        ("a", 9, "bcda"),
        ("z", 1, "abcd"),
    ],
)
def test_moving_stops_at_either_end(id_: str, steps: int, order: str) -> None:
    follow_up = FollowUp(tuple(undertaking(one) for one in "abcd"))
    assert "".join(one.id for one in follow_up.moved(id_, steps)) == order


@given(
    st.builds(
        Details,
        do=LINES,
        horizon=st.sampled_from(Horizon),
        owner=LINES,
        due=st.none() | st.dates(EARLIEST, LATEST),
        progress=st.sampled_from(Progress),
        done=LINES,
        next_step=LINES,
    )
)
def test_what_is_written_is_read_back(details: Details) -> None:
    raw = dict(dump_details(details))
    try:
        once = parse_details(raw)
    except InvalidDetails as error:
        assert [one.code for one in error.problems] == ["missing"]  # noqa: PT017
        return
    assert parse_details(dict(dump_details(once))) == once
    kept = (once.horizon, once.due, once.progress)
    assert kept == (details.horizon, details.due, details.progress)


def test_a_follow_up_finds_its_own() -> None:
    first, own = undertaking("1" * 32, "sign"), undertaking("2" * 32, do="Fêter", done="oui")
    follow_up = FollowUp((first, own))
    assert follow_up.by_rule == {"sign": first}
    assert follow_up.own == (own,)
    assert follow_up.find("2" * 32) == own
    assert follow_up.find("3" * 32) is None
    assert (bool(follow_up), bool(FollowUp())) == (True, False)
    assert follow_up.text_length == len("Fêter") + len("oui")
