"""The whole journey by keyboard alone, and the keys that choose an answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import groupby

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import Watch
from tests.e2e.stage import Stage

pytestmark = pytest.mark.e2e

NewContext = Callable[..., tuple[BrowserContext, Watch]]
STOPS = 60
AROUND = 3
"""Pages that are no question: the introduction, the answers to check, the result."""
FOCUSED = """() => {
  const one = document.activeElement;
  const ringed = one.closest(".option, .pathway") || one;
  const box = ringed.getBoundingClientRect();
  const style = getComputedStyle(ringed);
  return {
    name: (one.labels?.[0] || one).innerText.trim(),
    isSeen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 3
      && box.bottom > 0 && box.top < innerHeight,
  };
}"""


def tab_to(page: Page, name: str) -> None:
    """Press Tab until focus is on what has such a name; each stop must be seen."""
    # A page whose title has come may still lack what one is to reach.
    page.wait_for_load_state()
    passed = []
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        assert stop["isSeen"], stop["name"]
        if re.search(name, stop["name"]):
            return
        passed.append(stop["name"])
    raise AssertionError(f"Tab never reaches « {name} », but {passed}")


def test_from_the_home_page_to_the_roadmap(phone: Page) -> None:
    viewed: list[str] = []
    phone.on("framenavigated", lambda frame: viewed.append(frame.url.partition("#")[0]))
    phone.goto("/")
    phone.keyboard.press("Tab")
    expect(phone.get_by_role("link", name="Aller au contenu")).to_be_focused()
    phone.keyboard.press("Enter")
    tab_to(phone, "Faire alliance")
    phone.keyboard.press("Enter")
    expect(phone).to_have_title(re.compile("^Faire alliance"))
    tab_to(phone, "^Commencer$")
    phone.keyboard.press("Enter")
    titles = []
    heading = phone.locator("h1")
    expect(phone).to_have_url(re.compile("/question/"))
    while "/question/" in phone.url:
        expect(phone.locator("fieldset")).to_be_focused()
        titles.append(phone.title())
        assert len(titles) < 60, "the questionnaire does not end"
        answer(phone, len(titles))
        expect(phone).not_to_have_title(titles[-1])
    assert len(titles) >= 25
    assert len(set(titles)) == len(titles), "two pages have one title"
    expect(heading).to_be_focused()
    tab_to(phone, "^Terminer")
    phone.keyboard.press("Enter")
    expect(phone).to_have_title("Votre résultat – Balises")
    tab_to(phone, "^Télécharger la feuille de route")
    pages = [url for url, _ in groupby(viewed)]
    assert len(pages) == 1 + len(titles) + AROUND, "home, then what must be gone through"
    with phone.expect_download() as download:
        phone.keyboard.press("Enter")
    assert download.value.path().read_bytes().startswith(b"%PDF-")


def answer(page: Page, turn: int) -> None:
    """Answer the question that has just come with Tab, arrows, Space, letters and Enter."""
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["isSeen"]
    match page.evaluate("document.activeElement.type"):
        case "radio":
            page.keyboard.press("Space")
            for _ in range(turn % 3):
                page.keyboard.press("ArrowDown")
        case "checkbox":
            page.keyboard.press("Space")
        case "select-one":
            page.keyboard.type("Deux")
            tab_to(page, "^Continuer$")
        case _:
            page.keyboard.type(str(turn % 5))
    page.keyboard.press("Enter")


# ---------------------------------------------------------- Keys that choose


def checked(page: Page) -> list[str]:
    """Return what is chosen."""
    values: list[str] = page.locator("fieldset :checked").evaluate_all(
        "all => all.map(one => one.value)"
    )
    return values


def test_a_digit_chooses_and_enter_goes_on(phone: Page) -> None:
    Stage(phone).start("association").ask("staff")
    heading = phone.locator("h1")
    heading.focus()
    phone.keyboard.press("3")
    expect(phone.locator("#reponse-3")).to_be_checked()
    expect(phone.locator("#reponse-3")).to_be_focused()
    phone.keyboard.press("1")
    expect(phone.locator("#reponse-1")).to_be_checked()
    first = phone.title()
    phone.keyboard.press("Enter")
    expect(phone).not_to_have_title(first)
    expect(phone.locator("fieldset")).to_be_focused()
    phone.go_back()
    expect(phone.locator("#reponse-1")).to_be_checked()


def test_a_digit_ticks_and_unticks(phone: Page) -> None:
    Stage(phone).start("association").ask("shared-value")
    phone.locator("h1").focus()
    phone.keyboard.press("1")
    phone.keyboard.press("2")
    assert len(checked(phone)) == 2
    phone.keyboard.press("1")
    assert len(checked(phone)) == 1
    phone.keyboard.press("5")
    expect(phone.locator("#reponse-5")).to_be_checked()
    assert len(checked(phone)) == 1, "« aucun » stands alone"


def test_a_french_keyboard_needs_no_shift(phone: Page) -> None:
    Stage(phone).start("association").ask("staff")
    phone.locator("h1").focus()
    phone.locator("h1").dispatch_event("keydown", {"key": "é", "code": "Digit2", "bubbles": True})
    expect(phone.locator("#reponse-2")).to_be_checked()


@pytest.mark.parametrize("keys", ["Control+2", "Alt+2", "9", "a", "F2"])
def test_other_keys_are_left_alone(phone: Page, keys: str) -> None:
    Stage(phone).start("association").ask("staff")
    phone.locator("h1").focus()
    phone.keyboard.press(keys)
    assert checked(phone) == []


def test_digits_do_nothing_outside_the_question(phone: Page) -> None:
    Stage(phone).start("association").ask("staff")
    for place in (".site-header__home", ".actions button", "summary"):
        phone.locator(place).first.focus()
        phone.keyboard.press("2")
        assert checked(phone) == [], place


def test_digits_are_typed_where_one_types(phone: Page) -> None:
    assessment = Stage(phone).start("association")
    assessment.ask("partners-count")
    phone.locator("#reponse-1").focus()
    phone.keyboard.type("12")
    expect(phone.locator("#reponse-1")).to_have_value("12")
    assert checked(phone) == []
    assert phone.locator("[data-keys]").count() == 0


def test_the_keys_are_told_and_can_be_turned_off_for_good(phone: Page) -> None:
    assessment = Stage(phone).start("association")
    assessment.ask("staff")
    phone.get_by_text("Répondre au clavier").click()
    phone.get_by_label("Utiliser les chiffres").uncheck()
    assessment.ask("domain")
    phone.locator("h1").focus()
    phone.keyboard.press("2")
    assert checked(phone) == []
    expect(phone.locator("[data-key]")).to_have_count(0)
    phone.get_by_text("Répondre au clavier").click()
    phone.get_by_label("Utiliser les chiffres").check()
    phone.locator("h1").focus()
    phone.keyboard.press("2")
    assert len(checked(phone)) == 1


def test_the_digit_shown_is_no_part_of_the_name(new_context: NewContext) -> None:
    phone = new_context(viewport={"width": 1280, "height": 800})[0].new_page()
    Stage(phone).start("association").ask("staff")
    shown = phone.locator(".option").first.evaluate(
        "one => getComputedStyle(one, '::after').content"
    )
    assert "1" in shown
    expect(phone.locator("#reponse-1")).to_have_accessible_name("Uniquement des bénévoles")


def test_without_scripts_no_key_is_promised(plain_phone: Page) -> None:
    Stage(plain_phone).start("association").ask("staff")
    expect(plain_phone.get_by_text("Répondre au clavier")).to_be_hidden()
