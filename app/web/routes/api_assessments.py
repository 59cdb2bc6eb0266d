"""Assessments of the JSON interface: started, restored, read, completed, done again, erased."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Header, Request
from fastapi.responses import JSONResponse
from starlette.responses import Response

from app.locale.speech import LANGUAGES
from app.services import secrets
from app.services.errors import QuestionnaireNotFound
from app.services.views import Started
from app.web import problems
from app.web.api_frame import BODY, OPENED, PUBLIC, Opened, documented, read_version, tagged
from app.web.api_languages import WantedOf
from app.web.api_models import (
    AssessmentOut,
    MovedOut,
    RestoredOut,
    StartedOut,
    StartRequest,
)
from app.web.api_words import (
    API,
    FROM_RECORD,
    assessment_out,
    fate_out,
    links_of,
    note_out,
)
from app.web.dependencies import get_services
from app.web.json_route import JsonRoute

router = APIRouter(route_class=JsonRoute)


@router.post(
    "/assessments",
    dependencies=PUBLIC,
    status_code=201,
    response_model=StartedOut,
    responses={
        200: {"model": StartedOut, "description": "Started before, under the same key"},
        **documented(*BODY, 409, 429, 503),
    },
)
def start_assessment(
    request: Request,
    asked: Annotated[StartRequest, Body()],
    idempotency_key: Annotated[
        str | None,
        Header(
            description="A random UUID, or 22 to 128 letters, digits, hyphens and underscores. "
            "Sent again within a day, it gives the same assessment and the same token instead of "
            "another assessment (200). Keep it as secret as the token: only its hash is stored."
        ),
    ] = None,
) -> JSONResponse:
    """Start an assessment, on the edition of the questionnaire that is offered now."""
    if idempotency_key is not None and not secrets.is_key(idempotency_key):
        raise problems.bad_key()
    services = get_services(request)
    try:
        started = services.assessments.start(asked.questionnaire, idempotency_key)
    except QuestionnaireNotFound:
        offered = list(services.library.editions)
        raise problems.unknown_questionnaire(asked.questionnaire, offered) from None
    return _started(started)


async def read_file(request: Request) -> bytes:
    """Return the whole body, a PDF or JSON as its type says.

    Raises:
        Problem: 415, if it says anything else.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in RESTORED_TYPES:
        raise problems.wrong_file_type()
    return await request.body()


RESTORED_TYPES = ("application/pdf", "application/json")


@router.post(
    FROM_RECORD.removeprefix(API),
    dependencies=PUBLIC,
    status_code=201,
    response_model=RestoredOut,
    responses=documented(*BODY, 503),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/pdf": {"schema": {"type": "string", "format": "binary"}},
                "application/json": {"schema": {"type": "object"}},
            },
        }
    },
)
def restore_assessment(
    request: Request, file: Annotated[bytes, Depends(read_file)]
) -> JSONResponse:
    """Start an assessment with the answers of a roadmap (PDF), of its record, or of a filled form.

    It is pinned to the edition that the answers were given to where that is known here, else to the
    one offered now. ``followed`` is how many actions are followed again. ``notes`` says what was
    not simply restored, word for word.
    """
    restored = get_services(request).restoring.restore(file)
    view, links = restored.started.assessment, links_of(restored.started.assessment.id)
    body = {
        "id": view.id,
        "reference": view.reference,
        "questionnaire": view.edition.questionnaire.id,
        "edition": view.edition.hash,
        "token": restored.started.secret,
        "links": links,
        "same_edition": restored.notes.is_same_edition,
        "answered": len(view.answers),
        "followed": restored.actions,
        "notes": [note_out(note) for note in restored.notes.notes],
    }
    return JSONResponse(body, 201, {"Location": links["self"]["href"]})


@router.get(
    "/assessments/{assessment_id}", response_model=AssessmentOut, responses=documented(*OPENED)
)
def read_assessment(request: Request, assessment_id: Opened) -> JSONResponse:
    """An assessment with its answers."""
    services = get_services(request)
    view = services.assessments.load(assessment_id)
    return JSONResponse(assessment_out(services, view), headers=tagged(view.version))


@router.delete("/assessments/{assessment_id}", status_code=204, responses=documented(*OPENED))
def erase_assessment(request: Request, assessment_id: Opened) -> Response:
    """Erase an assessment and all its answers, at once and for good."""
    get_services(request).assessments.erase(assessment_id)
    return Response(status_code=204)


@router.post(
    "/assessments/{assessment_id}/complete",
    response_model=AssessmentOut,
    responses=documented(*OPENED, 409, 422),
)
def complete_assessment(request: Request, assessment_id: Opened, wanted: WantedOf) -> JSONResponse:
    """Say that the questionnaire is done; answers can still be changed. Again changes nothing.

    Answers carried from an earlier assessment are to be confirmed first: sent again, or others.

    The roadmap is printed ahead, in the language wanted.
    """
    services = get_services(request)
    view = services.assessments.complete(assessment_id)
    services.printing.prepare(view, wanted.among(LANGUAGES))
    return JSONResponse(assessment_out(services, view), headers=tagged(view.version))


@router.post(
    "/assessments/{assessment_id}/edition",
    response_model=MovedOut,
    responses=documented(*OPENED, 400, 409, 412),
)
def move_assessment(
    request: Request,
    assessment_id: Opened,
    if_match: Annotated[
        str | None,
        Header(description="The version of the assessment last read. Without it, takes what is."),
    ] = None,
) -> JSONResponse:
    """Take a draft to the edition offered now, with its answers; say what became of each.

    What has no place there is set aside, as it was given. A completed assessment keeps its edition
    (409). A draft that is on the offered edition stays as it is.
    """
    services = get_services(request)
    view, fates = services.carrying.move(assessment_id, read_version(if_match))
    body = {
        "assessment": assessment_out(services, view),
        "answers": [fate_out(fate) for fate in fates],
    }
    return JSONResponse(body, headers=tagged(view.version))


@router.post(
    "/assessments/{assessment_id}/repeat",
    status_code=201,
    response_model=StartedOut,
    responses={
        200: {"model": StartedOut, "description": "Started before, under the same key"},
        **documented(*OPENED, 400, 409),
    },
)
def repeat_assessment(
    request: Request,
    assessment_id: Opened,
    idempotency_key: Annotated[
        str | None, Header(description="As where an assessment is started.")
    ] = None,
) -> JSONResponse:
    """Start a new assessment on the edition offered now, with the answers of a completed one.

    Each answer is to be confirmed (``to_confirm``): send it again, or another. The completed one
    stays as it is; one that is not completed is refused (409).
    """
    if idempotency_key is not None and not secrets.is_key(idempotency_key):
        raise problems.bad_key()
    return _started(get_services(request).carrying.repeat(assessment_id, idempotency_key))


def _started(started: Started) -> JSONResponse:
    view = started.assessment
    links = links_of(view.id)
    body = {
        "id": view.id,
        "reference": view.reference,
        "questionnaire": view.edition.questionnaire.id,
        "edition": view.edition.hash,
        "token": started.secret,
        "links": links,
    }
    status = 201 if started.is_new else 200
    return JSONResponse(body, status, {"Location": links["self"]["href"]})
