"""Messages: their headers are right and cannot be forged; both forms say the same."""

from __future__ import annotations

import platform
import re
import socket
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from hypothesis import given
from hypothesis import strategies as st

from app.mail.messages import WIDTH, Letter, Sender, make_message, one_line, wrap

NOW = datetime(2027, 3, 4, 10, 30, tzinfo=UTC)
SENDER = Sender("bonjour@rives.example", "La Fédération des Rives")
LETTER = Letter("Votre lien de reprise", "Bonjour,\n\nUn lien.", "<p>Bonjour,</p>", "fr")


def sent(letter: Letter = LETTER, sender: Sender = SENDER, **others: str) -> EmailMessage:
    """Return a message as it arrives."""
    made = make_message(letter, sender, "claire@rives.example", NOW, **others)
    message = message_from_bytes(made.as_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def test_the_headers_are_those_of_an_automatic_mail() -> None:
    message = sent()
    assert message["From"] == "La Fédération des Rives <bonjour@rives.example>"
    assert message["To"] == "claire@rives.example"
    assert message["Subject"] == "Votre lien de reprise"
    assert message["Date"].datetime == NOW
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "fr"
    assert "List-Unsubscribe" not in message


def test_the_message_id_says_nothing_of_the_machine_and_is_new_each_time() -> None:
    ids = {sent()["Message-ID"] for _ in range(3)}
    assert len(ids) == 3
    for one in ids:
        assert re.fullmatch(r"<[0-9a-f]{32}@rives\.example>", one)
        assert socket.gethostname() not in one
        assert platform.node() not in one
    assert sent(unique="ab12")["Message-ID"] == "<ab12@rives.example>"


def test_one_click_is_offered_where_there_is_something_to_stop() -> None:
    letter = Letter("x", "x", "x", "fr", "https://balises.example/rappels/arreter/abc")
    message = sent(letter)
    assert message["List-Unsubscribe"] == "<https://balises.example/rappels/arreter/abc>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_however_long_they_are_addresses_stay_what_they_are() -> None:
    domain = f"{'phare-' * 9}x.{'rives-' * 9}x.example"
    to = f"{'c' * 64}@{domain}"
    url = f"https://{domain}/en/rappels/arreter/{'x' * 22}"
    letter = Letter("x", "x", "x", "fr", url)
    raw = make_message(letter, Sender(f"a@{domain}", "Été " * 30), to, NOW).as_bytes()
    assert f"\r\nList-Unsubscribe: <{url}>\r\n".encode() in raw
    assert f"\r\nTo: {to}\r\n".encode() in raw
    assert re.search(rf"\r\nMessage-ID: <\w+@{re.escape(domain)}>\r\n".encode(), raw)
    message = message_from_bytes(raw, policy=default)
    assert message["From"].addresses[0].addr_spec == f"a@{domain}"


@given(st.text(max_size=80), st.text(max_size=80))
def test_hostile_names_add_no_header(name: str, subject: str) -> None:
    name, subject = f"{name}\r\nBcc: x@evil.example", f"{subject}\n\nBcc: y@evil.example"
    letter = Letter(subject, "x", "x", "fr")
    message = sent(letter, Sender("bonjour@rives.example", name))
    assert sorted(message.keys()) == sorted(sent().keys())
    assert message.get_all("To") == ["claire@rives.example"]
    assert message["From"].addresses[0].addr_spec == "bonjour@rives.example"


@given(st.text())
def test_one_line_is_one_line(words: str) -> None:
    assert len(one_line(words).splitlines()) <= 1


def test_the_plain_text_is_folded_but_for_links() -> None:
    link = f"https://balises.example/r/{'x' * 80}"
    text = f"{'mot ' * 40}\n\n\n{link}\n\n12\u00a0mois {'long ' * 20}"
    lines = wrap(text).splitlines()
    assert link in lines
    assert all(len(line) <= WIDTH for line in lines if line != link)
    assert "12\u00a0mois" in wrap(text)
    assert "\n\n\n" not in wrap(text)


def test_both_forms_arrive_whole() -> None:
    text = "Bonjour,\n\nÀ bientôt\u00a0: où et quand vous voulez."
    message = sent(Letter("Été", text, f"<p>{'é' * 2000}</p>", "fr"))
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert plain.get_content().replace("\r\n", "\n").strip() == text
    assert html.get_content().strip() == f"<p>{'é' * 2000}</p>"
    assert max(len(line) for line in message.as_bytes().splitlines()) <= 998
