"""Text corrections in words: what a page, a PDF or JSON says of those that it shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.domain.errata import Erratum
from app.locale.formats import date_words, quote
from app.locale.speech import gettext


def tell_corrections(errata: Iterable[Erratum]) -> tuple[str, ...]:
    """Return one sentence for each correction: the author's note, or both texts, and the date."""
    told = []
    for one in errata:
        both = gettext(
            "%(before)s devient %(after)s", before=quote(one.before), after=quote(one.after)
        )
        words = one.note.rstrip(".") if one.note else both
        told.append(f"{words} ({date_words(one.date)}).")
    return tuple(told)


def corrections_out(errata: Iterable[Erratum]) -> list[dict[str, Any]]:
    """Return the JSON form of the corrections that were applied."""
    return [
        {
            "date": one.date.isoformat(),
            one.part: one.id,
            "key": one.key,
            "before": one.before,
            "after": one.after,
            "note": one.note,
        }
        for one in errata
    ]
