"""The JSON interface, ``/api/v1``: the same services as the pages, for programs.

Whoever holds the token of an assessment may do everything with it; a token that opens another
assessment, or none, is told the same as of an assessment that does not exist.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse
from fastapi.routing import iter_route_contexts
from starlette.responses import Response
from starlette.routing import compile_path

from app.services.errors import QuestionnaireNotFound
from app.web import problems
from app.web.api_frame import PUBLIC, documented
from app.web.api_languages import WantedOf, told_in
from app.web.api_models import (
    QuestionnaireList,
    QuestionnaireOut,
)
from app.web.api_words import (
    API,
    questionnaire_out,
    summary_out,
)
from app.web.dependencies import get_services
from app.web.json_route import JsonRoute
from app.web.routes import api_answers, api_assessments, api_following, api_results

router = APIRouter(prefix=API, route_class=JsonRoute)


@router.get(
    "/questionnaires",
    dependencies=PUBLIC,
    response_model=QuestionnaireList,
    responses=documented(422),
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
    responses=documented(404, 422),
)
def read_questionnaire(request: Request, questionnaire_id: str, wanted: WantedOf) -> JSONResponse:
    """Everything that a questionnaire asks, as it is offered now."""
    edition = get_services(request).library.editions.get(questionnaire_id)
    if edition is None:
        raise QuestionnaireNotFound(questionnaire_id)
    edition = wanted.read(edition)
    headers = told_in(edition.questionnaire.language)
    return JSONResponse(questionnaire_out(edition), headers=headers)


for _part in (api_assessments, api_answers, api_results, api_following):
    router.include_router(_part.router)


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
    for route in iter_route_contexts(router.routes):
        is_there = compile_path(route.path or "")[0].match(request.scope["path"])
        if is_there and route.endpoint is not refuse:
            allowed |= set(route.methods or ())
    raise (
        problems.method_not_allowed(", ".join(sorted(allowed))) if allowed else problems.not_found()
    )
