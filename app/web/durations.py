"""How a number of days is said. Must not know what lasts that long."""

from __future__ import annotations

from app.locale.speech import ngettext


def days_in_words(days: int) -> str:
    """Return « 2 ans », « 3 mois » or « 45 jours »: the longest unit that says it exactly.

    A month counts for 30 days and a year for 365.
    """
    if days % 365 == 0:
        return ngettext("%(count)s\u00a0an", "%(count)s\u00a0ans", days // 365)
    if days % 30 == 0:
        return ngettext("%(count)s\u00a0mois", "%(count)s\u00a0mois", days // 30)
    return ngettext("%(count)s\u00a0jour", "%(count)s\u00a0jours", days)
