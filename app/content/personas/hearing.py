"""Runs the personas of a folder on the editions of a library; must not print anything."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from app.content.findings import Finding, Findings
from app.content.holdings import Library
from app.content.personas.coverage import Coverage, cover
from app.content.personas.expectations import check_persona
from app.content.personas.reading import read_personas
from app.content.shelf import RulesFile, Shelf
from app.domain.diagnosis import Answers


@dataclass(frozen=True, slots=True)
class Hearing:
    """What came of it: the findings about the personas, their answers, and what they exercise.

    ``answers`` and ``coverage`` are by pathway, for every edition that can be served.
    """

    findings: tuple[Finding, ...]
    answers: dict[str, list[Answers]]
    coverage: dict[str, Coverage]


def hear(
    shelf: Shelf, library: Library, folder: Path, content: Path, *, required: int = 0
) -> Hearing:
    """Return what the personas of a folder are told, against what is expected of it.

    Where less than ``required`` percent of the rules of a pathway fire for some persona, each rule
    that never does is a finding. Personas of a pathway that cannot be served are only read.
    """
    findings = Findings()
    answers: dict[str, list[Answers]] = {id_: [] for id_ in library.editions}
    for placed in read_personas(folder, content, shelf.ids("questionnaires"), findings):
        edition = library.editions.get(placed.value.questionnaire)
        given = check_persona(placed, edition) if edition else None
        if given is not None:
            answers[placed.value.questionnaire].append(given)
    coverage = {id_: cover(edition, answers[id_]) for id_, edition in library.editions.items()}
    for file in shelf.rules:
        covered = coverage.get(file.questionnaire or "")
        if covered is not None and covered.rules.percent < required:
            _rules_unused(file, covered, findings, required)
    return Hearing(findings.in_order(), answers, coverage)


def with_findings(library: Library, hearing: Hearing) -> Library:
    """Return a library that tells what was found about personas too."""
    found = Findings((*library.findings, *hearing.findings))
    return replace(library, findings=found.in_order())


def _rules_unused(file: RulesFile, covered: Coverage, findings: Findings, required: int) -> None:
    reporter = replace(file.reporter, findings=findings)
    paths = {placed.value.id: placed.path for placed in file.rules}
    for rule in covered.rules.never:
        reporter.add(
            "persona-rule-unused",
            paths[rule],
            f"Aucun personnage ne déclenche la règle « {rule} » ({covered.rules.percent} % des "
            f"règles de « {covered.questionnaire} » servent, {required} % sont demandés).",
            "Ajoutez un personnage à qui elle parle : « check --personas DOSSIER --suggest » en "
            "propose.",
        )
