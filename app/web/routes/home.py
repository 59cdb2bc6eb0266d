"""The home page and the introduction of each pathway, where a diagnosis is started."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.domain.edition import Edition
from app.domain.navigation import asked_range, visible_items
from app.domain.translation import in_language
from app.locale.speech import LANGUAGES, current_language, gettext, speaking
from app.services.errors import QuestionnaireNotFound
from app.web import urls
from app.web.access import PUBLIC
from app.web.contexts import HomePage, IntroductionPage, LanguageOffer, PathwayCard
from app.web.dependencies import PagesOf, ServicesOf, SettingsOf
from app.web.languages import in_language_path, preferred
from app.web.notice import notice_of
from app.web.visitor import grant_and_remember, visit_token

router = APIRouter(dependencies=[PUBLIC])


@router.get("/")
def home(request: Request, services: ServicesOf, pages: PagesOf) -> Response:
    """Show the pathways offered."""
    page = HomePage(
        pathways=tuple(_card(edition) for edition in services.library.editions.values()),
        has_diagnoses=visit_token(request) is not None,
        offer=_offer(request.headers.get("Accept-Language", "")),
    )
    response = pages.render(request, "pages/home.html", page)
    response.headers["Vary"] = f"Accept-Language, {response.headers['Vary']}"
    return response


@router.get("/parcours/{questionnaire_id}")
def introduction(
    request: Request,
    questionnaire_id: str,
    services: ServicesOf,
    settings: SettingsOf,
    pages: PagesOf,
) -> Response:
    """Say what a pathway asks, gives, keeps and leaves out."""
    edition = services.library.editions.get(questionnaire_id)
    if edition is None:
        raise QuestionnaireNotFound(questionnaire_id)
    edition = in_language(edition, current_language())
    questionnaire = edition.questionnaire
    page = IntroductionPage(
        title=questionnaire.title,
        pathway=_card(edition),
        introduction=questionnaire.introduction,
        not_covered=questionnaire.not_covered,
        estimate=questionnaire.duration.estimate,
        sections=tuple(section.title for section in questionnaire.sections),
        notice=notice_of(settings),
        papers=_papers(services.papers.languages_of(questionnaire_id), questionnaire_id),
    )
    return pages.render(request, "pages/introduction.html", page)


@router.post("/parcours/{questionnaire_id}/commencer")
def start(
    request: Request, questionnaire_id: str, services: ServicesOf, settings: SettingsOf
) -> Response:
    """Create an assessment, open it to this browser, and go to its first question."""
    view = services.assessments.start(questionnaire_id).assessment
    first = visible_items(view.edition, view.answers)[0]
    response = RedirectResponse(urls.question(view.id, first.id), status_code=303)
    grant_and_remember(request, response, services, settings, view.id)
    return response


def _offer(accept_language: str) -> LanguageOffer | None:
    """Return the offer of another language, where the browser says that it likes one better.

    An offer and not a redirection: each address keeps its language, for everyone and every cache.
    """
    language = preferred(accept_language, LANGUAGES)
    if language is None or language == current_language():
        return None
    with speaking(language):
        words = gettext("Lire ce site en français")
    return LanguageOffer(language=language, url=in_language_path(language, "/"), words=words)


def _papers(languages: tuple[str, ...], questionnaire: str) -> tuple[tuple[str, str], ...]:
    """Return the blank forms, that in the language spoken first, or else the pathway's own."""
    first, *others = sorted(languages, key=lambda one: one != current_language())
    return (
        (urls.paper(questionnaire, first), gettext("Télécharger le questionnaire à remplir")),
        *((urls.paper(questionnaire, one), _in_words(one)) for one in others),
    )


def _in_words(language: str) -> str:
    names = {"en": gettext("en anglais"), "fr": gettext("en français")}
    return names.get(language) or gettext("en «\u00a0%(language)s\u00a0»", language=language)


def _card(edition: Edition) -> PathwayCard:
    questionnaire = in_language(edition, current_language()).questionnaire
    least, most = questionnaire.duration.minimum, questionnaire.duration.maximum
    fewest, many = asked_range(edition)
    return PathwayCard(
        id=questionnaire.id,
        title=questionnaire.title,
        audience=questionnaire.audience,
        summary=questionnaire.summary,
        minutes=(
            gettext("%(count)s\u00a0minutes", count=most)
            if least == most
            else gettext("%(least)s\u00a0à\u00a0%(most)s\u00a0minutes", least=least, most=most)
        ),
        questions=(
            gettext("%(count)s\u00a0questions", count=many)
            if fewest == many
            else gettext("%(least)s\u00a0à\u00a0%(most)s\u00a0questions", least=fewest, most=many)
        ),
    )
