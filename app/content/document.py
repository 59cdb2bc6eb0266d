"""One file as it was read: plain values, and the line on which each of them stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.content.findings import Findings

Path = tuple[str | int, ...]
"""The way to a value inside a document: keys and positions, outermost first."""

Lines = dict[Path, int]


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML file: its name relative to the content folder, its values and their lines."""

    file: str
    data: Any
    lines: Lines

    def line_of(self, path: Path) -> int:
        """Return the line, from 1, of a value, or of the nearest thing around it."""
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path, 1)


@dataclass(frozen=True, slots=True)
class Reporter:
    """Adds findings about one document, each at the line of the value it speaks of."""

    document: Document
    findings: Findings

    def add(
        self, code: str, path: Path, message: str, remedy: str, witness: str | None = None
    ) -> None:
        """Add a finding at the line of a value."""
        line = self.document.line_of(path)
        self.findings.add(code, self.document.file, line, message, remedy, witness)
