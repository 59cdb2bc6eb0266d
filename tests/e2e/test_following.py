"""A roadmap followed as people do it: with scripts, without, and by keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.following import VILLAGE, followed
from tests.e2e.stage import Stage
from tests.e2e.test_keyboard import NewContext, tab_to

pytestmark = pytest.mark.e2e

FOLLOWING = "Suivre ma feuille de route – Balises"


def items(page: Page) -> Locator:
    return page.locator(".followed")


def words(page: Page) -> list[str]:
    return page.locator(".followed h3").all_inner_texts()


def journey(page: Page) -> None:
    """From the result to a roadmap that says who, when and how far, and back to why."""
    Stage(page).persona(VILLAGE).open("/resultat")
    page.get_by_role("button", name="Prendre en charge").first.click()
    expect(page).to_have_title(FOLLOWING)
    expect(page.locator(".note--told")).to_contain_text("C’est pris en charge")
    expect(items(page)).to_have_count(1)

    items(page).get_by_role("link", name="Modifier").click()
    page.get_by_label("Qui s’en charge").fill("la secrétaire de mairie")
    for part, value in (("Jour", "31"), ("Mois", "2"), ("Année", "2099")):
        page.get_by_label(part, exact=True).fill(value)
    page.get_by_label("Retard expliqué").check()
    page.get_by_label("Ce qui a été fait").fill("Un premier appel.")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page).to_have_title(re.compile("^Erreur\u00a0: Modifier une action"))
    expect(page.locator(".error-summary")).to_be_in_viewport()
    page.get_by_role("link", name="La date doit être une vraie date").click()
    expect(page.get_by_label("Jour", exact=True)).to_be_focused()
    expect(page.get_by_label("Qui s’en charge")).to_have_value("la secrétaire de mairie")
    expect(page.get_by_label("Retard expliqué")).to_be_checked()
    page.get_by_label("Mois", exact=True).fill("3")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page).to_have_title(FOLLOWING)
    expect(items(page)).to_contain_text("31\u00a0mars\u00a02099")
    expect(items(page)).to_contain_text("Retard expliqué")

    page.get_by_role("link", name="Ajouter une action à vous").click()
    page.get_by_label("Ce qu’il y a à faire").fill("Fêter la signature")
    page.get_by_role("button", name="Ajouter au suivi").click()
    expect(items(page)).to_have_count(2)
    page.get_by_role("button", name="Monter").click()
    expect(items(page).first).to_contain_text("Fêter la signature")
    # At the top, the other button takes over.
    expect(items(page).first.get_by_role("button", name="Descendre")).to_be_focused()

    items(page).first.get_by_role("link", name="Retirer").click()
    expect(page.locator("main")).to_contain_text("Fêter la signature")
    page.get_by_role("button", name="Retirer du suivi").click()
    expect(items(page)).to_have_count(1)
    page.get_by_role("link", name="Historique du suivi").click()
    expect(page.locator(".history > li").first).to_contain_text("Retirée du suivi.")
    expect(page.locator(".history")).to_contain_text(
        "Avancement\u00a0: de «\u00a0À lancer\u00a0» à «\u00a0Retard expliqué\u00a0»."
    )
    page.get_by_role("link", name="Le suivi").click()
    expect(page).to_have_title(FOLLOWING)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_roadmap_is_followed(new_context: NewContext, scripts: bool) -> None:
    context, watch = new_context(java_script_enabled=scripts)
    watch.expected = ("422",)  # the form that is refused
    journey(context.new_page())


def test_steps_of_the_follow_up_load_no_whole_page(phone: Page) -> None:
    followed(Stage(phone)).open("/suivi")
    phone.evaluate("window.sameDocument = true")
    phone.get_by_role("link", name="Modifier").first.click()
    expect(phone.locator("h1")).to_be_focused()
    phone.get_by_role("link", name="Le suivi").click()
    expect(phone).to_have_title(FOLLOWING)
    assert phone.evaluate("window.sameDocument")


def test_an_action_is_moved_by_keyboard_again_and_again(phone: Page) -> None:
    followed(Stage(phone)).open("/suivi")
    before = words(phone)
    last = before[-1]
    tab_to(phone, r"^Monter\s+: Renoncer au gala")
    for place in range(len(before) - 1, 1, -1):
        phone.keyboard.press("Enter")
        expect(phone.locator("#announcer")).to_have_text(
            f"{last}\u00a0: place {place} sur {len(before)}."
        )
        button = phone.get_by_role("button", name=f"Monter\u00a0: {last}")
        expect(button).to_be_focused()
        expect(button).to_be_in_viewport()
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("button", name=f"Descendre\u00a0: {last}")).to_be_focused()
    assert words(phone) == [last, *before[:-1]]


def test_a_digit_chooses_no_status(phone: Page) -> None:
    followed(Stage(phone)).open("/suivi")
    phone.get_by_role("link", name="Modifier").first.click()
    chosen = phone.locator("[name=progress]:checked")
    before = chosen.get_attribute("value")
    chosen.focus()
    phone.keyboard.press("1")
    assert chosen.get_attribute("value") == before != "to_start"


def test_what_is_left_to_write_is_told_beside_each_field(phone: Page) -> None:
    Stage(phone).persona(VILLAGE).open("/suivi/ajouter")
    phone.get_by_label("Qui s’en charge").fill("x" * 119)
    expect(phone.locator("#owner-limit")).to_have_text("Encore 1 caractère.")
    expect(phone.locator("#do-limit")).to_contain_text("300")


def test_what_is_printed_has_no_buttons_and_every_reason(phone: Page) -> None:
    followed(Stage(phone)).open("/suivi")
    phone.emulate_media(media="print")
    for name in ("Modifier", "Monter", "Retirer", "Prendre en charge"):
        expect(phone.get_by_text(name).first).to_be_hidden()
    expect(phone.locator(".followed .because").first).to_be_visible()
