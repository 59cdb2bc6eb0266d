"""Faults of questions, options and scores."""

from __future__ import annotations

from tests.content.cases.case import Case
from tests.content.folders import QUESTIONS, RULES

NEVER = '{id: never, label: "Jamais", score: 0}'

QUESTION = (
    Case(
        "context-scored",
        QUESTIONS,
        "        unit: personnes\n",
        "        unit: personnes\n        dimension: organisation\n        bands:\n"
        "          - {at_least: 1, score: 1}\n",
        "dimension: organisation",
    ),
    Case(
        "text-scored",
        QUESTIONS,
        "        optional: true\n",
        "        optional: true\n        dimension: organisation\n",
        "dimension: organisation",
    ),
    Case(
        "question-without-score",
        QUESTIONS,
        "                kind: single\n",
        "                kind: single\n                dimension: organisation\n",
        "- id: affichage",
    ),
    Case(
        "question-without-score",
        QUESTIONS,
        "        optional: true\n        max_length: 80\n",
        '      - {id: lieu, kind: territory, text: "Où ?", dimension: voisinage}\n',
        "id: lieu",
    ),
    Case(
        "option-without-score",
        QUESTIONS,
        'phrase: "à l’oral", score: 1}',
        'phrase: "à l’oral"}',
        "id: oral",
    ),
    Case("option-without-score", QUESTIONS, NEVER, '{id: never, label: "Jamais"}', "id: never"),
    Case(
        "score-ignored",
        QUESTIONS,
        "        dimension: organisation\n        bands",
        "        bands",
        "- id: heures",
    ),
    Case(
        "score-out-of-range",
        QUESTIONS,
        "score: 2\n            effort",
        "score: 3\n            effort",
        "score: 3",
    ),
    Case(
        "score-out-of-range",
        QUESTIONS,
        NEVER,
        '{id: never, label: "Jamais", score: -1}',
        "score: -1",
    ),
    Case(
        "score-out-of-range",
        QUESTIONS,
        "{at_least: 10, score: 2}",
        "{at_least: 10, score: 2.5}",
        "score: 2.5",
    ),
    Case(
        "too-many-options",
        QUESTIONS,
        "          - {id: school,",
        "".join(f'          - {{id: p{n}, label: "Partenaire {n}", score: 1}}\n' for n in range(9))
        + "          - {id: school,",
        "id: partenaires>>options:",
    ),
    Case(
        "options-only-special",
        QUESTIONS,
        '{id: jardin, label: "Au jardin"}',
        '{id: jardin, label: "Au jardin", unknown: true}',
        "id: affichage>>options:",
        more=(
            (QUESTIONS, 'label: "Sur internet"}', 'label: "Sur internet", not_applicable: true}'),
        ),
    ),
    Case(
        "option-not-special",
        QUESTIONS,
        'label: "Hors de France", not_applicable: true}',
        'label: "Hors de France"}',
        "ailleurs",
    ),
    Case(
        "follow-up-shared",
        QUESTIONS,
        NEVER,
        '{id: never, label: "Jamais", score: 0, '
        'follow_up: [{id: encore, kind: scale, text: "Et encore ?", answers: how-often}]}',
        "id: encore",
    ),
    Case(
        "follow-up-unknown",
        QUESTIONS,
        '          - {id: unsure, label: "Je ne sais pas", unknown: true}',
        '          - id: unsure\n            label: "Je ne sais pas"\n'
        "            unknown: true\n            follow_up:\n"
        '              - {id: qui, kind: text, text: "Qui saurait ?"}',
        "id: qui",
    ),
    Case("number-bounds", QUESTIONS, "maximum: 500", "maximum: 1", "maximum: 1"),
    Case("number-grid", QUESTIONS, "maximum: 500", "maximum: 500.5", "maximum: 500.5"),
    Case(
        "bands-order",
        QUESTIONS,
        "{at_least: 2, below: 10, score: 1}",
        "{at_least: 10, below: 2, score: 1}",
        "at_least: 10, below: 2",
    ),
    Case(
        "bands-gap",
        QUESTIONS,
        "{at_least: 0, below: 2, score: 0}",
        "{at_least: 0, below: 1, score: 0}",
        "{at_least: 2, below: 10",
    ),
    Case(
        "bands-overlap",
        QUESTIONS,
        "{at_least: 0, below: 2, score: 0}",
        "{at_least: 0, below: 3, score: 0}",
        "{at_least: 2, below: 10",
    ),
    Case(
        "bands-overlap",
        QUESTIONS,
        "{at_least: 0, below: 2, score: 0}",
        "{at_least: 0, score: 0}",
        "{at_least: 2, below: 10",
    ),
    Case(
        "bands-cover",
        QUESTIONS,
        "{at_least: 0, below: 2, score: 0}",
        "{at_least: 1, below: 2, score: 0}",
        "{at_least: 1, below: 2",
    ),
    Case(
        "bands-cover",
        QUESTIONS,
        "{at_least: 10, score: 2}",
        "{at_least: 10, below: 168, score: 2}",
        "below: 168",
    ),
    Case(
        "option-unreachable",
        QUESTIONS,
        "          - {at_least: 10, score: 2}\n",
        "          - {at_least: 10, below: 200, score: 2}\n          - {at_least: 200, score: 2}\n",
        "at_least: 200, score",
    ),
    Case(
        "option-unreachable",
        QUESTIONS,
        "        decimals: 1\n        dimension: organisation\n        bands:\n",
        "        dimension: organisation\n        bands:\n",
        "at_least: 0.5, below: 0.7",
        more=(
            (
                QUESTIONS,
                "          - {at_least: 0, below: 2, score: 0}\n",
                "          - {at_least: 0, below: 0.5, score: 0}\n"
                "          - {at_least: 0.5, below: 0.7, score: 0}\n"
                "          - {at_least: 0.7, below: 2, score: 0}\n",
            ),
        ),
    ),
    Case(
        "dimension-empty",
        QUESTIONS,
        "dimensions:\n",
        'dimensions:\n  - {id: vide, title: "Vide"}\n',
        "id: vide",
    ),
    Case(
        "duration-order",
        QUESTIONS,
        "{minimum: 4, maximum: 6,",
        "{minimum: 8, maximum: 6,",
        "duration",
    ),
    Case(
        "show-when-operator",
        QUESTIONS,
        "show_when: {number: personnes, at_least: 2}",
        "show_when: {level: organisation, is: active}",
        "show_when",
        "« level »",
    ),
    Case(
        "show-when-operator",
        QUESTIONS,
        "show_when: {number: personnes, at_least: 2}",
        "show_when: {not: {score: organisation, above: 2}}",
        "show_when",
        "« score »",
    ),
    Case(
        "show-when-order",
        QUESTIONS,
        "        unit: personnes\n",
        "        unit: personnes\n        show_when: {answer: planning, is: none}\n",
        "show_when",
        "plus tard",
    ),
    Case(
        "show-when-order",
        QUESTIONS,
        "show_when: {number: personnes, at_least: 2}",
        "show_when: {answer: partenaires, includes: town}",
        "show_when",
        "elle-même",
    ),
    Case(
        "scored-by-scored",
        QUESTIONS,
        "show_when: {number: personnes, at_least: 2}",
        "show_when: {answer: planning, is: oral}",
        "- id: partenaires",
        "« planning »",
    ),
    Case(
        "scored-by-scored",
        QUESTIONS,
        '{id: jardin, label: "Au jardin"}',
        '{id: jardin, label: "Au jardin", score: 1}',
        "- id: affichage",
        more=(
            (QUESTIONS, 'label: "Sur internet"}', 'label: "Sur internet", score: 1}'),
            (
                QUESTIONS,
                "                kind: single\n",
                "                kind: single\n                dimension: organisation\n",
            ),
        ),
    ),
    Case(
        "unknown-unread",
        RULES,
        "when: {unknown: planning}",
        "when: {answer: planning, is: oral}",
        "- id: planning",
        shown_in=QUESTIONS,
    ),
    Case(
        "answer-set-unused",
        QUESTIONS,
        "answer_sets:\n",
        "answer_sets:\n  autre:\n    options:\n"
        '      - {id: yes, label: "Oui", score: 1}\n'
        '      - {id: no, label: "Non", score: 0}\n',
        "  autre:",
    ),
)
