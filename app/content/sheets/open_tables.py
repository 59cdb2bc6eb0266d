"""The sheets of a workbook as they were read -> our tables; judges cells, not content."""

from __future__ import annotations

from dataclasses import dataclass

from app.content.sheets.cells import LANGUAGE, Cell, is_blank, split_header
from app.content.sheets.layout import LISTS_TITLE, README_TITLE, SHEETS, Sheet
from app.content.sheets.read import RawSheet
from app.content.sheets.tables import CellFindings, Place, Row, Table
from app.content.sheets.unfold import VALUE_COLUMN
from app.content.sheets.workbook import STAMP
from app.content.suggest import did_you_mean, short
from app.content.yaml_tree import FORBIDDEN

_SEARCHED = 6
"""In how many rows, from the top, the keys are looked for."""
_CELL_WORDS = "Copiez-la, puis collez-la « valeurs seules » ; ou tapez la valeur."


@dataclass(frozen=True)
class Opened:
    """The tables of a workbook, and the fingerprints of the files it was made from, by name."""

    tables: list[Table]
    stamps: dict[str, str]


def open_tables(sheets: list[RawSheet], findings: CellFindings) -> Opened | None:
    """Return the tables of a workbook, or None after a finding where a sheet is missing."""
    by_title = {raw.title.strip().casefold(): raw for raw in sheets}
    known = [sheet.title for sheet in SHEETS]
    expected = {title.casefold() for title in (*known, README_TITLE, LISTS_TITLE)}
    for title, raw in by_title.items():
        if title not in expected:
            findings.add(
                "sheet-ignored",
                Place(raw.title),
                f"La feuille « {short(raw.title)} » n'est pas lue.{did_you_mean(raw.title, known)}",
                "Elle n'est pas gardée : notez ailleurs ce qu'elle contient.",
            )
    tables = [_table(sheet, by_title.get(sheet.title.casefold()), findings) for sheet in SHEETS]
    readme = by_title.get(README_TITLE.casefold())
    if any(table is None for table in tables):
        return None
    return Opened([table for table in tables if table], _stamps(readme))


def _stamps(raw: RawSheet | None) -> dict[str, str]:
    found = {}
    for cells in raw.rows if raw else ():
        if len(cells) > 1 and str(cells[0]).startswith(f"{STAMP} "):
            found[str(cells[0]).removeprefix(f"{STAMP} ").strip()] = str(cells[1]).strip()
    return found


def _table(sheet: Sheet, raw: RawSheet | None, findings: CellFindings) -> Table | None:
    if raw is None:
        findings.add(
            "sheet-missing",
            Place(sheet.title),
            f"La feuille « {sheet.title} » manque.",
            "Remettez-la ; pour retirer ce qu'elle contient, videz ses lignes.",
        )
        return None
    _refuse_marks(sheet, raw, findings)
    return _vertical(sheet, raw, findings) if sheet.vertical else _grid(sheet, raw, findings)


def _refuse_marks(sheet: Sheet, raw: RawSheet, findings: CellFindings) -> None:
    """Name each cell that holds a formula or an error, and each range of merged cells."""
    for name in raw.formulas:
        findings.add(
            "cell-formula",
            place_of(sheet.title, name),
            "La cellule contient une formule : elles ne sont pas lues.",
            _CELL_WORDS,
        )
    for name in raw.errors:
        findings.add(
            "cell-value",
            place_of(sheet.title, name),
            "La cellule contient une erreur du tableur.",
            "Tapez la valeur.",
        )
    for name in raw.merged:
        findings.add(
            "cell-merged",
            place_of(sheet.title, name.partition(":")[0]),
            f"Les cellules {name} sont fusionnées : on ne sait pas à quelle ligne va leur valeur.",
            "Défusionnez-les et remplissez chaque cellule.",
        )


def place_of(title: str, name: str) -> Place:
    """Return the place of a cell named as in F12."""
    letters = name.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    digits = name[len(letters) :]
    return Place(title, int(digits or 0), column)


def _keys_row(sheet: Sheet, raw: RawSheet) -> int | None:
    """Return the position of the row of keys: the first that holds most of those expected."""
    wanted = {"key"} if sheet.vertical else {column.key for column in sheet.columns}
    for position, cells in enumerate(raw.rows[:_SEARCHED]):
        held = {split_header(str(cell))[0] for cell in cells if isinstance(cell, str)}
        if 2 * len(held & wanted) >= len(wanted):
            return position
    return None


def _grid(sheet: Sheet, raw: RawSheet, findings: CellFindings) -> Table | None:
    position = _keys_row(sheet, raw)
    if position is None:
        _no_keys(sheet, findings)
        return None
    columns = _columns(sheet, raw, position, findings)
    missing = [c for c in sheet.columns if c.key not in columns]
    for column in missing:
        findings.add(
            "column-missing",
            Place(sheet.title, position + 1),
            f"La colonne « {column.title} » ({column.key}) manque.",
            "Remettez-la ; pour retirer des valeurs, videz ses cellules.",
        )
    rows = []
    for number, cells in enumerate(raw.rows[position + 1 :], start=position + 2):
        given = {h: cells[n - 1] for h, n in columns.items() if n <= len(cells)}
        row = Row(number, {h: cell for h, cell in given.items() if not is_blank(cell)}, columns)
        rows.append(row)
    return None if missing else _finished(sheet, rows, columns, findings)


def _columns(sheet: Sheet, raw: RawSheet, position: int, findings: CellFindings) -> dict[str, int]:
    kinds = {column.key: column.kind for column in sheet.columns}
    columns: dict[str, int] = {}
    for number, cell in enumerate(raw.rows[position], start=1):
        header = str(cell).strip() if cell is not None else ""
        key, suffix = split_header(header)
        place = Place(sheet.title, position + 1, number)
        if key not in kinds:
            if any(len(row) >= number and row[number - 1] for row in raw.rows[position + 1 :]):
                findings.add(
                    "column-ignored",
                    place,
                    f"La colonne « {short(header)} » n'est pas lue.{did_you_mean(key, kinds)}",
                    "Elle n'est pas gardée : notez ailleurs ce qu'elle contient.",
                )
            continue
        if header in columns or not _is_suffix(kinds[key], suffix):
            findings.add(
                "column-unknown",
                place,
                f"« {short(header)} » n'est pas une clé, ou y est deux fois.",
                "Écrivez la clé, et pour une autre langue « clé (en) ».",
            )
            continue
        columns[header] = number
    return columns


def _is_suffix(kind: str, suffix: str) -> bool:
    if not suffix:
        return True
    if kind == "text":
        return bool(LANGUAGE.match(suffix))
    return kind == "spread" and suffix.isascii() and suffix.isdigit() and 2 <= int(suffix) <= 99


def _vertical(sheet: Sheet, raw: RawSheet, findings: CellFindings) -> Table | None:
    position = _keys_row(sheet, raw)
    if position is None:
        _no_keys(sheet, findings)
        return None
    header = [str(cell).strip() if cell else "" for cell in raw.rows[position]]
    key_column = header.index("key")
    values = {split_header(name)[1]: n for n, name in enumerate(header) if name.startswith("value")}
    values = values or {"": VALUE_COLUMN - 1}
    kinds = {column.key: column.kind for column in sheet.columns}
    cells: dict[str, Cell] = {}
    lines: dict[str, int] = {}
    columns: dict[str, int] = {}
    for number, row in enumerate(raw.rows[position + 1 :], start=position + 2):
        key = str(row[key_column]).strip() if len(row) > key_column and row[key_column] else ""
        if not key:
            continue
        if key not in kinds or key in lines:
            findings.add(
                "row-duplicate" if key in lines else "column-unknown",
                Place(sheet.title, number, key_column + 1),
                f"« {short(key)} » n'est pas une clé, ou y est deux fois.",
                f"Clés possibles : {', '.join(kinds)}.",
            )
            continue
        for suffix, column in values.items():
            name = f"{key} ({suffix})" if suffix else key
            lines[name], columns[name] = number, column + 1
            if len(row) > column and not is_blank(row[column]):
                cells[name] = row[column]
    for key in kinds:
        if key not in lines:
            findings.add(
                "column-missing",
                Place(sheet.title),
                f"La ligne « {key} » manque.",
                "Remettez-la ; pour retirer la valeur, videz sa cellule.",
            )
    return _finished(sheet, [Row(0, cells, columns, lines)], columns, findings)


def _no_keys(sheet: Sheet, findings: CellFindings) -> None:
    findings.add(
        "column-missing",
        Place(sheet.title, 2),
        f"Les clés de la feuille « {sheet.title} » ne sont plus là.",
        "Remettez la deuxième ligne telle qu'elle était : "
        f"{', '.join(column.key for column in sheet.columns[:4])}…",
    )


def _finished(
    sheet: Sheet, rows: list[Row], columns: dict[str, int], findings: CellFindings
) -> Table:
    languages = {split_header(header)[1] for header in columns}
    table = Table(sheet, tuple(rows), tuple(sorted(filter(LANGUAGE.match, languages))))
    for row in table.rows:
        for header, cell in row.cells.items():
            if isinstance(cell, str) and FORBIDDEN.search(cell):
                findings.add(
                    "file-character",
                    table.place(row, header),
                    "Un caractère invisible ou interdit se trouve ici.",
                    "Videz la cellule et tapez-la de nouveau.",
                )
    return table
