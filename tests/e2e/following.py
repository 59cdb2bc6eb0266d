"""How a browser follows a roadmap, into every state that its pages can be in."""

from __future__ import annotations

import html
import re

from playwright.sync_api import expect

from tests.e2e.stage import Assessment, Stage

VILLAGE = "collectivite/village-sans-agent"
LONG_STEP = "Intercommunication-professionnelle-et-anticonstitutionnellement-solidaire-" + "w" * 46
"""A text without a place to break."""
NAMES = ("a" * 32, "b" * 32, "c" * 32)
"""The ids of the actions of one's own that ``followed`` adds."""
LONG_ACTION = "Réunir les associations du quartier, la mairie et le centre social " * 4
STATUSES = ("satisfactory", "delay_explained", "very_satisfactory", "no_lever", "abandoned")


def followed(stage: Stage) -> Assessment:
    """A finished assessment whose roadmap is followed: every status, late, early, or undated."""
    assessment = stage.persona(VILLAGE)
    assessment.open("/suivi")
    buttons = stage.page.locator(".take-up button")
    rules = [str(button.get_attribute("value")) for button in buttons.all()[:3]]
    for rule in rules:
        assessment.follow("/prendre", regle=rule)
    words = ("Fêter la première année", LONG_ACTION[:300], "Renoncer au gala")
    for id_, do in zip(NAMES, words, strict=True):
        assessment.follow("/ajouter", cle=id_, do=do, owner="le bureau", horizon="strategic")
    stage.open(f"/diagnostic/{assessment.id}/suivi")
    edits = stage.page.locator(".followed__tools a").evaluate_all(
        "links => links.map(one => one.getAttribute('href')).filter(one => !/retirer$/.test(one))"
    )
    said = zip(edits[:-1], STATUSES, ("2020", "2024", "2021", "2099", ""), strict=True)
    for address, progress, year in said:
        id_ = address.rsplit("/", 1)[1]
        shown = stage.page.request.get(f"{stage.address}{address}").text()
        version = re.findall(r'name="version" value="(\d+)"', shown)[0]
        words_of = re.findall(r'name="do"[^>]* value="([^"]*)"', shown)[0]
        date = {"due-jour": "31", "due-mois": "3", "due-annee": year} if year else {}
        assessment.follow(
            f"/action/{id_}",
            version=version,
            do=html.unescape(words_of),
            owner="la trésorière",
            progress=progress,
            done="La mairie a répondu.\nUne date est prise.",
            next_step=LONG_STEP,
            **date,
        )
    return assessment


def refused_details(stage: Stage) -> None:
    """The form of an action, sent with a date that is none and a delay not explained."""
    followed(stage).open(f"/suivi/action/{NAMES[0]}")
    page = stage.page
    page.locator("#do").fill("")
    page.locator("#due-jour").fill("31")
    page.locator("#due-mois").fill("2")
    page.locator("#due-annee").fill("2027")
    page.locator("[value=satisfactory]").check()
    page.locator("main .button").click()
    expect(page.locator(".error-summary")).to_be_focused()


def conflicting_details(stage: Stage) -> None:
    """An action changed elsewhere while its form was open."""
    assessment = followed(stage)
    assessment.open(f"/suivi/action/{NAMES[2]}")
    version = stage.page.locator("[name=version]").get_attribute("value") or ""
    stage.page.locator("#owner").fill(LONG_STEP[:110])
    assessment.follow(
        f"/action/{NAMES[2]}", version=version, do="Renoncer au gala", owner="le bureau"
    )
    stage.page.locator("main .button").click()
    expect(stage.page.locator(".choices")).to_be_visible()


def removed_meanwhile(stage: Stage) -> None:
    """An action removed elsewhere while its form was open."""
    assessment = followed(stage)
    assessment.open(f"/suivi/action/{NAMES[2]}")
    assessment.follow(f"/action/{NAMES[2]}/retirer")
    stage.page.locator("main .button").click()
    expect(stage.page.locator(".note--warm")).to_be_visible()


def done_again(stage: Stage) -> None:
    """A diagnosis done again, whose earlier one has actions under way."""
    followed(stage).open("/refaire")
    stage.page.locator("main button.button").first.click()
    stage.page.wait_for_url(re.compile("/diagnostic/[0-9a-f]{32}$"))
    base = stage.page.url
    told = {"Sec-Fetch-Site": "same-origin"}
    stage.page.request.post(f"{base}/confirmer", form={"aller": "terminer"}, headers=told)
    stage.page.goto(f"{base}/suivi")
    expect(stage.page.locator("#reprendre")).to_be_visible()
