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

NOT_ASKED = "not-asked"
UNKNOWN_QUESTION = "unknown-question"

BETWEEN = "\u00a0; "
"""Stands between several answers to one question: labels have commas of their own."""
_GONE = "Cette question n’est plus dans le parcours tel qu’il est proposé aujourd’hui."


@dataclass(frozen=True, slots=True)
class Note:
    """What became of one answer that was not simply restored.

    ``question`` is its id, ``title`` the question as the person read it, ``given`` what they
    answered, in words. ``code`` is that of the refusal (``AnswerProblem``), ``not-asked`` for a
    valid answer that is kept though the question is not asked, or ``unknown-question``; ``reason``
    says it in a sentence or two.
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
    for question, value in raw.items():
        item = edition.questionnaire.items_by_id.get(question)
        if item is None:
            notes.append(Note(question, "", said(value), UNKNOWN_QUESTION, _GONE))
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
    edition: Edition, item: Item, raw: object, words: Callable[[Item, object], str]
) -> AnswerValue | Note | None:
    """Return the valid answer, a note if it does not fit, or None if it says nothing.

    ``words`` puts the raw answer in words.
    """
    try:
        return parse_answer(edition, item.id, raw)
    except InvalidAnswers as error:
        problem = error.problems[0]
        return Note(item.id, item.question.text, words(item, raw), problem.code, problem.message)


def not_asked(edition: Edition, item: Item, value: AnswerValue) -> Note:
    """Return the note on an answer to a question that the other answers do not lead to."""
    condition = item.show_when
    when = "" if condition is None else f" si {plain(word_condition(edition, condition))}"
    return Note(
        item.id,
        item.question.text,
        words_of(edition, item.id, value),
        NOT_ASKED,
        f"Cette question n’est posée que{when}. Votre réponse est gardée\u00a0: elle comptera si "
        "la question se pose.",
    )


def said(raw: object) -> str:
    """Return a raw answer as text, for a question that is not known."""
    if isinstance(raw, list | tuple):
        return BETWEEN.join(str(one) for one in raw)
    return str(dump_answer(raw)) if isinstance(raw, Decimal) else str(raw)


def words_given(item: Item, raw: object) -> str:
    """Return a raw answer with the labels of those of its options that are known."""
    chosen = raw if isinstance(raw, list) else [raw]
    labels = {option.id: str(option.label) for option in item.options}
    return BETWEEN.join(
        labels.get(one, one) if isinstance(one, str) else said(one) for one in chosen
    )
