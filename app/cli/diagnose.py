"""``diagnose``: from files of answers to results, one by one or many at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.answer_files import AnswerSetText, BadAnswerFile, open_sets, parse_set
from app.cli.check import Format
from app.cli.console import FAULTY, CommandError, Console
from app.cli.pdf_files import PdfFiles, ask_for_pdfs, write_pdfs
from app.content.findings import typeset
from app.domain.errors import InvalidAnswers
from app.locale.speech import FRENCH, LANGUAGES, speaking

if TYPE_CHECKING:
    from app.domain.diagnosis import Answers
    from app.domain.edition import Edition


def diagnose(
    context: typer.Context,
    questionnaire: Annotated[
        str, typer.Option(metavar="ID", help="Le parcours auquel on a répondu.")
    ],
    answers: Annotated[
        list[str],
        typer.Option(
            metavar="FICHIER",
            help="Réponses : fichier JSON ou JSONL, feuille de route en PDF, dossier, ou - pour "
            "l'entrée standard.",
        ),
    ],
    more: Annotated[
        list[str] | None, typer.Argument(metavar="FICHIER", help="D'autres fichiers de réponses.")
    ] = None,
    format_: Annotated[
        Format | None,
        typer.Option(
            "--format",
            help="text pour lire (par défaut pour un seul jeu), json pour un programme.",
        ),
    ] = None,
    pdf: Annotated[
        Path | None,
        typer.Option(metavar="FICHIER.pdf", help="Écrit aussi la feuille de route en PDF."),
    ] = None,
    essential: Annotated[
        Path | None,
        typer.Option(metavar="FICHIER.pdf", help="Écrit aussi l’essentiel en deux pages, en PDF."),
    ] = None,
    date: Annotated[
        str | None,
        typer.Option(
            metavar="JOUR",
            help="Le jour que disent les PDF, comme 2026-03-14 ; aujourd’hui par défaut.",
        ),
    ] = None,
    reference: Annotated[
        str | None,
        typer.Option(
            metavar="TEXTE", help="La référence que disent les PDF ; le nom du fichier par défaut."
        ),
    ] = None,
    next_level: Annotated[
        bool,
        typer.Option("--next-level/--no-next-level", help="Cherche ce qui mène au niveau suivant."),
    ] = True,
    language: Annotated[
        str | None,
        typer.Option(
            metavar="LANGUE", help="La langue du résultat : fr, en ; celle du parcours par défaut."
        ),
    ] = None,
) -> None:
    """Print the diagnosis of one set of answers, or of many as JSONL."""
    console: Console = context.obj
    edition = _read_in(console.edition(questionnaire), language)
    with speaking(edition.questionnaire.language if language else FRENCH):
        files = ask_for_pdfs(pdf, essential, date, reference)
        _diagnose(edition, [*answers, *(more or ())], format_, files, with_next_level=next_level)


def _read_in(edition: Edition, language: str | None) -> Edition:
    """Return an edition in the language asked for; tell it where the pathway lacks that one.

    Raises:
        CommandError: if it is neither a language of the pathway nor one of the service.
    """
    from app.domain.translation import in_language, languages_of

    own = languages_of(edition)
    if language is None or language in own:
        return edition if language is None else in_language(edition, language)
    if language not in LANGUAGES:
        known = ", ".join(dict.fromkeys((*own, *LANGUAGES)))
        raise CommandError(f"La langue « {language} » n’est pas connue. Langues : {known}.")
    typer.echo(
        typeset(
            f"Le parcours « {edition.questionnaire.id} » n’est pas traduit en « {language} » : "
            f"ses textes restent en « {own[0]} »."
        ),
        err=True,
    )
    return in_language(edition, language)


def _diagnose(
    edition: Edition,
    answers: list[str],
    format_: Format | None,
    files: PdfFiles,
    *,
    with_next_level: bool,
) -> None:
    are_several, count, sets = open_sets(answers)
    if are_several:
        if files.option or format_ is Format.TEXT:
            option = files.option or "--format text"
            raise CommandError(f"« {option} » ne vaut que pour un seul jeu de réponses.")
        _many(edition, sets, count, with_next_level=with_next_level)
    else:
        _one(edition, next(sets), format_ or Format.TEXT, files, with_next_level=with_next_level)


def _one(
    edition: Edition,
    found: AnswerSetText,
    format_: Format,
    files: PdfFiles,
    *,
    with_next_level: bool,
) -> None:
    from app.cli.summary import summarise
    from app.domain.diagnose import diagnose as diagnose_answers
    from app.domain.serialise import diagnosis_to_dict

    given = _answers(edition, found)
    diagnosis = diagnose_answers(edition, given, next_levels=with_next_level)
    if files.option:
        write_pdfs(edition, given, diagnosis if with_next_level else None, files)
    if format_ is Format.JSON:
        result = diagnosis_to_dict(edition, diagnosis)
        typer.echo(json.dumps(result, ensure_ascii=False, indent=2))
    else:
        typer.echo(summarise(edition, diagnosis))


def _many(
    edition: Edition,
    sets: Iterator[AnswerSetText],
    count: int | None,
    *,
    with_next_level: bool,
) -> None:
    from rich.console import Console as Screen
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TimeElapsedColumn

    from app.domain.diagnose import diagnose as diagnose_answers
    from app.domain.serialise import canonical_json, diagnosis_to_dict

    refused = 0
    screen = Screen(stderr=True)
    columns = (
        SpinnerColumn(),
        *Progress.get_default_columns()[:2],
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=screen) as progress:
        for found in progress.track(sets, total=count, description="Diagnostics"):
            line: dict[str, Any]
            try:
                given = _answers(edition, found)
            except (BadAnswerFile, RefusedAnswers) as error:
                refused += 1
                line = {"error": error.as_dict()}
            else:
                diagnosis = diagnose_answers(edition, given, next_levels=with_next_level)
                line = diagnosis_to_dict(edition, diagnosis)
            typer.echo(canonical_json(line))
    if refused:
        typer.echo(typeset(f"{refused} jeu(x) de réponses refusé(s)."), err=True)
        raise typer.Exit(FAULTY)


class RefusedAnswers(CommandError):
    """The answers of one set do not fit their questions."""

    def __init__(self, source: str, refused: InvalidAnswers) -> None:
        lines = [f"{source} : {one.question} : {one.message}" for one in refused.problems]
        super().__init__("\n".join(lines), FAULTY)
        self.source = source
        self.problems = refused.problems

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form of the refusal."""
        return {
            "source": self.source,
            "message": "Des réponses ne conviennent pas à leurs questions.",
            "problems": [
                {"question": one.question, "code": one.code, "message": one.message}
                for one in self.problems
            ],
        }


def _answers(edition: Edition, found: AnswerSetText) -> Answers:
    from app.domain.answers import parse_answers

    raw = parse_set(edition.questionnaire.id, found)
    try:
        return parse_answers(edition, raw)
    except InvalidAnswers as refused:
        raise RefusedAnswers(found.source, refused) from None
