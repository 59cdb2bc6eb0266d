"""Reads the raw answer to a question out of the form sent. Must not judge whether it is valid."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.datastructures import FormData

from app.domain.answers import Json, ungrouped
from app.domain.questionnaire import Item, MultipleChoice, NumberQuestion, TerritoryQuestion
from app.locale.speech import FRENCH, current_language

ANSWER = "reponse"
APART = "sans-reponse"
"""« Je ne sais pas » and the like, beside a number or a department."""
VERSION = "version"
EDITION = "edition"
FROM = "retour"
GO = "aller"

TO_CHECK = "verification"
"""Value of ``retour``: the person came from the page where they check their answers."""
TO_SETTLE = "reprise"
"""Value of ``retour``: they came from the page that says what became of a file they sent."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the person typed or chose, word for word, to be shown again if it is not saved."""

    typed: str
    chosen: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed nor chosen."""
        return not self.typed.strip() and not self.chosen

    @property
    def is_two_answers(self) -> bool:
        """Whether something was typed and « je ne sais pas » chosen beside it."""
        return bool(self.typed.strip()) and bool(self.chosen)


def read_given(form: FormData, item: Item) -> Given:
    """Return what a form says of the answer to a question."""
    match item.question:
        case NumberQuestion() | TerritoryQuestion():
            return Given(_text(form, ANSWER), _texts(form, APART))
        case MultipleChoice():
            return Given("", _texts(form, ANSWER))
        case question if question.kind == "text":
            return Given(_text(form, ANSWER), ())
        case _:
            return Given("", _texts(form, ANSWER))


def raw_of(item: Item, given: Given) -> Json | None:
    """Return the raw answer that ``parse_answer`` reads; None when nothing was given."""
    if given.is_empty:
        return None
    if item.question.kind == "multiple":
        return list(given.chosen)
    if given.typed.strip():
        is_number = item.question.kind == "number"
        return ungrouped(given.typed, current_language()) if is_number else given.typed
    return given.chosen[0] if len(given.chosen) == 1 else list(given.chosen)


def given_of(item: Item, saved: Json | None) -> Given:
    """Return a saved raw answer as the form would have given it."""
    if saved is None:
        return Given("", ())
    if isinstance(saved, list):
        return Given("", tuple(str(one) for one in saved))
    if isinstance(saved, str):
        if saved in item.options_by_id:
            return Given("", (saved,))
        return Given(saved, ())
    is_french = current_language() == FRENCH
    return Given(str(saved).replace(".", ",") if is_french else str(saved), ())


def read_version(form: FormData) -> int:
    """Return the version of the answer that the form was made from, 0 when it does not say."""
    text = _text(form, VERSION)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def field(form: FormData, name: str) -> str:
    """Return a field of the form, an empty text when it is missing or a file."""
    return _text(form, name)


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


def _texts(form: FormData, name: str) -> tuple[str, ...]:
    return tuple(one for one in form.getlist(name) if isinstance(one, str) and one)
