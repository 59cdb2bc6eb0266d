"""The one place that decides who may see what; every route declares one of these rules.

An assessment is open to whoever has whole access (``may_see_assessment``); its roadmap also to
whoever came by a share link, to read (``may_read_roadmap``) or to edit (``may_edit_roadmap``). What
changes a roadmap is given ``RoadmapAccess.by``, which is asked again where the change is written.

Whoever may not see an assessment is told exactly what is told of one that does not exist.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Annotated, TypeVar

from fastapi import Depends, FastAPI, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts
from starlette.routing import Mount

from app.services.errors import AssessmentNotFound, RoadmapReadOnly
from app.services.sharing import RoadmapAccess
from app.services.views import AssessmentView
from app.web.dependencies import get_services
from app.web.visitor import visit_token

Rule = TypeVar("Rule", bound=Callable[..., object])


class NotForYou(Exception):
    """What was asked for does not exist, or not for this browser: told as the same 404."""


def access_rule(rule: Rule) -> Rule:
    """Mark a dependency as a rule of access, so that ``routes_without_rule`` knows it."""
    rule.is_access_rule = True  # type: ignore[attr-defined]
    return rule


@access_rule
async def public() -> None:
    """Anyone may see this."""


@access_rule
async def visit_of(request: Request) -> str:
    """Return the visit of this browser, which says nothing yet of what it may see.

    Raises:
        NotForYou: if it has none.
    """
    token = visit_token(request)
    if token is None:
        raise NotForYou
    return token


VisitOf = Annotated[str, Depends(visit_of)]
"""For the routes that have the visit checked where they save, in the same transaction."""


@access_rule
def may_see_assessment(request: Request, assessment_id: str, token: VisitOf) -> AssessmentView:
    """Return the assessment if this browser was granted it whole; no share link ever does that.

    Raises:
        NotForYou: if it was not, or if there is no such assessment.
    """
    try:
        return get_services(request).visits.load(token, assessment_id)
    except AssessmentNotFound:
        raise NotForYou from None


@access_rule
def may_read_roadmap(request: Request, assessment_id: str, token: VisitOf) -> RoadmapAccess:
    """Return the assessment and what this browser may do with its roadmap: at least read it.

    Raises:
        NotForYou: if it has neither whole access nor a share link that holds, or if there is no
            such assessment.
    """
    try:
        return get_services(request).sharing.access_of(token, assessment_id)
    except AssessmentNotFound:
        raise NotForYou from None


@access_rule
def may_edit_roadmap(
    access: Annotated[RoadmapAccess, Depends(may_read_roadmap)],
) -> RoadmapAccess:
    """Return the same if this browser may change the follow-up.

    Raises:
        NotForYou: if it may not even read it.
        RoadmapReadOnly: if it may read it only, which it knows.
    """
    if not access.may_edit:
        raise RoadmapReadOnly
    return access


def routes_without_rule(app: FastAPI) -> Iterator[str]:
    """Yield the path of each route that declares no rule of access; mounted files need none."""
    for route in iter_route_contexts(app.routes):
        if not isinstance(route.original_route, Mount) and not _has_rule(route.dependant):
            yield str(route.path)


def _has_rule(dependant: Dependant) -> bool:
    return any(
        getattr(below.call, "is_access_rule", False) or _has_rule(below)
        for below in dependant.dependencies
    )


PUBLIC = Depends(public)
Assessment = Annotated[AssessmentView, Depends(may_see_assessment)]
RoadmapToRead = Annotated[RoadmapAccess, Depends(may_read_roadmap)]
RoadmapToEdit = Annotated[RoadmapAccess, Depends(may_edit_roadmap)]
