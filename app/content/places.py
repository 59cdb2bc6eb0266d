"""Where each piece of a pathway is written: its file and line. Must not judge what is there."""

from __future__ import annotations

from collections.abc import Iterator

from app.content.binding.ground import survey
from app.content.document import Path, Reporter
from app.content.holdings import Places
from app.content.shelf import Placed, Shelf
from app.domain.pieces import Part
from app.domain.questionnaire import Questionnaire

_Piece = tuple[Part, str, Reporter, Path]


def places_of(shelf: Shelf) -> dict[str, Places]:
    """Return, for each questionnaire by id, « file:line » of its pieces by part and id.

    Pieces that several pathways share, such as resources, are in each. Of two pieces with one id,
    the first counts.
    """
    shared = [*_catalogue(shelf)]
    found: dict[str, Places] = {}
    for placed in shelf.questionnaires:
        own = [*_questionnaire(shelf, placed), *_rules(shelf, placed.value.id), *shared]
        places: dict[tuple[Part, str], str] = {}
        for part, id_, reporter, path in own:
            document = reporter.document
            places.setdefault((part, id_), f"{document.file}:{document.line_of(path)}")
        found.setdefault(placed.value.id, places)
    return found


def _questionnaire(shelf: Shelf, placed: Placed[Questionnaire]) -> Iterator[_Piece]:
    ground = survey(shelf, placed)
    yield "questionnaire", "", placed.reporter, ("id",)
    for index, section in enumerate(placed.value.sections):
        yield "section", section.id, placed.reporter, ("sections", index)
    for question in ground.questions:
        yield "question", question.id, placed.reporter, question.path
    for dimension in ground.dimensions:
        yield "dimension", dimension.dimension.id, placed.reporter, dimension.path
    yield "dimension", "overall", placed.reporter, ("overall",)


def _rules(shelf: Shelf, questionnaire: str) -> Iterator[_Piece]:
    for file in shelf.rules:
        if file.questionnaire != questionnaire:
            continue
        for rule in file.rules:
            yield "rule", rule.value.id, rule.reporter, rule.path
        for name in file.conditions:
            yield "condition", name, file.reporter, ("conditions", name)


def _catalogue(shelf: Shelf) -> Iterator[_Piece]:
    for resource in shelf.resources:
        yield "resource", resource.value.id, resource.reporter, resource.path
    for figure in shelf.figures:
        yield "figure", figure.value.id, figure.reporter, figure.path
    for source in shelf.sources:
        yield "source", source.value.id, source.reporter, source.path
