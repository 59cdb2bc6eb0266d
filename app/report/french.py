"""How numbers, dates and lists are written in French. Must not know what a report holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

NBSP = "\u00a0"
"""No-break space: before : and inside « »."""
NNBSP = "\u202f"
"""Narrow no-break space: between groups of three digits."""

_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


def date_fr(value: date | datetime) -> str:
    """Return « 1er mars 2026 »: the day, the month in full, the year."""
    day = "1er" if value.day == 1 else str(value.day)
    return f"{day}{NBSP}{_MONTHS[value.month - 1]}{NBSP}{value.year}"


def number_fr(value: float | Decimal, decimals: int | None = None) -> str:
    """Return the number with a decimal comma and narrow spaces between thousands.

    Without ``decimals`` the number keeps the decimals it has, none when it is whole.
    """
    exact = Decimal(str(value))
    if decimals is None:
        text = format(exact.normalize() + 0, ",f")
    else:
        text = format(exact, f",.{decimals}f")
    return text.replace(",", NNBSP).replace(".", ",").replace("-", "\u2212")


def percent(value: float | Decimal) -> str:
    """Return a part of one (0–1) as a whole percentage: « 42 % »."""
    return f"{number_fr(round(Decimal(str(value)) * 100), 0)}{NBSP}%"


def plural(count: int, singular: str, several: str | None = None) -> str:
    """Return the count and its noun: « 1 réponse », « 3 réponses », « 0 réponse »."""
    noun = singular if abs(count) < 2 else (several or f"{singular}s")
    return f"{number_fr(count)}{NBSP}{noun}"


def join_fr(words: Sequence[str], last: str = "et") -> str:
    """Return « a, b et c »; an empty string for no word."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def quote_fr(words: str) -> str:
    """Return the words between French quotation marks, unless they stand in some already."""
    if words.startswith("«"):
        return words
    return f"«{NBSP}{words}{NBSP}»"


def lower_first(words: str) -> str:
    """Return the words with a lower-case first letter, unless they open with an acronym."""
    if len(words) > 1 and words[1].isupper():
        return words
    return words[:1].lower() + words[1:]


def upper_first(words: str) -> str:
    """Return the words with a capital first letter."""
    return words[:1].upper() + words[1:]


def sentence(words: str) -> str:
    """Return the words as a sentence: a capital, and a full stop unless it already ends."""
    text = upper_first(words.strip())
    return text if text.endswith((".", "!", "?", "…", ".\u00a0»")) else f"{text}."
