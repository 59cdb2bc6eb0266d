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
from app.web.urls import CONFIRM_REMINDERS

_START = re.compile(
    r"/parcours/[^/]+/commencer|/diagnostic/[^/]+/refaire"
    r"|/api/v1/assessments|/api/v1/assessments/[^/]+/repeat"
)
_MAIL = re.compile(r"/diagnostic/[^/]+/(lien/envoyer|rappels)")
_EXPORT = re.compile(r"/diagnostic/[^/]+/suivi/(export\.[a-z]+|calendrier\.ics)")
_ANSWERING = mark(
    "Enregistrer une réponse n’est jamais limité\u00a0: vous pouvez continuer à répondre."
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
    """Something that is limited, and how it is recognised; in words, what is asked too often.

    ``meanwhile`` says what can be done all the same.
    """

    name: str
    is_asked: Callable[[str, str, RawHeaders], bool]
    words: str
    only_failures: bool = False
    """Whether only what ends in a 404 counts: whoever holds the right link is never in the way."""
    only_charged: bool = False
    """Whether only what is found to be costly, by ``charge``, is counted and refused.

    What ``charge`` says it is about is limited too, by the setting ``limit_<name>_to``."""
    meanwhile: str = _ANSWERING


KINDS = (
    Kind(
        "guesses",
        lambda method, path, headers: path.startswith(("/r/", "/p/", f"{CONFIRM_REMINDERS}/")),
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
        "exports",
        lambda method, path, headers: _EXPORT.fullmatch(path) is not None,
        mark("beaucoup de fichiers à emporter"),
        only_charged=True,
        meanwhile=mark(
            "Lire le suivi et le tenir n’est jamais limité\u00a0: vous pouvez continuer en ligne."
        ),
    ),
    # Before files: a form may be sent as if it held some.
    Kind(
        "mails",
        lambda method, path, headers: method == "POST" and _MAIL.fullmatch(path) is not None,
        mark("beaucoup de courriels, ou plusieurs pour la même adresse,"),
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


def charge(request: HTTPConnection, *about: str) -> None:
    """Count a request, of a kind that is ``only_charged``, as one that costs; before it does.

    ``about`` names what else is limited beside its client: an address written to, an assessment.

    Raises:
        TooMany: if the client, or one of these, is beyond the limit; the middleware answers it.
    """
    count: Callable[..., None] | None = request.scope.get("state", {}).get(_CHARGE)
    if count is not None:
        count(*about)


def patience(name: str, seconds: int) -> tuple[str, str]:
    """Return what is said to whoever asks too often for a kind, and when to come back."""
    words = next(kind.words for kind in KINDS if kind.name == name)
    return (
        gettext(
            "Votre connexion a demandé %(what)s en peu de temps. Rien n’est perdu.",
            what=gettext(words),
        ),
        ngettext(
            "Réessayez dans %(count)s\u00a0minute.",
            "Réessayez dans %(count)s\u00a0minutes.",
            math.ceil(seconds / 60),
        ),
    )


class RateLimits:
    """Middleware that answers 429, and when to come back, to whoever goes beyond a limit."""

    def __init__(self, app: ASGIApp, *, settings: Settings) -> None:
        self.app = app
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        # Through the module, so that a test may put its own clock there.
        self._keys = ClientKeys(lambda: time.time())
        self._limits = {kind.name: _limits(settings, kind.name) for kind in KINDS}
        self._limits_to = {kind.name: _limits(settings, f"{kind.name}_to") for kind in KINDS}
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
        if kind is None or not (self._limits[kind.name] or self._limits_to[kind.name]):
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

    def _charge(self, kind: Kind, key: str, *about: str) -> None:
        others = [self._keys.of(one) for one in about]
        wait = max([self._wait(kind, key), *(self._wait(kind, one, to=True) for one in others)])
        if wait:
            raise problems.TooMany(wait)
        self._count(kind, key)
        for one in others:
            for limit in self._limits_to[kind.name]:
                self._limiter.hit(limit, f"{kind.name}_to", one)

    def _count(self, kind: Kind, key: str) -> None:
        for limit in self._limits[kind.name]:
            self._limiter.hit(limit, kind.name, key)

    def _wait(self, kind: Kind, key: str, *, to: bool = False) -> int:
        """Return after how many seconds the client may ask again, 0 for now."""
        name = f"{kind.name}_to" if to else kind.name
        waits = [
            self._limiter.get_window_stats(limit, name, key).reset_time - time.time()
            for limit in (self._limits_to if to else self._limits)[kind.name]
            if not self._limiter.test(limit, name, key)
        ]
        return max(1, math.ceil(max(waits))) if waits else 0


def _limits(settings: Settings, name: str) -> list[RateLimitItem]:
    limit: str = getattr(settings, f"limit_{name}", "")
    return parse_many(limit) if limit else []


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
    message, later = patience(kind.name, wait)
    page = ErrorPage(
        status=429,
        title=gettext("Un peu de patience"),
        message=message,
        advice=(
            later,
            gettext(kind.meanwhile),
            gettext(
                "Si vous êtes nombreux derrière la même connexion, dites-le à qui tient ce "
                "service. Cette limite se règle."
            ),
        ),
        retry_url=scope["path"] if scope["method"] == "GET" else None,
    )
    headers = {"Retry-After": str(wait)}
    await error_response(HTTPConnection(scope), page, headers)(scope, receive, send)
