"""Reminders leave once, on time, to whoever confirmed; their address goes with the last one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from app.locale.speech import speaking
from app.services.mailing import REMINDER
from app.services.reminders import Round
from app.services.services import Services
from tests.integration.conftest import Clock
from tests.integration.reminding import addresses_kept, body, completed, confirmed, token_in
from tests.integration.test_mailing import LINKS, TO, secret_in
from tests.mail_server import MailServer


@pytest.fixture
def services(make_services: Callable[..., Services], server: MailServer) -> Services:
    """The services, whose mails leave by the server."""
    return make_services(
        **server.settings,
        operator_name="Le Phare",
        completed_days=730,
    )


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
