"""A followed roadmap is saved by a real browser, and its PDF gives it back in another."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from icalendar import Calendar
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.e2e.following import followed
from tests.e2e.stage import Stage
from tests.e2e.test_files import NewContext, download, send

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_each_file_is_saved_and_the_page_stays(new_context: NewContext, scripts: bool) -> None:
    page = new_context(java_script_enabled=scripts)[0].new_page()
    followed(Stage(page)).open("/suivi")
    words = page.locator(".followed h3").all_inner_texts()
    sheet = load_workbook(io.BytesIO(download(page, "Classeur pour Excel"))).worksheets[0]
    assert [sheet.cell(row, 2).value for row in range(2, len(words) + 2)] == words
    assert download(page, "Tableau simple").startswith(b"\xef\xbb\xbf")
    days = Calendar.from_ical(download(page, "Échéances pour votre agenda")).walk("VEVENT")
    assert [one.decoded("dtstart").year for one in days] == [2020, 2024, 2021, 2099]
    assert len(json.loads(download(page, "Données pour un autre outil"))["follow_up"]) == len(words)
    expect(page.locator("h1")).to_have_text("Suivre ma feuille de route")


def test_the_pdf_gives_the_follow_up_back_in_another_browser(
    new_context: NewContext, tmp_path: Path
) -> None:
    page = new_context()[0].new_page()
    followed(Stage(page)).open("/suivi")
    cards = page.locator(".followed").all_inner_texts()
    page.goto(page.url.removesuffix("/suivi") + "/resultat")
    roadmap = tmp_path / "feuille.pdf"
    roadmap.write_bytes(download(page, "Télécharger la feuille de route"))

    other = new_context(java_script_enabled=False)[0].new_page()
    other.goto("/reprendre")
    send(other, roadmap)
    expect(other.locator("main")).to_contain_text("6\u00a0actions suivies sont reprises aussi")
    other.get_by_role("link", name="Voir le suivi").click()
    expect(other.locator(".followed")).to_have_count(len(cards))
    assert other.locator(".followed").all_inner_texts() == cards
