"""An edition in the language somebody reads: the same content, its texts plain strings again.

Must not change what an edition means: whatever the language, scores, rules and hash are the same.
"""

from __future__ import annotations

from app.domain.edition import Edition
from app.domain.text_places import texts_in, with_texts
from app.domain.texts import ForeignText, LocalText, TextForm, written_in


def in_language(edition: Edition, language: str) -> Edition:
    """Return an edition as it reads in a language, made once.

    Texts without a translation are those of the pathway's own language, as ``ForeignText``; names
    are then names in any language. The hash and the canonical form stay those of the original.
    """
    original = edition.original
    found = original.readings.get(language)
    if found is None:
        found = original.readings.setdefault(language, _read(original, language))
    return found


def _read(original: Edition, language: str) -> Edition:
    own = original.questionnaire.language
    if language == own and not has_translations(original):
        return original
    is_promised = language in languages_of(original)

    def read(text: str, form: TextForm) -> str:
        found = written_in(text, language, own)
        if found is not None:
            return found
        if form.is_name or not says_words(text):
            return str(text)
        is_in = text.language if isinstance(text, LocalText) else own
        return ForeignText(str(text), is_in, is_promised)

    read_in = with_texts(original, read)
    questionnaire = read_in.questionnaire.model_copy(update={"language": language})
    return Edition.reading(original, read_in.model_copy(update={"questionnaire": questionnaire}))


def has_translations(edition: Edition) -> bool:
    """Return whether some text of an edition is written in several languages."""
    return any(isinstance(place.text, LocalText) for place in texts_in(edition))


def languages_of(edition: Edition) -> tuple[str, ...]:
    """Return the languages that a pathway can be read in, its own first."""
    questionnaire = edition.original.questionnaire
    return tuple(dict.fromkeys((questionnaire.language, *questionnaire.languages)))


def says_words(text: str) -> bool:
    """Return whether a text has letters, and so a language; « 87 % » has none."""
    return any(character.isalpha() for character in text)
