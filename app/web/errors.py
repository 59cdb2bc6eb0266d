"""What people read when something goes wrong: one table, error to status and words.

Must not answer for the JSON interface (see ``problems``), nor say anything of the inside.
"""

from __future__ import annotations

import logging
import re
from contextlib import suppress
from dataclasses import replace
from typing import cast

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.domain.errors import BalisesError, UnknownQuestion
from app.locale.speech import gettext, mark
from app.services.errors import (
    AssessmentNotFound,
    QuestionnaireNotFound,
    RoadmapReadOnly,
    StoreUnavailable,
    UndertakingNotFound,
)
from app.services.services import Services
from app.web import follow_up_forms, forms, problems
from app.web.access import NotForYou
from app.web.contexts import ErrorPage
from app.web.dependencies import read_form
from app.web.languages import split_path
from app.web.question_pages import blank_question_page
from app.web.rendering import Pages

_log = logging.getLogger(__name__)

RETRY_AFTER = "5"
"""Seconds after which a browser may try again what could not be served."""
TROUBLE = mark(
    "Le service ne peut pas enregistrer pour le moment. Ce que vous avez répondu est gardé sur "
    "cette page\u00a0: laissez-la ouverte et réessayez dans quelques instants."
)
API = "/api/"
_TYPED_AT = re.compile(r"/diagnostic/[^/]+/suivi/(ajouter|action/[^/]+)")
"""Where a text is sent that is nowhere else."""

_NOT_FOUND = ErrorPage(
    status=404,
    title=mark("Page introuvable"),
    message=mark("Cette page n’existe pas, ou n’est pas ouverte à ce navigateur."),
    advice=(
        mark("Si vous avez recopié l’adresse, vérifiez qu’elle est complète."),
        mark("Si vous cherchez un diagnostic commencé ailleurs, ouvrez son lien de reprise."),
        mark("Un diagnostic effacé, ou trop ancien, n’existe plus."),
        mark("Un lien de partage révoqué, ou dont la date est passée, n’ouvre plus rien."),
    ),
)
_READ_ONLY = ErrorPage(
    status=403,
    title=mark("Vous pouvez lire, pas changer"),
    message=mark(
        "Le lien qui vous a ouvert cette feuille de route permet de la lire. Rien n’a été changé."
    ),
    advice=(
        mark("Pour y écrire, demandez un autre lien à la personne qui vous a donné celui-ci."),
    ),
)
_NO_SHARE = ErrorPage(
    status=404,
    title=mark("Ce lien n’ouvre rien"),
    message=mark("Il n’ouvre aucune feuille de route, ou n’en ouvre plus."),
    advice=(
        mark("Si vous l’avez recopié, vérifiez qu’il est complet."),
        mark("Un lien de partage révoqué, ou dont la date est passée, n’ouvre plus rien."),
        mark("Demandez-en un autre à la personne qui vous l’a donné."),
    ),
)
PAGES: dict[int, ErrorPage] = {
    400: ErrorPage(
        status=400,
        title=mark("Demande illisible"),
        message=mark("Le formulaire reçu n’a pas pu être lu. Revenez en arrière et recommencez."),
    ),
    403: ErrorPage(
        status=403,
        title=mark("Demande refusée"),
        message=mark(
            "Cette demande semble venir d’un autre site. Par prudence, rien n’a été fait."
        ),
        advice=(mark("Revenez sur ce site par sa page d’accueil, et recommencez."),),
    ),
    404: _NOT_FOUND,
    405: ErrorPage(
        status=405,
        title=mark("Cette adresse ne s’ouvre pas ainsi"),
        message=mark("Elle sert à envoyer un formulaire. Passez par la page qui le porte."),
    ),
    413: ErrorPage(
        status=413,
        title=mark("C’est trop long"),
        message=mark("Ce qui a été envoyé est trop gros pour être lu. Rien n’a été enregistré."),
        advice=(mark("Revenez en arrière et raccourcissez votre texte."),),
    ),
    422: ErrorPage(
        status=422,
        title=mark("Demande incomplète"),
        message=mark(
            "Il manque quelque chose à cette demande, ou une partie n’a pas la forme attendue."
        ),
    ),
    500: ErrorPage(
        status=500,
        title=mark("Une erreur est survenue"),
        message=mark("Elle vient de nous. Les réponses déjà enregistrées ne sont pas perdues."),
        advice=(mark("Réessayez dans quelques minutes."),),
    ),
    503: ErrorPage(
        status=503,
        title=mark("Le service n’est pas disponible"),
        message=mark("Il ne peut pas lire ni enregistrer pour le moment. Rien n’est perdu."),
        advice=(mark("Réessayez dans quelques instants."),),
    ),
}


def page_of(status: int) -> ErrorPage:
    """Return the page of a status, in the language spoken."""
    page = PAGES.get(status) or replace(PAGES[400 if status < 500 else 500], status=status)
    return _spoken(page)


def _spoken(page: ErrorPage) -> ErrorPage:
    return replace(
        page,
        title=gettext(page.title),
        message=gettext(page.message),
        advice=tuple(map(gettext, page.advice)),
    )


def error_response(
    request: HTTPConnection, page: ErrorPage, headers: dict[str, str] | None = None
) -> Response:
    """Return the page of an error, which leaves the address where it was."""
    pages = cast(Pages, request.app.state.pages)
    headers = {**(headers or {}), "HX-Push-Url": "false", "Cache-Control": "no-store"}
    return pages.render(request, "pages/error.html", page, status=page.status, headers=headers)


def install(app: FastAPI) -> None:
    """Teach an application what to answer to each error."""
    for kind in (
        NotForYou,
        AssessmentNotFound,
        QuestionnaireNotFound,
        UndertakingNotFound,
        UnknownQuestion,
    ):
        app.add_exception_handler(kind, _not_found)
    app.add_exception_handler(RoadmapReadOnly, _read_only)
    app.add_exception_handler(HTTPException, _of_status)
    app.add_exception_handler(RequestValidationError, _of_request)
    app.add_exception_handler(StoreUnavailable, _unavailable)


async def _not_found(request: Request, error: Exception) -> Response:
    return error_response(request, replace(page_of(404), typed=await _typed(request)))


async def _read_only(request: Request, error: Exception) -> Response:
    return error_response(request, replace(_spoken(_READ_ONLY), typed=await _typed(request)))


async def _typed(request: Request) -> tuple[tuple[str, str], ...]:
    """Return what was typed of an action by somebody whose link was revoked meanwhile."""
    path = split_path(request.scope["path"])[1]
    if request.method != "POST" or not _TYPED_AT.fullmatch(path):
        return ()
    with suppress(HTTPException):  # a form that cannot be read holds nothing to show
        return follow_up_forms.typed_in(await read_form(request))
    return ()


def no_share_response(request: Request) -> Response:
    """Return what is told of any share link that opens nothing, whether or not it ever did."""
    return error_response(request, _spoken(_NO_SHARE))


def _of_status(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    if request.url.path.startswith(API):
        return _api_status(status, headers)
    return error_response(request, page_of(status), headers)


def _api_status(status: int, headers: dict[str, str]) -> Response:
    if status == 405:
        return problems.method_not_allowed(headers.get("Allow", "")).response()
    return problems.not_found().response()


def _of_request(request: Request, error: Exception) -> Response:
    return error_response(request, page_of(422))


async def _unavailable(request: Request, error: Exception) -> Response:
    """Answer that the database is out of reach; an answer being sent is kept on its page."""
    headers = {"Retry-After": RETRY_AFTER}
    if request.method != "POST":
        page = replace(page_of(503), retry_url=request.url.path)
        return error_response(request, page, headers)
    return await keep_form(request, headers)


async def keep_form(request: Request, headers: dict[str, str]) -> Response:
    """Return the form that could not be saved, with all that was typed or chosen.

    The question is taken from the editions in memory; failing that, the fields are kept as sent.
    """
    form = await read_form(request)
    services = cast(Services, request.app.state.services)
    pages = cast(Pages, request.app.state.pages)
    hash_ = forms.field(form, forms.EDITION)
    edition = next((e for e in services.library.editions.values() if e.hash == hash_), None)
    question = request.path_params.get("question_id", "")
    item = edition.questionnaire.items_by_id.get(question) if edition else None
    if edition is None or item is None:
        kept = tuple((name, value) for name, value in form.multi_items() if isinstance(value, str))
        page = replace(
            page_of(503), message=gettext(TROUBLE), retry_url=request.url.path, kept=kept
        )
        return error_response(request, page, headers)
    again = blank_question_page(
        edition,
        item,
        forms.read_given(form, item),
        action=request.url.path,
        trouble=gettext(TROUBLE),
    )
    again = replace(
        again,
        version=forms.read_version(form),
        came_from=forms.field(form, forms.FROM),
    )
    headers = {**headers, "HX-Push-Url": "false"}
    return pages.render(request, "pages/question.html", again, status=503, headers=headers)


class CatchErrors:
    """Answers what nobody foresaw with a page that says nothing of it, and logs it.

    Stands inside the middleware that sets headers, where Starlette's own handler would not.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        is_started = False

        async def watch(message: Message) -> None:
            nonlocal is_started
            is_started = is_started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watch)
        except Exception as error:
            if is_started:
                raise
            if not isinstance(error, BalisesError):
                _log.exception("unforeseen error on %s", scope.get("route", scope["method"]))
            await _answer(scope)(scope, receive, send)


def _answer(scope: Scope) -> Response:
    if scope["path"].startswith(API):
        return problems.unforeseen().response()
    return error_response(HTTPConnection(scope), page_of(500))


async def refuse_foreign(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer 403 to a form that another site sent."""
    await error_response(HTTPConnection(scope), page_of(403))(scope, receive, send)
