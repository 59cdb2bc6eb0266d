"""A form filled in, on screen or by a viewer of PDF, read as answers to an edition.

Must not guess: what is unclear is noted with what was written, for the person to settle.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.answers import ungrouped
from app.domain.diagnosis import Answers, AnswerValue
from app.domain.edition import Edition
from app.domain.questionnaire import Item, MultipleChoice, NumberQuestion, TerritoryQuestion
from app.domain.restoring import (
    UNKNOWN_QUESTION,
    Note,
    Restoration,
    note_on,
    settle,
    try_answer,
    words_given,
)
from app.domain.restoring_words import between, reason_in_words
from app.domain.texts import FIRST_LANGUAGE

SLASH = "/"
"""Stands in the name of a field between a question and one of its options; in no id."""

_GARBLED = re.compile("[\ue000-\ufaff\ufffd]")
"""What is left of an emoji where characters are kept in 16 bits, as by PDFium (U+1F91D becomes
U+F91D): nobody types these."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a field holds: how the form names it to people, its texts or the states that are on."""

    title: str
    values: tuple[str, ...]


def field_of(question: str, option: str | None = None) -> str:
    """Return the name of the field of a question, or of the box of one of its options."""
    return question if option is None else f"{question}{SLASH}{option}"


def read_fields(
    edition: Edition, fields: Mapping[str, Written], form_language: str = FIRST_LANGUAGE
) -> Restoration:
    """Return the answers that the fields of a form give, and a note on each that is unclear.

    Numbers are read as they are written in the language of the form; notes are in that of the
    edition.
    """
    answers: Answers = {}
    notes: list[Note] = []
    left = dict(fields)
    language = edition.questionnaire.language
    for item in edition.questionnaire.items:
        found = _read(edition, item, left, form_language)
        if isinstance(found, Note):
            notes.append(found)
        elif found is not None:
            answers[item.id] = found
    for name, written in left.items():
        given = between(language).join(written.values)
        gone = reason_in_words("not-there", language)
        notes.append(Note(name[:64], written.title or name, given, UNKNOWN_QUESTION, gone))
    return settle(edition, answers, notes)


def _read(
    edition: Edition, item: Item, left: dict[str, Written], form_language: str
) -> AnswerValue | Note | None:
    """Return the answer to a question, a note, or None; take its fields out of those left."""
    held = left.pop(item.id, None)
    main = [one for one in held.values if one.strip()] if held else []
    ticked = [option.id for option in item.options if left.pop(field_of(item.id, option.id), None)]
    if isinstance(item.question, MultipleChoice):
        return _several(edition, item, [*ticked, *main])
    if item.question.kind in {"single", "scale"}:
        return _one(edition, item, list(dict.fromkeys([*main, *ticked])))
    return _typed(edition, item, main, ticked, form_language)


def _several(edition: Edition, item: Item, states: Sequence[str]) -> AnswerValue | Note | None:
    if not states:
        return None
    return try_answer(edition, item, list(states), words_given)


def _one(edition: Edition, item: Item, states: Sequence[str]) -> AnswerValue | Note | None:
    if len(states) > 1:
        return _two_answers(edition, item, words_given(edition, item, list(states)))
    if states and states[0] not in item.options_by_id:
        reason = reason_in_words("no-such-option", edition.questionnaire.language)
        return note_on(item, states[0], "unknown-option", reason)
    return try_answer(edition, item, states[0], words_given) if states else None


def _typed(
    edition: Edition, item: Item, texts: Sequence[str], ticked: Sequence[str], form_language: str
) -> AnswerValue | Note | None:
    """Read a field of text and the boxes beside it, « je ne sais pas » for one."""
    if len(texts) + len(ticked) > 1:
        boxes = (item.options_by_id[one].label for one in ticked)
        words = between(edition.questionnaire.language).join([*texts, *boxes])
        return _two_answers(edition, item, words)
    if ticked:
        return ticked[0]
    if not texts:
        return None
    text = texts[0]
    if _GARBLED.search(text):
        garbled = reason_in_words("garbled", edition.questionnaire.language)
        return note_on(item, text.strip(), "garbled", garbled)
    # An id of an option, typed, is no answer: nobody reads ids.
    if text in item.options_by_id:
        text = f" {text}"
    raw = text
    if isinstance(item.question, TerritoryQuestion):
        raw = _department(edition, text)
    elif isinstance(item.question, NumberQuestion):
        raw = ungrouped(text, form_language)
    return try_answer(edition, item, raw, lambda *_: texts[0].strip())


def _department(edition: Edition, text: str) -> str:
    """Return the code of the department that a text names or numbers, else the text itself."""
    departments = edition.territories.departments if edition.territories else ()
    wanted = _plain(text)
    for one in departments:
        if wanted in {
            _plain(one.code),
            _plain(one.name),
            _plain(f"{one.name} {one.code}"),
            _plain(f"{one.code} {one.name}"),
        }:
            return one.code
    if wanted.isdigit() and len(wanted) == 1:
        return f"0{wanted}"
    return text


def _plain(text: str) -> str:
    """Return a name without accents, case, hyphens, brackets: as people write it."""
    apart = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    return "".join(c for c in apart if c.isalnum())


def _two_answers(edition: Edition, item: Item, given: str) -> Note:
    reason = reason_in_words("two-answers", edition.questionnaire.language)
    return note_on(item, given, "two-answers", reason)
