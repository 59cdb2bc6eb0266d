"""The roadmap as files to carry away: for a spreadsheet, a calendar, another tool."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.locale.speech import current_language
from app.web import urls
from app.web.access import RoadmapToRead
from app.web.dependencies import ServicesOf
from app.web.rate_limits import charge

router = APIRouter(prefix="/diagnostic/{assessment_id}/suivi")


@router.get("/export.csv")
@router.get("/export.xlsx")
@router.get("/export.json")
@router.get("/calendrier.ics")
def export(request: Request, access: RoadmapToRead, services: ServicesOf) -> Response:
    """Give the roadmap as a file; a draft that is not followed is checked first.

    Only a file that is made counts for the limit of its client.

    Whoever came by a share link is told of the result what their page says of it: the levels.
    """
    view = access.view
    if not view.is_completed and not services.following.of(view):
        return RedirectResponse(urls.check(view.id), status_code=303)
    charge(request)
    kind = request.url.path.rpartition(".")[2]
    made = services.exporting.export(view, kind, current_language(), with_scores=access.is_owner)
    # The name is plain ASCII, so that RFC 6266 asks for no second, encoded form.
    headers = {
        "Content-Disposition": f'attachment; filename="{made.name}"',
        "Cache-Control": "no-store",
    }
    return Response(made.data, media_type=made.media_type, headers=headers)
