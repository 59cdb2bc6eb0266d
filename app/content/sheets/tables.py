"""A workbook as plain rows, and the place of each cell; knows no spreadsheet program."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from app.content.findings import CODES, Severity, typeset
from app.content.sheets.cells import Cell
from app.content.sheets.layout import Sheet


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A cell, or a row where ``column`` is 0, or a sheet where ``row`` is 0 too; from 1."""

    sheet: str
    row: int = 0
    column: int = 0

    @property
    def cell(self) -> str:
        """The name of the cell, such as F12; empty for a row or a sheet."""
        return f"{letters(self.column)}{self.row}" if self.column else ""


def letters(column: int) -> str:
    """Return the letters of a column, from 1: A, B… Z, AA."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


@dataclass(frozen=True, slots=True)
class CellFinding:
    """One thing to mend in a workbook; ``header`` is the French header above the cell, if any."""

    place: Place
    code: str
    severity: Severity
    message: str
    remedy: str
    header: str = ""


class CellFindings:
    """Collects what is wrong in a workbook; the same thing counts once."""

    def __init__(self) -> None:
        self._found: dict[CellFinding, None] = {}

    def add(self, code: str, place: Place, message: str, remedy: str, header: str = "") -> None:
        """Keep one finding, its words typeset."""
        words = typeset(message), typeset(remedy)
        self._found[CellFinding(place, code, CODES[code], *words, header)] = None

    def __iter__(self) -> Iterator[CellFinding]:
        return iter(self._found)

    @property
    def has_errors(self) -> bool:
        """Whether something keeps the workbook from being written."""
        return any(finding.severity == "error" for finding in self._found)

    def rows(self) -> set[tuple[str, int]]:
        """Return the rows that have an error."""
        return {
            (finding.place.sheet, finding.place.row)
            for finding in self._found
            if finding.severity == "error" and finding.place.row
        }


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row by header. ``columns``: where each header stands; ``number`` from 1.

    In a vertical sheet, ``lines`` says on which row each key stands instead.
    """

    number: int
    cells: dict[str, Cell]
    columns: dict[str, int] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a sheet; ``languages`` are those that texts have beside the pathway's own."""

    sheet: Sheet
    rows: tuple[Row, ...]
    languages: tuple[str, ...] = ()
    spread: int = 0

    def place(self, row: Row, header: str = "") -> Place:
        """Return the place of a row, or of its cell under a header."""
        number = row.lines.get(header, row.number)
        return Place(self.sheet.title, number, row.columns.get(header, 0))
