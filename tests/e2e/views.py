"""Every page of the service in every state, each with the way there: what is looked at and tested.

A page that is missing here is neither photographed nor tried: ``test_views`` compares this list
with the routes of the application.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.e2e import following, sharing
from tests.e2e.following import NAMES, VILLAGE, followed
from tests.e2e.mail_states import by_mail, link_made, mailed, own_data_mailed, reached, reminded
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


@dataclass(frozen=True)
class View:
    """A page in a state. ``reach`` brings a browser that knows nothing there."""

    name: str
    route: str
    """The route of the application that answers; empty for an error that belongs to none."""
    reach: Callable[[Stage], None]
    is_error: bool = False
    """Whether an answer was not saved, which the title must say first."""
    status: int = 200
    """What the server answered when the document was opened, before any step within it."""

    def __str__(self) -> str:
        return self.name


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


PIONEER = "association/reseau-insertion-pionnier"
UNSURE = "association/aide-aux-devoirs-nouvelle-presidente"

OWN = "/diagnostic/{assessment_id}"
FOLLOW = f"{OWN}/suivi"
QUESTION = f"{OWN}/question/{{question_id}}"
INTRODUCTION = "/parcours/{questionnaire_id}"
PREVIEW = "/apercu/{questionnaire_id}"

VIEWS = (
    View("home", "/", to("/")),
    View("home-known", "/", known("/")),
    View("introduction", INTRODUCTION, to("/parcours/association")),
    View("introduction-unfolded", INTRODUCTION, unfolded(to("/parcours/forces-du-changement"))),
    *(View(f"question-{kind}", QUESTION, empty(kind)) for kind in WANTED),
    *(View(f"question-{kind}-filled", QUESTION, filled(kind)) for kind in WANTED),
    *(View(f"question-{kind}-error", QUESTION, refused(kind), is_error=True) for kind in WANTED),
    *(View(f"question-{kind}-conflict", QUESTION, conflict(kind)) for kind in WANTED),
    View("question-follow-up", QUESTION, unfolded(follow_up)),
    View("question-unsaved", "", unsaved, is_error=True, status=503),
    View("question-offline", QUESTION, offline),
    View("overview", OWN, with_begun("")),
    View("overview-completed", OWN, with_persona(PIONEER, "")),
    View("check", f"{OWN}/verification", with_begun("/verification")),
    View("check-full", f"{OWN}/verification", with_persona(VILLAGE, "/verification")),
    View("unanswered", f"{OWN}/terminer", ending(nothing=False)),
    View("unanswered-all", f"{OWN}/terminer", ending(nothing=True)),
    View("result-pioneer", f"{OWN}/resultat", with_persona(PIONEER, "/resultat")),
    View("result-unsure", f"{OWN}/resultat", with_persona(UNSURE, "/resultat")),
    View(
        "result-village-unfolded", f"{OWN}/resultat", unfolded(with_persona(VILLAGE, "/resultat"))
    ),
    View(
        "result-long-name",
        f"{OWN}/resultat",
        with_persona(UNSURE, "/resultat", **{"association-name": LONG_NAME}),
    ),
    View("working", f"{OWN}/calcul", with_persona(UNSURE, "/calcul")),
    View("working-unfolded", f"{OWN}/calcul", unfolded(with_persona(VILLAGE, "/calcul"))),
    View("repeat", f"{OWN}/refaire", unfolded(with_persona(VILLAGE, "/refaire"))),
    View("roadmap", f"{OWN}/feuille-de-route", with_persona(VILLAGE, "/feuille-de-route")),
    View("follow-none", FOLLOW, unfolded(with_persona(VILLAGE, "/suivi"))),
    View("follow", FOLLOW, with_followed("/suivi")),
    View("follow-unfolded", FOLLOW, unfolded(with_followed("/suivi"))),
    View("follow-told", FOLLOW, with_followed(f"/suivi?geste=ajout&action={NAMES[0]}")),
    View("follow-trouble", FOLLOW, with_persona(VILLAGE, "/suivi?geste=ailleurs"), is_error=True),
    View("follow-again", FOLLOW, following.done_again),
    View("follow-result", f"{OWN}/resultat", with_followed("/resultat")),
    View("follow-new", f"{FOLLOW}/ajouter", with_persona(VILLAGE, "/suivi/ajouter")),
    View(
        "follow-details",
        f"{FOLLOW}/action/{{undertaking_id}}",
        with_followed(f"/suivi/action/{NAMES[0]}"),
    ),
    View(
        "follow-error",
        f"{FOLLOW}/action/{{undertaking_id}}",
        following.refused_details,
        is_error=True,
    ),
    View("follow-conflict", f"{FOLLOW}/action/{{undertaking_id}}", following.conflicting_details),
    View("follow-removed", f"{FOLLOW}/action/{{undertaking_id}}", following.removed_meanwhile),
    View(
        "follow-remove",
        f"{FOLLOW}/action/{{undertaking_id}}/retirer",
        with_followed(f"/suivi/action/{NAMES[0]}/retirer"),
    ),
    View("follow-history", f"{FOLLOW}/historique", with_followed("/suivi/historique")),
    View(
        "follow-clear",
        f"{FOLLOW}/historique/effacer",
        with_persona(VILLAGE, "/suivi/historique/effacer"),
    ),
    View("follow-own-data", f"{OWN}/mes-donnees", unfolded(with_followed("/mes-donnees"))),
    View("essential", f"{OWN}/essentiel", with_persona(VILLAGE, "/essentiel")),
    View("own-data", f"{OWN}/mes-donnees", with_begun("/mes-donnees")),
    View(
        "own-data-long-name",
        f"{OWN}/mes-donnees",
        with_persona(UNSURE, "/mes-donnees", **{"association-name": LONG_NAME}),
    ),
    View("my-diagnoses", "/mes-diagnostics", known("/mes-diagnostics")),
    View("my-diagnoses-none", "/mes-diagnostics", to("/mes-diagnostics")),
    View("resume-link", f"{OWN}/lien", with_begun("/lien")),
    View("resume-link-made", f"{OWN}/lien", link_made),
    View("shares", f"{OWN}/partages", with_persona(VILLAGE, "/partages")),
    View("shares-listed", f"{OWN}/partages", sharing.listed),
    View("shares-error", f"{OWN}/partages", sharing.refused, is_error=True, status=422),
    View("share-made", f"{OWN}/partages", sharing.made),
    View("share-revoke", f"{OWN}/partages/{{share_id}}/revoquer", sharing.revoking("Révoquer…")),
    View("shares-revoke", f"{OWN}/partages/revoquer", sharing.revoking("Révoquer tous")),
    View("share-404", "/p/{secret}", to("/p/rien"), status=404),
    View("follow-reader", FOLLOW, sharing.guest()),
    View("follow-editor", FOLLOW, sharing.guest(may_edit=True)),
    View("follow-reader-history", f"{FOLLOW}/historique", sharing.guest("/suivi/historique")),
    View("follow-reader-403", f"{FOLLOW}/ajouter", sharing.guest("/suivi/ajouter"), status=403),
    View("follow-shut-out", f"{FOLLOW}/ajouter", sharing.shut_out),
    View("my-diagnoses-shared", "/mes-diagnostics", sharing.guest("/mes-diagnostics")),
    View("own-data-shared", f"{OWN}/mes-donnees", sharing.own_data),
    View("resume-link-sent", f"{OWN}/lien/envoyer", mailed("claire@rives.example")),
    View(
        "resume-link-error",
        f"{OWN}/lien/envoyer",
        mailed("claire"),
        is_error=True,
        status=422,
    ),
    View("own-data-mailed", f"{OWN}/mes-donnees", own_data_mailed),
    View("reminders", f"{OWN}/rappels", with_persona(VILLAGE, "/rappels")),
    View("reminders-asked", f"{OWN}/rappels", reached(reminded("claire@rives.example"))),
    View(
        "reminders-error",
        f"{OWN}/rappels",
        reached(reminded(f"{LONG_NAME}@rives", dates=False)),
        is_error=True,
        status=422,
    ),
    View("reminders-confirm", "/rappels/confirmer/{token}", by_mail("confirmer")),
    View("reminders-confirmed", "/rappels/confirmer/{token}", by_mail("confirmer", then=True)),
    View("reminders-stop", "/rappels/arreter/{token}", by_mail("arreter")),
    View("reminders-stopped", "/rappels/arreter/{token}", by_mail("arreter", then=True)),
    View("reminders-nothing", "/rappels/arreter/{token}", to("/rappels/arreter/rien")),
    View(
        "reminders-gone",
        "/rappels/confirmer/{token}",
        to("/rappels/confirmer/rien"),
        status=404,
    ),
    View("restore", "/reprendre", to("/reprendre")),
    View("restore-refused", "/reprendre", refused_file, is_error=True, status=422),
    View("restored", f"{OWN}/reprise", restored),
    View("restored-followed", f"{OWN}/reprise", restored_follow_up),
    View("erase", f"{OWN}/effacer", with_begun("/effacer")),
    View("erased", "/mes-diagnostics", erased),
    View("privacy", "/confidentialite", to("/confidentialite")),
    View("register", "/confidentialite/registre", to("/confidentialite/registre")),
    View("impact", "/confidentialite/analyse-impact", to("/confidentialite/analyse-impact")),
    View("accessibility", "/accessibilite", to("/accessibilite")),
    View("previews", "/apercu", to("/apercu")),
    View("preview", PREVIEW, to("/apercu/forces-du-changement")),
    View("preview-filtered", PREVIEW, to("/apercu/association?q=convention")),
    View("error-404", "", to("/nulle-part"), status=404),
    View("error-405", "", to("/parcours/association/commencer"), status=405),
    View("error-500", "", to("/panne/imprevue"), status=500),
    View("error-503", "", to("/panne/base"), status=503),
)
