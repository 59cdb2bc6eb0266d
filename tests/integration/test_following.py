"""A roadmap that is followed: nothing is lost, nothing overwritten, and everyone reads who did."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.follow_up import (
    MOST_TEXT,
    MOST_UNDERTAKINGS,
    Details,
    FollowUpFull,
    InvalidDetails,
    dump_details,
)
from app.services.errors import (
    ActionNotProposed,
    AssessmentNotCompleted,
    AssessmentNotFound,
    FollowUpConflict,
    UndertakingNotFound,
)
from app.services.services import Services
from tests.integration.conftest import Clock
from tests.integration.followed import OWN, completed, followed, told


@pytest.fixture
def id_(services: Services) -> str:
    """A completed assessment whose answers lead to the action « ecrire »."""
    return completed(services)


def test_what_is_taken_up_stands_in_the_follow_up(services: Services, id_: str) -> None:
    raw = {"owner": "la trésorière", "due": "2027-09-01"}
    taken = services.following.take_up(id_, "ecrire", raw)
    assert followed(services, id_).undertakings == (taken,)
    assert taken.details == Details(owner="la trésorière", due=date(2027, 9, 1))
    assert taken.rule == "ecrire"
    assert told(services, id_) == [("taken_up", "", "", "")]
    (change,) = services.following.history(services.assessments.load(id_))
    assert (change.words, change.by_whom) == ("Écrire un accord", "")
    assert (change.undertaking, change.number) == (taken.id, 1)


def test_pressing_twice_takes_up_once(services: Services, id_: str, clock: Clock) -> None:
    first = services.following.take_up(id_, "ecrire", {"owner": "le bureau"})
    before = services.assessments.load(id_)
    clock.advance(days=1)
    assert services.following.take_up(id_, "ecrire") == first
    assert services.assessments.load(id_) == before
    own = services.following.add(id_, OWN, id_="a" * 32)
    assert services.following.add(id_, OWN, id_="a" * 32) == own
    assert len(told(services, id_)) == 2


def test_only_what_the_answers_lead_to_is_taken_up_and_it_stays(
    services: Services, id_: str
) -> None:
    for rule in ("autre", "", "é" * 80):
        with pytest.raises(ActionNotProposed):
            services.following.take_up(id_, rule)
    assert services.following.proposed(services.assessments.load(id_)) == ("ecrire",)
    taken = services.following.take_up(id_, "ecrire")
    services.answering.save_answer(id_, "accord-ecrit", "toujours", None)
    assert services.following.proposed(services.assessments.load(id_)) == ()
    assert services.following.take_up(id_, "ecrire") == taken
    services.following.remove(id_, taken.id)
    with pytest.raises(ActionNotProposed):
        services.following.take_up(id_, "ecrire")


def test_a_draft_is_not_followed(services: Services) -> None:
    id_ = services.assessments.start("association").assessment.id
    services.answering.save_answer(id_, "accord-ecrit", "jamais", 0)
    before = services.assessments.load(id_)
    with pytest.raises(AssessmentNotCompleted):
        services.following.take_up(id_, "ecrire")
    with pytest.raises(AssessmentNotCompleted):
        services.following.add(id_, OWN)
    assert services.assessments.load(id_) == before


def test_there_is_nothing_to_follow_where_there_is_no_assessment(
    services: Services, id_: str
) -> None:
    for missing in ("0" * 32, "nope", "\x00" * 32):
        with pytest.raises(AssessmentNotFound):
            services.following.add(missing, OWN)
        with pytest.raises(AssessmentNotFound):
            services.following.take_up(missing, "ecrire")
    other = services.following.add(completed(services), OWN).id
    for missing in ("0" * 32, "nope", other):
        with pytest.raises(UndertakingNotFound):
            services.following.change(id_, missing, OWN, None)
        with pytest.raises(UndertakingNotFound):
            services.following.move(id_, missing, 1)
        with pytest.raises(UndertakingNotFound):
            services.following.remove(id_, missing)


def test_every_detail_changes_and_the_history_says_from_what_to_what(
    services: Services, id_: str
) -> None:
    own = services.following.add(id_, {**OWN, "due": "2027-06-01"}, by=lambda _: "Le conseil")
    raw = {
        "do": "Fêter la signature",
        "horizon": "political",
        "owner": "le bureau",
        "due": "",
        "progress": "delay_explained",
        "done": "Salle\nretenue",
        "next_step": "Inviter",
    }
    changed = services.following.change(id_, own.id, raw, own.version, by=lambda _: "Le conseil")
    assert followed(services, id_).undertakings == (changed,)
    assert dump_details(changed.details) == {**raw, "due": None}
    assert told(services, id_) == [
        ("added", "", "", ""),
        ("changed", "do", "Fêter l’accord", "Fêter la signature"),
        ("changed", "horizon", "operational", "political"),
        ("changed", "owner", "", "le bureau"),
        ("changed", "due", "2027-06-01", ""),
        ("changed", "progress", "to_start", "delay_explained"),
        ("changed", "done", "", "Salle\nretenue"),
        ("changed", "next_step", "", "Inviter"),
    ]
    view = services.assessments.load(id_)
    assert {one.by_whom for one in services.following.history(view)} == {"Le conseil"}


def test_a_refused_detail_changes_nothing(services: Services, id_: str) -> None:
    own = services.following.add(id_, OWN)
    before = services.assessments.load(id_), told(services, id_)
    for raw in ({}, {**OWN, "due": "demain"}, {**OWN, "progress": "fini"}):
        with pytest.raises(InvalidDetails):
            services.following.change(id_, own.id, raw, own.version)
        with pytest.raises(InvalidDetails):
            services.following.add(id_, raw)
    assert (services.assessments.load(id_), told(services, id_)) == before


def test_the_words_and_horizon_of_a_rule_cannot_be_changed(services: Services, id_: str) -> None:
    taken = services.following.take_up(id_, "ecrire")
    raw = {"do": "Autre chose", "horizon": "political"}
    assert services.following.change(id_, taken.id, raw, taken.version) == taken


def test_the_loser_is_told_both_and_the_version_to_expect(services: Services, id_: str) -> None:
    own = services.following.add(id_, OWN)
    change = services.following.change
    winner = change(id_, own.id, {**OWN, "owner": "Ana"}, own.version)
    with pytest.raises(FollowUpConflict) as conflict:
        change(id_, own.id, {**OWN, "owner": "Zoé"}, own.version)
    assert conflict.value.undertaking == own.id
    assert (conflict.value.yours.owner, conflict.value.theirs.owner) == ("Zoé", "Ana")
    assert conflict.value.current_version == winner.version
    # What is saved already is no conflict.
    assert change(id_, own.id, {**OWN, "owner": "Ana"}, own.version) == winner
    last = change(id_, own.id, {**OWN, "owner": "Zoé"}, conflict.value.current_version)
    assert followed(services, id_).undertakings == (last,)
    assert change(id_, own.id, OWN, None).details.owner == ""


def test_of_many_at_once_exactly_one_wins_and_all_is_told(services: Services, id_: str) -> None:
    own = services.following.add(id_, OWN)
    lost: list[FollowUpConflict] = []
    barrier = threading.Barrier(6)

    def write(name: str) -> None:
        barrier.wait(timeout=30)
        try:
            services.following.change(id_, own.id, {**OWN, "owner": name}, own.version)
        except FollowUpConflict as conflict:
            lost.append(conflict)

    threads = [threading.Thread(target=write, args=(f"n° {n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    (saved,) = followed(services, id_)
    assert len(lost) == 5
    assert {one.theirs.owner for one in lost} == {saved.details.owner}
    assert told(services, id_)[1:] == [("changed", "owner", "", saved.details.owner)]


def test_order_is_that_of_the_person(services: Services, id_: str) -> None:
    ids = [services.following.add(id_, {"do": name}).id for name in "abc"]

    def order() -> str:
        return "".join(one.details.do for one in followed(services, id_))

    services.following.move(id_, ids[2], -1)
    assert order() == "acb"
    moved = services.following.move(id_, ids[0], 9)
    assert order() == "cba"
    assert [one.details.do for one in moved] == ["c", "b", "a"]
    before = services.assessments.load(id_)
    services.following.move(id_, ids[0], 1)  # it is at the end already
    assert services.assessments.load(id_) == before
    services.following.remove(id_, ids[1])
    services.following.add(id_, {"do": "d"})
    assert order() == "cad"
    assert [one for one in told(services, id_) if one[0] == "moved"] == [
        ("moved", "", "3", "2"),
        ("moved", "", "1", "3"),
    ]


def test_moving_is_no_conflict_for_who_is_writing(services: Services, id_: str) -> None:
    own = services.following.add(id_, OWN)
    services.following.add(id_, {"do": "Autre"})
    services.following.move(id_, own.id, 1)
    services.following.change(id_, own.id, {**OWN, "owner": "Ana"}, own.version)


def test_what_is_removed_is_gone_but_the_history_says_so(services: Services, id_: str) -> None:
    taken = services.following.take_up(id_, "ecrire", {"owner": "Ana"})
    services.following.remove(id_, taken.id, by=lambda _: "Zoé")
    assert not followed(services, id_)
    assert told(services, id_)[-1] == ("removed", "", "", "")
    again = services.following.take_up(id_, "ecrire")
    assert again.details.owner == ""
    assert again.id != taken.id


def test_there_is_an_end_to_how_much_one_carries(services: Services, id_: str) -> None:
    for number in range(MOST_UNDERTAKINGS):
        last = services.following.add(id_, {"do": f"Action {number}"})
    with pytest.raises(FollowUpFull) as full:
        services.following.take_up(id_, "ecrire")
    assert not full.value.is_text
    services.following.remove(id_, last.id)
    services.following.take_up(id_, "ecrire")
    assert len(followed(services, id_).undertakings) == MOST_UNDERTAKINGS


def test_there_is_an_end_to_how_much_is_written(services: Services, id_: str) -> None:
    long = {"do": "x", "done": "y" * 1000, "next_step": "z" * 999}
    for _ in range(MOST_TEXT // 2000):
        last = services.following.add(id_, long)
    with pytest.raises(FollowUpFull) as full:
        services.following.add(id_, OWN)
    assert full.value.is_text
    with pytest.raises(FollowUpFull):
        services.following.change(id_, last.id, {**long, "owner": "Ana"}, None)
    services.following.change(id_, last.id, {**long, "done": "", "owner": "Ana"}, None)
    assert followed(services, id_).text_length < MOST_TEXT


GESTURES = st.lists(
    st.tuples(
        st.sampled_from(["add", "move", "remove", "change", "take"]),
        st.integers(0, 5),
        st.integers(-3, 3),
    ),
    max_size=12,
)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(gestures=GESTURES)
def test_any_gestures_leave_what_a_list_would_hold(
    services: Services, gestures: list[tuple[str, int, int]]
) -> None:
    id_ = completed(services)
    held: list[str] = []
    for kind, which, steps in gestures:
        found = held[which] if which < len(held) else None
        if kind == "add":
            held.append(services.following.add(id_, OWN).id)
        elif kind == "take":
            taken = services.following.take_up(id_, "ecrire").id
            held += [] if taken in held else [taken]
        elif found is None:
            continue
        elif kind == "move":
            services.following.move(id_, found, steps)
            place = held.index(found) + steps
            held.remove(found)
            held.insert(max(0, min(place, len(held))), found)
        elif kind == "remove":
            services.following.remove(id_, found)
            held.remove(found)
        else:
            services.following.change(id_, found, {**OWN, "owner": str(steps)}, None)
        assert [one.id for one in followed(services, id_)] == held
    view = services.assessments.load(id_)
    history = services.following.history(view)
    assert [one.number for one in history] == list(range(len(history), 0, -1))
    versions = [one.version for one in followed(services, id_)]
    assert all(0 < version <= view.version for version in versions)
