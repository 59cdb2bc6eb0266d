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

from app.domain.answers import retold
from app.domain.errors import InvalidAnswers, UnknownQuestion
from app.domain.serialise import canonical_json, diagnosis_to_dict
from app.domain.translation import languages_of
from app.locale.speech import LANGUAGES
from app.report.corrections import corrections_out
from app.services import secrets
from app.services.errors import AssessmentNotFound, QuestionnaireNotFound
from app.services.views import Started
from app.web import problems
from app.web.access import access_rule, public
from app.web.api_languages import Wanted, WantedOf, told_in
from app.web.api_models import (
    AnswerOut,
    AnswerRequest,
    AnswersRequest,
    AssessmentOut,
    ConflictOut,
    InvalidAnswersOut,
    MovedOut,
    ProblemOut,
    QuestionnaireList,
    QuestionnaireOut,
    RestoredOut,
    StartedOut,
    StartRequest,
)
from app.web.api_words import (
    API,
    FROM_RECORD,
    answer_out,
    assessment_out,
    fate_out,
    links_of,
    note_out,
    questionnaire_out,
    summary_out,
)
from app.web.dependencies import get_services
from app.web.downloads import is_known, print_for, send_pdf
from app.web.json_route import JsonRoute

router = APIRouter(prefix=API, route_class=JsonRoute)

_VERSION = re.compile(r'"(0|[1-9][0-9]{0,8})"')


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
        (409, ProblemOut, "key-reused, assessment-completed, assessment-not-completed"),
        (412, ConflictOut, "answer-conflict, assessment-conflict: nothing was changed"),
        (
            413,
            ProblemOut,
            "too-large: a body is larger than 64 KiB, or a file than 5 MiB",
        ),
        (415, ProblemOut, "unsupported-media-type: the body is not application/json"),
        (422, InvalidAnswersOut, "invalid-answers, invalid-request, unknown-questionnaire"),
        (429, ProblemOut, "too-many-requests: see Retry-After; saving answers is never limited"),
        (503, ProblemOut, "unavailable: nothing was saved, see Retry-After; pdf-busy, pdf-timeout"),
    )
}
_BODY = (400, 413, 415, 422)
_OPENED = (401, 404, 503)


@router.get(
    "/questionnaires",
    dependencies=PUBLIC,
    response_model=QuestionnaireList,
    responses=_documented(422),
)
def list_questionnaires(request: Request, wanted: WantedOf) -> JSONResponse:
    """The questionnaires on offer, in the order shown, each in the language wanted if it has it."""
    editions = [wanted.read(one) for one in get_services(request).library.editions.values()]
    body = {"questionnaires": [summary_out(edition) for edition in editions]}
    return JSONResponse(body, headers=told_in(*(e.questionnaire.language for e in editions)))


@router.get(
    "/questionnaires/{questionnaire_id}",
    dependencies=PUBLIC,
    response_model=QuestionnaireOut,
    responses=_documented(404, 422),
)
def read_questionnaire(request: Request, questionnaire_id: str, wanted: WantedOf) -> JSONResponse:
    """Everything that a questionnaire asks, as it is offered now."""
    edition = get_services(request).library.editions.get(questionnaire_id)
    if edition is None:
        raise QuestionnaireNotFound(questionnaire_id)
    edition = wanted.read(edition)
    headers = told_in(edition.questionnaire.language)
    return JSONResponse(questionnaire_out(edition), headers=headers)


@router.post(
    "/assessments",
    dependencies=PUBLIC,
    status_code=201,
    response_model=StartedOut,
    responses={
        200: {"model": StartedOut, "description": "Started before, under the same key"},
        **_documented(*_BODY, 409, 429, 503),
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
    responses=_documented(*_BODY, 503),
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
    one offered now. ``notes`` says what was not simply restored, word for word.
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
        "notes": [note_out(note) for note in restored.notes.notes],
    }
    return JSONResponse(body, 201, {"Location": links["self"]["href"]})


@router.get(
    "/assessments/{assessment_id}", response_model=AssessmentOut, responses=_documented(*_OPENED)
)
def read_assessment(request: Request, assessment_id: Opened) -> JSONResponse:
    """An assessment with its answers."""
    services = get_services(request)
    view = services.assessments.load(assessment_id)
    return JSONResponse(assessment_out(services, view), headers=_tagged(view.version))


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
    wanted: WantedOf,
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
        edition = wanted.read(services.assessments.load(assessment_id).edition)
        raise problems.invalid_answers(retold(error.problems, edition), edition) from None
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
    wanted: WantedOf,
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
        edition = wanted.read(services.assessments.load(assessment_id).edition)
        raise problems.invalid_answers(retold(error.problems, edition), edition) from None
    return JSONResponse(assessment_out(services, view), headers=_tagged(view.version))


@router.post(
    "/assessments/{assessment_id}/complete",
    response_model=AssessmentOut,
    responses=_documented(*_OPENED, 422),
)
def complete_assessment(request: Request, assessment_id: Opened, wanted: WantedOf) -> JSONResponse:
    """Say that the questionnaire is done; answers can still be changed. Again changes nothing.

    The roadmap is printed ahead, in the language wanted.
    """
    services = get_services(request)
    view = services.assessments.complete(assessment_id)
    services.printing.prepare(view, wanted.among(LANGUAGES))
    return JSONResponse(assessment_out(services, view), headers=_tagged(view.version))


@router.post(
    "/assessments/{assessment_id}/edition",
    response_model=MovedOut,
    responses=_documented(*_OPENED, 400, 409, 412),
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
    view, fates = services.carrying.move(assessment_id, _version(if_match))
    body = {
        "assessment": assessment_out(services, view),
        "answers": [fate_out(fate) for fate in fates],
    }
    return JSONResponse(body, headers=_tagged(view.version))


@router.post(
    "/assessments/{assessment_id}/repeat",
    status_code=201,
    response_model=StartedOut,
    responses={
        200: {"model": StartedOut, "description": "Started before, under the same key"},
        **_documented(*_OPENED, 400, 409),
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


@router.get(
    "/assessments/{assessment_id}/diagnosis",
    response_model=dict[str, Any],
    responses=_documented(*_OPENED, 422),
)
def read_diagnosis(request: Request, assessment_id: Opened, wanted: WantedOf) -> Response:
    """The diagnosis: the same bytes for the same answers and language.

    ``completeness`` says how sure it is; ``untranslated`` which texts, if any, are in another
    language than ``language`` for want of a translation. ``corrections``, where there are any, are
    the texts put right since in the edition as stored.
    """
    services = get_services(request)
    edition = services.assessments.load(assessment_id).edition
    language = wanted.among(languages_of(edition))
    view, diagnosis = services.reporting.diagnosis_of(assessment_id, language)
    told = diagnosis_to_dict(view.edition, diagnosis)
    if view.corrections:
        told["corrections"] = corrections_out(view.corrections)
    body = canonical_json(told)
    headers = _tagged(view.version) | told_in(language)
    return Response(body, media_type="application/json", headers=headers)


@router.head("/assessments/{assessment_id}/roadmap.pdf", include_in_schema=False)
@router.get(
    "/assessments/{assessment_id}/roadmap.pdf",
    response_class=Response,
    responses={
        200: {"content": {"application/pdf": {}}, "description": "The roadmap"},
        304: {"description": "If-None-Match names the ETag that the roadmap still has"},
        **_documented(*_OPENED, 429),
        422: {"model": ProblemOut, "description": "invalid-request; pdf-too-long: over 60 pages"},
    },
)
async def read_roadmap(request: Request, assessment_id: Opened, wanted: WantedOf) -> Response:
    """The roadmap as PDF, waited for until it is printed.

    Content that has no translation stays in its language and says so.
    """
    return await _read_pdf(request, assessment_id, wanted, is_extract=False)


@router.head("/assessments/{assessment_id}/essential.pdf", include_in_schema=False)
@router.get(
    "/assessments/{assessment_id}/essential.pdf",
    response_class=Response,
    responses={
        200: {"content": {"application/pdf": {}}, "description": "The essential in two pages"},
        304: {"description": "If-None-Match names the ETag that they still have"},
        **_documented(*_OPENED, 429),
        422: {"model": ProblemOut, "description": "invalid-request; pdf-too-long: over two pages"},
    },
)
async def read_essential(request: Request, assessment_id: Opened, wanted: WantedOf) -> Response:
    """The essential of the roadmap in two pages as PDF, waited for until they are printed.

    Texts that would take more are cut, and end with an ellipsis.
    """
    return await _read_pdf(request, assessment_id, wanted, is_extract=True)


async def _read_pdf(
    request: Request, assessment_id: str, wanted: Wanted, *, is_extract: bool
) -> Response:
    services = get_services(request)
    language = wanted.among(LANGUAGES)
    view = await run_in_threadpool(services.assessments.load, assessment_id)
    asked = services.printing.printable_of(view, language, is_extract=is_extract)
    data = b"" if is_known(request, asked) else await print_for(request, services.printing, asked)
    return send_pdf(request, asked, data, told_in(language))


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


def _tagged(version: int) -> dict[str, str]:
    return {"ETag": f'"{version}"', "Cache-Control": "no-store"}


def _version(if_match: str | None) -> int | None:
    if if_match is None:
        return None
    found = _VERSION.fullmatch(if_match.strip())
    if found is None:
        raise problems.bad_version(if_match)
    return int(found[1])
