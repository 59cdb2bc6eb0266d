"""Makes any text fit to print: visible, breakable and bounded, whatever a person wrote.

Text alone can stop a typesetter: one run of 2,000 characters without a space, or thousands of soft
hyphens, took WeasyPrint from seconds to a minute. Must not change what the web page shows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from functools import cache, lru_cache
from typing import Any, TypeVar

from app.locale.formats import like
from app.report.contexts import AnswerSection, Report
from app.report.paper_contexts import PaperForm

RUN = 24
"""How many characters may follow each other without a place to break."""
ANSWER_LIMIT = 2_000
ANSWERS_LIMIT = 20_000
"""Characters printed of one answer, and of all answers."""
TEXT_LIMIT = 4_000
LINES_LIMIT = 40
MISSING = "□"
"""Stands visibly for a character that the font does not have."""
BREAK = "\u200b"

_RUN = re.compile(rf"([^ \n]{{{RUN}}})(?=[^ \n])")
_GAPS = re.compile(r"\n{3,}")
# Identifiers, addresses and geometry are no text that people read.
_KEPT = frozenset(
    "id question_id questionnaire keywords url result_url date_iso language kind"
    " points sure band anchor effect state".split()
)

T = TypeVar("T")


def fit_text(text: str, glyphs: frozenset[int]) -> str:
    """Return the text with nothing invisible, nothing unprintable, and places to break.

    Soft hyphens, control and bidirectional characters are dropped; what the font lacks becomes
    « □ »; a run of 24 characters is followed by a zero-width space.
    """
    kept = text if text.isascii() else unicodedata.normalize("NFC", text)
    if not _plain(glyphs).issuperset(kept):
        kept = "".join(_fit_character(character, glyphs) for character in kept)
    lines = _GAPS.sub("\n\n", kept).split("\n")
    if len(lines) > LINES_LIMIT:
        lines = [*lines[: LINES_LIMIT - 1], " ".join(lines[LINES_LIMIT - 1 :])]
    return _RUN.sub(rf"\1{BREAK}", cut("\n".join(lines), TEXT_LIMIT))


@lru_cache(maxsize=4)
def _plain(glyphs: frozenset[int]) -> frozenset[str]:
    """Return the characters that are printed as they are: nearly all of nearly every text."""
    return frozenset(
        character
        for character in map(chr, glyphs)
        if unicodedata.category(character) not in {"Cc", "Cf"}
    )


def _fit_character(character: str, glyphs: frozenset[int]) -> str:
    if character == "\n":
        return character
    category = unicodedata.category(character)
    if category in {"Cc", "Cf"}:
        return " " if character == "\t" else ""
    if ord(character) in glyphs:
        return character
    return " " if category.startswith("Z") else MISSING


def cut(text: str, limit: int) -> str:
    """Return the text, cut visibly when it is longer than ``limit`` characters."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def break_address(url: str) -> str:
    """Return an address with places to break after its separators and inside long parts."""
    return _RUN.sub(
        rf"\1{BREAK}", re.sub(r"(?<=[/.?&=_-])(?=\w)", BREAK, url).replace(BREAK, " ")
    ).replace(" ", BREAK)


def fit_for_paper(report: Report, glyphs: frozenset[int]) -> Report:
    """Return the report with every text made fit to print, and answers cut to what is bearable.

    ``is_cut`` of what is returned says whether any answer was.
    """
    sections = _bound_answers(report.sections)
    bounded = replace(report, sections=sections, is_cut=sections != report.sections)
    return fit_texts(bounded, glyphs)


def fit_texts(value: T, glyphs: frozenset[int]) -> T:
    """Return what is to be printed with every text in it made fit to print."""
    return _map_text(value, lambda text: fit_text(text, glyphs))


def fit_form(form: PaperForm, glyphs: frozenset[int]) -> PaperForm:
    """Return the form with every text made fit to print; what authors write is never cut short."""
    return fit_texts(form, glyphs)


def _bound_answers(sections: tuple[AnswerSection, ...]) -> tuple[AnswerSection, ...]:
    left = ANSWERS_LIMIT
    bounded = []
    for section in sections:
        answers = []
        for answer in section.answers:
            words = cut(answer.answer, max(1, min(ANSWER_LIMIT, left)))
            left -= len(words)
            answers.append(replace(answer, answer=words))
        bounded.append(replace(section, answers=tuple(answers)))
    return tuple(bounded)


def _map_text(value: T, change: Callable[[str], str]) -> T:
    """Return the value with every text in it changed, however deep; itself if nothing changes."""
    result: Any = value
    if isinstance(value, str):
        changed = change(value)
        if changed != value:
            result = like(value, changed)
    elif isinstance(value, tuple):
        parts = tuple(_map_text(one, change) for one in value)
        if any(new is not old for new, old in zip(parts, value, strict=True)):
            result = parts
    elif is_dataclass(value) and not isinstance(value, type):
        news = {}
        for name in _told_of(type(value)):
            old = getattr(value, name)
            new = _map_text(old, change)
            if new is not old:
                news[name] = new
        if news:
            result = replace(value, **news)
    final: T = result
    return final


@cache
def _told_of(kind: type[Any]) -> tuple[str, ...]:
    """Return the fields of a dataclass that may hold what people read."""
    return tuple(field.name for field in fields(kind) if field.name not in _KEPT)
