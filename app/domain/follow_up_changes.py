"""What changed in a follow-up, so that everyone who carries it can read who did what.

Pure values: must not word them, nor know where they are kept.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum

from app.domain.follow_up import Details, dump_details

MOST_CHANGES = 500
"""How many changes of one follow-up are kept: the last ones."""
HOLDER = ""
"""Who holds the resume link; anyone else is known by the label of their share link."""


class ChangeKind(StrEnum):
    """What was done to an undertaking."""

    TAKEN_UP = "taken_up"
    ADDED = "added"
    CHANGED = "changed"
    MOVED = "moved"
    REMOVED = "removed"
    CARRIED = "carried"
    """It came from elsewhere: ``field`` says from where, ``EARLIER`` or ``FILE``."""
    CLEARED = "cleared"
    """What the history said until then was erased; about no undertaking."""


EARLIER = "earlier"
"""Carried from the assessment that this one repeats."""
FILE = "file"
"""Carried from a file that was sent."""


@dataclass(frozen=True, slots=True)
class FollowUpChange:
    """One change. ``at`` is UTC and aware; ``number`` counts from 1 and never comes back.

    ``words`` are those of the undertaking at that time. For ``CHANGED``, ``field`` is that of
    ``Details``, and ``before`` and ``after`` are as ``dump_details`` writes them, empty for
    nothing; for ``MOVED`` they are places counted from 1.
    """

    number: int
    at: datetime
    by_whom: str
    undertaking: str
    words: str
    kind: ChangeKind
    field: str = ""
    before: str = ""
    after: str = ""


def changes_between(before: Details, after: Details) -> tuple[tuple[str, str, str], ...]:
    """Return each field that differs, with what it was and what it is, in the order of the fields.

    Values are as ``dump_details`` writes them, empty for nothing.
    """
    old, new = dump_details(before), dump_details(after)
    return tuple(
        (one.name, old[one.name] or "", new[one.name] or "")
        for one in fields(Details)
        if old[one.name] != new[one.name]
    )
