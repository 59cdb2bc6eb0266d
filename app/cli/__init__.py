"""The command line: what is served, and what authors and operators do with it.

Exit codes: 0 fine, 1 faulty content or answers, 2 wrong use, 3 ``compare`` found that something
changes for somebody. What a command needs is imported when
it runs, so that ``check`` starts fast.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli.authoring import sample, schema
from app.cli.carry import carry
from app.cli.check import check
from app.cli.compare import compare
from app.cli.console import Console, FrenchCommand, FrenchGroup, run
from app.cli.content import content as content_commands
from app.cli.diagnose import diagnose
from app.cli.paper import blank, read_paper
from app.cli.service import migrate, purge, remind, serve
from app.content.library import DEFAULT_ROOT

app = typer.Typer(
    cls=FrenchGroup,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Balises : un autodiagnostic, ses questionnaires et ses règles.",
    epilog="Codes de sortie : 0 tout va bien, 1 contenus ou réponses à corriger, 2 mauvais usage, "
    "3 (compare) quelque chose change pour quelqu'un.",
)


def _version(is_asked: bool) -> None:
    if is_asked:
        typer.echo(f"balises {version()}")
        raise typer.Exit


def version() -> str:
    """Return the version of the program, as ``pyproject.toml`` says it."""
    import tomllib

    text = (DEFAULT_ROOT / "pyproject.toml").read_text("utf-8")
    return str(tomllib.loads(text)["project"]["version"])


@app.callback()
def _root(
    context: typer.Context,
    content: Annotated[
        Path,
        typer.Option(
            envvar="BALISES_CONTENT",
            metavar="DOSSIER",
            help="Dossier des contenus (sinon BALISES_CONTENT, ou celui du dépôt).",
            show_default=False,
            show_envvar=False,
        ),
    ] = DEFAULT_ROOT,
    _: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Affiche la version et s'arrête."
        ),
    ] = False,
) -> None:
    context.obj = Console(content)


_COMMANDS = (
    (check, "Dit tout ce qui est à corriger dans les contenus."),
    (
        compare,
        "Dit ce qu'une nouvelle édition change, et pour qui.\n\n"
        "AVANT et APRÈS : un dossier de contenus, ou l'empreinte d'une édition de la base (ses 8 "
        "premiers chiffres au moins). L'effet se mesure sur les réponses à l'ancienne édition : "
        "celles de --answers, sinon celles de la base. Rien n'est modifié.\n\n"
        "Codes de sortie : 0 rien ne bouge (ou aucune réponse donnée), 1 contenus ou réponses à "
        "corriger, 2 mauvais usage, 3 quelque chose change pour quelqu'un (un score, un niveau, "
        "une préconisation ou une réponse perdue).",
    ),
    (
        carry,
        "Dit ce que deviennent des réponses d'une édition à l'autre, une par une.\n\n"
        "AVANT et APRÈS comme pour compare ; les étapes sont celles du dossier APRÈS. Une ligne "
        "JSON par jeu avec --format json. Rien n'est modifié.",
    ),
    (
        diagnose,
        "Rend le résultat de réponses.\n\n"
        "Un seul jeu : un texte, ou du JSON. Plusieurs : une ligne JSON pour chacun, dans l'ordre, "
        "avec l'erreur à sa place pour un jeu refusé.",
    ),
    (
        blank,
        "Écrit un questionnaire à remplir, en PDF.\n\n"
        "À l'écran ou sur papier, sans réseau. Rempli à l'écran et enregistré, il se relit par "
        "read-paper ou sur la page « Reprendre depuis un fichier ».",
    ),
    (
        read_paper,
        "Relit un questionnaire rempli.\n\n"
        "Ce qui n'est pas clair est dit, avec ce qui est écrit ; rien n'est deviné. Code de sortie "
        "1 s'il reste à préciser.",
    ),
    (
        sample,
        "Tire au hasard des réponses valides.\n\n"
        "Une ligne JSON par jeu, complet : chaque question posée a une réponse.",
    ),
    (
        schema,
        "Écrit les schémas JSON des contenus.\n\n"
        "Les éditeurs de texte s'en servent pour proposer les clés et montrer les fautes.",
    ),
    (migrate, "Crée ou met à jour la base de données."),
    (purge, "Efface ce qui n'est plus à conserver."),
    (
        remind,
        "Envoie les rappels qui sont dus.\n\n"
        "Le service le fait déjà au démarrage puis chaque jour ; deux envois à la fois n'en font "
        "qu'un. Code de sortie 1 si tout n'a pas pu partir.",
    ),
    (
        serve,
        "Sert le site sur une adresse.\n\n"
        "Seuls les parcours dont le contenu est sans erreur sont proposés.",
    ),
)

for _command, _help in _COMMANDS:
    app.command(cls=FrenchCommand, help=_help)(_command)


app.add_typer(content_commands, name="content")


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    return run(app, arguments)
