"""Editions whose texts are all written in two languages, for tests."""

from __future__ import annotations

from app.domain.edition import Edition
from app.domain.text_places import with_texts
from app.domain.texts import LocalText, TextForm
from app.domain.wording import PLACEHOLDER


def english(text: str) -> str:
    """Return the mock translation of a text: its placeholders are kept."""
    return f"EN {text}"


def translated(edition: Edition, *, names: bool = True) -> Edition:
    """Return an edition of which each text has a mock translation, names too where asked."""

    def both(text: str, form: TextForm) -> str:
        if form.is_name and not names:
            return text
        return LocalText({"fr": str(text), "en": english(text)})

    return Edition.from_canonical(with_texts(edition, both).canonical)


def in_plain_words(edition: Edition) -> Edition:
    """Return an edition that promises English, each text of it a few words without any accent."""
    count = 0

    def both(text: str, _: TextForm) -> str:
        nonlocal count
        count += 1
        quoted = " ".join(match[0] for match in PLACEHOLDER.finditer(text))
        return LocalText({"fr": str(text), "en": f"Words {count} {quoted}".strip()})

    return promising(with_texts(edition, both))


def promising(edition: Edition) -> Edition:
    """Return an edition that promises English."""
    questionnaire = edition.questionnaire.model_copy(update={"languages": ("en",)})
    promised = edition.model_copy(update={"questionnaire": questionnaire})
    return Edition.model_validate(promised.model_dump(by_alias=True, exclude_none=True))
