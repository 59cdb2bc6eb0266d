"""The conditions under which questions are asked: only on what was asked before."""

from __future__ import annotations

from app.content.binding.conditions import check_condition, check_territories
from app.content.binding.ground import Ground, PlacedQuestion, key_of, parts_of
from app.domain.conditions import (
    All,
    AnswerIs,
    AnyOf,
    ContextIs,
    Not,
    NumberIs,
    TerritoryIn,
    question_of,
)

_ALLOWED = (All, AnyOf, Not, AnswerIs, ContextIs, NumberIs, TerritoryIn)


def check_show_when(ground: Ground) -> None:
    """Find ``show_when`` that read what they may not, or what is asked later.

    As a question may depend on earlier ones only, there can be no loop.
    """
    for placed in ground.questions:
        _hidden_by_scores(ground, placed)
        condition = placed.question.show_when
        if condition is None:
            continue
        path = (*placed.path, "show_when")
        check_condition(condition, path, ground, ground.reporter)
        check_territories(condition, path, ground, ground.reporter)
        for part, here in parts_of(condition, path):
            if not isinstance(part, _ALLOWED):
                ground.reporter.add(
                    "show-when-operator",
                    here,
                    f"« {key_of(part)} » ne peut pas décider si une question est posée.",
                    "Utilisez answer, context, number ou territory, sous all, any ou not.",
                )
            read = ground.by_id.get(question_of(part) or "")
            if read is not None and read.rank >= placed.rank:
                _order(ground, placed, read, here)


def _order(
    ground: Ground, placed: PlacedQuestion, read: PlacedQuestion, here: tuple[str | int, ...]
) -> None:
    if read is placed:
        message = f"La question « {placed.id} » dépend d'elle-même."
        remedy = "Faites-la dépendre d'une question posée avant."
    else:
        message = f"« {placed.id} » dépend de « {read.id} », posée plus tard."
        remedy = f"Placez « {read.id} » avant, ou faites dépendre d'une question posée avant."
    ground.reporter.add("show-when-order", here, message, remedy)


def _hidden_by_scores(ground: Ground, placed: PlacedQuestion) -> None:
    """Warn where a better answer may bring in a question that lowers the score."""
    if not placed.is_scored:
        return
    causes: list[PlacedQuestion] = []
    if placed.parent is not None:
        causes.append(placed.parent)
    if placed.question.show_when is not None:
        for part, _ in parts_of(placed.question.show_when, ()):
            read = ground.by_id.get(question_of(part) or "")
            if read is not None:
                causes.append(read)
    for cause in dict.fromkeys(cause.id for cause in causes if cause.is_scored):
        ground.reporter.add(
            "scored-by-scored",
            placed.path,
            f"« {placed.id} » est notée, et posée selon la réponse à « {cause} », notée aussi : "
            "une meilleure réponse pourrait baisser le score.",
            "Faites-la dépendre d'une question de contexte, ou ne la notez pas.",
        )
