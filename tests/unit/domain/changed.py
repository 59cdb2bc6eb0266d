"""Changes to the raw form of a small edition, for the tests of comparisons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain.comparison import Comparison, compare_editions
from app.domain.edition import Edition
from tests.builders import (
    Raw,
    tiny_edition,
)


def changed(change: Callable[[Raw], None], of: Edition | None = None) -> Comparison:
    """Compare an edition (the tiny one) with what a change of its raw form makes of it."""
    old = of or tiny_edition()
    raw = old.model_dump(mode="json", by_alias=True, exclude_none=True)
    change(raw)
    return compare_editions(old, Edition.model_validate(raw))


def question_in(raw: Raw, id_: str) -> Raw:
    sections = raw["questionnaire"]["sections"]
    return next(one for each in sections for one in each["questions"] if one["id"] == id_)


def option_in(raw: Raw, question: str, id_: str) -> Raw:
    return next(one for one in question_in(raw, question)["options"] if one["id"] == id_)


def sentences(found: Comparison) -> list[str]:
    return [change.sentence.replace("\u00a0", " ") for change in found.changes]


def set_key(*path: Any, value: Any) -> Callable[[Raw], None]:
    def change(raw: Raw) -> None:
        target: Any = raw
        for key in path[:-1]:
            target = target[key]
        target[path[-1]] = value

    return change


def on_question(id_: str, **values: Any) -> Callable[[Raw], None]:
    return lambda raw: question_in(raw, id_).update(values)


def on_option(question: str, id_: str, **values: Any) -> Callable[[Raw], None]:
    return lambda raw: option_in(raw, question, id_).update(values)
