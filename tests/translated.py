"""Editions whose texts are all written in two languages, for tests."""

from __future__ import annotations

from app.domain.edition import Edition
from app.domain.text_places import with_texts
from app.domain.texts import LocalText, TextForm


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
