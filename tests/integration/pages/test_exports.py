"""The roadmap is carried away as files, by whom may see how it is followed."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from httpx2 import Response
from icalendar import Calendar
from openpyxl import load_workbook

from app.services.services import Services
from tests.integration.pages.browser import Browser, text
from tests.integration.pages.following import DATE, add, finish, sent, take
from tests.integration.pages.test_restoring import ANSWERS, EDITION, opened, send
from tests.integration.returned_samples import record_of
from tests.integration.test_follow_up_record import OWN

FILES = ("export.csv", "export.xlsx", "export.json", "calendrier.ics")
TYPES = {
    "export.csv": "text/csv; charset=utf-8",
    "export.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "export.json": "application/json",
    "calendrier.ics": "text/calendar; charset=utf-8",
}


@pytest.fixture
def followed(lead: Browser) -> Browser:
    """Alice, who follows an action of the roadmap and one of her own."""
    taken = take(lead, "alone")
    sent(lead, taken, **DATE, owner="Ana", progress="no_lever", next_step="=1+1")
    add(lead, "Fêter l’accord")
    return lead


def file(browser: Browser, name: str, prefix: str = "", **headers: str) -> Response:
    return browser.get(f"{prefix}{browser.base}/suivi/{name}", **headers)


def rows_of(response: Response, separator: str = ";") -> list[list[str]]:
    text_ = response.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text_, newline=""), delimiter=separator))


@pytest.mark.parametrize("name", FILES)
def test_each_file_is_saved_under_its_reference_and_kept_by_nobody(
    followed: Browser, services: Services, name: str
) -> None:
    reference = services.assessments.load(followed.id).reference
    ending = name.rpartition(".")[2]
    for prefix, said in (("", "feuille-de-route"), ("/en", "roadmap")):
        headers = file(followed, name, prefix).headers
        wanted = f'attachment; filename="{said}-test-{reference}.{ending}"'
        assert headers["Content-Disposition"] == wanted
        assert headers["Content-Type"] == TYPES[name]
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_they_say_what_was_said(followed: Browser, services: Services) -> None:
    _, first, second, *proposed = rows_of(file(followed, "export.csv"))
    assert (first[1], first[4], first[5]) == ("Faire alone", "31/03/2027", "Ana")
    assert first[7] == "'=1+1"
    assert (second[1], second[2]) == ("Fêter l’accord", "Ajoutée")
    assert {row[2] for row in proposed} == {"Proposée"}
    assert rows_of(file(followed, "export.csv", "/en"), ",")[1][4] == "2027-03-31"
    sheet, source = load_workbook(io.BytesIO(file(followed, "export.xlsx").content)).worksheets
    assert (sheet["H2"].value, sheet["H2"].data_type) == ("=1+1", "s")
    reference = services.assessments.load(followed.id).reference
    assert reference in [cell.value for cell in source["B"]]
    said = json.loads(file(followed, "export.json").content)
    assert said["actions"][0]["next_step"] == "=1+1"
    assert [one["rule"] for one in said["follow_up"]] == ["alone", None]
    (event,) = Calendar.from_ical(file(followed, "calendrier.ics").content).walk("VEVENT")
    assert event.decoded("dtstart") == date(2027, 3, 31)


def test_the_page_links_to_them_and_to_the_calendar_once_there_is_a_date(lead: Browser) -> None:
    page = lead.get(f"{lead.base}/suivi").text
    assert [name for name in FILES if f"/suivi/{name}" in page] == list(FILES[:3])
    taken = take(lead, "alone")
    sent(lead, taken, **DATE)
    page = lead.get(f"{lead.base}/suivi").text
    assert all(f'href="{lead.base}/suivi/{name}"' in page for name in FILES)
    sent(lead, taken, **DATE, progress="abandoned")
    assert "calendrier.ics" not in lead.get(f"{lead.base}/suivi").text
    english = lead.get(f"/en{lead.base}/suivi").text
    assert f'href="/en{lead.base}/suivi/export.csv"' in english


def test_an_unfinished_diagnosis_leads_to_its_answers(alice: Browser) -> None:
    for name in FILES:
        assert file(alice, name).headers["Location"] == f"{alice.base}/verification"


def test_the_pdf_gives_the_follow_up_back_and_the_page_says_so(
    followed: Browser, services: Services
) -> None:
    record = services.reporting.report_of(followed.id).record
    before = services.following.of(services.assessments.load(followed.id))
    page = opened(followed, send(followed, record, "resultat.json"))
    assert "2\u00a0actions suivies sont reprises aussi" in text(page)
    assert f'href="{followed.base}/suivi"' in page.text
    again = services.following.of(services.assessments.load(followed.id))
    assert [(one.rule, one.details) for one in again] == [(one.rule, one.details) for one in before]
    # It is not finished, and can be followed all the same.
    assert "Fêter l’accord" in text(followed.get(f"{followed.base}/suivi"))
    finish(followed)


def test_an_action_that_is_gone_is_told_on_the_page(visitor: Browser, services: Services) -> None:
    gone = [{**OWN, "rule": "gone", "do": "Écrire <b>gros</b>"}]
    data = record_of(EDITION, ANSWERS, edition="0" * 64, follow_up=gone)
    words = text(opened(visitor, send(visitor, data, "resultat.json")))
    assert "1\u00a0action suivie est reprise aussi" in words
    assert "Parmi les actions suivies" in words
    assert "Écrire <b>gros</b>" in words
    assert "gardée comme une action que vous auriez ajoutée" in words
    assert "À préciser" not in words
    own = text(visitor.get(f"{visitor.base}/mes-donnees"))
    assert "gardée comme une action que vous auriez ajoutée" in own


def test_a_forged_follow_up_is_refused_whole(visitor: Browser) -> None:
    response = send(visitor, record_of(EDITION, ANSWERS, follow_up=[{}]), "resultat.json")
    assert response.status_code == 422
    assert "Le suivi des actions de ce fichier" in text(response)
