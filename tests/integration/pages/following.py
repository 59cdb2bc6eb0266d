"""How the tests follow a roadmap on its pages, and what they read of it."""

from __future__ import annotations

from httpx2 import Response

from app.domain.follow_up import FollowUp
from app.services.services import Services
from tests.integration.pages.browser import Browser, hidden, text

OWN_ID = "a" * 32
DATE = {"due-jour": "31", "due-mois": "3", "due-annee": "2027"}


def finish(browser: Browser) -> None:
    browser.client.post(f"{browser.base}/terminer", data={"confirmer": "oui"})


def post(browser: Browser, path: str, **fields: str) -> Response:
    return browser.client.post(f"{browser.base}/suivi{path}", data=fields)


def follow_up(browser: Browser, query: str = "", **headers: str) -> Response:
    return browser.get(f"{browser.base}/suivi{query}", **headers)


def shown(browser: Browser, query: str = "") -> str:
    return text(follow_up(browser, query)).replace("\u00a0", " ")


def saved(services: Services, browser: Browser) -> FollowUp:
    return services.following.of(services.assessments.load(browser.id))


def take(browser: Browser, rule: str) -> str:
    """Take up an action and return its id."""
    return post(browser, "/prendre", regle=rule).headers["Location"].rsplit("action=", 1)[1]


def add(browser: Browser, do: str = "Fêter", id_: str = OWN_ID) -> Response:
    return post(browser, "/ajouter", cle=id_, do=do)


def sent(browser: Browser, id_: str, **fields: str) -> Response:
    """Open the form of an action and send it with changes."""
    page = browser.get(f"{browser.base}/suivi/action/{id_}").text
    return post(browser, f"/action/{id_}", version=hidden(page, "version"), **fields)
