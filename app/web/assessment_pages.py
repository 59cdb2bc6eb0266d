"""Builds the pages of one assessment as a whole: its sections, its answers, its cards.

Must not read the request nor save anything.
"""

from __future__ import annotations

from collections.abc import Sequence
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
from app.report.corrections import tell_corrections
from app.services.views import AssessmentView, SetAside
from app.settings import Settings
from app.web import urls
from app.web.carrying_pages import aside_rows
from app.web.contexts import (
    AnswerRow,
    AnswerSection,
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


def overview_page(
    view: AssessmentView,
    settings: Settings,
    *,
    is_newer_offered: bool = False,
    set_aside: tuple[SetAside, ...] = (),
    is_reminded: bool = False,
) -> OverviewPage:
    """Return the list of sections, and where to go on.

    ``is_reminded``: whether a confirmed reminder keeps the assessment longer than its own time.
    """
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
        is_newer_offered=is_newer_offered,
        stays=view.stays,
        to_confirm=_to_confirm(view, items),
        set_aside=aside_rows(set_aside),
        corrections=tell_corrections(view.corrections),
        is_reminded=is_reminded,
    )


def check_page(view: AssessmentView) -> CheckPage:
    """Return all the questions asked, section by section, with their answers."""
    view = as_spoken(view)
    asked = visible_items(view.edition, view.answers)
    own: dict[str, list[Item]] = {}
    for item in asked:
        own.setdefault(item.section.id, []).append(item)
    progress = completeness(view.edition, view.answers)
    return CheckPage(
        id=view.id,
        sections=tuple(
            AnswerSection(
                id=id_,
                title=items[0].section.title,
                rows=tuple(_row(view, item) for item in items),
                to_confirm=_to_confirm(view, items),
            )
            for id_, items in own.items()
        ),
        missing=progress.asked - progress.answered,
        is_completed=view.is_completed,
        to_confirm=_to_confirm(view, asked),
    )


def unanswered_page(view: AssessmentView) -> UnansweredPage:
    """Return the questions that still need an answer, or a word on a carried one."""
    view = as_spoken(view)
    asked = visible_items(view.edition, view.answers)
    missing = tuple(
        _row(view, item)
        for item in asked
        if item.id not in view.answers and not item.question.optional
    )
    return UnansweredPage(
        id=view.id,
        missing=missing,
        is_empty=not view.answers,
        to_confirm=_to_confirm(view, asked),
    )


def _to_confirm(view: AssessmentView, items: Sequence[Item]) -> int:
    """Return how many of some questions have a carried answer that is not confirmed."""
    return sum(item.id in view.carried_from for item in items)


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
        to_confirm=_to_confirm(view, own),
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
        id=item.id,
        is_carried=item.id in view.carried_from,
    )
