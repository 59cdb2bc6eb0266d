"""Answers that come back, read against an edition: what is restored, what a person must settle.

Invents nothing and bends nothing: an answer that does not fit is told, word for word.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.domain.answers import dump_answer, parse_answer, words_of
from app.domain.condition_words import plain, word_condition
from app.domain.diagnosis import Answers, AnswerValue
from app.domain.edition import Edition
from app.domain.errors import InvalidAnswers
from app.domain.navigation import visible_items
from app.domain.questionnaire import Item
from app.domain.restoring_words import between, reason_in_words

NOT_ASKED = "not-asked"
UNKNOWN_QUESTION = "unknown-question"

WordsOf = Callable[[Edition, Item, object], str]
"""Puts a raw answer in words."""


@dataclass(frozen=True, slots=True)
class Note:
    """What became of one answer that was not simply restored.

    ``question`` is its id, ``title`` the question as the person read it, ``given`` what they
    answered, in words. ``code`` is that of the refusal (``AnswerProblem``), ``not-asked`` for a
    valid answer that is kept though the question is not asked, or ``unknown-question``; ``reason``
    says it in a sentence or two. All in the language of the edition that the answer was read in.
    """

    question: str
    title: str
    given: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Restoration:
    """The valid answers that came back, in the order asked, and a note on each of the others."""

    answers: Answers
    notes: tuple[Note, ...]


def restore_answers(edition: Edition, raw: Mapping[str, object]) -> Restoration:
    """Return what becomes of raw (JSON) answers in an edition, perhaps not that of the answers."""
    answers: Answers = {}
    notes: list[Note] = []
    language = edition.questionnaire.language
    for question, value in raw.items():
        item = edition.questionnaire.items_by_id.get(question)
        if item is None:
            gone = reason_in_words("gone", language)
            notes.append(Note(question, "", said(value, language), UNKNOWN_QUESTION, gone))
            continue
        found = try_answer(edition, item, value, words_given)
        if isinstance(found, Note):
            notes.append(found)
        elif found is not None:
            answers[question] = found
    return settle(edition, answers, notes)


def settle(edition: Edition, answers: Answers, notes: list[Note]) -> Restoration:
    """Return answers and notes in the order asked; one that is not asked is kept, and noted."""
    order = {item.id: place for place, item in enumerate(edition.questionnaire.items)}
    kept = {item.id: answers[item.id] for item in edition.questionnaire.items if item.id in answers}
    asked = {item.id for item in visible_items(edition, kept)}
    doubtful = {note.question for note in notes}
    aside = [
        not_asked(edition, edition.questionnaire.items_by_id[question], value)
        for question, value in kept.items()
        if question not in asked and question not in doubtful
    ]
    ordered = sorted([*notes, *aside], key=lambda note: order.get(note.question, len(order)))
    return Restoration(kept, tuple(ordered))


def try_answer(
    edition: Edition, item: Item, raw: object, words: WordsOf
) -> AnswerValue | Note | None:
    """Return the valid answer, a note if it does not fit, or None if it says nothing."""
    try:
        return parse_answer(edition, item.id, raw)
    except InvalidAnswers as error:
        problem = error.problems[0]
        return note_on(item, words(edition, item, raw), problem.code, problem.message)


def not_asked(edition: Edition, item: Item, value: AnswerValue) -> Note:
    """Return the note on an answer to a question that the other answers do not lead to."""
    language, show_when = edition.questionnaire.language, item.show_when
    # Without a condition it would have been asked.
    condition = "" if show_when is None else plain(word_condition(edition, show_when))
    reason = reason_in_words(NOT_ASKED, language, condition=condition)
    return note_on(item, words_of(edition, item.id, value), NOT_ASKED, reason)


def note_on(item: Item, given: str, code: str, reason: str) -> Note:
    """Return a note on a question that is known."""
    return Note(item.id, str(item.question.text), given, code, reason)


def said(raw: object, language: str) -> str:
    """Return a raw answer as text, for a question that is not known."""
    if isinstance(raw, list | tuple):
        return between(language).join(str(one) for one in raw)
    return str(dump_answer(raw)) if isinstance(raw, Decimal) else str(raw)


def words_given(edition: Edition, item: Item, raw: object) -> str:
    """Return a raw answer with the labels of those of its options that are known."""
    language = edition.questionnaire.language
    chosen = raw if isinstance(raw, list) else [raw]
    labels = {option.id: str(option.label) for option in item.options}
    return between(language).join(
        labels.get(one, one) if isinstance(one, str) else said(one, language) for one in chosen
    )
