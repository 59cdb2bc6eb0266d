"""The small words and links of the pages for authors: spans, facts, texts as they are searched."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from app.domain.model import Source
from app.domain.questionnaire import (
    Item,
    LevelBand,
    MultipleChoice,
    NumberBand,
    NumberQuestion,
    Scale,
    TextQuestion,
)
from app.locale.formats import NBSP, number, quote
from app.report.french import plural
from app.web.preview_contexts import Link

_COMBINES = {
    "sum": "les notes des réponses cochées s’ajoutent, sans dépasser la plus haute",
    "max": "la plus haute note cochée compte",
    "mean": "la moyenne des notes cochées compte",
}


def fold(text: str) -> str:
    """Return a text as it is searched: no case, no accents, no ligatures."""
    apart = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(c for c in apart if not unicodedata.combining(c)).replace("’", "'")


def folded(*texts: str | None) -> str:
    """Return several texts as one that is searched."""
    return fold(" ".join(text for text in texts if text))


def rule_link(id_: str) -> Link:
    """Return the link to a rule."""
    return Link(id_, f"rule-{id_}")


def source_link(source: Source | None) -> Link | None:
    """Return the link to a source, None where there is none."""
    if source is None:
        return None
    return Link(f"{source.document}, {source.place}", f"source-{source.document}")


def facts_of(item: Item) -> Iterator[str]:
    """Yield what is to be known of a question besides its text: weight, bounds, lengths."""
    question = item.question
    if item.is_scored:
        yield f"poids{NBSP}: {number(question.weight)}"
    if question.optional:
        yield "facultative"
    match question:
        case MultipleChoice() if item.is_scored:
            yield _COMBINES[question.combine]
        case Scale():
            yield f"échelle {quote(question.answers)}"
        case NumberQuestion():
            bounds = f"de {number(question.minimum)} à {number(question.maximum)}"
            yield f"{bounds}{NBSP}{question.unit}"
            if question.decimals:
                yield f"avec {plural(question.decimals, 'décimale')} au plus"
        case TextQuestion():
            yield f"{plural(question.max_length, 'caractère')} au plus"


def span_of(band: NumberBand | LevelBand) -> str:
    """Return from where to where a band goes."""
    if band.below is None:
        return f"à partir de {number(band.at_least)}"
    return f"de {number(band.at_least)} à moins de {number(band.below)}"
