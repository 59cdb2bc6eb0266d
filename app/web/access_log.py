"""Keeps secret links, which diagnosis is read, and who comes from where, out of the access log."""

from __future__ import annotations

import logging
import re

_SECRET = re.compile(
    r"(/[rp]/|/rappels/(?:confirmer|arreter)/)[^/?\s\"]+|(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])"
)


class HideSecrets(logging.Filter):
    """Takes the client's address, secrets and ids out of a line of uvicorn's access log.

    The privacy notice promises that no address is kept; a proxy in front keeps its own log.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            _client, *rest = record.args
            record.args = ("-", *(hide(arg) if isinstance(arg, str) else arg for arg in rest))
        record.msg = hide(record.msg) if isinstance(record.msg, str) else record.msg
        return True


def hide(text: str) -> str:
    """Return the text with any secret of a link, and any id, replaced by an ellipsis."""
    return _SECRET.sub(r"\1…", text)


def install() -> None:
    """Filter uvicorn's access log, whatever its handlers."""
    logger = logging.getLogger("uvicorn.access")
    if not any(isinstance(one, HideSecrets) for one in logger.filters):
        logger.addFilter(HideSecrets())
