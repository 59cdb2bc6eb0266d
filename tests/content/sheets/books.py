"""Workbooks as an author would edit them: opened, cells changed, rows moved, saved again."""

from __future__ import annotations

import io
import re
import tempfile
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from app.content.sheets.archive import check_archive
from app.content.sheets.bring_in import Brought, bring_in
from app.content.sheets.pathway import read_folder
from app.content.sheets.read import RawSheet, parse, with_scans
from app.content.sheets.take_out import take_out

FIRST = 3
"""The row of the first piece."""

Rows = list[list[Any]]


def exported(root: Path, id_: str = "jardin") -> Workbook:
    """Return the workbook of a pathway, opened for editing."""
    return load_workbook(io.BytesIO(take_out(read_folder(root), id_)))


def saved(book: Workbook) -> bytes:
    """Return the file of a workbook."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sheets_of(data: bytes) -> list[RawSheet]:
    """Return the sheets of a workbook as the command reads them, but in this process."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "book.xlsx")
        path.write_bytes(data)
        scans = check_archive(path)
    return with_scans(parse(io.BytesIO(data)), scans)


def brought(root: Path, book: Workbook, *, is_forced: bool = False) -> Brought:
    """Return what a workbook would change in a content folder."""
    return bring_in(read_folder(root), sheets_of(saved(book)), is_forced=is_forced)


def column_of(sheet: Worksheet, key: str) -> int:
    """Return the number of the column of a key."""
    return next(cell.column for cell in sheet[FIRST - 1] if cell.value == key)


def row_of(sheet: Worksheet, key: str, value: str) -> int:
    """Return the number of the first row that holds a value under a key."""
    column = column_of(sheet, key)
    rows = range(FIRST, sheet.max_row + 1)
    return next(row for row in rows if sheet.cell(row, column).value == value)


def put(sheet: Worksheet, row: int, key: str, value: Any) -> str:
    """Type a value into a cell, as a spreadsheet program would store it; return the cell's name."""
    cell: Any = sheet.cell(row, column_of(sheet, key))
    type_in(cell, value)
    return str(cell.coordinate)


def stored(text: str) -> str:
    """Return a text as a spreadsheet program keeps it: what looks escaped is escaped."""
    return re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)


def type_in(cell: Any, value: Any) -> None:
    """Store a value in a cell: a text is never a formula."""
    if isinstance(value, str):
        cell.value = stored(value)
        cell.data_type = "s"
    else:
        cell.value = value


def rows_of(sheet: Worksheet) -> Rows:
    """Return the values of a sheet below its headers, row by row."""
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=FIRST)]


def lay(sheet: Worksheet, rows: Rows) -> None:
    """Write rows below the headers of a sheet, their texts as stored, in place of the old ones."""
    sheet.delete_rows(FIRST, sheet.max_row)
    for number, row in enumerate(rows, start=FIRST):
        for column, value in enumerate(row, start=1):
            if value is not None:
                cell: Any = sheet.cell(number, column)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"
