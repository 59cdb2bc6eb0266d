"""What every condition must satisfy wherever it stands: known ids, operators that fit the kind."""

from __future__ import annotations

from app.content.binding.ground import Ground, PlacedQuestion, key_of, parts_of
from app.content.binding.places import check_places
from app.content.document import Path, Reporter
from app.content.suggest import did_you_mean, listed
from app.domain.conditions import (
    AnswerIs,
    Condition,
    ContextIs,
    LevelIs,
    Meets,
    NumberIs,
    TerritoryIn,
    dimension_of,
    question_of,
)
from app.domain.model import MaturityLevel
from app.domain.questionnaire import NumberQuestion

_FITTING = {
    "single": ("is", "one_of"),
    "scale": ("is", "one_of"),
    "multiple": ("includes", "includes_any", "count_at_least", "count_at_most"),
}
_INSTEAD = {
    "number": "Utilisez « number », ou « unknown » pour « je ne sais pas ».",
    "territory": "Utilisez « territory », ou « unknown » pour « je ne sais pas ».",
    "text": "Un texte libre se lit seulement avec « answered ».",
}


def check_condition(
    condition: Condition,
    path: Path,
    ground: Ground,
    reporter: Reporter,
    named: frozenset[str] | None = None,
) -> None:
    """Find unknown ids and misplaced operators in a condition and its parts.

    ``named`` are the named conditions of the file, None where there can be none.
    """
    for part, here in parts_of(condition, path):
        if isinstance(part, Meets):
            if named is not None and part.meets not in named:
                reporter.add(
                    "condition-name-unknown",
                    (*here, "meets"),
                    f"Aucune condition ne s'appelle « {part.meets} »."
                    f"{did_you_mean(part.meets, named)}",
                    f"Conditions nommées : {listed(sorted(named)) or 'aucune'}.",
                )
            continue
        node = dimension_of(part)
        if node is not None:
            _node(part, node, here, ground, reporter)
        question = question_of(part)
        if question is not None:
            placed = _question(part, question, here, ground, reporter)
            if placed is not None:
                _kind(part, placed, here, reporter)


def _node(part: Condition, node: str, here: Path, ground: Ground, reporter: Reporter) -> None:
    key = key_of(part)
    if node not in ground.nodes:
        reporter.add(
            "dimension-unknown",
            (*here, key),
            f"La dimension « {node} » n'existe pas.{did_you_mean(node, ground.nodes)}",
            f"Dimensions du questionnaire : {listed(ground.nodes)}.",
        )
    elif isinstance(part, LevelIs):
        _levels(part, node, here, ground, reporter)


def _levels(part: LevelIs, node: str, here: Path, ground: Ground, reporter: Reporter) -> None:
    possible = ground.levels_of(node)
    given: list[tuple[MaturityLevel, Path]] = [
        (level, (*here, key))
        for key, level in (("is", part.is_), ("at_least", part.at_least), ("at_most", part.at_most))
        if level is not None
    ]
    given += [(level, (*here, "one_of", i)) for i, level in enumerate(part.one_of or ())]
    for level, at in given:
        if level not in possible:
            labels = [band.level.value for band in ground.bands_of(node)]
            reporter.add(
                "level-unknown",
                at,
                f"« {node} » n'a pas de niveau « {level.value} ».",
                f"Niveaux possibles : {', '.join(labels)}.",
            )


def _question(
    part: Condition, question: str, here: Path, ground: Ground, reporter: Reporter
) -> PlacedQuestion | None:
    placed = ground.by_id.get(question)
    if placed is None:
        reporter.add(
            "question-unknown",
            (*here, key_of(part)),
            f"La question « {question} » n'existe pas.{did_you_mean(question, ground.by_id)}",
            f"Écrivez l'identifiant d'une question de {ground.reporter.document.file}.",
        )
    elif isinstance(part, ContextIs) and not placed.section.context:
        reporter.add(
            "context-kind",
            (*here, "context"),
            f"La question « {question} » n'est pas dans une section de contexte.",
            "Remplacez « context » par « answer ».",
        )
    return placed


def _kind(part: Condition, placed: PlacedQuestion, here: Path, reporter: Reporter) -> None:
    kind = placed.question.kind
    match part:
        case AnswerIs() | ContextIs():
            _choice(part, placed, here, reporter)
        case NumberIs():
            if isinstance(placed.question, NumberQuestion):
                _number(part, placed.question, here, reporter)
            else:
                reporter.add(
                    "operator-kind",
                    (*here, "number"),
                    f"« {placed.id} » n'est pas une question à nombre (elle est « {kind} »).",
                    "Utilisez « answer ».",
                )
        case TerritoryIn():
            if kind != "territory":
                reporter.add(
                    "operator-kind",
                    (*here, "territory"),
                    f"« {placed.id} » n'est pas une question de territoire (elle est « {kind} »).",
                    "Utilisez « answer ».",
                )


def _choice(
    part: AnswerIs | ContextIs, placed: PlacedQuestion, here: Path, reporter: Reporter
) -> None:
    kind = placed.question.kind
    operator = next(
        key
        for key in ("is", *(k for keys in _FITTING.values() for k in keys))
        if getattr(part, "is_" if key == "is" else key) is not None
    )
    options = {option.id: option for option in placed.options}
    fitting = _FITTING.get(kind, ("is", "one_of"))
    if kind not in _FITTING and not any(option in options for option in part.options):
        reporter.add(
            "operator-kind",
            (*here, key_of(part)),
            f"« {placed.id} » n'est pas une question à choix (elle est « {kind} »).",
            _INSTEAD[kind],
        )
        return
    if operator not in fitting:
        reporter.add(
            "operator-kind",
            (*here, operator),
            f"« {operator} » ne convient pas à « {placed.id} » (elle est « {kind} »).",
            f"Utilisez l'un de ceux-ci : {', '.join(fitting)}.",
        )
    for index, option in enumerate(part.options if options else ()):
        is_list = operator in ("one_of", "includes_any")
        at = (*here, operator, index) if is_list else (*here, operator)
        if option not in options:
            reporter.add(
                "option-unknown",
                at,
                f"« {option} » n'est pas une option de « {placed.id} »."
                f"{did_you_mean(option, options)}",
                f"Options : {listed(options)}.",
            )
        elif options[option].unknown:
            reporter.add(
                "option-special",
                at,
                f"« {option} » dit « je ne sais pas » : cela ne se compare pas.",
                f"Écrivez « {{unknown: {placed.id}}} ».",
            )
    _count(part, placed, here, reporter)


def _count(
    part: AnswerIs | ContextIs, placed: PlacedQuestion, here: Path, reporter: Reporter
) -> None:
    together = sum(not option.clears_others for option in placed.options)
    least = part.count_at_least
    if least is not None and placed.question.kind == "multiple" and least > max(1, together):
        reporter.add(
            "number-never",
            (*here, "count_at_least"),
            f"« {placed.id} » n'a que {together} options qui vont ensemble.",
            f"Écrivez un nombre de 1 à {together}.",
        )


def _number(part: NumberIs, question: NumberQuestion, here: Path, reporter: Reporter) -> None:
    for key in ("at_least", "above", "at_most", "below"):
        bound = getattr(part, key)
        if bound is not None and not question.minimum <= bound <= question.maximum:
            reporter.add(
                "number-never",
                (*here, key),
                f"« {question.id} » va de {question.minimum} à {question.maximum} : "
                f"comparer à {bound} ne sépare rien.",
                "Corrigez le nombre.",
            )


def check_territories(condition: Condition, path: Path, ground: Ground, reporter: Reporter) -> None:
    """Find departments and regions that do not exist."""
    for part, here in parts_of(condition, path):
        if isinstance(part, TerritoryIn):
            check_places(
                ground.shelf.territories,
                reporter,
                here,
                departments=part.departments,
                regions=part.regions,
            )
