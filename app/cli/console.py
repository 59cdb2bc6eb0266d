"""What all commands share: the content folder, one-line errors in French, exit codes."""

from __future__ import annotations

import difflib
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from app.domain.errors import BalisesError

if TYPE_CHECKING:
    from app.content.library import Library
    from app.domain.edition import Edition

FAULTY = 1
"""Exit code: the content or the answers are to be mended."""
MISUSE = 2
"""Exit code: the command was not written as it should be."""


class CommandError(BalisesError):
    """A command cannot go on: one line or more for the person, and the exit code."""

    def __init__(self, message: str, code: int = MISUSE) -> None:
        super().__init__(message)
        self.code = code


class Console:
    """The content folder that a command works on."""

    def __init__(self, content: Path) -> None:
        self._content = content
        self._library: Library | None = None

    @property
    def content(self) -> Path:
        """The content folder, which exists.

        Raises:
            CommandError: if there is no such folder.
        """
        if not self._content.is_dir():
            raise CommandError(f"Le dossier « {self._content} » n’existe pas.")
        return self._content

    def library(self) -> Library:
        """Read and check the content folder, once."""
        from app.content.library import load_library

        if self._library is None:
            self._library = load_library(self.content)
        return self._library

    def edition(self, questionnaire: str) -> Edition:
        """Return the edition of a pathway.

        Raises:
            CommandError: if it does not exist, or has errors.
        """
        library = self.library()
        found = library.editions.get(questionnaire)
        if found is not None:
            return found
        written = sorted(path.stem for path in (self.content / "questionnaires").glob("*.yaml"))
        if questionnaire in written:
            count = sum(finding.severity == "error" for finding in library.findings)
            raise CommandError(
                f"Le parcours « {questionnaire} » ne peut pas servir : {count} erreur(s) dans le "
                "contenu. Lancez « python -m app check » pour les voir.",
                FAULTY,
            )
        near = difflib.get_close_matches(questionnaire, library.editions, n=1)
        hint = f" Vouliez-vous dire « {near[0]} » ?" if near else ""
        known = ", ".join(library.editions) or "aucun"
        raise CommandError(
            f"Le parcours « {questionnaire} » n’existe pas.{hint} Parcours : {known}."
        )


def run(app: typer.Typer, arguments: list[str] | None) -> int:
    """Run a command and return its exit code; errors are lines on stderr, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = app(args=arguments, prog_name="python -m app", standalone_mode=False)
    except CommandError as error:
        return _fail(str(error), error.code)
    except BalisesError as error:
        return _fail(str(error), FAULTY)
    except TyperException as error:
        return _fail(_usage_in_french(error.format_message()), error.exit_code)
    except typer.Abort:
        return _fail("Interrompu.", 130)
    return code if isinstance(code, int) else 0


def _fail(message: str, code: int) -> int:
    from app.content.findings import typeset

    if message:
        typer.echo(typeset(message), err=True)
    return code


_USAGE = (
    (r"^No such option: (\S+).*", r"L’option « \1 » n'existe pas. Voyez --help."),
    (r"^No such command '(.*?)'.*", r"La commande « \1 » n'existe pas. Voyez --help."),
    (r"^Missing option '(.*?)'.*", r"Il manque l’option « \1 ». Voyez --help."),
    (r"^Missing argument '(.*?)'.*", r"Il manque « \1 ». Voyez --help."),
    (r"^Option '(.*?)' requires .*", r"L’option « \1 » attend une valeur."),
    (r"^Option '(.*?)' does not take a value.*", r"L’option « \1 » n'attend pas de valeur."),
    (r"^Got unexpected extra argument\S* \((.*)\)", r"« \1 » est de trop ici. Voyez --help."),
    (r"^Invalid value for '(.*?)': ", r"L’option « \1 » ne convient pas : "),
    (r"(?:Value error, )?'(.*)' is not one of (.*)", r"« \1 » n'est pas l'un de \2"),
    (r"Input should be a valid integer.*", "un nombre entier est attendu."),
    (r"Input should be greater than or equal to (\S+)", r"au moins \1 est attendu."),
    (r"Input should be less than or equal to (\S+)", r"au plus \1 est attendu."),
)
"""What the parser of the command line says, and how we say it; else its words are kept."""


def _usage_in_french(message: str) -> str:
    for english, french in _USAGE:
        message = re.sub(f"(?s){english}", french, message)
    return message


_HELP = (
    ("Usage:", "Usage :"),
    ("COMMAND [ARGS]...", "COMMANDE …"),
    ("Options:", "Options :"),
    ("Arguments:", "Arguments :"),
    ("Commands:", "Commandes :"),
    ("Show this message and exit.", "Affiche cette aide."),
    ("[required]", "[obligatoire]"),
    ("; required]", " ; obligatoire]"),
    ("default:", "par défaut :"),
    (" <list[str]>", ""),
)


def _help_in_french(text: str) -> str:
    from app.content.findings import typeset

    for english, french in _HELP:
        text = text.replace(english, french)
    return typeset(text)


class FrenchCommand(TyperCommand):
    """A command whose help is in French."""

    def get_help(self, ctx: Any) -> str:
        """Return the help, its fixed words in French."""
        return _help_in_french(super().get_help(ctx))


class FrenchGroup(TyperGroup):
    """The list of commands, whose help is in French."""

    def get_help(self, ctx: Any) -> str:
        """Return the help, its fixed words in French."""
        return _help_in_french(super().get_help(ctx))
