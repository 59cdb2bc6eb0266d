"""The addresses of the pages; the one place that spells them."""

from __future__ import annotations

from urllib.parse import quote

from app.web.forms import FROM, TO_CHECK

MY_DIAGNOSES = "/mes-diagnostics"
PRIVACY = "/confidentialite"
ACCESSIBILITY = "/accessibilite"


def pathway(questionnaire: str) -> str:
    """Return the address of the introduction of a pathway."""
    return f"/parcours/{quote(questionnaire, safe='')}"


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


def roadmap(assessment: str) -> str:
    """Return the address where the printed roadmap is waited for."""
    return f"/diagnostic/{assessment}/feuille-de-route"


def roadmap_pdf(assessment: str) -> str:
    """Return the address of the roadmap as PDF."""
    return f"{roadmap(assessment)}.pdf"


def secret_link(secret: str) -> str:
    """Return the address that opens an assessment, without the host."""
    return f"/r/{quote(secret, safe='')}"
