"""What protects every answer and every page: response headers, and the refusal of foreign forms.

Must not decide who may see what (see ``access``).
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
YEAR = 31_536_000

# No 'strict-dynamic': with it, a script inside a fragment that htmx swaps in would run.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'nonce-{nonce}'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors {ancestors}",
        "require-trusted-types-for 'script'",
        "trusted-types htmx",
    )
)
FIXED_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        f"{feature}=()"
        for feature in (
            "accelerometer",
            "browsing-topics",
            "camera",
            "display-capture",
            "geolocation",
            "gyroscope",
            "magnetometer",
            "microphone",
            "midi",
            "payment",
            "usb",
        )
    ),
}


class SecurityHeaders:
    """Gives each request a nonce and each response the headers that go with it.

    Nothing is stored by browsers or proxies unless the route says that it may be.
    """

    def __init__(self, app: ASGIApp, *, is_secure: bool, embed_hosts: tuple[str, ...] = ()) -> None:
        self.app = app
        self._fixed = dict(FIXED_HEADERS)
        self._ancestors = " ".join(embed_hosts) or "'none'"
        if embed_hosts:
            # It knows no list of sites: browsers that have « frame-ancestors » ignore it.
            del self._fixed["X-Frame-Options"]
        if is_secure:
            self._fixed["Strict-Transport-Security"] = f"max-age={YEAR}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["nonce"] = nonce
        policy = CONTENT_SECURITY_POLICY.format(nonce=nonce, ancestors=self._ancestors)
        referrer = referrer_policy(Headers(scope=scope))

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._fixed.items():
                    headers[name] = value
                headers["Content-Security-Policy"] = policy
                headers["Referrer-Policy"] = referrer
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self.app(scope, receive, send_with_headers)


def referrer_policy(headers: Headers) -> str:
    """Return ``no-referrer``, or ``same-origin`` for browsers that do not say Sec-Fetch-Site.

    Under ``no-referrer`` a browser sends its own forms with ``Origin: null``; where Sec-Fetch-Site
    is missing too (an old browser, or plain http), nothing would tell them from foreign ones.
    Neither policy tells another site anything.
    """
    return "no-referrer" if "Sec-Fetch-Site" in headers else "same-origin"


Refusal = Callable[[Scope, Receive, Send], Awaitable[None]]


class RefuseForeignForms:
    """Answers 403 to a request that changes something and comes from another site (CSRF).

    Browsers say where a request comes from: Sec-Fetch-Site, else Origin (OWASP's cross-site request
    forgery sheet). A client that says neither is no browser, and carries no one's cookie.

    ``is_open`` names the paths that anyone may post to: those whose own token is all they go by,
    such as the one click that stops mails (RFC 8058), which comes from a mail reader.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        base_url: str | None,
        refuse: Refusal,
        is_open: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self.app = app
        self._own_origin = base_url
        self._refuse = refuse
        self._is_open = is_open

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_change = scope["type"] == "http" and scope["method"] not in SAFE_METHODS
        if is_change and not (scope["method"] == "POST" and self._is_open(scope["path"])):
            headers = Headers(scope=scope)
            if is_foreign(headers, self._own_origin or own_origin(scope, headers)):
                await self._refuse(scope, receive, send)
                return
        await self.app(scope, receive, send)


def own_origin(scope: Scope, headers: Headers) -> str:
    """Return the origin that the request was sent to, as the browser wrote it."""
    return f"{scope['scheme']}://{headers.get('Host', '')}"


def is_foreign(headers: Headers, origin: str) -> bool:
    """Whether the request says that another site made it."""
    site = headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in {"same-origin", "none"}
    sender = headers.get("Origin")
    return sender is not None and _normal(sender) != _normal(origin)


def _normal(origin: str) -> tuple[str, str | None, int | None]:
    try:
        parts = urlsplit(origin.lower())
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return ("", None, None)
    return (parts.scheme, parts.hostname, port)
