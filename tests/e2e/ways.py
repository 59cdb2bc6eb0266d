"""The ways to a page in a state: each brings a browser that knows nothing there.

Must not say which pages are tried: that is ``views.py``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.following import followed
from tests.e2e.stage import GO_ON, Assessment, Stage

LONG_NAME = "Intercommunication-professionnelle-et-anticonstitutionnellement-solidaire-" + "w" * 46
"""As long as the name of an association may be, without a place to break."""
BEGUN: dict[str, object] = {
    "association-name": "Les amis du marais",
    "staff": "volunteers",
    "department": "79",
    "setting": "rural",
    "shared-value": ["people"],
}
WANTED = {
    "one": ("written-agreement", "convention", "shared-goals"),
    "several": ("shared-value", ["people", "us"], ["partner"]),
    "number": ("partners-count", 12, 3),
    "territory": ("department", "79", "971"),
    "text": ("association-name", "Les amis du marais", LONG_NAME),
}
"""For each kind of question: one of that kind, an answer, and another."""
PIONEER = "association/reseau-insertion-pionnier"
UNSURE = "association/aide-aux-devoirs-nouvelle-presidente"


def to(path: str) -> Callable[[Stage], None]:
    """Open an address as it is."""
    return lambda stage: stage.open(path)


# ------------------------------------------------------------------- Questions


def fill(page: Page, kind: str, value: object) -> None:
    """Give an answer of a kind, as a person does."""
    if kind in {"number", "text"}:
        page.locator("#reponse-1").fill(str(value))
    elif kind == "territory":
        page.locator("#reponse-1").select_option(str(value))
    else:
        for one in value if isinstance(value, list) else [value]:
            page.locator(f"fieldset [value='{one}']").check()


def empty(kind: str) -> Callable[[Stage], None]:
    """A question that has no answer yet."""

    def reach(stage: Stage) -> None:
        stage.start("association").ask(WANTED[kind][0])

    return reach


def filled(kind: str) -> Callable[[Stage], None]:
    """A question that was answered before."""

    def reach(stage: Stage) -> None:
        question, answer, _ = WANTED[kind]
        stage.start("association", {question: answer}).ask(question)

    return reach


def refused(kind: str) -> Callable[[Stage], None]:
    """A question whose answer was sent and does not fit."""

    def reach(stage: Stage) -> None:
        page = stage.start("association").ask(WANTED[kind][0])
        if kind == "number":
            fill(page, kind, "beaucoup")
        elif kind == "text":
            fill(page, kind, LONG_NAME * 2)
        page.locator(GO_ON).click()
        expect(page.locator(".error-summary")).to_be_focused()

    return reach


def conflict(kind: str) -> Callable[[Stage], None]:
    """A question answered elsewhere while its page was open."""

    def reach(stage: Stage) -> None:
        question, mine, theirs = WANTED[kind]
        assessment = stage.start("association")
        page = assessment.ask(question)
        fill(page, kind, mine)
        assessment.answer({question: theirs})
        page.locator(GO_ON).click()
        expect(page.locator(".choices")).to_be_visible()

    return reach


def unsaved(stage: Stage) -> None:
    """An answer sent while the database is away: kept on the page that comes back."""
    page = stage.start("association").ask("staff")
    fill(page, "one", "volunteers")
    page.locator("main form").evaluate(
        "form => { form.action = '/panne/base/staff'; form.submit() }"
    )
    page.wait_for_url("**/panne/base/staff")


def offline(stage: Stage) -> None:
    """An answer sent while the network is gone."""
    page = stage.start("association").ask("staff")
    fill(page, "one", "volunteers")
    page.context.set_offline(True)
    page.locator(GO_ON).click()
    expect(page.locator("#trouble")).to_be_visible()
    page.context.set_offline(False)


def follow_up(stage: Stage) -> None:
    """A follow-up, with what it specifies answered before."""
    stage.start("association", {"written-agreement": "no-partner"}).ask("brakes")


# ------------------------------------------------------- Pages of an assessment


def begun(stage: Stage) -> Assessment:
    """An assessment with a few answers."""
    return stage.start("association", BEGUN)


def with_begun(path: str) -> Callable[[Stage], None]:
    """A page of an assessment that is begun."""
    return lambda stage: begun(stage).open(path)


def with_persona(persona: str, path: str, **others: object) -> Callable[[Stage], None]:
    """A page of an assessment that a persona has finished."""
    return lambda stage: stage.persona(persona, **others).open(path)


def unfolded(reach: Callable[[Stage], None]) -> Callable[[Stage], None]:
    """The same, with all that is folded opened."""

    def reach_and_open(stage: Stage) -> None:
        reach(stage)
        stage.page.evaluate(
            "for (const one of document.querySelectorAll('details')) one.open = true"
        )

    return reach_and_open


def ending(*, nothing: bool) -> Callable[[Stage], None]:
    """The page that asks before finishing with gaps."""

    def reach(stage: Stage) -> None:
        assessment = stage.start("association", None if nothing else BEGUN)
        assessment.open("/verification")
        stage.page.locator(".button--big").click()
        expect(stage.page.locator(".button--big")).to_have_count(0)

    return reach


def with_followed(path: str) -> Callable[[Stage], None]:
    """A page of an assessment whose roadmap is followed."""
    return lambda stage: followed(stage).open(path)


def erased(stage: Stage) -> None:
    """What is said when all is erased."""
    begun(stage).open("/effacer")
    stage.page.locator(".button--danger").click()
    expect(stage.page.locator(".button--danger")).to_have_count(0)


def sent(stage: Stage, file: bytes) -> None:
    """Send a file, as if it were a roadmap."""
    stage.open("/reprendre")
    stage.page.locator("#fichier").set_input_files(
        {"name": "feuille.pdf", "mimeType": "application/pdf", "buffer": file}
    )
    stage.page.get_by_role("button", name="Reprendre mes réponses").click()


def refused_file(stage: Stage) -> None:
    """A file that is no roadmap."""
    sent(stage, b"nothing")
    expect(stage.page.get_by_role("alert")).to_be_visible()


def roadmap_of(stage: Stage, assessment: Assessment) -> bytes:
    """Return the roadmap of an assessment; the JSON interface waits for it until it is there."""
    path = f"{stage.address}/api/v1/assessments/{assessment.id}/roadmap.pdf"
    told = {"Authorization": f"Bearer {assessment.token}"}
    answered = stage.page.request.get(path, headers=told)
    assert answered.ok, answered.text()
    return answered.body()


def restored(stage: Stage) -> None:
    """What came back from a roadmap, where some questions have no answer."""
    sent(stage, roadmap_of(stage, stage.persona(UNSURE)))
    expect(stage.page).to_have_url(re.compile("/reprise$"))
    expect(stage.page.locator("h1")).to_be_visible()


def restored_follow_up(stage: Stage) -> None:
    """What came back with a follow-up, of which one action is not proposed any more."""
    assessment = followed(stage)
    path = f"{stage.address}/diagnostic/{assessment.id}/mes-donnees/balises.json"
    record = stage.page.request.get(path).json()
    record["edition"] = "0" * 64
    record["follow_up"][0]["rule"] = "gone"
    sent(stage, json.dumps(record).encode())
    expect(stage.page).to_have_url(re.compile("/reprise$"))
    expect(stage.page.locator("#actions-restored")).to_be_visible()


def known(path: str) -> Callable[[Stage], None]:
    """A page for someone who has diagnoses: one begun, one finished."""

    def reach(stage: Stage) -> None:
        begun(stage)
        stage.persona(PIONEER)
        stage.open(path)

    return reach
