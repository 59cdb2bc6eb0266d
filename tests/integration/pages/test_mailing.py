"""The resume link on its page: its QR code, and the mail that whoever asks is sent."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import SimpleNamespace

import limits.storage.memory
import pytest
from httpx2 import Response

from app.services.services import Services
from app.web import rate_limits
from app.web.qr_code import QUIET
from tests import qr_reading
from tests.builders import tiny_edition
from tests.integration.conftest import Clock
from tests.integration.pages.browser import Browser, hidden, text, title
from tests.integration.pages.test_own_data import link_in, page_of
from tests.integration.test_mailing import TO, mails, secret_in, text_of
from tests.mail_server import MailServer

NewBrowserOn = Callable[[Services], Browser]


@pytest.fixture(autouse=True)
def time_stands_still(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the limits the clock of the test."""
    stopped = SimpleNamespace(time=lambda: clock.now.timestamp())
    monkeypatch.setattr(limits.storage.memory, "time", stopped)
    monkeypatch.setattr(rate_limits, "time", stopped)


@pytest.fixture
def sending(make_services: Callable[..., Services], server: MailServer) -> Services:
    """The services, where mails leave by the server."""
    return make_services(
        tiny_edition(),
        **server.settings,
    )


@pytest.fixture
def by_server(sending: Services, new_browser_on: NewBrowserOn) -> Browser:
    """Someone who has started an assessment there."""
    browser = new_browser_on(sending)
    browser.start()
    return browser


def send(browser: Browser, address: str = TO, **fields: str) -> Response:
    """Ask for the link by mail."""
    return browser.client.post(f"{browser.base}/lien/envoyer", data={"adresse": address, **fields})


# ----------------------------------------------------------------- QR code


def test_the_link_comes_with_a_code_that_says_the_same(alice: Browser) -> None:
    shown = alice.client.post(f"{alice.base}/lien").text
    code = re.search(r'role="img" aria-label="([^"]+)">(<svg.*?</svg>)', shown, re.S)
    assert code
    assert code[1] == "Code QR du lien de reprise ci-dessus"
    read = qr_reading.read(qr_reading.matrix_of(code[2], QUIET))
    assert read == f"http://localhost{link_in(shown)}"
    assert "css/keep" in shown
    # Nothing is fetched for it, and nothing else on the page is a style or a handler.
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|data:image", shown)
    assert "<svg viewBox" not in alice.get(f"{alice.base}/lien").text.partition("<main")[2]


def test_of_a_link_without_a_host_there_is_no_code(alice: Browser) -> None:
    """A telephone cannot open a path; nor can a mail."""
    shown = alice.client.post(f"{alice.base}/lien", headers={"Host": "elsewhere.example"}).text
    assert re.search(r'href="/r/', shown)
    assert "keep__code" not in shown
    assert "/lien/envoyer" not in shown
    refused = alice.client.post(
        f"{alice.base}/lien/envoyer", data={"adresse": TO}, headers={"Host": "elsewhere.example"}
    )
    assert refused.status_code == 404


# -------------------------------------------------------------------- Mail


def test_the_mail_holds_a_link_that_opens_the_assessment_elsewhere(
    by_server: Browser, server: MailServer, sending: Services, new_browser_on: NewBrowserOn
) -> None:
    told = send(by_server)
    assert told.status_code == 200
    assert "Le message est parti" in text(told)
    assert TO not in told.text
    (message,) = server.messages
    body = message.get_body(("plain",))
    assert body is not None
    path = f"/r/{secret_in(str(body.get_content()))}"
    assert f"http://localhost{path}" in str(body.get_content())
    other = new_browser_on(sending)
    opened = other.get(path)
    assert opened.status_code == 303
    assert opened.headers["Location"] == by_server.base
    assert other.get(by_server.base).status_code == 200


def test_it_is_in_the_language_of_the_page(by_server: Browser, server: MailServer) -> None:
    told = by_server.client.post(f"/en{by_server.base}/lien/envoyer", data={"adresse": TO})
    assert told.status_code == 200
    (message,) = server.messages
    body = message.get_body(("plain",))
    assert body is not None
    assert "http://localhost/en/r/" in str(body.get_content())
    assert message["Content-Language"] == "en"


def test_the_link_being_shown_is_shown_still(alice: Browser, services: Services) -> None:
    shown = alice.client.post(f"{alice.base}/lien").text
    secret = hidden(shown, "secret")
    assert secret == link_in(shown).rpartition("/")[2]
    for address in (TO, "claire"):
        again = send(alice, address, secret=secret)
        assert link_in(again.text) == link_in(shown)
        assert "keep__code" in again.text
    assert services.assessments.open_secret(secret) is not None


def test_nobody_has_a_link_shown_that_is_not_theirs(
    alice: Browser, bob: Browser, services: Services
) -> None:
    theirs = hidden(bob.client.post(f"{bob.base}/lien").text, "secret")
    for secret in (theirs, "x" * 22, "<b>"):
        told = send(alice, secret=secret)
        assert secret not in told.text
        assert "/r/" not in told.text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Écrivez l’adresse"),
        ("claire", "Il manque le signe @"),
        ("claire@rives.example\r\nBcc: x@evil.example", "ne contient pas d’espace"),
        ('"><script>alert(1)</script>@x.fr', "Ce qui précède le signe @"),
    ],
)
def test_a_bad_address_is_said_and_kept_as_typed(
    by_server: Browser, server: MailServer, typed: str, words: str
) -> None:
    told = send(by_server, typed)
    assert told.status_code == 422
    assert title(told).startswith("Erreur\u00a0: ")
    summary, field = text(told).split("M’envoyer le lien")[0].split("Reprendre plus tard", 1)
    assert words in summary
    assert words in field
    assert 'href="#adresse"' in told.text
    assert 'aria-invalid="true"' in told.text
    assert "<script>alert" not in told.text
    if typed == "claire":
        assert 'value="claire"' in told.text
    assert server.messages == []


def test_a_server_that_refuses_or_is_away_is_said(by_server: Browser, server: MailServer) -> None:
    server.refused[TO] = "550 unknown"
    told = send(by_server)
    assert told.status_code == 422
    assert "refuse cette adresse. Rien n’a été envoyé" in text(told)
    assert f'value="{TO}"' in told.text
    server.refused.clear()
    server.answer = "451 later"
    told = send(by_server)
    assert told.status_code == 503
    assert "ne répond pas. Rien n’a été envoyé" in text(told)
    assert "copier un lien de reprise" in text(told)
    assert f'value="{TO}"' in told.text
    assert "partis par courriel" not in page_of(by_server)
    server.answer = None
    assert send(by_server).status_code == 200
    assert "partis par courriel" in page_of(by_server)


def test_without_a_server_the_page_says_where_the_mail_is(
    alice: Browser, services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    told = send(alice)
    assert "le message n’est pas parti, il attend dans un dossier de la machine" in text(told)
    (path,) = mails(services)
    secret = secret_in(text_of(path))
    logged = "".join(one.getMessage() for one in caplog.records if one.name.startswith("app"))
    assert path.name in logged
    for word in (TO, secret, alice.id):
        assert word not in logged


def test_without_either_it_is_not_offered(
    make_services: Callable[..., Services], new_browser_on: NewBrowserOn
) -> None:
    browser = new_browser_on(make_services(tiny_edition(), outbox=""))
    browser.start()
    assert "/lien/envoyer" not in browser.get(f"{browser.base}/lien").text
    assert send(browser).status_code == 404


def test_own_data_lists_mailed_links_and_ends_them(
    alice: Browser, services: Services, clock: Clock
) -> None:
    assert "partis par courriel" not in page_of(alice)
    send(alice)
    clock.advance(days=2)
    send(alice)
    secrets = [secret_in(text_of(one)) for one in mails(services)]
    shown = page_of(alice)
    assert "Lien de reprise : 4 mars 2027" in shown.replace("\u00a0", " ")
    assert "Lien de reprise : 6 mars 2027" in shown.replace("\u00a0", " ")
    kept = alice.get(f"{alice.base}/mes-donnees/balises.json").json()["kept"]
    assert [one["purpose"] for one in kept["mailed_links"]] == ["link", "link"]
    assert TO not in str(kept)
    ended = alice.client.post(f"{alice.base}/mes-donnees/liens-envoyes")
    assert ended.status_code == 303
    assert "partis par courriel" not in page_of(alice)
    for secret in secrets:
        assert alice.get(f"/r/{secret}").status_code == 404


# ------------------------------------------------------------------ Limits


def test_nobody_can_be_bombed(by_server: Browser, server: MailServer, clock: Clock) -> None:
    for _ in range(5):
        assert send(by_server, TO).status_code == 200
        by_server.start()  # each from another assessment
    told = send(by_server, TO.upper())
    assert told.status_code == 429
    assert int(told.headers["Retry-After"]) <= 3600
    assert "Réessayez dans 60\u00a0minutes" in text(told)
    assert f'value="{TO.upper()}"' in told.text
    assert title(told).startswith("Erreur\u00a0: ")
    assert len(server.messages) == 5
    assert send(by_server, "bruno@rives.example").status_code == 200
    clock.advance(hours=1)
    assert send(by_server, TO).status_code == 200


def test_an_assessment_writes_to_few(by_server: Browser, server: MailServer) -> None:
    told = [send(by_server, f"a{number}@rives.example").status_code for number in range(6)]
    assert told == [200] * 5 + [429]
    # What is refused for its form costs nothing, and is never refused for anything else.
    assert send(by_server, "claire").status_code == 422


def test_another_form_is_no_way_round(by_server: Browser, server: MailServer) -> None:
    """As if it held files, or in another language."""
    told = []
    for number in range(7):
        place = f"{'/en' if number % 2 else ''}{by_server.base}/lien/envoyer"
        told.append(by_server.client.post(place, files={"adresse": (None, TO)}).status_code)
    assert told == [200] * 5 + [429] * 2
    assert len(server.messages) == 5


def test_a_connection_asks_for_so_many(
    make_services: Callable[..., Services], new_browser_on: NewBrowserOn
) -> None:
    browser = new_browser_on(make_services(tiny_edition(), limit_mails="2/hour", limit_mails_to=""))
    browser.start()
    assert [send(browser).status_code for _ in range(3)] == [200, 200, 429]
    free = new_browser_on(make_services(tiny_edition(), limit_mails="", limit_mails_to="1/hour"))
    free.start()
    assert [send(free).status_code for _ in range(2)] == [200, 429]


def test_the_limits_keep_no_address(by_server: Browser) -> None:
    import gc

    send(by_server)
    held = [one for one in gc.get_objects() if isinstance(one, rate_limits.RateLimits)]
    assert held
    for one in held:
        kept = repr(one._limiter.storage.__dict__)
        assert "claire" not in kept
        assert by_server.id not in kept
