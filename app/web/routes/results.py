"""The result of an assessment: its page, and its roadmap as PDF. Must not compute anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.locale.speech import current_language, gettext
from app.report.contexts import Report
from app.report.pdf import PdfBusy, PdfError, PdfTimeout, PdfTooLong, PdfUnavailable
from app.services.services import Services
from app.services.views import AssessmentView
from app.web import urls
from app.web.access import Assessment, VisitOf
from app.web.contexts import ErrorPage
from app.web.dependencies import PagesOf, ServicesOf
from app.web.downloads import print_for, send_pdf
from app.web.errors import error_response
from app.web.rendering import Pages, wants_block

router = APIRouter(prefix="/diagnostic/{assessment_id}")

PATIENCE = 0.7
"""Seconds that a download waits for a roadmap under way; after that, the person is told."""
RETRY_AFTER = 10
"""Seconds after which a PDF that could not be made may be asked for again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPage:
    """The whole report, and the addresses around it."""

    id: str
    report: Report
    earlier: str | None = None
    """The id of the earlier assessment, where this browser may see it too."""
    can_repeat: bool = True
    taken: Mapping[str, str] = field(default_factory=dict)
    """The ids of the actions that are followed, by rule."""

    @property
    def title(self) -> str:
        return gettext("Votre résultat")

    @property
    def pdf_url(self) -> str:
        return urls.roadmap_pdf(self.id)

    @property
    def essential_url(self) -> str:
        return urls.essential_pdf(self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadmapPage:
    """What a person reads while the roadmap, or its two pages, are printed, and once they are."""

    id: str
    is_ready: bool
    is_extract: bool
    pdf_url: str
    own_url: str
    result_url: str

    @property
    def title(self) -> str:
        if self.is_extract:
            if self.is_ready:
                return gettext("L’essentiel en deux pages est prêt")
            return gettext("L’essentiel en deux pages se prépare")
        if self.is_ready:
            return gettext("Votre feuille de route est prête")
        return gettext("Votre feuille de route se prépare")


@router.get("/resultat")
def show_result(
    request: Request,
    view: Assessment,
    visit: VisitOf,
    services: ServicesOf,
    pages: PagesOf,
) -> Response:
    """Show the result; an assessment that is not finished is checked first."""
    if not view.is_completed:
        return RedirectResponse(urls.check(view.id), status_code=303)
    services.printing.prepare(view, current_language())
    report = services.reporting.report_of(view.id, current_language())
    earlier = view.follows
    if earlier is not None and not services.visits.may_see(visit, earlier):
        earlier = None
    page = ResultPage(
        id=view.id,
        report=report,
        earlier=earlier,
        taken=_taken(services, view),
        can_repeat=view.edition.questionnaire.id in services.library.editions,
    )
    return pages.render(request, "pages/result.html", page, headers={"Cache-Control": "no-store"})


@router.api_route("/feuille-de-route.pdf", methods=["GET", "HEAD"])
async def download_roadmap(request: Request, view: Assessment, services: ServicesOf) -> Response:
    """Return the roadmap as PDF, or the page where it is waited for, or one that says why not."""
    return await _download(request, view, services, is_extract=False)


@router.get("/feuille-de-route")
def await_roadmap(
    request: Request, view: Assessment, services: ServicesOf, pages: PagesOf
) -> Response:
    """Say how far the roadmap is; once it is there, the page has the browser save it."""
    return _await(request, view, services, pages, is_extract=False)


@router.api_route("/essentiel.pdf", methods=["GET", "HEAD"])
async def download_essential(request: Request, view: Assessment, services: ServicesOf) -> Response:
    """Return the essential in two pages as PDF, as ``download_roadmap`` does the whole."""
    return await _download(request, view, services, is_extract=True)


@router.get("/essentiel")
def await_essential(
    request: Request, view: Assessment, services: ServicesOf, pages: PagesOf
) -> Response:
    """Say how far the two pages are, as ``await_roadmap`` does of the whole."""
    return _await(request, view, services, pages, is_extract=True)


def _addresses(view: AssessmentView, *, is_extract: bool) -> tuple[str, str]:
    """Return the address of the file, and that of the page where it is waited for."""
    if is_extract:
        return urls.essential_pdf(view.id), urls.essential(view.id)
    return urls.roadmap_pdf(view.id), urls.roadmap(view.id)


async def _download(
    request: Request, view: AssessmentView, services: Services, *, is_extract: bool
) -> Response:
    if not view.is_completed:
        return RedirectResponse(urls.check(view.id), status_code=303)
    pdf_url, own_url = _addresses(view, is_extract=is_extract)
    printable_of = services.printing.printable_of
    wanted = await run_in_threadpool(printable_of, view, current_language(), is_extract=is_extract)
    try:
        data = await print_for(request, services.printing, wanted, PATIENCE)
    except TimeoutError:
        return RedirectResponse(own_url, status_code=303)
    except PdfError as error:
        return _failed(request, error, pdf_url)
    return send_pdf(request, wanted, data)


def _await(
    request: Request, view: AssessmentView, services: Services, pages: Pages, *, is_extract: bool
) -> Response:
    if not view.is_completed:
        return RedirectResponse(urls.check(view.id), status_code=303)
    wanted = services.printing.printable_of(view, current_language(), is_extract=is_extract)
    pdf_url, own_url = _addresses(view, is_extract=is_extract)
    # Asked in this order, so that one that is just being finished is not missed.
    is_under_way = services.printing.is_under_way(wanted)
    is_ready = services.printing.find(wanted) is not None
    if wants_block(request):
        # The page asks whether anything has changed: then it is loaded anew as a whole.
        headers = {} if is_under_way and not is_ready else {"HX-Refresh": "true"}
        return HTMLResponse(headers={"Cache-Control": "no-store", **headers})
    if not is_ready and not is_under_way:
        failure = services.printing.failure_of(wanted)
        if failure is None:
            return RedirectResponse(pdf_url, status_code=303)
        return _failed(request, failure, pdf_url)
    page = RoadmapPage(
        id=view.id,
        is_ready=is_ready,
        is_extract=is_extract,
        pdf_url=pdf_url,
        own_url=own_url,
        result_url=urls.result(view.id),
    )
    return pages.render(request, "pages/roadmap.html", page, headers={"Cache-Control": "no-store"})


def _taken(services: Services, view: AssessmentView) -> Mapping[str, str]:
    return {rule: one.id for rule, one in services.following.of(view).by_rule.items()}


def _failed(request: Request, error: PdfError, path: str) -> Response:
    headers = {"Retry-After": str(getattr(error, "retry_after", RETRY_AFTER))}
    return error_response(request, _trouble(error, path), headers)


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
    if isinstance(error, PdfTooLong):
        long = gettext(
            "Elle aurait %(pages)s pages\u00a0: c’est trop pour être imprimé.", pages=error.pages
        )
        return ErrorPage(
            status=503,
            title=gettext("La feuille de route est trop longue"),
            message=f"{long} {kept}",
            advice=(
                gettext("Raccourcissez les réponses les plus longues."),
                gettext("Vous pouvez imprimer la page du résultat depuis votre navigateur."),
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
