"""The tables of a workbook -> the trees of a pathway, and the cell of every value.

Every cell that cannot be read, and every row that belongs nowhere, is a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from app.content.document import Path
from app.content.sheets import layout
from app.content.sheets.cells import (
    Cell,
    CellError,
    from_cells,
    is_blank,
    split_header,
)
from app.content.sheets.layout import Column, Sheet
from app.content.sheets.pathway import Pathway, Tree
from app.content.sheets.placed import Places
from app.content.sheets.tables import CellFindings, Place, Row, Table
from app.content.sheets.unfold import OVERALL
from app.content.suggest import did_you_mean, short

Tables = dict[str, Table]

_FILE = re.compile(r"^[a-z0-9][a-z0-9_-]{0,60}\.yaml$")


@dataclass
class Folded:
    """A pathway out of a workbook; the places of its values, by path, in each of its trees."""

    pathway: Pathway
    questionnaire: dict[Path, Place] = field(default_factory=dict)
    rules: dict[Path, Place] = field(default_factory=dict)
    resources: list[dict[Path, Place]] = field(default_factory=list)
    documents: list[dict[Path, Place]] = field(default_factory=list)


def fold(tables: list[Table], findings: CellFindings) -> Folded:
    """Return the pathway that the tables hold; what is wrong is added to the findings."""
    by_key = {table.sheet.key: table for table in tables}
    language = _language(by_key[layout.PATHWAY.key])
    folder = _Folder(by_key, language, findings)
    pathway = Pathway(folder.questionnaire(), folder.rules())
    pathway.resources = list(folder.resources())
    pathway.documents = [piece for _, piece in folder.pieces(layout.DOCUMENTS)]
    of = folder.places.of
    return Folded(
        pathway,
        of(pathway.questionnaire),
        of(pathway.rules),
        [of(entry) for _, entry in pathway.resources],
        [of(entry) for entry in pathway.documents],
    )


def _language(table: Table) -> str:
    given = table.rows[0].cells.get("language") if table.rows else None
    return given.strip() if isinstance(given, str) and given.strip() else "fr"


class _Folder:
    """Puts the pieces of all tables where they belong."""

    def __init__(self, tables: Tables, language: str, findings: CellFindings) -> None:
        self.tables = tables
        self.language = language
        self.findings = findings
        self.places = Places()

    # -- pieces ---------------------------------------------------------------------------------

    def pieces(self, sheet: Sheet) -> Iterator[tuple[Row, Tree]]:
        """Yield the piece of every row of a sheet that holds something."""
        table = self.tables[sheet.key]
        for row in table.rows:
            if any(not is_blank(cell) for cell in row.cells.values()):
                yield row, self._piece(table, row)

    def _piece(self, table: Table, row: Row) -> Tree:
        piece: Tree = {}
        self.places.note(piece, table.place(row))
        for column in table.sheet.fields:
            cells = cells_of(row, column.key)
            try:
                value = from_cells(column, cells, self.language)
            except CellError as error:
                self._add(error.code, table, row, error.header, error.message, error.remedy)
                continue
            if value is not None:
                self._put(table, row, piece, column, value)
        return piece

    def _put(self, table: Table, row: Row, piece: Tree, column: Column, value: Any) -> None:
        *above, last = column.path
        holder = piece
        for key in above:
            if key not in holder:
                holder[key] = {}
                self.places.note(holder[key], table.place(row))
                self.places.note(holder, table.place(row, column.key), key)
            holder = holder[key]
        holder[last] = value
        self.places.note(holder, table.place(row, column.key), last)
        headers = list(cells_of(row, column.key))
        if column.kind == "text" and isinstance(value, dict):
            for header in headers:
                name = split_header(header)[1] or self.language
                self.places.note(value, table.place(row, header), name)
        if column.kind == "spread":
            filled = [h for h in headers if not is_blank(row.cells[h])]
            filled.sort(key=lambda header: int(split_header(header)[1] or 1))
            for index, header in enumerate(filled):
                self.places.note(value, table.place(row, header), index)

    def _add(
        self, code: str, table: Table, row: Row, header: str, message: str, remedy: str
    ) -> None:
        place = table.place(row, header)
        self.findings.add(code, place, message, remedy, _title(table.sheet, header))

    def _mark(self, sheet: Sheet, row: Row, key: str) -> str | None:
        cell = row.cells.get(key)
        return None if is_blank(cell) else str(cell).strip()

    def _nowhere(
        self, sheet: Sheet, row: Row, key: str, given: str | None, known: dict[str, Any]
    ) -> None:
        title = _title(sheet, key)
        if given is None:
            self._add(
                "cell-missing",
                self.tables[sheet.key],
                row,
                key,
                f"La colonne « {title} » est vide : on ne sait pas où va cette ligne.",
                "Remplissez-la, ou videz toute la ligne.",
            )
            return
        self._add(
            "cell-reference",
            self.tables[sheet.key],
            row,
            key,
            f"« {short(given)} » n'existe pas, ou pas plus haut.{did_you_mean(given, known)}",
            "Écrivez l'identifiant d'une ligne qui existe ; ce qui dépend d'une ligne vient après.",
        )

    # -- the questionnaire ----------------------------------------------------------------------

    def questionnaire(self) -> Tree:
        tree = next((piece for _, piece in self.pieces(layout.PATHWAY)), {})
        nodes = self._dimensions(tree)
        self._levels(nodes)
        self._answer_sets(tree)
        self._sections(tree)
        return tree

    def _dimensions(self, tree: Tree) -> dict[str, Tree]:
        nodes: dict[str, Tree] = {"": tree}
        top: list[Tree] = []
        for row, piece in self.pieces(layout.DIMENSIONS):
            under = self._mark(layout.DIMENSIONS, row, "under")
            if piece.get("id") == OVERALL and OVERALL not in nodes:
                del piece["id"]
                tree["overall"] = nodes[OVERALL] = piece
            elif under is None:
                top.append(piece)
                nodes.setdefault(str(piece.get("id")), piece)
            elif under in nodes and under != OVERALL:
                nodes[under].setdefault("dimensions", []).append(piece)
                nodes.setdefault(str(piece.get("id")), piece)
            else:
                self._nowhere(layout.DIMENSIONS, row, "under", under, nodes)
        if top:
            tree["dimensions"] = top
        return nodes

    def _levels(self, nodes: dict[str, Tree]) -> None:
        bands: dict[tuple[str, Any], Tree] = {}
        for row, piece in self.pieces(layout.LEVELS_SHEET):
            owner = self._mark(layout.LEVELS_SHEET, row, "dimension") or ""
            if owner not in nodes:
                self._nowhere(layout.LEVELS_SHEET, row, "dimension", owner, nodes)
                continue
            nodes[owner].setdefault("levels", []).append(piece)
            bands.setdefault((owner, piece.get("level")), piece)
        for row, piece in self.pieces(layout.REQUIREMENTS):
            owner = self._mark(layout.REQUIREMENTS, row, "dimension") or ""
            level = self._mark(layout.REQUIREMENTS, row, "level")
            if owner not in nodes:
                self._nowhere(layout.REQUIREMENTS, row, "dimension", owner, nodes)
            elif (owner, level) not in bands:
                known = {str(name): None for node, name in bands if node == owner}
                self._nowhere(layout.REQUIREMENTS, row, "level", level, known)
            else:
                bands[owner, level].setdefault("requires", []).append(piece)

    def _answer_sets(self, tree: Tree) -> None:
        sets: dict[str, Tree] = {}
        for row, piece in self.pieces(layout.ANSWER_SETS):
            name = self._mark(layout.ANSWER_SETS, row, "set")
            if name is None:
                self._nowhere(layout.ANSWER_SETS, row, "set", None, sets)
                continue
            if name not in sets:
                sets[name] = {"options": []}
                place = self.tables[layout.ANSWER_SETS.key].place(row, "set")
                self.places.note(sets[name], place)
            sets[name]["options"].append(piece)
        if sets:
            tree["answer_sets"] = sets
            for name, one in sets.items():
                self.places.note(sets, self.places.own(one) or Place(""), name)

    def _sections(self, tree: Tree) -> None:
        sections: dict[str, Tree] = {}
        listed = []
        for _, piece in self.pieces(layout.SECTIONS):
            listed.append(piece)
            sections.setdefault(str(piece.get("id")), piece)
        if listed:
            tree["sections"] = listed
        self._questions(sections)

    def _questions(self, sections: dict[str, Tree]) -> None:
        rows = list(self.pieces(layout.QUESTIONS))
        questions: dict[str, Tree] = {}
        for _, piece in rows:
            questions.setdefault(str(piece.get("id")), piece)
        self._attach(layout.BANDS, "bands", questions)
        self._attach(layout.OPTIONS, "options", questions)
        options: dict[str, Tree] = {}
        for row, piece in rows:
            section = self._mark(layout.QUESTIONS, row, "section")
            under = self._mark(layout.QUESTIONS, row, "under")
            if section is not None and under is not None:
                self._add(
                    "cell-value",
                    self.tables[layout.QUESTIONS.key],
                    row,
                    "under",
                    "Une question de suite suit sa question, elle n'a pas de section à elle.",
                    "Videz la colonne « Section », ou « Suite de ».",
                )
            elif under is not None and under in options:
                options[under].setdefault("follow_up", []).append(piece)
            elif under is None and section in sections:
                sections[section].setdefault("questions", []).append(piece)
            else:
                key = "section" if under is None else "under"
                known = sections if under is None else options
                self._nowhere(layout.QUESTIONS, row, key, under or section, known)
                continue
            if piece is questions[str(piece.get("id"))]:
                for option in piece.get("options", ()):
                    options.setdefault(f"{piece.get('id')}/{option.get('id')}", option)

    def _attach(self, sheet: Sheet, key: str, questions: dict[str, Tree]) -> None:
        for row, piece in self.pieces(sheet):
            owner = self._mark(sheet, row, "question")
            if owner is None or owner not in questions:
                self._nowhere(sheet, row, "question", owner, questions)
            else:
                questions[owner].setdefault(key, []).append(piece)

    # -- the rules and the catalogue ------------------------------------------------------------

    def rules(self) -> Tree:
        table = self.tables[layout.PATHWAY.key]
        row = table.rows[0] if table.rows else Row(0, {})
        tree: Tree = {"questionnaire": self._mark(layout.PATHWAY, row, "id")}
        self.places.note(tree, table.place(row, "id"), "questionnaire")
        named: Tree = {}
        for row, piece in self.pieces(layout.CONDITIONS):
            name = self._mark(layout.CONDITIONS, row, "name")
            if name is None:
                self._nowhere(layout.CONDITIONS, row, "name", None, named)
            elif name in named:
                self._add(
                    "row-duplicate",
                    self.tables[layout.CONDITIONS.key],
                    row,
                    "name",
                    f"La condition « {short(name)} » est déjà écrite plus haut.",
                    "Gardez une seule des deux lignes.",
                )
            else:
                named[name] = piece.get("condition")
                place = self.tables[layout.CONDITIONS.key].place(row, "condition")
                self.places.note(named, place, name)
        if named:
            tree["conditions"] = named
        tree["rules"] = [piece for _, piece in self.pieces(layout.RULES)]
        return tree

    def resources(self) -> Iterator[tuple[str, Tree]]:
        """Yield the entries of the catalogue, each with the name of its file."""
        for row, piece in self.pieces(layout.RESOURCES):
            file = self._mark(layout.RESOURCES, row, "file")
            if file is None:
                self._nowhere(layout.RESOURCES, row, "file", None, {})
            elif not _FILE.match(file):
                self._add(
                    "cell-value",
                    self.tables[layout.RESOURCES.key],
                    row,
                    "file",
                    f"« {short(file)} » n'est pas le nom d'un fichier du catalogue.",
                    "Écrivez par exemple « tools.yaml », sans dossier.",
                )
            else:
                yield file, piece


def _title(sheet: Sheet, header: str) -> str:
    key, suffix = split_header(header)
    titles = [column.title for column in sheet.columns if column.key == key]
    return f"{titles[0]} ({suffix})" if titles and suffix else "".join(titles)


def cells_of(row: Row, key: str) -> dict[str, Cell]:
    """Return the cells of a row that belong to a key."""
    return {header: cell for header, cell in row.cells.items() if split_header(header)[0] == key}
