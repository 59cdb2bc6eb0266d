"""Whoever reads English reads the whole catalogue and every figure, with the same numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.content.library import DEFAULT_ROOT, load_library
from app.domain.resource import Figure, Resource
from app.domain.text_places import texts_in
from app.domain.texts import written_in
from app.domain.translation import says_words

EDITIONS = load_library(DEFAULT_ROOT).editions.values()
RESOURCES = {piece.id: piece for edition in EDITIONS for piece in edition.resources}
FIGURES = {piece.id: piece for edition in EDITIONS for piece in edition.figures}
SHARED: dict[str, Resource | Figure] = {**RESOURCES, **FIGURES}


def in_both() -> Iterator[tuple[str, str, str | None]]:
    for id_, piece in SHARED.items():
        for place in texts_in(piece):
            english = written_in(place.text, "en", "fr")
            if not place.form.is_name:
                yield f"{id_}: {place.text}", place.text, english


def numbers(text: str) -> set[str]:
    """Return the numbers written in figures, whatever the language's way of writing them."""
    joined = re.sub(r"(?<=\d)[\s,](?=\d{3}(?!\d))", "", text)
    return {found.replace(",", ".") for found in re.findall(r"\d+(?:[.,]\d+)?", joined)}


def test_every_text_of_the_catalogue_is_in_english() -> None:
    assert len(SHARED) > 200
    assert [at for at, own, english in in_both() if says_words(own) and not english] == []


def test_a_translation_keeps_the_numbers() -> None:
    differing = [
        (at, english)
        for at, own, english in in_both()
        if english and numbers(own) != numbers(english)
    ]
    assert differing == []
