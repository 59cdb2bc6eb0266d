"""The one JSON form of a diagnosis, as the command line, the interface and the files give it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from app.domain.answers import dump_answer
from app.domain.diagnosis import (
    Action,
    Diagnosis,
    DimensionResult,
    NextLevel,
    Rank,
    Reason,
)
from app.domain.edition import Edition
from app.domain.texts import ForeignText
from app.domain.translation import in_language


def canonical_json(value: object) -> bytes:
    """Return the canonical bytes of a JSON value: UTF-8, sorted keys, no white space."""
    text = json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return text.encode()


def diagnosis_to_dict(edition: Edition, diagnosis: Diagnosis) -> dict[str, Any]:
    """Return the public JSON form of a diagnosis made from this edition.

    Keys: ``edition``, ``questionnaire``, ``language``, ``completeness``, ``profile`` (``overall``
    and ``dimensions``: ``score``, ``low``, ``high`` 0–100, ``level``…), ``recommendations``,
    ``roadmap``, ``next_level``. ``language`` is that of the texts; those that are in another one
    for want of a translation are listed by ``untranslated``, as JSON pointers, if there are any.
    """
    own = edition.original.questionnaire.language
    edition = in_language(edition, edition.questionnaire.language)
    told = _diagnosis(edition, diagnosis)
    untranslated = foreign_pointers(told) if edition.questionnaire.language != own else []
    return {**told, "untranslated": untranslated} if untranslated else told


def foreign_pointers(value: object, pointer: str = "") -> list[str]:
    """Return where the texts in another language are, as JSON pointers (RFC 6901)."""
    if isinstance(value, ForeignText):
        return [pointer]
    parts: Iterable[tuple[object, object]] = ()
    if isinstance(value, dict):
        parts = value.items()
    elif isinstance(value, list):
        parts = enumerate(value)
    found: list[str] = []
    for key, one in parts:
        name = str(key).replace("~", "~0").replace("/", "~1")
        found.extend(foreign_pointers(one, f"{pointer}/{name}"))
    return found


def _diagnosis(edition: Edition, diagnosis: Diagnosis) -> dict[str, Any]:
    return {
        "edition": diagnosis.edition,
        "questionnaire": diagnosis.questionnaire,
        "language": edition.questionnaire.language,
        "completeness": {
            "answered": diagnosis.completeness.answered,
            "asked": diagnosis.completeness.asked,
            "unknown": diagnosis.completeness.unknown,
            "complete": diagnosis.completeness.is_complete,
        },
        "profile": {
            "overall": _profile(diagnosis.overall),
            "dimensions": {result.id: _profile(result) for result in diagnosis.dimensions},
        },
        "recommendations": [
            {
                "resource": one.resource,
                "kind": one.kind.value,
                "title": edition.resources_by_id[one.resource].title,
                "reasons": [_reason(reason) for reason in one.reasons],
                "rank": _rank(one.rank),
            }
            for one in diagnosis.recommendations
        ],
        "roadmap": {
            "first": [_action(action) for action in diagnosis.roadmap.first],
            "later": {
                horizon.value: [_action(action) for action in actions]
                for horizon, actions in diagnosis.roadmap.later.items()
            },
            "others": {
                kind.value: list(resources) for kind, resources in diagnosis.roadmap.others.items()
            },
        },
        "next_level": {step.dimension: _next_level(step) for step in diagnosis.next_levels},
    }


def _profile(result: DimensionResult) -> dict[str, Any]:
    return {
        "title": result.title,
        "parent": result.parent,
        "score": result.score,
        "low": result.low,
        "high": result.high,
        "level": result.level.value if result.level else None,
        "level_label": result.level_label,
        "possible_level": result.possible_level.value if result.possible_level else None,
        "uncertain": result.is_uncertain,
        "answered": result.answered,
        "asked": result.asked,
        "missing_requirements": list(result.missing_requirements),
        "questions": [
            {
                "question": one.question,
                "state": one.state,
                "low": one.low,
                "high": one.high,
                "share": one.share,
            }
            for one in result.questions
        ],
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "rule": reason.rule,
        "text": reason.text,
        "facts": [
            {"kind": fact.kind, "subject": fact.subject, "value": fact.value}
            for fact in reason.facts
        ],
    }


def _rank(rank: Rank) -> dict[str, Any]:
    return {
        "position": rank.position,
        "impact": rank.impact,
        "need": rank.need,
        "effort": rank.effort,
        "horizon": rank.horizon.value,
        "explanation": rank.explanation,
    }


def _action(action: Action) -> dict[str, Any]:
    return {
        "id": action.id,
        "dimension": action.dimension,
        "do": action.do,
        "who": action.who,
        "duration": action.duration,
        "done_when": action.done_when,
        "horizon": action.horizon.value,
        "effort": action.effort,
        "impact": action.impact,
        "resources": list(action.resources),
        "reasons": [_reason(reason) for reason in action.reasons],
        "rank": _rank(action.rank),
    }


def _next_level(step: NextLevel) -> dict[str, Any]:
    changes = None
    if step.changes is not None:
        changes = [
            {
                "question": change.question,
                "before": None if change.before is None else dump_answer(change.before),
                "after": dump_answer(change.after),
                "effort": change.effort,
            }
            for change in step.changes
        ]
    return {
        "level": step.level.value,
        "target": step.target.value,
        "target_label": step.target_label,
        "effort": step.effort,
        "changes": changes,
    }
