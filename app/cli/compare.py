"""``compare``: what a new edition changes, and for whom."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.answer_files import BadAnswerFile, open_sets, parse_set
from app.cli.check import Format
from app.cli.console import FAULTY, MISUSE, CommandError, Console
from app.cli.service import Database as DatabaseOption
from app.cli.service import read_settings
from app.content.findings import typeset

if TYPE_CHECKING:
    from app.domain.comparison import Comparison, Effects
    from app.domain.edition import Edition
    from app.domain.migration import Steps
    from app.domain.suggesting import Suggestion
    from app.services.comparing_worker import RawSet
    from app.store.database import Database

MOVED = 3
"""Exit code: for somebody at least, something changes."""

_HASH = re.compile(r"[0-9a-fA-F]{8,64}")

Sets = tuple[int | None, "Iterator[RawSet]"]


def compare(
    old: Annotated[
        str, typer.Argument(metavar="AVANT", help="L'ancienne édition : dossier, ou empreinte.")
    ],
    new: Annotated[
        str, typer.Argument(metavar="APRÈS", help="La nouvelle édition : dossier, ou empreinte.")
    ],
    questionnaire: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Le parcours, si un dossier en contient plusieurs."),
    ] = None,
    answers: Annotated[
        str | None,
        typer.Option(
            metavar="FICHIER",
            help="Réponses à l'ancienne édition : fichier JSON ou JSONL, dossier, ou -.",
        ),
    ] = None,
    database: DatabaseOption = None,
    sample: Annotated[
        int | None,
        typer.Option(
            min=1, max=1_000_000, metavar="N", help="Tire N jeux de réponses au hasard, à défaut."
        ),
    ] = None,
    format_: Annotated[
        Format, typer.Option("--format", help="text pour lire, json pour un programme.")
    ] = Format.TEXT,
    workers: Annotated[
        int | None,
        typer.Option(
            min=1, max=64, metavar="N", help="Combien de processus (sinon un par cœur, 8 au plus)."
        ),
    ] = None,
) -> None:
    """Print what changes between two editions, and the effect on answers that exist."""
    from app.domain.comparison import compare_editions
    from app.domain.suggesting import suggest_steps

    if answers is not None and sample is not None:
        raise CommandError("« --answers » et « --sample » ne vont pas ensemble.")
    with ExitStack() as stack:
        store = None
        if database is not None or not (is_folder(old) and is_folder(new)):
            store = stack.enter_context(open_store(database, old, new))
        comparison = compare_editions(*editions_of(old, new, questionnaire, store))
        suggestions = suggest_steps(comparison.old, comparison.new, comparison.steps)
        sets: Sets | None = None
        unreadable: list[str] = []
        if answers is not None:
            sets = written_sets(comparison.old, answers, unreadable)
        elif sample is not None:
            sets = _drawn(comparison.old, sample)
        elif store is not None:
            from app.services.comparing import stored_sets

            sets = stack.enter_context(stored_sets(store, comparison.old.hash))
        effects = None if sets is None else _measure(comparison, sets, workers)
    _print(comparison, effects, suggestions, format_)
    if unreadable or (effects is not None and effects.refused):
        raise typer.Exit(FAULTY)
    if effects is not None and effects.changed:
        raise typer.Exit(MOVED)


def _print(
    comparison: Comparison,
    effects: Effects | None,
    suggestions: tuple[Suggestion, ...],
    format_: Format,
) -> None:
    from app.cli.comparison_json import comparison_to_dict
    from app.cli.comparison_text import comparison_to_text

    if format_ is Format.JSON:
        data = comparison_to_dict(comparison, effects, suggestions)
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        typer.echo(comparison_to_text(comparison, effects, suggestions))


# Editions ---------------------------------------------------------------------------------------


def is_folder(name: str) -> bool:
    """Whether a name is that of a folder of content, not the hash of an edition."""
    return Path(name).is_dir()


def open_store(url: str | None, *names: str) -> AbstractContextManager[Database]:
    """Return the database, to be closed; only a name that may be a hash asks for one."""
    from app.store.database import Database
    from app.store.migrate import check_current

    for name in names:
        if not is_folder(name) and not _HASH.fullmatch(name):
            raise CommandError(
                f"« {name} » n'est ni un dossier, ni l'empreinte d'une édition (8 chiffres "
                "hexadécimaux au moins)."
            )
    address = read_settings(database_url=url).database_url
    check_current(address)
    return closing(Database(address))


def editions_of(
    old: str, new: str, questionnaire: str | None, store: Database | None
) -> tuple[Edition, Edition, Steps]:
    """Return the two editions, and the steps written beside the new one where it is a folder.

    A stored edition says which pathway is meant.

    Raises:
        CommandError: if one of them is not to be found, or they are of two pathways.
    """
    stored = [_stored(name, store) for name in (old, new)]
    ids = {edition.questionnaire.id for edition in stored if edition is not None}
    if questionnaire is not None:
        ids.add(questionnaire)
    if len(ids) > 1:
        listed = ", ".join(sorted(ids))
        raise CommandError(f"Deux parcours différents ne se comparent pas : {listed}.")
    id_ = next(iter(ids)) if ids else _only_pathway(old, new)
    if stored[1] is not None:
        return stored[0] or Console(Path(old)).edition(id_), stored[1], ()
    before = stored[0] or Console(Path(old)).edition(id_)
    console = Console(Path(new))
    after = console.edition(id_)
    migration = console.library().migrations.get(id_)
    return before, after, migration.steps if migration else ()


def _stored(name: str, store: Database | None) -> Edition | None:
    from app.services.comparing import find_edition
    from app.services.errors import EditionAmbiguous, EditionNotFound

    if is_folder(name) or store is None:
        return None
    try:
        return find_edition(store, name)
    except (EditionNotFound, EditionAmbiguous) as error:
        raise CommandError(str(error), MISUSE) from None


def _only_pathway(*folders: str) -> str:
    """Return the one pathway that both folders have.

    Raises:
        CommandError: if they have none in common, or several.
    """
    names = [{path.stem for path in Path(f, "questionnaires").glob("*.yaml")} for f in folders]
    both = sorted(set.intersection(*names))
    if not both:
        raise CommandError("Ces deux dossiers n'ont aucun parcours en commun.")
    if len(both) > 1:
        raise CommandError(
            f"Il y a plusieurs parcours : choisissez par --questionnaire. Parcours : "
            f"{', '.join(both)}."
        )
    return both[0]


# Answers ----------------------------------------------------------------------------------------


def written_sets(edition: Edition, name: str, unreadable: list[str]) -> Sets:
    """Return the sets of a file; those that cannot be read are told and left out."""
    _, count, found = open_sets([name])
    id_ = edition.questionnaire.id

    def each() -> Iterator[RawSet]:
        for one in found:
            try:
                raw = parse_set(id_, one)
            except BadAnswerFile as error:
                unreadable.append(error.source)
                typer.echo(typeset(str(error)), err=True)
            else:
                yield one.source, raw

    return count, each()


def _drawn(edition: Edition, count: int) -> Sets:
    from random import Random

    from app.domain.answers import dump_answers
    from app.domain.sample import sample_answers

    random = Random(0)  # noqa: S311 - repeatable on purpose, protects nothing
    return count, (
        (f"tirage {place}", dump_answers(sample_answers(edition, random)))
        for place in range(1, count + 1)
    )


def _measure(comparison: Comparison, sets: Sets, workers: int | None) -> Effects:
    from rich.console import Console as Screen
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TimeElapsedColumn

    from app.services.comparing import measure_effects

    count, found = sets
    columns = (
        SpinnerColumn(),
        *Progress.get_default_columns()[:2],
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Screen(stderr=True), transient=True) as progress:
        task = progress.add_task("Comparaison", total=count)
        return measure_effects(
            comparison,
            found,
            count=count,
            workers=workers,
            advance=lambda size: progress.update(task, advance=size),
        )
