"""How often one address may do what is costly or worth guessing: more is answered 429.

Saving answers, reading and erasing are never limited for whoever may do so. The limits are far
above what a room of people behind one address does; see ``app.settings``.
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.locale.speech import gettext, mark, ngettext
from app.settings import Settings
from app.web import problems
from app.web.api_words import FROM_RECORD
from app.web.client_keys import ClientKeys
from app.web.contexts import ErrorPage
from app.web.errors import API, error_response
from app.web.languages import split_path

_START = re.compile(
    r"/parcours/[^/]+/commencer|/diagnostic/[^/]+/refaire"
    r"|/api/v1/assessments|/api/v1/assessments/[^/]+/repeat"
)


_OPENED = re.compile(r"/api/v1/assessments/([^/]+)(?:/.*)?")
_REMEMBERED = 10_000
"""How many tokens that opened something are known at once, as keyed hashes that last a day."""

RawHeaders = list[tuple[bytes, bytes]]


def _is_multipart(headers: RawHeaders) -> bool:
    kinds = (value for name, value in headers if name.lower() == b"content-type")
    return any(kind.lower().startswith(b"multipart/form-data") for kind in kinds)


@dataclass(frozen=True)
class Kind:
    """Something that is limited, and how it is recognised; in words, what is asked too often."""

    name: str
    is_asked: Callable[[str, str, RawHeaders], bool]
    words: str
    only_failures: bool = False
    """Whether only what ends in a 404 counts: whoever holds the right link is never in the way."""
    only_charged: bool = False
    """Whether only what is found to be costly, by ``charge``, is counted and refused."""


KINDS = (
    Kind(
        "guesses",
        lambda method, path, headers: path.startswith(("/r/", "/p/")),
        mark("beaucoup de liens qui n’ouvrent rien"),
        only_failures=True,
    ),
    Kind(
        "starts",
        lambda method, path, headers: method == "POST" and _START.fullmatch(path) is not None,
        mark("beaucoup de nouveaux diagnostics"),
    ),
    Kind(
        "pdfs",
        lambda method, path, headers: path.endswith(".pdf"),
        mark("beaucoup de feuilles de route en PDF"),
        only_charged=True,
    ),
    Kind(
        "uploads",
        lambda method, path, headers: (
            method == "POST" and (path == FROM_RECORD or _is_multipart(headers))
        ),
        mark("beaucoup de fichiers"),
    ),
)
"""Each has its setting ``limit_<name>``."""


_GUESSES = KINDS[0]
"""Tokens of the JSON interface that open nothing count as links that open nothing."""
_CHARGE = "charge"


def charge(request: HTTPConnection) -> None:
    """Count a request, of a kind that is ``only_charged``, as one that costs; before it does.

    Raises:
        TooMany: if its client is beyond the limit; the middleware answers it.
    """
    count: Callable[[], None] | None = request.scope.get("state", {}).get(_CHARGE)
    if count is not None:
        count()


class RateLimits:
    """Middleware that answers 429, and when to come back, to whoever goes beyond a limit."""

    def __init__(self, app: ASGIApp, *, settings: Settings) -> None:
        self.app = app
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        # Through the module, so that a test may put its own clock there.
        self._keys = ClientKeys(lambda: time.time())
        self._limits: dict[str, list[RateLimitItem]] = {
            kind.name: parse_many(limit)
            if (limit := getattr(settings, f"limit_{kind.name}"))
            else []
            for kind in KINDS
        }
        self._opened: dict[str, None] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        token = _token_of(scope) if scope["type"] == "http" and self._limits[_GUESSES.name] else ""
        if token and (known := self._keys.of(token)) not in self._opened:
            await self._guess(known, scope, receive, send)
        else:
            await self._limit(scope, receive, send)

    async def _guess(self, token: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Take a token that has opened nothing yet for a guess, which counts when it fails.

        One that has opened something is never in the way again, however many others fail.
        """
        key = self._client_of(scope)
        wait = self._wait(_GUESSES, key)
        if wait:
            await problems.TooMany(wait).response()(scope, receive, send)
            return

        async def learn(message: Message) -> None:
            if message["type"] == "http.response.start":
                if message["status"] == 404:
                    self._count(_GUESSES, key)
                elif message["status"] < 400:
                    self._opened[token] = None
                    if len(self._opened) > _REMEMBERED:
                        del self._opened[next(iter(self._opened))]
            await send(message)

        await self._limit(scope, receive, learn)

    async def _limit(self, scope: Scope, receive: Receive, send: Send) -> None:
        kind = _kind_of(scope) if scope["type"] == "http" else None
        if kind is None or not self._limits[kind.name]:
            await self.app(scope, receive, send)
            return
        key = self._client_of(scope)
        if kind.only_charged:
            scope.setdefault("state", {})[_CHARGE] = partial(self._charge, kind, key)
            try:
                await self.app(scope, receive, send)
            except problems.TooMany as refused:
                await _refuse(scope, receive, send, kind, refused.seconds)
            return
        wait = self._wait(kind, key)
        if wait:
            await _refuse(scope, receive, send, kind, wait)
            return
        if not kind.only_failures:
            self._count(kind, key)
            await self.app(scope, receive, send)
            return

        async def count_failures(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 404:
                self._count(kind, key)
            await send(message)

        await self.app(scope, receive, count_failures)

    def _client_of(self, scope: Scope) -> str:
        client = scope.get("client")
        return self._keys.of(client[0] if client else "")

    def _charge(self, kind: Kind, key: str) -> None:
        wait = self._wait(kind, key)
        if wait:
            raise problems.TooMany(wait)
        self._count(kind, key)

    def _count(self, kind: Kind, key: str) -> None:
        for limit in self._limits[kind.name]:
            self._limiter.hit(limit, kind.name, key)

    def _wait(self, kind: Kind, key: str) -> int:
        """Return after how many seconds the client may ask again, 0 for now."""
        waits = [
            self._limiter.get_window_stats(limit, kind.name, key).reset_time - time.time()
            for limit in self._limits[kind.name]
            if not self._limiter.test(limit, kind.name, key)
        ]
        return max(1, math.ceil(max(waits))) if waits else 0


def _kind_of(scope: Scope) -> Kind | None:
    # Without the prefix of a language: each has the same limits.
    method, path, headers = scope["method"], split_path(scope["path"])[1], scope["headers"]
    return next((kind for kind in KINDS if kind.is_asked(method, path, headers)), None)


def _token_of(scope: Scope) -> str:
    """Return what a request shows to open an assessment, and which; empty when it shows nothing."""
    found = _OPENED.fullmatch(scope["path"])
    shown = next((value for name, value in scope["headers"] if name == b"authorization"), b"")
    return f"{found[1]} {shown.decode('latin-1')}" if found and shown else ""


async def _refuse(scope: Scope, receive: Receive, send: Send, kind: Kind, wait: int) -> None:
    if scope["path"].startswith(API):
        await problems.TooMany(wait).response()(scope, receive, send)
        return
    page = ErrorPage(
        status=429,
        title=gettext("Un peu de patience"),
        message=gettext(
            "Votre connexion a demandé %(what)s en peu de temps. Rien n’est perdu.",
            what=gettext(kind.words),
        ),
        advice=(
            ngettext(
                "Réessayez dans %(count)s\u00a0minute.",
                "Réessayez dans %(count)s\u00a0minutes.",
                math.ceil(wait / 60),
            ),
            gettext(
                "Enregistrer une réponse n’est jamais limité\u00a0: vous pouvez continuer à "
                "répondre."
            ),
            gettext(
                "Si vous êtes nombreux derrière la même connexion, dites-le à qui tient ce "
                "service. Cette limite se règle."
            ),
        ),
        retry_url=scope["path"] if scope["method"] == "GET" else None,
    )
    headers = {"Retry-After": str(wait)}
    await error_response(HTTPConnection(scope), page, headers)(scope, receive, send)
