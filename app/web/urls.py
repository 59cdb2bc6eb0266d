"""The addresses of the pages; the one place that spells them."""

from __future__ import annotations

from urllib.parse import quote

from app.web.forms import FROM, TO_CHECK, TO_SETTLE

MY_DIAGNOSES = "/mes-diagnostics"
PRIVACY = "/confidentialite"
ACCESSIBILITY = "/accessibilite"
RESTORE = "/reprendre"


def pathway(questionnaire: str) -> str:
    """Return the address of the introduction of a pathway."""
    return f"/parcours/{quote(questionnaire, safe='')}"


def paper(questionnaire: str, language: str | None = None) -> str:
    """Return the address of the blank form of a pathway, in its own language or another."""
    suffix = f"?langue={quote(language, safe='')}" if language else ""
    return f"{pathway(questionnaire)}/papier.pdf{suffix}"


def overview(assessment: str) -> str:
    """Return the address of the sections of an assessment."""
    return f"/diagnostic/{assessment}"


def question(assessment: str, question_id: str, came_from: str = "") -> str:
    """Return the address of a question, saying where the person comes from."""
    suffix = f"?{FROM}={came_from}" if came_from in {TO_CHECK, TO_SETTLE} else ""
    return f"/diagnostic/{assessment}/question/{quote(question_id, safe='')}{suffix}"


def check(assessment: str) -> str:
    """Return the address of the page where answers are checked."""
    return f"/diagnostic/{assessment}/verification"


def restored(assessment: str) -> str:
    """Return the address of the page that says what became of a file that was sent."""
    return f"/diagnostic/{assessment}/reprise"


def result(assessment: str) -> str:
    """Return the address of the result."""
    return f"/diagnostic/{assessment}/resultat"


def secret_link(secret: str) -> str:
    """Return the address that opens an assessment, without the host."""
    return f"/r/{quote(secret, safe='')}"
