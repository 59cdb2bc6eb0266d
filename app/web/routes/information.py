"""What the service says of itself: data, accessibility, health."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response

from app.web import urls
from app.web.access import PUBLIC
from app.web.contexts import AccessibilityPage, ImpactPage, PrivacyPage, RegisterPage
from app.web.dependencies import PagesOf, ServicesOf, SettingsOf
from app.web.notice import notice_of

router = APIRouter(dependencies=[PUBLIC])

ACCESSIBILITY_CHECKED_ON = date(2026, 11, 26)
"""When the statement was last held against what ``tests/e2e`` tries; change it with the page."""


@router.get(urls.PRIVACY)
def privacy(request: Request, settings: SettingsOf, pages: PagesOf) -> Response:
    """Say what is kept, why, for how long, and how to erase it (GDPR, article 13)."""
    page = PrivacyPage(notice=notice_of(settings))
    return pages.render(request, "pages/privacy.html", page)


@router.get(urls.REGISTER)
def register(request: Request, settings: SettingsOf, pages: PagesOf) -> Response:
    """Show the entry of this service in its operator's register (GDPR, article 30)."""
    page = RegisterPage(notice=notice_of(settings))
    return pages.render(request, "pages/register.html", page)


@router.get(urls.IMPACT)
def impact(request: Request, settings: SettingsOf, pages: PagesOf) -> Response:
    """Show the outline of an impact assessment, to be finished by its operator (article 35)."""
    page = ImpactPage(notice=notice_of(settings))
    return pages.render(request, "pages/impact.html", page)


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
