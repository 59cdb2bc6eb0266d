"""Text corrections in words: what a page, a PDF or JSON says of those that it shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.domain.errata import Erratum
from app.report.french import date_fr, quote_fr


def tell_corrections(errata: Iterable[Erratum]) -> tuple[str, ...]:
    """Return one sentence for each correction: the author's note, or both texts, and the date."""
    told = []
    for one in errata:
        both = f"{quote_fr(one.before)} devient {quote_fr(one.after)}"
        words = one.note.rstrip(".") if one.note else both
        told.append(f"{words} ({date_fr(one.date)}).")
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
