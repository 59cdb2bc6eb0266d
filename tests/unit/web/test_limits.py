"""A body that says that it is too long is refused before any of it is read."""

from __future__ import annotations

import asyncio

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message, Receive, Scope, Send

from app.web.limits import LimitBody


def _read(declared: str, *pieces: bytes, path: str = "/") -> tuple[bytes | int, int]:
    """Read a body through the limit; return it, or the status, and how many pieces were taken."""
    waiting = list(pieces)
    found: list[bytes | int] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            found.append(await Request(scope, receive).body())
        except HTTPException as error:
            found.append(error.status_code)

    async def receive() -> Message:
        return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting)}

    async def send(message: Message) -> None:
        raise AssertionError(message)

    headers = [(b"content-length", declared.encode())] if declared else []
    scope: Scope = {"type": "http", "method": "POST", "path": path, "headers": headers}
    limited = LimitBody(app, limit=10, larger={"/file": 15})
    asyncio.run(limited(scope, receive, send))
    return found[0], len(pieces) - len(waiting)


@pytest.mark.parametrize(
    ("declared", "pieces", "expected"),
    [
        ("10", [b"0123456789"], (b"0123456789", 1)),
        ("", [b"01234", b"56789"], (b"0123456789", 2)),
        ("11", [b"0123456789x"], (413, 0)),
        ("9" * 5000, [b"x"], (413, 0)),
        ("", [b"01234", b"56789", b"x", b"y"], (413, 3)),
        ("5", [b"0123456789x", b"y"], (413, 1)),
    ],
)
def test_no_more_than_the_limit_is_read(
    declared: str, pieces: list[bytes], expected: tuple[bytes | int, int]
) -> None:
    assert _read(declared, *pieces) == expected


@pytest.mark.parametrize(
    ("path", "pieces", "expected"),
    [
        ("/file", [b"01234", b"56789", b"abcde"], (b"0123456789abcde", 3)),
        ("/file", [b"01234", b"56789", b"abcdef", b"x"], (413, 3)),
        ("/file/", [b"0123456789", b"x"], (413, 2)),
        ("/other", [b"0123456789", b"x"], (413, 2)),
    ],
)
def test_more_is_read_where_files_are_sent_and_there_alone(
    path: str, pieces: list[bytes], expected: tuple[bytes | int, int]
) -> None:
    assert _read("", *pieces, path=path) == expected
