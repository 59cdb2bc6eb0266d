"""Reads the catalogue of a language: the words that stand for each French message.

The ``.po`` files are read as they are, when their language is first spoken: nothing is compiled
beforehand, so nothing can be stale. Must not choose a language.
"""

from __future__ import annotations

from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

FOLDER = Path(__file__).resolve().parent

Words = NullTranslations
"""What gives the words for a message; French is the language of the messages themselves."""


class French(NullTranslations):
    """The messages themselves; nothing and one are singular."""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the first message below two, else the second."""
        return msgid1 if abs(n) < 2 else msgid2


def path_of(language: str) -> Path:
    """Return the file of the catalogue of a language."""
    return FOLDER / f"{language}.po"


def read_catalogue(language: str | None) -> Words:
    """Return the words of a language, those of French for None.

    Raises:
        OSError: if the language has no catalogue.
    """
    if language is None:
        return French()
    # Here alone: most processes never speak another language.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with path_of(language).open("rb") as stream:
        catalogue = read_po(stream, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)
