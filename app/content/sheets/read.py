"""Reads a workbook in a process of its own, its memory and time bounded; understands nothing.

That process is this module: ``python -m app.content.sheets.read FILE`` prints JSON. What may stand
in the file was checked before; the bounds are for what we did not think of.
"""

from __future__ import annotations

import datetime
import json
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from app.content.sheets.archive import check_archive
from app.content.sheets.cells import Cell
from app.content.sheets.scan import Refused, SheetScan

SECONDS = 30
MEMORY = 1024 * 1024 * 1024
"""Of address space, which is several times what is really used."""
LONGEST_TEXT = 40_000

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass
class RawSheet:
    """The cells of a sheet, row by row, from the first; cells of formulas hold nothing."""

    title: str
    rows: list[list[Cell]]
    formulas: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    is_hidden: bool = False


def read_workbook(path: Path) -> list[RawSheet]:
    """Return the sheets of a workbook from outside.

    Raises:
        Refused: if it is not one, or holds what a workbook of content never needs.
    """
    scans = check_archive(path)
    command = [sys.executable, "-m", "app.content.sheets.read", str(path.resolve())]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, the path an argument of its own
            command,
            capture_output=True,
            timeout=SECONDS,
            cwd=Path(__file__).resolve().parents[3],
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Refused("Le classeur est trop long à lire.", _SMALLER) from error
    if done.returncode != 0:
        raise Refused("Le classeur ne se lit pas : il est abîmé, ou trop grand.", _SMALLER)
    return with_scans(json.loads(done.stdout), scans)


_SMALLER = "Enregistrez-le de nouveau avec Excel ou LibreOffice, au format .xlsx."


def with_scans(parsed: list[dict[str, Any]], scans: dict[str, SheetScan]) -> list[RawSheet]:
    """Return the sheets that were parsed, with what was seen in their parts beside values."""
    found = []
    for data in parsed:
        part = data.pop("part")
        found.append(RawSheet(**data, merged=scans.get(part, SheetScan()).merged))
    return found


def _bound() -> None:
    """Bound the memory and the time of this process, where the system knows how."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for what, limit in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        try:
            resource.setrlimit(what, (limit, limit))
        except (OSError, ValueError):  # macOS refuses some
            continue


def main() -> None:
    """Print the sheets of the workbook named by the first argument."""
    _bound()
    sys.stdout.write(json.dumps(parse(sys.argv[1])))


def parse(file: str | IO[bytes]) -> list[dict[str, Any]]:
    """Return the sheets of a workbook that was checked, each as a ``RawSheet`` and its part."""
    from openpyxl import load_workbook

    book = load_workbook(file, read_only=True, data_only=False, keep_links=False, keep_vba=False)
    found = []
    for sheet in book.worksheets:
        raw: dict[str, Any] = {
            "title": sheet.title,
            "rows": [],
            "formulas": [],
            "errors": [],
            "is_hidden": sheet.sheet_state != "visible",
            "part": getattr(sheet, "_worksheet_path", "").lstrip("/"),
        }
        sheet.reset_dimensions()
        for row in sheet.iter_rows():
            raw["rows"].append(_row(raw, row))
        _trim(raw["rows"])
        found.append(raw)
    return found


def _row(raw: dict[str, Any], row: Any) -> list[Cell]:
    cells: list[Cell] = []
    for cell in row:
        value = cell.value
        if cell.data_type == "f":
            raw["formulas"].append(cell.coordinate)
            value = None
        elif cell.data_type == "e":
            raw["errors"].append(cell.coordinate)
            value = None
        cells.append(_plain(value))
    return cells


def _trim(rows: list[list[Cell]]) -> None:
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()


def _plain(value: Any) -> Cell:
    if isinstance(value, str):
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), value[:LONGEST_TEXT])
        return text.replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, bool | int | float) or value is None:
        return value
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value)


if __name__ == "__main__":
    main()
