"""Results of the JSON interface: the diagnosis as data, the roadmap as PDF."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from app.domain.serialise import canonical_json, diagnosis_to_dict
from app.domain.translation import languages_of
from app.locale.speech import LANGUAGES, speaking
from app.report.corrections import corrections_out
from app.report.printable import Printable
from app.report.since import compare_since, since_out
from app.web.api_frame import OPENED, Opened, documented, tagged
from app.web.api_languages import Wanted, WantedOf, told_in
from app.web.api_models import (
    ProblemOut,
)
from app.web.dependencies import get_services
from app.web.downloads import is_known, print_for, send_pdf
from app.web.json_route import JsonRoute

router = APIRouter(route_class=JsonRoute)


@router.get(
    "/assessments/{assessment_id}/diagnosis",
    response_model=dict[str, Any],
    responses=documented(*OPENED, 422),
)
def read_diagnosis(request: Request, assessment_id: Opened, wanted: WantedOf) -> Response:
    """The diagnosis: the same bytes for the same answers and language.

    ``completeness`` says how sure it is; ``untranslated`` which texts, if any, are in another
    language than ``language`` for want of a translation. ``corrections``, where there are any, are
    the texts put right since in the edition as stored. ``since``, where the assessment repeats an
    earlier one that is still there, is what has moved: ``before`` and ``after`` for each dimension,
    ``moved`` in points of 100, of which ``by_edition`` and ``by_answers``; ``date`` and
    ``reference`` are those of the earlier one.
    """
    services = get_services(request)
    edition = services.assessments.load(assessment_id).edition
    language = wanted.among(languages_of(edition))
    view, diagnosis = services.reporting.diagnosis_of(assessment_id, language)
    told = diagnosis_to_dict(view.edition, diagnosis)
    if view.corrections:
        told["corrections"] = corrections_out(view.corrections)
    earlier = services.carrying.earlier_of(view)
    if earlier is not None:
        with speaking(language):
            evolution = compare_since(earlier, view.edition, view.answers)
        told["since"] = since_out(evolution, earlier.day, earlier.reference)
    body = canonical_json(told)
    headers = tagged(view.version) | told_in(language)
    return Response(body, media_type="application/json", headers=headers)


@router.head("/assessments/{assessment_id}/roadmap.pdf", include_in_schema=False)
@router.get(
    "/assessments/{assessment_id}/roadmap.pdf",
    response_class=Response,
    responses={
        200: {"content": {"application/pdf": {}}, "description": "The roadmap"},
        304: {"description": "If-None-Match names the ETag that the roadmap still has"},
        **documented(*OPENED, 429),
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
        **documented(*OPENED, 429),
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

    def asked_of() -> Printable:
        view = services.assessments.load(assessment_id)
        return services.printing.printable_of(view, language, is_extract=is_extract)

    asked = await run_in_threadpool(asked_of)
    data = b"" if is_known(request, asked) else await print_for(request, services.printing, asked)
    return send_pdf(request, asked, data, told_in(language))
