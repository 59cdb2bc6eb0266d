"""Keeps the secret of a resume link out of the access log."""

from __future__ import annotations

import logging
import re

_SECRET = re.compile(r"(/r/)[^/?\s\"]+")


class HideSecrets(logging.Filter):
    """Replaces what follows ``/r/`` in a line of uvicorn's access log."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(hide(arg) if isinstance(arg, str) else arg for arg in record.args)
        record.msg = hide(record.msg) if isinstance(record.msg, str) else record.msg
        return True


def hide(text: str) -> str:
    """Return the text with the secret of any resume link replaced by an ellipsis."""
    return _SECRET.sub(r"\1…", text)


def install() -> None:
    """Filter uvicorn's access log, whatever its handlers."""
    logger = logging.getLogger("uvicorn.access")
    if not any(isinstance(one, HideSecrets) for one in logger.filters):
        logger.addFilter(HideSecrets())
