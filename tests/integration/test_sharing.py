"""A share link opens the roadmap of one assessment to whoever came by it, until it is revoked."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import text

from app.services.errors import (
    AssessmentNotFound,
    InvalidLabel,
    TooManyShares,
)
from app.services.retention import purge
from app.services.services import Services
from app.services.sharing import DURATIONS, MOST_LABEL, MOST_SHARES, Role
from tests.integration.conftest import Clock


@pytest.fixture
def shared(services: Services) -> str:
    """The id of an assessment."""
    return services.assessments.start("association").assessment.id


def opened(services: Services, secret: str, token: str | None = None) -> str:
    """Open a link; return the token of the visit."""
    found = services.sharing.open_secret(secret, token)
    assert found is not None
    return found.token


def link(services: Services, id_: str, *, may_edit: bool = False, days: int | None = None) -> str:
    label = "Le bureau" if may_edit else "Le conseil"
    return services.sharing.create(id_, label, may_edit=may_edit, days=days).secret


@pytest.mark.parametrize("may_edit", [False, True])
def test_a_link_opens_the_roadmap_and_never_the_assessment(
    services: Services, shared: str, may_edit: bool
) -> None:
    secret = link(services, shared, may_edit=may_edit)
    guest = opened(services, secret)
    access = services.sharing.access_of(guest, shared)
    assert access.role is (Role.EDITOR if may_edit else Role.READER)
    assert (access.may_edit, access.is_owner) == (may_edit, False)
    assert access.label == ("Le bureau" if may_edit else "Le conseil")
    assert access.view == services.assessments.load(shared)
    # Every question about whole access is answered as before the link was there.
    assert not services.visits.may_see(guest, shared)
    assert services.visits.assessments_of(guest) == []
    assert not services.assessments.is_opened_by(shared, secret)
    assert services.assessments.open_secret(secret) is None
    with pytest.raises(AssessmentNotFound):
        services.visits.load(guest, shared)
    with pytest.raises(AssessmentNotFound):
        services.answering.save_for_visit(guest, shared, "benevoles", lambda _: 3, 0)
    assert services.assessments.load(shared).answers == {}


def test_only_whoever_came_by_it_sees_anything(services: Services, shared: str) -> None:
    other = services.assessments.start("association").assessment.id
    guest = opened(services, link(services, shared))
    stranger = services.visits.open_visit()
    for token, asked in (
        (stranger, shared),
        (guest, other),
        ("", shared),
        ("\ud800", shared),
        (guest, "0" * 32),
        (guest, "../etc"),
    ):
        with pytest.raises(AssessmentNotFound):
            services.sharing.access_of(token, asked)
    assert services.sharing.shared_with(stranger) == ()


def test_a_browser_with_whole_access_keeps_it(services: Services, shared: str) -> None:
    owner = services.visits.open_visit()
    services.visits.grant(owner, shared)
    secret = link(services, shared)
    assert opened(services, secret, owner) == owner
    assert services.sharing.access_of(owner, shared).role is Role.OWNER
    assert services.sharing.shared_with(owner) == ()
    (told,) = services.sharing.shares_of(shared)
    assert (told.opened_on, told.browsers) == (None, 0)
    services.sharing.revoke_all(shared)
    assert services.sharing.access_of(owner, shared).role is Role.OWNER


def test_whole_access_given_later_comes_first_and_the_link_remains(
    services: Services, shared: str
) -> None:
    guest = opened(services, link(services, shared))
    services.visits.grant(guest, shared)
    assert services.sharing.access_of(guest, shared).role is Role.OWNER
    owner = services.visits.open_visit()
    services.visits.grant(owner, shared)
    services.assessments.renew_secret(shared, keep_visit=owner)
    assert services.sharing.access_of(guest, shared).role is Role.READER


def test_of_several_links_the_one_that_allows_most_counts(services: Services, shared: str) -> None:
    first = services.sharing.create(shared, "Lire", may_edit=False, days=None)
    second = services.sharing.create(shared, "Changer", may_edit=True, days=None)
    guest = opened(services, second.secret)
    assert opened(services, first.secret, guest) == guest
    assert services.sharing.access_of(guest, shared).label == "Changer"
    (listed,) = services.sharing.shared_with(guest)
    assert (listed.role, listed.view.id) == (Role.EDITOR, shared)
    services.sharing.revoke(shared, second.share.id)
    assert services.sharing.access_of(guest, shared).role is Role.READER


def test_revoking_closes_at_once_and_only_that_link(services: Services, shared: str) -> None:
    first = services.sharing.create(shared, "Le conseil", may_edit=False, days=None)
    second = services.sharing.create(shared, "La conseillère", may_edit=True, days=None)
    board, adviser = opened(services, first.secret), opened(services, second.secret)
    services.sharing.revoke(shared, first.share.id)
    services.sharing.revoke(shared, first.share.id)  # twice does no harm
    with pytest.raises(AssessmentNotFound):
        services.sharing.access_of(board, shared)
    assert services.sharing.shared_with(board) == ()
    assert services.sharing.open_secret(first.secret, None) is None
    assert services.sharing.access_of(adviser, shared).role is Role.EDITOR
    services.sharing.revoke_all(shared)
    with pytest.raises(AssessmentNotFound):
        services.sharing.access_of(adviser, shared)
    assert services.sharing.shares_of(shared) == ()


def test_no_one_revokes_the_links_of_another_assessment(services: Services, shared: str) -> None:
    made = services.sharing.create(shared, "Le conseil", may_edit=False, days=None)
    other = services.assessments.start("association").assessment.id
    services.sharing.revoke(other, made.share.id)
    services.sharing.revoke_all(other)
    assert [one.id for one in services.sharing.shares_of(shared)] == [made.share.id]
    assert services.sharing.find(other, made.share.id) is None


@pytest.mark.parametrize("days", DURATIONS)
def test_a_link_opens_until_its_last_day_and_is_then_purged(
    services: Services, shared: str, clock: Clock, days: int
) -> None:
    services.assessments.complete(shared)
    secret = link(services, shared, days=days)
    guest = opened(services, secret)
    clock.advance(seconds=1)
    lasting = link(services, shared)
    clock.advance(days=days)
    guest = opened(services, secret, guest)
    assert services.sharing.access_of(guest, shared).role is Role.READER
    assert purge(services).shares == 0
    clock.advance(days=1)
    assert [one.has_ended for one in services.sharing.shares_of(shared)] == [True, False]
    assert services.sharing.open_secret(secret, None) is None
    assert services.sharing.shared_with(guest) == ()
    with pytest.raises(AssessmentNotFound):
        services.sharing.access_of(guest, shared)
    assert purge(services).shares == 1
    assert [one.has_ended for one in services.sharing.shares_of(shared)] == [False]
    assert services.sharing.open_secret(lasting, None) is not None


def test_the_access_of_a_browser_ends_with_its_visit(
    services: Services, shared: str, clock: Clock
) -> None:
    services.assessments.complete(shared)
    secret = link(services, shared)
    guest, gone = opened(services, secret), opened(services, secret)
    assert services.sharing.shares_of(shared)[0].browsers == 2
    services.visits.end_visit(gone)
    assert services.sharing.shares_of(shared)[0].browsers == 1
    with pytest.raises(AssessmentNotFound):
        services.sharing.access_of(gone, shared)
    clock.advance(days=31)
    with pytest.raises(AssessmentNotFound):
        services.sharing.access_of(guest, shared)
    assert services.sharing.shares_of(shared)[0].browsers == 0
    # An old token is not taken up again: the browser is given another.
    renewed = opened(services, secret, guest)
    assert renewed != guest
    assert services.sharing.access_of(renewed, shared).role is Role.READER


def test_the_day_of_the_last_opening_is_kept_and_nothing_finer(
    services: Services, shared: str, clock: Clock
) -> None:
    secret = link(services, shared)
    assert services.sharing.shares_of(shared)[0].opened_on is None
    opened(services, secret)
    clock.advance(days=2)
    opened(services, secret)
    told = services.sharing.shares_of(shared)[0].opened_on
    assert type(told).__name__ == "date"
    assert told == services.settings.day_of(clock.now)


def test_secrets_are_new_each_time_and_kept_hashed(services: Services, shared: str) -> None:
    made = [link(services, shared) for _ in range(4)]
    assert len(set(made)) == 4
    assert all(len(secret) == 22 for secret in made)
    with services.database.read() as connection:
        for table in ("share_link", "share_access", "visit", "visit_access", "assessment"):
            kept = str(connection.execute(text(f"SELECT * FROM {table}")).all())  # noqa: S608
            assert not any(secret in kept for secret in made)


@pytest.mark.parametrize("label", ["", "   ", "\u200b", "…", "\x00\n"])
def test_a_label_must_say_something(services: Services, shared: str, label: str) -> None:
    with pytest.raises(InvalidLabel) as refused:
        services.sharing.create(shared, label, may_edit=False, days=None)
    assert refused.value.length == 0
    assert services.sharing.shares_of(shared) == ()


def test_a_label_is_cleaned_and_bounded(services: Services, shared: str, clock: Clock) -> None:
    made = services.sharing.create(shared, " Le\n\x00conseil ", may_edit=False, days=None)
    assert made.share.label == "Le conseil"
    longest = "é" * MOST_LABEL
    clock.advance(seconds=1)
    services.sharing.create(shared, longest, may_edit=False, days=None)
    with pytest.raises(InvalidLabel) as refused:
        services.sharing.create(shared, longest + "é", may_edit=False, days=None)
    assert refused.value.length == MOST_LABEL + 1
    assert [one.label for one in services.sharing.shares_of(shared)] == ["Le conseil", longest]


def test_two_at_once_never_make_more_links_than_there_may_be(
    services: Services, shared: str
) -> None:
    for _ in range(MOST_SHARES - 1):
        link(services, shared)
    refused: list[Exception] = []
    barrier = threading.Barrier(4)

    def make() -> None:
        barrier.wait(timeout=30)
        try:
            link(services, shared)
        except TooManyShares as error:
            refused.append(error)

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(services.sharing.shares_of(shared)) == MOST_SHARES
    assert len(refused) == 3


def test_renewing_the_resume_link_leaves_shares_and_erasing_takes_them(
    services: Services, shared: str
) -> None:
    secret = link(services, shared)
    guest = opened(services, secret)
    services.assessments.renew_secret(shared)
    assert services.sharing.access_of(guest, shared).role is Role.READER
    services.assessments.erase(shared)
    assert services.sharing.open_secret(secret, None) is None
    assert services.sharing.shared_with(guest) == ()
    with pytest.raises(AssessmentNotFound):
        services.sharing.access_of(guest, shared)
    with services.database.read() as connection:
        for table in ("share_link", "share_access"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0  # noqa: S608


@pytest.mark.parametrize("wrong", ["", "x", "x" * 22, "\ud800", "é", "\x00"])
def test_a_wrong_secret_opens_and_makes_nothing(
    services: Services, shared: str, wrong: str
) -> None:
    link(services, shared)
    assert services.sharing.open_secret(wrong, None) is None
    with services.database.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM visit")).scalar() == 0


@pytest.mark.parametrize("id_", ["0" * 32, "", "nope"])
def test_what_is_not_there_cannot_be_shared(
    make_services: Callable[..., Services], id_: str
) -> None:
    with pytest.raises(AssessmentNotFound):
        make_services().sharing.create(id_, "Le conseil", may_edit=True, days=None)


@pytest.mark.parametrize("turn", range(6))
def test_once_a_link_is_revoked_nothing_more_is_written_by_it(
    services: Services, shared: str, turn: int
) -> None:
    """However the two meet: what was under way is either written before, or refused."""
    services.assessments.complete(shared)
    made = services.sharing.create(shared, "Le bureau", may_edit=True, days=None)
    by = services.sharing.access_of(opened(services, made.secret), shared).by
    first, _ = (services.following.add(shared, {"do": name}, by=by) for name in "ab")
    has_begun, is_over = threading.Event(), threading.Event()
    refused: list[AssessmentNotFound] = []

    def write() -> None:
        steps = 1
        while not refused and not is_over.is_set():
            try:
                services.following.move(shared, first.id, steps, by=by)
            except AssessmentNotFound as error:
                refused.append(error)
            has_begun.set()
            steps = -steps

    writer = threading.Thread(target=write)
    writer.start()
    assert has_begun.wait(30)
    services.sharing.revoke(shared, made.share.id)
    at_once = services.assessments.load(shared)
    # Whatever waited for its turn to write has had it when this one has.
    services.assessments.renew_secret(shared)
    is_over.set()
    writer.join(30)
    with pytest.raises(AssessmentNotFound):
        services.following.move(shared, first.id, 1, by=by)
    assert services.assessments.load(shared) == at_once
