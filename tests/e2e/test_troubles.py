"""What goes wrong in a browser: invalid answers, no network, hostile markup, small screens."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Dialog, Page, expect

from tests.e2e.conftest import Watch
from tests.e2e.person import answer_all, give, go_on, kind, start

pytestmark = pytest.mark.e2e

NewContext = Callable[..., tuple[BrowserContext, Watch]]
REFUSED = "the server responded with a status of 4"
"""What Chromium itself says in the console of a 4xx that the test asks for."""


@pytest.mark.parametrize("scripts", [True, False])
def test_an_invalid_answer(new_context: NewContext, *, scripts: bool) -> None:
    context, watch = new_context(java_script_enabled=scripts)
    watch.expected = (REFUSED,)
    page = context.new_page()
    start(page)
    give(page, 0)
    go_on(page)
    address, title = page.url, page.title()
    page.get_by_role("button", name="Continuer", exact=True).click()
    expect(page).to_have_title(f"Erreur\u00a0: {title}")
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Choisissez une réponse.")
    assert page.url == address
    if scripts:
        expect(summary).to_be_focused()
    summary.get_by_role("link").click()
    if scripts:
        expect(page.locator("#reponse-1")).to_be_focused()
    page.locator("fieldset input").first.check()
    go_on(page)
    expect(page.get_by_role("alert")).to_have_count(0)
    assert "Erreur" not in page.title()


def test_an_invalid_number_is_kept(new_context: NewContext) -> None:
    context, watch = new_context()
    watch.expected = (REFUSED,)
    page = context.new_page()
    start(page)
    reach(page, "number")
    page.locator(".input--number").fill("beaucoup")
    page.get_by_role("button", name="Continuer", exact=True).click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.locator(".input--number")).to_have_value("beaucoup")
    expect(page.locator(".input--number")).to_have_attribute("aria-invalid", "true")


def test_history_after_an_error_has_no_extra_step(new_context: NewContext) -> None:
    context, watch = new_context()
    watch.expected = (REFUSED,)
    page = context.new_page()
    start(page)
    first = page.title()
    give(page, 0)
    go_on(page)
    page.get_by_role("button", name="Continuer", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.go_back()
    expect(page).to_have_title(first)


def test_no_network_keeps_what_was_typed(new_context: NewContext) -> None:
    context, watch = new_context()
    watch.expected = ("ERR_INTERNET_DISCONNECTED", "Failed to fetch")
    page = context.new_page()
    start(page)
    page.locator("[data-max]").fill("Les amis du marais")
    context.set_offline(True)
    page.get_by_role("button", name="Continuer", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Rien n’est enregistré")
    expect(page.locator("[data-max]")).to_have_value("Les amis du marais")
    context.set_offline(False)
    go_on(page)
    expect(page.get_by_role("alert")).to_have_count(0)
    page.go_back()
    expect(page.locator("[data-max]")).to_have_value("Les amis du marais")


def test_the_page_of_a_proxy_does_not_replace_the_form(new_context: NewContext) -> None:
    context, watch = new_context()
    watch.expected = ("the server responded with a status of 502",)
    page = context.new_page()
    start(page)
    page.locator("[data-max]").fill("Les amis du marais")
    page.route(
        "**/question/**",
        lambda route: route.fulfill(status=502, content_type="text/html", body="<h1>Bad</h1>"),
    )
    page.get_by_role("button", name="Continuer", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Rien n’est enregistré")
    expect(page.locator("[data-max]")).to_have_value("Les amis du marais")
    page.unroute("**/question/**")
    go_on(page)


def reach(page: Page, wanted: str) -> None:
    """Answer questions up to one of a kind."""
    for turn in range(60):
        if kind(page) == wanted:
            return
        give(page, turn)
        go_on(page)
    raise AssertionError(f"no {wanted} question")


def test_exclusive_options_clear_the_others(phone: Page) -> None:
    start(phone)
    reach(phone, "several")
    boxes = phone.locator("fieldset input[type=checkbox]:not([data-exclusive])")
    alone = phone.locator("fieldset input[data-exclusive]").first
    boxes.nth(0).check()
    boxes.nth(1).check()
    alone.check()
    expect(boxes.nth(0)).not_to_be_checked()
    expect(boxes.nth(1)).not_to_be_checked()
    boxes.nth(0).check()
    expect(alone).not_to_be_checked()


def test_a_number_and_unknown_clear_each_other(phone: Page) -> None:
    start(phone)
    reach(phone, "number")
    typed, unknown = phone.locator(".input--number"), phone.locator("[data-apart] input").first
    typed.fill("3")
    unknown.check()
    expect(typed).to_have_value("")
    typed.fill("4")
    expect(unknown).not_to_be_checked()


def test_injected_markup_asks_for_nothing(new_context: NewContext) -> None:
    context, watch = new_context()
    watch.expected = ("[hx-csp] blocked",)
    page = context.new_page()
    start(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate(
        """() => {
          const box = document.createElement("div");
          box.setAttribute("hx-get", "/mes-diagnostics");
          box.setAttribute("hx-trigger", "load");
          document.querySelector("#page").append(box);
          htmx.process(document.querySelector("#page"));
        }"""
    )
    page.get_by_role("link", name="Mes diagnostics").focus()
    assert not [url for url in asked if "/static/" not in url]


# ------------------------------------------------------------- Small screens


def test_no_page_scrolls_sideways_at_320_pixels(new_context: NewContext) -> None:
    context, watch = new_context(viewport={"width": 320, "height": 640})
    watch.expected = (REFUSED,)
    page = context.new_page()
    base = start(page)
    fits(page)
    questions = 0
    while "/question/" in page.url:
        give(page, questions)
        fits(page)
        go_on(page)
        questions += 1
    assert questions >= 25
    fits(page)
    page.get_by_role("button", name="Terminer").click()
    expect(page).to_have_title("Votre résultat – Balises")
    fits(page)
    for path in (
        "/",
        "/parcours/association",
        "/apercu",
        # The longest words of all content, and the widest drawing.
        "/apercu/partenariat",
        "/apercu/entreprise",
        "/confidentialite",
        "/accessibilite",
        "/mes-diagnostics",
        "/nulle-part",
        base,
        f"{base}/verification",
        f"{base}/lien",
        f"{base}/effacer",
    ):
        page.goto(path)
        fits(page)
    page.goto(f"{base}/lien")
    page.get_by_role("button", name="Créer un lien de reprise").click()
    fits(page)


def fits(page: Page) -> None:
    """Nothing is wider than the screen."""
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.evaluate("innerWidth"), f"{page.url} is {width} pixels wide"


def test_options_are_large_enough_for_a_thumb(phone: Page) -> None:
    start(phone)
    for turn in range(6):
        for target in phone.locator(".option, .button, .link-button, select, summary").all():
            box = target.bounding_box()
            assert box is not None
            assert box["height"] >= 44, target.inner_text()
        give(phone, turn)
        go_on(phone)


def test_finishing_with_gaps_asks_first(phone: Page) -> None:
    base = start(phone)
    give(phone, 0)
    go_on(phone)
    give(phone, 0)
    go_on(phone)
    phone.goto(f"{base}/verification")
    phone.get_by_role("button", name="Terminer et voir mon résultat").click()
    expect(phone.locator("h1")).to_contain_text("sont restées sans réponse")
    phone.get_by_role("button", name="Terminer quand même").click()
    expect(phone).to_have_title("Votre résultat – Balises")


def test_changing_an_answer_from_the_check_page(phone: Page) -> None:
    start(phone)
    answer_all(phone)
    phone.get_by_role("link", name="Modifier").nth(1).click()
    phone.locator("fieldset input[type=radio]").nth(3).check()
    label = phone.locator(".option__label").nth(3).inner_text()
    phone.get_by_role("button", name="Continuer", exact=True).click()
    expect(phone.locator("h1")).to_have_text("Relisez vos réponses")
    expect(phone.locator(".answers")).to_contain_text([label])


@pytest.mark.parametrize(
    "payload",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        '" autofocus onfocus=alert(1) x="',
        "<a href=/ hx-boost=true hx-get=/mes-diagnostics hx-trigger=load>ici</a>",
    ],
)
def test_what_is_typed_never_runs(phone: Page, payload: str) -> None:
    dialogs: list[str] = []

    def note(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    phone.on("dialog", note)
    base = start(phone)
    phone.locator("[data-max]").fill(payload)
    go_on(phone)
    give(phone, 0)
    go_on(phone)
    phone.go_back()
    phone.go_back()
    expect(phone.locator("[data-max]")).to_have_value(payload)
    phone.goto(f"{base}/verification")
    expect(phone.locator(".answers").first).to_contain_text(payload)
    phone.get_by_role("button", name="Terminer et voir mon résultat").click()
    phone.get_by_role("button", name="Terminer quand même").click()
    expect(phone.locator("h1")).to_contain_text(payload)
    expect(phone.locator("main script, main img, main [onfocus], main a[hx-get]")).to_have_count(0)
    assert dialogs == []
