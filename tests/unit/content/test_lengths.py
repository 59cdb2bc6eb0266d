"""Where French sentences end, so that their words can be counted."""

from __future__ import annotations

import pytest

from app.content.binding.lengths import sentences_of


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Une seule phrase", 1),
        ("Une. Deux ! Trois ? Quatre… Cinq.", 5),
        ("Une\u00a0? Deux\u00a0! Trois.", 3),
        ("« Oui. » Et après ?", 2),
        ("(Une parenthèse.) Puis la suite.", 2),
        ("Voyez M. Dupont, cf. p. 3, art. 5, et J. Jashan.", 1),
        ("Du pain, du lait, etc. pour tous, par ex. le lundi.", 1),
        ("« Pourquoi ? » demande la voisine.", 1),
        ("Trois choses : un lieu ; une date ; un prénom.", 4),
        ("Trois choses\u00a0: un lieu.", 2),
        ("À 14:30, le 3.5 pour cent.", 1),
        ("", 0),
    ],
)
def test_sentences_are_told_apart(text: str, count: int) -> None:
    assert len(sentences_of(text)) == count, sentences_of(text)
