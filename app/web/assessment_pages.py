"""Builds the pages of one assessment as a whole: its sections, its answers, its cards.

Must not read the request nor save anything.
"""

from __future__ import annotations

from dataclasses import replace

from app.domain.answers import words_of
from app.domain.navigation import (
    SectionProgress,
    completeness,
    first_unanswered,
    section_progress,
    visible_items,
)
from app.domain.questionnaire import Item
from app.domain.translation import in_language
from app.locale.speech import current_language, gettext, mark, ngettext
from app.services.views import AssessmentView
from app.settings import Settings
from app.web import urls
from app.web.contexts import (
    AnswerRow,
    CheckPage,
    DiagnosisCard,
    OverviewPage,
    Task,
    UnansweredPage,
)
from app.web.durations import days_in_words
from app.web.forms import TO_CHECK

STATUSES = {
    "not_started": mark("À commencer"),
    "in_progress": mark("En cours"),
    "done": mark("Fait"),
}


def as_spoken(view: AssessmentView) -> AssessmentView:
    """Return an assessment with its content in the language spoken."""
    return replace(view, edition=in_language(view.edition, current_language()))


def overview_page(view: AssessmentView, settings: Settings) -> OverviewPage:
    """Return the list of sections, and where to go on."""
    view = as_spoken(view)
    progress = completeness(view.edition, view.answers)
    to_answer = first_unanswered(view.edition, view.answers)
    items = visible_items(view.edition, view.answers)
    days = settings.completed_days if view.is_completed else settings.draft_days
    return OverviewPage(
        id=view.id,
        reference=view.reference,
        questionnaire=view.edition.questionnaire.title,
        tasks=tuple(
            _task(view, section, items)
            for section in section_progress(view.edition, view.answers)
            if section.status != "not_asked"
        ),
        answered=progress.answered,
        asked=progress.asked,
        continue_url=None if to_answer is None else urls.question(view.id, to_answer),
        is_begun=bool(view.answers),
        is_completed=view.is_completed,
        updated_on=settings.day_of(view.updated_at),
        kept=days_in_words(days),
    )


def check_page(view: AssessmentView) -> CheckPage:
    """Return all the questions asked, section by section, with their answers."""
    view = as_spoken(view)
    rows: dict[str, list[AnswerRow]] = {}
    for item in visible_items(view.edition, view.answers):
        rows.setdefault(item.section.title, []).append(_row(view, item))
    progress = completeness(view.edition, view.answers)
    return CheckPage(
        id=view.id,
        sections=tuple((title, tuple(own)) for title, own in rows.items()),
        missing=progress.asked - progress.answered,
        is_completed=view.is_completed,
    )


def unanswered_page(view: AssessmentView) -> UnansweredPage:
    """Return the questions that still need an answer."""
    view = as_spoken(view)
    missing = tuple(
        _row(view, item)
        for item in visible_items(view.edition, view.answers)
        if item.id not in view.answers and not item.question.optional
    )
    return UnansweredPage(id=view.id, missing=missing, is_empty=not view.answers)


def diagnosis_card(view: AssessmentView, settings: Settings) -> DiagnosisCard:
    """Return what « Mes diagnostics » says of an assessment."""
    view = as_spoken(view)
    progress = completeness(view.edition, view.answers)
    if view.is_completed:
        words = gettext("Terminé")
    else:
        words = ngettext(
            "%(count)s\u00a0réponse sur %(asked)s",
            "%(count)s\u00a0réponses sur %(asked)s",
            progress.answered,
            asked=progress.asked,
        )
    return DiagnosisCard(
        id=view.id,
        reference=view.reference,
        questionnaire=view.edition.questionnaire.title,
        updated_on=settings.day_of(view.updated_at),
        is_completed=view.is_completed,
        progress=words,
    )


def _task(view: AssessmentView, section: SectionProgress, items: tuple[Item, ...]) -> Task:
    own = [item for item in items if item.section.id == section.section.id]
    count = {"answered": section.answered, "asked": section.asked}
    to_answer = next(
        (i for i in own if i.id not in view.answers and not i.question.optional), own[0]
    )
    return Task(
        title=section.section.title,
        url=urls.question(view.id, to_answer.id),
        status=section.status,
        status_words=gettext(STATUSES[section.status]),
        count=gettext("%(answered)s sur %(asked)s", **count)
        if section.asked
        else gettext("facultatif"),
    )


def _row(view: AssessmentView, item: Item) -> AnswerRow:
    value = view.answers.get(item.id)
    several = value if isinstance(value, tuple) else () if value is None else (value,)
    return AnswerRow(
        question=item.question.text,
        answers=tuple(words_of(view.edition, item.id, one, region=True) for one in several),
        change_url=urls.question(view.id, item.id, TO_CHECK),
        is_optional=item.question.optional,
        is_follow_up=item.parent is not None,
    )
