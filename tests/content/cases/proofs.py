"""Faults that only the proofs find: what no answer reaches, what changes nothing."""

from __future__ import annotations

from tests.content.cases.case import Case
from tests.content.folders import QUESTIONS, RULES

NEVER = "{all: [{number: personnes, below: 3}, {number: personnes, above: 4}]}"

PROVEN = (
    Case(
        "question-unreachable",
        QUESTIONS,
        "show_when: {number: personnes, at_least: 2}",
        f"show_when: {NEVER}",
        "- id: partenaires",
    ),
    Case(
        "question-idle",
        RULES,
        "  en-corse: {territory: departement",
        "  en-corse: {number: personnes, above: 400} # {territory: departement",
        "- id: departement",
        "ne change aucun score",
        shown_in=QUESTIONS,
    ),
    Case(
        "rule-unreachable",
        RULES,
        "when: {unknown: planning}",
        "when: {all: [{unknown: planning}, {answer: planning, is: oral}]}",
        "- id: planning-inconnu",
    ),
    Case(
        "best-answer-advised",
        RULES,
        "when: {answer: planning, one_of: [none, oral]}",
        "when: {answer: planning, is: written}",
        "- id: planning-a-ecrire",
    ),
)
