"""Where a pathway of a workbook goes in a content folder: file by file, the trees that are to be.

The catalogue and the list of documents belong to all pathways: of these, only entries of the
workbook change, and one that others use is never taken away.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from app.content.document import Document, Path
from app.content.sheets.fold import Folded
from app.content.sheets.pathway import (
    CATALOGUE,
    SOURCES,
    Folder,
    Tree,
    entries,
    named_documents,
    pathway_of,
    used_resources,
)
from app.content.sheets.tables import Place

FIRST_TOKEN = 1_000_000
"""Numbers from here on stand for cells where a document wants the number of a line."""

_NAME = re.compile(r"^[a-z][a-z0-9_-]{0,63}$")
_NO_NAME = "sans-nom"


@dataclass
class Plan:
    """The trees of the files to be, by name; ``kept``: ids taken out of the workbook and not here.

    ``overlay`` says the same with the place of every value, a cell's as a number of its own.
    """

    trees: dict[str, Tree] = field(default_factory=dict)
    overlay: dict[str, Document] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    cells: list[Place] = field(default_factory=list)

    def token(self, place: Place) -> int:
        """Return the number that stands for a cell."""
        self.cells.append(place)
        return FIRST_TOKEN + len(self.cells) - 1

    def place(self, line: int) -> Place | None:
        """Return the cell that a number stands for, None if it is the number of a line."""
        return self.cells[line - FIRST_TOKEN] if line >= FIRST_TOKEN else None

    def add(self, name: str, tree: Tree, places: dict[Path, Place], lines: dict[Path, int]) -> None:
        """Keep the tree of a file, with the cells and the lines that its values come from."""
        tokens = {path: self.token(place) for path, place in places.items()}
        self.trees[name] = tree
        self.overlay[name] = Document(name, tree, {(): 1, **lines, **tokens})


def plan_of(folder: Folder, folded: Folded) -> Plan:
    """Return what becomes of each file that the pathway touches."""
    plan = Plan()
    pathway = folded.pathway
    id_ = pathway.questionnaire.get("id")
    if not isinstance(id_, str) or not _NAME.match(id_):
        # It is an error, and nothing is written: but the rest is to be checked all the same.
        id_ = _NO_NAME
    old, old_rules = folder.questionnaire(id_), folder.rules(id_)
    name = old.file if old else f"questionnaires/{id_}.yaml"
    plan.add(name, pathway.questionnaire, folded.questionnaire, {})
    name = old_rules.file if old_rules else f"rules/{id_}.yaml"
    plan.add(name, pathway.rules, folded.rules, {})
    before = pathway_of(folder, old.data if old else {}, old_rules.data if old_rules else {})
    _place_resources(plan, folder, folded, [entry for _, entry in before.resources])
    _place_documents(plan, folder, folded, before.documents)
    return plan


@dataclass
class _Listed:
    """A list that several pathways share, while entries of the workbook are put into it."""

    key: str
    document: Document | None
    items: list[tuple[Tree, dict[Path, int], dict[Path, Place]]] = field(default_factory=list)
    is_changed: bool = False

    def __post_init__(self) -> None:
        data = self.document.data if self.document else {}
        for index, entry in enumerate(entries(data, self.key)):
            depth = 2
            lines = self.document.lines if self.document else {}
            own = {
                path[depth:]: line
                for path, line in lines.items()
                if path[:depth] == (self.key, index)
            }
            self.items.append((entry, own, {}))

    def find(self, id_: Any) -> int | None:
        """Return the position of an entry, None if it is not there."""
        return next((n for n, item in enumerate(self.items) if item[0].get("id") == id_), None)

    def put(self, entry: Tree, places: dict[Path, Place], after: Any) -> None:
        """Replace the entry of the same id, or insert it after another, else at the end."""
        self.is_changed = True
        at = self.find(entry.get("id"))
        if at is not None:
            self.items[at] = (entry, {}, places)
            return
        before = self.find(after)
        at = len(self.items) if before is None else before + 1
        self.items.insert(at, (entry, {}, places))

    def drop(self, id_: Any) -> None:
        """Take an entry out."""
        self.items = [item for item in self.items if item[0].get("id") != id_]
        self.is_changed = True

    def into(self, plan: Plan, name: str) -> None:
        """Put the list into the plan, if something of it changed."""
        if not self.is_changed:
            return
        lines: dict[Path, int] = {}
        places: dict[Path, Place] = {}
        for index, (_, own, cells) in enumerate(self.items):
            lines |= {(self.key, index, *path): line for path, line in own.items()}
            places |= {(self.key, index, *path): place for path, place in cells.items()}
        data = self.document.data if self.document and isinstance(self.document.data, dict) else {}
        tree = {**data, self.key: [item[0] for item in self.items]}
        plan.add(name, tree, places, lines)


def _place_resources(plan: Plan, folder: Folder, folded: Folded, before: list[Tree]) -> None:
    files: dict[str, _Listed] = {
        name.removeprefix(f"{CATALOGUE}/"): _Listed("resources", document)
        for name, document in folder.documents.items()
        if name.startswith(f"{CATALOGUE}/")
    }
    homes = {entry.get("id"): file for file, entry in folder.catalogue}
    last: dict[str, Any] = {}
    given = set()
    for (file, entry), places in zip(folded.pathway.resources, folded.resources, strict=True):
        id_ = entry.get("id")
        home = homes.get(id_)
        if home is not None and home != file:
            files[home].drop(id_)
        files.setdefault(file, _Listed("resources", None)).put(entry, places, last.get(file))
        last[file] = id_
        given.add(id_)
    others = _others(folder, folded, "rules/", used_resources)
    for entry in before:
        _take_away(plan, entry.get("id"), given, others, files[homes[entry.get("id")]].drop)
    for file, listed in files.items():
        listed.into(plan, f"{CATALOGUE}/{file}")


def _place_documents(plan: Plan, folder: Folder, folded: Folded, before: list[Tree]) -> None:
    listed = _Listed("sources", folder.documents.get(SOURCES))
    last: Any = None
    given = set()
    for entry, places in zip(folded.pathway.documents, folded.documents, strict=True):
        listed.put(entry, places, last)
        last = entry.get("id")
        given.add(last)
    trees = [d.data for name, d in folder.documents.items() if name not in plan.trees]
    others = {id_ for tree in (*trees, *plan.trees.values()) for id_ in named_documents(tree)}
    for entry in before:
        _take_away(plan, entry.get("id"), given, others, listed.drop)
    listed.into(plan, SOURCES)


def _take_away(
    plan: Plan, id_: Any, given: set[Any], others: set[str], drop: Callable[[Any], None]
) -> None:
    """Take an entry out that is no longer in the workbook, unless others use it."""
    if id_ in given:
        return
    if id_ in others:
        plan.kept.append(str(id_))
    else:
        drop(id_)


def _others(
    folder: Folder, folded: Folded, prefix: str, used: Callable[[Any], set[str]]
) -> set[str]:
    """Return what the rules of other pathways use."""
    own = folded.pathway.questionnaire.get("id")
    found: set[str] = set()
    for name, document in folder.documents.items():
        data = document.data
        if name.startswith(prefix) and name.count("/") == 1 and isinstance(data, dict):
            found |= used(data) if data.get("questionnaire") != own else set()
    return found
