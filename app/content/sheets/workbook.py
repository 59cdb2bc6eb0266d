"""Tables -> a workbook for Excel and LibreOffice. Writes texts as texts: nothing is a formula."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from app.content.findings import typeset
from app.content.sheets.cells import Cell, split_header
from app.content.sheets.layout import LISTS_TITLE, README_TITLE, SHEETS, Column
from app.content.sheets.lists import LAST_ROW, validation
from app.content.sheets.tables import Table, letters
from app.content.sheets.unfold import FIRST_ROW, VALUE_COLUMN, all_headers

LONGEST_CELL = 32_767
"""What a cell holds at most, in Excel and LibreOffice."""

STAMP = "Empreinte"
"""The word before each line that says which text a file had when the workbook was made."""

_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FACE = "Calibri"
_BOLD = Font(name=_FACE, bold=True)
_TITLE = Font(name=_FACE, bold=True, color="FFFFFF")
_TITLE_FILL = PatternFill("solid", fgColor="1F3A5F")
_KEY = Font(name=_FACE, italic=True, color="5A6B7F", size=9)
_KEY_FILL = PatternFill("solid", fgColor="E8EDF3")
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_TEXT_FORMAT = "@"
_LINE = 15.0
_HIGHEST = 405.0
"""The height of a line of text, and of a row at most, in points."""
_FILL = 0.95
"""How many characters stand in a line, on average, for each unit of width."""


class CellTooLong(Exception):
    """A text that no cell can hold."""


def workbook_bytes(
    tables: list[Table], title: str, stamps: Mapping[str, str], resources: Iterable[str]
) -> bytes:
    """Return the file of a workbook.

    ``stamps``: the fingerprint of each file the tables came from; ``resources``: every id of the
    catalogue, to choose from.

    Raises:
        CellTooLong: if a text is longer than a cell can hold.
    """
    book = Workbook()
    book.properties.creator = "Balises"
    first = book.active
    assert isinstance(first, Worksheet)  # noqa: S101 - a new workbook has one
    _explain(first, title, stamps)
    listed = sorted(resources)
    for table in tables:
        sheet = book.create_sheet(table.sheet.title)
        if table.sheet.vertical:
            _vertical(sheet, table)
        else:
            _grid(sheet, table, len(listed))
    lists = book.create_sheet(LISTS_TITLE)
    for number, id_ in enumerate(listed, start=1):
        _put(lists, number, 1, id_)
    lists.sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _grid(sheet: Worksheet, table: Table, resources: int) -> None:
    headers = all_headers(table)
    by_key = {column.key: column for column in table.sheet.columns}
    for number, header in enumerate(headers, start=1):
        key, suffix = split_header(header)
        column = by_key[key]
        _header(sheet, number, f"{column.title} ({suffix})" if suffix else column.title, header)
        _dress(sheet, number, column)
        rule = validation(table.sheet, column, resources)
        rule.add(f"{letters(number)}{FIRST_ROW}:{letters(number)}{LAST_ROW}")
        sheet.add_data_validation(rule)
    for row in table.rows:
        for header, cell in row.cells.items():
            _put(sheet, row.number, row.columns[header], cell)
    _fit(sheet)
    sheet.freeze_panes = f"{letters(_frozen(table) + 1)}{FIRST_ROW}"
    last = letters(len(headers))
    sheet.auto_filter.ref = f"A{FIRST_ROW - 1}:{last}{max(len(table.rows) + FIRST_ROW - 1, 2)}"


def _frozen(table: Table) -> int:
    """Return how many columns stay in sight: those up to the identifier."""
    keys = [column.key for column in table.sheet.columns]
    return keys.index("id") + 1 if "id" in keys[:3] else len(table.sheet.marks)


def _vertical(sheet: Worksheet, table: Table) -> None:
    _header(sheet, 1, "Rubrique", "")
    _header(sheet, 2, "Clé", "key")
    for offset, language in enumerate(("", *table.languages)):
        title = f"Valeur ({language})" if language else "Valeur"
        _header(sheet, VALUE_COLUMN + offset, title, f"value ({language})" if language else "value")
        sheet.column_dimensions[letters(VALUE_COLUMN + offset)].width = 90
    for letter, width in (("A", 32), ("B", 22)):
        sheet.column_dimensions[letter].width = width
    for number, column in enumerate(table.sheet.columns, start=FIRST_ROW):
        _put(sheet, number, 1, typeset(column.title)).font = _BOLD
        _put(sheet, number, 2, column.key).font = _KEY
        rule = validation(table.sheet, column, 0)
        rule.add(f"C{number}")
        sheet.add_data_validation(rule)
        for offset in range(len(table.languages) + 1):
            cell = sheet.cell(number, VALUE_COLUMN + offset)
            cell.alignment = _WRAPPED
            if column.kind != "number":
                cell.number_format = _TEXT_FORMAT
    for row in table.rows:
        for header, given in row.cells.items():
            _put(sheet, row.lines[header], row.columns[header], given)
    _fit(sheet)
    sheet.freeze_panes = f"{letters(VALUE_COLUMN)}{FIRST_ROW}"


def _fit(sheet: Worksheet) -> None:
    """Give each row the height that its longest text needs: LibreOffice does not on opening."""
    for number, row in enumerate(sheet.iter_rows(), start=1):
        lines = 1
        for cell in row:
            if isinstance(cell.value, str):
                width = sheet.column_dimensions[cell.column_letter].width * _FILL
                pieces = cell.value.split("\n")
                lines = max(lines, sum(max(1, math.ceil(len(one) / width)) for one in pieces))
        sheet.row_dimensions[number].height = min(lines * _LINE, _HIGHEST)


def _header(sheet: Worksheet, column: int, title: str, key: str) -> None:
    top = _put(sheet, 1, column, typeset(title))
    top.font, top.fill = _TITLE, _TITLE_FILL
    below = _put(sheet, 2, column, key)
    below.font, below.fill = _KEY, _KEY_FILL


def _dress(sheet: Worksheet, number: int, column: Column) -> None:
    """Give a column its width, and its empty cells their format: what is typed stays text."""
    dimension = sheet.column_dimensions[letters(number)]
    dimension.width = column.width
    dimension.alignment = _WRAPPED
    if column.kind != "number":
        dimension.number_format = _TEXT_FORMAT


def _put(sheet: Worksheet, row: int, column: int, value: Cell) -> SheetCell:
    cell: Any = sheet.cell(row, column)
    cell.alignment = _WRAPPED
    if isinstance(value, str):
        if len(value) > LONGEST_CELL:
            raise CellTooLong(f"{sheet.title}!{cell.coordinate}")
        cell.value = _ESCAPED.sub("_x005F_", value)
        # Whatever it begins with, it is a text: never a formula, here or where it is copied to.
        cell.data_type = "s"
        cell.number_format = _TEXT_FORMAT
        cell.quotePrefix = value[:1] in "=+-@\t" and value != ""
    elif value is not None:
        cell.value = value
    return cell  # type: ignore[no-any-return]


def _explain(sheet: Worksheet, title: str, stamps: Mapping[str, str]) -> None:
    sheet.title = README_TITLE
    sheet.column_dimensions["A"].width = 40
    sheet.column_dimensions["B"].width = 110
    lines: list[tuple[str, str]] = [
        ("Parcours", title),
        ("", ""),
        *((left, typeset(right)) for left, right in _HOW),
        ("", ""),
        *((one.title, typeset(one.about)) for one in SHEETS),
        ("", ""),
        *((left, typeset(right)) for left, right in _STAMPS),
        *((f"{STAMP} {name}", stamp) for name, stamp in stamps.items()),
    ]
    for number, (left, right) in enumerate(lines, start=1):
        _put(sheet, number, 1, left).font = _BOLD
        _put(sheet, number, 2, right)
    _fit(sheet)
    sheet["B1"].font = Font(name=_FACE, bold=True, size=14)
    sheet.freeze_panes = "A2"


_HOW = (
    (
        "Comment faire",
        "Chaque feuille a deux lignes de titres : le nom en français, et la clé en dessous. Ne "
        "changez pas les clés. Vous pouvez élargir, filtrer, masquer ou déplacer des colonnes.",
    ),
    ("Changer", "Modifiez la cellule. Un long texte peut avoir plusieurs lignes (Alt + Entrée)."),
    ("Ajouter", "Insérez une ligne là où elle doit être lue, avec un identifiant nouveau."),
    ("Retirer", "Supprimez la ligne entière, et celles qui la nomment dans les autres feuilles."),
    ("Ordre", "L’ordre des lignes est celui des questions et des réponses."),
    (
        "Identifiants",
        "En minuscules, sans accent, avec des tirets. On ne les voit jamais à l’écran, mais les "
        "règles et les réponses enregistrées s’en servent : ne les changez plus ensuite.",
    ),
    (
        "Conditions",
        "Entre accolades : {answer: question, is: réponse}, {level: dimension, at_least: active}, "
        "{all: [{…}, {…}]}. La liste est dans rules/README.md.",
    ),
    ("Oui et non", "Les cases « oui/non » vides valent non."),
    ("Formules", "Aucune formule : elles sont refusées. Un texte peut commencer par « = »."),
    (
        "Langues",
        "Pour une autre langue, ajoutez une colonne dont la clé est celle du texte suivie de la "
        "langue entre parenthèses : text (en).",
    ),
    (
        "Remettre en place",
        "python -m app content import FICHIER.xlsx --dry-run montre ce qui changerait ; sans "
        "--dry-run, les fichiers sont écrits, et rien d’autre que ce que vous avez changé.",
    ),
)
_STAMPS = (
    (
        "Ne pas modifier",
        "Les lignes qui suivent disent de quels fichiers vient ce classeur : si l’un d’eux a "
        "changé depuis, l’import le dit au lieu de l’écraser.",
    ),
)
