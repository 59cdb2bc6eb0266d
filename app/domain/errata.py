"""Text corrections that reach editions already in use, applied each time one is shown.

An erratum touches what people read, and the address of a resource; never a score, a condition or an
id. The edition as stored stays what it is, and its hash is still the one that is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Self, TypeVar

from pydantic import BaseModel, Field, model_validator

from app.domain.edition import Edition
from app.domain.model import Identifier, Model, Text
from app.domain.questionnaire import Dimension, Option, Question
from app.domain.texts import LocalText, reworded, says

M = TypeVar("M", bound=BaseModel)

KEYS: Mapping[str, tuple[str, ...]] = {
    "questionnaire": ("title", "audience", "summary", "introduction", "not_covered"),
    "section": ("title", "introduction"),
    "question": ("text", "hint", "why", "unit", "unit_one"),
    "option": ("label", "phrase", "hint"),
    "dimension": ("title", "description"),
    "rule": ("because", "action.do", "action.who", "action.duration", "action.done_when"),
    "resource": ("title", "publisher", "summary", "not_covered", "url"),
    "figure": ("value", "statement", "study", "year", "population"),
    "source": ("title", "publisher", "url"),
}
"""What may be corrected, by where it stands; ``questionnaire`` where no place is named."""

PLACES = tuple(place for place in KEYS if place != "questionnaire")

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")

Way = tuple[str | int, ...]
"""The way to a value inside an edition: attributes, positions and keys."""


class Erratum(Model):
    """One text corrected. An option is named with what it belongs to: ``planning/oral``."""

    date: date
    section: Identifier | None = None
    question: Identifier | None = None
    option: str | None = Field(default=None, max_length=140, pattern=r"^[a-z0-9_-]+/[a-z0-9_-]+$")
    dimension: Identifier | None = None
    rule: Identifier | None = None
    resource: Identifier | None = None
    figure: Identifier | None = None
    source: str | None = Field(default=None, max_length=40)
    key: str = Field(max_length=40)
    before: Text
    after: Text
    note: Text | None = None

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if len([one for one in PLACES if getattr(self, one) is not None]) > 1:
            raise ValueError("one place at most is expected")
        return self

    @property
    def part(self) -> str:
        """What it stands in: a question, a rule…, or the questionnaire itself."""
        return next((one for one in PLACES if getattr(self, one) is not None), "questionnaire")

    @property
    def id(self) -> str:
        """The id of what it stands in, empty for the questionnaire itself."""
        return "" if self.part == "questionnaire" else str(getattr(self, self.part))

    @property
    def is_allowed(self) -> bool:
        """Whether the key may be corrected, and the placeholders stay what they were."""
        return self.key in KEYS[self.part] and _names(self.before) == _names(self.after)


def _names(text: str) -> dict[str, list[str]]:
    """Return the placeholders of a text, in each language that it is given in."""
    worded = text.translations if isinstance(text, LocalText) else {"": str(text)}
    return {language: sorted(_PLACEHOLDER.findall(one)) for language, one in worded.items()}


class Errata(Model):
    """The corrections of one pathway, in the order in which they were made."""

    questionnaire: Identifier
    errata: tuple[Erratum, ...] = Field(min_length=1)


@lru_cache(maxsize=64)
def correct(edition: Edition, errata: Errata | None) -> tuple[Edition, tuple[Erratum, ...]]:
    """Return an edition with its texts corrected, and the errata that apply to it.

    An erratum applies only where the edition says exactly what it says was ``before``. The edition
    that is returned has the hash and the canonical form of the one given.
    """
    corrected, applied = edition, []
    for erratum in errata.errata if errata else ():
        way = way_to(corrected, erratum) if erratum.is_allowed else None
        text = None if way is None else value_at(corrected, way)
        if way is not None and text is not None and says(text, erratum.before):
            corrected = _set(corrected, way, reworded(text, erratum.after))
            applied.append(erratum)
    if applied:
        corrected.__dict__.update(hash=edition.hash, canonical=edition.canonical)
    return corrected, tuple(applied)


def way_to(edition: Edition, erratum: Erratum) -> Way | None:
    """Return the way to the text that an erratum is about, None where there is no such place."""
    ways = _ways(edition, erratum.part)
    found = next((way for _, id_, way in ways if id_ == erratum.id), None)
    return None if found is None else (*found, *erratum.key.split("."))


def ids_of(edition: Edition, part: str) -> list[str]:
    """Return the ids of the places of a part."""
    return [id_ for _, id_, _ in _ways(edition, part)]


def value_at(edition: Edition, way: Way) -> Any:
    """Return the value that a way leads to, None where it leads nowhere."""
    value: Any = edition
    for step in way:
        is_model = isinstance(value, BaseModel)
        value = getattr(value, str(step), None) if is_model else value[step]
    return value


def _ways(edition: Edition, part: str) -> Iterator[tuple[str, str, Way]]:
    """Yield each place of a part: the part, its id and the way to it."""
    if part == "questionnaire":
        yield part, "", ("questionnaire",)
    elif part in ("question", "option"):
        yield from (found for found in _asked(edition) if found[0] == part)
    elif part == "dimension":
        for id_, way in _dimensions(edition.questionnaire.dimensions, ("questionnaire",)):
            yield part, id_, way
    else:
        above = _LISTS.get(part, ())
        holder: Any = value_at(edition, above)
        for place, one in enumerate(getattr(holder, f"{part}s")):
            yield part, one.id, (*above, f"{part}s", place)


_LISTS: dict[str, Way] = {"section": ("questionnaire",), "rule": ("rules",)}


def _asked(edition: Edition) -> Iterator[tuple[str, str, Way]]:
    for place, section in enumerate(edition.questionnaire.sections):
        yield from _questions(section.questions, ("questionnaire", "sections", place, "questions"))
    for name, shared in edition.questionnaire.answer_sets.items():
        yield from _options(shared.options, name, ("questionnaire", "answer_sets", name))


def _questions(questions: tuple[Question, ...], way: Way) -> Iterator[tuple[str, str, Way]]:
    for place, question in enumerate(questions):
        yield "question", question.id, (*way, place)
        yield from _options(getattr(question, "options", ()), question.id, (*way, place))


def _options(options: tuple[Option, ...], owner: str, way: Way) -> Iterator[tuple[str, str, Way]]:
    for place, option in enumerate(options):
        own = (*way, "options", place)
        yield "option", f"{owner}/{option.id}", own
        yield from _questions(option.follow_up, (*own, "follow_up"))


def _dimensions(dimensions: tuple[Dimension, ...], way: Way) -> Iterator[tuple[str, Way]]:
    for place, dimension in enumerate(dimensions):
        own = (*way, "dimensions", place)
        yield dimension.id, own
        yield from _dimensions(dimension.dimensions, own)


def _set(model: M, way: Way, value: Any) -> M:
    """Return a copy of a model with one value replaced; nothing remembered of the old is kept."""
    step, rest = str(way[0]), way[1:]
    now = _set_in(getattr(model, step), rest, value) if rest else value
    copy = model.model_copy(update={step: now})
    for name in [name for name in copy.__dict__ if name not in type(copy).model_fields]:
        del copy.__dict__[name]
    return copy


def _set_in(held: Any, way: Way, value: Any) -> Any:
    if isinstance(held, BaseModel):
        return _set(held, way, value)
    key, rest = way[0], way[1:]
    if isinstance(held, dict):
        return {**held, key: _set_in(held[key], rest, value)}
    return tuple(
        _set_in(one, rest, value) if place == key else one for place, one in enumerate(held)
    )
