"""« Partager »: make, list and revoke the links that open a roadmap to others."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.locale.speech import gettext, ngettext
from app.services.errors import InvalidLabel, TooManyShares
from app.services.services import Services
from app.services.sharing import DURATIONS
from app.services.views import AssessmentView
from app.settings import Settings
from app.web import forms, links, share_pages, urls
from app.web.access import Assessment, NotForYou
from app.web.dependencies import FormOf, PagesOf, ServicesOf, SettingsOf
from app.web.rendering import Pages
from app.web.share_pages import DURATION, EDIT, FOR_GOOD, LABEL, READ, RIGHT, Sent

router = APIRouter(prefix="/diagnostic/{assessment_id}/partages")

_DAYS: dict[str, int | None] = {str(days): days for days in DURATIONS} | {FOR_GOOD: None}


@router.get("")
def show_shares(
    request: Request,
    view: Assessment,
    services: ServicesOf,
    settings: SettingsOf,
    pages: PagesOf,
) -> Response:
    """List the links, and offer to make one; there is no roadmap before the end."""
    if not view.is_completed:
        return RedirectResponse(urls.check(view.id), status_code=303)
    page = share_pages.shares_page(view, services.sharing.shares_of(view.id), settings)
    return pages.render(request, "pages/shares.html", page)


@router.post("")
def make_share(
    request: Request,
    view: Assessment,
    form: FormOf,
    services: ServicesOf,
    settings: SettingsOf,
    pages: PagesOf,
) -> Response:
    """Make a link and show it, this once; what was typed is kept when it is refused."""
    if not view.is_completed:
        return RedirectResponse(urls.check(view.id), status_code=303)
    sent = Sent(
        label=forms.field(form, LABEL),
        right=forms.field(form, RIGHT),
        duration=forms.field(form, DURATION),
    )
    refuse = _Refusal(request, view, sent, services, settings, pages)
    errors = _errors_of_choices(sent)
    if errors:
        return refuse(*errors)
    try:
        made = services.sharing.create(
            view.id, sent.label, may_edit=sent.right == EDIT, days=_DAYS[sent.duration]
        )
    except InvalidLabel as wrong:
        return refuse((LABEL, _label_problem(wrong)))
    except TooManyShares as full:
        words = gettext(
            "Il y a déjà %(count)s liens\u00a0: révoquez-en un pour en créer un autre.",
            count=full.limit,
        )
        return refuse(("liens", words), status=409)
    page = share_pages.ShareMadePage(
        id=view.id,
        share=share_pages.share_row(view.id, made.share, settings),
        link=links.absolute(request, settings, urls.share_link(made.secret)),
    )
    return pages.render(request, "pages/share_made.html", page)


@router.get("/revoquer")
def confirm_revoking_all(
    request: Request, view: Assessment, services: ServicesOf, pages: PagesOf
) -> Response:
    """Ask whether every link is really to be revoked."""
    count = len(services.sharing.shares_of(view.id))
    if not count:
        return RedirectResponse(urls.shares(view.id), status_code=303)
    page = share_pages.RevokePage(id=view.id, share=None, count=count)
    return pages.render(request, "pages/share_revoke.html", page)


@router.post("/revoquer")
def revoke_all(
    request: Request, view: Assessment, form: FormOf, services: ServicesOf, pages: PagesOf
) -> Response:
    """Revoke every link, once that is confirmed."""
    if forms.field(form, "confirmer") != "oui":
        return confirm_revoking_all(request, view, services, pages)
    services.sharing.revoke_all(view.id)
    return RedirectResponse(urls.shares(view.id), status_code=303)


@router.get("/{share_id}/revoquer")
def confirm_revoking(
    request: Request,
    view: Assessment,
    share_id: str,
    services: ServicesOf,
    settings: SettingsOf,
    pages: PagesOf,
) -> Response:
    """Ask whether a link is really to be revoked."""
    share = services.sharing.find(view.id, share_id)
    if share is None:
        raise NotForYou
    row = share_pages.share_row(view.id, share, settings)
    page = share_pages.RevokePage(id=view.id, share=row, count=1)
    return pages.render(request, "pages/share_revoke.html", page)


@router.post("/{share_id}/revoquer")
def revoke(
    request: Request,
    view: Assessment,
    share_id: str,
    form: FormOf,
    services: ServicesOf,
    settings: SettingsOf,
    pages: PagesOf,
) -> Response:
    """Revoke a link, once that is confirmed; one that is gone already is what was wanted."""
    if forms.field(form, "confirmer") != "oui":
        return confirm_revoking(request, view, share_id, services, settings, pages)
    services.sharing.revoke(view.id, share_id)
    return RedirectResponse(urls.shares(view.id), status_code=303)


class _Refusal:
    """The page again, with what was sent and what is wrong with it."""

    def __init__(
        self,
        request: Request,
        view: AssessmentView,
        sent: Sent,
        services: Services,
        settings: Settings,
        pages: Pages,
    ) -> None:
        self._request, self._view, self._sent = request, view, sent
        self._services, self._settings, self._pages = services, settings, pages

    def __call__(self, *errors: tuple[str, str], status: int = 422) -> Response:
        shares = self._services.sharing.shares_of(self._view.id)
        page = share_pages.shares_page(self._view, shares, self._settings, self._sent, errors)
        return self._pages.render(self._request, "pages/shares.html", page, status=status)


def _errors_of_choices(sent: Sent) -> tuple[tuple[str, str], ...]:
    """Return what is wrong with the choices, which a browser does not get wrong by itself."""
    errors = []
    if sent.right not in (READ, EDIT):
        errors.append((RIGHT, gettext("Choisissez ce que ce lien permet.")))
    if sent.duration not in _DAYS:
        errors.append((DURATION, gettext("Choisissez jusqu’à quand ce lien ouvre.")))
    return tuple(errors)


def _label_problem(wrong: InvalidLabel) -> str:
    if not wrong.length:
        return gettext(
            "Dites pour qui est ce lien, par exemple «\u00a0conseil d’administration\u00a0»."
        )
    return ngettext(
        "C’est trop long de %(count)s\u00a0caractère\u00a0: %(limit)s au plus.",
        "C’est trop long de %(count)s\u00a0caractères\u00a0: %(limit)s au plus.",
        wrong.length - wrong.limit,
        limit=wrong.limit,
    )
