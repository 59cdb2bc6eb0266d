"""``sample`` and ``schema``: what authors of content work with."""

from __future__ import annotations

import json
from random import Random
from typing import Annotated

import typer

from app.cli.console import FAULTY, Console


def sample(
    context: typer.Context,
    questionnaire: Annotated[str, typer.Option(metavar="ID", help="Le parcours.")],
    count: Annotated[
        int, typer.Option(min=1, max=1_000_000, metavar="N", help="Combien de jeux de réponses.")
    ] = 1,
    seed: Annotated[
        int, typer.Option(metavar="S", help="Le même nombre redonne les mêmes réponses.")
    ] = 0,
) -> None:
    """Print valid, complete, random sets of answers as JSONL."""
    from app.domain.answers import dump_answers
    from app.domain.sample import sample_answers

    console: Console = context.obj
    edition = console.edition(questionnaire)
    random = Random(seed)  # noqa: S311 - repeatable on purpose, protects nothing
    for _ in range(count):
        answers = dump_answers(sample_answers(edition, random))
        line = {"questionnaire": questionnaire, "answers": answers}
        typer.echo(json.dumps(line, ensure_ascii=False))


def schema(
    context: typer.Context,
    check: Annotated[
        bool, typer.Option("--check", help="N'écrit rien ; dit si un schéma est périmé.")
    ] = False,
) -> None:
    """Write the JSON Schemas into the content folder, or tell which are stale."""
    from app.content.schema import schema_files

    console: Console = context.obj
    stale = []
    for name, text in schema_files().items():
        path = console.content / name
        if path.is_file() and path.read_text("utf-8") == text:
            continue
        stale.append(name)
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
    for name in stale:
        typer.echo(f"{name} : {'périmé' if check else 'écrit'}")
    if not stale:
        typer.echo("Les schémas sont à jour.")
    if stale and check:
        raise typer.Exit(FAULTY)
