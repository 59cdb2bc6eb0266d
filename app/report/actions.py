"""From recommendations and the roadmap to their words. Must not rank anything."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.diagnosis import Action, Reason
from app.domain.resource import Resource, ResourceKind
from app.domain.rules import Horizon
from app.locale.formats import date_words, join_words
from app.locale.speech import gettext
from app.report import wording
from app.report.contexts import (
    ActionView,
    HorizonGroup,
    KindGroup,
    RecommendationView,
    ResourceView,
    SourceNote,
)
from app.report.standing import Subject


def web_address(url: str | None) -> str | None:
    """Return the address when it is one of the web, else None: nothing else becomes a link."""
    return url if url is not None and url.startswith(("http://", "https://")) else None


def describe_resource(resource: Resource) -> ResourceView:
    """Return a resource in words."""
    url = web_address(resource.url)
    return ResourceView(
        id=resource.id,
        kind=resource.kind.value,
        kind_label=gettext(wording.KINDS[resource.kind][1]),
        title=resource.title,
        origin=f"{resource.publisher}, {resource.year}" if resource.year else resource.publisher,
        summary=resource.summary,
        not_covered=resource.not_covered,
        use=gettext(
            "pour %(uses)s", uses=join_words([gettext(wording.USES[use]) for use in resource.use])
        ),
        access=gettext(wording.ACCESS[resource.access]),
        effort=gettext(wording.EFFORTS[resource.effort]),
        url=url,
        address_note=_address_note(resource) if url else None,
        source=SourceNote(resource.source.document, resource.source.place),
    )


def _address_note(resource: Resource) -> str:
    if resource.url_checked is not None:
        return gettext("adresse vérifiée le %(date)s", date=date_words(resource.url_checked))
    if resource.url_cited_in is not None:
        return gettext("adresse citée en %(year)s, non vérifiée", year=resource.url_cited_in)
    return gettext("adresse non vérifiée")


def because(reasons: Sequence[Reason]) -> tuple[str, ...]:
    """Return the sentences of the reasons, each once, in order."""
    return tuple(dict.fromkeys(reason.text for reason in reasons))


def list_actions(
    subject: Subject,
) -> tuple[tuple[ActionView, ...], tuple[HorizonGroup, ...]]:
    """Return the first actions, then every horizon that has any action, first ones included.

    Numbers run through the first actions, then through the later ones by horizon.
    """
    roadmap = subject.diagnosis.roadmap
    later = [action for horizon in Horizon for action in roadmap.later.get(horizon, ())]
    numbered = [
        _describe_action(subject, action, number, is_first=number <= len(roadmap.first))
        for number, action in enumerate([*roadmap.first, *later], 1)
    ]
    horizon_of = {action.id: action.horizon for action in [*roadmap.first, *later]}
    groups = []
    for horizon in Horizon:
        own = tuple(action for action in numbered if horizon_of[action.id] is horizon)
        if own:
            title, span, purpose = map(gettext, wording.HORIZONS[horizon])
            groups.append(HorizonGroup(horizon.value, title, span, purpose, own))
    return tuple(numbered[: len(roadmap.first)]), tuple(groups)


def _describe_action(
    subject: Subject, action: Action, number: int, *, is_first: bool
) -> ActionView:
    edition = subject.edition
    title, span, _ = map(gettext, wording.HORIZONS[action.horizon])
    return ActionView(
        number=number,
        id=action.id,
        is_first=is_first,
        do=action.do,
        who=action.who,
        duration=action.duration,
        done_when=action.done_when,
        dimension=edition.questionnaire.title_of(action.dimension),
        horizon=gettext("%(title)s : %(span)s", title=title, span=span),
        effort=gettext(wording.EFFORTS[action.effort]),
        reasons=because(action.reasons),
        resources=tuple(
            describe_resource(edition.resources_by_id[one]) for one in action.resources
        ),
        ranking=action.rank.explanation,
    )


def group_recommendations(
    subject: Subject, horizons: Sequence[HorizonGroup]
) -> tuple[KindGroup, ...]:
    """Return all recommendations, best first, under each kind that has any."""
    edition = subject.edition
    called_for: dict[str, list[int]] = {}
    for action in sorted(
        (action for horizon in horizons for action in horizon.actions), key=lambda one: one.number
    ):
        for resource in action.resources:
            called_for.setdefault(resource.id, []).append(action.number)
    groups = []
    for kind in ResourceKind:
        own = tuple(
            RecommendationView(
                position=one.rank.position,
                resource=describe_resource(edition.resources_by_id[one.resource]),
                reasons=because(one.reasons),
                ranking=one.rank.explanation,
                actions=tuple(called_for.get(one.resource, ())),
            )
            for one in subject.diagnosis.recommendations
            if one.kind is kind
        )
        if own:
            title, _, introduction = map(gettext, wording.KINDS[kind])
            groups.append(KindGroup(kind.value, title, introduction, own))
    return tuple(groups)
