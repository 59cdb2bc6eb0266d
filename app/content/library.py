"""Reads a whole content folder: the editions that can be served, and everything to mend."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from app.content.binding.bind import bind
from app.content.findings import Findings
from app.content.holdings import Library
from app.content.reader import Read, read_document
from app.content.shape import read_shape
from app.content.shelf import Overlay, Placed, RulesFile, Shelf, read_shelf
from app.domain.edition import Edition
from app.domain.questionnaire import Questionnaire
from app.domain.resource import Figure, Resource, Territories

DEFAULT_ROOT = Path(__file__).resolve().parents[2]
"""The folder that holds the ``questionnaires/`` and ``rules/`` we ship."""

_DATA = Path(__file__).resolve().parent / "data"


Faulty = Mapping[str, Set[int]]
"""The lines on which each file has errors."""

M = TypeVar("M", bound=BaseModel)

__all__ = ["DEFAULT_ROOT", "Library", "library_of", "load_library", "open_shelf", "territories"]


def load_library(root: Path) -> Library:
    """Return the editions of a content folder, by ``order`` then id, and all the findings.

    Never raises for what the folder holds, or for a folder that does not exist.
    """
    return library_of(open_shelf(root))


def open_shelf(root: Path, read: Read = read_document, overlay: Overlay | None = None) -> Shelf:
    """Return everything a content folder holds, read and checked, as ``load_library`` does.

    Documents of the overlay stand for the files of their name, written or not.
    """
    findings = Findings()
    shelf = Shelf(findings, territories())
    if not overlay and not (root / "questionnaires").is_dir():
        findings.add(
            "folder-missing",
            "questionnaires",
            1,
            "Le dossier de contenu n'a pas de dossier « questionnaires ».",
            "Indiquez un dossier qui contient questionnaires/ et rules/.",
        )
    else:
        shelf = read_shelf(root, territories(), findings, read, overlay)
        bind(shelf)
    return shelf


def library_of(shelf: Shelf) -> Library:
    """Return the editions and the findings of a shelf that was read and checked."""
    editions = sorted(_editions(shelf), key=lambda e: (e.questionnaire.order, e.questionnaire.id))
    return Library(
        editions={edition.questionnaire.id: edition for edition in editions},
        findings=shelf.findings.in_order(),
        resources=len(shelf.resources),
        migrations={one.value.questionnaire: one.value for one in shelf.migrations},
        errata={one.value.questionnaire: one.value for one in shelf.errata},
    )


@lru_cache(maxsize=1)
def territories() -> Territories:
    """Return the official list of departments and regions that ships with the service."""
    findings = Findings()
    document = read_document(_DATA, _DATA / "territories.yaml", findings)
    value = read_shape(document, Territories, findings) if document else None
    if value is None:
        raise RuntimeError("\n".join(f"{f.file}:{f.line} {f.message}" for f in findings))
    return value


def _editions(shelf: Shelf) -> Iterable[Edition]:
    faulty: dict[str, set[int]] = {}
    for finding in shelf.findings:
        if finding.severity == "error":
            faulty.setdefault(finding.file, set()).add(finding.line)
    files_of_rules = {
        file.questionnaire: file
        for file in shelf.rules
        if file.rule_set is not None and file.reporter.document.file not in faulty
    }
    withheld = set(shelf.withheld)
    withheld |= {m.value.questionnaire for m in shelf.migrations if _file_of(m) in faulty}
    withheld |= {e.value.questionnaire for e in shelf.errata if _file_of(e) in faulty}
    seen: set[str] = set()
    for placed in shelf.questionnaires:
        id_ = placed.value.id
        rules = files_of_rules.get(id_)
        if placed.reporter.document.file in faulty or rules is None or id_ in seen:
            continue
        if id_ in withheld:
            continue
        seen.add(id_)
        edition = _freeze(shelf, placed.value, rules, faulty)
        if edition is not None:
            yield edition


def _file_of(placed: Placed[M]) -> str:
    return placed.reporter.document.file


def _freeze(
    shelf: Shelf, questionnaire: Questionnaire, rules: RulesFile, faulty: Faulty
) -> Edition | None:
    """Return the edition of a sound questionnaire, or None if it rests on faulty entries."""
    assert rules.rule_set is not None  # noqa: S101 - the caller chose it so
    if "figures" in shelf.unread | shelf.lost:
        return None
    used = {id_ for rule in rules.rule_set.rules for id_ in rule.recommend}
    resources = [placed for placed in shelf.resources if placed.value.id in used]
    figures = _figures(shelf.figures, questionnaire.id)
    named = _documents_named(questionnaire, resources, figures)
    sources = [source for source in shelf.sources if source.value.id in named]
    if {r.value.id for r in resources} != used or {s.value.id for s in sources} != named:
        return None
    if any(_is_faulty(one, faulty) for one in resources):
        return None
    if any(_is_faulty(one, faulty) for one in figures):
        return None
    if any(_is_faulty(one, faulty) for one in sources):
        return None
    has_territory = any(item.question.kind == "territory" for item in questionnaire.items)
    return Edition(
        questionnaire=questionnaire,
        rules=rules.rule_set,
        resources=tuple(sorted((r.value for r in resources), key=lambda r: r.id)),
        figures=tuple(sorted((f.value for f in figures), key=lambda f: f.id)),
        sources=tuple(sorted((s.value for s in sources), key=lambda s: s.id)),
        territories=shelf.territories if has_territory else None,
    )


def _is_faulty(placed: Placed[M], faulty: Faulty) -> bool:
    """Return whether an error stands within the lines of an entry."""
    document = placed.reporter.document
    if document.file not in faulty:
        return False
    depth = len(placed.path)
    lines = (line for path, line in document.lines.items() if path[:depth] == placed.path)
    return not faulty[document.file].isdisjoint(lines)


def _figures(figures: list[Placed[Figure]], questionnaire: str) -> list[Placed[Figure]]:
    """Return the figures shown for a questionnaire, and those that they supersede."""
    kept = {
        f.value.id
        for f in figures
        if any(place.questionnaire == questionnaire for place in f.value.shown)
    }
    while True:
        older = {f.value.id for f in figures if f.value.superseded_by in kept} - kept
        if not older:
            return [figure for figure in figures if figure.value.id in kept]
        kept |= older


def _documents_named(
    questionnaire: Questionnaire,
    resources: list[Placed[Resource]],
    figures: list[Placed[Figure]],
) -> set[str]:
    """Return the ids of the documents that a pathway and what it shows come from."""
    named = {resource.value.source.document for resource in resources}
    named |= {figure.value.source.document for figure in figures}
    named |= {item.question.source.document for item in questionnaire.items if item.question.source}
    return named | {d.source.document for d in questionnaire.walk_dimensions() if d.source}
