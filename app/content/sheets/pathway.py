"""All that a pathway is made of, as raw trees out of a content folder; judges nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.content.document import Document
from app.content.findings import Findings
from app.content.reader import list_files, read_document

Tree = dict[str, Any]

CATALOGUE = "rules/resources"
SOURCES = "rules/sources.yaml"


@dataclass
class Pathway:
    """The trees of a pathway. ``resources``: the name of the file of the catalogue, and the entry.

    Of the catalogue and the documents, those that the pathway uses.
    """

    questionnaire: Tree
    rules: Tree
    resources: list[tuple[str, Tree]] = field(default_factory=list)
    documents: list[Tree] = field(default_factory=list)

    @property
    def language(self) -> str:
        """The language that texts are in where they do not say so."""
        given = self.questionnaire.get("language")
        return given if isinstance(given, str) else "fr"


@dataclass
class Folder:
    """The documents of a content folder, by their name in it."""

    root: Path
    documents: dict[str, Document]
    findings: Findings

    def questionnaire(self, id_: str) -> Document | None:
        """Return the file of a questionnaire, None if there is none."""
        return self._find("questionnaires/", "id", id_)

    def rules(self, id_: str) -> Document | None:
        """Return the file of the rules of a questionnaire, None if there is none."""
        return self._find("rules/", "questionnaire", id_)

    def _find(self, folder: str, key: str, id_: str) -> Document | None:
        for name, document in self.documents.items():
            is_there = name.startswith(folder) and name.count("/") == 1
            if is_there and isinstance(document.data, dict) and document.data.get(key) == id_:
                return document
        return None

    @property
    def catalogue(self) -> list[tuple[str, Tree]]:
        """The entries of the catalogue, each with the name of its file."""
        return [
            (name.removeprefix(f"{CATALOGUE}/"), entry)
            for name, document in self.documents.items()
            if name.startswith(f"{CATALOGUE}/")
            for entry in entries(document.data, "resources")
        ]

    @property
    def sources(self) -> list[Tree]:
        """The entries of the list of documents."""
        document = self.documents.get(SOURCES)
        return entries(document.data, "sources") if document else []

    def text(self, name: str) -> str:
        """Return the text of a file as it is, empty if there is no such file."""
        path = self.root / name
        return path.read_bytes().decode("utf-8") if path.is_file() else ""


def read_folder(root: Path) -> Folder:
    """Return what a content folder holds; what cannot be read is in the findings."""
    findings = Findings()
    found: dict[str, Document] = {}
    for folder in ("questionnaires", "rules", CATALOGUE):
        for path in list_files(root, folder, findings):
            document = read_document(root, path, findings)
            if document is not None:
                found[document.file] = document
    return Folder(root, found, findings)


def pathway_of(folder: Folder, questionnaire: Tree, rules: Tree) -> Pathway:
    """Return a pathway with the entries of the catalogue and the documents that it uses."""
    used = used_resources(rules)
    resources = [(file, entry) for file, entry in folder.catalogue if entry.get("id") in used]
    named = set(named_documents(questionnaire))
    named |= {id_ for _, entry in resources for id_ in named_documents(entry)}
    documents = [entry for entry in folder.sources if entry.get("id") in named]
    return Pathway(questionnaire, rules, resources, documents)


def used_resources(rules: Any) -> set[str]:
    """Return the ids that the rules recommend."""
    recommended = (rule.get("recommend") for rule in entries(rules, "rules"))
    return {
        id_
        for listed in recommended
        if isinstance(listed, list)
        for id_ in listed
        if isinstance(id_, str)
    }


def named_documents(tree: Any) -> Iterable[str]:
    """Yield the documents that the pieces of a tree say they come from."""
    if isinstance(tree, dict):
        source = tree.get("source")
        if isinstance(source, dict) and isinstance(source.get("document"), str):
            yield source["document"]
    if isinstance(tree, dict | list):
        for inner in tree.values() if isinstance(tree, dict) else tree:
            yield from named_documents(inner)


def entries(tree: Any, key: str) -> list[Tree]:
    """Return the maps of a list, nothing where there is no such list."""
    listed = tree.get(key) if isinstance(tree, dict) else None
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def fingerprint(tree: Any) -> str:
    """Return 16 hexadecimal digits that change when a tree does."""
    text = json.dumps(tree, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
