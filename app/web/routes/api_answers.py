"""Answers of the JSON interface: read, and saved one by one or together."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Header, Request
from fastapi.responses import JSONResponse

from app.domain.answers import retold
from app.domain.errors import InvalidAnswers, UnknownQuestion
from app.web import problems
from app.web.api_frame import BODY, OPENED, Opened, Token, documented, read_version, tagged
from app.web.api_languages import WantedOf
from app.web.api_models import (
    AnswerOut,
    AnswerRequest,
    AnswersRequest,
    AssessmentOut,
)
from app.web.api_words import (
    answer_out,
    assessment_out,
)
from app.web.dependencies import get_services
from app.web.json_route import JsonRoute

router = APIRouter(route_class=JsonRoute)


@router.get(
    "/assessments/{assessment_id}/answers/{question_id}",
    response_model=AnswerOut,
    responses=documented(*OPENED),
)
def read_answer(request: Request, assessment_id: Opened, question_id: str) -> JSONResponse:
    """The answer to one question: null, at version 0, when there is none."""
    view = get_services(request).assessments.load(assessment_id)
    if question_id not in view.edition.questionnaire.items_by_id:
        raise UnknownQuestion(question_id)
    version = view.version_of(question_id)
    body = answer_out(question_id, view.answers.get(question_id), version)
    return JSONResponse(body, headers=tagged(version))


@router.put(
    "/assessments/{assessment_id}/answers/{question_id}",
    response_model=AnswerOut,
    responses=documented(*OPENED, *BODY, 412),
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
    expected = read_version(if_match)
    try:
        saved = services.answering.save_answer(
            assessment_id, question_id, asked.value, expected, secret=token
        )
    except InvalidAnswers as error:
        edition = wanted.read(services.assessments.load(assessment_id).edition)
        raise problems.invalid_answers(retold(error.problems, edition), edition) from None
    return JSONResponse(
        answer_out(question_id, saved.value, saved.version), headers=tagged(saved.version)
    )


@router.put(
    "/assessments/{assessment_id}/answers",
    response_model=AssessmentOut,
    responses=documented(*OPENED, *BODY, 412),
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
    expected = read_version(if_match)
    try:
        view = services.answering.save_answers(assessment_id, asked.answers, expected)
    except InvalidAnswers as error:
        edition = wanted.read(services.assessments.load(assessment_id).edition)
        raise problems.invalid_answers(retold(error.problems, edition), edition) from None
    return JSONResponse(assessment_out(services, view), headers=tagged(view.version))
