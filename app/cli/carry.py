"""``carry``: what becomes of answers, one by one, when they go from one edition to another."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.check import Format
from app.cli.compare import editions_of, is_folder, open_store, written_sets
from app.cli.console import FAULTY
from app.cli.service import Database as DatabaseOption
from app.content.findings import typeset

if TYPE_CHECKING:
    from app.domain.fate_words import FateInWords


def carry(
    old: Annotated[
        str, typer.Argument(metavar="AVANT", help="L'ancienne édition : dossier, ou empreinte.")
    ],
    new: Annotated[
        str, typer.Argument(metavar="APRÈS", help="La nouvelle édition : dossier, ou empreinte.")
    ],
    answers: Annotated[
        str,
        typer.Option(
            metavar="FICHIER",
            help="Réponses à l'ancienne édition : fichier JSON ou JSONL, dossier, ou -.",
        ),
    ],
    questionnaire: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Le parcours, si un dossier en contient plusieurs."),
    ] = None,
    database: DatabaseOption = None,
    format_: Annotated[
        Format, typer.Option("--format", help="text pour lire, json pour un programme.")
    ] = Format.TEXT,
) -> None:
    """Print what becomes of each answer of each set; JSON is one line for each set."""
    from app.domain.answers import dump_answers, parse_answers
    from app.domain.carrying import Carrier
    from app.domain.errors import InvalidAnswers
    from app.domain.fate_words import put_in_words

    with ExitStack() as stack:
        store = None
        if database is not None or not (is_folder(old) and is_folder(new)):
            store = stack.enter_context(open_store(database, old, new))
        before, after, steps = editions_of(old, new, questionnaire, store)
    unreadable: list[str] = []
    _, sets = written_sets(before, answers, unreadable)
    carrier = Carrier(before, after, steps)
    for source, raw in sets:
        try:
            given = parse_answers(before, raw)
        except InvalidAnswers as refused:
            unreadable.append(source)
            typer.echo(typeset(f"{source} : {refused}"), err=True)
            continue
        carried = carrier.carry(given)
        fates = put_in_words(before, after, given, carried)
        if format_ is Format.JSON:
            told = {
                "source": source,
                "old": before.hash,
                "new": after.hash,
                "answers": dump_answers(carried.answers),
                "fates": [fate_to_dict(fate) for fate in fates],
            }
            typer.echo(json.dumps(told, ensure_ascii=False))
        else:
            typer.echo(typeset("\n".join(_text(source, fates))))
    if unreadable:
        raise typer.Exit(FAULTY)


def fate_to_dict(fate: FateInWords) -> dict[str, Any]:
    """Return the JSON form of what became of an answer."""
    return {
        "question": fate.before.question,
        "fate": fate.kind.value,
        "before": {"text": fate.before.text, "answer": fate.before.answer},
        "into": [
            {"question": one.question, "text": one.text, "answer": one.answer} for one in fate.now
        ],
        "ask_again": [{"question": one.question, "text": one.text} for one in fate.again],
        "why": fate.why,
        "note": fate.note,
        "lost": list(fate.lost),
    }


_KINDS = (
    ("kept", "reprise(s) telle(s) quelle(s)"),
    ("reworded", "reprise(s), mais le texte a changé"),
    ("moved", "reprise(s) par une étape"),
    ("ask_again", "à redonner"),
    ("dropped", "mise(s) de côté"),
)


def _text(source: str, fates: Sequence[FateInWords]) -> Iterator[str]:
    yield source
    for kind, words in _KINDS:
        own = [fate for fate in fates if fate.kind.value == kind]
        if not own:
            continue
        yield f"  {len(own)} {words}"
        for fate in own if kind != "kept" else ():
            yield f"    {fate.before.question} : {fate.before.answer}"
            for one in fate.now:
                yield f"      → {one.question} : {one.answer}"
            for one in fate.again:
                yield f"      → {one.question} : à redonner"
            yield from (f"      {one}" for one in (fate.why, fate.note) if one)
