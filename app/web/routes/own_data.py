"""« Mes données »: see what is kept on an assessment, take it away, end the access of others."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.domain.navigation import visible_items
from app.web.access import Assessment, VisitOf
from app.web.dependencies import PagesOf, ServicesOf, SettingsOf
from app.web.link_pages import link_page
from app.web.own_data_pages import own_data_page

router = APIRouter(prefix="/diagnostic/{assessment_id}/mes-donnees")


@router.get("")
def show_own_data(
    request: Request,
    view: Assessment,
    visit: VisitOf,
    services: ServicesOf,
    settings: SettingsOf,
    pages: PagesOf,
) -> Response:
    """Show everything that is kept on this assessment."""
    kept = services.own_data.kept(view.id, visit)
    asked = frozenset(item.id for item in visible_items(kept.view.edition, kept.view.answers))
    page = own_data_page(kept, asked, settings)
    return pages.render(request, "pages/own_data.html", page)


@router.get("/balises.json")
def take_out(view: Assessment, visit: VisitOf, services: ServicesOf) -> Response:
    """Give all of it as a JSON file."""
    data = services.own_data.take_out(view.id, visit)
    # The reference is plain ASCII, so that RFC 6266 asks for no second, encoded form.
    headers = {
        "Content-Disposition": f'attachment; filename="mes-donnees-{view.reference}.json"',
        "Cache-Control": "no-store",
    }
    return Response(data, media_type="application/json", headers=headers)


@router.post("/autres-acces")
def end_other_accesses(
    request: Request,
    view: Assessment,
    visit: VisitOf,
    services: ServicesOf,
    settings: SettingsOf,
    pages: PagesOf,
) -> Response:
    """Keep this browser alone, and show the new resume link: the former opens nothing any more."""
    secret = services.assessments.renew_secret(view.id, keep_visit=visit)
    page = link_page(request, settings, view, secret)
    return pages.render(request, "pages/resume_link.html", page)
