"""``check``: everything to mend in a content folder, with file, line and remedy."""

from __future__ import annotations

import json
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.console import FAULTY, Console

if TYPE_CHECKING:
    from app.content.library import Library


class Format(StrEnum):
    """How a command prints what it found."""

    TEXT = "text"
    JSON = "json"


def check(
    context: typer.Context,
    format_: Annotated[
        Format, typer.Option("--format", help="text pour lire, json pour un programme.")
    ] = Format.TEXT,
) -> None:
    """Print every finding and what can be served; exit 1 if there is an error."""
    console: Console = context.obj
    library = console.library()
    if format_ is Format.JSON:
        typer.echo(json.dumps(report_of(library), ensure_ascii=False, indent=2))
    else:
        typer.echo(text_of(library))
    if library.has_errors:
        raise typer.Exit(FAULTY)


def report_of(library: Library) -> dict[str, Any]:
    """Return the JSON form of what was found and of what can be served."""
    return {
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity,
                "file": finding.file,
                "line": finding.line,
                "message": finding.message,
                "remedy": finding.remedy,
            }
            for finding in library.findings
        ],
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


def text_of(library: Library) -> str:
    """Return what was found, file by file, and a line that sums it up."""
    lines: list[str] = []
    for file, findings in groupby(library.findings, key=lambda finding: finding.file):
        lines.append(file)
        for finding in findings:
            word = "erreur" if finding.severity == "error" else "avertissement"
            lines.append(f"  {file}:{finding.line} [{word} {finding.code}] {finding.message}")
            lines.append(f"      → {finding.remedy}")
        lines.append("")
    for one in report_of(library)["questionnaires"]:
        lines.append(
            f"{one['id']} : {one['questions']} questions, {one['dimensions']} dimensions, "
            f"{one['rules']} règles."
        )
    errors = sum(finding.severity == "error" for finding in library.findings)
    lines.append(
        f"{len(library.editions)} parcours prêt(s), {library.resources} ressources, "
        f"{errors} erreur(s), {len(library.findings) - errors} avertissement(s)."
    )
    return "\n".join(lines)
