"""A form filled in, on screen or by a viewer of PDF, read as answers to an edition.

Must not guess: what is unclear is noted with what was written, for the person to settle.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.diagnosis import Answers, AnswerValue
from app.domain.edition import Edition
from app.domain.questionnaire import Item, MultipleChoice, TerritoryQuestion
from app.domain.restoring import (
    BETWEEN,
    UNKNOWN_QUESTION,
    Note,
    Restoration,
    settle,
    try_answer,
    words_given,
)

SLASH = "/"
"""Stands in the name of a field between a question and one of its options; in no id."""
_GONE = "Cette question n’est pas dans le parcours tel qu’il est proposé aujourd’hui."
_TWO = "Plusieurs réponses sont données là où une seule est attendue\u00a0: gardez-en une."
_NO_SUCH_OPTION = "Cette case n’est pas une réponse proposée."


@dataclass(frozen=True, slots=True)
class Written:
    """What a field holds: how the form names it to people, its texts or the states that are on."""

    title: str
    values: tuple[str, ...]


def field_of(question: str, option: str | None = None) -> str:
    """Return the name of the field of a question, or of the box of one of its options."""
    return question if option is None else f"{question}{SLASH}{option}"


def read_fields(edition: Edition, fields: Mapping[str, Written]) -> Restoration:
    """Return the answers that the fields of a form give, and a note on each that is unclear."""
    answers: Answers = {}
    notes: list[Note] = []
    left = dict(fields)
    for item in edition.questionnaire.items:
        found = _read(edition, item, left)
        if isinstance(found, Note):
            notes.append(found)
        elif found is not None:
            answers[item.id] = found
    for name, written in left.items():
        given = BETWEEN.join(written.values)
        notes.append(Note(name[:64], written.title or name, given, UNKNOWN_QUESTION, _GONE))
    return settle(edition, answers, notes)


def _read(edition: Edition, item: Item, left: dict[str, Written]) -> AnswerValue | Note | None:
    """Return the answer to a question, a note, or None; take its fields out of those left."""
    held = left.pop(item.id, None)
    main = [one for one in held.values if one.strip()] if held else []
    ticked = [option.id for option in item.options if left.pop(field_of(item.id, option.id), None)]
    if isinstance(item.question, MultipleChoice):
        return _several(edition, item, [*ticked, *main])
    if item.question.kind in {"single", "scale"}:
        return _one(edition, item, list(dict.fromkeys([*main, *ticked])))
    return _typed(edition, item, main, ticked)


def _several(edition: Edition, item: Item, states: Sequence[str]) -> AnswerValue | Note | None:
    if not states:
        return None
    return try_answer(edition, item, list(states), words_given)


def _one(edition: Edition, item: Item, states: Sequence[str]) -> AnswerValue | Note | None:
    if len(states) > 1:
        return _note(item, words_given(item, list(states)), "two-answers", _TWO)
    if states and states[0] not in item.options_by_id:
        return _note(item, states[0], "unknown-option", _NO_SUCH_OPTION)
    return try_answer(edition, item, states[0], words_given) if states else None


def _typed(
    edition: Edition, item: Item, texts: Sequence[str], ticked: Sequence[str]
) -> AnswerValue | Note | None:
    """Read a field of text and the boxes beside it, « je ne sais pas » for one."""
    if len(texts) + len(ticked) > 1:
        words = BETWEEN.join([*texts, *(item.options_by_id[one].label for one in ticked)])
        return _note(item, words, "two-answers", _TWO)
    if ticked:
        return ticked[0]
    if not texts:
        return None
    # An id of an option, typed, is no answer: nobody reads ids.
    text = texts[0]
    if text in item.options_by_id:
        text = f" {text}"
    raw = _department(edition, text) if isinstance(item.question, TerritoryQuestion) else text
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


def _note(item: Item, given: str, code: str, reason: str) -> Note:
    return Note(item.id, item.question.text, given, code, reason)
