"""Every page of the service in every state, each with the way there: what is looked at and tested.

A page that is missing here is neither photographed nor tried: ``test_views`` compares this list
with the routes of the application.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.e2e import following, sharing
from tests.e2e.following import NAMES, VILLAGE
from tests.e2e.mail_states import by_mail, link_made, mailed, own_data_mailed, reached, reminded
from tests.e2e.stage import Stage
from tests.e2e.ways import (
    LONG_NAME,
    PIONEER,
    UNSURE,
    WANTED,
    conflict,
    empty,
    ending,
    erased,
    filled,
    follow_up,
    known,
    offline,
    refused,
    refused_file,
    restored,
    restored_follow_up,
    to,
    unfolded,
    unsaved,
    with_begun,
    with_followed,
    with_persona,
)


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
