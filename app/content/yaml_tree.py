"""YAML 1.2 text -> plain values with their lines. Refuses what content never needs.

Works on the parser's events, so that nothing is constructed: aliases, anchors, tags, repeated keys
and deep nesting are findings, each with its line, and the file is then not used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, StringMark, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.reader import ReaderError

from app.content.document import Document, Lines, Path
from app.content.findings import Findings
from app.content.suggest import short

MAX_DEPTH = 40
MAX_NODES = 20_000
_MAX_FINDINGS = 50
_LONGEST_NUMBER = 40

FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""Control characters, surrogates and non-characters: never part of a text that people read."""


class _Stop(Exception):
    """The rest of the file is not worth reading."""


def parse_yaml(file: str, text: str, findings: Findings) -> Document | None:
    """Return the values of a YAML text, or None after adding at least one finding."""
    builder = _Builder(file, findings)
    before = findings.errors_in(file)
    try:
        builder.build(text)
    except _Stop:
        pass
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        builder.character(line)
    except MarkedYAMLError as error:
        mark = _mark(error)
        builder.add("yaml-syntax", mark.line + 1 if mark else 1, *_in_french(error))
    except (YAMLError, ValueError, LookupError, ArithmeticError, AssertionError) as error:
        # The parser itself stumbled: whatever it was given is not content.
        builder.add("yaml-syntax", builder.line, f"Le YAML ne se lit pas ({short(error)}).", _CHECK)
    if findings.errors_in(file) > before:
        return None
    if builder.root is None:
        findings.add(
            "file-empty", file, 1, "Le fichier est vide.", "Remplissez-le, ou supprimez-le."
        )
        return None
    return Document(file, builder.root, builder.lines)


class _Open:
    """A mapping or a list that is being filled."""

    __slots__ = ("container", "key", "keys", "path")

    def __init__(self, container: dict[str, Any] | list[Any], path: Path) -> None:
        self.container = container
        self.path = path
        self.key: str | None = None
        self.keys: dict[str, int] = {}


class _Builder:
    def __init__(self, file: str, findings: Findings) -> None:
        self.file = file
        self.findings = findings
        self.root: Any = None
        self.lines: Lines = {}
        self.line = 1
        self._open: list[_Open] = []
        self._nodes = 0
        self._documents = 0
        self._yaml = YAML(typ="safe", pure=True)
        self._yaml.version = (1, 2)
        self._resolver = self._yaml.resolver

    def add(self, code: str, line: int, message: str, remedy: str) -> None:
        self.findings.add(code, self.file, line, message, remedy)
        if self.findings.errors_in(self.file) >= _MAX_FINDINGS:
            raise _Stop

    def character(self, line: int) -> None:
        self.add(
            "file-character",
            line,
            "Un caractère invisible ou interdit se trouve ici.",
            "Effacez la ligne et tapez-la de nouveau.",
        )

    def build(self, text: str) -> None:
        events: Iterator[Event] = self._yaml.parse(text)
        for event in events:
            self.line = event.start_mark.line + 1
            self._take(event)

    def _take(self, event: Event) -> None:
        match event:
            case NodeEvent():
                self._node(event)
            case MappingEndEvent() | SequenceEndEvent():
                self._open.pop()
            case DocumentStartEvent():
                self._document(event)

    def _document(self, event: DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents > 1:
            self.add(
                "yaml-several-documents",
                self.line,
                "Le fichier contient plusieurs documents séparés par « --- ».",
                "Faites un fichier pour chacun.",
            )
            raise _Stop
        if event.version or event.tags:
            self.add(
                "yaml-tag",
                self.line,
                "Les directives (lignes qui commencent par %) ne sont pas lues.",
                "Retirez la ligne.",
            )

    def _node(self, event: NodeEvent) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self.add(
                "file-too-long",
                self.line,
                f"Le fichier compte plus de {MAX_NODES} valeurs.",
                "Répartissez-le en plusieurs fichiers.",
            )
            raise _Stop
        self._refuse(event)
        match event:
            case MappingStartEvent():
                self._begin({}, event)
            case SequenceStartEvent():
                self._begin([], event)
            case ScalarEvent():
                self._scalar(event)
            case AliasEvent():
                self._place(None, is_key_possible=True)

    def _refuse(self, event: NodeEvent) -> None:
        if isinstance(event, AliasEvent) or event.anchor is not None:
            mark = "*" if isinstance(event, AliasEvent) else "&"
            name = short(f"{mark}{event.anchor}")
            self.add(
                "yaml-alias",
                self.line,
                f"Les renvois YAML ne sont pas lus : « {name} ».",
                "Recopiez les lignes, ou utilisez « answer_sets » ou « conditions ».",
            )
        elif isinstance(event, ScalarEvent | CollectionStartEvent) and event.tag is not None:
            self.add(
                "yaml-tag",
                self.line,
                f"Les étiquettes YAML ne sont pas lues : « {short(event.tag)} ».",
                "Retirez-la ; mettez la valeur entre guillemets si c'est un texte.",
            )

    def _begin(self, container: dict[str, Any] | list[Any], event: NodeEvent) -> None:
        if len(self._open) >= MAX_DEPTH:
            self.add(
                "yaml-too-deep",
                self.line,
                f"Les valeurs sont emboîtées sur plus de {MAX_DEPTH} niveaux.",
                "Nommez une partie de la condition sous « conditions ».",
            )
            raise _Stop
        self._open.append(_Open(container, self._place(container)))

    def _scalar(self, event: ScalarEvent) -> None:
        text = event.value
        if FORBIDDEN.search(text):
            self.character(self.line)
            text = ""
        holder = self._open[-1] if self._open else None
        if holder and isinstance(holder.container, dict) and holder.key is None:
            self._key(holder, text)
            return
        plain = event.implicit[0] and event.style is None
        self._place(self._value(text) if plain else text)

    def _key(self, holder: _Open, key: str) -> None:
        if key in holder.keys:
            self.add(
                "yaml-duplicate-key",
                self.line,
                f"La clé « {short(key)} » est déjà écrite à la ligne {holder.keys[key]}.",
                "Gardez-en une seule.",
            )
        else:
            holder.keys[key] = self.line
        holder.key = key

    def _place(self, value: Any, *, is_key_possible: bool = False) -> Path:
        """Put a value where it belongs; return its path."""
        if not self._open:
            self.root = value
            self.lines[()] = self.line
            return ()
        holder = self._open[-1]
        if isinstance(holder.container, list):
            path = (*holder.path, len(holder.container))
            holder.container.append(value)
            self.lines[path] = self.line
            return path
        if holder.key is None:
            if not is_key_possible:
                self.add(
                    "yaml-key",
                    self.line,
                    "Une clé doit être un simple mot.",
                    "Mettez entre guillemets un texte qui commence par [ ou {.",
                )
            holder.key = ""
            return holder.path
        path = (*holder.path, holder.key)
        holder.container[holder.key] = value
        self.lines[path] = holder.keys.get(holder.key, self.line)
        holder.key = None
        return path

    def _value(self, text: str) -> Any:
        """Return what a plain scalar means in YAML 1.2: nothing, a truth, a number or a text."""
        tag = str(self._resolver.resolve(ScalarNode, text, (True, False)))
        match tag.rpartition(":")[2]:
            case "null":
                return None
            case "bool":
                return text.lower() == "true"
            case "int" | "float" if len(text) <= _LONGEST_NUMBER:
                return _number(text)
        return text


def _number(text: str) -> int | float | str:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return text


_CHECK = "Comparez avec l'exemple du guide ; vérifiez les guillemets et l'alignement."

_PROBLEMS = {
    "mapping values are not allowed here": (
        "Un « : » inattendu se trouve ici.",
        "Mettez entre guillemets un texte qui contient « : », et alignez les clés.",
    ),
    "could not find expected ':'": (
        "Il manque un « : » après la clé, ou un guillemet à la fin d'un texte.",
        "Écrivez « clé: valeur » ; fermez les guillemets.",
    ),
    "cannot start any token": (
        "Une valeur ne peut pas commencer par ce caractère.",
        "Remplacez les tabulations par des espaces ; mettez le texte entre guillemets.",
    ),
    "found unexpected end of stream": (
        "Un guillemet ouvert n'est jamais fermé.",
        "Fermez les guillemets du texte qui commence ici.",
    ),
    "expected <block end>": (
        "L'alignement ne correspond pas aux lignes du dessus.",
        "Alignez les clés d'un même bloc, de deux en deux espaces ; voyez aussi si un guillemet "
        "n'est pas resté ouvert au-dessus.",
    ),
    "expected ',' or": (
        "Il manque une virgule, ou un crochet ou une accolade à fermer.",
        "Séparez les valeurs par des virgules et fermez ce qui est ouvert.",
    ),
    "unknown escape character": (
        "Le caractère « \\ » entre guillemets doubles a un sens particulier.",
        "Utilisez des guillemets simples.",
    ),
}


def _mark(error: MarkedYAMLError) -> StringMark | None:
    """Return where the fault is: where a quotation was opened, if it is never closed."""
    problem: StringMark | None = error.problem_mark
    context: StringMark | None = error.context_mark
    if "end of stream" in str(error.problem) and context is not None:
        return context
    return problem or context


def _in_french(error: MarkedYAMLError) -> tuple[str, str]:
    problem = str(error.problem or error.context or "")
    for known, words in _PROBLEMS.items():
        if known in problem:
            return words
    return f"Le YAML ne se lit pas ({short(problem)}).", _CHECK
