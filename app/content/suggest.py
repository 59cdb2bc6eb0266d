"""« Vouliez-vous dire … ? »: the nearest known word to one that is not; decides nothing else."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_LONGEST = 80
_LISTED = 15


def nearest(given: str, known: Iterable[str]) -> str | None:
    """Return the known word that looks most like the given one, or None."""
    folded = {_fold(word): word for word in known}
    letters = sorted(_fold(given[:_LONGEST]))
    swapped = next((word for word in folded if sorted(word) == letters), None)
    if swapped is not None:
        return folded[swapped]
    close = difflib.get_close_matches(_fold(given[:_LONGEST]), folded, n=1, cutoff=0.6)
    return folded[close[0]] if close else None


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """Return « Vouliez-vous dire … ? » after a space, or nothing when no word is near."""
    word = nearest(given, known)
    return f" Vouliez-vous dire « {word} » ?" if word else ""


def listed(words: Iterable[str]) -> str:
    """Return the first words of a list, in their order, and how many there are beside."""
    every = list(words)
    shown = ", ".join(every[:_LISTED])
    beside = len(every) - _LISTED
    return f"{shown}… ({beside} de plus)" if beside > 0 else shown


def short(text: object) -> str:
    """Return a value as it may stand in a message: one line, not too long."""
    flat = " ".join(str(text)[:200].split())
    return flat if len(flat) <= 60 else flat[:59] + "…"


def _fold(word: str) -> str:
    return word.lower().replace("_", "-")
