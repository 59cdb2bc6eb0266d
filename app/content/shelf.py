"""Everything a content folder holds, read and shaped, not yet bound together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from app.content.document import Document, Path, Reporter
from app.content.files import FigureFile, ResourceFile, SourceFile
from app.content.findings import Findings
from app.content.reader import Read, list_files, read_document
from app.content.repair import repaired
from app.content.shape import read_shape
from app.domain.conditions import Condition
from app.domain.errata import Errata
from app.domain.migration import Migration
from app.domain.model import SourceDocument
from app.domain.questionnaire import Questionnaire
from app.domain.resource import Figure, Resource, Territories
from app.domain.rules import Rule, RuleSet

M = TypeVar("M", bound=BaseModel)

_CONDITION: TypeAdapter[Condition] = TypeAdapter(Condition)


@dataclass(frozen=True, slots=True)
class Placed(Generic[M]):
    """A piece of content and where it is written."""

    reporter: Reporter
    path: Path
    value: M


@dataclass(frozen=True, slots=True)
class RulesFile:
    """What could be read of a rules file. ``rule_set`` is None where its shape is faulty."""

    reporter: Reporter
    questionnaire: str | None
    conditions: dict[str, Condition]
    rules: tuple[Placed[Rule], ...]
    rule_set: RuleSet | None
    names: frozenset[str]
    """The names of all conditions, those that could not be read too."""


@dataclass
class Shelf:
    """The content of a folder. ``written`` holds every id seen, in faulty pieces too."""

    findings: Findings
    territories: Territories
    questionnaires: list[Placed[Questionnaire]] = field(default_factory=list)
    rules: list[RulesFile] = field(default_factory=list)
    resources: list[Placed[Resource]] = field(default_factory=list)
    figures: list[Placed[Figure]] = field(default_factory=list)
    sources: list[Placed[SourceDocument]] = field(default_factory=list)
    migrations: list[Placed[Migration]] = field(default_factory=list)
    errata: list[Placed[Errata]] = field(default_factory=list)
    withheld: set[str] = field(default_factory=set)
    """The pathways whose migrations or errata are faulty: they are not served."""
    written: dict[str, set[str]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    """The kinds of which a file could not be read: their ids cannot be told unknown."""
    lost: set[str] = field(default_factory=set)
    """The kinds of which an entry could not be understood, even with guesses."""

    def ids(self, kind: str) -> set[str]:
        """Return every id written of a kind: questionnaires, resources, figures or sources."""
        return self.written.setdefault(kind, set())


Overlay = Mapping[str, Document]
"""Documents that stand for files of a folder, by their name in it, or for files yet to be."""


def read_shelf(
    root: FilePath,
    territories: Territories,
    findings: Findings,
    read_file: Read = read_document,
    overlay: Overlay | None = None,
) -> Shelf:
    """Return what the folder holds; every fault of reading or shape is added to the findings.

    Documents of the overlay are taken for the files of their name, which are not read.
    """
    shelf = Shelf(findings, territories)
    overlay = overlay or {}

    def listed(folder: str) -> list[FilePath]:
        ours = {root / name for name in overlay if FilePath(name).parent.as_posix() == folder}
        return sorted({*list_files(root, folder, findings), *ours})

    def read(path: FilePath) -> Document | None:
        name = path.relative_to(root).as_posix()
        return overlay[name] if name in overlay else read_file(root, path, findings)

    for path in listed("questionnaires"):
        _read_questionnaire(shelf, read(path))
    known = {"figures.yaml", "sources.yaml"}
    for path in listed("rules"):
        if path.name not in known:
            document = read(path)
            if document is not None:
                shelf.rules.append(_read_rules(document, findings))
            else:
                shelf.unread.add("rules")
    single = [path for path in listed("rules") if path.name in known]
    for path in [*listed("rules/resources"), *single]:
        _read_entries(shelf, path, read(path))
    for path in listed("questionnaires/migrations"):
        _read_history(shelf, path, read(path), Migration, shelf.migrations)
    for path in listed("questionnaires/errata"):
        _read_history(shelf, path, read(path), Errata, shelf.errata)
    return shelf


def _read_history(
    shelf: Shelf,
    path: FilePath,
    document: Document | None,
    model: type[M],
    kept: list[Placed[M]],
) -> None:
    """Read what is told of earlier editions; while it is faulty, its pathway is not served."""
    value = None if document is None else read_shape(document, model, shelf.findings)
    if document is None or value is None:
        shelf.withheld.add(path.stem)
        named = getattr(document, "data", None)
        if isinstance(named, dict) and isinstance(named.get("questionnaire"), str):
            shelf.withheld.add(named["questionnaire"])
    else:
        kept.append(Placed(Reporter(document, shelf.findings), (), value))


def _read_questionnaire(shelf: Shelf, document: Document | None) -> None:
    if document is None:
        shelf.unread.add("questionnaires")
        return
    _note_id(shelf, "questionnaires", document.data)
    reporter = Reporter(document, shelf.findings)
    value = read_shape(document, Questionnaire, shelf.findings)
    value = value or repaired(reporter, Questionnaire)
    if value is not None:
        shelf.questionnaires.append(Placed(reporter, (), value))


def _read_rules(document: Document, findings: Findings) -> RulesFile:
    reporter = Reporter(document, findings)
    rule_set = read_shape(document, RuleSet, findings)
    if rule_set is not None:
        return RulesFile(
            reporter,
            rule_set.questionnaire,
            rule_set.conditions,
            tuple(Placed(reporter, ("rules", i), rule) for i, rule in enumerate(rule_set.rules)),
            rule_set,
            frozenset(rule_set.conditions),
        )
    data = document.data if isinstance(document.data, dict) else {}
    named = data.get("conditions")
    named = named if isinstance(named, dict) else {}
    name = data.get("questionnaire")
    conditions = {key: one for key, raw in named.items() if (one := _condition(raw)) is not None}
    return RulesFile(
        reporter,
        name if isinstance(name, str) else None,
        conditions,
        tuple(_sound(reporter, Rule, data, "rules")),
        None,
        frozenset(named),
    )


def _condition(raw: Any) -> Condition | None:
    try:
        return _CONDITION.validate_python(raw)
    except (ValidationError, RecursionError):
        return None


def _sound(reporter: Reporter, model: type[M], data: Any, key: str) -> list[Placed[M]]:
    """Return the pieces of a faulty list that can be used for checking the rest."""
    raw = data.get(key) if isinstance(data, dict) else None
    return [
        Placed(reporter, (key, index), value)
        for index in range(len(raw) if isinstance(raw, list) else 0)
        if (value := repaired(reporter, model, (key, index))) is not None
    ]


def _read_entries(shelf: Shelf, path: FilePath, document: Document | None) -> None:
    match path.name:
        case "figures.yaml" if path.parent.name == "rules":
            _entries(shelf, document, FigureFile, Figure, "figures", shelf.figures.extend)
        case "sources.yaml" if path.parent.name == "rules":
            _entries(shelf, document, SourceFile, SourceDocument, "sources", shelf.sources.extend)
        case _:
            _entries(shelf, document, ResourceFile, Resource, "resources", shelf.resources.extend)


def _entries(
    shelf: Shelf,
    document: Document | None,
    whole: type[BaseModel],
    model: type[M],
    kind: str,
    keep: Callable[[list[Placed[M]]], None],
) -> None:
    if document is None:
        shelf.unread.add(kind)
        return
    raw = document.data.get(kind) if isinstance(document.data, dict) else None
    pieces = raw if isinstance(raw, list) else []
    for piece in pieces:
        _note_id(shelf, kind, piece)
    reporter = Reporter(document, shelf.findings)
    value = read_shape(document, whole, shelf.findings)
    if value is None:
        kept = _sound(reporter, model, document.data, kind)
        if len(kept) < max(len(pieces), 1):
            shelf.lost.add(kind)
    else:
        sound: tuple[M, ...] = getattr(value, kind)
        kept = [Placed(reporter, (kind, index), one) for index, one in enumerate(sound)]
    keep(kept)


def _note_id(shelf: Shelf, kind: str, data: Any) -> None:
    if isinstance(data, dict) and isinstance(data.get("id"), str):
        shelf.ids(kind).add(data["id"])
