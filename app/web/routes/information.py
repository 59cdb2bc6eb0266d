"""What the service says of itself: data, accessibility, health."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response

from app.web import urls
from app.web.access import PUBLIC
from app.web.contexts import AccessibilityPage, PrivacyPage
from app.web.dependencies import PagesOf, ServicesOf, SettingsOf
from app.web.durations import days_in_words
from app.web.visitor import cookie_name

router = APIRouter(dependencies=[PUBLIC])

ACCESSIBILITY_CHECKED_ON = date(2026, 11, 26)
"""When the statement was last held against what ``tests/e2e`` tries; change it with the page."""


@router.get(urls.PRIVACY)
def privacy(request: Request, settings: SettingsOf, pages: PagesOf) -> Response:
    """Say what is kept, why, for how long, and how to erase it (GDPR, article 13)."""
    page = PrivacyPage(
        operator=settings.operator_name,
        contact=settings.operator_contact,
        draft_kept=days_in_words(settings.draft_days),
        completed_kept=days_in_words(settings.completed_days),
        visit_kept=days_in_words(settings.visit_days),
        cookie=cookie_name(settings),
    )
    return pages.render(request, "pages/privacy.html", page)


@router.get(urls.ACCESSIBILITY)
def accessibility(request: Request, settings: SettingsOf, pages: PagesOf) -> Response:
    """Say how accessible the service is, what was tried and what was not."""
    page = AccessibilityPage(contact=settings.operator_contact, checked_on=ACCESSIBILITY_CHECKED_ON)
    return pages.render(request, "pages/accessibility.html", page)


@router.get("/healthz")
def health(services: ServicesOf) -> Response:
    """Answer « ok » when the database answers."""
    services.visits.may_see("", "0" * 32)  # reads one row that is not there
    return PlainTextResponse("ok\n")
