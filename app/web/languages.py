"""The language of a request: by the prefix of its address, ``/en/…``; French has none.

The JSON interface has no prefixes: there it is the one asked for, else the one preferred.

Must not translate anything: it says which language is spoken while the request is answered.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import parse_qs, quote

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from app.locale.speech import FRENCH, LANGUAGES, current_language, speaking

_UNSPOKEN = ("/static", "/api", "/healthz")
"""What has one address only."""
_INTERFACE = "/api/"
FRENCH_ALONE = "/apercu"
"""The pages for authors: what they say is in French, as on the command line."""
_LONGEST_PREFERENCE = 500


class SpeakLanguage:
    """Speaks the language that the address names, and takes its prefix for the root of the site."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        language, path = split_path(scope["path"])
        is_elsewhere = language != FRENCH and path.startswith(FRENCH_ALONE)
        if path == "" or is_elsewhere:
            place = quote(path) if is_elsewhere else in_language_path(language, "/")
            response = RedirectResponse(place, status_code=308)
            await response(scope, receive, send)
            return
        if language != FRENCH and not path.startswith(_UNSPOKEN):
            scope = {**scope, "root_path": f"{scope.get('root_path', '')}/{language}"}
        if path.startswith(_INTERFACE):
            language = _asked_of_interface(scope)
        with speaking(language):
            await self.app(scope, receive, send)


def _asked_of_interface(scope: Scope) -> str:
    query: bytes = scope["query_string"]
    asked = parse_qs(query.decode("latin-1")[:_LONGEST_PREFERENCE])
    if (named := asked.get("language", [""])[0]) in LANGUAGES:
        return named
    headers: list[tuple[bytes, bytes]] = scope["headers"]
    accepted = next((value for name, value in headers if name == b"accept-language"), b"")
    return preferred(accepted.decode("latin-1"), LANGUAGES) or FRENCH


def split_path(path: str) -> tuple[str, str]:
    """Return the language of a path and the path without its prefix, empty for ``/en`` alone."""
    for language in LANGUAGES:
        prefix = f"/{language}"
        if language != FRENCH and (path == prefix or path.startswith(f"{prefix}/")):
            return language, path[len(prefix) :]
    return FRENCH, path


def in_language_path(language: str, path: str) -> str:
    """Return the address of a page, given without prefix, in a language."""
    return path if language == FRENCH else f"/{language}{path}"


def spoken(path: str) -> str:
    """Return the address of a page, given without prefix, in the language spoken."""
    return in_language_path(current_language(), path)


def preferred(accept_language: str, offered: Iterable[str]) -> str | None:
    """Return which of some languages a browser likes best, None if it names none of them.

    ``accept_language`` is the header (RFC 9110, 12.5.4); of equals, the one named first.
    """
    best: tuple[float, str] | None = None
    known = set(offered)
    for part in accept_language[:_LONGEST_PREFERENCE].split(","):
        name, _, parameters = part.partition(";")
        language = name.strip().lower().partition("-")[0]
        quality = _quality(parameters)
        if language in known and quality > 0 and (best is None or quality > best[0]):
            best = quality, language
    return best[1] if best else None


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if not name:
        return 1.0
    try:
        return min(float(value), 1.0) if name.strip().lower() == "q" else 1.0
    except ValueError:
        return 0.0
