"""One value <-> the cells it fills; knows neither files nor spreadsheet programs.

Whatever ``to_cells`` writes, ``from_cells`` reads back as the same value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from app.content.findings import Findings
from app.content.sheets.flow import flow_text
from app.content.sheets.layout import NO, YES, Column
from app.content.suggest import short
from app.content.yaml_tree import parse_yaml

Cell = str | int | float | bool | None
Cells = Mapping[str, Cell]
"""The cells of a row by header: the key of a column, with the language or number after it."""

LANGUAGE = re.compile(r"^[a-z]{2}(?:-[A-Z]{2})?$")

_TRUE = {YES, "vrai", "true", "1", "1.0"}
_FALSE = {NO, "faux", "false", "0", "0.0"}
_NUMBER = re.compile(r"^[+-]?[0-9]{1,30}(?:[.,][0-9]{1,30})?$")
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"'})


@dataclass(frozen=True)
class CellError(Exception):
    """A cell that cannot be read: what is wrong, and how to mend it. ``header`` names the cell."""

    header: str
    message: str
    remedy: str
    code: str = "cell-value"


def headers_of(column: Column, languages: tuple[str, ...], spread: int) -> tuple[str, ...]:
    """Return the headers of a column: one, or one a language, or one a word."""
    if column.kind == "text":
        return (column.key, *(f"{column.key} ({language})" for language in languages))
    if column.kind == "spread":
        return (column.key, *(f"{column.key} {n}" for n in range(2, spread + 1)))
    return (column.key,)


def split_header(header: str) -> tuple[str, str]:
    """Return the key of a header, and the language or number after it, if any."""
    key, _, rest = header.strip().partition(" ")
    return key, rest.strip().removeprefix("(").removesuffix(")")


def to_cells(column: Column, value: Any, language: str) -> dict[str, Cell]:
    """Return the cells of a value; what has no place in them is left out."""
    key = column.key
    match column.kind:
        case "text" if isinstance(value, dict):
            return {
                key if name == language else f"{key} ({name})": text
                for name, text in value.items()
                if isinstance(text, str)
            }
        case "flag" if isinstance(value, bool):
            return {key: YES if value else NO}
        case "number" if isinstance(value, int | float) and not isinstance(value, bool):
            return {key: _number_cell(value)}
        case "list" if isinstance(value, list):
            return {key: ", ".join(map(str, value)) or None}
        case "spread" if isinstance(value, list):
            names = (key, *(f"{key} {n}" for n in range(2, len(value) + 1)))
            return dict(zip(names, map(str, value), strict=True)) if value else {}
        case "condition":
            return {key: None if value is None else flow_text(value)}
    return {key: value if isinstance(value, str) else None}


def _number_cell(value: float) -> Cell:
    """Return the number, as text where a spreadsheet would round it (15 digits)."""
    exact = isinstance(value, int) and abs(value) < 10**15
    if exact or float(f"{value:.15g}") == value:
        return value
    return str(value)


def from_cells(column: Column, cells: Cells, language: str) -> Any:
    """Return the value of the cells of a column, None where they are empty.

    Raises:
        CellError: if a cell cannot be read.
    """
    key = column.key
    given = {name: cell for name, cell in cells.items() if not is_blank(cell)}
    if not given:
        return None
    match column.kind:
        case "text":
            return _text(key, given, language)
        case "spread":
            ordered = sorted(given, key=lambda name: int(split_header(name)[1] or 1))
            return [_word(given[name]) for name in ordered]
        case "flag":
            return _flag(key, given[key])
        case "number":
            return _number(key, given[key])
        case "list":
            words = re.split(r"[,;\n]", _word(given[key]))
            return [word.strip() for word in words if word.strip()]
        case "condition":
            return condition_of(key, _word(given[key]))
    return _word(given[key])


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _text(key: str, given: dict[str, Cell], language: str) -> str | dict[str, str]:
    texts = {split_header(name)[1] or language: _plain(cell) for name, cell in given.items()}
    return texts[language] if set(texts) == {language} else texts


def _plain(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _word(cell: Cell) -> str:
    return _plain(cell).strip()


def _flag(key: str, cell: Cell) -> bool:
    word = _word(cell).lower()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise CellError(key, f"« {short(cell)} » n'est ni oui ni non.", f"Écrivez {YES} ou {NO}.")


def _number(key: str, cell: Cell) -> int | float | str:
    """Return an exact number: 15 digits for one of a spreadsheet, every digit of a text."""
    if isinstance(cell, bool):
        raise CellError(key, "Un nombre est attendu, pas vrai ou faux.", "Écrivez un nombre.")
    if isinstance(cell, int):
        return cell
    if isinstance(cell, float):
        rounded = float(f"{cell:.15g}")
        return int(rounded) if rounded.is_integer() else rounded
    text = _word(cell).replace(",", ".")
    if not _NUMBER.match(text):
        raise CellError(
            key,
            f"« {short(cell)} » n'est pas un nombre.",
            "Écrivez-le sans unité ni espace : 12, 0,5.",
        )
    if "." not in text:
        return int(text)
    number = float(text)
    return number if Decimal(repr(number)) == Decimal(text) else text


def condition_of(key: str, text: str) -> Any:
    """Return the tree of a condition written on one line.

    Raises:
        CellError: if it is not sound YAML, with what our reader of YAML says of it.
    """
    findings = Findings()
    document = parse_yaml("", text.translate(_QUOTES), findings)
    if document is None:
        fault = findings.in_order()[0]
        raise CellError(key, fault.message, fault.remedy, fault.code)
    if not isinstance(document.data, dict):
        raise CellError(
            key,
            f"« {short(text)} » n'est pas une condition.",
            "Écrivez-la entre accolades : {answer: question, is: option}.",
            "condition-unknown",
        )
    return document.data


def is_same(one: Any, other: Any, language: str = "fr") -> bool:
    """Whether two trees mean the same: what is empty is as good as absent, 1 as good as 1.0."""
    if _is_nothing(one) or _is_nothing(other):
        return _is_nothing(one) and _is_nothing(other)
    if isinstance(one, dict) and set(one) == {language} and isinstance(other, str):
        one = one[language]
    if isinstance(other, dict) and set(other) == {language} and isinstance(one, str):
        other = other[language]
    if isinstance(one, dict) and isinstance(other, dict):
        return all(is_same(one.get(k), other.get(k), language) for k in {**one, **other})
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(
            is_same(a, b, language) for a, b in zip(one, other, strict=True)
        )
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, str) == isinstance(other, str):
        return bool(one == other)
    return _exact(one) == _exact(other) is not None


def _is_nothing(value: Any) -> bool:
    return value is None or value == [] or value == {}


def _exact(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None
