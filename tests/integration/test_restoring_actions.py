"""Actions that come back in a file are followed again, with the answers or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from app.domain.edition import Edition
from app.domain.follow_up import MOST_TEXT, Details, FollowUp, Progress, Undertaking
from app.domain.restoring_actions import ACTION_GONE, ACTION_NO_ROOM, restore_actions
from app.domain.rules import Horizon
from app.locale.speech import speaking
from app.report.returned import Unreadable
from app.services.services import Services
from tests.builders import tiny_edition
from tests.follow_ups import follow_ups
from tests.integration.returned_samples import pdf_with, record_of
from tests.integration.test_follow_up_record import OWN, as_known

EDITION = tiny_edition()
RULE = next(iter(EDITION.rules_by_id.values()))
FOLLOWED = FollowUp(
    (
        Undertaking("a" * 32, None, Details(do="Voir l’école", due=date(2027, 1, 4))),
        Undertaking(
            "b" * 32,
            RULE.id,
            Details(
                horizon=RULE.horizon,
                owner="Fatou",
                progress=Progress.NO_LEVER,
                done="Un appel,\npuis deux",
                next_step="=1+1",
            ),
        ),
    )
)


@pytest.fixture
def services(make_services: Callable[..., Services]) -> Services:
    return make_services(EDITION)


def bare(follow_up: FollowUp) -> list[tuple[str | None, Details]]:
    return [(one.rule, one.details) for one in follow_up]


def followed(services: Services, follow_up: FollowUp = FOLLOWED, **answers: Any) -> str:
    """Return the id of an assessment that is followed."""
    started = services.restoring.restore(record_of(EDITION, {"charter": "no", **answers})).started
    id_ = started.assessment.id
    with services.database.write() as connection:
        services.following.put_in(connection, id_, follow_up)
    return id_


def record_in(services: Services, id_: str) -> bytes:
    return services.reporting.report_of(id_).record


@pytest.mark.parametrize("wrap", [pdf_with, bytes], ids=["pdf", "json"])
def test_the_roadmap_gives_back_what_was_said_of_its_actions(
    services: Services, wrap: Callable[[bytes], bytes]
) -> None:
    record = record_in(services, followed(services))
    restored = services.restoring.restore(wrap(record))
    view = restored.started.assessment
    again = services.following.of(view)
    assert bare(again) == bare(FOLLOWED)
    assert restored.actions == 2
    assert restored.notes.notes == ()
    assert {one.id for one in again} & {one.id for one in FOLLOWED} == set()


def test_what_the_pdf_is_made_of_holds_the_follow_up(services: Services) -> None:
    view = services.assessments.load(followed(services))
    wanted = services.printing.printable_of(view, "fr")
    assert len(json.loads(wanted.build().record)["follow_up"]) == 2
    services.following.remove(view.id, "a" * 32)
    after = services.printing.printable_of(services.assessments.load(view.id), "fr")
    assert after.key != wanted.key


def test_the_file_of_ones_own_data_gives_it_back_too(services: Services) -> None:
    id_ = followed(services)
    data = services.own_data.take_out(id_, "")
    again = services.restoring.restore(data).started.assessment
    assert bare(services.following.of(again)) == bare(FOLLOWED)


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "plus proposée par le parcours"), ("en", "no longer offers")]
)
def test_an_action_that_the_edition_does_not_have_is_kept_in_its_own_words(
    services: Services, language: str, words: str
) -> None:
    other = {**OWN, "rule": "gone", "do": "Ce qui était écrit", "owner": "Ana"}
    data = record_of(EDITION, {"charter": "no"}, edition="0" * 64, follow_up=[other])
    with speaking(language):
        restored = services.restoring.restore(data)
    (one,) = services.following.of(restored.started.assessment)
    assert (one.rule, one.details.do, one.details.owner) == (None, "Ce qui était écrit", "Ana")
    assert one.details.horizon is Horizon.STRATEGIC
    (note,) = restored.notes.notes
    assert (note.code, note.title, note.question) == (ACTION_GONE, "Ce qui était écrit", "")
    assert words in note.reason
    kept = services.restoring.notes_of(restored.started.assessment)
    assert kept is not None
    assert kept.notes == restored.notes.notes


def test_its_own_edition_must_have_the_rule(services: Services) -> None:
    other = {**OWN, "rule": "gone"}
    with pytest.raises(Unreadable) as caught:
        services.restoring.restore(record_of(EDITION, {"charter": "no"}, follow_up=[other]))
    assert caught.value.code == "forged-follow-up"


def test_nothing_is_created_where_the_actions_cannot_be_put_in(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> None:
        raise RuntimeError("no")

    record = record_in(services, followed(services))
    before = count(services)
    monkeypatch.setattr(services.following, "put_in", failing)
    with pytest.raises(RuntimeError):
        services.restoring.restore(record)
    assert count(services) == before


def count(services: Services) -> int:
    with services.database.read() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM assessment").scalar() or 0)


def test_what_finds_no_room_is_told_word_for_word() -> None:
    long = Details(do="d" * 10, done="m" * 1000, next_step="n" * 990)
    ten = (Undertaking("", None, long),) * 10
    last = Undertaking("", "gone", Details(do="Appeler", owner="Ana", due=date(2027, 1, 4)))
    assert FollowUp(ten).text_length == MOST_TEXT
    found = restore_actions(EDITION, FollowUp((*ten, last)))
    assert found.follow_up == FollowUp(ten)
    (note,) = found.notes
    assert (note.code, note.title) == (ACTION_NO_ROOM, "Appeler")
    assert note.given == "Ana\u00a0; 2027-01-04"


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(follow_ups(EDITION, most=8))
def test_any_follow_up_goes_into_a_record_and_comes_back(
    services: Services, follow_up: FollowUp
) -> None:
    record = record_in(services, followed(services, follow_up))
    again = services.following.of(services.restoring.restore(record).started.assessment)
    assert bare(again) == bare(follow_up)


@settings(deadline=None)
@given(follow_ups(EDITION, most=8))
def test_on_an_edition_without_rules_of_those_names_nothing_is_lost(follow_up: FollowUp) -> None:
    other: Edition = tiny_edition()
    rules = tuple(one.model_copy(update={"id": f"new-{one.id}"}) for one in other.rules.rules)
    other = other.model_copy(update={"rules": other.rules.model_copy(update={"rules": rules})})
    known = as_known(follow_up)
    found = restore_actions(Edition.from_canonical(other.canonical), known)
    assert found.follow_up == FollowUp(tuple(replace(one, rule=None) for one in known))
    assert len(found.notes) == len(follow_up.by_rule)
