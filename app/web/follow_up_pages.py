"""Builds the pages on which a roadmap is followed: the list, the form of an action, the history.

Must not read the request nor save anything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from itertools import groupby

from app.domain.edition import Edition
from app.domain.follow_up import LIMITS, Details, FollowUp, Progress, Undertaking, dump_details
from app.domain.follow_up_changes import MOST_CHANGES, ChangeKind, FollowUpChange
from app.domain.rules import Horizon
from app.locale.formats import date_words
from app.locale.speech import gettext, mark
from app.report.contexts import ActionView
from app.services.sharing import RoadmapAccess
from app.services.views import AssessmentView
from app.settings import Settings
from app.web import urls
from app.web.assessment_pages import as_spoken
from app.web.contexts import Choice
from app.web.follow_up_contexts import (
    DetailsConflictPage,
    DetailsPage,
    Difference,
    FollowedAction,
    FollowUpPage,
    HistoryEntry,
    HistoryPage,
    ProposedAction,
    RemovePage,
    Tally,
)
from app.web.follow_up_forms import FieldError, GivenDetails, given_of
from app.web.follow_up_words import (
    MEANINGS,
    change_in_words,
    name_field,
    name_horizon,
    name_progress,
    value_in_words,
    who,
)
from app.web.share_pages import SharedBanner

UP, DOWN = "monter", "descendre"
TOLD: dict[str, str] = {
    "prise": mark("C’est pris en charge\u00a0: %(words)s. Dites qui s’en occupe, et pour quand."),
    "ajout": mark("Ajoutée au suivi\u00a0: %(words)s."),
    "change": mark("C’est enregistré\u00a0: %(words)s."),
    "retrait": mark("L’action est retirée du suivi. L’historique en garde la trace."),
    "reprise": mark("Les actions en cours sont reprises dans ce suivi."),
    UP: mark("%(words)s\u00a0: place %(place)s sur %(count)s."),
    DOWN: mark("%(words)s\u00a0: place %(place)s sur %(count)s."),
}
"""What is said after each gesture, by its name in the address."""
TROUBLES: dict[str, str] = {
    "plein": mark("Le suivi est plein. Retirez une action avant d’en prendre une autre."),
    "texte": mark("Il n’y a plus de place pour ces textes. Raccourcissez-en d’abord."),
    "ailleurs": mark(
        "Vos réponses ne mènent plus à cette action\u00a0: elle n’a pas été prise. "
        "Vous pouvez l’ajouter vous-même."
    ),
}
"""Why a gesture did nothing, by its name in the address."""


def follow_up_page(
    follower: RoadmapAccess,
    follow_up: FollowUp,
    proposed: tuple[ActionView, ...],
    today: date,
    *,
    to_carry: int = 0,
    gesture: str = "",
    about: str = "",
    banner: SharedBanner | None = None,
) -> FollowUpPage:
    """Return the list. ``proposed`` are the actions that the answers lead to, by number.

    ``gesture`` is what was just done, to the undertaking or rule ``about``; ``banner`` is for
    whoever came by a share link.
    """
    view = as_spoken(follower.view)
    taken = follow_up.by_rule
    by_rule = {one.id: one for one in proposed}
    actions = tuple(
        _followed(view, one, place, len(follow_up.undertakings), by_rule, today, gesture, about)
        for place, one in enumerate(follow_up, 1)
    )
    left = [one for one in proposed if one.id not in taken]
    counts = Counter(one.details.progress for one in follow_up)
    coming = min(
        (
            one
            for one in follow_up
            if one.details.due and not one.details.progress.is_ended and not one.is_late(today)
        ),
        key=lambda one: one.details.due or today,
        default=None,
    )
    return FollowUpPage(
        id=view.id,
        url=urls.follow_up(view.id),
        back_url=urls.overview(view.id) if follower.is_owner else None,
        may_edit=follower.may_edit,
        share_url=urls.shares(view.id) if follower.is_owner and view.is_completed else None,
        banner=banner,
        actions=actions,
        first=tuple(_proposed(one) for one in left if one.is_first),
        later=tuple(_proposed(one) for one in left if not one.is_first),
        tallies=tuple(
            Tally(progress=one.value, words=name_progress(one), count=counts[one])
            for one in Progress
            if counts[one]
        ),
        late=sum(one.is_late for one in actions),
        next_due=date_words(coming.details.due) if coming and coming.details.due else None,
        next_words=str(coming.words(view.edition)) if coming else "",
        next_id=coming.id if coming else "",
        to_carry=to_carry if follower.may_edit else 0,
        has_history=bool(follow_up) or gesture == "retrait",
        told=_told(gesture, about, actions),
        trouble=gettext(TROUBLES[gesture]) if gesture in TROUBLES else None,
    )


def _followed(
    view: AssessmentView,
    one: Undertaking,
    place: int,
    count: int,
    by_rule: Mapping[str, ActionView],
    today: date,
    gesture: str,
    about: str,
) -> FollowedAction:
    action = by_rule.get(one.rule or "")
    rule = view.edition.rules_by_id.get(one.rule or "")
    details = one.details
    focus = gesture if one.id == about and gesture in (UP, DOWN) else ""
    # At either end only the other button is left.
    if focus and place == 1:
        focus = DOWN
    elif focus and place == count:
        focus = UP
    return FollowedAction(
        id=one.id,
        place=place,
        words=one.words(view.edition),
        is_own=one.rule is None,
        is_past=one.rule is not None and action is None,
        reasons=action.reasons if action else (),
        done_when=rule.action.done_when if rule else None,
        horizon=name_horizon(details.horizon),
        owner=details.owner,
        due=None if details.due is None else date_words(details.due),
        is_late=one.is_late(today),
        progress=details.progress.value,
        progress_words=name_progress(details.progress),
        done=details.done,
        next_step=details.next_step,
        is_first=place == 1,
        is_last=place == count,
        focus=focus,
        url=urls.undertaking(view.id, one.id),
    )


def _proposed(action: ActionView) -> ProposedAction:
    return ProposedAction(
        id=action.id,
        do=action.do,
        who=action.who,
        duration=action.duration,
        horizon=action.horizon,
        reasons=action.reasons,
    )


def _told(gesture: str, about: str, actions: tuple[FollowedAction, ...]) -> str | None:
    if gesture not in TOLD:
        return None
    one = next((each for each in actions if each.id == about), None)
    if one is None:
        return gettext(TOLD[gesture]) if gesture in ("retrait", "reprise") else None
    said = {"words": one.words.rstrip("."), "place": one.place, "count": len(actions)}
    return gettext(TOLD[gesture], **said)


def details_page(
    view: AssessmentView,
    undertaking: Undertaking,
    *,
    given: GivenDetails | None = None,
    version: int | None = None,
    errors: tuple[FieldError, ...] = (),
) -> DetailsPage:
    """Return the form of an action that is followed, with what was just given or else saved."""
    view = as_spoken(view)
    words = str(undertaking.words(view.edition))
    return _form(
        view.edition,
        given or given_of(undertaking.details, words),
        action=urls.undertaking(view.id, undertaking.id),
        back_url=urls.follow_up(view.id),
        words=words,
        rule=undertaking.rule,
        id_=undertaking.id,
        version=undertaking.version if version is None else version,
        errors=errors,
    )


def new_page(
    view: AssessmentView,
    id_: str,
    given: GivenDetails | None = None,
    *,
    errors: tuple[FieldError, ...] = (),
    is_again: bool = False,
) -> DetailsPage:
    """Return the form of an own action to add, which will have the id; see ``DetailsPage``."""
    return _form(
        view.edition,
        given or GivenDetails(),
        action=urls.add_undertaking(view.id),
        back_url=urls.follow_up(view.id),
        words="",
        rule=None,
        id_=id_,
        version=0,
        errors=errors,
        is_new=True,
        is_again=is_again,
    )


def _form(
    edition: Edition,
    given: GivenDetails,
    *,
    action: str,
    back_url: str,
    words: str,
    rule: str | None,
    id_: str,
    version: int,
    errors: tuple[FieldError, ...],
    is_new: bool = False,
    is_again: bool = False,
) -> DetailsPage:
    horizon = given.value("horizon") or Horizon.OPERATIONAL.value
    progress = given.value("progress") or Progress.TO_START.value
    return DetailsPage(
        action=action,
        back_url=back_url,
        words=words,
        is_own=rule is None or rule not in edition.rules_by_id,
        is_new=is_new,
        is_again=is_again,
        id=id_,
        version=version,
        given=given,
        horizons=tuple(
            Choice(id=one.value, label=name_horizon(one), is_chosen=one == horizon)
            for one in Horizon
        ),
        statuses=tuple(
            Choice(
                id=one.value,
                label=name_progress(one),
                hint=gettext(meaning),
                is_chosen=one == progress,
            )
            for one, meaning in MEANINGS.items()
        ),
        limits=LIMITS,
        errors=errors,
    )


def conflict_page(
    view: AssessmentView,
    undertaking: Undertaking,
    given: GivenDetails,
    yours: Details,
    theirs: Details,
) -> DetailsConflictPage:
    """Return the page that shows both versions, and lets the person choose."""
    view = as_spoken(view)
    mine, saved = dump_details(yours), dump_details(theirs)
    return DetailsConflictPage(
        words=str(undertaking.words(view.edition)),
        action=urls.undertaking(view.id, undertaking.id),
        back_url=urls.follow_up(view.id),
        differences=tuple(
            Difference(
                name=name_field(one.name),
                yours=_or_nothing(one.name, mine[one.name]),
                theirs=_or_nothing(one.name, saved[one.name]),
            )
            for one in fields(Details)
            if mine[one.name] != saved[one.name]
        ),
        given=given,
        current_version=undertaking.version,
    )


def _or_nothing(field: str, value: str | None) -> str:
    return value_in_words(field, value or "") or gettext("Rien")


def remove_page(view: AssessmentView, undertaking: Undertaking) -> RemovePage:
    """Return the page that asks before an action is taken out."""
    view = as_spoken(view)
    return RemovePage(
        words=str(undertaking.words(view.edition)),
        action=f"{urls.undertaking(view.id, undertaking.id)}/retirer",
        back_url=urls.follow_up(view.id),
        is_own=undertaking.rule is None,
    )


def history_page(
    follower: RoadmapAccess, history: tuple[FollowUpChange, ...], settings: Settings
) -> HistoryPage:
    """Return the history, the last change first; what was saved at once stands together."""
    view = follower.view
    entries = [
        HistoryEntry(
            at=settings.moment_of(at),
            who=who(by_whom),
            words=(told := tuple(changes))[-1].words,
            what=tuple(change_in_words(one) for one in reversed(told)),
        )
        for (at, by_whom, _), changes in groupby(
            history, lambda one: (one.at, one.by_whom, one.undertaking)
        )
    ]
    has_more = any(one.kind is not ChangeKind.CLEARED for one in history)
    own = urls.follow_up_history(view.id)
    return HistoryPage(
        back_url=urls.follow_up(view.id),
        entries=tuple(entries),
        most=MOST_CHANGES,
        clear_url=f"{own}/effacer" if follower.is_owner and has_more else None,
    )
