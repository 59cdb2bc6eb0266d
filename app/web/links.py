"""Whole addresses, for links that are kept. Must not trust what a request says of itself."""

from __future__ import annotations

from fastapi import Request

from app.settings import Settings

OWN_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


def absolute(request: Request, settings: Settings, path: str) -> str:
    """Return the whole address of a path.

    It is made from ``base_url``. Without it, from the host of the request if that is this very
    machine; otherwise the path alone is returned, which a browser completes by itself.
    """
    if settings.base_url is not None:
        return f"{settings.base_url}{path}"
    if request.url.hostname in OWN_NAMES | {settings.host}:
        return f"{request.url.scheme}://{request.url.netloc}{path}"
    return path
