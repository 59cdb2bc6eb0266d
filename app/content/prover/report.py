"""Proves the editions of a folder and adds what is found to its findings, with file and line."""

from __future__ import annotations

import json
from collections.abc import Callable

from app.content.binding.ground import Ground, survey
from app.content.document import Path
from app.content.library import Library, library_of
from app.content.prover.messages import words_of
from app.content.prover.oracle import TIMEOUT
from app.content.prover.prove import CHECKS, prove
from app.content.prover.verdict import Place, Verdict
from app.content.shelf import RulesFile, Shelf
from app.domain.answers import dump_answers
from app.domain.model import OVERALL

STEPS = len(CHECKS)
"""How many steps the proof of one edition takes."""


def prove_shelf(
    shelf: Shelf,
    *,
    timeout: float = TIMEOUT,
    on_step: Callable[[str], None] = lambda pathway: None,
) -> Library:
    """Return the library of a shelf, with what the proofs of its editions find.

    Only editions that could be served are proven. ``on_step`` is given the id of the pathway.
    """
    grounds: dict[str, Ground] = {}
    for placed in shelf.questionnaires:
        grounds.setdefault(placed.value.id, survey(shelf, placed))
    files = {file.questionnaire: file for file in shelf.rules}
    served = library_of(shelf)
    for id_, edition in served.editions.items():

        def step(pathway: str = id_) -> None:
            on_step(pathway)

        for verdict in prove(edition, timeout=timeout, on_step=step):
            _report(grounds[id_], files[id_], verdict)
    return library_of(shelf)


def _report(ground: Ground, file: RulesFile, verdict: Verdict) -> None:
    message, remedy = words_of(verdict.code, verdict.details)
    witness = None
    if verdict.witness is not None:
        answers = dump_answers(verdict.witness)
        replayed = {"questionnaire": ground.questionnaire.id, "answers": answers}
        witness = json.dumps(replayed, ensure_ascii=False)
    if verdict.place.kind == "rule":
        path = next(one.path for one in file.rules if one.value.id == verdict.place.id)
        file.reporter.add(verdict.code, path, message, remedy, witness)
    elif verdict.place.kind == "pathway":
        file.reporter.add(verdict.code, ("rules",), message, remedy, witness)
    else:
        path = _path(ground, verdict.place)
        ground.reporter.add(verdict.code, path, message, remedy, witness)


def _path(ground: Ground, place: Place) -> Path:
    """Return where a question, or a level of a node, is written."""
    if place.kind == "question":
        return ground.by_id[place.id].path
    start: Path = ("overall",)
    own = ground.questionnaire.overall.levels
    if place.id != OVERALL:
        node = next(one for one in ground.dimensions if one.dimension.id == place.id)
        start, own = node.path, node.dimension.levels
    if own is None:
        return start
    bands = [band.level.value for band in own]
    return (*start, "levels", bands.index(place.level))
