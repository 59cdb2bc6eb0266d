"""The roadmap as a workbook (XLSX) for Excel and LibreOffice: actions, and where they come from.

Texts are texts whatever they begin with, dates are dates. Must never read a workbook.
"""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Iterator
from copy import copy
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from app.locale.speech import current_language, gettext
from app.report.formulas import begins_formula
from app.report.roadmap_table import COLUMNS, Takeaway, Value, about, row_of, titles

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

LONGEST_CELL = 32_767
"""Characters that a cell holds at most, in Excel and LibreOffice."""
DATES = {"fr": "dd/mm/yyyy", "en": "yyyy-mm-dd"}
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_CORE = "docProps/core.xml"
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
"""The first that a zip archive can say."""
_FACE = "Calibri"
_INK = "1F3A5F"
_LINE = 15.0
_HIGHEST = 405.0
"""The height of a line of text, and of a row at most, in points."""
_FILL = 0.85
"""How many characters stand in a line, on average, for each unit of width."""


def write_workbook(takeaway: Takeaway) -> bytes:
    """Return the file of a workbook, the same bytes for the same arguments.

    Its first sheet has a row of titles, then a row for each line; its second says where they come
    from: reference, date, edition, levels.
    """
    # Here alone: what writes workbooks takes its time to import, and few people ask for one.
    from openpyxl import Workbook

    book = Workbook()
    sheet: Any = book.active
    sheet.title = gettext("Feuille de route")
    _fill_actions(sheet, takeaway)
    _fill_source(book.create_sheet(gettext("Source")), takeaway)
    for one in book.worksheets:
        _lay_out(one, takeaway)
    stream = io.BytesIO()
    _describe(book, takeaway)
    book.save(stream)
    _describe(book, takeaway)
    return _fixed(stream.getvalue(), _core(book))


def _fill_actions(sheet: Worksheet, takeaway: Takeaway) -> None:
    _write_row(sheet, 1, list(titles()), is_title=True)
    for column, letter in zip(COLUMNS, _letters(len(COLUMNS)), strict=True):
        sheet.column_dimensions[letter].width = column.width
    for number, line in enumerate(takeaway.lines, 2):
        _write_row(sheet, number, row_of(line))
    # The number and the action stay in sight.
    sheet.freeze_panes = "C2"
    *_, last = _letters(len(COLUMNS))
    sheet.auto_filter.ref = f"A1:{last}{len(takeaway.lines) + 1}"
    sheet.print_title_rows = "1:1"


def _fill_source(sheet: Worksheet, takeaway: Takeaway) -> None:
    sheet.column_dimensions["A"].width = 34
    sheet.column_dimensions["B"].width = 90
    _write_row(sheet, 1, [gettext("Rubrique"), gettext("Valeur")], is_title=True)
    for number, (title, value) in enumerate(about(takeaway), 2):
        _write_row(sheet, number, [title, value])
    sheet.freeze_panes = "A2"


def _write_row(sheet: Worksheet, row: int, values: list[Value], *, is_title: bool = False) -> None:
    first: Any = sheet.cell(row, 1)
    _dress(first, is_title=is_title)
    # Copied before anything is said of this cell alone: to dress each takes ten times as long.
    look = copy(first._style)
    lines = 1
    for column, value in enumerate(values, 1):
        cell: Any = sheet.cell(row, column)
        cell._style = copy(look)
        if isinstance(value, str) and value:
            _write_text(cell, value)
            width = sheet.column_dimensions[cell.column_letter].width * _FILL
            lines = max(lines, _lines_of(value, width))
        elif value is not None and value != "":
            cell.value = value
            if isinstance(value, date):
                cell.number_format = DATES[current_language()]
    # LibreOffice does not find the heights by itself on opening.
    sheet.row_dimensions[row].height = min(lines * _LINE, _HIGHEST)


def _dress(cell: Any, *, is_title: bool) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
    cell.font = Font(name=_FACE, bold=is_title, color="FFFFFF" if is_title else None)
    if is_title:
        cell.fill = PatternFill("solid", fgColor=_INK)


def _write_text(cell: Any, text: str) -> None:
    """Write a text as a text: never a formula, here or where the cell is edited or copied to."""
    cell.value = _ESCAPED.sub("_x005F_", text)[:LONGEST_CELL]
    cell.data_type = "s"
    cell.quotePrefix = begins_formula(text)


def _lines_of(text: str, width: float) -> int:
    return sum(max(1, math.ceil(len(one) / width)) for one in text.split("\n"))


def _letters(count: int) -> Iterator[str]:
    from openpyxl.utils import get_column_letter

    return (get_column_letter(number) for number in range(1, count + 1))


def _lay_out(sheet: Any, takeaway: Takeaway) -> None:
    """Print on A4, landscape, one page wide, with the reference and the number of the page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.6
    sheet.page_margins.footer = 0.3
    sheet.print_options.gridLines = True
    sheet.oddFooter.left.text = takeaway.report.reference.replace("&", "&&")
    sheet.oddFooter.right.text = "&P / &N"


def _describe(book: Workbook, takeaway: Takeaway) -> None:
    day = datetime.combine(takeaway.updated_on, time(), UTC)
    properties = book.properties
    properties.title = gettext(
        "Feuille de route %(reference)s", reference=takeaway.report.reference
    )
    properties.subject = _ESCAPED.sub("_x005F_", str(takeaway.report.title))
    properties.creator = properties.lastModifiedBy = "Balises"
    properties.language = current_language()
    properties.created = properties.modified = day


def _core(book: Workbook) -> bytes:
    from openpyxl.xml.functions import tostring

    return bytes(tostring(book.properties.to_tree()))


def _fixed(data: bytes, core: bytes) -> bytes:
    """Return the archive without the time of day: its entries, and when it says it was saved."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, core if name == _CORE else source.read(name))
    return stream.getvalue()
