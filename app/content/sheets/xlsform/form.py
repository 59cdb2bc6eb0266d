"""The sheets of an XLSForm as rows by header, its languages, and the new ids of its names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.content.sheets.cells import Cell, is_blank
from app.content.sheets.read import RawSheet
from app.content.sheets.scan import Refused

_LANGUAGE = re.compile(
    r"^(?P<key>[a-z_ ]+?)\s*::?\s*(?P<name>[^()]*?)\s*(?:\((?P<code>[a-zA-Z-]+)\))?$",
    re.IGNORECASE,
)
_TEXTS = ("label", "hint")
_LONGEST_ID = 64


@dataclass(frozen=True)
class FormRow:
    """A row of a sheet, from 1. ``texts``: label and hint by language, empty for the default."""

    number: int
    cells: dict[str, str]
    texts: dict[str, dict[str, str]]

    def get(self, key: str) -> str:
        """Return a cell, empty if there is nothing in it."""
        return self.cells.get(key, "")


@dataclass(frozen=True)
class Form:
    """The rows of the two sheets, and what the settings say."""

    survey: list[FormRow]
    choices: list[FormRow]
    settings: dict[str, str]
    languages: list[str] = field(default_factory=list)


def read_form(sheets: list[RawSheet]) -> Form:
    """Return the form in a workbook.

    Raises:
        Refused: if a sheet or a column that a form always has is missing, or a cell is a formula.
    """
    by_title = {sheet.title.strip().lower(): sheet for sheet in sheets}
    survey, choices = by_title.get("survey"), by_title.get("choices")
    if survey is None:
        raise Refused(
            "Ce classeur n'est pas un XLSForm : il n'a pas de feuille « survey ».",
            "Pour un classeur de « content export », utilisez « content import ».",
        )
    for sheet in (survey, choices):
        if sheet is not None and sheet.formulas:
            raise Refused(
                f"La feuille « {sheet.title} » contient des formules : "
                f"{', '.join(sheet.formulas[:20])}.",
                "Copiez-les, puis collez-les « valeurs seules ».",
            )
    rows = _rows(survey)
    if not rows or not any(row.get("type") for row in rows):
        raise Refused("La feuille « survey » n'a pas de colonne « type ».", "Ajoutez-la.")
    settings = by_title.get("settings")
    told = [row.cells for row in _rows(settings)[:1]] if settings else []
    listed = _rows(choices) if choices else []
    names = [n for row in (*rows, *listed) for by in row.texts.values() for n in by]
    return Form(rows, listed, told[0] if told else {}, [n for n in dict.fromkeys(names) if n])


def _rows(sheet: RawSheet) -> list[FormRow]:
    if not sheet.rows:
        return []
    headers = [_header(cell) for cell in sheet.rows[0]]
    found = []
    for number, cells in enumerate(sheet.rows[1:], start=2):
        plain: dict[str, str] = {}
        texts: dict[str, dict[str, str]] = {}
        for (key, language), cell in zip(headers, cells, strict=False):
            if is_blank(cell) or not key:
                continue
            if key in _TEXTS:
                texts.setdefault(key, {}).setdefault(language, _words(cell))
            else:
                plain.setdefault(key, _words(cell))
        if plain or texts:
            found.append(FormRow(number, plain, texts))
    return found


def _header(cell: Cell) -> tuple[str, str]:
    """Return the key of a header and its language: its code, else its name, else nothing."""
    text = " ".join(str(cell or "").split()).strip()
    match = _LANGUAGE.match(text) if ":" in text else None
    if match is None:
        return text.lower().replace(" ", "_"), ""
    language = match["code"] or match["name"]
    return match["key"].strip().lower().replace(" ", "_"), language.strip()


def _words(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


class Names:
    """Gives each old name a new id that is valid and unique; ``changed`` are those that differ."""

    def __init__(self, taken: Iterable[str] = (), prefix: str = "q") -> None:
        self._taken = set(taken)
        self._prefix = prefix
        self.changed: list[tuple[str, str]] = []

    def give(self, name: str) -> str:
        """Return the id of a name, another one each time."""
        base = slug(name, self._prefix)
        id_, number = base, 2
        while id_ in self._taken:
            end = f"-{number}"
            id_, number = f"{base[: _LONGEST_ID - len(end)].rstrip('-_')}{end}", number + 1
        self._taken.add(id_)
        if id_ != name:
            self.changed.append((name, id_))
        return id_


def slug(name: str, prefix: str) -> str:
    """Return the id that is nearest to a name: no accents, lower case, single hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    word = re.sub(r"([-_])[-_]+", r"\1", re.sub(r"[^a-z0-9_-]+", "-", plain)).strip("-_")
    if not word[:1].isalpha():
        word = f"{prefix}-{word}".rstrip("-")
    return word[:_LONGEST_ID].rstrip("-_")
