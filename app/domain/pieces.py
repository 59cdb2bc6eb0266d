"""An edition taken apart into named pieces, so that two editions can be laid side by side.

Nothing of an edition is left out: two editions whose pieces are equal are equal. Must not judge
what a difference means.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel

from app.domain.edition import Edition
from app.domain.questionnaire import Dimension, Item, LevelBand, Option, Overall, Portraits
from app.domain.rules import Rule

Part = Literal[
    "questionnaire",
    "section",
    "question",
    "option",
    "dimension",
    "level",
    "portrait",
    "rule",
    "condition",
    "resource",
    "figure",
    "source",
    "territories",
]
"""What a piece is a part of, in the order in which changes are told."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A named part of an edition.

    ``name`` is how it is called in French, article first; ``words`` what people read of it first;
    ``fields`` its values by key; ``orders`` the ids of what it lists, which are pieces themselves;
    ``questions`` the questions that it belongs to.
    """

    part: Part
    id: str
    name: str
    words: str
    fields: Mapping[str, Any]
    orders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    questions: tuple[str, ...] = ()


Pieces = dict[tuple[Part, str], Piece]


def take_apart(edition: Edition) -> Pieces:
    """Return the pieces of an edition by part and id, in the order written."""
    return {
        (piece.part, piece.id): piece
        for pieces in (_of_questionnaire, _of_dimensions, _of_rules, _of_catalogue)
        for piece in pieces(edition)
    }


def quoted(text: str) -> str:
    """Return a text between French quotation marks."""
    return f"«\u00a0{text}\u00a0»"


def _fields(model: BaseModel, *but: str) -> dict[str, Any]:
    """Return the values of a model by key, without those that are pieces of their own."""
    return {name: getattr(model, name) for name in type(model).model_fields if name not in but}


def _of_questionnaire(edition: Edition) -> Iterator[Piece]:
    questionnaire = edition.questionnaire
    nested = ("duration", "score_range", "levels", "overall", "dimensions", "answer_sets")
    fields = _fields(questionnaire, *nested, "sections")
    fields |= {f"duration.{k}": v for k, v in _fields(questionnaire.duration).items()}
    fields |= {f"score_range.{k}": v for k, v in _fields(questionnaire.score_range).items()}
    orders = {"sections": tuple(section.id for section in questionnaire.sections)}
    yield Piece("questionnaire", "", "le parcours", questionnaire.title, fields, orders)
    for section in questionnaire.sections:
        yield Piece(
            "section",
            section.id,
            f"la section {quoted(section.id)}",
            section.title,
            _fields(section, "id", "questions"),
            {"questions": tuple(question.id for question in section.questions)},
        )
    for item in questionnaire.items:
        yield _question(item, _parents(edition))
        if item.question.kind != "scale":
            name = f"la question {quoted(item.id)}"
            yield from _options(item.options, item.id, name, (item.id,))
    for id_, shared in questionnaire.answer_sets.items():
        users = [
            item.id
            for item in questionnaire.items
            if item.question.kind == "scale" and item.question.answers == id_
        ]
        name = f"l’échelle {quoted(id_)}"
        ids = tuple(option.id for option in shared.options)
        yield Piece("option", f"{id_}/", name, id_, {}, {"options": ids}, tuple(users))
        yield from _options(shared.options, f"{id_}/", name, tuple(users))


def _parents(edition: Edition) -> dict[str, str]:
    """Return the option under which each follow-up stands."""
    return {
        follow_up.id: f"{item.id}/{option.id}"
        for item in edition.questionnaire.items
        for option in item.options
        for follow_up in option.follow_up
    }


def _question(item: Item, parents: Mapping[str, str]) -> Piece:
    fields = _fields(item.question, "id", "options")
    fields |= {"section": item.section.id, "under": parents.get(item.id)}
    orders = {}
    if item.question.kind != "scale":
        orders = {"options": tuple(option.id for option in item.options)}
    name = f"la question {quoted(item.id)}"
    return Piece("question", item.id, name, item.question.text, fields, orders, (item.id,))


def _options(
    options: tuple[Option, ...], owner: str, owner_name: str, questions: tuple[str, ...]
) -> Iterator[Piece]:
    for option in options:
        yield Piece(
            "option",
            f"{owner}/{option.id}",
            f"l’option {quoted(option.id)} de {owner_name}",
            option.label,
            _fields(option, "id", "follow_up"),
            {"follow_up": tuple(question.id for question in option.follow_up)},
            questions,
        )


def _of_dimensions(edition: Edition) -> Iterator[Piece]:
    questionnaire = edition.questionnaire
    yield from _levels(questionnaire.levels, "", "")
    overall = questionnaire.overall
    name = "la vue d’ensemble"
    orders = {"dimensions": tuple(one.id for one in questionnaire.dimensions)}
    fields = _fields(overall, "levels", "portraits")
    yield Piece("dimension", "overall", name, overall.title, fields, orders)
    yield from _of_node(overall, "overall", name)
    above = {
        child.id: parent.id
        for parent in questionnaire.walk_dimensions()
        for child in parent.dimensions
    }
    for dimension in questionnaire.walk_dimensions():
        name = f"la dimension {quoted(dimension.id)}"
        fields = _fields(dimension, "id", "levels", "portraits", "dimensions")
        fields["under"] = above.get(dimension.id)
        orders = {"dimensions": tuple(one.id for one in dimension.dimensions)}
        yield Piece("dimension", dimension.id, name, dimension.title, fields, orders)
        yield from _of_node(dimension, dimension.id, name)


def _of_node(node: Dimension | Overall, id_: str, name: str) -> Iterator[Piece]:
    yield from _levels(node.levels or (), id_, f" de {name}")
    yield from _portraits(node.portraits, id_, name)


def _levels(bands: tuple[LevelBand, ...], owner: str, of_owner: str) -> Iterator[Piece]:
    for band in bands:
        name = f"le niveau {quoted(band.level.value)}{of_owner}"
        fields = _fields(band, "level")
        yield Piece("level", f"{owner}/{band.level.value}", name, band.label, fields)


def _portraits(portraits: Portraits, owner: str, owner_name: str) -> Iterator[Piece]:
    for level, text in portraits.items():
        name = f"le portrait {quoted(level.value)} de {owner_name}"
        yield Piece("portrait", f"{owner}/{level.value}", name, text, {"text": text})


def _of_rules(edition: Edition) -> Iterator[Piece]:
    for rule in edition.rules.rules:
        yield _rule(rule)
    for id_, condition in edition.rules.conditions.items():
        name = f"la condition {quoted(id_)}"
        yield Piece("condition", id_, name, id_, {"condition": condition})
    orders = {"rules": tuple(rule.id for rule in edition.rules.rules)}
    yield Piece("rule", "", "le fichier de règles", "", {}, orders)


def _rule(rule: Rule) -> Piece:
    fields = _fields(rule, "id", "action")
    fields |= {f"action.{k}": v for k, v in _fields(rule.action).items()}
    return Piece("rule", rule.id, f"la règle {quoted(rule.id)}", rule.action.do, fields)


def _of_catalogue(edition: Edition) -> Iterator[Piece]:
    for resource in edition.resources:
        name = f"la ressource {quoted(resource.id)}"
        yield Piece("resource", resource.id, name, resource.title, _fields(resource, "id"))
    for figure in edition.figures:
        name = f"le chiffre {quoted(figure.id)}"
        yield Piece("figure", figure.id, name, figure.statement, _fields(figure, "id"))
    for source in edition.sources:
        name = f"le document {quoted(source.id)}"
        yield Piece("source", source.id, name, source.title, _fields(source, "id"))
    if edition.territories is not None:
        fields = _fields(edition.territories)
        yield Piece("territories", "", "la liste des territoires", "", fields)
    for part, ids in _catalogue_orders(edition).items():
        yield Piece(part, "/", _LISTS[part], "", {}, {"entries": ids})


def _catalogue_orders(edition: Edition) -> dict[Part, tuple[str, ...]]:
    return {
        "resource": tuple(one.id for one in edition.resources),
        "figure": tuple(one.id for one in edition.figures),
        "source": tuple(one.id for one in edition.sources),
    }


_LISTS: dict[Part, str] = {
    "resource": "le catalogue",
    "figure": "la liste des chiffres",
    "source": "la liste des documents",
}
