"""A link that leaves by mail opens the assessment, until it is ended; the address is not kept."""

from __future__ import annotations

from collections.abc import Callable
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from app.services.errors import AssessmentNotFound
from app.services.mailing import LINK, MailRefused, Sent
from app.services.retention import purge
from app.services.services import Services
from app.web.links import MailLinks
from tests.integration.conftest import Clock
from tests.mail_server import MailServer

TO = "claire@rives.example"
LINKS = MailLinks("https://balises.example")


def mails(services: Services) -> list[Path]:
    """Return the mails in the outbox, the first first."""
    folder = services.settings.outbox
    assert folder is not None
    return sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)


def text_of(path: Path) -> str:
    """Return the plain text of a mail in the outbox."""
    body = message_from_bytes(path.read_bytes(), policy=default).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def secret_in(text: str) -> str:
    """Return the secret of the resume link in a mail."""
    (found,) = {line.rpartition("/")[2] for line in text.splitlines() if "/r/" in line}
    return found.strip()


def send(services: Services, id_: str) -> str:
    """Send a link; return its secret."""
    assert services.mailing.send_link(id_, TO, LINKS) is Sent.TO_OUTBOX
    return secret_in(text_of(mails(services)[-1]))


def test_it_opens_the_assessment_beside_its_own_link(services: Services, clock: Clock) -> None:
    alice = services.assessments.start("association")
    bob = services.assessments.start("association").assessment.id
    id_ = alice.assessment.id
    first, second = send(services, id_), send(services, id_)
    assert len({alice.secret, first, second}) == 3
    for secret in (alice.secret, first, second):
        view = services.assessments.open_secret(secret)
        assert view is not None
        assert view.id == id_
        assert services.assessments.is_opened_by(id_, secret)
        assert not services.assessments.is_opened_by(bob, secret)
        assert not services.mailing.is_reminder(secret)
    assert [(one.purpose, one.created_at) for one in services.mailing.links_of(id_)] == [
        (LINK, clock.now)
    ] * 2


def test_renewing_ends_it_and_so_does_asking_to(services: Services) -> None:
    started = services.assessments.start("association")
    id_ = started.assessment.id
    first = send(services, id_)
    assert services.mailing.end_links(id_) == 1
    assert services.assessments.open_secret(first) is None
    assert services.assessments.open_secret(started.secret) is not None
    second = send(services, id_)
    services.assessments.renew_secret(id_)
    assert services.assessments.open_secret(second) is None
    assert services.mailing.links_of(id_) == ()


def test_erasing_ends_it_and_empties_the_outbox(services: Services) -> None:
    id_ = services.assessments.start("association").assessment.id
    other = services.assessments.start("association").assessment.id
    secret, kept = send(services, id_), send(services, other)
    services.assessments.erase(id_)
    assert services.assessments.open_secret(secret) is None
    assert [secret_in(text_of(one)) for one in mails(services)] == [kept]
    with pytest.raises(AssessmentNotFound):
        services.mailing.send_link(id_, TO, LINKS)
    with pytest.raises(AssessmentNotFound):
        services.mailing.end_links(id_)


def test_a_mail_that_does_not_leave_opens_nothing(
    make_services: Callable[..., Services], server: MailServer
) -> None:
    services = make_services(**server.settings)
    id_ = services.assessments.start("association").assessment.id
    server.refused[TO] = "550 unknown"
    with pytest.raises(MailRefused):
        services.mailing.send_link(id_, TO, LINKS)
    assert services.mailing.links_of(id_) == ()
    server.refused.clear()

    def start_another() -> None:
        services.assessments.start("association")

    # Nobody waits for the database while a mail leaves.
    server.on_data = start_another
    assert services.mailing.send_link(id_, TO, LINKS) is Sent.BY_SERVER
    assert len(services.mailing.links_of(id_)) == 1
    assert mails(services) == []


def test_erased_while_its_mail_is_written_it_leaves_no_file(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = services.assessments.start("association").assessment.id
    postman = services.mailing._postman
    send_first = postman.send

    def erase_meanwhile(*given: object) -> Sent:
        services.assessments.erase(id_)
        return send_first(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(postman, "send", erase_meanwhile)
    services.mailing.send_link(id_, TO, LINKS)
    assert mails(services) == []


def test_old_mails_leave_the_outbox(make_services: Callable[..., Services], clock: Clock) -> None:
    services = make_services(outbox_days=7, draft_days=3)
    id_ = services.assessments.start("association").assessment.id
    send(services, id_)
    clock.advance(days=2)
    purge(services)
    assert len(mails(services)) == 1
    clock.advance(days=2)
    assert purge(services).assessments == 1
    assert mails(services) == []  # its assessment is gone


def test_a_week_later_it_is_gone_though_the_assessment_stays(
    services: Services, clock: Clock
) -> None:
    id_ = services.assessments.start("association").assessment.id
    send(services, id_)
    clock.advance(days=7)
    purge(services)
    assert len(mails(services)) == 1
    clock.advance(seconds=1)
    purge(services)
    assert mails(services) == []
    assert services.mailing.links_of(id_) != ()
