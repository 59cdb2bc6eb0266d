"""A fault, and what must be said of it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Case:
    """A change, the code it must give, and a text on the line where it must be told.

    ``at`` may be ``first>>second``: the first line with the second text after one with the first.
    ``remedy`` is a part of the message or remedy that must be said.
    """

    code: str
    file: str
    old: str
    new: str
    at: str
    remedy: str = ""
    more: tuple[tuple[str, str, str], ...] = field(default=())
    """Further changes: file, old, new."""
    shown_in: str = ""
    """The file the finding is about, if it is not the one changed."""
    spares: bool = False
    """Whether the pathway can be served all the same: it does not rest on what is faulty."""

    @property
    def name(self) -> str:
        return f"{self.code}: {' '.join(self.new.split())[:40]}"
