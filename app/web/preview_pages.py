"""Builds the pages that show a whole pathway: the list, one pathway, what a filter leaves of it.

Must not read the request.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from app.content.holdings import Reading
from app.domain.edition import Edition
from app.domain.pieces import Part
from app.locale.formats import NBSP
from app.report import wording
from app.report.french import plural
from app.web import urls
from app.web.preview_contexts import (
    Filter,
    Link,
    Piece,
    PreviewCard,
    PreviewPage,
    PreviewsPage,
    QuestionView,
    SectionView,
    Whole,
)
from app.web.preview_pieces import show_whole
from app.web.preview_words import fold

P = TypeVar("P", bound=Piece)

LONGEST_SEARCH = 100
_PARTS: tuple[Part, ...] = (
    "section",
    "question",
    "dimension",
    "rule",
    "condition",
    "resource",
    "figure",
    "source",
)


def previews_page(editions: Iterable[Edition], reading: Reading | None) -> PreviewsPage:
    """Return the list of the pathways offered."""
    kept = reading.kept if reading else frozenset()
    return PreviewsPage(
        pathways=tuple(
            PreviewCard(
                id=edition.questionnaire.id,
                title=edition.questionnaire.title,
                audience=edition.questionnaire.audience,
                counts=_counts(edition),
                edition=edition.hash[:12],
                is_kept=edition.questionnaire.id in kept,
            )
            for edition in editions
        ),
        is_workbench=reading is not None,
    )


def preview_page(
    edition: Edition, reading: Reading | None, dimension: str = "", words: str = ""
) -> PreviewPage:
    """Return a pathway, or what a dimension and some words leave of it.

    A dimension that does not exist is taken for none; of the words, each must be found.
    """
    questionnaire = edition.questionnaire
    nodes = tuple((one.id, one.title) for one in questionnaire.walk_dimensions())
    chosen = Filter(
        dimension=dimension if dimension in dict(nodes) else "",
        words=" ".join(words[:LONGEST_SEARCH].split()),
    )
    whole = _whole(edition)
    show = _filtered(whole, chosen) if chosen.is_on else whole
    duration, score = questionnaire.duration, questionnaire.score_range
    bounds = dict.fromkeys((duration.minimum, duration.maximum))
    return PreviewPage(
        id=questionnaire.id,
        title=f"À livre ouvert\u00a0: {questionnaire.title}",
        audience=questionnaire.audience,
        edition=edition.hash,
        counts=_counts(edition),
        minutes=f"{f'{NBSP}à{NBSP}'.join(map(str, bounds))}{NBSP}minutes",
        estimate=duration.estimate,
        scoring=f"{score.minimum:f}{NBSP}à{NBSP}{score.maximum:f}".replace(".", ","),
        whole=urls.preview(questionnaire.id),
        filter=chosen,
        found=_found(show),
        dimensions_offered=nodes,
        show=show,
        rule_groups=tuple(
            (id_, title, rules)
            for id_, title in (*nodes, ("overall", questionnaire.overall.title))
            if (rules := tuple(one for one in show.rules if one.dimension.to == f"dimension-{id_}"))
        ),
        resource_groups=tuple(
            (kind.value, names[0], resources)
            for kind, names in wording.KINDS.items()
            if (resources := tuple(one for one in show.resources if one.kind == kind.value))
        ),
        shown=frozenset(_anchors(show)),
        places=_places(reading, questionnaire.id),
        is_workbench=reading is not None,
        is_kept=reading is not None and questionnaire.id in reading.kept,
    )


@lru_cache(maxsize=32)
def _whole(edition: Edition) -> Whole:
    return show_whole(edition)


def _counts(edition: Edition) -> tuple[str, ...]:
    counts = (
        (len(edition.questionnaire.items), "question"),
        (sum(1 for _ in edition.questionnaire.walk_dimensions()), "volet"),
        (len(edition.rules.rules), "règle"),
        (len(edition.resources), "ressource"),
        (len(edition.figures), "chiffre"),
    )
    return tuple(plural(count, noun) for count, noun in counts if count)


def _found(show: Whole) -> str:
    questions = sum(len(section.questions) for section in show.sections)
    return ", ".join(
        (
            plural(questions, "question"),
            plural(len(show.rules), "règle"),
            plural(len(show.resources), "ressource"),
            plural(len(show.figures), "chiffre"),
        )
    )


def _places(reading: Reading | None, questionnaire: str) -> dict[str, str]:
    """Return where each piece is written by its anchor; nothing where that is not known."""
    known = reading.places.get(questionnaire, {}) if reading else {}
    return {f"{part}-{id_}": place for (part, id_), place in known.items() if part in _PARTS}


# Filtering --------------------------------------------------------------------------------------


def _filtered(whole: Whole, chosen: Filter) -> Whole:
    words = fold(chosen.words).split()
    dimension = chosen.dimension

    def matching(pieces: Iterable[P]) -> tuple[P, ...]:
        return tuple(one for one in pieces if all(word in one.folded for word in words))

    rules = matching(one for one in whole.rules if not dimension or dimension in one.under)
    sections = tuple(_sections(whole, dimension, words))
    dimensions = matching(
        one for one in whole.dimensions if not dimension or dimension in one.under
    )
    resources, conditions, figures = whole.resources, whole.conditions, whole.figures
    if dimension:
        # Of what has no dimension of its own, what the pieces of the dimension lead to.
        of_dimension = {f"rule-{one.id}" for one in whole.rules if dimension in one.under}
        resources = tuple(one for one in resources if _leads(one.recommended_by, of_dimension))
        conditions = tuple(one for one in conditions if _leads(one.used_by, of_dimension))
        about = {one.anchor for one in _questions(whole) if dimension in one.under}
        about |= {one.anchor for one in whole.dimensions if dimension in one.under}
        figures = tuple(one for one in figures if _leads(one.shown, about))
    return replace(
        whole,
        sections=sections,
        dimensions=dimensions,
        rules=rules,
        resources=matching(resources),
        conditions=matching(conditions),
        figures=matching(figures),
        sources=(),
        branching=None,
        decided=(),
    )


def _leads(links: Iterable[Link], anchors: set[str]) -> bool:
    return any(link.to in anchors for link in links)


def _sections(whole: Whole, dimension: str, words: list[str]) -> Iterator[SectionView]:
    """Yield the sections that have a question left, with those alone."""
    for section in whole.sections:
        left = tuple(
            one
            for one in section.questions
            if (not dimension or dimension in one.under)
            and all(word in one.folded for word in words)
        )
        if left:
            yield replace(section, questions=left)


def _questions(whole: Whole) -> Iterator[QuestionView]:
    for section in whole.sections:
        yield from section.questions


def _anchors(show: Whole) -> Iterator[str]:
    for pieces in (
        show.sections,
        _questions(show),
        show.dimensions,
        show.rules,
        show.conditions,
        show.resources,
        show.figures,
        show.sources,
    ):
        for piece in pieces:
            yield piece.anchor
