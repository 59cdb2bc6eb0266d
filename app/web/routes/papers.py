"""The blank questionnaire of a pathway as PDF, to fill in on screen or on paper."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.locale.speech import current_language, gettext
from app.report.pdf import PdfError
from app.web.access import PUBLIC
from app.web.contexts import ErrorPage
from app.web.dependencies import ServicesOf
from app.web.errors import error_response

router = APIRouter(dependencies=[PUBLIC])

RETRY_AFTER = 10
"""Seconds after which a form that could not be made may be asked for again."""
FRESH = "public, max-age=600"
"""It holds nothing of anyone, and changes with the content."""


@router.get("/parcours/{questionnaire_id}/papier.pdf")
def download_blank(
    request: Request, questionnaire_id: str, services: ServicesOf, langue: str | None = None
) -> Response:
    """Return the blank form of a pathway: in ``langue``, else as spoken, else in its own."""
    if langue is None and current_language() in services.papers.languages_of(questionnaire_id):
        langue = current_language()
    try:
        paper = services.papers.blank_of(questionnaire_id, langue)
    except PdfError as error:
        headers = {"Retry-After": str(getattr(error, "retry_after", RETRY_AFTER))}
        page = ErrorPage(
            status=503,
            title=gettext("Le questionnaire à imprimer n’est pas prêt"),
            message=gettext(
                "Il n’a pas pu être produit. Vous pouvez répondre en ligne, sans attendre."
            ),
            advice=(gettext("Réessayez dans quelques instants."),),
            retry_url=str(request.url.path),
        )
        return error_response(request, page, headers)
    headers = {"Cache-Control": FRESH, "ETag": f'"{paper.tag}"'}
    if request.headers.get("If-None-Match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = f'attachment; filename="{paper.filename}"'
    return Response(paper.data, media_type="application/pdf", headers=headers)
