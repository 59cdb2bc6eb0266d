"""Reminders leave once, on time, to whoever confirmed; their address goes with the last one."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.locale.speech import speaking
from app.services.errors import AssessmentNotCompleted, AssessmentNotFound
from app.services.mailing import REMINDER, MailUnavailable
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
from tests.integration.test_mailing import LINKS, TO, mails, secret_in, text_of
from tests.integration.test_retention import NightIsOver
from tests.mail_server import MailServer, mail_server


@pytest.fixture
def server() -> Iterator[MailServer]:
    """A mail server."""
    with mail_server() as running:
        yield running


@pytest.fixture
def services(make_services: Callable[..., Services], server: MailServer) -> Services:
    """The services, whose mails leave by the server."""
    return make_services(
        smtp_host="localhost",
        smtp_port=server.port,
        smtp_tls="none",
        mail_from="bonjour@phare.example",
        operator_name="Le Phare",
        completed_days=730,
    )


def completed(services: Services) -> str:
    """Return the id of a finished assessment."""
    id_ = services.assessments.start("association").assessment.id
    services.assessments.complete(id_)
    return id_


def body(server: MailServer, place: int = -1) -> str:
    """Return the plain text of a mail that arrived."""
    part = server.messages[place].get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def token_in(text: str, kind: str) -> str:
    """Return the token of a link of reminders in a mail."""
    found = re.search(rf"/rappels/{kind}/([\w-]+)", text)
    assert found, text
    return found[1]


def ask(services: Services, server: MailServer, id_: str, *months: int, address: str = TO) -> str:
    """Ask for reminders; return the token that confirms them."""
    services.reminders.ask(id_, address, months, LINKS)
    return token_in(body(server), "confirmer")


def confirmed(
    services: Services, server: MailServer, id_: str, *months: int, address: str = TO
) -> None:
    """Ask for reminders and confirm them."""
    assert services.reminders.confirm(ask(services, server, id_, *months, address=address))


def addresses_kept(services: Services) -> list[str | None]:
    """Return every address in the database."""
    from sqlalchemy import text

    with services.database.read() as connection:
        return [row[0] for row in connection.execute(text("SELECT address FROM reminder_request"))]


# ------------------------------------------------------------------ Asking


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


# ----------------------------------------------------------------- Sending


def test_each_leaves_on_its_day_and_the_address_goes_with_the_last(
    services: Services, server: MailServer, clock: Clock
) -> None:
    id_ = completed(services)
    with speaking("en"):
        confirmed(services, server, id_, 6, 12)
    clock.now = datetime(2027, 9, 4, 10, 29, tzinfo=UTC)
    assert services.reminders.send_due(LINKS) == Round()
    clock.advance(minutes=1)
    assert services.reminders.send_due(LINKS) == Round(sent=1)
    assert services.reminders.send_due(LINKS) == Round()
    clock.advance(days=30)
    assert services.reminders.send_due(LINKS) == Round()
    assert addresses_kept(services) == [TO]
    clock.now = datetime(2028, 3, 4, 12, tzinfo=UTC)
    assert services.reminders.send_due(LINKS) == Round(sent=1)
    assert addresses_kept(services) == [None]
    assert len(server.messages) == 3
    assert [one["To"] for one in server.messages] == [TO] * 3
    (request,) = services.reminders.requests_of(id_)
    assert request.waiting == ()
    assert all(one.sent_at for one in request.reminders)
    # In the language in which it was asked for, the addresses too.
    assert all("/en/r/" in body(server, place) for place in (1, 2))
    assert server.messages[1]["Content-Language"] == "en"


def test_a_reminder_opens_the_assessment_and_can_be_stopped(
    services: Services, server: MailServer, clock: Clock
) -> None:
    id_ = completed(services)
    confirmed(services, server, id_, 6, 12)
    clock.advance(days=190)
    services.reminders.send_due(LINKS)
    secret, stop = secret_in(body(server)), token_in(body(server), "arreter")
    view = services.assessments.open_secret(secret)
    assert view is not None
    assert view.id == id_
    assert services.mailing.is_reminder(secret)
    assert [one.purpose for one in services.mailing.links_of(id_)] == [REMINDER]
    message = server.messages[-1]
    assert message["List-Unsubscribe"] == f"<https://balises.example/rappels/arreter/{stop}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert services.reminders.to_stop(stop) is not None
    assert not services.reminders.stop(secret)
    assert services.reminders.stop(stop)
    assert not services.reminders.stop(stop)
    assert addresses_kept(services) == []
    clock.advance(days=400)
    assert services.reminders.send_due(LINKS) == Round()
    assert services.assessments.open_secret(secret) is not None


def test_the_link_of_the_first_still_stops_once_the_second_has_left(
    services: Services, server: MailServer, clock: Clock
) -> None:
    id_ = completed(services)
    confirmed(services, server, id_, 6, 12, 36)
    clock.advance(days=190)
    services.reminders.send_due(LINKS)
    stop = token_in(body(server), "arreter")
    clock.advance(days=190)
    services.reminders.send_due(LINKS)
    assert services.reminders.stop(stop)


def test_a_failed_one_is_tried_again_the_next_day_and_dropped_after_three(
    services: Services, server: MailServer, clock: Clock
) -> None:
    id_ = completed(services)
    confirmed(services, server, id_, 6)
    clock.advance(days=190)
    server.answer = "451 later"
    assert services.reminders.send_due(LINKS) == Round(failed=1)
    assert services.mailing.links_of(id_) == ()
    assert services.reminders.send_due(LINKS) == Round()  # not the same day
    clock.advance(days=1)
    assert services.reminders.send_due(LINKS) == Round(failed=1)
    clock.advance(days=1)
    assert addresses_kept(services) == [TO]
    assert services.reminders.send_due(LINKS) == Round(dropped=1)
    assert addresses_kept(services) == [None]
    server.answer = None
    clock.advance(days=1)
    assert services.reminders.send_due(LINKS) == Round()
    assert len(server.messages) == 1
    ((reminder,),) = [one.reminders for one in services.reminders.requests_of(id_)]
    assert reminder.is_dropped


def test_a_failed_one_that_leaves_the_next_day_leaves_once(
    services: Services, server: MailServer, clock: Clock
) -> None:
    id_ = completed(services)
    confirmed(services, server, id_, 6)
    clock.advance(days=190)
    server.answer = "451 later"
    services.reminders.send_due(LINKS)
    server.answer = None
    clock.advance(days=1)
    assert services.reminders.send_due(LINKS) == Round(sent=1)
    assert services.assessments.open_secret(secret_in(body(server))) is not None


def test_one_that_fails_keeps_no_other_from_leaving(
    services: Services, server: MailServer, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(3):
        confirmed(services, server, completed(services), 6, address=f"a{number}@rives.example")
    clock.advance(days=190)
    server.refused["a1@rives.example"] = "550 gone"
    assert services.reminders.send_due(LINKS) == Round(sent=2, failed=1)
    assert "rives.example" not in "".join(
        one.getMessage() for one in caplog.records if one.name.startswith("app")
    )


def test_of_two_processes_one_sends(
    make_services: Callable[..., Services], services: Services, server: MailServer, clock: Clock
) -> None:
    others = [
        make_services(**services.settings.model_dump(exclude={"database_url", "cache", "outbox"}))
        for _ in range(2)
    ]
    for number in range(4):
        confirmed(services, server, completed(services), 6, address=f"a{number}@rives.example")
    clock.advance(days=190)
    rounds: list[Round] = []
    barrier = threading.Barrier(3)

    def run(one: Services) -> None:
        barrier.wait(timeout=30)
        rounds.append(one.reminders.send_due(LINKS))

    threads = [threading.Thread(target=run, args=(one,)) for one in (services, *others)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sum(one.sent for one in rounds) == 4
    assert sum(one.failed + one.dropped for one in rounds) == 0
    assert len(server.messages) == 8


def test_a_process_that_stops_after_claiming_leaves_it_for_the_next_day(
    services: Services, server: MailServer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirmed(services, server, completed(services), 6)
    clock.advance(days=190)

    class Stopped(BaseException):
        """What ends a process."""

    def stop(*_: object) -> None:
        raise Stopped

    monkeypatch.setattr(services.reminders, "_write", stop)
    with pytest.raises(Stopped):
        services.reminders.send_due(LINKS)
    monkeypatch.undo()
    assert services.reminders.send_due(LINKS) == Round()
    clock.advance(days=1)
    assert services.reminders.send_due(LINKS) == Round(sent=1)


def test_tried_twice_it_has_one_message_id(
    services: Services, server: MailServer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server, or a reader, can tell that it has it already."""
    confirmed(services, server, completed(services), 6, 12)
    clock.advance(days=190)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("app.store.reminders.mark_sent", stop)
    with pytest.raises(KeyboardInterrupt):
        services.reminders.send_due(LINKS)
    monkeypatch.undo()
    clock.advance(days=1)
    services.reminders.send_due(LINKS)
    clock.advance(days=190)
    services.reminders.send_due(LINKS)
    first, again, next_one = (one["Message-ID"] for one in server.messages[1:])
    assert first == again != next_one


def test_erasing_takes_requests_and_addresses_with_it(
    services: Services, server: MailServer, clock: Clock
) -> None:
    id_ = completed(services)
    confirmed(services, server, id_, 6)
    services.assessments.erase(id_)
    assert addresses_kept(services) == []
    clock.advance(days=190)
    assert services.reminders.send_due(LINKS) == Round()


def test_erased_or_stopped_while_the_round_goes_on_it_does_not_leave(
    services: Services, server: MailServer, clock: Clock
) -> None:
    erased, stopped, sent = (completed(services) for _ in range(3))
    for number, id_ in enumerate((sent, erased, stopped)):
        confirmed(services, server, id_, 6, address=f"a{number}@rives.example")
        clock.advance(seconds=1)
    clock.advance(days=190)
    (request,) = services.reminders.requests_of(stopped)

    def meanwhile() -> None:
        server.on_data = lambda: None
        services.assessments.erase(erased)
        services.reminders.stop_request(stopped, request.id)

    server.on_data = meanwhile
    assert services.reminders.send_due(LINKS) == Round(sent=1)
    assert len(server.messages) == 4
    assert services.mailing.links_of(stopped) == ()


def test_nobody_stops_the_reminders_of_another(services: Services, server: MailServer) -> None:
    alice, bob = completed(services), completed(services)
    confirmed(services, server, alice, 6)
    (request,) = services.reminders.requests_of(alice)
    assert not services.reminders.stop_request(bob, request.id)
    assert not services.reminders.stop_request("0" * 32, request.id)
    assert services.reminders.requests_of(alice) == (request,)
    assert services.reminders.stop_request(alice, request.id)


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
