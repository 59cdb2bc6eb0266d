"""The one cookie: the visit of a browser, by which it sees the assessments granted to it.

Must not hold anything but an opaque token; what it opens is kept by the services, as a hash.
"""

from __future__ import annotations

from starlette.requests import HTTPConnection
from starlette.responses import Response

from app.services.services import Services
from app.settings import Settings


def cookie_name(settings: Settings) -> str:
    """Return the name of the cookie; ``__Host-`` binds it to this host alone, over TLS."""
    return "__Host-balises" if settings.cookies_are_secure else "balises"


def visit_token(request: HTTPConnection) -> str | None:
    """Return the token of the visit of this browser, or None when it has none."""
    return request.cookies.get(cookie_name(request.app.state.settings))


def remember_visit(response: Response, settings: Settings, token: str) -> None:
    """Give the browser its visit: unreadable by scripts, never sent by another site's forms.

    Where other sites may show this one (``embed_hosts``), the cookie is sent within their pages
    too, each site's apart; their forms are then refused by where they come from alone.
    """
    _set(response, settings, token, int(settings.visit_lifetime.total_seconds()))


def forget_visit(response: Response, settings: Settings) -> None:
    """Take the visit away from the browser."""
    _set(response, settings, "", 0)


def _set(response: Response, settings: Settings, token: str, seconds: int) -> None:
    is_embedded = bool(settings.embed_hosts)
    response.set_cookie(
        cookie_name(settings),
        token,
        max_age=seconds,
        path="/",
        secure=settings.cookies_are_secure,
        httponly=True,
        samesite="none" if is_embedded else "lax",
    )
    if is_embedded:
        # Python's own cookies know « Partitioned » from 3.14 on only.
        name, value = response.raw_headers[-1]
        response.raw_headers[-1] = (name, value + b"; Partitioned")


def grant_and_remember(
    request: HTTPConnection,
    response: Response,
    services: Services,
    settings: Settings,
    assessment_id: str,
) -> None:
    """Open an assessment to the visit of this browser, a new one if it has none that holds."""
    token = visit_token(request)
    if token is None or not services.visits.grant(token, assessment_id):
        token = services.visits.open_visit()
        services.visits.grant(token, assessment_id)
    remember_visit(response, settings, token)
