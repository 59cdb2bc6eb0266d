"""Scores outside the declared range, and dimensions that nothing fills."""

from __future__ import annotations

from decimal import Decimal

from app.content.binding.ground import Ground
from app.content.document import Path
from app.domain.questionnaire import NumberQuestion, Option, Scale


def check_scores(ground: Ground) -> None:
    """Find scores that lie outside ``score_range``."""
    for placed in ground.questions:
        if isinstance(placed.question, NumberQuestion):
            for index, band in enumerate(placed.question.bands):
                _score(ground, band.score, (*placed.path, "bands", index, "score"))
        if not isinstance(placed.question, Scale):
            _options(ground, placed.options, (*placed.path, "options"))
    for name, answer_set in ground.questionnaire.answer_sets.items():
        _options(ground, answer_set.options, ("answer_sets", name, "options"))


def check_dimensions(ground: Ground) -> None:
    """Find dimensions that have neither questions nor dimensions below them."""
    filled = {placed.question.dimension for placed in ground.questions}
    for placed in ground.dimensions:
        if not placed.dimension.dimensions and placed.dimension.id not in filled:
            ground.reporter.add(
                "dimension-empty",
                placed.path,
                f"Aucune question n'appartient à la dimension « {placed.dimension.id} ».",
                f"Écrivez « dimension: {placed.dimension.id} » à ses questions, ou retirez-la.",
            )


def _options(ground: Ground, options: tuple[Option, ...], path: Path) -> None:
    for index, option in enumerate(options):
        if option.score is not None:
            _score(ground, option.score, (*path, index, "score"))


def _score(ground: Ground, score: Decimal, path: Path) -> None:
    low, high = ground.questionnaire.score_range.minimum, ground.questionnaire.score_range.maximum
    if not low <= score <= high:
        ground.reporter.add(
            "score-out-of-range",
            path,
            f"La note {score} sort de l'étendue déclarée, de {low} à {high}.",
            "Corrigez la note, ou « score_range ».",
        )
