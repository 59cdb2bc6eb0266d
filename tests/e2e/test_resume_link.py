"""The card of the resume link: read by a telephone whatever the colours, and alone on paper."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests import qr_reading
from tests.e2e.conftest import Watch
from tests.e2e.mail_states import by_mail, link_made
from tests.e2e.stage import Stage

pytestmark = pytest.mark.e2e

NewContext = Callable[..., tuple[BrowserContext, Watch]]
MODULES_AROUND = 4


def photographed(drawing: Locator) -> str:
    """Return what a code says, from the pixels that a camera would see."""
    picture = Image.open(io.BytesIO(drawing.screenshot())).convert("L")
    box = drawing.get_attribute("viewBox")
    assert box
    modules = int(box.split()[2])
    size = picture.width / modules
    assert size >= 3, "too small for a telephone"
    whole = [
        [picture.getpixel((int((x + 0.5) * size), int((y + 0.5) * size))) for x in range(modules)]
        for y in range(modules)
    ]
    darkest, lightest = min(map(min, whole)), max(map(max, whole))  # type: ignore[arg-type]
    assert darkest < 60  # type: ignore[operator]
    assert lightest > 200  # type: ignore[operator]
    kept = range(MODULES_AROUND, modules - MODULES_AROUND)
    return qr_reading.read([[whole[y][x] < 128 for x in kept] for y in kept])  # type: ignore[operator]


@pytest.mark.parametrize(
    "options",
    [
        {"color_scheme": "light"},
        {"color_scheme": "dark"},
        {"color_scheme": "dark", "forced_colors": "active"},
        {"viewport": {"width": 320, "height": 568}, "device_scale_factor": 2},
    ],
    ids=["light", "dark", "forced", "small"],
)
def test_the_code_is_read_as_the_link(new_context: NewContext, options: dict[str, Any]) -> None:
    page = new_context(**options)[0].new_page()
    link_made(Stage(page))
    link = page.locator("#secret").get_attribute("href")
    assert photographed(page.locator(".keep__code svg")) == link


def test_a_screen_reader_is_told_what_the_code_is(phone: Page) -> None:
    link_made(Stage(phone))
    expect(phone.get_by_role("img", name="Code QR du lien de reprise ci-dessus")).to_be_visible()


def test_on_paper_there_is_the_card_and_its_warning_alone(phone: Page) -> None:
    link_made(Stage(phone))
    phone.emulate_media(media="print", color_scheme="dark")
    card = phone.locator(".keep")
    expect(card.locator("#secret")).to_be_visible()
    expect(card.locator("svg")).to_be_visible()
    expect(card.locator(".reference")).to_be_visible()
    expect(card.locator(".keep__title")).to_be_visible()
    for gone in ("h1", "main form", "main .actions", ".back", ".site-footer"):
        assert phone.locator(gone).evaluate_all(
            "all => all.every(one => one.offsetParent === null)"
        ), gone
    link = phone.locator("#secret").get_attribute("href")
    assert photographed(card.locator("svg")) == link


def test_the_mail_is_asked_for_without_scripts_and_the_link_stays(
    new_context: NewContext,
) -> None:
    context, watch = new_context(java_script_enabled=False)
    watch.expected = ("422",)
    plain_phone = context.new_page()
    stage = Stage(plain_phone)
    stage.start("association").open("/lien")
    plain_phone.get_by_role("button", name="Créer un lien de reprise").click()
    link = plain_phone.locator("#secret").get_attribute("href")
    plain_phone.get_by_label("Adresse électronique").fill("claire")
    plain_phone.get_by_role("button", name="M’envoyer le lien").click()
    field = plain_phone.get_by_label("Adresse électronique")
    expect(field).to_have_value("claire")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert plain_phone.locator("#secret").get_attribute("href") == link
    field.fill("claire@rives.example")
    plain_phone.get_by_role("button", name="M’envoyer le lien").click()
    expect(plain_phone.get_by_role("status").first).to_contain_text("il attend dans un dossier")
    assert plain_phone.locator("#secret").get_attribute("href") == link


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_reminders_are_asked_for_confirmed_and_stopped_from_the_mails(
    new_context: NewContext, scripts: bool
) -> None:
    page = new_context(java_script_enabled=scripts)[0].new_page()
    by_mail("confirmer", then=True)(Stage(page))
    expect(page.get_by_role("heading", level=1)).to_have_text("Vos rappels sont confirmés")
    other = new_context(java_script_enabled=scripts)[0].new_page()
    by_mail("arreter", then=True)(Stage(other))
    expect(other.get_by_role("heading", level=1)).to_have_text("Plus aucun rappel ne partira")
    # The link has nothing left to stop.
    other.goto(other.url)
    expect(other.get_by_role("heading", level=1)).to_have_text("Ce lien n’a plus rien à arrêter")
