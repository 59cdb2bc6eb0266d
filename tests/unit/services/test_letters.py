"""What the mails say, in both languages: from whom, what, what the link can do, and how to stop."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from app.locale.speech import speaking
from app.mail.messages import Letter, wrap
from app.services.letters import Letters
from app.services.views import AssessmentView, Status
from app.settings import Settings
from tests.builders import tiny_edition

NOW = datetime(2027, 3, 1, 10, 30, tzinfo=UTC)
LATER = [datetime(2027, 9, 1, tzinfo=UTC), datetime(2028, 3, 1, tzinfo=UTC)]


@dataclass(frozen=True)
class Links:
    """Addresses that a test can spell."""

    site: str = "https://balises.example/"

    def resume(self, secret: str) -> str:
        return f"{self.site}r/{secret}"

    def confirm(self, token: str) -> str:
        return f"{self.site}rappels/confirmer/{token}"

    def stop(self, token: str) -> str:
        return f"{self.site}rappels/arreter/{token}"


LINKS = Links()
VIEW = AssessmentView(
    id="0" * 32,
    reference="BAL-7K3M-Q2XD",
    status=Status.COMPLETED,
    version=3,
    edition=tiny_edition(),
    answers={},
    versions={},
    created_at=NOW,
    updated_at=NOW,
    completed_at=NOW,
)


def letters(**settings: object) -> Letters:
    return Letters(Settings.model_validate(settings))


def all_of(language: str, **settings: object) -> dict[str, Letter]:
    """Return each letter in a language."""
    made = letters(**settings)
    with speaking(language):
        return {
            "link": made.link(VIEW, "secret", LINKS),
            "confirm": made.confirm("token", LATER, datetime(2027, 3, 8, tzinfo=UTC), LINKS),
            "reminder": made.reminder(VIEW, "secret", "stop", NOW, LATER, LINKS),
            "last": made.reminder(VIEW, "secret", "stop", NOW, [], LINKS),
        }


def read(letter: Letter) -> str:
    return re.sub(r"\s+", " ", wrap(letter.text))


def test_the_link_says_all_that_it_must() -> None:
    said = read(all_of("fr", operator_name="La Fédération des Rives")["link"])
    for words in (
        "https://balises.example/r/secret",
        "BAL-7K3M-Q2XD",
        "La Fédération des Rives",
        "Qui a ce lien peut lire, changer et effacer ce diagnostic",
        "Elle n’est pas gardée : rien d’autre ne vous sera envoyé",
        "Vous n’avez rien demandé ? Effacez ce message",
    ):
        assert words in said, words


def test_it_says_the_same_in_english() -> None:
    said = read(all_of("en", operator_name="La Fédération des Rives")["link"])
    for words in (
        "https://balises.example/r/secret",
        "BAL-7K3M-Q2XD",
        "La Fédération des Rives",
        "Whoever has this link can read, change and erase this self-assessment",
        "The address is not kept: nothing else will be sent to you",
        "Did you not ask for this? Delete this message",
    ):
        assert words in said, words


def test_the_request_for_a_confirmation_says_when_and_until_when() -> None:
    said = read(all_of("fr")["confirm"])
    assert "le 1er septembre 2027 et le 1er mars 2028" in said
    assert "Ce lien fonctionne jusqu’au 8 mars 2027" in said
    assert "https://balises.example/rappels/confirmer/token" in said
    assert "on 1 September 2027 and on 1 March 2028" in read(all_of("en")["confirm"])


def test_a_reminder_says_what_comes_and_how_to_stop_it() -> None:
    found = all_of("fr")
    said, last = read(found["reminder"]), read(found["last"])
    for one in (said, last):
        assert "https://balises.example/r/secret" in one
        assert "https://balises.example/rappels/arreter/stop" in one
        assert "Le 1er mars 2027, vous nous avez demandé" in one
    assert "Nous vous écrirons encore : le 1er septembre 2027 et le 1er mars 2028" in said
    assert "C’est le dernier rappel" in last
    assert "Nous vous écrirons encore" not in last
    assert found["last"].stop_url == "https://balises.example/rappels/arreter/stop"
    assert found["link"].stop_url is found["confirm"].stop_url is None


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_is_in_one_language_in_its_own_typography(language: str) -> None:
    for name, letter in all_of(language, operator_name="Rives").items():
        text = letter.text.replace("https://", "")
        if language == "fr":
            assert not re.search(r"(?<!\u00a0)[:;?!»](?=\s|$)", text), name
            assert not re.search(r"«(?!\u00a0)|'", text), name
        else:
            assert not re.search(r"[«»]|[\s\u00a0][:;!?]", text), name
            assert not re.search(r"\b(vous|votre|lien|rappel)\b", text.partition("(“")[0]), name
        assert letter.language == language
        assert f'<html lang="{language}">' in letter.html


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_html_says_the_same_and_asks_for_nothing(language: str) -> None:
    import html

    for letter in all_of(language).values():
        bare = html.unescape(re.sub(r"<[^>]+>", " ", letter.html.partition("<body>")[2]))
        assert " ".join(bare.split()) == " ".join(letter.text.split())
        links = re.findall(r'<a href="([^"]+)">([^<]+)</a>', letter.html)
        assert links
        assert all(target == shown for target, shown in links)
        assert not re.search(r"<(img|link|script|style|form)|style=|src=", letter.html)


def test_what_operators_write_is_text_on_one_line() -> None:
    letter = all_of("fr", operator_name="<b>R&D</b>\r\nBcc: x@evil.example")["link"]
    assert "<b>" not in letter.html
    assert "&lt;b&gt;R&amp;D&lt;/b&gt; Bcc" in letter.html
    assert "<b>R&D</b> Bcc: x@evil.example" in letter.text


def test_no_answer_of_the_person_is_in_a_mail() -> None:
    """A name typed in a free text would let anyone have us write what they like to anyone."""
    from dataclasses import replace

    view = replace(VIEW, answers={"name": "Gagnez un téléphone"})
    with speaking("fr"):
        for letter in (
            letters().link(view, "secret", LINKS),
            letters().reminder(view, "secret", "stop", NOW, LATER, LINKS),
        ):
            assert "téléphone" not in letter.subject + letter.text + letter.html
