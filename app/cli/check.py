"""``check``: everything to mend in a content folder, with file, line and remedy."""

from __future__ import annotations

import json
from collections import Counter
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.console import FAULTY, Console

if TYPE_CHECKING:
    from app.content.findings import Finding, Severity
    from app.content.library import Library


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
    format_: Annotated[
        CheckFormat,
        typer.Option(
            "--format",
            help="text pour lire, json pour un programme, sarif pour un éditeur ou une forge.",
        ),
    ] = CheckFormat.TEXT,
) -> None:
    """Print every finding and what can be served; exit 1 if there is an error."""
    console: Console = context.obj
    library = _proven(console) if prove else console.library()
    match format_:
        case CheckFormat.JSON:
            typer.echo(json.dumps(report_of(library), ensure_ascii=False, indent=2))
        case CheckFormat.SARIF:
            from app.cli import version
            from app.cli.sarif import sarif_of

            log = sarif_of(library.findings, version())
            typer.echo(json.dumps(log, ensure_ascii=False, indent=2))
        case CheckFormat.TEXT:
            typer.echo(text_of(library))
    if library.has_errors:
        raise typer.Exit(FAULTY)


def _proven(console: Console) -> Library:
    """Return the library with what the proofs find; a bar on stderr says how far they are."""
    from rich.console import Console as Screen
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from app.content.library import library_of, open_shelf
    from app.content.prover.report import STEPS, prove_shelf

    shelf = open_shelf(console.content)
    count = len(library_of(shelf).editions)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    screen = Screen(stderr=True)
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as bar:
        task = bar.add_task("Preuve", total=count * STEPS)

        def on_step(pathway: str) -> None:
            bar.update(task, advance=1, description=f"Preuve de « {pathway} »")

        return prove_shelf(shelf, on_step=on_step)


def report_of(library: Library) -> dict[str, Any]:
    """Return the JSON form of what was found and of what can be served."""
    return {
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


def text_of(library: Library) -> str:
    """Return what was found, file by file, and a line that sums it up."""
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
