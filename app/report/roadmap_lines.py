"""The roadmap as a table to carry away: a line for each action, those taken up first.

Words and values only: must not know in which kind of file they are written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from app.domain.edition import Edition
from app.domain.follow_up import FollowUp, Progress, Undertaking
from app.domain.rules import Horizon, Rule
from app.locale.speech import gettext, mark
from app.report import wording
from app.report.actions import describe_resource
from app.report.contexts import ActionView, Report, ResourceView


class Origin(StrEnum):
    """Where a line comes from."""

    TAKEN_UP = "taken_up"
    ADDED = "added"
    """By hand."""
    PROPOSED = "proposed"
    """By the diagnosis; nobody has taken it up."""


ORIGINS = {
    Origin.TAKEN_UP: mark("Suivie"),
    Origin.ADDED: mark("Ajoutée"),
    Origin.PROPOSED: mark("Proposée"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """An action: what the diagnosis says of it, and what people say of it.

    ``number`` counts from 1. ``rule`` is the id of the rule whose action it is, None for one added
    by hand; ``reasons`` are empty where the answers, as they now are, do not call for it.
    ``progress`` is None for an action that nobody has taken up. ``resources`` keep the order of the
    rule.
    """

    number: int
    origin: Origin
    rule: str | None
    do: str
    dimension: str
    horizon: Horizon
    reasons: tuple[str, ...]
    advised: str
    owner: str
    due: date | None
    progress: Progress | None
    done: str
    next_step: str
    done_when: str
    resources: tuple[ResourceView, ...]
    effort: str
    duration: str

    @property
    def is_past(self) -> bool:
        """Whether it was taken up, and the answers do not lead to it any more."""
        return self.origin is Origin.TAKEN_UP and not self.reasons

    @property
    def origin_words(self) -> str:
        """Where it comes from, in the language spoken."""
        return gettext(ORIGINS[self.origin])

    @property
    def horizon_words(self) -> str:
        """When it bears fruit, in the language spoken."""
        title, span, _ = map(gettext, wording.HORIZONS[self.horizon])
        return gettext("%(title)s : %(span)s", title=title, span=span)

    @property
    def progress_words(self) -> str:
        """How it goes, in the language spoken; nothing for what nobody has taken up."""
        return "" if self.progress is None else gettext(wording.PROGRESS[self.progress])


def list_lines(edition: Edition, report: Report, follow_up: FollowUp) -> tuple[Line, ...]:
    """Return the lines: what is taken up, in the person's order, then what is only proposed.

    Args:
        edition: that of the report, read in its language, which is the one spoken.
        report: the words of the diagnosis.
        follow_up: what people say of the actions they carry out.
    """
    every = (action for group in report.horizons for action in group.actions)
    proposed = {one.id: one for one in sorted(every, key=lambda one: one.number)}
    taken = follow_up.by_rule
    lines = [_carried(edition, proposed, one) for one in follow_up]
    lines += [
        _of_rule(edition, edition.rules_by_id[id_], proposed)
        for id_ in proposed
        if id_ not in taken
    ]
    return tuple(replace(line, number=number) for number, line in enumerate(lines, 1))


def _carried(
    edition: Edition, proposed: Mapping[str, ActionView], undertaking: Undertaking
) -> Line:
    said = undertaking.details
    rule = edition.rules_by_id.get(undertaking.rule) if undertaking.rule else None
    if rule is None:
        line = _added(said.do, said.horizon)
    else:
        line = replace(_of_rule(edition, rule, proposed), origin=Origin.TAKEN_UP)
    return replace(
        line,
        owner=said.owner,
        due=said.due,
        progress=said.progress,
        done=said.done,
        next_step=said.next_step,
    )


def _of_rule(edition: Edition, rule: Rule, proposed: Mapping[str, ActionView]) -> Line:
    """Return the line of a rule's action, with its reasons where the diagnosis calls for it."""
    view = proposed.get(rule.id)
    return Line(
        number=0,
        origin=Origin.PROPOSED,
        rule=rule.id,
        do=str(rule.action.do),
        dimension=str(edition.questionnaire.title_of(rule.dimension)),
        horizon=rule.horizon,
        reasons=() if view is None else tuple(map(str, view.reasons)),
        advised=str(rule.action.who),
        owner="",
        due=None,
        progress=None,
        done="",
        next_step="",
        done_when=str(rule.action.done_when),
        resources=view.resources
        if view is not None
        else tuple(describe_resource(edition.resources_by_id[one]) for one in rule.recommend),
        effort=gettext(wording.EFFORTS[rule.effort]),
        duration=str(rule.action.duration),
    )


def _added(do: str, horizon: Horizon) -> Line:
    return Line(
        number=0,
        origin=Origin.ADDED,
        rule=None,
        do=do,
        dimension="",
        horizon=horizon,
        reasons=(),
        advised="",
        owner="",
        due=None,
        progress=None,
        done="",
        next_step="",
        done_when="",
        resources=(),
        effort="",
        duration="",
    )
