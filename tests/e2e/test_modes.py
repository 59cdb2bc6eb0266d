"""Settings that people make in their system: forced colours, less motion, a larger text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e import looking
from tests.e2e.conftest import Watch
from tests.e2e.stage import Stage
from tests.e2e.ways import UNSURE

pytestmark = pytest.mark.e2e

NewContext = Callable[..., tuple[BrowserContext, Watch]]
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_drawings_stay_visible_in_forced_colours(
    new_context: NewContext, scheme: Scheme
) -> None:
    page = new_context(forced_colors="active", color_scheme=scheme)[0].new_page()
    Stage(page).persona(UNSURE).open("/resultat")
    assert (
        looking.faint(
            page,
            [
                (".radar__ring", "stroke"),
                (".radar__sure", "stroke"),
                (".radar__mark", "fill"),
                (".radar__best", "stroke"),
                (".radar__edge", "stroke"),
                (".radar__label", "fill"),
                (".bands__segment", "stroke"),
                (".bands__mark", "fill"),
                (".bands__best", "stroke"),
                (".bands__range", "stroke"),
                (".bands__hatch", "stroke"),
                (".bands__score", "fill"),
                (".bands__threshold", "fill"),
                (".share__counted", "fill"),
                (".share__others", "stroke"),
                (".share__you", "fill"),
                (".share__key", "borderTopColor"),
                (".level", "borderTopColor"),
                (".button", "borderTopColor"),
            ],
        )
        == []
    )


@pytest.mark.parametrize("scheme", SCHEMES)
def test_forms_stay_visible_in_forced_colours(new_context: NewContext, scheme: Scheme) -> None:
    page = new_context(forced_colors="active", color_scheme=scheme)[0].new_page()
    Stage(page).start("association", {"staff": "volunteers"}).ask("staff")
    page.locator("#reponse-2").focus()
    page.keyboard.press("ArrowUp")
    assert (
        looking.faint(
            page,
            [
                (".option:has(:focus-visible)", "outlineColor"),
                (".option:has(:checked)", "borderTopColor"),
                (".option:not(:has(:checked))", "borderTopColor"),
                ("progress", "borderTopColor"),
                (".actions .button", "borderTopColor"),
                (".back", "color"),
            ],
        )
        == []
    )
    chosen, other = (
        page.locator(selector).first.evaluate("one => getComputedStyle(one).borderTopWidth")
        for selector in (".option:has(:checked)", ".option:not(:has(:checked))")
    )
    assert chosen != other, "colour alone tells what is chosen"
    assert page.locator("#reponse-1").evaluate("one => getComputedStyle(one).appearance") != "none"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_marks_have_three_to_one(new_context: NewContext, scheme: Scheme) -> None:
    page = new_context(color_scheme=scheme)[0].new_page()
    stage = Stage(page)
    assessment = stage.persona(UNSURE)
    assessment.open("/resultat")
    assert (
        looking.faint(
            page,
            [
                (".radar__sure", "stroke"),
                (".radar__mark", "fill"),
                (".radar__best", "stroke"),
                (".bands__segment", "stroke"),
                (".bands__mark", "fill"),
                (".bands__best", "stroke"),
                (".bands__range", "stroke"),
                (".bands__hatch", "stroke"),
                (".bands__score", "fill"),
                (".bands__threshold", "fill"),
                (".share__counted", "fill"),
                (".share__others", "stroke"),
                (".share__you", "fill"),
                (".share__key", "borderTopColor"),
            ],
        )
        == []
    )
    assessment.ask("staff")
    page.keyboard.press("Tab")
    assert (
        looking.faint(
            page,
            [
                (":focus-visible", "outlineColor"),
                (".option", "borderTopColor"),
                (".option:has(:checked)", "borderTopColor"),
            ],
        )
        == []
    )


def test_motion_is_there_for_those_who_do_not_mind(phone: Page) -> None:
    """Otherwise the check of ``test_views`` could not fail."""
    Stage(phone).start("association").ask("staff")
    duration = phone.locator(".option").first.evaluate(
        "one => getComputedStyle(one).transitionDuration"
    )
    assert duration.startswith("0.12s")


@pytest.mark.parametrize("path", ["/", "/question/staff", "/resultat"])
def test_a_text_twice_as_large_still_fits(new_context: NewContext, path: str) -> None:
    page = new_context(viewport={"width": 640, "height": 800})[0].new_page()
    assessment = Stage(page).persona(UNSURE)
    page.goto(path) if path == "/" else assessment.open(path)
    before = page.locator("h1").bounding_box()
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    after = page.locator("h1").bounding_box()
    assert before is not None
    assert after is not None
    assert after["height"] > before["height"] * 1.5
    assert looking.sideways(page) + looking.cut(page) == []
    expect(page.locator("h1")).to_be_visible()
