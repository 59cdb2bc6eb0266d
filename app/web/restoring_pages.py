"""Builds the pages where answers come back from a file: sending it, then what became of it.

Must not read the request nor save anything.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.conditions import question_of, walk
from app.domain.edition import Edition
from app.domain.follow_up import FollowUp
from app.domain.navigation import first_unanswered
from app.domain.restoring import NOT_ASKED, UNKNOWN_QUESTION, Note
from app.domain.restoring_actions import ABOUT_ACTIONS
from app.locale.speech import gettext, ngettext
from app.services.restoring import RestoredNotes
from app.services.views import AssessmentView
from app.web import assessment_pages, urls
from app.web.contexts import AnswerRow
from app.web.forms import TO_SETTLE


@dataclass(frozen=True, slots=True, kw_only=True)
class RestorePage:
    """The form to send a file with, and why the last one was not taken."""

    limit: str
    error: str | None = None

    @property
    def title(self) -> str:
        title = gettext("Reprendre depuis un fichier")
        return gettext("Erreur\u00a0: %(title)s", title=title) if self.error else title


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRow:
    """An answer that was not simply restored; ``url`` is where it is settled, if anywhere."""

    question: str
    given: str
    reason: str
    url: str | None
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoredPage:
    """What became of the file: notes to settle, notes for information, the answers restored.

    ``followed`` says how many actions are followed again, empty for none; ``actions`` are the notes
    on those that did not simply come back.
    """

    id: str
    restored: str
    followed: str
    follow_up_url: str
    is_form: bool
    is_same_edition: bool
    to_settle: tuple[NoteRow, ...]
    aside: tuple[NoteRow, ...]
    gone: tuple[NoteRow, ...]
    actions: tuple[NoteRow, ...]
    sections: tuple[tuple[str, tuple[AnswerRow, ...]], ...]
    missing: int
    continue_url: str
    continue_words: str

    @property
    def title(self) -> str:
        if not self.to_settle:
            return gettext("Vos réponses sont reprises")
        return ngettext(
            "%(count)s\u00a0réponse à préciser",
            "%(count)s\u00a0réponses à préciser",
            len(self.to_settle),
        )


def restored_page(view: AssessmentView, kept: RestoredNotes, follow_up: FollowUp) -> RestoredPage:
    """Return the page that says what was restored, what was not and why."""
    view = assessment_pages.as_spoken(view)
    check = assessment_pages.check_page(view)
    to_answer = first_unanswered(view.edition, view.answers)
    rows = {NOT_ASKED: [], UNKNOWN_QUESTION: [], "": []}  # type: dict[str, list[NoteRow]]
    for note in kept.notes:
        if note.code not in ABOUT_ACTIONS:
            rows[note.code if note.code in rows else ""].append(_row(view, note))
    return RestoredPage(
        id=view.id,
        restored=_restored(len(view.answers)),
        followed=_followed(len(follow_up.undertakings)),
        follow_up_url=urls.follow_up(view.id),
        is_form=kept.is_form,
        is_same_edition=kept.is_same_edition,
        to_settle=tuple(rows[""]),
        aside=tuple(rows[NOT_ASKED]),
        gone=tuple(rows[UNKNOWN_QUESTION]),
        actions=tuple(
            NoteRow(question=one.title, given=one.given, reason=one.reason, url=None, action="")
            for one in kept.notes
            if one.code in ABOUT_ACTIONS
        ),
        sections=tuple(
            (section.title, tuple(row for row in section.rows if row.answers))
            for section in check.sections
        ),
        missing=check.missing,
        continue_url=(
            urls.check(view.id) if to_answer is None else urls.question(view.id, to_answer)
        ),
        continue_words=(
            gettext("Relire et terminer")
            if to_answer is None
            else gettext("Continuer avec les questions restantes")
        ),
    )


def _restored(count: int) -> str:
    return ngettext(
        "%(count)s\u00a0réponse vient de votre fichier.",
        "%(count)s\u00a0réponses viennent de votre fichier.",
        count,
    )


def _followed(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "%(count)s\u00a0action suivie est reprise aussi, avec ce que vous en avez dit.",
        "%(count)s\u00a0actions suivies sont reprises aussi, avec ce que vous en avez dit.",
        count,
    )


def _row(view: AssessmentView, note: Note) -> NoteRow:
    item = view.edition.questionnaire.items_by_id.get(note.question)
    leads_to = note.question
    if note.code == NOT_ASKED:
        leads_to = _decides(view.edition, note.question)
    is_known = leads_to in view.edition.questionnaire.items_by_id
    return NoteRow(
        question=item.question.text if item else note.title or note.question,
        given=note.given,
        reason=note.reason,
        url=urls.question(view.id, leads_to, TO_SETTLE) if is_known else None,
        action=gettext("Revoir la question qui en décide")
        if note.code == NOT_ASKED
        else gettext("Répondre"),
    )


def _decides(edition: Edition, question: str) -> str:
    """Return the first question on which it depends whether another is asked."""
    item = edition.questionnaire.items_by_id.get(question)
    condition = item.show_when if item else None
    named = (question_of(part) for part in walk(condition)) if condition else ()
    return next((one for one in named if one is not None), "")
