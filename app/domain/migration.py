"""What became of questions and options from one edition to the next, as authors write it.

Shape only: ``steps`` follows it for answers, ``content`` checks it against what is offered today.
No edition holds it: a diagnosis does not depend on where a question came from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from app.domain.model import Identifier, Model, Number, Text
from app.domain.questionnaire import Item, Option, Question
from app.domain.texts import says


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


_NAME = {"type": "string", "pattern": "^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$", "maxLength": 64}

Names = Annotated[
    tuple[Identifier, ...],
    BeforeValidator(_listed),
    Field(min_length=1, max_length=20),
    WithJsonSchema({"anyOf": [_NAME, {"type": "array", "items": _NAME, "minItems": 1}]}),
]
"""One id, or a list of ids."""

OPTION_VERBS = ("renamed", "merged", "split", "dropped", "reworded")
CHANGE_VERBS = ("question", "answer_set", *OPTION_VERBS)


class Seen(Model):
    """What a question said, so that an edition from before a step is told from one after it."""

    text: Text | None = None
    hint: Text | None = None
    kind: str | None = Field(default=None, max_length=20)
    unit: Text | None = None
    answers: Identifier | None = None
    minimum: Number | None = None
    maximum: Number | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("at least one thing that was said is expected in was")
        return self

    def is_of(self, item: Item) -> bool:
        """Whether a question says all of this."""
        return self.is_said_by(item.question)

    def is_said_by(self, question: Question) -> bool:
        """Whether a question says all of this."""
        return all(
            says(getattr(question, key, None), getattr(self, key)) for key in self.model_fields_set
        )


def _seen(value: Any) -> Any:
    one_or_several = value if isinstance(value, list | tuple) else [value]
    return [{"text": one} if isinstance(one, str) else one for one in one_or_several]


Sightings = Annotated[
    tuple[Seen, ...],
    BeforeValidator(_seen),
    Field(max_length=20),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {"type": "object"},
                {"type": "array", "items": {"type": ["string", "object"]}},
            ]
        }
    ),
]
"""The text of a question, or some of its keys; several where it was worded in several ways."""


def _worded(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else [value]


Labels = Annotated[
    tuple[Text, ...],
    BeforeValidator(_worded),
    Field(max_length=20),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
"""The label of an option; several where it was worded in several ways."""


class OptionChange(Model):
    """What became of an option: one verb, and where it leads."""

    renamed: Identifier | None = None
    merged: Names | None = None
    split: Identifier | None = None
    dropped: Names | None = None
    reworded: Identifier | None = None
    into: Names | None = None
    was: Labels = ()
    note: Text | None = None

    @model_validator(mode="after")
    def _one_verb(self) -> Self:
        if len([verb for verb in OPTION_VERBS if getattr(self, verb) is not None]) != 1:
            raise ValueError("exactly one of renamed, merged, split, dropped, reworded is expected")
        _check_into(self)
        return self

    @property
    def verb(self) -> str:
        """The one verb that is written."""
        return next(verb for verb in OPTION_VERBS if getattr(self, verb) is not None)

    @property
    def sources(self) -> tuple[str, ...]:
        """The options it speaks of, by their former ids."""
        return _names(getattr(self, self.verb))

    def is_of(self, option: Option) -> bool:
        """Whether the option says what is written under ``was``, if anything is."""
        return not self.was or any(says(option.label, one) for one in self.was)


class Held(Model):
    """What an answer must be for a row to hold: one of some options, or a number in bounds."""

    one_of: Names | None = None
    at_least: Number | None = None
    below: Number | None = None

    @model_validator(mode="after")
    def _options_or_bounds(self) -> Self:
        has_bounds = self.at_least is not None or self.below is not None
        if (self.one_of is not None) == has_bounds:
            raise ValueError("either options or bounds are expected")
        return self


def _held(value: Any) -> Any:
    return {"one_of": value} if isinstance(value, str | list | tuple) else value


HeldAnswer = Annotated[
    Held,
    BeforeValidator(_held),
    WithJsonSchema(
        {
            "anyOf": [
                _NAME,
                {"type": "array", "items": _NAME, "minItems": 1},
                {
                    "type": "object",
                    "properties": {"at_least": {"type": "number"}, "below": {"type": "number"}},
                    "additionalProperties": False,
                },
            ]
        }
    ),
]


class AnswerRow(Model):
    """Former answers, by question, and the answers that they become."""

    when: dict[Identifier, HeldAnswer] = Field(min_length=1)
    then: dict[Identifier, Names] = Field(min_length=1)


class Change(Model):
    """What became of a question: one verb, and where it leads.

    Under ``question`` and ``answer_set`` the question stays and only its ``options`` change.
    """

    question: Identifier | None = None
    answer_set: Identifier | None = None
    renamed: Identifier | None = None
    merged: Names | None = None
    split: Identifier | None = None
    dropped: Names | None = None
    reworded: Identifier | None = None
    into: Names | None = None
    was: Sightings = ()
    options: tuple[OptionChange, ...] = ()
    answers: tuple[AnswerRow, ...] = ()
    note: Text | None = None

    @model_validator(mode="after")
    def _one_verb(self) -> Self:
        if len([verb for verb in CHANGE_VERBS if getattr(self, verb) is not None]) != 1:
            raise ValueError("exactly one verb, question or answer_set is expected")
        _check_into(self)
        if self.options and self.verb not in ("question", "answer_set", "renamed"):
            raise ValueError("options are for question, answer_set and renamed")
        if self.verb in ("question", "answer_set") and not self.options:
            raise ValueError("options are expected under question and answer_set")
        if self.answers and self.verb not in ("renamed", "merged", "split", "reworded"):
            raise ValueError("answers are for renamed, merged, split and reworded")
        if self.answers and self.options:
            raise ValueError("either options or answers are expected")
        return self

    @property
    def verb(self) -> str:
        """The one verb that is written."""
        return next(verb for verb in CHANGE_VERBS if getattr(self, verb) is not None)

    @property
    def sources(self) -> tuple[str, ...]:
        """The questions it speaks of, by their former ids; the answer set for ``answer_set``."""
        return _names(getattr(self, self.verb))

    @property
    def targets(self) -> tuple[str, ...]:
        """The questions that it leads to."""
        if self.verb in ("question", "reworded"):
            return self.sources
        return self.into or ()

    def is_of(self, item: Item) -> bool:
        """Whether the question says what is written under ``was``, if anything is."""
        return not self.was or any(seen.is_of(item) for seen in self.was)


class Step(Model):
    """The changes that were published together, on a day."""

    date: date
    note: Text | None = None
    changes: tuple[Change, ...] = Field(min_length=1)


class Migration(Model):
    """Every step of a pathway, the oldest first."""

    questionnaire: Identifier
    steps: tuple[Step, ...] = Field(min_length=1)


Steps = tuple[Step, ...]


def questions_of(change: Change, items: Iterable[Item]) -> Iterator[Item]:
    """Yield the questions of an edition that a change speaks of, by id alone."""
    for item in items:
        if change.verb == "answer_set":
            if getattr(item.question, "answers", None) == change.answer_set:
                yield item
        elif item.id in change.sources:
            yield item


def holds_for(change: Change, items: Iterable[Item]) -> bool:
    """Whether an edition with these questions is from before a change, as far as can be told."""
    for item in questions_of(change, items):
        if not change.is_of(item):
            continue
        if change.verb not in ("question", "answer_set"):
            return True
        for one in change.options:
            if any(o.id in one.sources and one.is_of(o) for o in item.options):
                return True
    return False


def _names(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def _check_into(change: OptionChange | Change) -> None:
    needs = change.verb in ("renamed", "merged", "split")
    if needs is not (change.into is not None):
        raise ValueError("into is expected after renamed, merged and split, and only there")
    if change.into is not None and (len(change.into) > 1) is not (change.verb == "split"):
        raise ValueError("one id is expected in into, or several after split")
    if change.verb == "merged" and len(change.sources) < 2:
        raise ValueError("several ids are expected in merged")
