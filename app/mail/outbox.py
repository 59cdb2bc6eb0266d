"""The folder where mails are written when there is no server to send them: for development.

A mail holds a secret and an address: the folder and its files are for this user alone, and a file
goes with the assessment it is about, or when it is too old. Names tell neither.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

_NAME = re.compile(r"([0-9a-f]{24})-(\d{8}T\d{6}Z)-[0-9a-f]{8}\.eml")
_MOMENT = "%Y%m%dT%H%M%SZ"


def owner_mark(owner: str) -> str:
    """Return what the file of an assessment's mail begins with: a hash of its random id."""
    return hashlib.sha256(f"outbox {owner}".encode()).hexdigest()[:24]


class Outbox:
    """A folder of mails."""

    def __init__(self, folder: Path) -> None:
        """Nothing is made until the first mail."""
        self._folder = folder

    def write(self, data: bytes, owner: str, now: datetime) -> str:
        """Write a mail about an assessment; return the name of its file.

        Raises:
            OSError: if it cannot be written.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder.chmod(0o700)
        moment = now.astimezone(UTC).strftime(_MOMENT)
        name = f"{owner_mark(owner)}-{moment}-{secrets.token_hex(4)}.eml"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with os.fdopen(os.open(self._folder / name, flags, 0o600), "wb") as file:
            file.write(data)
        return name

    def forget(self, owner: str) -> None:
        """Remove the mails about an assessment.

        Raises:
            OSError: if one cannot be removed.
        """
        for path, mark, _ in self._files():
            if mark == owner_mark(owner):
                path.unlink(missing_ok=True)

    def forget_before(self, moment: datetime) -> int:
        """Remove the mails older than a moment; return how many.

        Raises:
            OSError: if one cannot be removed.
        """
        old = [path for path, _, written in self._files() if written < moment]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def is_empty(self) -> bool:
        """Whether no mail is there."""
        return next(self._files(), None) is None

    def keep_only(self, owners: Iterator[str]) -> None:
        """Remove the mails about assessments that are not among some.

        Raises:
            OSError: if one cannot be removed.
        """
        kept = {owner_mark(owner) for owner in owners}
        for path, mark, _ in self._files():
            if mark not in kept:
                path.unlink(missing_ok=True)

    def _files(self) -> Iterator[tuple[Path, str, datetime]]:
        try:
            found = sorted(self._folder.iterdir())
        except FileNotFoundError:
            return
        for path in found:
            named = _NAME.fullmatch(path.name)
            if named:
                moment = datetime.strptime(named[2], _MOMENT).replace(tzinfo=UTC)
                yield path, named[1], moment
