"""Levels: their bands, their portraits, and what they require."""

from __future__ import annotations

from app.content.binding.conditions import check_condition, check_territories
from app.content.binding.ground import Ground, key_of, parts_of
from app.content.binding.intervals import check_bands
from app.content.document import Path
from app.domain.conditions import (
    All,
    AnswerIs,
    AnyOf,
    ContextIs,
    LevelIs,
    NumberIs,
    ScoreIs,
    TerritoryIn,
    dimension_of,
)
from app.domain.model import OVERALL
from app.domain.questionnaire import LevelBand, Portraits

_ALLOWED = (All, AnyOf, AnswerIs, ContextIs, NumberIs, TerritoryIn)


def check_levels(ground: Ground) -> None:
    """Find faults in all bands, requirements and portraits of a questionnaire."""
    questionnaire = ground.questionnaire
    _bands(ground, questionnaire.levels, ("levels",))
    sharing = []
    for node, path, own, portraits in _nodes(ground):
        if own is None:
            sharing.append(node)
        else:
            _bands(ground, own, (*path, "levels"))
            _requirements(ground, own, (*path, "levels"), (node,))
        _portraits(ground, node, path, portraits)
    _requirements(ground, questionnaire.levels, ("levels",), tuple(sharing))


def _nodes(
    ground: Ground,
) -> list[tuple[str, Path, tuple[LevelBand, ...] | None, Portraits]]:
    overall = ground.questionnaire.overall
    found = [(OVERALL, ("overall",), overall.levels, overall.portraits)]
    return [
        *found,
        *(
            (p.dimension.id, p.path, p.dimension.levels, p.dimension.portraits)
            for p in ground.dimensions
        ),
    ]


def _bands(ground: Ground, bands: tuple[LevelBand, ...], path: Path) -> None:
    add = ground.reporter.add
    check_bands(ground.reporter, path, [(b.at_least, b.below) for b in bands], "levels")
    if bands and bands[0].at_least != 0:
        add(
            "levels-start",
            (*path, 0, "at_least"),
            "Le premier niveau doit commencer à 0.",
            "Écrivez « at_least: 0 ».",
        )
    if bands and bands[-1].below is not None:
        add(
            "levels-end",
            (*path, len(bands) - 1, "below"),
            "Le dernier niveau comprend 100 : il n'a pas de « below ».",
            "Retirez « below ».",
        )
    for index, band in enumerate(bands):
        if index and band.level.rank <= bands[index - 1].level.rank:
            add(
                "levels-order",
                (*path, index, "level"),
                f"Le niveau « {band.level.value} » ne peut pas suivre "
                f"« {bands[index - 1].level.value} ».",
                "L'ordre est : not_engaged, first_steps, active, pioneer, chacun une fois.",
            )
        for key in ("at_least", "below"):
            bound = getattr(band, key)
            if bound is not None and bound != round(bound, 1):
                add(
                    "levels-decimals",
                    (*path, index, key),
                    f"{bound} a plus d'une décimale : le score affiché en a une.",
                    "Arrondissez le seuil à une décimale.",
                )


def _requirements(
    ground: Ground, bands: tuple[LevelBand, ...], path: Path, nodes: tuple[str, ...]
) -> None:
    for number, band in enumerate(bands):
        if number == 0 and band.requires:
            ground.reporter.add(
                "requires-lowest",
                (*path, number, "requires"),
                "Le niveau le plus bas n'exige rien : on y est d'office.",
                "Déplacez l'exigence à un niveau plus haut.",
            )
        for index, requirement in enumerate(band.requires):
            at = (*path, number, "requires", index, "when")
            check_condition(requirement.when, at, ground, ground.reporter)
            check_territories(requirement.when, at, ground, ground.reporter)
            for part, here in parts_of(requirement.when, at):
                if isinstance(part, LevelIs | ScoreIs):
                    _on_levels(ground, part, here, nodes)
                elif not isinstance(part, _ALLOWED):
                    ground.reporter.add(
                        "requires-operator",
                        here,
                        f"« {key_of(part)} » ne peut pas être exigé pour un niveau.",
                        "Utilisez answer, context, number, territory, « level … at_least » ou "
                        "« score … at_least », sous all ou any.",
                    )


def _on_levels(ground: Ground, part: LevelIs | ScoreIs, here: Path, nodes: tuple[str, ...]) -> None:
    others = ("is_", "at_most", "one_of", "above", "below")
    if any(getattr(part, name, None) is not None for name in others):
        ground.reporter.add(
            "requires-operator",
            here,
            "Un niveau ne peut exiger d'un autre qu'un minimum : « at_least ».",
            "Remplacez l'opérateur par « at_least ».",
        )
    read = dimension_of(part)
    for node in nodes:
        if read in ground.nodes and read not in ground.below(node):
            ground.reporter.add(
                "requires-descendant",
                here,
                f"« {node} » ne peut exiger que des dimensions qui la composent ; "
                f"« {read} » n'en est pas une.",
                "Déplacez l'exigence sous « overall », ou exigez une réponse (answer).",
            )
            return


def _portraits(ground: Ground, node: str, path: Path, portraits: Portraits) -> None:
    possible = ground.levels_of(node)
    missing = [band.level.value for band in ground.bands_of(node) if band.level not in portraits]
    if missing:
        ground.reporter.add(
            "portrait-missing",
            (*path, "portraits"),
            f"« {node} » n'a pas de portrait pour : {', '.join(missing)}.",
            "Ajoutez un paragraphe sous « portraits » pour chacun.",
        )
    for level in portraits:
        if level not in possible:
            ground.reporter.add(
                "portrait-unused",
                (*path, "portraits", level.value),
                f"« {node} » n'atteint jamais le niveau « {level.value} ».",
                "Retirez ce portrait, ou ajoutez le niveau.",
            )
