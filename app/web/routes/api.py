"""The JSON interface, ``/api/v1``: the same services as the pages, for programs.

Whoever holds the token of an assessment may do everything with it; a token that opens another
assessment, or none, is told the same as of an assessment that does not exist.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Header, Path, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Match

from app.domain.errors import InvalidAnswers, UnknownQuestion
from app.domain.serialise import canonical_json, diagnosis_to_dict
from app.services.errors import AssessmentNotFound, QuestionnaireNotFound
from app.web import problems
from app.web.access import access_rule, public
from app.web.api_models import (
    AnswerOut,
    AnswerRequest,
    AnswersRequest,
    AssessmentOut,
    ConflictOut,
    InvalidAnswersOut,
    ProblemOut,
    QuestionnaireList,
    QuestionnaireOut,
    StartedOut,
    StartRequest,
)
from app.web.api_words import (
    API,
    answer_out,
    assessment_out,
    links_of,
    questionnaire_out,
    summary_out,
)
from app.web.dependencies import get_services
from app.web.downloads import is_known, print_for, send_pdf
from app.web.json_route import JsonRoute

router = APIRouter(prefix=API, route_class=JsonRoute)

_VERSION = re.compile(r'"(0|[1-9][0-9]{0,8})"')
_KEY = re.compile(r"[A-Za-z0-9_-]{22,128}")


@access_rule
async def token_of(request: Request) -> str:
    """Return the bearer token, which says nothing yet of what it opens; asks no database.

    Raises:
        Problem: 401, if there is none.
    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise problems.no_token()
    return token.strip()


Token = Annotated[str, Depends(token_of)]
"""For the one route that has the token checked where it saves, in the same transaction."""


@access_rule
def bearer_of(
    request: Request,
    assessment_id: Annotated[str, Path(description="the id of the assessment")],
    token: Token,
) -> str:
    """Return the id of an assessment that the bearer token opens.

    Raises:
        AssessmentNotFound: if the token does not open it, or there is no such assessment.
    """
    if not get_services(request).assessments.is_opened_by(assessment_id, token):
        raise AssessmentNotFound
    return assessment_id


Opened = Annotated[str, Depends(bearer_of)]
PUBLIC = [Depends(public)]


def _documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {status: _PROBLEMS[status] for status in statuses}


_PROBLEMS: dict[int, dict[str, Any]] = {
    status: {"model": model, "description": description}
    for status, model, description in (
        (400, ProblemOut, "bad-json, bad-request, bad-version, bad-key"),
        (401, ProblemOut, "no-token: no Authorization header with a bearer token"),
        (404, ProblemOut, "assessment-not-found, also told to a foreign token; unknown-question"),
        (409, ProblemOut, "key-reused"),
        (412, ConflictOut, "answer-conflict, assessment-conflict: nothing was changed"),
        (413, ProblemOut, "too-large: the body is larger than 64 KiB"),
        (415, ProblemOut, "unsupported-media-type: the body is not application/json"),
        (422, InvalidAnswersOut, "invalid-answers, invalid-request, unknown-questionnaire"),
        (503, ProblemOut, "unavailable: nothing was saved, see Retry-After; pdf-busy, pdf-timeout"),
    )
}
_BODY = (400, 413, 415, 422)
_OPENED = (401, 404, 503)


@router.get("/questionnaires", dependencies=PUBLIC, response_model=QuestionnaireList)
def list_questionnaires(request: Request) -> JSONResponse:
    """The questionnaires on offer, in the order shown."""
    editions = get_services(request).library.editions.values()
    return JSONResponse({"questionnaires": [summary_out(edition) for edition in editions]})


@router.get(
    "/questionnaires/{questionnaire_id}",
    dependencies=PUBLIC,
    response_model=QuestionnaireOut,
    responses=_documented(404),
)
def read_questionnaire(request: Request, questionnaire_id: str) -> JSONResponse:
    """Everything that a questionnaire asks, as it is offered now."""
    edition = get_services(request).library.editions.get(questionnaire_id)
    if edition is None:
        raise QuestionnaireNotFound(questionnaire_id)
    return JSONResponse(questionnaire_out(edition))


@router.post(
    "/assessments",
    dependencies=PUBLIC,
    status_code=201,
    response_model=StartedOut,
    responses={
        200: {"model": StartedOut, "description": "Started before, under the same key"},
        **_documented(*_BODY, 409, 503),
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
    if idempotency_key is not None and not _is_key(idempotency_key):
        raise problems.bad_key()
    services = get_services(request)
    try:
        started = services.assessments.start(asked.questionnaire, idempotency_key)
    except QuestionnaireNotFound:
        offered = list(services.library.editions)
        raise problems.unknown_questionnaire(asked.questionnaire, offered) from None
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


@router.get(
    "/assessments/{assessment_id}", response_model=AssessmentOut, responses=_documented(*_OPENED)
)
def read_assessment(request: Request, assessment_id: Opened) -> JSONResponse:
    """An assessment with its answers."""
    view = get_services(request).assessments.load(assessment_id)
    return JSONResponse(assessment_out(view), headers=_tagged(view.version))


@router.delete("/assessments/{assessment_id}", status_code=204, responses=_documented(*_OPENED))
def erase_assessment(request: Request, assessment_id: Opened) -> Response:
    """Erase an assessment and all its answers, at once and for good."""
    get_services(request).assessments.erase(assessment_id)
    return Response(status_code=204)


@router.get(
    "/assessments/{assessment_id}/answers/{question_id}",
    response_model=AnswerOut,
    responses=_documented(*_OPENED),
)
def read_answer(request: Request, assessment_id: Opened, question_id: str) -> JSONResponse:
    """The answer to one question: null, at version 0, when there is none."""
    view = get_services(request).assessments.load(assessment_id)
    if question_id not in view.edition.questionnaire.items_by_id:
        raise UnknownQuestion(question_id)
    version = view.version_of(question_id)
    body = answer_out(question_id, view.answers.get(question_id), version)
    return JSONResponse(body, headers=_tagged(version))


@router.put(
    "/assessments/{assessment_id}/answers/{question_id}",
    response_model=AnswerOut,
    responses=_documented(*_OPENED, *_BODY, 412),
)
def save_answer(
    request: Request,
    assessment_id: str,
    token: Token,
    question_id: str,
    asked: Annotated[AnswerRequest, Body()],
    if_match: Annotated[
        str | None,
        Header(
            description='The version last read, such as "3" ("0": not answered yet). Without it, '
            "what stands is overwritten."
        ),
    ] = None,
) -> JSONResponse:
    """Save one answer; it is on disk when this is answered. Sending it again changes nothing."""
    services = get_services(request)
    expected = _version(if_match)
    try:
        saved = services.answering.save_answer(
            assessment_id, question_id, asked.value, expected, secret=token
        )
    except InvalidAnswers as error:
        edition = services.assessments.load(assessment_id).edition
        raise problems.invalid_answers(error.problems, edition) from None
    return JSONResponse(
        answer_out(question_id, saved.value, saved.version), headers=_tagged(saved.version)
    )


@router.put(
    "/assessments/{assessment_id}/answers",
    response_model=AssessmentOut,
    responses=_documented(*_OPENED, *_BODY, 412),
)
def save_answers(
    request: Request,
    assessment_id: Opened,
    asked: Annotated[AnswersRequest, Body()],
    if_match: Annotated[
        str | None,
        Header(description="The version of the assessment last read. Without it, overwrites."),
    ] = None,
) -> JSONResponse:
    """Save several answers, all or none; questions that are not named stay as they are."""
    services = get_services(request)
    expected = _version(if_match)
    try:
        view = services.answering.save_answers(assessment_id, asked.answers, expected)
    except InvalidAnswers as error:
        edition = services.assessments.load(assessment_id).edition
        raise problems.invalid_answers(error.problems, edition) from None
    return JSONResponse(assessment_out(view), headers=_tagged(view.version))


@router.post(
    "/assessments/{assessment_id}/complete",
    response_model=AssessmentOut,
    responses=_documented(*_OPENED),
)
def complete_assessment(request: Request, assessment_id: Opened) -> JSONResponse:
    """Say that the questionnaire is done; answers can still be changed. Again changes nothing."""
    services = get_services(request)
    view = services.assessments.complete(assessment_id)
    services.printing.prepare(view)
    return JSONResponse(assessment_out(view), headers=_tagged(view.version))


@router.get(
    "/assessments/{assessment_id}/diagnosis",
    response_model=dict[str, Any],
    responses=_documented(*_OPENED),
)
def read_diagnosis(request: Request, assessment_id: Opened) -> Response:
    """The diagnosis: the same bytes for the same answers. ``completeness`` says how sure it is."""
    view, diagnosis = get_services(request).reporting.diagnosis_of(assessment_id)
    body = canonical_json(diagnosis_to_dict(view.edition, diagnosis))
    return Response(body, media_type="application/json", headers=_tagged(view.version))


@router.head("/assessments/{assessment_id}/roadmap.pdf", include_in_schema=False)
@router.get(
    "/assessments/{assessment_id}/roadmap.pdf",
    response_class=Response,
    responses={
        200: {"content": {"application/pdf": {}}, "description": "The roadmap"},
        304: {"description": "If-None-Match names the ETag that the roadmap still has"},
        422: {"model": ProblemOut, "description": "pdf-too-long: more than 60 pages"},
        **_documented(*_OPENED),
    },
)
async def read_roadmap(request: Request, assessment_id: Opened) -> Response:
    """The roadmap as PDF; it is waited for until it is printed."""
    services = get_services(request)
    view = await run_in_threadpool(services.assessments.load, assessment_id)
    wanted = services.printing.printable_of(view)
    data = b"" if is_known(request, wanted) else await print_for(services.printing, wanted)
    return send_pdf(request, wanted, data)


@router.get("/openapi.json", dependencies=PUBLIC, include_in_schema=False)
def read_openapi(request: Request) -> JSONResponse:
    """This interface, described for programs (OpenAPI)."""
    return JSONResponse(openapi())


def openapi() -> dict[str, Any]:
    """Return the OpenAPI description of this interface."""
    described = get_openapi(
        title="Balises", version="1", routes=router.routes, description=(__doc__ or "").strip()
    )
    for path in described["paths"].values():
        for operation in path.values():
            for status, answer in operation["responses"].items():
                if status[0] in "45":
                    answer["content"] = {problems.MEDIA_TYPE: answer["content"]["application/json"]}
    return described


@router.api_route(
    "/{anything:path}",
    methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
    dependencies=PUBLIC,
    include_in_schema=False,
)
def refuse(request: Request) -> Response:
    """Answer 404, or 405 where the address is known but not the method."""
    allowed: set[str] = set()
    for route in router.routes:
        match, _ = route.matches(request.scope)
        if match is Match.PARTIAL:
            allowed |= getattr(route, "methods", None) or set()
    raise (
        problems.method_not_allowed(", ".join(sorted(allowed))) if allowed else problems.not_found()
    )


def _tagged(version: int) -> dict[str, str]:
    return {"ETag": f'"{version}"', "Cache-Control": "no-store"}


def _version(if_match: str | None) -> int | None:
    if if_match is None:
        return None
    found = _VERSION.fullmatch(if_match.strip())
    if found is None:
        raise problems.bad_version(if_match)
    return int(found[1])


def _is_key(key: str) -> bool:
    """Whether a key can be as hard to guess as a secret must be."""
    return _KEY.fullmatch(key) is not None and len(set(key)) >= 8
