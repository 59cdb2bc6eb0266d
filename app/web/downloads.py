"""A printed roadmap as an answer: its name, its tag, and when the client has it already.

A personal document is stored by no browser and no proxy: on a shared computer it would outlive its
erasure. The tag serves programs that keep the file themselves.
"""

from __future__ import annotations

from asyncio import wait_for, wrap_future
from collections.abc import Mapping

from fastapi import Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from app.report.printable import Printable
from app.services.printing import Printing
from app.web.rate_limits import charge


def tag_of(wanted: Printable) -> str:
    """Return the entity tag of a roadmap: strong, as the same key means the same bytes."""
    return f'"{wanted.key[:32]}"'


def is_known(request: Request, wanted: Printable) -> bool:
    """Whether the client says that it has these very bytes (If-None-Match, RFC 9110, 13.1.2)."""
    given = request.headers.get("If-None-Match", "")
    tags = {one.strip().removeprefix("W/") for one in given.split(",")}
    return tag_of(wanted) in tags or "*" in tags


def send_pdf(
    request: Request, wanted: Printable, data: bytes, more: Mapping[str, str] | None = None
) -> Response:
    """Return a PDF as a file to be saved, or 304 where the client has it; ``more`` are headers."""
    headers = {"ETag": tag_of(wanted), "Cache-Control": "no-store", **(more or {})}
    if is_known(request, wanted):
        return Response(status_code=304, headers=headers)
    # The name is plain ASCII, so that RFC 6266 asks for no second, encoded form.
    headers["Content-Disposition"] = f'attachment; filename="{wanted.filename}"'
    return Response(data, media_type="application/pdf", headers=headers)


async def print_for(
    request: Request, printing: Printing, wanted: Printable, patience: float | None = None
) -> bytes:
    """Return the PDF, from the cache or as soon as it is printed; no thread waits meanwhile.

    Only what is not printed yet counts for the limit of its client.

    Raises:
        TooMany: if this client has had too many printed of late.
        TimeoutError: if it is not ready after ``patience`` seconds; it goes on all the same.
        PdfError: see ``app.report.pdf``.
    """
    found = await run_in_threadpool(printing.find, wanted)
    if found is not None:
        return found
    charge(request)
    future = await run_in_threadpool(printing.ask, wanted)
    return await wait_for(wrap_future(future), patience)
