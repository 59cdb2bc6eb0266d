"""How numbers, dates and lists are written in the language spoken. Must not know what is written.

French keeps the no-break spaces and the « 1er » that its typographers ask for.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from app.domain.texts import ForeignText
from app.locale.speech import FRENCH, current_language, gettext

NBSP = "\u00a0"
"""No-break space: in French before : and inside « »."""
NNBSP = "\u202f"
"""Narrow no-break space: in French between groups of three digits."""

_LOCALES = {"fr": "fr_FR", "en": "en_GB"}


def date_words(value: date | datetime) -> str:
    """Return « 1er mars 2026 », “1 March 2026”: the day, the month in full, the year."""
    return _date(value, "d MMMM y")


def short_date_words(value: date | datetime) -> str:
    """Return « 1er sept. 2026 », “1 Sept 2026”, for a narrow column."""
    return _date(value, "d MMM y")


def _date(value: date | datetime, pattern: str) -> str:
    # Here alone: what knows every calendar takes its time to import.
    from babel.dates import format_date

    text = format_date(value, pattern, locale=_LOCALES[current_language()])
    if current_language() == FRENCH and value.day == 1:
        text = text.replace("1 ", "1er ", 1)
    return text.replace(" ", NBSP)


def moment_words(value: datetime) -> str:
    """Return « 1er mars 2026 à 9 h 05 », “1 March 2026 at 9:05”, as the clock on the wall says."""
    hour = f"{value:%M}"
    if current_language() == FRENCH:
        hour = f"{value.hour}{NBSP}h{NBSP}{hour}"
    else:
        hour = f"{value.hour}:{hour}"
    return gettext("%(day)s à %(hour)s", day=date_words(value), hour=hour)


def number(value: float | Decimal, decimals: int | None = None) -> str:
    """Return « 1 234,5 », “1,234.5”.

    Without ``decimals`` the number keeps the decimals it has, none when it is whole.
    """
    exact = Decimal(str(value))
    if decimals is None:
        text = format(exact.normalize() + 0, ",f")
    else:
        text = format(exact, f",.{decimals}f")
    if current_language() == FRENCH:
        text = text.replace(",", NNBSP).replace(".", ",")
    return text.replace("-", "\u2212")


def percent(value: float | Decimal) -> str:
    """Return a part of one (0–1) as a whole percentage: « 42 % », “42%”."""
    space = NBSP if current_language() == FRENCH else ""
    return f"{number(round(Decimal(str(value)) * 100), 0)}{space}%"


def join_words(words: Sequence[str]) -> str:
    """Return « a, b et c », “a, b and c”; an empty string for no word."""
    if len(words) < 2:
        return "".join(words)
    return gettext("%(first)s et %(last)s", first=", ".join(words[:-1]), last=words[-1])


def colon() -> str:
    """Return what stands after a word that introduces another: « : », after a space in French."""
    return f"{NBSP}:" if current_language() == FRENCH else ":"


def semicolon() -> str:
    """Return what stands between parts of a list: « ; » after a space in French."""
    return f"{NBSP}; " if current_language() == FRENCH else "; "


def quote(words: str) -> str:
    """Return the words between quotation marks, unless they stand in some already."""
    if words.startswith(("«", "“")):
        return words
    opening, closing = (f"«{NBSP}", f"{NBSP}»") if current_language() == FRENCH else ("“", "”")
    return like(words, f"{opening}{words}{closing}")


def lower_first(words: str) -> str:
    """Return the words with a lower-case first letter, unless they open with an acronym or “I”."""
    if len(words) > 1 and (words[1].isupper() or words.startswith(("I ", "I’"))):
        return words
    return like(words, words[:1].lower() + words[1:])


def upper_first(words: str) -> str:
    """Return the words with a capital first letter."""
    return like(words, words[:1].upper() + words[1:])


def sentence(words: str) -> str:
    """Return the words as a sentence: a capital, and a full stop unless it already ends."""
    text = words.strip()
    text = text[:1].upper() + text[1:]
    ends = text.endswith((".", "!", "?", "…", ".\u00a0»", ".”"))
    return like(words, text if ends else f"{text}.")


def like(words: str, text: str) -> str:
    """Return a text made from some words, in their language where that is not the one spoken."""
    return words.like(text) if isinstance(words, ForeignText) else text
