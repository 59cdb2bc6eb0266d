"""How long it takes to read what is on the pages that a person goes through.

How many there are is counted by ``tests/integration/pages/test_page_views.py``. A slow reader on a
screen reads about 200 words a minute. What counts is what the personas of ``tests/spec`` are shown:
each question with its hint and its options, the introduction of each section once, that of the
pathway. What one may unfold does not count.
"""

from __future__ import annotations

import re

import pytest

from app.content.library import DEFAULT_ROOT, Library, load_library
from app.domain.answers import parse_answers
from app.domain.diagnosis import Answers
from app.domain.edition import Edition
from app.domain.navigation import visible_items
from app.domain.questionnaire import Item
from tests.personas import NAMES, persona

WORDS_A_MINUTE = 200
MOST_MINUTES = {
    "association": 8.0,
    "collectivite": 8.65,
    "entreprise": 8.45,
    "fondation-investisseur": 7.35,
    "forces-du-changement": 5.25,
    "modele-socio-economique": 8.6,
    "partenariat": 9.0,
}
"""We want 8 everywhere; what is above is what the longest of the personas reads: none may grow."""
READING = 0.75
"""The part of the longest time promised that reading may take: the rest is for thinking."""
WORD = re.compile(r"\w[\w’'-]*")


@pytest.fixture(scope="module")
def library() -> Library:
    """What is shipped."""
    return load_library(DEFAULT_ROOT)


def words(*texts: str | None) -> int:
    """Return how many words some texts have; « l’État » is one, a punctuation mark none."""
    return sum(len(WORD.findall(text)) for text in texts if text)


def words_of(item: Item) -> int:
    """Return how many words a question shows at once."""
    question = item.question
    return words(
        question.text,
        question.hint,
        *(o.label for o in item.options),
        *(o.hint for o in item.options),
    )


def words_read(edition: Edition, answers: Answers) -> int:
    """Return how many words a person is shown from the first question to the last."""
    items = visible_items(edition, answers)
    sections = {item.section.id: item.section for item in items}
    return sum(map(words_of, items)) + words(*(s.introduction for s in sections.values()))


def minutes_read(name: str, library: Library) -> float:
    """Return the minutes that a persona reads, from the introduction to the last question."""
    who = persona(name)
    edition = library.editions[who.questionnaire]
    read = words_read(edition, parse_answers(edition, who.answers))
    return (read + words(edition.questionnaire.introduction)) / WORDS_A_MINUTE


@pytest.mark.parametrize("name", NAMES)
def test_reading_leaves_time_to_think(name: str, library: Library) -> None:
    pathway = persona(name).questionnaire
    promised = library.editions[pathway].questionnaire.duration.maximum
    minutes = minutes_read(name, library)
    assert 1 < minutes <= MOST_MINUTES[pathway]
    assert minutes <= READING * promised


def test_words_are_counted() -> None:
    assert words("Qui suit l’État\u00a0?", None, "« Oui »", "12 %", "porte-à-porte") == 6
