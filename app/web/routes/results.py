"""The result of an assessment: its page, and its roadmap as PDF. Must not compute anything."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.locale.speech import current_language, gettext
from app.report.contexts import Report
from app.report.pdf import PdfBusy, PdfError, PdfTimeout, PdfUnavailable
from app.report.since import Since, tell_since
from app.services.services import Services
from app.services.views import AssessmentView
from app.settings import Settings
from app.web import urls
from app.web.access import Assessment, VisitOf
from app.web.contexts import ErrorPage
from app.web.dependencies import PagesOf, ServicesOf, SettingsOf
from app.web.errors import error_response

router = APIRouter(prefix="/diagnostic/{assessment_id}")

RETRY_AFTER = 10
"""Seconds after which a PDF that could not be made may be asked for again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPage:
    """The whole report, and the addresses around it."""

    id: str
    report: Report
    since: Since | None = None
    earlier: str | None = None
    """The id of the earlier assessment, where this browser may see it too."""
    can_repeat: bool = True

    @property
    def title(self) -> str:
        return gettext("Votre résultat")

    @property
    def pdf_url(self) -> str:
        return urls.roadmap(self.id)


@router.get("/resultat")
def show_result(
    request: Request,
    view: Assessment,
    visit: VisitOf,
    services: ServicesOf,
    settings: SettingsOf,
    pages: PagesOf,
) -> Response:
    """Show the result; an assessment that is not finished is checked first."""
    if not view.is_completed:
        return RedirectResponse(urls.check(view.id), status_code=303)
    services.reporting.warm()
    report = services.reporting.report_of(view.id, current_language())
    since, earlier = _since(view, services, settings, visit)
    page = ResultPage(
        id=view.id,
        report=report,
        since=since,
        earlier=earlier,
        can_repeat=view.edition.questionnaire.id in services.library.editions,
    )
    return pages.render(request, "pages/result.html", page, headers={"Cache-Control": "no-store"})


@router.get("/feuille-de-route.pdf")
def download_roadmap(request: Request, view: Assessment, services: ServicesOf) -> Response:
    """Return the roadmap as PDF, or a page that says why it is not to be had now."""
    if not view.is_completed:
        return RedirectResponse(urls.check(view.id), status_code=303)
    report = services.reporting.report_of(view.id, current_language())
    try:
        data = services.reporting.render(report)
    except PdfError as error:
        headers = {"Retry-After": str(getattr(error, "retry_after", RETRY_AFTER))}
        return error_response(request, _trouble(error, str(request.url.path)), headers)
    headers = {
        # The name is plain ASCII, so that RFC 6266 asks for no second, encoded form.
        "Content-Disposition": f'attachment; filename="{report.filename}"',
        "Cache-Control": "no-store",
    }
    return Response(data, media_type="application/pdf", headers=headers)


def _since(
    view: AssessmentView, services: Services, settings: Settings, visit: str
) -> tuple[Since | None, str | None]:
    """Return what moved since the earlier assessment, and its id where this browser may see it."""
    earlier = services.carrying.earlier_of(view)
    if earlier is None:
        return None, None
    day = settings.day_of(earlier.updated_at)
    is_seen = services.visits.may_see(visit, earlier.id)
    told = tell_since(earlier.evolution, day, earlier.reference)
    return told, earlier.id if is_seen else None


def _trouble(error: PdfError, path: str) -> ErrorPage:
    """Return the page that says what happened; for missing libraries, what to install."""
    kept = gettext("Votre résultat reste lisible en ligne, et rien n’est perdu.")
    if isinstance(error, PdfUnavailable):
        return ErrorPage(
            status=503,
            title=gettext("Le PDF n’est pas disponible sur ce service"),
            message=gettext("Il manque une bibliothèque pour le produire.") + f" {kept}",
            advice=(
                gettext("Vous pouvez imprimer la page du résultat depuis votre navigateur."),
                gettext("Pour la personne qui administre ce service, selon son système :"),
                *error.how_to_install,
            ),
        )
    if isinstance(error, PdfBusy):
        message = gettext("Beaucoup de feuilles de route sont demandées en ce moment.")
    elif isinstance(error, PdfTimeout):
        message = gettext("La feuille de route a pris trop de temps.")
    else:
        message = gettext("La feuille de route n’a pas pu être produite.")
    return ErrorPage(
        status=503,
        title=gettext("La feuille de route n’est pas prête"),
        message=f"{message} {kept}",
        advice=(gettext("Réessayez dans quelques instants."),),
        retry_url=path,
    )
