"""Messages leave by a real server, or say why not; without one they wait in a folder."""

from __future__ import annotations

import socket
import stat
import time
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from app.mail.delivery import MailRefused, MailUnavailable, Postman, Sent
from app.mail.messages import Letter, make_message
from app.mail.outbox import Outbox, owner_mark
from app.settings import Settings
from tests.mail_server import certificate, mail_server, tls_of

NOW = datetime(2027, 3, 4, 10, 30, tzinfo=UTC)
OWNER, OTHER = "0a" * 16, "0b" * 16
TO = "claire@rives.example"


def postman(port: int, **settings: object) -> Postman:
    """Return a postman for a server on this machine."""
    given = {
        "smtp_host": "localhost",
        "smtp_port": port,
        "smtp_tls": "none",
        "mail_from": "bonjour@phare.example",
        **settings,
    }
    return Postman(Settings.model_validate(given))


def message(of: Postman) -> EmailMessage:
    return make_message(
        Letter("Un lien", "Bonjour.\n\nÉté", "<p>Été</p>", "fr"), of.sender, TO, NOW
    )


def test_a_message_arrives_as_it_was_made() -> None:
    with mail_server() as server:
        sender = postman(server.port)
        assert sender.send(message(sender), OWNER, NOW) is Sent.BY_SERVER
    assert [(one.mail_from, one.rcpt_tos) for one in server.received] == [
        ("bonjour@phare.example", [TO])
    ]
    assert server.messages[0]["Subject"] == "Un lien"
    plain = server.messages[0].get_body(("plain",))
    assert plain is not None
    assert "Été" in plain.get_content()
    # The machine does not say its own name.
    assert set(server.greetings) == {"phare.example"}
    assert socket.gethostname() not in str(server.messages[0])


@pytest.mark.parametrize("mode", ["starttls", "tls"])
def test_over_a_secret_connection_with_a_password(
    mode: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    # Over a connection that is secret from the start, aiosmtpd itself offers no login.
    with_login = mode == "starttls"
    with mail_server(tls_of(path), from_the_start=mode == "tls", with_login=with_login) as server:
        login = {"smtp_user": "postier", "smtp_password": "timbre"} if with_login else {}
        sender = postman(server.port, smtp_tls=mode, **login)
        sender.send(message(sender), OWNER, NOW)
        assert len(server.received) == 1
        if with_login:
            assert server.logins == [(b"postier", b"timbre")]
            wrong = postman(server.port, smtp_tls=mode, **{**login, "smtp_password": "faux"})
            with pytest.raises(MailUnavailable):
                wrong.send(message(wrong), OWNER, NOW)
    assert len(server.received) == 1


@pytest.mark.parametrize("mode", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for_is_not_trusted(mode: str, tmp_path: Path) -> None:
    with mail_server(tls_of(certificate(tmp_path)), from_the_start=mode == "tls") as server:
        sender = postman(server.port, smtp_tls=mode)
        with pytest.raises(MailUnavailable):
            sender.send(message(sender), OWNER, NOW)
    assert server.received == []


def test_a_server_without_tls_is_not_written_to_in_clear() -> None:
    with mail_server() as server:
        sender = postman(server.port, smtp_tls="starttls")
        with pytest.raises(MailUnavailable):
            sender.send(message(sender), OWNER, NOW)
    assert server.received == []


@pytest.mark.parametrize(
    ("answer", "error"),
    [("550 No such user here", MailRefused), ("451 Come back later", MailUnavailable)],
)
def test_what_the_server_refuses_is_said_and_nothing_is_logged_of_it(
    answer: str, error: type[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    with mail_server() as server:
        sender = postman(server.port)
        server.refused[TO] = f"{answer} {TO}"
        with pytest.raises(error):
            sender.send(message(sender), OWNER, NOW)
        server.refused.clear()
        server.answer = f"{answer} {TO}"
        with pytest.raises(error):
            sender.send(message(sender), OWNER, NOW)
    assert server.received == []
    assert "claire" not in "".join(
        one.getMessage() for one in caplog.records if one.name.startswith("app")
    )


def test_a_server_that_is_not_there_or_says_nothing_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        sender = postman(silent.getsockname()[1], smtp_timeout=0.2)
        begun = time.monotonic()
        with pytest.raises(MailUnavailable):
            sender.send(message(sender), OWNER, NOW)
        assert time.monotonic() - begun < 10
    with pytest.raises(MailUnavailable):  # the port is closed now
        sender.send(message(sender), OWNER, NOW)


def test_without_a_server_it_is_written_for_this_user_alone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    folder = tmp_path / "var" / "outbox"
    sender = Postman(Settings(outbox=folder))
    assert sender.send(message(sender), OWNER, NOW) is Sent.TO_OUTBOX
    (path,) = folder.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert TO.encode() in path.read_bytes()
    assert path.name.startswith(owner_mark(OWNER))
    assert path.name in caplog.text
    assert OWNER not in caplog.text + path.name
    assert "claire" not in caplog.text


def test_without_either_nothing_can_leave() -> None:
    settings = Settings.model_validate({"outbox": ""})
    assert not settings.can_mail
    sender = Postman(settings)
    with pytest.raises(MailUnavailable):
        sender.send(message(sender), OWNER, NOW)


def test_a_file_where_the_folder_should_be_is_trouble_and_no_crash(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("")
    sender = Postman(Settings(outbox=tmp_path / "outbox" / "mails"))
    with pytest.raises(MailUnavailable):
        sender.send(message(sender), OWNER, NOW)


def test_the_outbox_forgets_by_assessment_and_by_age_and_touches_nothing_else(
    tmp_path: Path,
) -> None:
    outbox = Outbox(tmp_path / "outbox")
    assert outbox.is_empty()
    outbox.forget(OWNER)  # no folder yet
    names = [
        outbox.write(b"1", OWNER, NOW),
        outbox.write(b"2", OWNER, NOW + timedelta(days=2)),
        outbox.write(b"3", OTHER, NOW + timedelta(days=2)),
    ]
    note = tmp_path / "outbox" / "lisez-moi.txt"
    note.write_text("")
    assert outbox.forget_before(NOW + timedelta(days=1)) == 1
    assert sorted(one.name for one in note.parent.glob("*.eml")) == sorted(names[1:])
    outbox.forget(OWNER)
    assert [one.name for one in note.parent.glob("*.eml")] == names[2:]
    outbox.keep_only(iter([OTHER]))
    assert not outbox.is_empty()
    outbox.keep_only(iter([OWNER]))
    assert outbox.is_empty()
    assert note.exists()
