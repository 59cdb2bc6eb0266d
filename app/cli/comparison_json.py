"""The JSON form of a comparison, as ``compare --format json`` gives it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.domain.causes import Example
from app.domain.comparison import Comparison, Effects
from app.domain.effects import Standing
from app.domain.model import LEVELS
from app.domain.suggesting import Suggestion


def comparison_to_dict(
    comparison: Comparison, effects: Effects | None, suggestions: Sequence[Suggestion] = ()
) -> dict[str, Any]:
    """Return what changed, the verdicts, and the effects (None where no answers were given)."""
    return {
        "questionnaire": comparison.new.questionnaire.id,
        "old": comparison.old.hash,
        "new": comparison.new.hash,
        "changes": [
            {
                "part": change.part,
                "id": change.id,
                "kind": change.kind.value,
                "key": change.key,
                "sentence": change.sentence,
                "before": change.before,
                "after": change.after,
            }
            for change in comparison.changes
        ],
        "questions": [
            {
                "question": one.question,
                "verdict": one.verdict.value,
                "because": list(one.because),
            }
            for one in comparison.verdicts
        ],
        "steps": [step.date.isoformat() for step in comparison.steps],
        "suggested_steps": [
            {
                "renamed": one.question,
                "into": one.into,
                "options": [{"renamed": was, "into": now} for was, now in one.options],
            }
            for one in suggestions
        ],
        "effects": None if effects is None else _effects(effects),
    }


def _effects(effects: Effects) -> dict[str, Any]:
    return {
        "sets": effects.sets,
        "refused": effects.refused,
        "refusals": [{"source": where, "message": why} for where, why in effects.refusals],
        "changed": effects.changed,
        "moved": effects.moved,
        "level_moved": effects.levelled,
        "recommendations_changed": effects.advised,
        "answers_dropped": effects.shortened,
        "dropped": dict(effects.dropped),
        "dimensions": [
            {
                "id": one.id,
                "title": one.title,
                "moved": one.moved,
                "up": one.up,
                "down": one.down,
                "levels": [
                    {
                        "before": cell.before.value if cell.before else None,
                        "after": cell.after.value if cell.after else None,
                        "count": cell.count,
                    }
                    for cell in one.cells
                ],
            }
            for one in effects.dimensions
        ],
        "resources": [
            {
                "id": one.id,
                "title": one.title,
                "kind": one.kind.value,
                "appears": one.appears,
                "goes": one.goes,
            }
            for one in effects.resources
        ],
        "examples": [_example(example) for example in effects.examples],
    }


def _example(example: Example) -> dict[str, Any]:
    return {
        "reference": example.reference,
        "alike": example.alike,
        "moves": [
            {
                "dimension": move.dimension,
                "before": _standing(move.before),
                "after": _standing(move.after),
            }
            for move in example.moves
        ],
        "appear": list(example.appeared),
        "go": list(example.gone),
        "dropped": list(example.dropped),
        "because": list(example.causes),
    }


def _standing(standing: Standing | None) -> dict[str, Any] | None:
    if standing is None:
        return None
    return {
        "low": standing.low,
        "high": standing.high,
        "level": LEVELS[standing.rank].value,
        "possible_level": LEVELS[standing.high_rank].value,
    }
