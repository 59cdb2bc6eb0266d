"""Ids that are given twice, or that are reserved."""

from __future__ import annotations

from collections.abc import Iterable

from app.content.binding.ground import Ground
from app.content.document import Path, Reporter
from app.content.shelf import Shelf
from app.domain.model import OVERALL
from app.domain.questionnaire import Option


def check_questionnaire_ids(ground: Ground) -> None:
    """Find ids of sections, questions, options and dimensions that stand twice."""
    reporter = ground.reporter
    sections = [(s.id, ("sections", i)) for i, s in enumerate(ground.questionnaire.sections)]
    _twice(reporter, sections, "section-duplicate", "La section")
    questions = [(q.id, q.path) for q in ground.questions]
    _twice(reporter, questions, "question-duplicate", "La question")
    dimensions = [(p.dimension.id, p.path) for p in ground.dimensions]
    _twice(reporter, dimensions, "dimension-duplicate", "La dimension")
    for id_, path in (*questions, *dimensions):
        if id_ == OVERALL:
            reporter.add(
                "id-reserved",
                (*path, "id"),
                f"« {OVERALL} » désigne la vue d'ensemble.",
                "Choisissez un autre identifiant.",
            )
    for question in ground.questions:
        if question.question.kind != "scale":
            _options(reporter, question.options, (*question.path, "options"))
    for name, answer_set in ground.questionnaire.answer_sets.items():
        _options(reporter, answer_set.options, ("answer_sets", name, "options"))


def check_shelf_ids(shelf: Shelf) -> None:
    """Find questionnaires, rules, resources, figures and sources whose id stands twice."""
    _across(
        [(p.value.id, p.reporter, p.path) for p in shelf.questionnaires],
        "questionnaire-duplicate",
        "Le questionnaire",
    )
    _across(
        [(p.value.id, p.reporter, p.path) for p in shelf.resources],
        "resource-duplicate",
        "La ressource",
    )
    _across(
        [(p.value.id, p.reporter, p.path) for p in shelf.figures],
        "figure-duplicate",
        "Le chiffre clé",
    )
    _across(
        [(p.value.id, p.reporter, p.path) for p in shelf.sources], "source-duplicate", "La source"
    )
    for file in shelf.rules:
        _across(
            [(p.value.id, p.reporter, p.path) for p in file.rules], "rule-duplicate", "La règle"
        )
    first: dict[str, str] = {}
    for file in shelf.rules:
        if file.questionnaire is None:
            continue
        other = first.setdefault(file.questionnaire, file.reporter.document.file)
        if other != file.reporter.document.file:
            file.reporter.add(
                "rules-duplicate",
                ("questionnaire",),
                f"Le questionnaire « {file.questionnaire} » a déjà ses règles dans {other}.",
                "Réunissez les règles en un seul fichier.",
            )


def _options(reporter: Reporter, options: tuple[Option, ...], path: Path) -> None:
    placed = [(option.id, (*path, i)) for i, option in enumerate(options)]
    _twice(reporter, placed, "option-duplicate", "L'option")


def _twice(reporter: Reporter, placed: Iterable[tuple[str, Path]], code: str, noun: str) -> None:
    _across([(id_, reporter, path) for id_, path in placed], code, noun)


def _across(placed: Iterable[tuple[str, Reporter, Path]], code: str, noun: str) -> None:
    first: dict[str, str] = {}
    for id_, reporter, path in placed:
        here = f"{reporter.document.file}:{reporter.document.line_of((*path, 'id'))}"
        if id_ in first:
            reporter.add(
                code,
                (*path, "id"),
                f"{noun} « {id_} » existe déjà : {first[id_]}.",
                "Donnez un autre identifiant à l'une des deux.",
            )
        else:
            first[id_] = here
