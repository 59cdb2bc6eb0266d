"""Sets of answers as files: one JSON object each, or one a line; must not judge the answers."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from app.cli.console import FAULTY, CommandError
from app.content.findings import typeset
from app.content.suggest import did_you_mean, short

MAX_BYTES = 5 * 1024 * 1024
_KEYS = ("questionnaire", "answers")
_RECORD = "balises-result/"
"""How the format of a record of a result begins; its other keys are not needed here."""
_FORM = '{"questionnaire": …, "answers": {…}}'


class BadAnswerFile(CommandError):
    """A set of answers cannot be read; ``source`` says where it was."""

    def __init__(self, source: str, message: str) -> None:
        super().__init__(f"{source} : {message}", FAULTY)
        self.source = source
        self.message = message

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form of the refusal."""
        return {"source": self.source, "message": typeset(self.message), "problems": []}


@dataclass(frozen=True, slots=True)
class AnswerSetText:
    """One set of answers as it was written, and where: a file, or a file and a line."""

    source: str
    text: bytes


def open_sets(names: list[str]) -> tuple[bool, int | None, Iterator[AnswerSetText]]:
    """Return whether there may be several sets, how many if it is known, and the sets.

    A name is a JSON file, a JSONL file, a roadmap (PDF), a folder of them, or ``-`` for stdin.

    Raises:
        CommandError: if a name leads nowhere.
    """
    paths = [path for name in names for path in _paths(name)]
    if len(paths) == 1 and paths[0] == "-":
        return _open_stdin(sys.stdin.buffer)
    if len(paths) == 1 and not _is_lines(paths[0]):
        return False, 1, iter([_whole(paths[0])])
    counts = [_count(path) for path in paths]
    total = sum(count for count in counts if count is not None)
    return True, None if None in counts else total, _each(paths)


def _count(path: str) -> int | None:
    """Return how many sets a file holds, None if it cannot be told before reading."""
    if path == "-":
        return None
    if not _is_lines(path):
        return 1
    with _open(path) as stream:
        return sum(1 for _ in _lines(path, stream))


def parse_set(questionnaire: str, found: AnswerSetText) -> dict[str, Any]:
    """Return the raw answers of a set.

    Raises:
        BadAnswerFile: if it is not the JSON of a set of answers of this pathway.
    """
    data = _json(found)
    if not isinstance(data, dict):
        raise BadAnswerFile(found.source, f"un objet {_FORM} est attendu.")
    is_record = str(data.get("format", "")).startswith(_RECORD)
    for key in data:
        if key not in _KEYS and not is_record:
            raise BadAnswerFile(
                found.source,
                f"la clé « {short(key)} » n'existe pas ici.{did_you_mean(key, _KEYS)}",
            )
    if data.get("questionnaire", questionnaire) != questionnaire:
        raise BadAnswerFile(
            found.source,
            f"ces réponses sont celles du parcours « {short(data['questionnaire'])} », "
            f"pas de « {questionnaire} ».",
        )
    answers = data.get("answers")
    if not isinstance(answers, dict):
        raise BadAnswerFile(
            found.source, "la clé « answers » manque, ou n'est pas un objet {question: réponse}."
        )
    return answers


def _paths(name: str) -> Iterable[str]:
    if name == "-":
        return ["-"]
    path = Path(name)
    if path.is_dir():
        inside = sorted(str(p) for p in path.iterdir() if p.suffix in {".json", ".jsonl", ".pdf"})
        if not inside:
            raise CommandError(
                f"Le dossier « {name} » ne contient aucun fichier .json, .jsonl ou .pdf."
            )
        return inside
    if not path.is_file():
        raise CommandError(f"Le fichier « {name} » n'existe pas.")
    return [name]


def _is_lines(path: str) -> bool:
    return Path(path).suffix == ".jsonl"


def _each(paths: list[str]) -> Iterator[AnswerSetText]:
    for path in paths:
        if path == "-":
            yield from _open_stdin(sys.stdin.buffer)[2]
        elif _is_lines(path):
            with _open(path) as stream:
                yield from _lines(path, stream)
        else:
            yield _whole(path)


def _open(path: str) -> BinaryIO:
    try:
        return Path(path).open("rb")
    except OSError as error:
        raise CommandError(f"Le fichier « {path} » ne s'ouvre pas ({error.strerror}).") from None


def _whole(path: str) -> AnswerSetText:
    with _open(path) as stream:
        data = stream.read(MAX_BYTES + 1)
    return AnswerSetText(path, _carried(path, data) if path.endswith(".pdf") else data)


def _carried(path: str, data: bytes) -> bytes:
    """Return the set of answers that a roadmap carries; a form is for ``read-paper``."""
    # Here alone: nothing else needs them.
    from app.report.pdf_reader import PdfReader
    from app.report.returned import FilledForm, ReaderBusy, Unreadable, read_returned

    if len(data) > MAX_BYTES:
        return data
    try:
        found = read_returned(data, PdfReader())
    except (Unreadable, ReaderBusy) as error:
        raise BadAnswerFile(path, str(error)) from None
    if isinstance(found, FilledForm):
        raise BadAnswerFile(
            path, f"c'est un questionnaire rempli. Lancez « python -m app read-paper {path} »."
        )
    return json.dumps({"questionnaire": found.questionnaire, "answers": found.answers}).encode()


def _lines(source: str, stream: BinaryIO) -> Iterator[AnswerSetText]:
    number = 0
    while line := stream.readline(MAX_BYTES + 1):
        number += 1
        if line.strip():
            yield AnswerSetText(f"{source}:{number}", line)
        if len(line) > MAX_BYTES and not line.endswith(b"\n"):
            while (rest := stream.readline(MAX_BYTES)) and not rest.endswith(b"\n"):
                pass


def _open_stdin(stream: BinaryIO) -> tuple[bool, int | None, Iterator[AnswerSetText]]:
    """Tell one JSON document from a stream of lines by whether its first line stands alone."""
    name = "entrée standard"
    lines = _lines(name, stream)
    first, second = next(lines, None), next(lines, None)
    if first is None:
        raise CommandError("L'entrée standard est vide.")
    if second is None:
        return False, 1, iter([AnswerSetText(name, first.text)])
    if _stands_alone(first):

        def every() -> Iterator[AnswerSetText]:
            yield first
            yield second
            yield from lines

        return True, None, every()
    rest = stream.read(MAX_BYTES + 1)
    return False, 1, iter([AnswerSetText(name, first.text + second.text + rest)])


def _stands_alone(found: AnswerSetText) -> bool:
    """Whether a first line is a whole value, or at least does not open one that goes on."""
    text = found.text.strip()
    return text.startswith(b"{") and text.endswith(b"}")


def _json(found: AnswerSetText) -> Any:
    if len(found.text) > MAX_BYTES:
        raise BadAnswerFile(found.source, "plus de 5 Mio : ce n'est pas un jeu de réponses.")
    try:
        text = found.text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = found.text.count(b"\n", 0, error.start) + 1
        raise BadAnswerFile(found.source, f"ligne {line} : ce n'est pas de l'UTF-8.") from None
    try:
        return json.loads(text, object_pairs_hook=_pairs, parse_constant=_constant)
    except json.JSONDecodeError as error:
        message = f"JSON illisible à la ligne {error.lineno}, colonne {error.colno}."
    except _Refused as error:
        line = _line_of(text, error.token, error.nth)
        message = f"ligne {line} : {error}"
    except RecursionError:
        message = "les valeurs sont trop emboîtées."
    except ValueError:
        message = "un nombre est trop long."
    raise BadAnswerFile(found.source, message)


class _Refused(Exception):
    def __init__(self, message: str, token: str, nth: int) -> None:
        super().__init__(message)
        self.token = token
        self.nth = nth


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _Refused(f"la clé « {short(key)} » est écrite deux fois.", json.dumps(key), nth=2)
        found[key] = value
    return found


def _constant(name: str) -> Any:
    raise _Refused(f"« {name} » n'est pas un nombre.", name, nth=1)


def _line_of(text: str, token: str, nth: int) -> int:
    position = -1
    for _ in range(nth):
        position = max(text.find(token, position + 1), position)
    return text.count("\n", 0, max(position, 0)) + 1
