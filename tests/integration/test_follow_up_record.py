"""A follow-up goes into the record of a PDF and comes back the same; a forged one is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.edition import Edition
from app.domain.follow_up import LIMITS, MOST_UNDERTAKINGS, FollowUp, Undertaking
from app.report.build import build_report
from app.report.pdf_reader import PdfReader
from app.report.record import dump_follow_up
from app.report.returned import Record, Unreadable, read_record, read_returned
from app.report.returned_follow_up import NoFollowUp, read_follow_up
from tests.builders import answered, tiny_edition
from tests.follow_ups import follow_ups
from tests.integration.report_samples import META
from tests.integration.returned_samples import pdf_with, record_of

EDITION = tiny_edition()
RULES = [*EDITION.rules_by_id]
OWN: dict[str, Any] = {
    "rule": None,
    "do": "Voir l’école",
    "horizon": "strategic",
    "owner": "",
    "due": "2027-01-04",
    "progress": "no_lever",
    "done": "Rien encore\npourtant",
    "next_step": "",
}


def as_known(follow_up: FollowUp, content: Edition = EDITION) -> FollowUp:
    """Return what must come back: no id, and the words of an action of the edition spelled out."""
    return FollowUp(
        tuple(
            replace(one, id="", version=1, details=replace(one.details, do=one.words(content)))
            for one in follow_up
        )
    )


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(follow_ups(EDITION, most=12))
def test_any_follow_up_comes_back_from_the_record_of_a_report(follow_up: FollowUp) -> None:
    report = build_report(EDITION, answered(EDITION, charter="no"), META, follow_up=follow_up)
    assert read_record(report.record).follow_up == as_known(follow_up)
    assert ("follow_up" in json.loads(report.record)) == bool(follow_up)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(follow_ups(EDITION, most=12).filter(bool))
def test_and_from_the_attachment_of_a_pdf(follow_up: FollowUp) -> None:
    report = build_report(EDITION, answered(EDITION, charter="no"), META, follow_up=follow_up)
    found = read_returned(pdf_with(report.record), PdfReader())
    assert isinstance(found, Record)
    assert found.follow_up == as_known(follow_up)


def test_a_record_without_any_is_read_as_before() -> None:
    assert read_record(record_of(EDITION, {"charter": "no"})).follow_up == FollowUp()


def test_words_that_are_longer_than_an_own_action_may_have_are_cut() -> None:
    words = "m" * (LIMITS["do"] + 1)
    (found,) = read_follow_up([{**OWN, "rule": RULES[0], "do": words}])
    assert found.details.do == "m" * (LIMITS["do"] - 1) + "…"


def test_keys_that_are_not_known_are_left_unread() -> None:
    (found,) = read_follow_up([{**OWN, "colour": "red"}])
    assert found.details.do == OWN["do"]


FORGED: list[Any] = [
    {},
    "x",
    0,
    [0],
    [[]],
    [{}],
    [{**OWN, "do": ""}],
    [{**OWN, "do": " \n"}],
    [{**OWN, "do": None}],
    [{**OWN, "do": ["x"]}],
    [{**OWN, "do": "m" * (LIMITS["do"] + 1)}],
    [{**OWN, "rule": RULES[0], "do": "m" * 2001}],
    [{**OWN, "rule": RULES[0], "do": ""}],
    [{**OWN, "rule": 3}],
    [{**OWN, "rule": ""}],
    [{**OWN, "rule": "a" * 65}],
    [{**OWN, "rule": "../x"}],
    [{**OWN, "rule": RULES[0]}, {**OWN, "rule": RULES[0]}],
    [{**OWN, "horizon": "soon"}],
    [{**OWN, "horizon": ["strategic"]}],
    [{**OWN, "progress": "done"}],
    [{**OWN, "progress": {}}],
    [{**OWN, "due": "2027-02-30"}],
    [{**OWN, "due": "1999-12-31"}],
    [{**OWN, "due": "2027-W01-1"}],
    [{**OWN, "due": 20270104}],
    [{**OWN, "owner": "m" * (LIMITS["owner"] + 1)}],
    [{**OWN, "done": 3}],
    [{**OWN, "next_step": True}],
    [{key: value for key, value in OWN.items() if key != "due"}],
    [{key: value for key, value in OWN.items() if key != "rule"}],
    [OWN] * (MOST_UNDERTAKINGS + 1),
    [{**OWN, "done": "m" * LIMITS["done"]}] * 21,
]


@pytest.mark.parametrize("forged", FORGED)
def test_what_no_service_writes_is_refused(forged: Any) -> None:
    with pytest.raises(Unreadable) as caught:
        read_record(record_of(EDITION, {"charter": "no"}, follow_up=forged))
    assert caught.value.code == "forged-follow-up"
    assert "Le suivi des actions" in str(caught.value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from([*OWN]) | st.text(max_size=5), inner, max_size=9)
    ),
    max_leaves=20,
)


@given(JSON)
def test_anything_else_is_read_or_refused_in_one_way(raw: Any) -> None:
    try:
        found = read_follow_up(raw)
    except NoFollowUp:
        return
    assert raw is None or raw == [] or all(one.details.do for one in found)


def test_what_is_written_says_the_words_of_every_action() -> None:
    rule = EDITION.rules_by_id[RULES[0]]
    followed = FollowUp((Undertaking("a" * 32, rule.id, read_follow_up([OWN]).own[0].details),))
    (said,) = dump_follow_up(EDITION, followed)
    assert (said["rule"], said["do"]) == (rule.id, rule.action.do)
