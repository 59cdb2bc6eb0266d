"""A text in several languages, and the type of a key that holds one.

Everywhere a text is an ordinary string in the language of its pathway: only what chooses a
language looks at the translations. Must not choose one.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

FIRST_LANGUAGE = "fr"
"""The language of a pathway that names none."""
LANGUAGE_PATTERN = r"^[a-z]{2}$"
LONGEST = 4000

_PLAIN_SCHEMA: JsonSchemaValue = {"type": "string", "minLength": 1, "maxLength": LONGEST}
TEXT_SCHEMA: JsonSchemaValue = {
    "anyOf": [
        _PLAIN_SCHEMA,
        {
            "type": "object",
            "propertyNames": {"pattern": LANGUAGE_PATTERN},
            "additionalProperties": _PLAIN_SCHEMA,
            "minProperties": 1,
        },
    ]
}
"""The JSON Schema of a text."""


class LocalText(str):
    """A text with its translations; its plain value is the text in its own language.

    Two of them are equal when all their translations are; never equal to a plain string, which has
    none.
    """

    __slots__ = ("language", "translations")

    language: str
    """The language of the plain value."""
    translations: Mapping[str, str]
    """The text in every language it is written in, its own among them."""

    def __new__(cls, translations: Mapping[str, str], language: str = FIRST_LANGUAGE) -> LocalText:
        """Return the text in a language, or in the first by name where that one is missing."""
        own = language if language in translations else min(translations)
        text = super().__new__(cls, translations[own])
        text.language = own
        text.translations = dict(sorted(translations.items()))
        return text

    def __getnewargs__(self) -> tuple[Any, ...]:
        """Return what a copy is made of."""
        return dict(self.translations), self.language

    def __eq__(self, other: object) -> bool:
        """Return whether the other text says the same in every language."""
        if not isinstance(other, LocalText):
            return False
        return (self.language, self.translations) == (other.language, other.translations)

    def __ne__(self, other: object) -> bool:
        """Return whether the other text differs in some language."""
        return not self == other

    __hash__ = str.__hash__


class ForeignText(str):
    """A text shown in another language than the one asked for, because it has no translation."""

    __slots__ = ("is_gap", "language")

    language: str
    """The language that the text is in."""
    is_gap: bool
    """Whether the translation was promised: most of what stands around has one."""

    def __new__(cls, text: str, language: str, is_gap: bool = False) -> ForeignText:
        """Return a text that knows its language."""
        made = super().__new__(cls, text)
        made.language = language
        made.is_gap = is_gap
        return made

    def __getnewargs__(self) -> tuple[Any, ...]:
        """Return what a copy is made of."""
        return str(self), self.language, self.is_gap

    def like(self, text: str) -> ForeignText:
        """Return another text made from this one."""
        return ForeignText(text, self.language, self.is_gap)


def written_in(text: str, language: str, own: str) -> str | None:
    """Return a text in a language, None where it is not; a plain string is in ``own``."""
    if isinstance(text, LocalText):
        return text.translations.get(language)
    return str(text) if language == own else None


def says(text: object, words: object) -> bool:
    """Whether a value says some words: in every language that they are given in.

    A plain string is compared with the text in the text's own language; what is no text must be
    equal.
    """
    if isinstance(words, LocalText):
        own = text.translations if isinstance(text, LocalText) else {words.language: text}
        return all(own.get(language) == one for language, one in words.translations.items())
    if isinstance(text, str) and isinstance(words, str):
        return str(text) == str(words)
    return text == words


def reworded(text: str, words: str) -> str:
    """Return a text with its words replaced, in the languages that the new ones are given in."""
    if not isinstance(text, LocalText):
        return words
    new = words.translations if isinstance(words, LocalText) else {text.language: str(words)}
    return LocalText({**text.translations, **new}, text.language)


@dataclass(frozen=True, slots=True)
class TextForm:
    """Says that a key holds a text: one string, or one for each language.

    A name may be translated, but is a name in every language.
    """

    is_name: bool = False

    def __get_pydantic_core_schema__(self, _: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the schema of a string or of a mapping from language to string."""
        plain = core_schema.str_schema(strip_whitespace=True, min_length=1, max_length=LONGEST)
        several = core_schema.no_info_after_validator_function(
            LocalText,
            core_schema.dict_schema(
                core_schema.str_schema(pattern=LANGUAGE_PATTERN), plain, min_length=1
            ),
        )
        return core_schema.tagged_union_schema(
            {
                PLAIN: plain,
                SEVERAL: several,
                "made": core_schema.is_instance_schema(LocalText | ForeignText),
            },
            discriminator=_form_of,
            serialization=core_schema.plain_serializer_function_ser_schema(
                _dump, return_schema=core_schema.any_schema(), when_used="json"
            ),
        )

    def __get_pydantic_json_schema__(
        self, _: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Return the JSON Schema of a text."""
        return copy.deepcopy(TEXT_SCHEMA)


PLAIN, SEVERAL = "a plain text", "a text in several languages"
"""The tags under which pydantic places the errors of each form."""


def _form_of(value: Any) -> str:
    if isinstance(value, dict):
        return SEVERAL
    return "made" if isinstance(value, LocalText | ForeignText) else PLAIN


def _dump(value: Any) -> Any:
    return dict(value.translations) if isinstance(value, LocalText) else str(value)
