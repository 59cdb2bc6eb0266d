"""The ways to the states of pages that mails bring about, or lead to."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e.stage import Assessment, Stage

FINISHED = "collectivite/village-sans-agent"
"""A persona who has finished."""


def link_made(stage: Stage) -> None:
    """A resume link, shown once."""
    stage.start("association", {"staff": "volunteers"}).open("/lien")
    stage.page.get_by_role("button", name="Créer un lien de reprise").click()
    expect(stage.page.locator("#secret")).to_be_visible()


def mailed(address: str) -> Callable[[Stage], None]:
    """A resume link that is being shown while it is asked for by mail too."""

    def reach(stage: Stage) -> None:
        link_made(stage)
        stage.page.locator("#adresse").fill(address)
        stage.page.get_by_role("button", name="M’envoyer le lien").click()
        expect(stage.page).to_have_url(re.compile("/lien/envoyer$"))
        expect(stage.page.locator("#secret")).to_be_visible()

    return reach


def own_data_mailed(stage: Stage) -> None:
    """What is kept where a link was mailed and reminders were asked for."""
    assessment = reminded("claire@rives.example")(stage)
    assessment.open("/lien")
    stage.page.locator("#adresse").fill("claire@rives.example")
    stage.page.get_by_role("button", name="M’envoyer le lien").click()
    expect(stage.page.get_by_role("status").first).to_be_visible()
    assessment.open("/mes-donnees")


def reminded(address: str, *, dates: bool = True) -> Callable[[Stage], Assessment]:
    """Reminders that were just asked for, with or without a date."""

    def reach(stage: Stage) -> Assessment:
        assessment = stage.persona(FINISHED)
        assessment.open("/rappels")
        for box in stage.page.locator("fieldset input").all():
            box.set_checked(dates)
        stage.page.locator("#adresse").fill(address)
        stage.page.get_by_role("button", name="Demander ces rappels").click()
        expect(stage.page.locator(".note, .error-summary").first).to_be_visible()
        return assessment

    return reach


def by_mail(kind: str, *, then: bool = False) -> Callable[[Stage], None]:
    """The page that the link of a mail leads to, ``then`` once its button was pressed."""

    def reach(stage: Stage) -> None:
        reminded("claire@rives.example")(stage)
        open_mailed(stage, "confirmer")
        if kind == "confirmer" and not then:
            return
        stage.page.locator("main form button").click()
        expect(stage.page.locator("main form")).to_have_count(0)
        if kind == "arreter":
            assert stage.page.request.post(f"{stage.address}/panne/rappels").ok
            open_mailed(stage, kind)
            if then:
                stage.page.locator("main form button").click()
                expect(stage.page.locator("main form")).to_have_count(0)

    return reach


def reached(reach: Callable[[Stage], object]) -> Callable[[Stage], None]:
    """The same, where only the page matters."""

    def bare(stage: Stage) -> None:
        reach(stage)

    return bare


def open_mailed(stage: Stage, kind: str) -> None:
    """Open the link of the last mail."""
    mail = stage.page.request.get(f"{stage.address}/panne/courriel").text()
    found = re.search(rf"(/rappels/{kind}/[\w-]+)", mail)
    assert found, mail
    stage.open(found[1])
