"""``blank`` and ``read-paper``: a questionnaire to fill in without a network, and its way back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.answer_files import MAX_BYTES
from app.cli.check import Format
from app.cli.console import FAULTY, CommandError, Console
from app.cli.pdf_files import pdf_renderer, write_file

if TYPE_CHECKING:
    from app.domain.edition import Edition
    from app.domain.restoring import Note, Restoration
    from app.report.returned import Returned


def blank(
    context: typer.Context,
    questionnaire: Annotated[str, typer.Option(metavar="ID", help="Le parcours.")],
    out: Annotated[Path, typer.Option(metavar="FICHIER.pdf", help="Où écrire le questionnaire.")],
    language: Annotated[
        str | None,
        typer.Option(metavar="CODE", help="La langue, par exemple en (sinon celle du parcours)."),
    ] = None,
) -> None:
    """Write the blank form of a pathway as PDF."""
    from app.domain.translation import languages_of
    from app.report.paper_form import build_form

    console: Console = context.obj
    edition = console.edition(questionnaire)
    spoken = languages_of(edition)
    if language is not None and language not in spoken:
        raise CommandError(
            f"Le parcours « {questionnaire} » n'est pas écrit en « {language} ». "
            f"Langues : {', '.join(spoken)}."
        )
    with pdf_renderer() as renderer:
        write_file(out, renderer.render_form(build_form(edition, language or spoken[0])))


def read_paper(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FICHIER.pdf", help="Le questionnaire rempli, enregistré.")
    ],
    format_: Annotated[
        Format, typer.Option("--format", help="text pour lire, json pour un programme.")
    ] = Format.TEXT,
) -> None:
    """Print the answers of a filled form, and what is to be settled by whoever filled it in."""
    from app.domain.translation import in_language
    from app.services.restoring import read_answers

    console: Console = context.obj
    returned = _returned(file)
    edition = console.edition(returned.questionnaire)
    edition = in_language(edition, edition.questionnaire.language)
    found = read_answers(edition, returned)
    if format_ is Format.JSON:
        typer.echo(json.dumps(_as_dict(edition, returned, found), ensure_ascii=False, indent=2))
    else:
        _print(edition, returned, found)
    if _to_settle(found):
        raise typer.Exit(FAULTY)


def _returned(file: Path) -> Returned:
    from app.report.pdf_reader import PdfReader
    from app.report.returned import ReaderBusy, Unreadable, read_returned

    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise Unreadable("too-large")
        return read_returned(data, PdfReader())
    except OSError as error:
        raise CommandError(f"« {file} » ne s'ouvre pas ({error.strerror}).") from None
    except (Unreadable, ReaderBusy) as error:
        raise CommandError(f"{file} : {error}", FAULTY) from None


def _to_settle(found: Restoration) -> list[Note]:
    """Return the notes but those on answers that are kept though not asked."""
    from app.domain.restoring import NOT_ASKED

    return [note for note in found.notes if note.code != NOT_ASKED]


def _as_dict(edition: Edition, returned: Returned, found: Restoration) -> dict[str, Any]:
    from app.domain.answers import dump_answers

    return {
        "questionnaire": returned.questionnaire,
        "edition": edition.hash,
        "same_edition": edition.hash == returned.edition,
        "answers": dump_answers(found.answers),
        "notes": [
            {
                "question": note.question,
                "title": note.title,
                "given": note.given,
                "code": note.code,
                "message": note.reason,
            }
            for note in found.notes
        ],
    }


def _print(edition: Edition, returned: Returned, found: Restoration) -> None:
    from app.content.findings import typeset
    from app.domain.answers import words_of

    lines = [f"{edition.questionnaire.title} : {len(found.answers)} réponse(s)."]
    if edition.hash != returned.edition:
        lines.append("Le parcours a changé depuis que ce questionnaire a été imprimé : relisez.")
    for question, value in found.answers.items():
        item = edition.questionnaire.items_by_id[question]
        lines.append(f"\n{item.question.text}\n  {words_of(edition, question, value)}")
    if found.notes:
        lines.append(f"\nÀ préciser ({len(found.notes)}) :")
    for note in found.notes:
        lines.append(f"\n{note.title or note.question}\n  écrit : {note.given}\n  {note.reason}")
    typer.echo(typeset("\n".join(lines)))
