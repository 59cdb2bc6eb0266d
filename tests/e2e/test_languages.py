"""The service in English, in a browser: the offer, the steps, the switch, what scripts say."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import Watch
from tests.e2e.person import give, kind

pytestmark = pytest.mark.e2e

NewContext = Callable[..., tuple[BrowserContext, Watch]]


@pytest.fixture
def reader(new_context: NewContext) -> Page:
    """A phone whose browser prefers English."""
    return new_context(locale="en-GB")[0].new_page()


def start(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Read this site in English").click()
    expect(page).to_have_url(re.compile("/en/$"))
    page.locator("a[href='/en/parcours/association']").click()
    page.get_by_role("button", name="Start").click()
    expect(page).to_have_url(re.compile("/en/diagnostic/.*/question/"))


def go_on(page: Page) -> None:
    address = page.url
    page.get_by_role("button", name="Continue", exact=True).click()
    expect(page).not_to_have_url(address)


def test_the_switch_follows_the_steps(reader: Page) -> None:
    start(reader)
    for turn in range(3):
        give(reader, turn)
        go_on(reader)
        assert "/en/" in reader.url
    path = reader.url.partition("/en/")[2]
    reader.get_by_role("link", name="Français").click()
    expect(reader).to_have_url(re.compile(f"(?<!/en)/{path}$"))
    expect(reader.locator("html")).to_have_attribute("lang", "fr")
    expect(reader.get_by_role("button", name="Continuer", exact=True)).to_be_visible()
    reader.get_by_role("link", name="English").click()
    expect(reader).to_have_url(re.compile(f"/en/{path}$"))


def test_what_scripts_say_is_in_english(reader: Page) -> None:
    start(reader)
    assert kind(reader) == "text"
    field, limit = reader.locator("[data-max]"), reader.locator("#limit")
    most = int(field.get_attribute("data-max") or 0)
    field.fill("x" * (most - 2))
    expect(limit).to_have_text("2 characters left.")
    field.fill("x" * (most - 1))
    expect(limit).to_have_text("1 character left.")
    field.fill("x" * most)
    expect(limit).to_have_text("0 characters left.")
    field.fill("x" * (most + 1))
    expect(limit).to_have_text("1 character too many.")


def test_nothing_is_lost_without_network_and_that_is_said(new_context: NewContext) -> None:
    context, watch = new_context(locale="en-GB")
    watch.expected = ("ERR_INTERNET_DISCONNECTED", "Failed to fetch", "htmx")
    page = context.new_page()
    start(page)
    give(page, 0)
    context.set_offline(True)
    page.get_by_role("button", name="Continue", exact=True).click()
    expect(page.locator("#trouble h2")).to_have_text("Nothing has been saved yet")
    context.set_offline(False)


@pytest.mark.parametrize("path", ["/en/", "/en/confidentialite", "/en/parcours/association"])
def test_pages_fit_a_small_screen(new_context: NewContext, path: str) -> None:
    page = new_context(viewport={"width": 320, "height": 640})[0].new_page()
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
