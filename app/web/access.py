"""The one place that decides who may see what; every route declares one of these rules.

Whoever may not see an assessment is told exactly what is told of one that does not exist.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, TypeVar

from fastapi import Depends, FastAPI, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts
from starlette.routing import Mount

from app.services.errors import AssessmentNotFound
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
"""For the one route that has the visit checked where it saves, in the same transaction."""


@access_rule
def may_see_assessment(request: Request, assessment_id: str, token: VisitOf) -> AssessmentView:
    """Return the assessment if this browser was granted it.

    Raises:
        NotForYou: if it was not, or if there is no such assessment.
    """
    try:
        return get_services(request).visits.load(token, assessment_id)
    except AssessmentNotFound:
        raise NotForYou from None


Assessment = Annotated[AssessmentView, Depends(may_see_assessment)]


@dataclass(frozen=True, slots=True)
class Follower:
    """Who asks to see how a roadmap is followed.

    ``by`` is how the history names them, empty for the holder; ``is_holder`` whether they may see
    all the rest of the assessment too.
    """

    view: AssessmentView
    by: str = ""
    may_edit: bool = False
    is_holder: bool = False


@access_rule
def may_see_follow_up(view: Assessment) -> Follower:
    """Return who asks, if they may see how the roadmap is followed."""
    return Follower(view, may_edit=True, is_holder=True)


Follows = Annotated[Follower, Depends(may_see_follow_up)]


@access_rule
def may_lead_follow_up(follower: Follows) -> Follower:
    """Return who asks, if they may also change it.

    Raises:
        NotForYou: if they may only read.
    """
    if not follower.may_edit:
        raise NotForYou
    return follower


Leads = Annotated[Follower, Depends(may_lead_follow_up)]


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
