"""Every question and rule of a pathway, for anyone; what is to be mended, for its authors."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Header, Request
from fastapi.responses import Response

from app.content.holdings import Reading
from app.services.errors import QuestionnaireNotFound
from app.services.services import Services
from app.web import urls, workbench
from app.web.access import PUBLIC, NotForYou
from app.web.dependencies import PagesOf, ServicesOf
from app.web.preview_pages import preview_page, previews_page

router = APIRouter(dependencies=[PUBLIC])

NOT_INDEXED = {"X-Robots-Tag": "noindex"}


def _reading(services: ServicesOf) -> Reading:
    """Return what was read last of the content.

    Raises:
        NotForYou: if the content is not followed.
    """
    if services.workbench is None:
        raise NotForYou
    return services.workbench.reading


ReadingOf = Annotated[Reading, Depends(_reading)]


@router.get(urls.PREVIEWS)
def previews(request: Request, services: ServicesOf, pages: PagesOf) -> Response:
    """List the pathways that can be looked through."""
    reading = _followed(services)
    editions = (reading or services.library).editions
    page = previews_page(editions.values(), reading)
    return pages.render(request, "pages/previews.html", page, headers=NOT_INDEXED)


@router.get(urls.FINDINGS)
def findings(request: Request, reading: ReadingOf, pages: PagesOf) -> Response:
    """List everything that is to be mended in the content."""
    page = workbench.findings_page(reading)
    return pages.render(request, "pages/preview_findings.html", page, headers=NOT_INDEXED)


@router.get(urls.BENCH)
def bench(
    request: Request,
    reading: ReadingOf,
    pages: PagesOf,
    vu: str = "",
    hx_current_url: Annotated[str, Header()] = "",
) -> Response:
    """Tell a page that saw one revision of the content whether there is another.

    Nothing new: 204. A page that shows the content is loaded again; any other gets the banner.
    """
    if vu == reading.revision:
        return Response(status_code=204)
    if workbench.follows(urlsplit(hx_current_url).path):
        return Response(media_type="text/html", headers={"HX-Refresh": "true"})
    return pages.render_bench(request, workbench.bench_of(reading))


@router.get(f"{urls.PREVIEWS}/{{questionnaire_id}}")
def preview(
    request: Request,
    questionnaire_id: str,
    services: ServicesOf,
    pages: PagesOf,
    volet: str = "",
    q: str = "",
) -> Response:
    """Show a whole pathway, or what a dimension (``volet``) and words (``q``) leave of it."""
    reading = _followed(services)
    edition = (reading or services.library).editions.get(questionnaire_id)
    if edition is None:
        raise QuestionnaireNotFound(questionnaire_id)
    page = preview_page(edition, reading, volet, q)
    return pages.render(request, "pages/preview.html", page, headers=NOT_INDEXED)


def _followed(services: Services) -> Reading | None:
    return services.workbench.reading if services.workbench is not None else None
