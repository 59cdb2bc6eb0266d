"""The whole questionnaire, in the ways that people do it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import Watch
from tests.e2e.person import answer_all, give, go_on, start

pytestmark = pytest.mark.e2e

NewContext = Callable[..., tuple[BrowserContext, Watch]]


def finish(page: Page) -> None:
    """From the check page to the result and its PDF."""
    expect(page.locator("h1")).to_have_text("Relisez vos réponses")
    page.get_by_role("button", name="Terminer et voir mon résultat").click()
    expect(page).to_have_title("Votre résultat – Balises")
    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger la feuille de route").first.click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")


def test_with_scripts(phone: Page) -> None:
    start(phone)
    phone.evaluate("window.sameDocument = true")
    assert answer_all(phone) >= 25
    assert phone.evaluate("window.sameDocument"), "a step loaded a whole page"
    finish(phone)


def test_without_scripts(plain_phone: Page) -> None:
    start(plain_phone)
    assert answer_all(plain_phone) >= 25
    finish(plain_phone)


def test_each_step_moves_focus_title_and_announces(phone: Page) -> None:
    start(phone)
    for turn in range(4):
        give(phone, turn)
        go_on(phone)
        heading = phone.locator("h1")
        expect(phone.locator("fieldset")).to_be_focused()
        question = heading.evaluate("one => one.firstChild.textContent.trim()")
        expect(phone).to_have_title(f"{question} – Balises")
        expect(phone.locator("#announcer")).to_have_text(
            phone.locator("#progress-words").get_attribute("data-announce") or ""
        )
        assert phone.evaluate("scrollY") == 0


def test_resuming_in_another_browser(
    phone: Page, new_context: NewContext, server_log: Path
) -> None:
    start(phone)
    give(phone, 1)
    go_on(phone)
    phone.get_by_role("button", name="Enregistrer et voir les sections").click()
    phone.get_by_role("link", name="Obtenir un lien de reprise").click()
    phone.get_by_role("button", name="Créer un lien de reprise").click()
    link = phone.locator("#secret").inner_text()
    other = new_context()[0].new_page()
    other.goto(link)
    assert "/r/" not in other.url
    expect(other.get_by_role("heading", level=1)).to_contain_text("Faire alliance")
    other.get_by_role("link", name="Continuer").click()
    expect(other.locator("fieldset")).to_be_focused()
    answer_all(other)
    finish(other)
    logged = server_log.read_text()
    assert link.rsplit("/", 1)[1] not in logged
    assert '"GET /r/… HTTP/1.1" 303' in logged
    requests = [line for line in logged.splitlines() if "HTTP/1.1" in line]
    assert not [line for line in requests if "127.0.0.1" in line]


def test_the_resume_link_can_be_copied(
    new_context: NewContext,
) -> None:
    context = new_context(permissions=["clipboard-read", "clipboard-write"])[0]
    page = context.new_page()
    start(page)
    page.goto(page.url.split("/question/")[0] + "/lien")
    page.get_by_role("button", name="Créer un lien de reprise").click()
    page.get_by_role("button", name="Copier le lien").click()
    expect(page.get_by_role("button", name="Lien copié")).to_be_visible()
    link = page.locator("#secret").inner_text()
    assert page.evaluate("navigator.clipboard.readText()") == link


def two_tabs(new_context: NewContext) -> tuple[Page, Page]:
    """Return two tabs at one question: its first answer chosen in one, its second in the other."""
    context, watch = new_context()
    watch.expected = ("status of 409",)
    phone = context.new_page()
    start(phone)
    give(phone, 0)
    go_on(phone)
    other = phone.context.new_page()
    other.goto(phone.url)
    for page, choice in ((phone, 0), (other, 1)):
        page.locator("fieldset input[type=radio]").nth(choice).check()
    return phone, other


def test_two_tabs(new_context: NewContext) -> None:
    phone, other = two_tabs(new_context)
    labels = phone.locator("fieldset .option__label").all_inner_texts()
    asked = other.url
    go_on(phone)
    other.get_by_role("button", name="Continuer", exact=True).click()
    expect(other.locator("h1")).to_be_focused()
    expect(other.locator("h1")).to_have_text("Deux réponses différentes à la même question")
    expect(other.locator(".choices__value")).to_have_text([labels[1], labels[0]])
    assert other.url == asked
    other.get_by_role("button", name="Garder ma réponse").click()
    expect(other.locator("h1")).to_have_text(phone.locator("h1").inner_text())
    phone.go_back()
    expect(phone.locator("fieldset input[type=radio]").nth(1)).to_be_checked()


def test_two_tabs_keeping_what_was_saved(new_context: NewContext) -> None:
    phone, other = two_tabs(new_context)
    go_on(phone)
    other.get_by_role("button", name="Continuer", exact=True).click()
    other.get_by_role("button", name="Garder celle enregistrée").click()
    expect(other.locator("h1")).to_have_text(phone.locator("h1").inner_text())
    phone.go_back()
    expect(phone.locator("fieldset input[type=radio]").nth(0)).to_be_checked()


def test_back_and_forward_lose_nothing(phone: Page) -> None:
    start(phone)
    titles = []
    for turn in range(4):
        titles.append(phone.title())
        give(phone, turn)
        go_on(phone)
    for title in reversed(titles):
        phone.go_back()
        expect(phone).to_have_title(title)
        expect(phone.locator("fieldset")).to_be_focused()
    expect(phone.locator("[data-max]")).to_have_value("Les amis du marais")
    phone.go_forward()
    expect(phone).to_have_title(titles[1])
    expect(phone.locator("fieldset :checked")).to_have_count(1)


@pytest.mark.parametrize("scripts", [True, False])
def test_the_back_link_saves_what_was_typed(new_context: NewContext, *, scripts: bool) -> None:
    page = new_context(java_script_enabled=scripts)[0].new_page()
    start(page)
    give(page, 0)
    go_on(page)
    typed = page.title()
    page.locator("fieldset input[type=radio]").nth(2).check()
    page.get_by_role("button", name="Retour", exact=True).click()
    expect(page).not_to_have_title(typed)
    go_on(page)
    expect(page).to_have_title(typed)
    expect(page.locator("fieldset input[type=radio]").nth(2)).to_be_checked()


def test_keyboard_alone_for_a_section(phone: Page) -> None:
    start(phone)
    section = phone.locator(".progress__section").inner_text()
    steps = 0
    while "/question/" in phone.url and (
        phone.locator(".progress__section").inner_text() == section
    ):
        tab_to(phone, "fieldset input, fieldset select")
        match phone.evaluate("document.activeElement.type"):
            case "radio" | "checkbox":
                phone.keyboard.press("Space")
            case "select-one":
                phone.keyboard.type("Deux")
            case _:
                phone.keyboard.type("7")
        before = phone.title()
        if phone.evaluate("document.activeElement.matches('select, textarea')"):
            tab_to(phone, ".actions button")
        phone.keyboard.press("Enter")
        expect(phone).not_to_have_title(before)
        expect(phone.locator("fieldset, .page:not(:has(fieldset)) h1")).to_be_focused()
        steps += 1
    assert steps >= 5


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until focus is on such an element; where focus lands can always be seen."""
    for _ in range(30):
        page.keyboard.press("Tab")
        assert page.evaluate(IS_FOCUS_SEEN), page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"Tab never reaches {selector}")


IS_FOCUS_SEEN = """() => {
  const focused = document.activeElement;
  const ringed = focused.closest(".option") || focused;
  const box = ringed.getBoundingClientRect();
  const style = getComputedStyle(ringed);
  return parseFloat(style.outlineWidth) >= 3 && style.outlineStyle !== "none"
    && box.bottom > 0 && box.top < innerHeight;
}"""


def test_enter_in_a_field_goes_on(plain_phone: Page) -> None:
    start(plain_phone)
    before = plain_phone.title()
    plain_phone.locator("[data-max]").fill("Les amis")
    plain_phone.keyboard.press("Enter")
    expect(plain_phone).not_to_have_title(before)
    assert "/question/" in plain_phone.url


def test_erasing(phone: Page) -> None:
    base = start(phone)
    give(phone, 0)
    go_on(phone)
    phone.get_by_role("button", name="Enregistrer et voir les sections").click()
    phone.get_by_role("link", name="L’effacer maintenant").click()
    phone.get_by_role("button", name="Effacer pour toujours").click()
    expect(phone.locator("h1")).to_have_text("Ce diagnostic est effacé")
    answer = phone.request.get(base)
    assert answer.status == 404
