"""« Mes données »: everything that is kept on one assessment, in words.

Must not read the request nor save anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.follow_up import dump_details
from app.domain.restoring import Note
from app.locale.speech import gettext, ngettext
from app.services.mailing import LINK
from app.services.own_data import BrowserAccess, Kept, answer_in_words
from app.services.reminders import kept_until
from app.services.views import SetAside
from app.settings import Settings
from app.web import urls
from app.web.assessment_pages import as_spoken
from app.web.durations import days_in_words
from app.web.follow_up_words import change_in_words, name_field, value_in_words, who
from app.web.forms import TO_CHECK
from app.web.reminder_pages import RequestRow, request_row
from app.web.share_pages import ShareRow, share_row

EDITION_DIGITS = 12
"""How much of the hash of an edition is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnswer:
    """An answer that is kept; ``is_asked`` is False for a question that is no longer asked."""

    question: str
    answers: tuple[str, ...]
    saved_on: date
    change_url: str | None
    is_carried: bool

    @property
    def is_asked(self) -> bool:
        return self.change_url is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBrowser:
    """A browser with access; nothing says which one, but for the one that reads this."""

    name: str
    granted_on: date
    renewed_on: date
    ends_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAction:
    """An action that is followed: its words, what is said of it (name, value), and since when."""

    words: str
    said: tuple[tuple[str, str], ...]
    saved_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptChange:
    """One change of the follow-up, in words."""

    at: datetime
    who: str
    words: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDataPage:
    id: str
    reference: str
    questionnaire: str
    edition: str
    created_on: date
    updated_on: date
    completed_on: date | None
    ends_on: date
    lifetime: str
    sections: tuple[tuple[str, tuple[KeptAnswer, ...]], ...]
    count: str
    browsers: tuple[KeptBrowser, ...]
    browsers_count: str
    has_others: bool
    has_start_key: bool
    set_aside: tuple[SetAside, ...]
    is_restored: bool
    notes: tuple[Note, ...]
    actions: tuple[KeptAction, ...]
    changes: tuple[KeptChange, ...]
    follows: bool
    stays: bool
    shares: tuple[ShareRow, ...]
    mailed: tuple[tuple[date, str], ...]
    """The links that left by mail: the day, and what for."""
    reminders: tuple[RequestRow, ...]
    is_reminded: bool
    """Whether reminders make the assessment stay longer than it would."""

    @property
    def title(self) -> str:
        return gettext("Mes données")

    @property
    def json_url(self) -> str:
        return urls.own_data_json(self.id)


def own_data_page(kept: Kept, asked: frozenset[str], settings: Settings) -> OwnDataPage:
    """Return the page; ``asked`` are the ids of the questions that are asked now."""
    view, day = as_spoken(kept.view), settings.day_of
    sections: dict[str, list[KeptAnswer]] = {}
    for item in view.edition.questionnaire.items:
        value = view.answers.get(item.id)
        if value is None:
            continue
        row = KeptAnswer(
            question=item.question.text,
            answers=tuple(answer_in_words(view.edition, item.id, value)),
            saved_on=day(kept.answered_at[item.id]),
            change_url=urls.question(view.id, item.id, TO_CHECK) if item.id in asked else None,
            is_carried=item.id in view.carried_from,
        )
        sections.setdefault(item.section.title, []).append(row)
    days = settings.completed_days if view.is_completed else settings.draft_days
    return OwnDataPage(
        id=view.id,
        reference=view.reference,
        questionnaire=view.edition.questionnaire.title,
        edition=view.edition.hash[:EDITION_DIGITS],
        created_on=day(view.created_at),
        updated_on=day(view.updated_at),
        completed_on=None if view.completed_at is None else day(view.completed_at),
        ends_on=day(kept.ends_at),
        lifetime=days_in_words(days),
        sections=tuple((title, tuple(rows)) for title, rows in sections.items()),
        count=ngettext("%(count)s\u00a0réponse", "%(count)s\u00a0réponses", len(view.answers)),
        browsers=tuple(_browsers(kept.browsers, settings)),
        browsers_count=_count(len(kept.browsers)),
        has_others=any(not one.is_asking for one in kept.browsers),
        has_start_key=kept.has_start_key,
        set_aside=kept.set_aside,
        is_restored=kept.restored is not None,
        notes=kept.restored.notes if kept.restored else (),
        actions=tuple(
            KeptAction(
                words=one.words,
                said=tuple(
                    (name_field(field), value_in_words(field, value))
                    for field, value in dump_details(one.undertaking.details).items()
                    if field != "do" and value
                ),
                saved_on=day(one.saved_at),
            )
            for one in kept.undertakings
        ),
        changes=tuple(
            KeptChange(
                at=settings.moment_of(one.at),
                who=who(one.by_whom),
                words=one.words,
                what=change_in_words(one),
            )
            for one in kept.history
        ),
        follows=view.follows is not None,
        stays=view.stays,
        shares=tuple(share_row(view.id, one, settings) for one in kept.shares),
        mailed=tuple(
            (
                day(one.created_at),
                gettext("Lien de reprise") if one.purpose == LINK else gettext("Rappel"),
            )
            for one in kept.mailed
        ),
        reminders=tuple(request_row(one, settings) for one in kept.reminders),
        is_reminded=kept_until(kept.reminders) == kept.ends_at,
    )


def _browsers(browsers: tuple[BrowserAccess, ...], settings: Settings) -> list[KeptBrowser]:
    named, others = [], 0
    for one in sorted(browsers, key=lambda one: not one.is_asking):
        others += not one.is_asking
        named.append(
            KeptBrowser(
                name=gettext("Ce navigateur")
                if one.is_asking
                else gettext("Autre navigateur\u00a0%(number)s", number=others),
                granted_on=settings.day_of(one.granted_at),
                renewed_on=settings.day_of(one.renewed_at),
                ends_on=settings.day_of(one.ends_at),
            )
        )
    return named


def _count(browsers: int) -> str:
    if browsers < 2:
        return gettext("Un seul navigateur peut ouvrir ce diagnostic, le vôtre.")
    return gettext(
        "%(count)s navigateurs peuvent ouvrir ce diagnostic, dont le vôtre.", count=browsers
    )
