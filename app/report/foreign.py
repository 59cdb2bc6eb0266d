"""Shows that a text stands in another language than its page: for machines, and for readers.

Must not decide which texts do: those that are ``ForeignText`` know it.
"""

from __future__ import annotations

from markupsafe import Markup

from app.domain.texts import ForeignText
from app.locale.speech import gettext, mark

MARKS = {"fr": mark("(en français)"), "en": mark("(en anglais)")}
"""What is said after a text of each language, to those who read another one."""


def in_its_language(value: object) -> object:
    """Return what a template prints: a foreign text in an element that tells its language.

    One that lacks a translation that was promised is also followed by its mark; where none was
    promised the page tells it once, with ``with_mark``.
    """
    if not isinstance(value, ForeignText):
        return value
    return with_mark(value) if value.is_gap else _element(value)


def with_mark(value: str) -> str:
    """Return a text, followed by the name of its language if it is a foreign one."""
    if not isinstance(value, ForeignText):
        return value
    words = _mark_of(value)
    return Markup('{} <span class="foreign">{}</span>').format(_element(value), words)


def marked(value: str) -> str:
    """Return a text, followed by the name of its language if it is a foreign one, as plain text."""
    return f"{value} {_mark_of(value)}" if isinstance(value, ForeignText) else value


def plain(value: str) -> str:
    """Return a text without its language, for an attribute or a title."""
    return str(value)


def _mark_of(value: ForeignText) -> str:
    return gettext(MARKS.get(value.language, f"({value.language})"))


def _element(value: ForeignText) -> Markup:
    return Markup('<span lang="{}">{}</span>').format(value.language, str(value))
