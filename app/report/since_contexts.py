"""How far things have moved since an earlier diagnosis, ready to be shown and printed.

Values only. Must not compute, and must import nothing heavy: PDF workers receive it pickled.
"""

from __future__ import annotations

from dataclasses import dataclass

UNMOVED = frozenset({"=", "–"})
"""What ``moved`` and its parts say where nothing moved, or nothing can be compared."""


@dataclass(frozen=True, slots=True)
class Stood:
    """Where somebody stood: the sure score of 100, None where nothing was answered, the level."""

    score: str | None
    level: str


@dataclass(frozen=True, slots=True)
class SinceRow:
    """A dimension at both moments. ``edition`` and ``answers`` are the parts of ``moved``."""

    title: str
    before: Stood
    after: Stood
    moved: str
    edition: str
    answers: str

    @property
    def has_moved(self) -> bool:
        """Whether score or level did, or the edition and the answers make up for each other."""
        parts = {self.moved, self.edition, self.answers}
        return self.before != self.after or not parts <= UNMOVED


@dataclass(frozen=True, slots=True)
class Since:
    """What moved since the earlier diagnosis; ``notes`` say how to read it.

    The first of ``rows`` is the whole, the others are the dimensions that both have.
    """

    date: str
    reference: str
    is_same_edition: bool
    summary: str
    rows: tuple[SinceRow, ...]
    notes: tuple[str, ...]

    @property
    def moved(self) -> tuple[SinceRow, ...]:
        """The rows that are worth a line in print."""
        return tuple(one for one in self.rows if one.has_moved)

    @property
    def still(self) -> tuple[str, ...]:
        """The titles of the dimensions that are as they were."""
        return tuple(one.title for one in self.rows[1:] if not one.has_moved)
