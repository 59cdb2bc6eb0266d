"""Reads the personas of a folder, ``<pathway>/<name>.yaml``; must not judge what they expect."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from app.content.document import Reporter
from app.content.findings import Findings
from app.content.personas.persona import Persona
from app.content.reader import list_files, read_document
from app.content.shape import read_shape
from app.content.shelf import Placed
from app.content.suggest import did_you_mean, listed

PlacedPersona = Placed[Persona]
"""A persona and the file it is written in."""


def read_personas(
    folder: Path, content: Path, pathways: Iterable[str], findings: Findings
) -> list[PlacedPersona]:
    """Return the personas of a folder by pathway and name; what cannot be read is a finding.

    Files are named from the content folder if they lie in it, else from where the command is run.
    ``pathways`` are the ids of all that is written, what cannot be served too.
    """
    folder = folder.resolve()
    root = _root_of(folder, content)
    known = sorted(pathways)
    found: list[PlacedPersona] = []
    for path in _files(root, folder, findings):
        document = read_document(root, path, findings)
        persona = read_shape(document, Persona, findings) if document else None
        if document is None or persona is None:
            continue
        placed = Placed(Reporter(document, findings), (), persona)
        if _is_in_place(placed, path, folder, known):
            found.append(placed)
    return found


def _root_of(folder: Path, content: Path) -> Path:
    for root in (content.resolve(), Path.cwd().resolve()):
        if folder.is_relative_to(root):
            return root
    return folder.parent


def _files(root: Path, folder: Path, findings: Findings) -> list[Path]:
    inside = folder.relative_to(root)
    folders = sorted(one for one in folder.iterdir() if one.is_dir())
    listed_in = [inside, *(inside / one.name for one in folders)]
    return [path for one in listed_in for path in list_files(root, one.as_posix(), findings)]


def _is_in_place(placed: PlacedPersona, path: Path, folder: Path, known: list[str]) -> bool:
    """Return whether a persona is of a pathway that exists, and lies in its folder."""
    pathway = placed.value.questionnaire
    if pathway not in known:
        placed.reporter.add(
            "persona-place",
            ("questionnaire",),
            f"Aucun parcours ne s'appelle « {pathway} ».{did_you_mean(pathway, known)}",
            f"Parcours : {listed(known) or 'aucun'}.",
        )
        return False
    if path.parent != folder / pathway:
        placed.reporter.add(
            "persona-place",
            ("questionnaire",),
            f"Ce personnage répond au parcours « {pathway} », et n'est pas dans son dossier.",
            f"Rangez le fichier dans « {folder.name}/{pathway} », ou corrigez « questionnaire ».",
        )
        return False
    return True
