"""The followed roadmap of the JSON interface: read, taken up, added to, changed, taken out of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Body, Header, Request
from fastapi.responses import JSONResponse
from starlette.responses import Response

from app.domain.follow_up import FollowUp, Undertaking
from app.domain.translation import in_language, languages_of
from app.locale.speech import speaking
from app.services.services import Services
from app.services.views import AssessmentView
from app.web.api_follow_up import (
    DetailsIn,
    FollowUpOut,
    Told,
    UndertakingConflictOut,
    UndertakingIn,
    UndertakingOut,
    check_explained,
    not_completed,
    told_as_problems,
    undertaking_not_found,
)
from app.web.api_frame import BODY, OPENED, Opened, Token, documented, read_version, tagged
from app.web.api_languages import Wanted, WantedOf, told_in
from app.web.api_models import InvalidAnswersOut
from app.web.dependencies import get_services
from app.web.json_route import JsonRoute

router = APIRouter(route_class=JsonRoute, prefix="/assessments/{assessment_id}/follow-up")

_REFUSED: dict[int | str, dict[str, Any]] = {
    422: {"model": InvalidAnswersOut, "description": "invalid-details, invalid-request"},
}


@router.get("", response_model=FollowUpOut, responses=documented(*OPENED, 409, 422))
def read_follow_up(request: Request, assessment_id: Opened, wanted: WantedOf) -> JSONResponse:
    """What is followed, in the person's order, and what the answers propose besides.

    An assessment is followed once it is completed (409 before that).
    """
    services = get_services(request)
    view, follow_up = _read(services, assessment_id)
    with _telling(services, view, wanted) as (told, headers):
        body = told.follow_up(follow_up)
    return JSONResponse(body, headers=tagged(view.version) | headers)


@router.post(
    "",
    status_code=201,
    response_model=UndertakingOut,
    responses={
        200: {"model": UndertakingOut, "description": "Followed before: it stays as it is"},
        **documented(*OPENED, *BODY, 409),
        **_REFUSED,
    },
)
def follow(
    request: Request,
    assessment_id: Opened,
    token: Token,
    asked: Annotated[UndertakingIn, Body()],
    wanted: WantedOf,
) -> JSONResponse:
    """Take up a proposed action (``rule``), or add one of one's own (``do``), after all others."""
    services = get_services(request)
    by = services.assessments.holder_of(token, assessment_id)
    check_explained(asked)
    with told_as_problems():
        known = services.following.of(services.assessments.load(assessment_id))
        if asked.rule is not None:
            one = services.following.take_up(assessment_id, asked.rule, asked.raw, by=by)
        else:
            one = services.following.add(assessment_id, asked.raw, by=by, id_=asked.id)
    status = 201 if known.find(one.id) is None else 200
    return _told(services, assessment_id, one, wanted, status)


@router.get("/{undertaking_id}", response_model=UndertakingOut, responses=documented(*OPENED, 409))
def read_undertaking(
    request: Request, assessment_id: Opened, undertaking_id: str, wanted: WantedOf
) -> JSONResponse:
    """One action that is followed."""
    services = get_services(request)
    _, follow_up = _read(services, assessment_id)
    one = follow_up.find(undertaking_id)
    if one is None:
        raise undertaking_not_found()
    return _told(services, assessment_id, one, wanted)


@router.put(
    "/{undertaking_id}",
    response_model=UndertakingOut,
    responses={
        **documented(*OPENED, *BODY, 409),
        412: {
            "model": UndertakingConflictOut,
            "description": "undertaking-conflict: nothing was changed",
        },
        **_REFUSED,
    },
)
def change_undertaking(
    request: Request,
    assessment_id: Opened,
    token: Token,
    undertaking_id: str,
    asked: Annotated[DetailsIn, Body()],
    wanted: WantedOf,
    if_match: Annotated[
        str | None,
        Header(description="The version of the action last read. Without it, overwrites."),
    ] = None,
) -> JSONResponse:
    """Change all that is said of an action. Sending what is saved again changes nothing."""
    services = get_services(request)
    expected = read_version(if_match)
    by = services.assessments.holder_of(token, assessment_id)
    check_explained(asked)
    with told_as_problems():
        one = services.following.change(assessment_id, undertaking_id, asked.raw, expected, by=by)
    return _told(services, assessment_id, one, wanted)


@router.delete("/{undertaking_id}", status_code=204, responses=documented(*OPENED, 409))
def stop_following(
    request: Request, assessment_id: Opened, token: Token, undertaking_id: str
) -> Response:
    """Take an action out of the follow-up; the history keeps what it says of it."""
    services = get_services(request)
    by = services.assessments.holder_of(token, assessment_id)
    with told_as_problems():
        services.following.remove(assessment_id, undertaking_id, by=by)
    return Response(status_code=204)


def _read(services: Services, assessment_id: str) -> tuple[AssessmentView, FollowUp]:
    view = services.assessments.load(assessment_id)
    follow_up = services.following.of(view)
    if not view.is_completed and not follow_up:
        raise not_completed()
    return view, follow_up


@contextmanager
def _telling(
    services: Services, view: AssessmentView, wanted: Wanted
) -> Iterator[tuple[Told, dict[str, str]]]:
    """Speak the language wanted, where the pathway has it; give what it is told with."""
    language = wanted.among(languages_of(view.edition))
    with speaking(language):
        actions = services.reporting.actions_of(view, language)
        view = replace(view, edition=in_language(view.edition, language))
        today = services.settings.day_of(services.clock())
        yield Told(view, actions, today), told_in(language)


def _told(
    services: Services, assessment_id: str, one: Undertaking, wanted: Wanted, status: int = 200
) -> JSONResponse:
    view = services.assessments.load(assessment_id)
    with _telling(services, view, wanted) as (told, headers):
        body = told.undertaking(one)
    headers |= tagged(one.version)
    if status == 201:
        headers["Location"] = body["links"]["self"]["href"]
    return JSONResponse(body, status, headers)
