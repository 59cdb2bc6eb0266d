"""Puts what people say of the actions they carry out beside the actions of the report.

Must not rank or renumber anything: the roadmap stays that of the diagnosis.
"""

from __future__ import annotations

from dataclasses import replace

from app.domain.edition import Edition
from app.domain.follow_up import Details, FollowUp, Progress
from app.domain.rules import Horizon
from app.locale.formats import lower_first, short_date_words
from app.locale.speech import gettext
from app.report import wording
from app.report.contexts import ActionView, HorizonGroup, OwnAction, Undertaken


def take_up(
    edition: Edition,
    first: tuple[ActionView, ...],
    horizons: tuple[HorizonGroup, ...],
    follow_up: FollowUp,
) -> tuple[tuple[ActionView, ...], tuple[HorizonGroup, ...]]:
    """Return the first actions and the horizons with what is said of them, and own actions too.

    What was taken up and is not in the roadmap any more stands with the own actions. One of them
    whose horizon has no other makes the horizon appear.
    """
    if not follow_up:
        return first, horizons
    known = {rule: describe(one.details) for rule, one in follow_up.by_rule.items()}

    def beside(action: ActionView) -> ActionView:
        return replace(action, undertaken=known.get(action.id))

    groups = {one.id: one for one in horizons}
    own: dict[Horizon, list[OwnAction]] = {}
    numbered = {action.id for group in horizons for action in group.actions}
    for one in follow_up:
        if one.rule not in numbered:
            own.setdefault(one.details.horizon, []).append(
                OwnAction(one.words(edition), describe(one.details))
            )
    told = []
    for horizon in Horizon:
        group = groups.get(horizon.value)
        if group is None and horizon in own:
            title, span, purpose = map(gettext, wording.HORIZONS[horizon])
            group = HorizonGroup(horizon.value, title, span, purpose, ())
        if group is not None:
            actions = tuple(beside(action) for action in group.actions)
            told.append(replace(group, actions=actions, own=tuple(own.get(horizon, ()))))
    return tuple(beside(action) for action in first), tuple(told)


def describe(details: Details) -> Undertaken:
    """Return what is said of an action, in words; an action still to start has no status."""
    started = details.progress is not Progress.TO_START
    return Undertaken(
        owner=details.owner,
        due=short_date_words(details.due) if details.due else "",
        status=lower_first(gettext(wording.PROGRESS[details.progress])) if started else "",
        done=details.done,
        next_step=details.next_step,
    )
