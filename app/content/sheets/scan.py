"""One XML part of a workbook, streamed: no DTD, not too many rows, columns or marks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from xml.sax import SAXException
from xml.sax.handler import ContentHandler, feature_namespaces

from defusedxml.common import DefusedXmlException
from defusedxml.sax import make_parser

MAX_ROWS = 20_000
MAX_COLUMNS = 256
MAX_ELEMENTS = 200_000
_MOST_NAMED = 50

_CELL = re.compile(r"^([A-Z]{1,3})([0-9]{1,7})$")


class Refused(Exception):
    """A workbook that is not read: why, and what to do."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


@dataclass
class SheetScan:
    """What stands in a part beside values: cells with formulas, and ranges of merged cells."""

    formulas: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)


class _Handler(ContentHandler):
    def __init__(self, part: str) -> None:
        super().__init__()
        self.seen = SheetScan()
        self._is_sheet = part.startswith("xl/worksheets/sheet")
        self._part = part
        self._elements = 0
        self._depth = 0
        self._rows = 0
        self._cells = 0
        self._cell = ""

    def startElement(self, name: str, attrs: Any) -> None:
        self._elements += 1
        self._depth += 1
        if self._elements > MAX_ELEMENTS or self._depth > 100:
            raise Refused(
                f"Une partie du classeur ({self._part}) est bien trop grande.",
                "Retirez les lignes et les mises en forme inutiles.",
            )
        if self._is_sheet:
            self._in_sheet(name.rpartition(":")[2], attrs)

    def endElement(self, name: str) -> None:
        self._depth -= 1

    def _in_sheet(self, name: str, attrs: Any) -> None:
        match name:
            case "row":
                self._rows += 1
                self._cells = 0
                self._check_row(max(self._rows, _number(attrs.get("r", ""))))
            case "c":
                self._cells += 1
                self._cell = attrs.get("r", "")
                self._check_column()
            case "f" if len(self.seen.formulas) < _MOST_NAMED:
                self.seen.formulas.append(self._cell)
            case "mergeCell" if len(self.seen.merged) < _MOST_NAMED:
                self.seen.merged.append(str(attrs.get("ref", ""))[:40])

    def _check_row(self, row: int) -> None:
        if row > MAX_ROWS:
            raise Refused(
                f"Une feuille a plus de {MAX_ROWS} lignes.",
                "Supprimez les lignes en trop, même vides, puis enregistrez.",
            )

    def _check_column(self) -> None:
        place = _CELL.match(self._cell)
        column = _column(place[1]) if place else self._cells
        if place:
            self._check_row(int(place[2]))
        if column > MAX_COLUMNS or self._cells > MAX_COLUMNS:
            raise Refused(
                f"Une feuille a plus de {MAX_COLUMNS} colonnes (cellule {self._cell[:12]}).",
                "Supprimez les colonnes en trop, même vides, puis enregistrez.",
            )


def scan_part(part: str, chunks: Iterable[bytes]) -> SheetScan:
    """Return what was seen in a part; ``chunks`` are its bytes.

    Raises:
        Refused: if it declares a DTD or an entity, is not XML, or is too large.
    """
    handler = _Handler(part)
    parser: Any = make_parser()
    parser.forbid_dtd = True
    parser.setFeature(feature_namespaces, False)
    parser.setContentHandler(handler)
    try:
        for chunk in chunks:
            parser.feed(chunk)
        parser.close()
    except DefusedXmlException as error:
        raise Refused(
            "Le classeur contient une déclaration interdite (DTD ou entité).",
            "Enregistrez-le de nouveau avec Excel ou LibreOffice.",
        ) from error
    except SAXException as error:
        raise Refused(
            f"Une partie du classeur ne se lit pas ({part[:60]}).",
            "Enregistrez-le de nouveau avec Excel ou LibreOffice.",
        ) from error
    return handler.seen


def _column(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
