"""How many pages a whole questionnaire takes: one a question, and three more."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from httpx2 import Response

from app.domain.answers import parse_answers
from app.domain.navigation import visible_items
from app.domain.questionnaire import Item
from app.services.services import Services
from app.web import forms
from tests.integration.pages.browser import HTMX, Browser, hidden, text, title
from tests.integration.report_samples import shipped_edition
from tests.personas import persona

# Nothing here depends on the database: one suffices.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

MORE = 3
"""The introduction, the page where answers are checked, and the result."""


class Reader:
    """Goes where the service leads, and counts what it is shown and what it asks for."""

    def __init__(self, browser: Browser, headers: dict[str, str]) -> None:
        self.browser = browser
        self.headers = headers
        self.titles: list[str] = []
        self.asked = 0
        self.page = ""

    def open(self, path: str) -> Response:
        self.asked += 1
        return self._see(self.browser.client.get(path, headers=self.headers))

    def send(self, path: str, fields: dict[str, str | list[str]]) -> Response:
        self.asked += 1
        answer = self.browser.client.post(path, data=fields, headers=self.headers)
        if answer.status_code == 303:
            return self.open(answer.headers["Location"])
        return self._see(answer)

    def _see(self, response: Response) -> Response:
        assert response.status_code == 200, text(response)
        self.titles.append(title(response))
        self.page = response.text
        return response


def fields_of(item: Item, raw: object) -> dict[str, str | list[str]]:
    """Return what a browser sends when the field of a question holds an answer."""
    given = forms.given_of(item, raw)  # type: ignore[arg-type]
    if item.question.kind in {"number", "territory", "text"}:
        return {"reponse": given.typed, "sans-reponse": list(given.chosen)}
    return {"reponse": list(given.chosen)}


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
@pytest.mark.parametrize(
    "name", ["association/reseau-insertion-pionnier", "association/club-de-marche-village"]
)
def test_a_questionnaire_takes_a_page_a_question_and_three_more(
    make_services: Callable[..., Services],
    new_browser_on: Callable[[Services], Browser],
    name: str,
    headers: dict[str, str],
) -> None:
    edition = shipped_edition()
    raw = persona(name).answers
    asked = visible_items(edition, parse_answers(edition, raw))
    assert 25 <= len(asked) <= 30
    browser = new_browser_on(make_services(edition))
    reader = Reader(browser, headers)
    reader.open("/parcours/association")
    started = browser.client.post("/parcours/association/commencer", headers=headers)
    browser.id = started.headers["Location"].split("/")[2]
    reader.open(started.headers["Location"])
    for item in asked:
        kept = {one: hidden(reader.page, one) for one in ("version", "edition", "retour")}
        fields = fields_of(item, raw.get(item.id))
        reader.send(browser.question(item.id), {**kept, **fields, "aller": "suite"})
    reader.send(f"{browser.base}/terminer", {})
    assert len(reader.titles) == len(asked) + MORE
    assert len(set(reader.titles)) == len(reader.titles), "a page was shown twice"
    assert "résultat" in reader.titles[-1]
    # htmx is given the next question by the answer to the last, but for the first and the check.
    trips = len(asked) + MORE + (2 if headers else len(asked) + 1)
    assert reader.asked == trips
