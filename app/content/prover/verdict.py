"""What a proof ends with: something to mend in an edition, where it is, and an example of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.domain.diagnosis import Answers

PlaceKind = Literal["pathway", "question", "level", "rule"]


@dataclass(frozen=True, slots=True)
class Place:
    """What a verdict speaks of: the pathway, a question, a level of a node, or a rule."""

    kind: PlaceKind
    id: str = ""
    level: str = ""


PATHWAY = Place("pathway")


@dataclass(frozen=True, slots=True)
class Verdict:
    """One fault found. ``details`` fill the message of its code, see ``messages.py``.

    ``witness`` is a complete answer set that shows it, where there is one.
    """

    code: str
    place: Place
    details: tuple[str, ...] = ()
    witness: Answers | None = None
