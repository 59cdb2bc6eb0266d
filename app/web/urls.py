"""The addresses of the pages; the one place that spells them."""

from __future__ import annotations

from urllib.parse import quote

from app.web.forms import FROM, TO_CHECK

MY_DIAGNOSES = "/mes-diagnostics"
PRIVACY = "/confidentialite"
REGISTER = f"{PRIVACY}/registre"
IMPACT = f"{PRIVACY}/analyse-impact"
ACCESSIBILITY = "/accessibilite"
PREVIEWS = "/apercu"
FINDINGS = "/apercu/anomalies"
BENCH = "/apercu/anomalies/etat"


def pathway(questionnaire: str) -> str:
    """Return the address of the introduction of a pathway."""
    return f"/parcours/{quote(questionnaire, safe='')}"


def preview(questionnaire: str) -> str:
    """Return the address of the page that shows a whole pathway."""
    return f"{PREVIEWS}/{quote(questionnaire, safe='')}"


def overview(assessment: str) -> str:
    """Return the address of the sections of an assessment."""
    return f"/diagnostic/{assessment}"


def question(assessment: str, question_id: str, came_from: str = "") -> str:
    """Return the address of a question, saying where the person comes from."""
    suffix = f"?{FROM}={TO_CHECK}" if came_from == TO_CHECK else ""
    return f"/diagnostic/{assessment}/question/{quote(question_id, safe='')}{suffix}"


def check(assessment: str) -> str:
    """Return the address of the page where answers are checked."""
    return f"/diagnostic/{assessment}/verification"


def result(assessment: str) -> str:
    """Return the address of the result."""
    return f"/diagnostic/{assessment}/resultat"


def own_data(assessment: str) -> str:
    """Return the address of what is kept on an assessment."""
    return f"/diagnostic/{assessment}/mes-donnees"


def own_data_json(assessment: str) -> str:
    """Return the address of the same as a file."""
    return f"{own_data(assessment)}/balises.json"


def working(assessment: str) -> str:
    """Return the address of the page that shows how the result is computed."""
    return f"/diagnostic/{assessment}/calcul"


def secret_link(secret: str) -> str:
    """Return the address that opens an assessment, without the host."""
    return f"/r/{quote(secret, safe='')}"
