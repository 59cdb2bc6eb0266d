"""The home page and the introduction of each pathway, where a diagnosis is started."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.domain.edition import Edition
from app.domain.navigation import asked_range, visible_items
from app.report.french import NBSP
from app.services.errors import QuestionnaireNotFound
from app.web import urls
from app.web.access import PUBLIC
from app.web.contexts import HomePage, IntroductionPage, PathwayCard
from app.web.dependencies import PagesOf, ServicesOf, SettingsOf
from app.web.durations import days_in_words
from app.web.visitor import grant_and_remember, visit_token

router = APIRouter(dependencies=[PUBLIC])


@router.get("/")
def home(request: Request, services: ServicesOf, pages: PagesOf) -> Response:
    """Show the pathways offered."""
    page = HomePage(
        pathways=tuple(_card(edition) for edition in services.library.editions.values()),
        has_diagnoses=visit_token(request) is not None,
    )
    return pages.render(request, "pages/home.html", page)


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
    questionnaire = edition.questionnaire
    page = IntroductionPage(
        title=questionnaire.title,
        pathway=_card(edition),
        introduction=questionnaire.introduction,
        not_covered=questionnaire.not_covered,
        estimate=questionnaire.duration.estimate,
        sections=tuple(section.title for section in questionnaire.sections),
        draft_kept=days_in_words(settings.draft_days),
        completed_kept=days_in_words(settings.completed_days),
        papers=_papers(questionnaire_id, services.papers.languages_of(questionnaire_id)),
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


def _papers(questionnaire: str, languages: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    own, *others = languages
    return (
        (urls.paper(questionnaire), "Télécharger le questionnaire à remplir"),
        *(
            (urls.paper(questionnaire, one), LANGUAGES.get(one, f"en « {one} »"))
            for one in others
            if one != own
        ),
    )


LANGUAGES = {"en": "en anglais", "fr": "en français"}
"""How other languages are named."""


def _card(edition: Edition) -> PathwayCard:
    questionnaire = edition.questionnaire
    least, most = questionnaire.duration.minimum, questionnaire.duration.maximum
    fewest, many = asked_range(edition)
    return PathwayCard(
        id=questionnaire.id,
        title=questionnaire.title,
        audience=questionnaire.audience,
        summary=questionnaire.summary,
        minutes=(
            f"{least} minutes" if least == most else f"{least}{NBSP}à{NBSP}{most}{NBSP}minutes"
        ),
        questions=(
            f"{many}{NBSP}questions"
            if fewest == many
            else f"{fewest}{NBSP}à{NBSP}{many}{NBSP}questions"
        ),
    )
