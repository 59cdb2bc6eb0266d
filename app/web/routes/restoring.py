"""Answers that come back in a file: sending it, and what became of it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.locale.speech import gettext
from app.report.returned import ReaderBusy, Unreadable
from app.settings import MIB, Settings
from app.web import restoring_pages, urls
from app.web.access import PUBLIC, Assessment, NotForYou
from app.web.dependencies import PagesOf, ServicesOf, SettingsOf
from app.web.restoring_pages import RestorePage
from app.web.uploads import Upload
from app.web.visitor import grant_and_remember

router = APIRouter()


@router.get(urls.RESTORE, dependencies=[PUBLIC])
def show_form(request: Request, settings: SettingsOf, pages: PagesOf) -> Response:
    """Show where a file is chosen."""
    return pages.render(request, "pages/restore.html", _page(settings))


@router.post(urls.RESTORE, dependencies=[PUBLIC])
def restore(
    request: Request,
    upload: Upload,
    services: ServicesOf,
    settings: SettingsOf,
    pages: PagesOf,
) -> Response:
    """Make a new assessment of the file, open it to this browser, and say what became of it."""
    try:
        if isinstance(upload, Unreadable):
            raise upload
        restored = services.restoring.restore(upload)
    except (Unreadable, ReaderBusy) as error:
        page = _page(settings, str(error))
        return pages.render(request, "pages/restore.html", page, status=status_of(error))
    view = restored.started.assessment
    response = RedirectResponse(urls.restored(view.id), status_code=303)
    grant_and_remember(request, response, services, settings, view.id)
    return response


@router.get("/diagnostic/{assessment_id}/reprise")
def show_restored(
    request: Request, view: Assessment, services: ServicesOf, pages: PagesOf
) -> Response:
    """Say what was restored and what was not; of an assessment that was started here, nothing."""
    kept = services.restoring.notes_of(view)
    if kept is None:
        raise NotForYou
    page = restoring_pages.restored_page(view, kept, services.following.of(view))
    return pages.render(request, "pages/restored.html", page)


def status_of(error: Unreadable | ReaderBusy) -> int:
    """Return how a file that is not taken is answered."""
    if isinstance(error, ReaderBusy):
        return 503
    return 413 if error.code == "too-large" else 422


def _page(settings: Settings, error: str | None = None) -> RestorePage:
    return RestorePage(
        limit=gettext("%(count)s\u00a0Mo", count=settings.max_upload_bytes // MIB or 1), error=error
    )
