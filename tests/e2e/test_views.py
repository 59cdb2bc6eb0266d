"""Every page in every state: what axe-core finds, and what it cannot.

Each view is reached once and then tried in every way; a try sets what it needs of the screen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.e2e import looking
from tests.e2e.axe import barriers
from tests.e2e.stage import Stage
from tests.e2e.views import VIEWS, View

pytestmark = pytest.mark.e2e

ZOOMED = {"width": 320, "height": 256}
"""A screen of 1280 by 1024 pixels, everything four times as large."""


@pytest.fixture(scope="module")
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """One browser for all the views: axe takes long enough without new ones."""
    context = chromium.new_context()
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture(scope="module", params=VIEWS, ids=str)
def view(request: pytest.FixtureRequest) -> View:
    """Each view in turn."""
    found: View = request.param
    return found


@pytest.fixture(scope="module")
def page(context: BrowserContext, address: str, view: View) -> Iterator[Page]:
    """The page of the view, reached by a browser that knew nothing."""
    context.clear_cookies()
    page = context.new_page()
    view.reach(Stage(page, address))
    yield page
    page.close()


def look(page: Page, width: int, height: int = 740, scheme: str = "light") -> None:
    """Set what the person's screen is like."""
    page.emulate_media(
        color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce"
    )
    page.set_viewport_size({"width": width, "height": height})


def test_it_is_where_it_says(page: Page, view: View) -> None:
    if view.route:
        route = re.sub(r"\{\w+\}", "[^/]+", view.route)
        assert re.fullmatch(route, urlsplit(page.url).path)
    answered = page.evaluate("performance.getEntriesByType('navigation')[0].responseStatus")
    assert answered == view.status


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_axe_finds_no_barrier(page: Page, scheme: str, width: int) -> None:
    look(page, width, scheme=scheme)
    assert barriers(page) == []


def test_nothing_scrolls_sideways_at_four_hundred_per_cent(page: Page) -> None:
    look(page, ZOOMED["width"], ZOOMED["height"])
    assert looking.sideways(page) == []


def test_text_can_be_spaced(page: Page) -> None:
    look(page, 360)
    looking.space_text(page)
    found = looking.sideways(page) + looking.cut(page)
    looking.unspace_text(page)
    assert found == []


def test_targets_are_large_enough(page: Page) -> None:
    look(page, 360)
    assert looking.small_targets(page) == []


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (320, 256)])
def test_focus_is_seen_and_goes_down_the_page(page: Page, width: int, height: int) -> None:
    look(page, width, height)
    assert looking.focus_troubles(page) == []


def test_headings_are_in_order(page: Page) -> None:
    assert looking.headings(page) == []


def test_the_title_says_when_something_is_wrong(page: Page, view: View) -> None:
    assert page.title().endswith(" – Balises")
    assert page.title().startswith("Erreur\u00a0: ") is view.is_error


def test_nothing_moves_for_people_who_ask_for_it(page: Page) -> None:
    look(page, 360)
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter(one => {
          const style = getComputedStyle(one);
          return /[1-9]/.test(style.transitionDuration) || style.animationName !== "none"
            || style.scrollBehavior === "smooth";
        }).map(one => one.outerHTML.slice(0, 80))"""
    )
    assert moving == []
