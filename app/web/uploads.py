"""Reads the one file that a form or a program sends, no more of it than is allowed.

Must not look into the file.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from app.report.returned import Unreadable

FILE = "fichier"
"""The name of the field."""
ENVELOPE = 16 * 1024
"""Bytes that the form around a file may take."""


async def read_upload(request: Request) -> bytes | Unreadable:
    """Return the file of the form sent, or why there is none to read.

    An error that is returned, not raised, leaves the page to say it beside the field.
    """
    limit: int = request.app.state.settings.max_upload_bytes
    try:
        async with request.form(max_files=1, max_fields=4) as form:
            sent = form.get(FILE)
            data = await sent.read(limit + 1) if isinstance(sent, UploadFile) else b""
    except HTTPException as error:
        if error.status_code != 413:
            raise
        return Unreadable("too-large")
    if len(data) > limit:
        return Unreadable("too-large")
    return data or Unreadable("empty")


Upload = Annotated[bytes | Unreadable, Depends(read_upload)]
