"""The trees of a pathway -> the tables of a workbook.

What the tables cannot hold is refused, with its place: nothing is left out in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from app.content.sheets import layout
from app.content.sheets.cells import (
    LANGUAGE,
    Cell,
    headers_of,
    is_same,
    split_header,
    to_cells,
)
from app.content.sheets.layout import SPREAD, Sheet
from app.content.sheets.pathway import Pathway, Tree, entries
from app.content.sheets.tables import Row, Table

FIRST_ROW = 3
"""The row of the first piece: above are the French headers and the keys."""
VALUE_COLUMN = 3
"""Where the values of a vertical sheet begin."""
OVERALL = "overall"

Record = tuple[dict[str, Cell], Tree]
"""Where a piece belongs (the cells of the marks), and the piece."""


def unfold(pathway: Pathway) -> list[Table]:
    """Return the tables of a pathway, in the order of the sheets."""
    language = pathway.language
    return [_table(sheet, list(_RECORDS[sheet.key](pathway)), language) for sheet in layout.SHEETS]


def _table(sheet: Sheet, records: list[Record], language: str) -> Table:
    found: list[dict[str, Cell]] = []
    for marks, piece in records:
        cells = dict(marks)
        for column in sheet.fields:
            cells |= to_cells(column, _at(piece, column.path), language)
        found.append({header: cell for header, cell in cells.items() if cell is not None})
    suffixes = {split_header(header)[1] for cells in found for header in cells}
    languages = tuple(sorted(name for name in suffixes if LANGUAGE.match(name)))
    spread = max([SPREAD, *(int(name) for name in suffixes if name.isdigit())])
    return laid_out(Table(sheet, tuple(Row(0, cells) for cells in found), languages, spread))


def laid_out(table: Table) -> Table:
    """Return the table with the row and the columns where each cell will stand."""
    headers = all_headers(table)
    rows = []
    for number, row in enumerate(table.rows, start=FIRST_ROW):
        if table.sheet.vertical:
            keys = [column.key for column in table.sheet.columns]
            lines = {h: FIRST_ROW + keys.index(split_header(h)[0]) for h in headers}
            languages = ("", *table.languages)
            columns = {h: VALUE_COLUMN + languages.index(split_header(h)[1]) for h in headers}
            rows.append(Row(0, row.cells, columns, lines))
        else:
            rows.append(Row(number, row.cells, {h: n for n, h in enumerate(headers, start=1)}))
    return Table(table.sheet, tuple(rows), table.languages, table.spread)


def all_headers(table: Table) -> list[str]:
    """Return the headers of a table in their order."""
    return [
        header
        for column in table.sheet.columns
        for header in headers_of(column, table.languages, table.spread)
    ]


def first_difference(one: Any, other: Any, language: str, path: str = "") -> str | None:
    """Return the way to the first thing that two trees do not have in common, or None."""
    if is_same(one, other, language):
        return None
    pairs: Iterable[tuple[str, Any, Any]] = ()
    if isinstance(one, dict) and isinstance(other, dict):
        pairs = ((str(key), one.get(key), other.get(key)) for key in {**one, **other})
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = ((str(n), a, b) for n, (a, b) in enumerate(zip(one, other, strict=True)))
    for key, a, b in pairs:
        found = first_difference(a, b, language, f"{path}.{key}".lstrip("."))
        if found is not None:
            return found
    return path or "."


def _at(piece: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        piece = piece.get(key) if isinstance(piece, dict) else None
    return piece


def _pathway(pathway: Pathway) -> Iterator[Record]:
    yield {}, pathway.questionnaire


def _dimensions(pathway: Pathway) -> Iterator[Record]:
    overall = pathway.questionnaire.get("overall")
    if isinstance(overall, dict):
        yield {}, {"id": OVERALL, **overall}
    for parent, dimension in _walk_dimensions(pathway.questionnaire):
        yield {"under": parent}, dimension


def _walk_dimensions(tree: Tree, parent: str | None = None) -> Iterator[tuple[str | None, Tree]]:
    for dimension in entries(tree, "dimensions"):
        yield parent, dimension
        yield from _walk_dimensions(dimension, _id(dimension))


def _levels(pathway: Pathway) -> Iterator[Record]:
    for owner, node in _nodes(pathway.questionnaire):
        for band in entries(node, "levels"):
            yield {"dimension": owner}, band


def _requirements(pathway: Pathway) -> Iterator[Record]:
    for owner, node in _nodes(pathway.questionnaire):
        for band in entries(node, "levels"):
            level = band.get("level")
            for requirement in entries(band, "requires"):
                marks: dict[str, Cell] = {"dimension": owner}
                yield marks | {"level": level if isinstance(level, str) else None}, requirement


def _nodes(questionnaire: Tree) -> Iterator[tuple[str | None, Any]]:
    yield None, questionnaire
    yield OVERALL, questionnaire.get("overall")
    for _, dimension in _walk_dimensions(questionnaire):
        yield _id(dimension), dimension


def _sections(pathway: Pathway) -> Iterator[Record]:
    for section in entries(pathway.questionnaire, "sections"):
        yield {}, section


def _questions(pathway: Pathway) -> Iterator[Record]:
    for section in entries(pathway.questionnaire, "sections"):
        for question in entries(section, "questions"):
            yield {"section": _id(section)}, question
            yield from _follow_ups(question)


def _follow_ups(question: Tree) -> Iterator[Record]:
    for option in entries(question, "options"):
        for follow_up in entries(option, "follow_up"):
            yield {"under": f"{_id(question)}/{_id(option)}"}, follow_up
            yield from _follow_ups(follow_up)


def _options(pathway: Pathway) -> Iterator[Record]:
    for _, question in _questions(pathway):
        for option in entries(question, "options"):
            yield {"question": _id(question)}, option


def _bands(pathway: Pathway) -> Iterator[Record]:
    for _, question in _questions(pathway):
        for band in entries(question, "bands"):
            yield {"question": _id(question)}, band


def _answer_sets(pathway: Pathway) -> Iterator[Record]:
    sets = pathway.questionnaire.get("answer_sets")
    for name, one in sets.items() if isinstance(sets, dict) else ():
        for option in entries(one, "options"):
            yield {"set": name}, option


def _conditions(pathway: Pathway) -> Iterator[Record]:
    named = pathway.rules.get("conditions")
    for name, condition in named.items() if isinstance(named, dict) else ():
        yield {"name": name}, {"condition": condition}


def _rules(pathway: Pathway) -> Iterator[Record]:
    for rule in entries(pathway.rules, "rules"):
        yield {}, rule


def _resources(pathway: Pathway) -> Iterator[Record]:
    for file, resource in pathway.resources:
        yield {"file": file}, resource


def _documents(pathway: Pathway) -> Iterator[Record]:
    for document in pathway.documents:
        yield {}, document


def _id(piece: Tree) -> str | None:
    id_ = piece.get("id")
    return id_ if isinstance(id_, str) else None


_RECORDS = {
    layout.PATHWAY.key: _pathway,
    layout.DIMENSIONS.key: _dimensions,
    layout.LEVELS_SHEET.key: _levels,
    layout.REQUIREMENTS.key: _requirements,
    layout.SECTIONS.key: _sections,
    layout.QUESTIONS.key: _questions,
    layout.OPTIONS.key: _options,
    layout.BANDS.key: _bands,
    layout.ANSWER_SETS.key: _answer_sets,
    layout.CONDITIONS.key: _conditions,
    layout.RULES.key: _rules,
    layout.RESOURCES.key: _resources,
    layout.DOCUMENTS.key: _documents,
}
