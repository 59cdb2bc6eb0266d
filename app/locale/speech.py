"""The language spoken to whoever is being answered, and the words of the interface in it.

Each request and each rendering says its language once, with ``speaking``; nobody else is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from app.locale.catalogue import Words, read_catalogue

FRENCH = "fr"
LANGUAGES = {"fr": "Français", "en": "English"}
"""The languages of the interface, the first without a prefix in addresses, by their own name."""

_current: ContextVar[str] = ContextVar("language", default=FRENCH)


def current_language() -> str:
    """Return the language spoken here and now."""
    return _current.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language within this block; French where it is not one of the interface."""
    token = _current.set(language if language in LANGUAGES else FRENCH)
    try:
        yield
    finally:
        _current.reset(token)


def gettext(message: str, /, **values: object) -> str:
    """Return the words for a French message; ``%(name)s`` in it are replaced by the values."""
    found = _words(_current.get()).gettext(message)
    return found % values if values else found


def ngettext(singular: str, plural: str, count: int, /, **values: object) -> str:
    """Return the words for one or for several; ``%(count)s`` is the count unless given."""
    found = _words(_current.get()).ngettext(singular, plural, count)
    return found % {"count": count, **values}


def mark(message: str) -> str:
    """Return a French message as it is: it is to be translated where it is said."""
    return message


@cache
def _words(language: str) -> Words:
    return read_catalogue(None if language == FRENCH else language)


def template_gettext(message: str) -> str:
    """Return the words for a message of a template, which replaces the values itself."""
    return _words(_current.get()).gettext(message)


def template_ngettext(singular: str, plural: str, count: int) -> str:
    """Return the words for a message of a template, for one or for several."""
    return _words(_current.get()).ngettext(singular, plural, count)
