"""An author at work: the page beside the editor follows the files by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.content.folders import QUESTIONS, RULES, small_folder, spoil
from tests.deadline import until
from tests.e2e.axe import barriers
from tests.e2e.conftest import Watch
from tests.e2e.serving import serving

pytestmark = pytest.mark.e2e

NewContext = Callable[..., tuple[BrowserContext, Watch]]
OLD, NEW = "Notre jardin partagé", "Notre verger partagé"
SOON = 20_000
"""Milliseconds after which what an edit should have done never will be."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The content that the author edits."""
    return small_folder(tmp_path)


@pytest.fixture
def address(folder: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a server that follows the folder."""
    with serving(
        tmp_path / "balises.sqlite3",
        tmp_path / "server.log",
        BALISES_CONTENT=str(folder),
        BALISES_RELOAD="1",
    ) as address:
        yield address


def test_an_open_page_follows_the_files(phone: Page, folder: Path) -> None:
    phone.goto("/apercu/jardin")
    heading = phone.locator("h1")
    expect(heading).to_contain_text(OLD)
    spoil(folder, QUESTIONS, OLD, NEW)
    expect(heading).to_contain_text(NEW, timeout=SOON)

    spoil(folder, RULES, "unknown: planning", "unknown: planing")
    banner = phone.get_by_role("status").filter(has_text="dans les contenus")
    expect(banner).to_contain_text("La question «\u00a0planing\u00a0» n’existe pas.", timeout=SOON)
    expect(heading).to_contain_text(NEW)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    phone.get_by_role("link", name="Toutes les anomalies").click()
    expect(heading).to_have_text("Anomalies des contenus")
    assert barriers(phone) == []

    spoil(folder, RULES, "unknown: planing", "unknown: planning")
    expect(banner).to_have_count(0, timeout=SOON)
    expect(phone.get_by_text("Rien à corriger.")).to_be_visible()


def test_what_is_typed_is_never_lost_to_an_edit(phone: Page, folder: Path) -> None:
    phone.goto("/apercu/jardin")
    phone.get_by_role("button", name="Essayer cette version").click()
    expect(phone).to_have_url(re.compile("/question/departement"))
    phone.locator("select").select_option("79")
    phone.get_by_role("button", name="Continuer", exact=True).click()
    number = phone.locator(".input--number")
    number.fill("12")
    number.focus()
    spoil(folder, RULES, "unknown: planning", "unknown: planing")
    banner = phone.get_by_role("status").filter(has_text="dans les contenus")
    expect(banner).to_be_visible(timeout=SOON)
    expect(number).to_have_value("12")
    expect(number).to_be_focused()
    expect(phone.get_by_role("alert")).to_have_count(0)
    spoil(folder, RULES, "unknown: planing", "unknown: planning")
    expect(banner).to_have_count(0, timeout=SOON)
    expect(number).to_have_value("12")
    phone.get_by_role("button", name="Continuer", exact=True).click()
    expect(phone).to_have_url(re.compile("/question/nom"))


def test_a_server_that_is_away_alarms_nobody(new_context: NewContext) -> None:
    context, watch = new_context()
    watch.expected = ("Failed to load resource", "htmx")
    page = context.new_page()
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) % 2:
            route.abort()
        else:
            route.fulfill(status=502, content_type="text/html", body="<p>Bad gateway</p>")

    page.route("**/apercu/anomalies/etat*", refuse)
    page.goto("/apercu/jardin")
    for _ in range(4):
        with page.expect_request("**/apercu/anomalies/etat*"):
            pass
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_text("Bad gateway")).to_have_count(0)
    expect(page.locator("#atelier")).to_have_count(1)


def test_without_scripts_the_next_page_shows_the_edit(plain_phone: Page, folder: Path) -> None:
    plain_phone.goto("/apercu/jardin")
    spoil(folder, QUESTIONS, OLD, NEW)
    heading = plain_phone.locator("h1")
    expect(heading).to_contain_text(OLD)

    def reloaded() -> bool:
        plain_phone.reload()
        return NEW in heading.inner_text()

    until(reloaded, "the edit")


def test_the_page_of_everything_is_used_with_the_keyboard_alone(phone: Page) -> None:
    phone.goto("/apercu/jardin")
    phone.get_by_label("Mots cherchés").focus()
    phone.keyboard.type("compost")
    phone.keyboard.press("Enter")
    expect(phone).to_have_url(re.compile(r"q=compost"))
    expect(phone.get_by_role("heading", level=4)).to_have_text(
        "Comment se répartissent les tâches\u00a0?".replace("\u00a0", " ")
    )
    phone.get_by_role("link", name="Tout voir").press("Enter")
    region = phone.get_by_role("region", name="Dessin des questions qui décident d’autres")
    region.focus()
    expect(region).to_be_focused()
    link = phone.locator("#question-planning").get_by_role("link", name="planning-a-ecrire")
    link.press("Enter")
    expect(phone.locator("#rule-planning-a-ecrire")).to_be_in_viewport()
