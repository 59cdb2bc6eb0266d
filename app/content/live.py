"""A library that follows its folder while somebody edits it: read again, swapped in one go.

What is sound is offered at once; a pathway that an edit made unsound keeps its last sound edition.
Must not watch the folder itself (see ``watching``) nor write anything.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from app.content.document import Document
from app.content.findings import Finding, Findings
from app.content.holdings import Places, Reading
from app.content.library import library_of, open_shelf
from app.content.places import places_of
from app.content.reader import name_of, read_text
from app.content.shelf import Shelf
from app.content.watching import Watching
from app.content.yaml_tree import parse_yaml
from app.domain.edition import Edition
from app.domain.errata import Errata
from app.domain.migration import Migration


class LiveLibrary:
    """What a content folder offers now, as ``Library`` does; ``reading`` is all of one moment."""

    def __init__(self, root: Path) -> None:
        """Read the folder a first time."""
        self._root = root
        self._parse = _Remembering()
        self._files: dict[str, str] = {}
        self._lock = threading.Lock()
        self._reading = Reading({}, (), 0, frozenset(), {}, "")
        self._watching = Watching(root, self.reread)
        self.reread()

    @property
    def reading(self) -> Reading:
        """What was read last: one immutable value, whatever is read meanwhile."""
        return self._reading

    @property
    def editions(self) -> Mapping[str, Edition]:
        """The editions that new assessments are started on."""
        return self._reading.editions

    @property
    def migrations(self) -> Mapping[str, Migration]:
        """What became of questions and options of earlier editions."""
        return self._reading.migrations

    @property
    def errata(self) -> Mapping[str, Errata]:
        """The text corrections that reach earlier editions."""
        return self._reading.errata

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything to mend in the folder as it is written now."""
        return self._reading.findings

    @property
    def resources(self) -> int:
        """How many resources the catalogue holds."""
        return self._reading.resources

    def follow(self) -> None:
        """Read the folder again whenever it changes, in a thread, until ``close``."""
        self._watching.start()

    def close(self) -> None:
        """Follow the folder no longer. Closing twice does no harm."""
        self._watching.stop()

    def reread(self) -> None:
        """Read the folder again and offer what it gives."""
        with self._lock:
            shelf = open_shelf(self._root, self._parse)
            self._reading = self._merge(shelf)

    def _merge(self, shelf: Shelf) -> Reading:
        before = self._reading.editions
        library = library_of(shelf)
        # The same edition stays the same object: what was compiled for it is not compiled again.
        sound = {
            id_: before[id_] if id_ in before and before[id_].hash == edition.hash else edition
            for id_, edition in library.editions.items()
        }
        files = _files_of(shelf)
        kept = {id_: before[id_] for id_ in before if self._is_kept(id_, shelf, sound, files)}
        self._files = {
            **{id_: self._files[id_] for id_ in kept},
            **{id_: files[id_] for id_ in sound},
        }
        offered = sorted(
            (*sound.values(), *kept.values()),
            key=lambda one: (one.questionnaire.order, one.questionnaire.id),
        )
        places = {id_: own for id_, own in places_of(shelf).items() if id_ in sound}
        reading = Reading(
            editions={edition.questionnaire.id: edition for edition in offered},
            findings=library.findings,
            resources=library.resources,
            kept=frozenset(kept),
            places=places,
            revision="",
            migrations=_with_kept(library.migrations, self._reading.migrations, kept.keys()),
            errata=_with_kept(library.errata, self._reading.errata, kept.keys()),
        )
        return replace(reading, revision=_revision(reading))

    def _is_kept(
        self, id_: str, shelf: Shelf, sound: Mapping[str, Edition], files: Mapping[str, str]
    ) -> bool:
        """Whether a pathway that was sound is still meant to be there, in whatever state."""
        if id_ in sound:
            return False
        if id_ in shelf.ids("questionnaires"):
            return True
        file = self._files[id_]
        is_renamed = file in {files[other] for other in sound}
        return not is_renamed and (self._root / file).is_file()


T = TypeVar("T")


def _with_kept(now: Mapping[str, T], before: Mapping[str, T], kept: Set[str]) -> dict[str, T]:
    """Return what was read now, but for the pathways kept what went with their last edition."""
    found = {id_: one for id_, one in now.items() if id_ not in kept}
    return found | {id_: before[id_] for id_ in kept if id_ in before}


def _files_of(shelf: Shelf) -> dict[str, str]:
    found: dict[str, str] = {}
    for placed in shelf.questionnaires:
        found.setdefault(placed.value.id, placed.reporter.document.file)
    return found


def _revision(reading: Reading) -> str:
    """Return what differs when anything that people see does: 16 hexadecimal digits."""
    digest = hashlib.sha256()
    for edition in reading.editions.values():
        digest.update(f"{edition.hash} {edition.questionnaire.id in reading.kept}\n".encode())
    for finding in reading.findings:
        digest.update(f"{finding}\n".encode("utf-8", "surrogatepass"))
    digest.update(repr(_sorted(reading.places)).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:16]


def _sorted(places: Mapping[str, Places]) -> list[tuple[str, list[tuple[tuple[str, str], str]]]]:
    return sorted((id_, sorted(own.items())) for id_, own in places.items())


@dataclass(frozen=True, slots=True)
class _Parsed:
    text: str
    document: Document | None
    findings: tuple[Finding, ...]


class _Remembering:
    """Reads files as ``read_document`` does; one that has not changed is not parsed again.

    Parsing takes nearly all of the time of reading a folder, and an edit changes one file.
    """

    def __init__(self) -> None:
        self._known: dict[str, _Parsed] = {}

    def __call__(self, root: Path, path: Path, findings: Findings) -> Document | None:
        name = name_of(root, path)
        text = read_text(root, path, findings)
        if text is None:
            return None
        known = self._known.get(name)
        if known is None or known.text != text:
            own = Findings()
            document = parse_yaml(name, text, own)
            known = self._known[name] = _Parsed(text, document, tuple(own))
        for finding in known.findings:
            findings.keep(finding)
        return known.document
