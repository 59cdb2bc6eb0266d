"""Reminders are asked for, confirmed, stopped; what they keep stays, and no longer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.errors import AssessmentNotCompleted, AssessmentNotFound
from app.services.mailing import MailUnavailable
from app.services.reminders import (
    MONTHS,
    MOST_ADDRESSES,
    Round,
    TooManyAddresses,
    add_months,
    kept_until,
)
from app.services.retention import purge, purge_daily
from app.services.services import Services
from app.web.links import MailLinks
from tests.integration.conftest import Clock
from tests.integration.reminding import addresses_kept, ask, completed, confirmed, token_in
from tests.integration.test_mailing import LINKS, TO, mails, text_of
from tests.integration.test_retention import NightIsOver
from tests.mail_server import MailServer


@pytest.fixture
def services(make_services: Callable[..., Services], server: MailServer) -> Services:
    """The services, whose mails leave by the server."""
    return make_services(
        **server.settings,
        operator_name="Le Phare",
        completed_days=730,
    )


def test_nothing_leaves_before_it_is_confirmed(
    services: Services, server: MailServer, clock: Clock
) -> None:
    id_ = completed(services)
    ask(services, server, id_, 6)
    clock.advance(days=400)
    assert services.reminders.due() == 0
    assert services.reminders.send_due(LINKS) == Round()
    assert len(server.messages) == 1
    (request,) = server.messages
    assert request["To"] == TO
    assert "List-Unsubscribe" not in request


def test_an_address_that_is_not_confirmed_goes_after_a_week(
    services: Services, server: MailServer, clock: Clock
) -> None:
    id_ = completed(services)
    token = ask(services, server, id_, 6)
    clock.advance(days=7)
    assert purge(services).reminders == 0
    assert services.reminders.to_confirm(token) is not None
    clock.advance(seconds=1)
    assert services.reminders.to_confirm(token) is None
    assert services.reminders.confirm(token) is None
    assert services.reminders.requests_of(id_) == ()
    assert purge(services).reminders == 1
    assert addresses_kept(services) == []


def test_a_token_confirms_once_and_asking_again_replaces(
    services: Services, server: MailServer
) -> None:
    id_ = completed(services)
    first = ask(services, server, id_, 6, 12)
    second = ask(services, server, id_, 36, address=TO.upper())
    assert services.reminders.confirm(first) is None
    assert services.reminders.confirm(second) is not None
    assert services.reminders.confirm(second) is None
    # What was confirmed stays until the new choice is.
    third = ask(services, server, id_, 18)
    months = [[one.months for one in r.reminders] for r in services.reminders.requests_of(id_)]
    assert sorted(months) == [[18], [36]]
    services.reminders.confirm(third)
    (request,) = services.reminders.requests_of(id_)
    assert [one.months for one in request.reminders] == [18]


def test_only_what_is_finished_and_there_can_be_done_again(services: Services) -> None:
    draft = services.assessments.start("association").assessment.id
    with pytest.raises(AssessmentNotCompleted):
        services.reminders.ask(draft, TO, [6], LINKS)
    with pytest.raises(AssessmentNotFound):
        services.reminders.ask("0" * 32, TO, [6], LINKS)
    with pytest.raises(ValueError, match="no month"):
        services.reminders.ask(completed(services), TO, [7], LINKS)
    assert addresses_kept(services) == []


def test_an_assessment_has_so_many_addresses(services: Services, server: MailServer) -> None:
    id_ = completed(services)
    for number in range(MOST_ADDRESSES):
        ask(services, server, id_, 6, address=f"a{number}@rives.example")
    with pytest.raises(TooManyAddresses):
        services.reminders.ask(id_, TO, [6], LINKS)
    ask(services, server, id_, 12, address="a0@rives.example")
    assert len(addresses_kept(services)) == MOST_ADDRESSES


def test_a_request_whose_mail_does_not_leave_is_not_kept(
    services: Services, server: MailServer
) -> None:
    id_ = completed(services)
    server.answer = "451 later"
    with pytest.raises(MailUnavailable):
        services.reminders.ask(id_, TO, [6], LINKS)
    assert addresses_kept(services) == []


# --------------------------------------------------------------- Retention


def test_a_confirmed_reminder_keeps_the_assessment_until_a_month_after(
    services: Services, server: MailServer, clock: Clock
) -> None:
    reminded, asked, plain = (completed(services) for _ in range(3))
    confirmed(services, server, reminded, 36)
    ask(services, server, asked, 36)
    (request,) = services.reminders.requests_of(reminded)
    until = kept_until([request])
    assert until == datetime(2030, 4, 3, 10, 30, tzinfo=UTC)
    assert services.own_data.kept(reminded, "x").ends_at == until
    clock.advance(days=731)
    assert purge(services).assessments == 2
    for gone in (asked, plain):
        with pytest.raises(AssessmentNotFound):
            services.assessments.load(gone)
    clock.now = datetime(2030, 3, 4, 12, tzinfo=UTC)
    assert services.reminders.send_due(LINKS) == Round(sent=1)
    clock.now = until
    assert purge(services) == purge(services)
    assert services.assessments.load(reminded).is_completed
    clock.advance(seconds=1)
    assert purge(services).assessments == 1


def test_a_reminder_never_shortens_what_is_kept(
    services: Services, server: MailServer, clock: Clock
) -> None:
    id_ = completed(services)
    own = services.own_data.kept(id_, "x").ends_at
    confirmed(services, server, id_, 6)
    assert services.own_data.kept(id_, "x").ends_at == own
    clock.now = datetime(2027, 9, 5, tzinfo=UTC)
    services.reminders.send_due(LINKS)
    clock.advance(days=60)
    # What is left of a request that has ended goes too.
    assert purge(services).reminders == 1
    assert services.reminders.requests_of(id_) == ()
    assert services.assessments.load(id_).is_completed


def test_the_daily_task_purges_then_sends(
    services: Services, server: MailServer, clock: Clock
) -> None:
    confirmed(services, server, completed(services), 6)
    draft = services.assessments.start("association").assessment.id
    rests: list[float] = []

    async def rest(seconds: float) -> None:
        rests.append(seconds)
        clock.advance(days=100)
        if len(rests) == 3:
            raise NightIsOver

    with pytest.raises(NightIsOver):
        asyncio.run(purge_daily(services, rest, LINKS))
    assert len(server.messages) == 2
    with pytest.raises(AssessmentNotFound):
        services.assessments.load(draft)


def test_in_the_outbox_too(make_services: Callable[..., Services], clock: Clock) -> None:
    services = make_services()
    id_ = completed(services)
    services.reminders.ask(id_, TO, [6], LINKS)
    (request,) = mails(services)
    assert services.reminders.confirm(token_in(text_of(request), "confirmer"))
    clock.advance(days=190)
    assert services.reminders.send_due(MailLinks("https://ici.example")) == Round(sent=1)
    assert "https://ici.example/r/" in text_of(mails(services)[-1])


# ------------------------------------------------------------------- Dates


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(MONTHS),
)
def test_months_are_those_of_the_calendar(moment: datetime, count: int) -> None:
    later = add_months(moment, count)
    assert (later.year - moment.year) * 12 + later.month - moment.month == count
    assert later.day <= moment.day
    assert later.day == moment.day or later.day >= 28
    assert later.timetz() == moment.timetz()
    assert all(
        first < second for first, second in pairwise(add_months(moment, one) for one in MONTHS)
    )
