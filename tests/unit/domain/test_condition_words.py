"""Conditions said in French: every kind, affirmed and denied, and what they name."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.condition_words import Span, plain, word_condition
from app.domain.conditions import (
    CONDITION_KEYS,
    Condition,
    Meets,
    Not,
    dimension_of,
    question_of,
    walk,
)
from app.domain.edition import Edition
from tests.builders import Raw, edition, parse_condition, question, tiny_edition
from tests.random_editions import random_edition

NBSP = "\u00a0"

CASES: list[tuple[Raw, str, str]] = [
    (
        {"answer": "charter", "is": "signed"},
        "la réponse à « charter ? » est « Signed »",
        "la réponse à « charter ? » n’est pas « Signed »",
    ),
    (
        {"context": "staff", "one_of": ["some", "unsure"]},
        "la réponse à « staff ? » est « Some » ou « Unsure »",
        "la réponse à « staff ? » n’est ni « Some » ni « Unsure »",
    ),
    (
        {"answer": "partners", "includes": "school"},
        "la réponse à « partners ? » comprend « School »",
        "la réponse à « partners ? » ne comprend pas « School »",
    ),
    (
        {"answer": "partners", "includes_any": ["school", "town", "firm"]},
        "la réponse à « partners ? » comprend « School », « Town » ou « Firm »",
        "la réponse à « partners ? » ne comprend ni « School » ni « Town » ni « Firm »",
    ),
    (
        {"answer": "partners", "count_at_least": 2},
        "au moins 2 réponses sont cochées à « partners ? » (sans compter « None » ni « Unsure »)",
        "une réponse au plus est cochée à « partners ? » (sans compter « None » ni « Unsure »)",
    ),
    (
        {"answer": "partners", "count_at_least": 1},
        "au moins une réponse est cochée à « partners ? » (sans compter « None » ni « Unsure »)",
        "aucune réponse n’est cochée à « partners ? » (sans compter « None » ni « Unsure »)",
    ),
    (
        {"answer": "partners", "count_at_most": 2},
        "2 réponses au plus sont cochées à « partners ? » (sans compter « None » ni « Unsure »)",
        "au moins 3 réponses sont cochées à « partners ? » (sans compter « None » ni « Unsure »)",
    ),
    (
        {"number": "members", "at_least": 10},
        "le nombre répondu à « members ? » est d’au moins 10 membres",
        "le nombre répondu à « members ? » est de moins de 10 membres",
    ),
    (
        {"number": "members", "above": 1, "at_most": 50},
        "le nombre répondu à « members ? » est de plus de 1 membres et d’au plus 50 membres",
        "le nombre répondu à « members ? » est d’au plus 1 membres ou de plus de 50 membres",
    ),
    (
        {"score": "links", "below": 33.5},
        "le score de « Links » est de moins de 33,5 sur 100",
        "le score de « Links » est d’au moins 33,5 sur 100",
    ),
    (
        {"level": "overall", "is": "active"},
        "le niveau de « Ensemble » est « Actif »",
        "le niveau de « Ensemble » n’est pas « Actif »",
    ),
    (
        {"level": "links", "at_least": "active"},
        "le niveau de « Links » est au moins « Actif »",
        "le niveau de « Links » est en dessous de « Actif »",
    ),
    (
        {"level": "links", "at_most": "first_steps"},
        "le niveau de « Links » est au plus « Premiers pas »",
        "le niveau de « Links » est au-dessus de « Premiers pas »",
    ),
    (
        {"level": "links", "one_of": ["pioneer", "active"]},
        "le niveau de « Links » est « Actif » ou « Pionnier »",
        "le niveau de « Links » n’est ni « Actif » ni « Pionnier »",
    ),
    (
        {"uncertain": "skills"},
        "le niveau de « Skills » reste incertain",
        "le niveau de « Skills » est certain",
    ),
    (
        {"territory": "department", "regions": ["94"]},
        "la réponse à « department ? » se situe dans la région « Corse »",
        "la réponse à « department ? » ne se situe pas dans la région « Corse »",
    ),
    (
        {"territory": "department", "regions": ["94"], "departments": ["79", "86"]},
        "la réponse à « department ? » se situe dans la région « Corse » ou dans un des "
        "départements « Deux-Sèvres » ou « Vienne »",
        "la réponse à « department ? » ne se situe ni dans la région « Corse » ni dans un des "
        "départements « Deux-Sèvres » ou « Vienne »",
    ),
    (
        {"answered": "name"},
        "la question « name ? » a une réponse, même « je ne sais pas »",
        "la question « name ? » reste sans réponse",
    ),
    (
        {"unknown": "charter"},
        "la réponse à « charter ? » est « je ne sais pas »",
        "la réponse à « charter ? » n’est pas « je ne sais pas »",
    ),
    (
        {"visible": "obstacle"},
        "la question « obstacle ? » est posée",
        "la question « obstacle ? » n’est pas posée",
    ),
    (
        {"meets": "small"},
        "la condition « small » est remplie",
        "la condition « small » n’est pas remplie",
    ),
    (
        {"all": [{"visible": "staff"}, {"meets": "a"}, {"meets": "b"}]},
        "la question « staff ? » est posée, et la condition « a » est remplie, et la condition "
        "« b » est remplie",
        "la question « staff ? » n’est pas posée, ou la condition « a » n’est pas remplie, ou la "
        "condition « b » n’est pas remplie",
    ),
    (
        {"any": [{"meets": "a"}, {"all": [{"meets": "b"}, {"not": {"meets": "c"}}]}]},
        "la condition « a » est remplie, ou (la condition « b » est remplie, et la condition "
        "« c » n’est pas remplie)",
        "la condition « a » n’est pas remplie, et (la condition « b » n’est pas remplie, ou la "
        "condition « c » est remplie)",
    ),
    (
        {"not": {"all": [{"meets": "a"}]}},
        "la condition « a » n’est pas remplie",
        "la condition « a » est remplie",
    ),
]


def said(content: Edition, condition: Condition) -> str:
    """Return a condition in words, with plain spaces and without what all texts begin with."""
    words = plain(word_condition(content, condition))
    return words.replace(NBSP, " ").replace("« Question ", "« ")


@pytest.mark.parametrize(("raw", "affirmed", "denied"), CASES, ids=[str(c[0]) for c in CASES])
def test_each_kind_affirmed_and_denied(raw: Raw, affirmed: str, denied: str) -> None:
    content = tiny_edition()
    assert said(content, parse_condition(raw)) == affirmed
    assert said(content, parse_condition({"not": raw})) == denied


def test_every_kind_is_tried() -> None:
    tried = {key for raw, _, _ in CASES for key in raw}
    assert set(CONDITION_KEYS) <= tried


def test_the_unit_agrees_with_its_number() -> None:
    members = question(
        "members", kind="number", unit="membres", unit_one="membre", minimum=0, maximum=9
    )
    content = edition([question("charter", "links")], context=[members])
    words = said(content, parse_condition({"number": "members", "at_least": 1, "below": 2}))
    assert words.endswith("est d’au moins 1 membre et de moins de 2 membres")


def test_ids_that_do_not_exist_are_said_as_they_are() -> None:
    content = tiny_edition()
    for raw, words in (
        ({"answer": "gone", "is": "x"}, "la réponse à « gone » est « x »"),
        ({"answer": "charter", "is": "x"}, "la réponse à « charter ? » est « x »"),
        ({"level": "gone", "is": "active"}, "le niveau de « gone » est « active »"),
        ({"number": "gone", "above": 3}, "le nombre répondu à « gone » est de plus de 3"),
        (
            {"territory": "gone", "regions": ["99"]},
            "la réponse à « gone » se situe dans la région « 99 »",
        ),
    ):
        assert said(content, parse_condition(raw)) == words


def test_what_is_named_is_marked() -> None:
    clause = word_condition(
        tiny_edition(),
        parse_condition({"any": [{"unknown": "charter"}, {"meets": "small"}]}),
    )
    assert [(span.kind, span.id) for span in clause if span.kind] == [
        ("question", "charter"),
        ("condition", "small"),
    ]
    assert clause[1] == Span(f"«{NBSP}Question charter ?{NBSP}»", "question", "charter")


@given(st.integers(0, 10_000))
def test_a_sentence_names_all_that_its_condition_reads(seed: int) -> None:
    content = random_edition(Random(seed))  # noqa: S311 - what fails must come back
    conditions = [
        *(rule.when for rule in content.rules.rules),
        *content.rules.conditions.values(),
        *(item.show_when for item in content.questionnaire.items if item.show_when),
    ]
    for condition in conditions:
        clause = word_condition(content, condition)
        assert {(span.kind, span.id) for span in clause if span.kind} == set(read_by(condition))
        words = plain(clause)
        assert words.count("(") == words.count(")")
        denied = Not.model_validate({"not": condition})
        assert plain(word_condition(content, denied)) != words
        assert word_condition(content, Not.model_validate({"not": denied})) == clause


def read_by(condition: Condition) -> list[tuple[str, str]]:
    """Return the kind and id of all that a condition reads."""
    found: list[tuple[str, str]] = []
    for part in walk(condition):
        if isinstance(part, Meets):
            found.append(("condition", part.meets))
        elif question := question_of(part):
            found.append(("question", question))
        elif dimension := dimension_of(part):
            found.append(("dimension", dimension))
    return found
