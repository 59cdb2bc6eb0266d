"""What every route of the JSON interface rests on: who may do what, versions, documented problems.

Whoever holds the token of an assessment may do everything with it; a token that opens another
assessment, or none, is told the same as of an assessment that does not exist.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from fastapi import Depends, Path, Request

from app.services.errors import AssessmentNotFound
from app.web import problems
from app.web.access import access_rule, public
from app.web.api_models import ConflictOut, InvalidAnswersOut, ProblemOut
from app.web.dependencies import get_services

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
"""For the routes that have the token checked where they save, in the same transaction."""


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


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return what the description of a route says of these problems."""
    return {status: _PROBLEMS[status] for status in statuses}


_PROBLEMS: dict[int, dict[str, Any]] = {
    status: {"model": model, "description": description}
    for status, model, description in (
        (400, ProblemOut, "bad-json, bad-request, bad-version, bad-key"),
        (401, ProblemOut, "no-token: no Authorization header with a bearer token"),
        (
            404,
            ProblemOut,
            "assessment-not-found, also told to a foreign token; unknown-question, "
            "undertaking-not-found",
        ),
        (
            409,
            ProblemOut,
            "key-reused, assessment-completed, assessment-not-completed, "
            "answers-to-confirm: to_confirm names the questions; action-not-proposed, "
            "follow-up-full",
        ),
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
BODY = (400, 413, 415, 422)
OPENED = (401, 404, 503)


def tagged(version: int) -> dict[str, str]:
    """Return the headers of what is at a version, and personal."""
    return {"ETag": f'"{version}"', "Cache-Control": "no-store"}


def read_version(if_match: str | None) -> int | None:
    """Return the version that an If-Match expects, None when there is none.

    Raises:
        Problem: 400, if it names no version.
    """
    if if_match is None:
        return None
    found = _VERSION.fullmatch(if_match.strip())
    if found is None:
        raise problems.bad_version(if_match)
    return int(found[1])
