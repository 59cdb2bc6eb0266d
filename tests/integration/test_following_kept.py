"""What is kept of a roadmap that is followed: its history, each change of it, and for how long."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.domain.follow_up_changes import MOST_CHANGES, ChangeKind
from app.services.retention import purge
from app.services.services import Services
from app.store.tables import METADATA
from tests.integration.conftest import Clock
from tests.integration.followed import OWN, completed, followed


@pytest.fixture
def id_(services: Services) -> str:
    """A completed assessment whose answers lead to the action « ecrire »."""
    return completed(services)


def test_the_last_changes_are_kept_under_numbers_that_never_come_back(
    services: Services, id_: str
) -> None:
    ids = [services.following.add(id_, {"do": name}).id for name in "ab"]
    for number in range(MOST_CHANGES + 1):
        services.following.move(id_, ids[0], -1 if number % 2 else 1)
    history = services.following.history(services.assessments.load(id_))
    assert [one.number for one in history] == list(range(MOST_CHANGES + 3, 3, -1))


def test_the_history_can_be_erased_and_says_so(services: Services, id_: str) -> None:
    own = services.following.add(id_, {"do": "Appeler Mme Durand"})
    services.following.change(id_, own.id, OWN, None)
    services.following.clear_history(id_)
    view = services.assessments.load(id_)
    (left,) = services.following.history(view)
    assert (left.number, left.kind, left.words) == (3, ChangeKind.CLEARED, "")
    assert [one.details.do for one in followed(services, id_)] == [OWN["do"]]
    services.following.remove(id_, own.id)
    assert [one.number for one in services.following.history(view)] == [4, 3]


def test_erasing_an_empty_history_changes_nothing(services: Services, id_: str) -> None:
    before = services.assessments.load(id_)
    services.following.clear_history(id_)
    assert services.assessments.load(id_) == before


def test_each_change_is_one_of_the_assessment(
    services: Services, id_: str, clock: Clock, tmp_path: object
) -> None:
    def changed(do: Callable[[], object]) -> None:
        before = services.assessments.load(id_)
        clock.advance(days=1)
        do()
        after = services.assessments.load(id_)
        assert after.version == before.version + 1
        assert after.updated_at == clock.now

    following = services.following
    changed(lambda: following.take_up(id_, "ecrire"))
    changed(lambda: following.add(id_, OWN, id_="b" * 32))
    changed(lambda: following.change(id_, "b" * 32, {**OWN, "owner": "Ana"}, None))
    changed(lambda: following.move(id_, "b" * 32, -1))
    changed(lambda: following.remove(id_, "b" * 32))


def test_what_is_followed_is_kept_for_as_long_as_it_lives_and_purged_with_the_rest(
    make_services: Callable[..., Services], clock: Clock
) -> None:
    services = make_services(completed_days=730)
    id_ = completed(services)
    clock.advance(days=729)
    services.following.take_up(id_, "ecrire")
    clock.advance(days=729)
    assert purge(services).assessments == 0
    clock.advance(days=2)
    assert purge(services).assessments == 1
    assert rows_left(services) == [0, 0]


def test_erasing_erases_it(services: Services, id_: str) -> None:
    other = completed(services)
    for each in (id_, other):
        services.following.take_up(each, "ecrire")
    services.assessments.erase(id_)
    assert rows_left(services) == [1, 1]
    services.assessments.erase(other)
    assert rows_left(services) == [0, 0]


def rows_left(services: Services) -> list[int]:
    with services.database.read() as connection:
        return [
            connection.execute(
                select(func.count()).select_from(METADATA.tables[table])
            ).scalar_one()
            for table in ("undertaking", "follow_up_change")
        ]


def test_times_are_those_of_the_clock(services: Services, id_: str, clock: Clock) -> None:
    services.following.add(id_, OWN)
    clock.advance(days=3)
    services.following.add(id_, {"do": "Autre"})
    last, first = services.following.history(services.assessments.load(id_))
    assert last.at == clock.now
    assert last.at - first.at == timedelta(days=3)
    assert last.kind is ChangeKind.ADDED
    assert replace(last, number=1) != first
