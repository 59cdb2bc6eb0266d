"""``content``: start a pathway, take it out to a workbook, bring it back, read an XLSForm."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.check import text_of
from app.cli.console import FAULTY, CommandError, Console, FrenchCommand, FrenchGroup
from app.content.findings import typeset

if TYPE_CHECKING:
    from app.content.sheets.read import RawSheet
    from app.content.sheets.scan import Refused
    from app.content.sheets.tables import CellFinding

content = typer.Typer(
    cls=FrenchGroup,
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Écrit des contenus : un nouveau parcours, un tableur, un formulaire XLSForm.",
)

Workbook = Annotated[Path, typer.Argument(metavar="FICHIER.xlsx", show_default=False)]
DryRun = Annotated[bool, typer.Option("--dry-run", help="N'écrit rien ; montre ce qui changerait.")]


def new(
    context: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="ID", show_default=False)],
    title: Annotated[
        str | None, typer.Option(metavar="TITRE", help="Le titre, tel que les gens le lisent.")
    ] = None,
    audience: Annotated[
        str | None, typer.Option(metavar="TEXTE", help="Pour qui, en une phrase.")
    ] = None,
) -> None:
    """Write a small sound pathway to start from."""
    from app.content.scaffold import CannotScaffold, scaffold
    from app.content.sheets.pathway import read_folder

    console: Console = context.obj
    try:
        texts = scaffold(read_folder(console.content), id_, title, audience)
    except CannotScaffold as error:
        raise CommandError(str(error)) from error
    _write(console, texts)
    typer.echo(typeset(_NEXT.format(id=id_, content=console.content)))


_NEXT = (
    "\nCe parcours peut servir tel quel. Pour en faire le vôtre :\n"
    "  1. Changez les textes, une question à la fois, dans questionnaires/{id}.yaml.\n"
    "  2. Relisez : python -m app --content {content} check\n"
    "  3. Éprouvez toutes les réponses : python -m app --content {content} check --prove\n"
    "  4. Regardez : BALISES_CONTENT={content} make run\n"
    "Dans un tableur : python -m app --content {content} content export {id} --xlsx {id}.xlsx\n"
    "Si « check » dit qu'une ressource n'est pas destinée à « {id} », ajoutez ce parcours à ses "
    "« audiences ».\n"
    "Les clés sont décrites dans questionnaires/README.md et rules/README.md."
)


def _write(console: Console, texts: dict[str, str]) -> None:
    """Write files of the content folder, and say which."""
    from app.content.sheets.bring_in import write_texts

    try:
        write_texts(console.content, texts)
    except OSError as error:
        raise CommandError(f"Les fichiers ne s'écrivent pas ({error.strerror}).") from error
    for name in texts:
        typer.echo(f"{name} : écrit.")


def export_(
    context: typer.Context,
    questionnaire: Annotated[str, typer.Argument(metavar="ID", show_default=False)],
    xlsx: Annotated[
        Path, typer.Option("--xlsx", metavar="FICHIER", help="Le classeur à écrire (.xlsx).")
    ],
) -> None:
    """Write a workbook with a whole pathway."""
    from app.content.sheets.pathway import read_folder
    from app.content.sheets.take_out import CannotExport, take_out

    console: Console = context.obj
    try:
        data = take_out(read_folder(console.content), questionnaire)
    except CannotExport as error:
        raise CommandError(str(error)) from error
    try:
        xlsx.write_bytes(data)
    except OSError as error:
        raise CommandError(f"Le classeur « {xlsx} » ne s'écrit pas ({error.strerror}).") from error
    typer.echo(f"{xlsx} : écrit. La première feuille dit comment faire.")


def import_(
    context: typer.Context,
    workbook: Workbook,
    dry_run: DryRun = False,
    force: Annotated[
        bool,
        typer.Option(
            "--force", help="Le classeur l'emporte sur ce qui a changé depuis son export."
        ),
    ] = False,
) -> None:
    """Bring an edited workbook back into the content folder."""
    from app.content.sheets.bring_in import bring_in
    from app.content.sheets.pathway import read_folder
    from app.content.sheets.yaml_edit import UnfaithfulEdit

    console: Console = context.obj
    sheets = _sheets(workbook)
    try:
        brought = bring_in(read_folder(console.content), sheets, is_forced=force)
    except UnfaithfulEdit as error:
        raise CommandError(
            "Rien n'est écrit : le texte préparé ne dirait pas ce que dit le classeur. C'est un "
            "défaut de ce programme, signalez-le avec le classeur.",
            FAULTY,
        ) from error
    if brought.cells:
        typer.echo(cell_lines(brought.cells))
    for finding in brought.files:
        typer.echo(f"{finding.file}:{finding.line} [erreur {finding.code}] {finding.message}")
        typer.echo(f"    → {finding.remedy}")
    if brought.has_errors:
        errors = sum(finding.severity == "error" for finding in brought.cells)
        raise CommandError(
            f"Rien n'est écrit : {errors + len(brought.files)} erreur(s) à corriger.", FAULTY
        )
    for id_ in brought.kept:
        typer.echo(f"« {id_} » reste au catalogue : d'autres parcours s'en servent.")
    if not brought.texts:
        typer.echo("Rien ne change.")
        return
    if dry_run:
        typer.echo(brought.diff(), nl=False)
        return
    _write(console, brought.texts)
    _check(console)


def import_xlsform(
    context: typer.Context,
    workbook: Workbook,
    id_: Annotated[str, typer.Option("--id", metavar="ID", help="Le nom du nouveau parcours.")],
) -> None:
    """Make a new pathway out of an XLSForm, and tell what was not carried over."""
    from app.content.scaffold import CannotScaffold
    from app.content.sheets.pathway import read_folder
    from app.content.sheets.scan import Refused
    from app.content.sheets.xlsform.form import read_form
    from app.content.sheets.xlsform.into import pathway_from

    console: Console = context.obj
    sheets = _sheets(workbook)
    try:
        texts, carried = pathway_from(read_folder(console.content), id_, read_form(sheets))
    except CannotScaffold as error:
        raise CommandError(str(error)) from error
    except Refused as error:
        raise _refused(workbook, error) from error
    _write(console, texts)
    count = sum(len(section["questions"]) for section in carried.sections)
    typer.echo(f"{count} question(s) reprise(s), dans {len(carried.sections)} section(s).")
    if carried.renamed:
        typer.echo("\nIdentifiants changés :")
        for old, new_ in carried.renamed:
            typer.echo(f"  {old} → {new_}")
    if carried.lost:
        typer.echo("\nCe qui n’est pas repris, ou reste à compléter :")
        for lost in carried.lost:
            typer.echo(typeset(f"  {lost.sheet}, ligne {lost.row} : {lost.what}"))
    typer.echo(typeset(_AFTER_FORM.format(id=id_)))
    _check(console)


_AFTER_FORM = (
    "\nLes questions du formulaire sont posées, mais aucune n'est notée. Les deux dimensions et "
    "les deux dernières sections sont un exemple : donnez une « dimension » et des notes "
    "(« score ») à vos questions dans questionnaires/{id}.yaml, puis remplacez l'exemple.\n"
)


def _refused(workbook: Path, error: Refused) -> CommandError:
    message = f"{workbook.name} [erreur workbook-refused] {error.message}\n    → {error.remedy}"
    return CommandError(message, FAULTY)


def _sheets(workbook: Path) -> list[RawSheet]:
    from app.content.sheets.read import read_workbook
    from app.content.sheets.scan import Refused

    try:
        return read_workbook(workbook)
    except Refused as error:
        raise _refused(workbook, error) from error


def _check(console: Console) -> None:
    """Print what ``check`` finds; end with its exit code."""
    library = console.library()
    typer.echo(text_of(library))
    if library.has_errors:
        raise typer.Exit(FAULTY)


def cell_lines(findings: tuple[CellFinding, ...]) -> str:
    """Return what is to be mended in a workbook, sheet by sheet."""
    lines: list[str] = []
    for sheet, found in groupby(findings, key=lambda finding: finding.place.sheet):
        lines.append(f"Feuille «\u00a0{sheet}\u00a0»")
        for finding in found:
            place = finding.place
            where = f"ligne {place.row}" if place.row else "toute la feuille"
            if place.column:
                named = f" «\u00a0{finding.header}\u00a0»" if finding.header else ""
                where = f"{place.cell}, ligne {place.row}, colonne{named or ' ' + place.cell[:1]}"
            word = "erreur" if finding.severity == "error" else "avertissement"
            lines.append(f"  {where} [{word} {finding.code}] {finding.message}")
            lines.append(f"      → {finding.remedy}")
    return "\n".join(lines)


_COMMANDS = (
    (
        new,
        "new",
        "Commence un parcours.\n\n"
        "Un petit exemple complet et commenté, prouvé sans erreur, avec les ressources du dossier "
        "s'il en a. Rien de ce qui existe n'est écrasé.",
    ),
    (
        export_,
        "export",
        "Écrit un parcours entier dans un classeur Excel ou LibreOffice.\n\n"
        "Tout y est : questions, réponses, niveaux, règles, ressources ; « content import » le "
        "relit.",
    ),
    (
        import_,
        "import",
        "Relit un classeur modifié, et n'écrit dans les fichiers que ce qui a changé.\n\n"
        "Les anomalies sont dites toutes ensemble, avec la feuille, la ligne et la colonne ; tant "
        "qu'il y a une erreur, rien n'est écrit.",
    ),
    (
        import_xlsform,
        "import-xlsform",
        "Fait un parcours d'un formulaire XLSForm (KoboToolbox, ODK).\n\n"
        "Les questions, leurs réponses, les groupes et les conditions simples sont repris ; tout "
        "le reste est listé, avec sa feuille et sa ligne.",
    ),
)

for _command, _name, _help in _COMMANDS:
    content.command(_name, cls=FrenchCommand, help=_help)(_command)
