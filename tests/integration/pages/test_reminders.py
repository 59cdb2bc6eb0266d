"""Reminders on their pages: a button asks for them, confirms and stops; a link alone does not."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from httpx2 import Response

from app.services.reminders import Round
from app.services.services import Services
from tests.builders import tiny_edition
from tests.integration.conftest import Clock
from tests.integration.pages.browser import Browser, checked, text, title
from tests.integration.pages.test_own_data import page_of
from tests.integration.reminding import addresses_kept, body, token_in
from tests.integration.test_mailing import LINKS, TO, secret_in
from tests.mail_server import MailServer


@pytest.fixture
def services(make_services: Callable[..., Services], server: MailServer) -> Services:
    """The services, where mails leave by the server."""
    return make_services(
        tiny_edition(),
        **server.settings,
    )


@pytest.fixture
def done(alice: Browser) -> Browser:
    """Alice, who has finished."""
    alice.answer("staff", reponse="some")
    alice.client.post(f"{alice.base}/terminer", data={"confirmer": "oui"})
    return alice


def ask(browser: Browser, *months: int, address: str = TO) -> Response:
    """Ask for reminders."""
    sent = {"adresse": address, "mois": [str(one) for one in months]}
    return browser.client.post(f"{browser.base}/rappels", data=sent)


def place_in(server: MailServer, kind: str) -> str:
    """Return the address of a link of the last mail."""
    return f"/rappels/{kind}/{token_in(body(server), kind)}"


def read(response: Response) -> str:
    return text(response).replace("\u00a0", " ")


def test_from_the_result_to_the_reminder_and_on(
    done: Browser,
    visitor: Browser,
    new_browser: Callable[[], Browser],
    services: Services,
    server: MailServer,
    clock: Clock,
) -> None:
    for page in ("/resultat", "/lien"):
        assert f'href="{done.base}/rappels"' in done.get(done.base + page).text
    shown = done.get(f"{done.base}/rappels")
    assert checked(shown) == ["6"]
    assert "4 septembre 2027" in read(shown)
    assert "au moins 30 jours après le dernier rappel" in read(shown)
    told = ask(done, 6, 12)
    assert told.status_code == 200
    assert "Un message vient de partir à cette adresse" in read(told)
    assert "À confirmer par le message reçu, jusqu’au 11 mars 2027" in read(told)

    # Whoever reads the mail, on another device.
    place = place_in(server, "confirmer")
    for _ in range(2):  # a mail scanner, then the person
        asked = visitor.get(place)
        assert asked.status_code == 200
        assert "le 4 septembre 2027 et le 4 mars 2028" in read(asked)
    assert services.reminders.requests_of(done.id)[0].confirmed_at is None
    confirmed = visitor.client.post(place)
    assert title(confirmed).startswith("Vos rappels sont confirmés")
    assert visitor.client.post(place).status_code == visitor.get(place).status_code == 404
    assert "À venir : le 4 septembre 2027 et le 4 mars 2028" in read(
        done.get(f"{done.base}/rappels")
    )

    clock.advance(days=190)
    assert services.reminders.send_due(LINKS) == Round(sent=1)
    reader = new_browser()
    opened = reader.get(f"/r/{secret_in(body(server))}")
    assert opened.status_code == 303
    assert opened.headers["Location"] == f"{done.base}/refaire"
    again = reader.get(opened.headers["Location"])
    assert "Refaire le point" in text(again)
    assert reader.client.post(f"{done.base}/refaire").status_code == 303


def test_one_click_stops_and_a_look_does_not(
    done: Browser, visitor: Browser, services: Services, server: MailServer, clock: Clock
) -> None:
    ask(done, 6, 36)
    visitor.client.post(place_in(server, "confirmer"))
    clock.advance(days=190)
    services.reminders.send_due(LINKS)
    header = server.messages[-1]["List-Unsubscribe"].strip(" <>")
    place = header.removeprefix("https://balises.example")
    assert place == place_in(server, "arreter")
    shown = visitor.get(place)
    assert "Il reste à venir : le 4 mars 2030" in read(shown)
    assert "Sans rappel, il s’efface 2 ans après" in read(shown)
    assert addresses_kept(services) == [TO]
    # A mail reader: no cookie, no header of a browser.
    del visitor.client.headers["Sec-Fetch-Site"]
    assert not visitor.client.cookies
    told = visitor.client.post(place, data={"List-Unsubscribe": "One-Click"})
    assert told.status_code == 200
    assert "Set-Cookie" not in told.headers
    assert title(told).startswith("Plus aucun rappel ne partira")
    assert addresses_kept(services) == []
    for again in (visitor.get(place), visitor.client.post(place)):
        assert again.status_code == 200
        assert title(again).startswith("Ce lien n’a plus rien à arrêter")


@pytest.mark.parametrize(
    ("months", "address", "words"),
    [
        ((), TO, ["Choisissez au moins une date"]),
        ((6,), "claire", ["Il manque le signe @"]),
        ((), "", ["Choisissez au moins une date", "Écrivez l’adresse"]),
        ((7,), TO, ["Choisissez au moins une date"]),
    ],
)
def test_what_is_missing_is_said_and_what_was_given_is_kept(
    done: Browser, server: MailServer, months: tuple[int, ...], address: str, words: list[str]
) -> None:
    told = ask(done, *months, address=address)
    assert told.status_code == 422
    assert title(told).startswith("Erreur\u00a0: ")
    for one in words:
        assert read(told).count(one) == 2, "once in the summary, once at the field"
    assert f'value="{address}"' in told.text
    assert checked(told) == [str(one) for one in months if one != 7]
    assert server.messages == []


def test_a_server_that_is_away_is_said_and_nothing_is_kept(
    done: Browser, services: Services, server: MailServer
) -> None:
    server.answer = "451 later"
    told = ask(done, 12)
    assert told.status_code == 503
    assert "Rien n’a été envoyé" in read(told)
    assert checked(told) == ["12"]
    assert addresses_kept(services) == []


def test_too_many_addresses_and_too_many_mails_are_said(done: Browser, server: MailServer) -> None:
    for number in range(3):
        assert ask(done, 6, address=f"a{number}@rives.example").status_code == 200
    told = ask(done, 6)
    assert told.status_code == 422
    assert "Trois autres adresses" in read(told)
    ask(done, 6, address="a0@rives.example")
    assert ask(done, 6, address="a0@rives.example").status_code == 429
    assert len(server.messages) == 4


def test_a_draft_is_finished_first(alice: Browser, server: MailServer) -> None:
    assert f"{alice.base}/rappels" not in alice.get(f"{alice.base}/lien").text
    for told in (alice.get(f"{alice.base}/rappels"), ask(alice, 6)):
        assert told.status_code == 303
        assert told.headers["Location"] == alice.base
    assert server.messages == []


def test_own_data_shows_and_takes_out_what_is_asked_for(
    done: Browser, visitor: Browser, server: MailServer, clock: Clock
) -> None:
    assert "Votre adresse électronique." in page_of(done)
    ask(done, 6, 36)
    shown = page_of(done).replace("\u00a0", " ")
    assert TO in shown
    assert "dernier rappel" not in read(done.get(done.base))
    assert "À confirmer jusqu’au 11 mars 2027" in shown
    assert "Votre adresse électronique." not in shown
    assert "2 ans après le dernier changement" in shown
    visitor.client.post(place_in(server, "confirmer"))
    assert "au moins 30 jours après le dernier rappel" in read(done.get(done.base))
    shown = page_of(done).replace("\u00a0", " ")
    assert "À venir : le 4 septembre 2027 et le 4 mars 2030" in shown
    assert "le 3 avril 2030 ou le lendemain" in shown
    assert "30 jours après le dernier rappel demandé" in shown
    kept = done.get(f"{done.base}/mes-donnees/balises.json").json()["kept"]
    assert kept["erased_after"].startswith("2030-04-03")
    ((request),) = kept["reminders"]
    assert (request["address"], request["language"]) == (TO, "fr")
    assert [one["months"] for one in request["due"]] == [6, 36]
    assert "hash" not in str(kept)


def test_whoever_may_open_it_stops_what_they_see(
    done: Browser, visitor: Browser, services: Services, server: MailServer
) -> None:
    ask(done, 6)
    visitor.client.post(place_in(server, "confirmer"))
    ask(done, 12, address="bruno@rives.example")
    shown = done.get(f"{done.base}/rappels").text
    first, second = re.findall(r'name="demande" value="(\w{32})"', shown)
    stopped = done.client.post(f"{done.base}/rappels/arreter", data={"demande": first})
    assert stopped.status_code == 303
    assert len(addresses_kept(services)) == 1
    done.client.post(f"{done.base}/rappels/arreter", data={"demande": "x"})
    done.client.post(f"{done.base}/rappels/arreter", data={"demande": second})
    assert addresses_kept(services) == []


def test_a_link_that_confirms_nothing_says_so(visitor: Browser) -> None:
    told = visitor.get("/rappels/confirmer/nothing")
    assert told.status_code == 404
    assert title(told).startswith("Ce lien ne confirme plus rien")
    assert "hreflang" not in told.text.partition("</head>")[0]


def test_tokens_are_in_no_header_for_search_engines(
    make_services: Callable[..., Services], new_browser_on: Callable[[Services], Browser]
) -> None:
    """A public page tells its address in each language; one that is found by a token does not."""
    browser = new_browser_on(make_services(tiny_edition(), base_url="https://balises.example"))
    told = browser.get(f"/rappels/arreter/{'x' * 22}").text
    assert 'rel="alternate"' not in told
    assert 'rel="alternate"' in browser.get("/confidentialite").text


def test_where_the_service_does_not_know_its_address_none_are_offered(
    make_services: Callable[..., Services], new_browser_on: Callable[[Services], Browser]
) -> None:
    browser = new_browser_on(make_services(tiny_edition(), host="0.0.0.0"))  # noqa: S104
    browser.start()
    browser.client.post(f"{browser.base}/terminer", data={"confirmer": "oui"})
    browser.answer("staff", reponse="some")
    browser.client.post(f"{browser.base}/terminer", data={"confirmer": "oui"})
    assert f"{browser.base}/rappels" not in browser.get(f"{browser.base}/resultat").text
    shown = browser.get(f"{browser.base}/rappels")
    assert "n’envoie pas de rappels" in text(shown)
    assert ask(browser, 6).status_code == 404
