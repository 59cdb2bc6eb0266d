"""Runs every check of the second pass, in one fixed order."""

from __future__ import annotations

from app.content.binding.catalogue import check_catalogue
from app.content.binding.duplicates import check_questionnaire_ids, check_shelf_ids
from app.content.binding.errata import check_errata
from app.content.binding.ground import Ground, survey
from app.content.binding.lengths import check_lengths
from app.content.binding.levels import check_levels
from app.content.binding.migrations import check_migrations
from app.content.binding.questions import check_questions
from app.content.binding.rules import check_rules
from app.content.binding.scores import check_dimensions, check_scores
from app.content.binding.show_when import check_show_when
from app.content.binding.texts import check_texts
from app.content.binding.translations import check_translations
from app.content.shelf import RulesFile, Shelf
from app.content.suggest import did_you_mean, listed


def bind(shelf: Shelf) -> None:
    """Add every finding about how the pieces of a shelf fit together."""
    grounds: dict[str, Ground] = {}
    for placed in shelf.questionnaires:
        ground = survey(shelf, placed)
        grounds.setdefault(ground.questionnaire.id, ground)
        for check in (
            check_questionnaire_ids,
            check_questions,
            check_scores,
            check_dimensions,
            check_levels,
            check_show_when,
        ):
            check(ground)
    check_shelf_ids(shelf)
    for file in shelf.rules:
        bound = grounds.get(file.questionnaire or "")
        if bound is not None:
            check_rules(bound, file)
        else:
            _questionnaire(shelf, file)
    _rules_missing(shelf, grounds)
    check_catalogue(shelf, grounds)
    check_texts(shelf, list(grounds.values()))
    check_translations(shelf, grounds)
    check_lengths(list(grounds.values()), shelf.rules)
    check_migrations(shelf, grounds)
    check_errata(shelf, grounds)


def _questionnaire(shelf: Shelf, file: RulesFile) -> None:
    pathways = shelf.ids("questionnaires")
    name = file.questionnaire
    if name is not None and name not in pathways and "questionnaires" not in shelf.unread:
        file.reporter.add(
            "questionnaire-unknown",
            ("questionnaire",),
            f"Aucun parcours ne s'appelle « {name} ».{did_you_mean(name, pathways)}",
            f"Parcours : {listed(sorted(pathways)) or 'aucun'}.",
        )


def _rules_missing(shelf: Shelf, grounds: dict[str, Ground]) -> None:
    ruled = {file.questionnaire for file in shelf.rules}
    for id_, ground in grounds.items():
        if id_ not in ruled and "rules" not in shelf.unread and None not in ruled:
            ground.reporter.add(
                "rules-missing",
                ("id",),
                f"Le parcours « {id_} » n'a pas de règles.",
                f"Écrivez rules/{id_}.yaml, avec « questionnaire: {id_} ».",
            )
