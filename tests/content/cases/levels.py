"""Faults of levels, requirements and portraits."""

from __future__ import annotations

from tests.content.cases.case import Case
from tests.content.folders import QUESTIONS

LAST_LEVEL = '  - {level: active, label: "Actifs", at_least: 67}'
FIRST_LEVEL = '  - {level: not_engaged, label: "Pas encore lancés", at_least: 0, below: 34}'
SECOND_LEVEL = '  - {level: first_steps, label: "Premiers pas", at_least: 34, below: 67}'

LEVELS = (
    Case(
        "levels-order",
        QUESTIONS,
        "{level: first_steps, label",
        "{level: not_engaged, label",
        "{level: not_engaged, label>>{level: not_engaged, label",
    ),
    Case("levels-start", QUESTIONS, FIRST_LEVEL, FIRST_LEVEL.replace("0,", "5,"), "at_least: 5"),
    Case(
        "levels-end",
        QUESTIONS,
        LAST_LEVEL,
        LAST_LEVEL.replace("67", "67, below: 100"),
        "below: 100",
    ),
    Case("levels-gap", QUESTIONS, SECOND_LEVEL, SECOND_LEVEL.replace("34", "36"), "at_least: 36"),
    Case(
        "levels-overlap", QUESTIONS, SECOND_LEVEL, SECOND_LEVEL.replace("34", "30"), "at_least: 30"
    ),
    Case(
        "levels-decimals",
        QUESTIONS,
        SECOND_LEVEL,
        SECOND_LEVEL.replace("34", "34.25"),
        "at_least: 34.25",
    ),
    Case(
        "requires-operator",
        QUESTIONS,
        "{level: voisinage, at_least: first_steps}",
        "{level: voisinage, is: active}",
        "voisinage, is",
        "at_least",
    ),
    Case(
        "requires-operator",
        QUESTIONS,
        "{level: voisinage, at_least: first_steps}",
        "{unknown: planning}",
        "{unknown: planning}",
        "« unknown »",
    ),
    Case(
        "requires-operator",
        QUESTIONS,
        "{level: voisinage, at_least: first_steps}",
        "{not: {answer: planning, is: none}}",
        "{not:",
        "« not »",
    ),
    Case(
        "requires-operator",
        QUESTIONS,
        "{level: voisinage, at_least: first_steps}",
        "{score: voisinage, above: 20}",
        "above: 20",
        "at_least",
    ),
    Case(
        "requires-descendant",
        QUESTIONS,
        LAST_LEVEL,
        '  - level: active\n    label: "Actifs"\n'
        "    at_least: 67\n    requires:\n"
        '      - {when: {score: organisation, at_least: 50}, label: "Être organisés."}',
        "score: organisation",
    ),
    Case(
        "requires-descendant",
        QUESTIONS,
        "{level: voisinage, at_least: first_steps}",
        "{level: overall, at_least: first_steps}",
        "level: overall",
    ),
    Case(
        "requires-lowest",
        QUESTIONS,
        FIRST_LEVEL,
        FIRST_LEVEL.replace(
            "34}", '34, requires: [{when: {answer: planning, is: oral}, label: "Se parler."}]}'
        ),
        "requires: [{when",
    ),
    Case(
        "portrait-missing",
        QUESTIONS,
        '      active: "Le quartier compte sur le jardin."\n',
        "",
        "id: voisinage>>portraits:",
        "active",
    ),
    Case(
        "portrait-unused",
        QUESTIONS,
        '      active: "Le quartier compte sur le jardin."\n',
        '      active: "Le quartier compte sur le jardin."\n      pioneer: "Rien de plus."\n',
        "pioneer:",
    ),
    Case(
        "text-duplicate",
        QUESTIONS,
        '"Le quartier compte sur le jardin."',
        '"Chacun vient  quand il peut."',
        "Chacun vient  quand",
    ),
)
