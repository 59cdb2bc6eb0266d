"""Questions, options and the scores they give."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal

from app.content.binding.ground import Ground, PlacedQuestion
from app.content.binding.intervals import check_bands
from app.content.document import Path
from app.content.suggest import did_you_mean, listed
from app.domain.questionnaire import (
    MultipleChoice,
    NumberBand,
    NumberQuestion,
    Option,
    Scale,
    TerritoryQuestion,
    TextQuestion,
)

MAX_SCORED_OPTIONS = 12
"""The next-level search tries every combination of the options of a multiple choice."""


def check_questions(ground: Ground) -> None:
    """Find questions whose kind, options, dimension and scores do not fit together."""
    for question in ground.questions:
        _dimension(ground, question)
        _options(ground, question)
        _follow_up(ground, question)
        if isinstance(question.question, NumberQuestion):
            _number(ground, question, question.question)
        if question.is_scored:
            _scored(ground, question)
        elif any(o.score is not None for o in question.options) or _has_bands(question):
            if not isinstance(question.question, Scale):
                ground.reporter.add(
                    "score-ignored",
                    question.path,
                    f"Les notes de la question « {question.id} » ne comptent pas : "
                    "elle n'a pas de dimension.",
                    "Ajoutez « dimension », ou retirez les notes.",
                )
    _answer_sets(ground)
    _duration(ground)


def _dimension(ground: Ground, placed: PlacedQuestion) -> None:
    dimension = placed.question.dimension
    if dimension is None:
        return
    at = (*placed.path, "dimension")
    if dimension not in ground.dimension_ids:
        ground.reporter.add(
            "dimension-unknown",
            at,
            f"La dimension « {dimension} » n'existe pas."
            f"{did_you_mean(dimension, ground.dimension_ids)}",
            f"Dimensions du questionnaire : {listed(ground.dimension_ids)}.",
        )
    if isinstance(placed.question, TextQuestion):
        ground.reporter.add(
            "text-scored", at, "Un texte libre n'est jamais noté.", "Retirez « dimension »."
        )
    elif placed.section.context:
        ground.reporter.add(
            "context-scored",
            at,
            "Une question d'une section de contexte n'est jamais notée.",
            "Retirez « dimension », ou déplacez la question dans une autre section.",
        )


def _options(ground: Ground, placed: PlacedQuestion) -> None:
    question = placed.question
    if isinstance(question, Scale):
        sets = ground.questionnaire.answer_sets
        if question.answers not in sets:
            ground.reporter.add(
                "answer-set-unknown",
                (*placed.path, "answers"),
                f"L'échelle commune « {question.answers} » n'existe pas."
                f"{did_you_mean(question.answers, sets)}",
                f"Échelles communes : {listed(sets) or 'aucune (clé « answer_sets »)'}.",
            )
        return
    path = (*placed.path, "options")
    if isinstance(question, NumberQuestion | TerritoryQuestion):
        for index, option in enumerate(placed.options):
            if not option.is_special:
                ground.reporter.add(
                    "option-not-special",
                    (*path, index),
                    f"L'option « {option.id} » ne dit ni « je ne sais pas » ni « sans objet ».",
                    "Ajoutez « unknown: true » ou « not_applicable: true », ou retirez-la.",
                )
    elif placed.options:
        _some_ordinary(ground, placed.options, path)


def _some_ordinary(ground: Ground, options: tuple[Option, ...], path: Path) -> None:
    if all(option.is_special for option in options):
        ground.reporter.add(
            "options-only-special",
            path,
            "Toutes les options disent « je ne sais pas » ou « sans objet ».",
            "Ajoutez au moins une vraie réponse.",
        )


def _follow_up(ground: Ground, placed: PlacedQuestion) -> None:
    option = placed.parent_option
    if option is not None and option.unknown:
        ground.reporter.add(
            "follow-up-unknown",
            placed.path,
            f"La question « {placed.id} » suit « je ne sais pas » : elle ne serait jamais posée.",
            "Placez-la sous une autre option.",
        )


def _has_bands(placed: PlacedQuestion) -> bool:
    return isinstance(placed.question, NumberQuestion) and bool(placed.question.bands)


def _number(ground: Ground, placed: PlacedQuestion, question: NumberQuestion) -> None:
    if question.minimum >= question.maximum:
        ground.reporter.add(
            "number-bounds",
            (*placed.path, "maximum"),
            "« maximum » doit être plus grand que « minimum ».",
            "Corrigez l'un des deux.",
        )
        return
    for key in ("minimum", "maximum"):
        bound = getattr(question, key)
        if bound != round(bound, question.decimals):
            ground.reporter.add(
                "number-grid",
                (*placed.path, key),
                f"{bound} a plus de décimales qu'une réponse ({question.decimals}).",
                "Arrondissez la borne, ou donnez plus de décimales avec « decimals ».",
            )
    bands = [(band.at_least, band.below) for band in question.bands]
    if not bands:
        return
    path = (*placed.path, "bands")
    check_bands(ground.reporter, path, bands, "bands")
    last = bands[-1][1]
    if bands[0][0] > question.minimum:
        ground.reporter.add(
            "bands-cover",
            (*path, 0, "at_least"),
            f"Aucune tranche ne note les nombres de {question.minimum} à {bands[0][0]}.",
            f"Faites commencer la première tranche à {question.minimum}.",
        )
    if last is not None and last <= question.maximum:
        ground.reporter.add(
            "bands-cover",
            (*path, len(bands) - 1, "below"),
            f"Aucune tranche ne note les nombres de {last} à {question.maximum}.",
            "Retirez « below » de la dernière tranche.",
        )
    for index, band in enumerate(question.bands):
        if _is_out_of_reach(question, band):
            ground.reporter.add(
                "option-unreachable",
                (*path, index),
                f"Aucune réponse à « {placed.id} » ne tombe dans cette tranche (de "
                f"{question.minimum} à {question.maximum}, {question.decimals} décimale(s)).",
                "Retirez la tranche, ou revoyez ses bornes, celles de la question ou « decimals ».",
            )


def _is_out_of_reach(question: NumberQuestion, band: NumberBand) -> bool:
    """Return whether no number that may be answered lies in a band.

    Nothing else keeps an option from being chosen once its question is asked: no option is hidden,
    and one that stands alone can always be ticked.
    """
    if band.below is not None and band.below <= band.at_least:
        return False  # out of order, which is told already
    start = max(band.at_least, question.minimum)
    step = Decimal(1).scaleb(-question.decimals)
    least = (start / step).to_integral_value(ROUND_CEILING) * step
    return least > question.maximum or (band.below is not None and least >= band.below)


def _scored(ground: Ground, placed: PlacedQuestion) -> None:
    question = placed.question
    if isinstance(question, TextQuestion):
        return
    if isinstance(question, Scale) and not placed.options:
        return
    has_score = any(option.score is not None for option in placed.options)
    if not has_score and not _has_bands(placed):
        ground.reporter.add(
            "question-without-score",
            placed.path,
            f"La question « {placed.id} » a une dimension, mais aucune réponse n'a de note.",
            "Donnez une note (score) aux options ou aux tranches, ou retirez « dimension ».",
        )
        return
    if isinstance(question, MultipleChoice):
        if len(placed.options) > MAX_SCORED_OPTIONS:
            ground.reporter.add(
                "too-many-options",
                (*placed.path, "options"),
                f"Une question notée à choix multiple a au plus {MAX_SCORED_OPTIONS} options.",
                "Réunissez des options, ou faites deux questions.",
            )
    elif not isinstance(question, NumberQuestion):
        _every_score(ground, placed)


def _every_score(ground: Ground, placed: PlacedQuestion) -> None:
    path: Path = (*placed.path, "options")
    if isinstance(placed.question, Scale):
        path = ("answer_sets", placed.question.answers, "options")
    for index, option in enumerate(placed.options):
        if option.score is None and not option.is_special:
            ground.reporter.add(
                "option-without-score",
                (*path, index),
                f"L'option « {option.id} » n'a pas de note, et « {placed.id} » est notée.",
                "Ajoutez « score », « unknown: true » ou « not_applicable: true ».",
            )


def _answer_sets(ground: Ground) -> None:
    used = {q.question.answers for q in ground.questions if isinstance(q.question, Scale)}
    for name, answer_set in ground.questionnaire.answer_sets.items():
        path: Path = ("answer_sets", name, "options")
        _some_ordinary(ground, answer_set.options, path)
        for index, option in enumerate(answer_set.options):
            if option.follow_up:
                ground.reporter.add(
                    "follow-up-shared",
                    (*path, index, "follow_up"),
                    "Une échelle commune ne peut pas avoir de questions de suite.",
                    "Posez la question à part, avec « show_when ».",
                )
        if name not in used:
            ground.reporter.add(
                "answer-set-unused",
                ("answer_sets", name),
                f"Aucune question n'utilise l'échelle commune « {name} ».",
                "Retirez-la, ou utilisez-la.",
            )


def _duration(ground: Ground) -> None:
    duration = ground.questionnaire.duration
    if duration.minimum > duration.maximum:
        ground.reporter.add(
            "duration-order",
            ("duration", "maximum"),
            "La durée maximale est plus courte que la durée minimale.",
            "Corrigez l'une des deux.",
        )
