"""How a number of days is said in French. Must not know what lasts that long."""

from __future__ import annotations

from app.report.french import NBSP, plural


def days_in_words(days: int) -> str:
    """Return « 2 ans », « 3 mois » or « 45 jours »: the longest unit that says it exactly.

    A month counts for 30 days and a year for 365.
    """
    if days % 365 == 0:
        return plural(days // 365, "an")
    if days % 30 == 0:
        return f"{days // 30}{NBSP}mois"
    return plural(days, "jour")
