"""How much a request may send: more is answered 413, in the words of whoever reads the body.

FastAPI's own ``max_body_size`` would answer in plain English, to programs and people alike.
"""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class LimitBody:
    """Middleware under which reading a body longer than ``limit`` bytes raises a 413.

    Mount it with ``app.add_middleware(LimitBody, limit=settings.max_body_bytes)``. What a body
    declares is believed only when it is too much; what comes is counted. ``larger`` gives the few
    addresses to which files are sent limits of their own.
    """

    def __init__(
        self, app: ASGIApp, *, limit: int, larger: Mapping[str, int] | None = None
    ) -> None:
        self.app = app
        self._limit = limit
        self._larger = dict(larger or {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = self._larger.get(_path(scope), self._limit)
        declared = Headers(scope=scope).get("content-length", "")
        is_declared_too_long = declared.isdecimal() and int(declared[:18]) > limit
        received = 0

        async def receive_within_limit() -> Message:
            nonlocal received
            if is_declared_too_long:
                raise HTTPException(413)
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                raise HTTPException(413)
            return message

        await self.app(scope, receive_within_limit, send)


def _path(scope: Scope) -> str:
    """Return the address below where the application is mounted."""
    path: str = scope.get("path", "")
    return path.removeprefix(scope.get("root_path", ""))
