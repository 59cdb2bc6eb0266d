"""Resources, figures and sources, against each other and against the pathways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from app.content.binding.conditions import check_condition
from app.content.binding.ground import Ground
from app.content.binding.places import check_places
from app.content.document import Path, Reporter
from app.content.shelf import Placed, Shelf
from app.content.suggest import did_you_mean, listed, nearest
from app.domain.model import Source
from app.domain.resource import Figure, FigurePlace, Resource

Grounds = Mapping[str, Ground]


def check_catalogue(shelf: Shelf, grounds: Grounds) -> None:
    """Find faults in the catalogue, the key figures and the sources."""
    used = {id_ for file in shelf.rules for rule in file.rules for id_ in rule.value.recommend}
    for resource in shelf.resources:
        _resource(shelf, grounds, resource, used)
    for figure in shelf.figures:
        _figure(shelf, grounds, figure)
    _figure_loops(shelf.figures)
    for document in shelf.sources:
        if document.value.url is not None and not is_web_address(document.value.url):
            document.reporter.add(
                "url-invalid",
                (*document.path, "url"),
                f"« {document.value.url} » n'est pas une adresse web.",
                "Écrivez une adresse qui commence par https:// ou http://.",
            )
    for ground in grounds.values():
        for question in ground.questions:
            check_source(shelf, ground.reporter, question.question.source, question.path)
        for placed in ground.dimensions:
            check_source(shelf, ground.reporter, placed.dimension.source, placed.path)


def is_web_address(url: str) -> bool:
    """Return whether a text is an http or https address with a host and no blanks."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(host) and not any(map(str.isspace, url))


def check_source(shelf: Shelf, reporter: Reporter, source: Source | None, path: Path) -> None:
    """Find a source whose document is not in rules/sources.yaml."""
    known = shelf.ids("sources")
    if source is None or source.document in known or "sources" in shelf.unread:
        return
    reporter.add(
        "source-unknown",
        (*path, "source", "document"),
        f"Le document source « {source.document} » n'existe pas."
        f"{did_you_mean(source.document, known)}",
        f"Documents de rules/sources.yaml : {listed(sorted(known)) or 'aucun'}.",
    )


def _resource(shelf: Shelf, grounds: Grounds, placed: Placed[Resource], used: set[str]) -> None:
    resource, path, reporter = placed.value, placed.path, placed.reporter
    check_source(shelf, reporter, resource.source, path)
    check_places(shelf.territories, reporter, path, regions=resource.regions)
    pathways = shelf.ids("questionnaires")
    for index, audience in enumerate(resource.audiences):
        near = nearest(audience, pathways)
        if audience not in pathways and near is not None:
            reporter.add(
                "audience-unknown",
                (*path, "audiences", index),
                f"Aucun parcours ne s'appelle « {audience} ». Vouliez-vous dire « {near} » ?",
                f"Parcours : {listed(sorted(pathways))}.",
            )
    _dimensions(shelf, grounds, placed)
    if resource.id not in used and pathways.intersection(resource.audiences):
        if "rules" not in shelf.unread:
            reporter.add(
                "resource-unused",
                path,
                f"Aucune règle ne recommande la ressource « {resource.id} ».",
                "Écrivez une règle qui la recommande, ou retirez-la du catalogue.",
            )


def _dimensions(shelf: Shelf, grounds: Grounds, placed: Placed[Resource]) -> None:
    """Find dimensions that none of the resource's pathways has, once all of them are known."""
    audiences = placed.value.audiences
    known = [node for one in audiences if one in grounds for node in grounds[one].nodes]
    are_all_known = all(audience in grounds for audience in audiences)
    for index, dimension in enumerate(placed.value.dimensions):
        if dimension not in known and (are_all_known or nearest(dimension, known)):
            placed.reporter.add(
                "dimension-unknown",
                (*placed.path, "dimensions", index),
                f"La dimension « {dimension} » n'existe pas.{did_you_mean(dimension, known)}",
                f"Dimensions des parcours de cette ressource : {listed(known)}.",
            )


def _figure(shelf: Shelf, grounds: Grounds, placed: Placed[Figure]) -> None:
    figure, path, reporter = placed.value, placed.path, placed.reporter
    check_source(shelf, reporter, figure.source, path)
    known = shelf.ids("figures")
    if figure.superseded_by is not None and figure.superseded_by not in known:
        reporter.add(
            "figure-unknown",
            (*path, "superseded_by"),
            f"Le chiffre clé « {figure.superseded_by} » n'existe pas."
            f"{did_you_mean(figure.superseded_by, known)}",
            f"Chiffres clés : {listed(sorted(known))}.",
        )
    for index, place in enumerate(figure.shown):
        _place(shelf, grounds, reporter, place, (*path, "shown", index))
        _sides(shelf, grounds, placed, place, (*path, "shown", index))


def _place(
    shelf: Shelf, grounds: Grounds, reporter: Reporter, place: FigurePlace, at: Path
) -> None:
    pathways = shelf.ids("questionnaires")
    ground = grounds.get(place.questionnaire)
    if place.questionnaire not in pathways and "questionnaires" not in shelf.unread:
        reporter.add(
            "questionnaire-unknown",
            (*at, "questionnaire"),
            f"Aucun parcours ne s'appelle « {place.questionnaire} »."
            f"{did_you_mean(place.questionnaire, pathways)}",
            f"Parcours : {listed(sorted(pathways))}.",
        )
    if ground is None:
        return
    for index, question in enumerate(place.questions):
        if question not in ground.by_id:
            reporter.add(
                "question-unknown",
                (*at, "questions", index),
                f"La question « {question} » n'existe pas dans « {place.questionnaire} »."
                f"{did_you_mean(question, ground.by_id)}",
                f"Écrivez l'identifiant d'une question de {ground.reporter.document.file}.",
            )
    for index, dimension in enumerate(place.dimensions):
        if dimension not in ground.nodes:
            reporter.add(
                "dimension-unknown",
                (*at, "dimensions", index),
                f"La dimension « {dimension} » n'existe pas dans « {place.questionnaire} »."
                f"{did_you_mean(dimension, ground.nodes)}",
                f"Dimensions : {listed(ground.nodes)}.",
            )


def _sides(
    shelf: Shelf, grounds: Grounds, placed: Placed[Figure], place: FigurePlace, at: Path
) -> None:
    """Find conditions on a share that the figure does not have, or that read what is not there."""
    ground = grounds.get(place.questionnaire)
    files = [file for file in shelf.rules if file.questionnaire == place.questionnaire]
    named = frozenset(name for file in files for name in file.conditions)
    for key, condition in (
        ("counted_when", place.counted_when),
        ("others_when", place.others_when),
    ):
        if condition is None:
            continue
        if placed.value.share is None:
            placed.reporter.add(
                "figure-share-missing",
                (*at, key),
                f"« {key} » place la personne dans une part que le chiffre ne donne pas.",
                "Écrivez « share », avec percent, counted et others, ou retirez la condition.",
            )
        if ground is not None:
            check_condition(condition, (*at, key), ground, placed.reporter, named)


def _figure_loops(figures: Sequence[Placed[Figure]]) -> None:
    newer = {figure.value.id: figure.value.superseded_by for figure in figures}
    for figure in figures:
        seen = {figure.value.id}
        step = newer[figure.value.id]
        while step is not None and step not in seen:
            seen.add(step)
            step = newer.get(step)
        if step == figure.value.id:
            figure.reporter.add(
                "figure-loop",
                (*figure.path, "superseded_by"),
                f"Le chiffre clé « {figure.value.id} » finit par se remplacer lui-même.",
                "Retirez « superseded_by » du plus récent.",
            )
