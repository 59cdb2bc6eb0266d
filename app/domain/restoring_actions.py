"""Actions that come back, read against an edition, perhaps not the one they were taken up from.

Drops nothing in silence: what finds no place is told, word for word.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.edition import Edition
from app.domain.follow_up import MOST_TEXT, FollowUp, Undertaking
from app.domain.restoring import Note, said
from app.domain.restoring_words import reason_in_words

ACTION_GONE = "action-gone"
"""Kept as an action of one's own: the edition does not propose it."""
ACTION_NO_ROOM = "action-no-room"
"""Not kept: there is more text than one follow-up may hold."""
ABOUT_ACTIONS = frozenset({ACTION_GONE, ACTION_NO_ROOM})


@dataclass(frozen=True, slots=True)
class RestoredActions:
    """The follow-up that came back, in its order, and a note on what did not simply come back."""

    follow_up: FollowUp
    notes: tuple[Note, ...]


def restore_actions(edition: Edition, follow_up: FollowUp) -> RestoredActions:
    """Return what becomes of a follow-up, every action of which has its words in ``details.do``.

    Notes are said in the language of the edition, and are about no question.
    """
    language = edition.questionnaire.language
    kept: list[Undertaking] = []
    notes: list[Note] = []
    room = MOST_TEXT
    for one in follow_up:
        fitting = _fit(edition, one)
        if fitting.details.text_length > room:
            notes.append(_note(ACTION_NO_ROOM, one, _told(one, language), language))
            continue
        room -= fitting.details.text_length
        kept.append(fitting)
        if fitting.rule != one.rule:
            notes.append(_note(ACTION_GONE, one, "", language))
    return RestoredActions(FollowUp(tuple(kept)), tuple(notes))


def _fit(edition: Edition, undertaking: Undertaking) -> Undertaking:
    if undertaking.rule is None:
        return undertaking
    rule = edition.rules_by_id.get(undertaking.rule)
    if rule is None:
        return replace(undertaking, rule=None)
    return replace(undertaking, details=replace(undertaking.details, do="", horizon=rule.horizon))


def _note(code: str, one: Undertaking, given: str, language: str) -> Note:
    return Note("", one.details.do, given, code, reason_in_words(code, language))


def _told(undertaking: Undertaking, language: str) -> str:
    """Return everything that was said of an action."""
    details = undertaking.details
    due = "" if details.due is None else details.due.isoformat()
    texts = (details.owner, due, details.done, details.next_step)
    return said([one for one in texts if one], language)
