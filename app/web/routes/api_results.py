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
from app.report.since import since_out
from app.web.api_frame import OPENED, Opened, documented, tagged
from app.web.api_languages import WantedOf, told_in
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
    with speaking(language):
        earlier = services.carrying.earlier_of(view)
    if earlier is not None:
        day = services.settings.day_of(earlier.updated_at)
        told["since"] = since_out(earlier.evolution, day, earlier.reference)
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
    services = get_services(request)
    language = wanted.among(LANGUAGES)
    view = await run_in_threadpool(services.assessments.load, assessment_id)
    asked = services.printing.printable_of(view, language)
    data = b"" if is_known(request, asked) else await print_for(request, services.printing, asked)
    return send_pdf(request, asked, data, told_in(language))
