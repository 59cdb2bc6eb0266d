"""The same rules in GoRules Zen, written for speed: compiled once, no file read, no tracing.

Two forms: one list expression, and a decision table (hit policy « collect ») behind a static
loader. Records are complete, so that only « je ne sais pas » is unknown: null, and told apart where
a condition is negated.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import zen

from app.domain.compiled import CompiledEdition
from app.domain.conditions import (
    All,
    AnswerIs,
    AnyOf,
    Condition,
    ContextIs,
    IsUnknown,
    LevelIs,
    Not,
    NumberIs,
    ScoreIs,
)
from app.domain.edition import Edition
from app.domain.layout import State
from app.domain.model import OVERALL
from app.domain.questionnaire import MultipleChoice

Context = dict[str, Any]


def context_of(compiled: CompiledEdition, state: State) -> Context:
    """Return what Zen is given of a scored state."""
    layout = compiled.layout
    found: Context = {}
    for question, slot in layout.questions.items():
        value = state[slot]
        if isinstance(value, tuple):
            value = list(value)
        found[question] = int(value) if isinstance(value, Decimal) else value
    for name in (*compiled.dimensions, OVERALL):
        low = state[layout.low(name)]
        found[f"score_{name}"] = 100 * low[0] / low[1]
        found[f"level_{name}"] = state[layout.rank(name)]
    return found


class ListExpression:
    """All conditions as one compiled expression that gives a list of booleans."""

    def __init__(self, edition: Edition) -> None:
        written = [expression(edition, rule.when) for rule in edition.rules.rules]
        self._expression = zen.compile_expression(f"[{', '.join(written)}]")

    def fired(self, context: Context) -> list[int]:
        """Return the places of the rules that hold."""
        held = self._expression.evaluate(context)
        return [place for place, holds in enumerate(held) if holds]


class DecisionTable:
    """A decision table of one column that holds each rule's whole condition."""

    def __init__(self, edition: Edition) -> None:
        rows = [
            {"_id": rule.id, "when": expression(edition, rule.when), "then": str(place)}
            for place, rule in enumerate(edition.rules.rules)
        ]
        content = {
            "contentType": "application/vnd.gorules.decision",
            "nodes": [
                {"id": "in", "type": "inputNode", "name": "in", "position": {"x": 0, "y": 0}},
                {
                    "id": "table",
                    "type": "decisionTableNode",
                    "name": "table",
                    "position": {"x": 0, "y": 0},
                    "content": {
                        "hitPolicy": "collect",
                        "inputs": [{"id": "when", "name": "when"}],
                        "outputs": [{"id": "then", "name": "then", "field": "fired"}],
                        "rules": rows,
                    },
                },
                {"id": "out", "type": "outputNode", "name": "out", "position": {"x": 0, "y": 0}},
            ],
            "edges": [
                {"id": "a", "type": "edge", "sourceId": "in", "targetId": "table"},
                {"id": "b", "type": "edge", "sourceId": "table", "targetId": "out"},
            ],
        }
        loader: Any = {"type": "static", "content": {"rules": content}}
        self._engine = zen.ZenEngine({"loader": loader})

    def fired(self, context: Context) -> list[int]:
        """Return the places of the rules that hold."""
        result: Any = self._engine.evaluate("rules", context)["result"]
        return [row["fired"] for row in result]

    def fired_with_trace(self, context: Context) -> list[int]:
        """Return the same, asking Zen for its trace: its nearest thing to reasons."""
        result: Any = self._engine.evaluate("rules", context, {"trace": True})["result"]
        return [row["fired"] for row in result]


def expression(edition: Edition, condition: Condition, *, wanted: bool = True) -> str:
    """Return the Zen expression that holds where the condition is true (or surely false).

    Raises:
        ValueError: for an operator that the benchmark does not use.
    """
    match condition:
        case All(all=parts) | AnyOf(any=parts):
            joint = " and " if isinstance(condition, All) is wanted else " or "
            each = [expression(edition, part, wanted=wanted) for part in parts]
            return f"({joint.join(each)})"
        case Not(not_=part):
            return expression(edition, part, wanted=not wanted)
        case AnswerIs() | ContextIs():
            held = _choice(edition, condition)
            known = f"{condition.question} != null"
            return held if wanted else f"({known} and not ({held}))"
        case IsUnknown(unknown=question):
            return f"{question} {'==' if wanted else '!='} null"
        case NumberIs(number=question):
            held = _bounds(question, condition)
        case ScoreIs(score=name):
            held = _bounds(f"score_{name}", condition)
        case LevelIs(level=name):
            ranks = sorted(level.rank for level in condition.levels)
            held = f"level_{name} in {json.dumps(ranks)}"
        case _:
            raise ValueError(f"not exported: {condition!r}")
    return held if wanted else f"not ({held})"


def _choice(edition: Edition, condition: AnswerIs | ContextIs) -> str:
    question = condition.question
    several = isinstance(edition.questionnaire.items_by_id[question].question, MultipleChoice)
    if condition.count_at_least is not None:
        return f"len({question}) >= {condition.count_at_least}"
    if condition.count_at_most is not None:
        return f"len({question}) <= {condition.count_at_most}"
    options = condition.options
    if several:
        return "(" + " or ".join(f'"{one}" in {question}' for one in options) + ")"
    if len(options) == 1:
        return f'{question} == "{options[0]}"'
    return f"{question} in {json.dumps(options)}"


def _bounds(name: str, condition: NumberIs | ScoreIs) -> str:
    signs = {"at_least": ">=", "above": ">", "at_most": "<=", "below": "<"}
    parts = [
        f"{name} {sign} {bound}"
        for key, sign in signs.items()
        if (bound := getattr(condition, key)) is not None
    ]
    return "(" + " and ".join(parts) + ")"
