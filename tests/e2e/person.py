"""What a person does on any question, whatever its kind; works with and without scripts."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

CONTINUE = "Continuer"


def start(page: Page) -> str:
    """Start the association's questionnaire from the home page; return the assessment's address."""
    page.goto("/")
    page.get_by_role("link", name="Faire alliance").click()
    page.get_by_role("button", name="Commencer").click()
    expect(page).to_have_url(re.compile("/question/"))
    return "/".join(page.url.split("/")[:5])


def kind(page: Page) -> str:
    """Return the kind of the question on the page."""
    field = page.locator("fieldset")
    for name, selector in (
        ("territory", "select"),
        ("text", "[data-max]"),
        ("number", ".input--number"),
        ("several", ".options:not([data-apart]) input[type=checkbox]"),
        ("one", "input[type=radio]"),
    ):
        if field.locator(selector).count():
            return name
    raise AssertionError(f"no question on {page.url}")


def give(page: Page, turn: int) -> None:
    """Answer the question on the page, another way each turn."""
    match kind(page):
        case "territory":
            page.locator("select").select_option("79")
        case "text":
            page.locator("[data-max]").fill("Les amis du marais")
        case "number":
            page.locator(".input--number").fill(str(turn % 5))
        case "several":
            boxes = page.locator("fieldset input[type=checkbox]:not([data-exclusive])")
            boxes.nth(turn % boxes.count()).check()
        case _:
            buttons = page.locator("fieldset input[type=radio]")
            buttons.nth(turn % buttons.count()).check()


def go_on(page: Page) -> None:
    """Press « Continuer » and wait for what comes next."""
    heading = page.locator("h1")
    before = heading.inner_text()
    page.get_by_role("button", name=CONTINUE, exact=True).click()
    expect(heading).not_to_have_text(before)


def answer_all(page: Page) -> int:
    """Answer every question up to the page where answers are checked; return how many."""
    turn = 0
    while "/question/" in page.url:
        give(page, turn)
        go_on(page)
        turn += 1
        assert turn < 60, "the questionnaire does not end"
    return turn
