"""How what people say of their actions is worded: statuses, fields, dates, and what changed.

Must not know where any of it is shown.
"""

from __future__ import annotations

from datetime import date

from app.domain.follow_up import Progress
from app.domain.follow_up_changes import EARLIER, ChangeKind, FollowUpChange
from app.domain.rules import Horizon
from app.locale.formats import date_words, quote
from app.locale.speech import gettext, mark
from app.report.wording import HORIZONS, PROGRESS

MEANINGS: dict[Progress, str] = {
    Progress.TO_START: mark("C’est décidé, mais pas encore commencé."),
    Progress.VERY_SATISFACTORY: mark("C’est fait, ou au-delà de ce que vous espériez."),
    Progress.SATISFACTORY: mark("Cela avance comme prévu."),
    Progress.DELAY_EXPLAINED: mark(
        "Cela prend du retard, et vous savez pourquoi\u00a0: dites-le plus bas."
    ),
    Progress.NO_LEVER: mark("Vous ne voyez pas encore ce qui la ferait avancer."),
    Progress.ABANDONED: mark(
        "Vous avez décidé de ne pas la faire. Elle reste au suivi, pour mémoire."
    ),
}
"""What each status means."""
FIELDS: dict[str, str] = {
    "do": mark("L’action"),
    "horizon": mark("Horizon"),
    "owner": mark("Qui s’en charge"),
    "due": mark("Échéance"),
    "progress": mark("Avancement"),
    "done": mark("Ce qui a été fait"),
    "next_step": mark("Prochaine étape"),
}
"""The name of each field of ``Details``."""


def name_progress(progress: Progress) -> str:
    """Return « Retard expliqué »."""
    return gettext(PROGRESS[progress])


def name_horizon(horizon: Horizon) -> str:
    """Return « Opérationnel : 3 à 9 mois »."""
    title, span, _ = map(gettext, HORIZONS[horizon])
    return gettext("%(title)s\u00a0: %(span)s", title=title, span=span)


def name_field(field: str) -> str:
    """Return « Échéance »."""
    return gettext(FIELDS[field])


def value_in_words(field: str, value: str) -> str:
    """Return what stands in a field, given as ``dump_details`` writes it; empty for nothing."""
    if not value:
        return ""
    match field:
        case "progress":
            return name_progress(Progress(value))
        case "horizon":
            return name_horizon(Horizon(value))
        case "due":
            return date_words(date.fromisoformat(value))
    return value


def change_in_words(change: FollowUpChange) -> str:
    """Return what was done, in one sentence that follows the words of the action."""
    match change.kind:
        case ChangeKind.TAKEN_UP:
            return gettext("Prise en charge.")
        case ChangeKind.ADDED:
            return gettext("Ajoutée à la main.")
        case ChangeKind.REMOVED:
            return gettext("Retirée du suivi.")
        case ChangeKind.MOVED:
            return gettext(
                "Passée de la place %(before)s à la place %(after)s.",
                before=change.before,
                after=change.after,
            )
        case ChangeKind.CLEARED:
            return gettext("Ce que l’historique disait jusque-là a été effacé.")
        case ChangeKind.CARRIED if change.field == EARLIER:
            return gettext("Reprise du point précédent.")
        case ChangeKind.CARRIED:
            return gettext("Reprise d’un fichier.")
        case ChangeKind.CHANGED:
            return _moved_on(change)


def _moved_on(change: FollowUpChange) -> str:
    before, after = (value_in_words(change.field, one) for one in (change.before, change.after))
    said = {"field": name_field(change.field), "before": quote(before), "after": quote(after)}
    if not before:
        return gettext("%(field)s\u00a0: %(after)s, rien auparavant.", **said)
    if not after:
        return gettext("%(field)s\u00a0: plus rien, %(before)s auparavant.", **said)
    return gettext("%(field)s\u00a0: de %(before)s à %(after)s.", **said)


def who(by_whom: str) -> str:
    """Return who changed something: the label of a share link, or who holds the resume link."""
    return by_whom or gettext("Avec le lien de reprise")
