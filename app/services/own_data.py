"""What a person can see and take away of what is kept on one assessment; must not change any.

Browsers are told by when their access began and was last renewed: nothing else is known of them.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from app.domain.answers import words_of
from app.domain.diagnosis import AnswerValue
from app.domain.edition import Edition
from app.domain.follow_up import Undertaking, dump_details
from app.domain.follow_up_changes import FollowUpChange
from app.domain.serialise import canonical_json
from app.domain.translation import in_language
from app.locale.speech import current_language
from app.services import secrets
from app.services.assessments import Assessments
from app.services.carrying import Carrying
from app.services.clock import Clock
from app.services.errors import AssessmentNotFound
from app.services.following import Following
from app.services.mailing import MailedLink, Mailing
from app.services.reminders import Reminders, Request, kept_until
from app.services.reporting import Reporting
from app.services.restoring import RestoredNotes, Restoring
from app.services.sharing import Share, Sharing
from app.services.undertaking_rows import words_of as words_of_undertaking
from app.services.views import AssessmentView, SetAside
from app.settings import Settings
from app.store import answers, start_keys, visits
from app.store.database import Database


@dataclass(frozen=True)
class BrowserAccess:
    """A browser that may see an assessment. All times are UTC and aware."""

    granted_at: datetime
    renewed_at: datetime
    ends_at: datetime
    is_asking: bool
    """Whether it is the one that asks."""


@dataclass(frozen=True)
class KeptUndertaking:
    """An action that is followed, its words in the language spoken, and when it was last saved."""

    undertaking: Undertaking
    words: str
    saved_at: datetime


@dataclass(frozen=True)
class Kept:
    """Everything that is kept on one assessment, as read at one moment.

    ``answered_at`` has a date for each answer of ``view``; ``ends_at`` is when the assessment comes
    to be erased if nothing changes; ``has_start_key`` whether the hash of the key under which it
    was started is still there. ``restored`` is what is kept of the file that it was made of;
    ``undertakings`` what is followed, in order, and ``history`` its changes, the last first;
    ``shares`` are the links that open its roadmap to others.
    ``mailed`` are the links that left by mail, ``reminders`` what was asked for by address.
    """

    view: AssessmentView
    answered_at: dict[str, datetime]
    browsers: tuple[BrowserAccess, ...]
    ends_at: datetime
    has_start_key: bool
    set_aside: tuple[SetAside, ...]
    restored: RestoredNotes | None
    shares: tuple[Share, ...]
    undertakings: tuple[KeptUndertaking, ...]
    history: tuple[FollowUpChange, ...]
    mailed: tuple[MailedLink, ...]
    reminders: tuple[Request, ...]


class OwnData:
    """The right of access and the right to take one's data away (GDPR, articles 15 and 20)."""

    def __init__(
        self,
        database: Database,
        assessments_: Assessments,
        reporting: Reporting,
        carrying: Carrying,
        restoring: Restoring,
        sharing: Sharing,
        following: Following,
        mailing: Mailing,
        reminders: Reminders,
        settings: Settings,
        clock: Clock,
    ) -> None:
        self._database = database
        self._assessments = assessments_
        self._reporting = reporting
        self._carrying = carrying
        self._restoring = restoring
        self._sharing = sharing
        self._following = following
        self._mailing = mailing
        self._reminders = reminders
        self._settings = settings
        self._clock = clock

    def kept(self, assessment_id: str, visit: str) -> Kept:
        """Return what is kept, as it is told to the visit that asks.

        Raises:
            AssessmentNotFound: if there is no such assessment.
        """
        if not secrets.is_id(assessment_id):
            raise AssessmentNotFound
        own, life = secrets.digest(visit), self._settings.visit_lifetime
        with self._database.read() as connection:
            view = self._assessments.load_in(connection, assessment_id)
            requests = self._reminders.requests_in(connection, assessment_id)
            rows = visits.accesses_to(connection, assessment_id, self._clock() - life)
            kept = Kept(
                view=view,
                answered_at=answers.dates_of(connection, assessment_id),
                browsers=tuple(
                    BrowserAccess(
                        row.granted_at,
                        row.seen_at,
                        row.seen_at + life,
                        secrets.is_same(row.token_hash, own),
                    )
                    for row in rows
                ),
                ends_at=self._ends_at(view, requests),
                has_start_key=start_keys.is_kept_for(connection, assessment_id),
                set_aside=(),
                restored=None,
                shares=self._sharing.shares_in(connection, assessment_id),
                undertakings=tuple(
                    KeptUndertaking(one, words_of_undertaking(one, view.edition), saved_at)
                    for one, saved_at in self._following.dated_in(connection, assessment_id)
                ),
                history=self._following.history_in(connection, assessment_id),
                mailed=(),
                reminders=requests,
            )
        return replace(
            kept,
            set_aside=self._carrying.set_aside_of(view),
            restored=self._restoring.kept_of(view),
            mailed=self._mailing.links_of(view.id),
        )

    def take_out(self, assessment_id: str, visit: str) -> bytes:
        """Return all of it as JSON: the record that the PDF carries, and ``kept`` beside it.

        Its words are in the language spoken.

        The keys of the record are those of ``app.report.record``, so that whatever reads the
        record of a PDF reads this too. ``kept`` has ``status``, ``completed_at``, ``erased_after``,
        ``answers`` (by question: ``question`` and ``answer`` in words, ``saved_at``,
        ``carried_from``), ``set_aside``, ``restored`` (None, or what is kept of the file it was
        made of), ``undertakings`` (in order: ``id``, ``rule``, ``words``, the keys of ``Details``,
        ``saved_at``), ``follow_up_changes`` (those of ``FollowUpChange``), ``follows``, ``stays``,
        ``browsers``, ``shares``, ``mailed_links``, ``reminders``.

        Raises:
            AssessmentNotFound: if there is no such assessment.
        """
        kept = self.kept(assessment_id, visit)
        record: dict[str, Any] = json.loads(
            self._reporting.report_of(assessment_id, current_language()).record
        )
        return canonical_json({**record, "kept": _kept_to_dict(kept)})

    def _ends_at(self, view: AssessmentView, requests: tuple[Request, ...]) -> datetime:
        settings = self._settings
        life = settings.completed_lifetime if view.is_completed else settings.draft_lifetime
        own, reminded = view.updated_at + life, kept_until(requests)
        return own if reminded is None else max(own, reminded)


def _kept_to_dict(kept: Kept) -> dict[str, Any]:
    view = kept.view
    edition = in_language(view.edition, current_language())
    texts = edition.questionnaire.items_by_id
    return {
        "status": view.status.value,
        "version": view.version,
        "created_at": _iso(view.created_at),
        "updated_at": _iso(view.updated_at),
        "completed_at": _iso(view.completed_at),
        "erased_after": _iso(kept.ends_at),
        "answers": {
            question: {
                "question": texts[question].question.text,
                "answer": answer_in_words(edition, question, value),
                "saved_at": _iso(kept.answered_at.get(question)),
                "carried_from": view.carried_from.get(question),
            }
            for question, value in view.answers.items()
        },
        "set_aside": [
            {
                "question": one.text,
                "answer": one.answer,
                "edition": one.edition,
                "why": one.why,
                "note": one.note,
            }
            for one in kept.set_aside
        ],
        "restored": _restored_to_dict(kept.restored),
        "undertakings": [
            {
                **dump_details(one.undertaking.details),
                "id": one.undertaking.id,
                "rule": one.undertaking.rule,
                "words": one.words,
                "saved_at": _iso(one.saved_at),
            }
            for one in kept.undertakings
        ],
        "follow_up_changes": [
            {**asdict(one), "at": _iso(one.at), "kind": one.kind.value} for one in kept.history
        ],
        "follows": view.follows,
        "stays": view.stays,
        "browsers": [
            {
                "granted_at": _iso(one.granted_at),
                "renewed_at": _iso(one.renewed_at),
                "ends_at": _iso(one.ends_at),
                "is_asking": one.is_asking,
            }
            for one in kept.browsers
        ],
        "shares": [
            {
                "label": one.label,
                "may_edit": one.may_edit,
                "created_at": _iso(one.created_at),
                "opened_on": None if one.opened_on is None else one.opened_on.isoformat(),
                "ends_on": None if one.ends_on is None else one.ends_on.isoformat(),
                "browsers": one.browsers,
            }
            for one in kept.shares
        ],
        "mailed_links": [
            {"purpose": one.purpose, "created_at": _iso(one.created_at)} for one in kept.mailed
        ],
        "reminders": [
            {
                "address": request.address,
                "language": request.language,
                "asked_at": _iso(request.asked_at),
                "confirmed_at": _iso(request.confirmed_at),
                "due": [
                    {
                        "months": one.months,
                        "due_at": _iso(one.due_at),
                        "sent_at": _iso(one.sent_at),
                    }
                    for one in request.reminders
                ],
            }
            for request in kept.reminders
        ],
    }


def _restored_to_dict(restored: RestoredNotes | None) -> dict[str, Any] | None:
    if restored is None:
        return None
    return {
        "is_form": restored.is_form,
        "same_edition": restored.is_same_edition,
        "notes": [
            {
                "question": one.title or one.question,
                "given": one.given,
                "code": one.code,
                "why": one.reason,
            }
            for one in restored.notes
        ],
    }


def answer_in_words(edition: Edition, question: str, value: AnswerValue) -> list[str]:
    """Return the words of an answer, one text for each option chosen."""
    several = value if isinstance(value, tuple) else (value,)
    return [words_of(edition, question, one) for one in several]


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")
