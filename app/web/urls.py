"""The addresses of the pages, in the language spoken; the one place that spells them.

The constants are paths of routes, without the prefix of a language.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

from app.locale.speech import current_language
from app.web.forms import FROM, TO_CHECK, TO_SETTLE
from app.web.languages import split_path, spoken

MY_DIAGNOSES = "/mes-diagnostics"
PRIVACY = "/confidentialite"
REGISTER = f"{PRIVACY}/registre"
IMPACT = f"{PRIVACY}/analyse-impact"
ACCESSIBILITY = "/accessibilite"
PREVIEWS = "/apercu"
FINDINGS = "/apercu/anomalies"
BENCH = "/apercu/anomalies/etat"
RESTORE = "/reprendre"
REMINDERS = "/rappels"
CONFIRM_REMINDERS = f"{REMINDERS}/confirmer"
STOP_REMINDERS = f"{REMINDERS}/arreter"

_ONE_CLICK = re.compile(rf"{STOP_REMINDERS}/[A-Za-z0-9_-]{{22}}")


def pathway(questionnaire: str) -> str:
    """Return the address of the introduction of a pathway."""
    return spoken(f"/parcours/{quote(questionnaire, safe='')}")


def preview(questionnaire: str) -> str:
    """Return the address of the page that shows a whole pathway."""
    return f"{PREVIEWS}/{quote(questionnaire, safe='')}"


def paper(questionnaire: str, language: str) -> str:
    """Return the address of the blank form of a pathway in one of its languages."""
    suffix = "" if language == current_language() else f"?langue={quote(language, safe='')}"
    return f"{pathway(questionnaire)}/papier.pdf{suffix}"


def overview(assessment: str) -> str:
    """Return the address of the sections of an assessment."""
    return spoken(f"/diagnostic/{assessment}")


def question(assessment: str, question_id: str, came_from: str = "") -> str:
    """Return the address of a question, saying where the person comes from."""
    suffix = f"?{FROM}={came_from}" if came_from in {TO_CHECK, TO_SETTLE} else ""
    return spoken(f"/diagnostic/{assessment}/question/{quote(question_id, safe='')}{suffix}")


def check(assessment: str) -> str:
    """Return the address of the page where answers are checked."""
    return spoken(f"/diagnostic/{assessment}/verification")


def restored(assessment: str) -> str:
    """Return the address of the page that says what became of a file that was sent."""
    return spoken(f"/diagnostic/{assessment}/reprise")


def result(assessment: str) -> str:
    """Return the address of the result."""
    return spoken(f"/diagnostic/{assessment}/resultat")


def repeat(assessment: str) -> str:
    """Return the address of the page where a finished assessment is done again."""
    return spoken(f"/diagnostic/{assessment}/refaire")


def reminders(assessment: str) -> str:
    """Return the address where reminders of an assessment are asked for and stopped."""
    return spoken(f"/diagnostic/{assessment}{REMINDERS}")


def confirm_reminders(token: str) -> str:
    """Return the address where the reminders of a token are confirmed, without the host."""
    return spoken(f"{CONFIRM_REMINDERS}/{quote(token, safe='')}")


def stop_reminders(token: str) -> str:
    """Return the address where the reminders of a token are stopped, without the host."""
    return spoken(f"{STOP_REMINDERS}/{quote(token, safe='')}")


def is_one_click(path: str) -> bool:
    """Whether a path stops reminders by its own token: whoever posts there needs nothing else."""
    return _ONE_CLICK.fullmatch(split_path(path)[1]) is not None


def own_data(assessment: str) -> str:
    """Return the address of what is kept on an assessment."""
    return spoken(f"/diagnostic/{assessment}/mes-donnees")


def own_data_json(assessment: str) -> str:
    """Return the address of the same as a file."""
    return f"{own_data(assessment)}/balises.json"


def working(assessment: str) -> str:
    """Return the address of the page that shows how the result is computed."""
    return spoken(f"/diagnostic/{assessment}/calcul")


def roadmap(assessment: str) -> str:
    """Return the address where the printed roadmap is waited for."""
    return spoken(f"/diagnostic/{assessment}/feuille-de-route")


def roadmap_pdf(assessment: str) -> str:
    """Return the address of the roadmap as PDF."""
    return f"{roadmap(assessment)}.pdf"


def follow_up(assessment: str, gesture: str = "", about: str = "") -> str:
    """Return the address where the roadmap is followed, saying what was just done to which."""
    told = urlencode({"geste": gesture, "action": about} if about else {"geste": gesture})
    return spoken(f"/diagnostic/{assessment}/suivi{'?' + told if gesture else ''}")


def undertaking(assessment: str, undertaking_id: str) -> str:
    """Return the address of an action that is followed."""
    return spoken(f"/diagnostic/{assessment}/suivi/action/{quote(undertaking_id, safe='')}")


def follow_up_history(assessment: str) -> str:
    """Return the address of the history of what is followed."""
    return spoken(f"/diagnostic/{assessment}/suivi/historique")


def add_undertaking(assessment: str) -> str:
    """Return the address where an action of one's own is added."""
    return spoken(f"/diagnostic/{assessment}/suivi/ajouter")


def essential(assessment: str) -> str:
    """Return the address where the two pages that say the essential are waited for."""
    return spoken(f"/diagnostic/{assessment}/essentiel")


def essential_pdf(assessment: str) -> str:
    """Return the address of the essential in two pages, as PDF."""
    return f"{essential(assessment)}.pdf"


def secret_link(secret: str) -> str:
    """Return the address that opens an assessment, without the host."""
    return spoken(f"/r/{quote(secret, safe='')}")


def shares(assessment: str) -> str:
    """Return the address where a roadmap is shared."""
    return spoken(f"/diagnostic/{assessment}/partages")


def revoke_share(assessment: str, share: str) -> str:
    """Return the address where a share link is revoked."""
    return f"{shares(assessment)}/{share}/revoquer"


def share_link(secret: str) -> str:
    """Return the address that opens a roadmap to others, without the host."""
    return spoken(f"/p/{quote(secret, safe='')}")


def my_diagnoses() -> str:
    """Return the address of the list of diagnoses."""
    return spoken(MY_DIAGNOSES)
