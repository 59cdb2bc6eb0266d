"""Small content folders to spoil: a sound one, and changes to its files."""

from __future__ import annotations

import shutil
from pathlib import Path

from app.content.findings import Finding
from app.content.library import Library

SMALL = Path(__file__).parent / "small"
"""A pathway with one of everything and nothing to mend."""

QUESTIONS = "questionnaires/jardin.yaml"
RULES = "rules/jardin.yaml"
RESOURCES = "rules/resources/jardin.yaml"
FIGURES = "rules/figures.yaml"
SOURCES = "rules/sources.yaml"
MIGRATIONS = "questionnaires/migrations/jardin.yaml"
ERRATA = "questionnaires/errata/jardin.yaml"


def small_folder(root: Path) -> Path:
    """Return a copy of the small sound folder."""
    return Path(shutil.copytree(SMALL, root / "content"))


def spoil(folder: Path, file: str, old: str, new: str) -> None:
    """Replace the first occurrence of some text in a file; it must be there."""
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text, f"{file} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), "utf-8")


def line_of(folder: Path, file: str, texts: str) -> int:
    """Return the number of the first line that holds a text, after those of texts before ``>>``."""
    lines = enumerate((folder / file).read_text("utf-8").split("\n"), start=1)
    number = 0
    for text in texts.split(">>"):
        number = next(number for number, line in lines if text in line)
    return number


def found(library: Library, code: str) -> list[Finding]:
    """Return the findings of a code."""
    return [finding for finding in library.findings if finding.code == code]
