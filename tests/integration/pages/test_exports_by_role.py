"""Whoever carries a roadmap away has in the files what their own page says, no more and no less."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
from httpx2 import Response
from icalendar import Calendar
from openpyxl import load_workbook

from app.locale.formats import date_words
from app.report.roadmap_lines import ORIGINS
from app.report.roadmap_table import titles
from app.services.services import Services
from tests.integration.pages.browser import Browser, text
from tests.integration.pages.following import DATE, add, sent, take
from tests.integration.pages.sharing import make
from tests.integration.pages.test_exports import FILES, file, rows_of

# Nothing here depends on the database: one suffices.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SECRET = "4242"
"""An answer that no reason cites."""
NAME = "Les amis du marais"
CODES = {"format", "language", "edition", "origin", "rule", "horizon", "progress", "id", "kind"}
"""Keys of the JSON file that say nothing to people beside the words that stand with them."""


@pytest.fixture
def followed(lead: Browser) -> Browser:
    """Alice, who follows an action that her answers no longer lead to, and one of her own."""
    lead.answer("members", reponse=SECRET)
    lead.answer("name", reponse=NAME)
    taken = take(lead, "no-charter")
    said = {"owner": "la trésorière", "done": "Un appel.", "next_step": "Écrire au maire"}
    sent(lead, taken, progress="no_lever", **DATE, **said)
    add(lead, "Fêter l’accord")
    lead.answer("charter", reponse="signed")
    return lead


@pytest.fixture(params=["owner", "editor", "reader"])
def role(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def seen_by(followed: Browser, new_browser: Callable[[], Browser], role: str) -> Browser:
    """The browser of someone who has that role with the roadmap of Alice."""
    if role == "owner":
        return followed
    guest = new_browser()
    guest.get(make(followed, droit="changer" if role == "editor" else "lire"))
    guest.id = followed.id
    return guest


def bare(words: str) -> str:
    """Return words as they are compared: white space single, in small letters."""
    return re.sub(r"\s+", " ", words.replace("\u00a0", " ")).strip().lower()


def read_by(browser: Browser, role: str) -> str:
    """Return what the pages say: that of the follow-up, and that of the result for the owner."""
    pages = [text(browser.get(f"{browser.base}/suivi"))]
    if role == "owner":
        pages.append(text(browser.get(f"{browser.base}/resultat")))
        pages.append(text(browser.get(f"{browser.base}/mes-donnees")))
    return bare(" ".join(pages))


def leaves(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each value of a tree with the nearest key above it."""
    if isinstance(value, dict):
        for name, below in value.items():
            yield from leaves(below, name)
    elif isinstance(value, list):
        for below in value:
            yield from leaves(below, key)
    else:
        yield key, value


def said_in(files: dict[str, Response]) -> set[str]:
    """Return all that the files say to people, each text and each line of a longer one."""
    found: list[Any] = []
    for row in rows_of(files["export.csv"])[1:]:
        found += row[1:4] + row[5:]  # neither number nor date: the workbook has both
    book = load_workbook(io.BytesIO(files["export.xlsx"].content))
    for sheet in book.worksheets:
        for row_ in sheet.iter_rows(min_row=2):
            found += [cell.value for cell in row_ if not isinstance(cell.value, int | None)]
    told = json.loads(files["export.json"].content)
    assert {one["rank"] for one in told["levels"]} <= {0, 1, 2, 3, None}
    found += [
        value
        for key, value in leaves(told)
        if key not in CODES | {"number", "rank", "low", "high"} and value
    ]
    for event in Calendar.from_ical(files["calendrier.ics"].content).walk("VEVENT"):
        found += [str(event["summary"]), event.decoded("dtstart"), str(event["description"])]
    return set(filter(None, map(bare, in_words(found))))


def in_words(found: list[Any]) -> Iterator[str]:
    for one in found:
        if isinstance(one, datetime | date):
            yield date_words(one)
        elif re.fullmatch(r"\d{4}-\d\d-\d\d", one):
            yield date_words(date.fromisoformat(one))
        else:
            yield from str(one).split("\n")


def frame(services: Services, browser: Browser) -> str:
    """Return the words that say nothing of anyone: titles, and what is published of the pathway."""
    edition = services.assessments.load(browser.id).edition
    published = text(browser.get(f"/apercu/{edition.questionnaire.id}"))
    own = ("Parcours", "Organisation", "Référence", "Date", "Édition du contenu", "Réponses")
    words = (*titles(), *ORIGINS.values(), *own, edition.hash, published)
    return bare(" ".join(words))


def pieces(words: str, known: str) -> Iterator[str]:
    """Yield what of a text is not known, in the parts that « title: words » is made of."""
    if words not in known:
        yield from (one for one in re.split(r" : |(?<=\w) \(|\)$", words) if one not in known)


def test_nothing_is_carried_away_that_the_page_does_not_say(
    seen_by: Browser, role: str, services: Services
) -> None:
    files = {name: file(seen_by, name) for name in FILES}
    assert {one.status_code for one in files.values()} == {200}
    known = f"{read_by(seen_by, role)} {frame(services, seen_by)}"
    unknown = {one for words in said_in(files) for one in pieces(words, known)}
    # That page has other words for the same: what is behind is to be told apart from what is ahead.
    assert unknown <= {"ne ressort plus de vos réponses."} - {known}


def test_nothing_that_the_page_says_of_the_actions_or_the_levels_is_left_behind(
    seen_by: Browser, role: str
) -> None:
    page = seen_by.get(f"{seen_by.base}/suivi").text
    carried = " | ".join(sorted(said_in({name: file(seen_by, name) for name in FILES})))
    told = re.findall(
        r"<h3>(.*?)</h3>|<dd>([^<]+)|class=\"(?:because|small|progress-of[^>]*)\">"
        r"(?:<svg.*?</svg>)?([^<]+)",
        page,
        re.S,
    )
    texts = {bare(html) for found in told for html in found if html}
    levels = re.findall(r"<li>([^<]*?)\s*: <strong>([^<]+)</strong></li>", page)
    assert bool(levels) == (role != "owner")
    texts |= {bare(one) for level in levels for one in level}
    assert len(texts) >= 12
    missing = {
        one for whole in texts for one in whole.split(" · ") if one.rstrip(".") not in carried
    }
    assert missing == set()


def test_the_levels_are_those_of_the_page_and_only_the_owner_is_told_the_points(
    seen_by: Browser, role: str
) -> None:
    told = json.loads(file(seen_by, "export.json").content)
    sheet = load_workbook(io.BytesIO(file(seen_by, "export.xlsx").content)).worksheets[1]
    source = {str(row[0].value): str(row[1].value) for row in sheet.iter_rows(min_row=2)}
    levels = {one["title"]: one["level"] for one in told["levels"]}
    assert set(levels) == {"Ensemble", "Links", "Skills"}
    everything = " ".join(map(str, (*source.values(), *(value for _, value in leaves(told)))))
    if role == "owner":
        result = text(seen_by.get(f"{seen_by.base}/resultat"))
        known = [one for one in told["levels"] if one["rank"] is not None]
        assert len(known) == 2
        for one in known:
            assert one["low"] is not None
            assert re.search(r"sur 100\)$", source[one["title"]])
            assert source[one["title"]].startswith(f"{one['level']} (")
        assert source["Réponses"] in result
    else:
        page = text(seen_by.get(f"{seen_by.base}/suivi"))
        assert {title: source[title] for title in levels} == levels
        assert all(f"{title}\u00a0: {level}" in page for title, level in levels.items())
        assert {(one["low"], one["high"]) for one in told["levels"]} == {(None, None)}
        assert "Réponses" not in source
        assert "sur 100" not in everything
    for name in FILES:
        data = file(seen_by, name).content
        assert SECRET.encode() not in data
