"""``check``: everything to mend in a content folder and its personas, with file, line, remedy."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.console import FAULTY, CommandError, Console

if TYPE_CHECKING:
    from app.content.findings import Finding, Severity
    from app.content.library import Library
    from app.content.personas.coverage import Coverage
    from app.content.shelf import Shelf


class Format(StrEnum):
    """How a command prints what it found."""

    TEXT = "text"
    JSON = "json"


class CheckFormat(StrEnum):
    """How ``check`` prints what it found."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"


def check(
    context: typer.Context,
    prove: Annotated[
        bool,
        typer.Option(
            "--prove",
            help="Prouve aussi, sur toutes les réponses possibles : tout s'atteint, chacun reçoit "
            "de quoi agir, rien n'est en trop.",
        ),
    ] = False,
    personas: Annotated[
        Path | None,
        typer.Option(
            "--personas",
            metavar="DOSSIER",
            help="Éprouve aussi les personnages de ce dossier, rangés par parcours, et dit ce "
            "qu'aucun ne déclenche.",
            show_default=False,
        ),
    ] = None,
    require_rules: Annotated[
        int | None,
        typer.Option(
            "--require-rules",
            min=0,
            max=100,
            metavar="POURCENT",
            help="Échoue si, dans un parcours, les personnages déclenchent moins de règles.",
            show_default=False,
        ),
    ] = None,
    suggest: Annotated[
        bool,
        typer.Option(
            "--suggest",
            help="N'écrit sur la sortie que des brouillons de personnages pour les règles "
            "qu'aucun ne déclenche ; le reste va sur la sortie d'erreur.",
        ),
    ] = False,
    format_: Annotated[
        CheckFormat,
        typer.Option(
            "--format",
            help="text pour lire, json pour un programme, sarif pour un éditeur ou une forge.",
        ),
    ] = CheckFormat.TEXT,
) -> None:
    """Print every finding and what can be served; exit 1 if there is an error."""
    from app.content.library import library_of, open_shelf

    console: Console = context.obj
    _check_use(personas, require_rules, suggest=suggest, format_=format_)
    shelf = open_shelf(console.content)
    served = library_of(shelf)
    library = _proven(shelf) if prove else served
    coverage: Mapping[str, Coverage] | None = None
    if personas is not None:
        from app.content.personas.hearing import hear, with_findings

        heard = hear(shelf, served, personas, console.content, required=require_rules or 0)
        library, coverage = with_findings(library, heard), heard.coverage
        if suggest:
            from app.content.personas.drafts import drafts_of

            for draft in drafts_of(served, heard):
                typer.echo(draft)
    match format_:
        case CheckFormat.JSON:
            typer.echo(json.dumps(report_of(library, coverage), ensure_ascii=False, indent=2))
        case CheckFormat.SARIF:
            from app.cli import version
            from app.cli.sarif import sarif_of

            log = sarif_of(library.findings, version())
            typer.echo(json.dumps(log, ensure_ascii=False, indent=2))
        case CheckFormat.TEXT:
            typer.echo(text_of(library, coverage), err=suggest)
    if library.has_errors:
        raise typer.Exit(FAULTY)


def _check_use(
    personas: Path | None, require_rules: int | None, *, suggest: bool, format_: CheckFormat
) -> None:
    """Refuse options that mean nothing together.

    Raises:
        CommandError: with what to write instead.
    """
    if personas is None:
        if require_rules is not None or suggest:
            option = "--suggest" if suggest else "--require-rules"
            raise CommandError(f"L’option « {option} » demande aussi « --personas DOSSIER ».")
        return
    if not personas.is_dir():
        raise CommandError(f"Le dossier « {personas} » n’existe pas.")
    if suggest and format_ is not CheckFormat.TEXT:
        raise CommandError("L’option « --suggest » écrit du YAML : retirez « --format ».")


def _proven(shelf: Shelf) -> Library:
    """Return the library with what the proofs find; a bar on stderr says how far they are."""
    from rich.console import Console as Screen
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from app.content.library import library_of
    from app.content.prover.report import STEPS, prove_shelf

    count = len(library_of(shelf).editions)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    screen = Screen(stderr=True)
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as bar:
        task = bar.add_task("Preuve", total=count * STEPS)

        def on_step(pathway: str) -> None:
            bar.update(task, advance=1, description=f"Preuve de « {pathway} »")

        return prove_shelf(shelf, on_step=on_step)


def report_of(library: Library, coverage: Mapping[str, Coverage] | None = None) -> dict[str, Any]:
    """Return the JSON form of what was found, of what can be served, of what personas exercise."""
    report: dict[str, Any] = {
        "findings": [_finding(finding) for finding in library.findings],
        "questionnaires": [
            {
                "id": id_,
                "title": edition.questionnaire.title,
                "questions": len(edition.questionnaire.items),
                "dimensions": sum(1 for _ in edition.questionnaire.walk_dimensions()),
                "rules": len(edition.rules.rules),
            }
            for id_, edition in library.editions.items()
        ],
        "resources": library.resources,
    }
    if coverage is not None:
        report["coverage"] = {id_: covered.to_json() for id_, covered in coverage.items()}
    return report


def _finding(finding: Finding) -> dict[str, Any]:
    found: dict[str, Any] = {
        "code": finding.code,
        "severity": finding.severity,
        "file": finding.file,
        "line": finding.line,
        "message": finding.message,
        "remedy": finding.remedy,
    }
    if finding.witness is not None:
        found["witness"] = json.loads(finding.witness)
    return found


def text_of(library: Library, coverage: Mapping[str, Coverage] | None = None) -> str:
    """Return what was found, file by file, what personas exercise, and a line that sums it up."""
    lines: list[str] = []
    for file, findings in groupby(library.findings, key=lambda finding: finding.file):
        lines.append(file)
        for finding in findings:
            word = _SEVERITIES[finding.severity]
            lines.append(f"  {file}:{finding.line} [{word} {finding.code}] {finding.message}")
            lines.append(f"      → {finding.remedy}")
            if finding.witness is not None:
                lines.append(f"      Exemple, à rejouer avec « diagnose » : {finding.witness}")
        lines.append("")
    for one in report_of(library)["questionnaires"]:
        lines.append(
            f"{one['id']} : {one['questions']} questions, {one['dimensions']} dimensions, "
            f"{one['rules']} règles."
        )
        if coverage is not None:
            lines.extend(_coverage_lines(coverage[one["id"]]))
    count = Counter(finding.severity for finding in library.findings)
    untranslated = f", {count['translation']} traduction(s) manquante(s)"
    lines.append(
        f"{len(library.editions)} parcours prêt(s), {library.resources} ressources, "
        f"{count['error']} erreur(s), {count['warning']} avertissement(s)"
        f"{untranslated if count['translation'] else ''}."
    )
    return "\n".join(lines)


_SEVERITIES: dict[Severity, str] = {
    "error": "erreur",
    "warning": "avertissement",
    "translation": "traduction",
}
_SHARES = {
    "rules": ("règles", "Règles jamais déclenchées"),
    "options": ("options", "Options jamais choisies"),
    "levels": ("niveaux", "Niveaux jamais atteints"),
}


def _coverage_lines(covered: Coverage) -> list[str]:
    shares = [
        f"{share.exercised} {_SHARES[name][0]} sur {share.total} ({share.percent} %)"
        for name, share in covered.shares().items()
    ]
    lines = [f"  {covered.personas} personnage(s) : {', '.join(shares)}."]
    lines += [
        f"  {_SHARES[name][1]} : {', '.join(share.never)}."
        for name, share in covered.shares().items()
        if share.never
    ]
    return lines
