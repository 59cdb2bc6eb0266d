"""The text of a roadmap typeset by Typst, as the floor that another engine sets. Compared only.

Nothing of the document's design is kept but headings, paragraphs and tables.
"""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

BLOCKS = {"p", "h1", "h2", "h3", "dt", "dd", "li"}
HEAD = """#set document(title: "Feuille de route")
#set page(paper: "a4", margin: 16mm)
#set text(size: 8.6pt, lang: "fr")
"""


class Markup(HTMLParser):
    """Turns the HTML of a roadmap into Typst markup, one block a line."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = [HEAD]
        self._text: list[str] = []
        self._cells: list[str] = []
        self._row: list[list[str]] = []
        self._is_drawing = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_drawing = self._is_drawing or tag in {"svg", "head"}
        if tag in BLOCKS or tag in {"td", "th"}:
            self._text = []
        elif tag == "tr":
            self._cells = []
        elif tag == "table":
            self._row = []

    def handle_data(self, data: str) -> None:
        if not self._is_drawing:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in {"svg", "head"}:
            self._is_drawing = False
        said = f"#{json.dumps(' '.join(''.join(self._text).split()), ensure_ascii=False)}"
        if tag in {"h1", "h2", "h3"}:
            self.lines.append(f"#heading(level: {tag[1]})[{said}]")
        elif tag in BLOCKS:
            self.lines.append(f"#par[{said}]")
        elif tag in {"td", "th"}:
            self._cells.append(f"[{said}]")
        elif tag == "tr":
            self._row.append(self._cells)
        elif tag == "table":
            self._end_table()

    def _end_table(self) -> None:
        columns = max(len(row) for row in self._row)
        cells = [cell for row in self._row for cell in (*row, *["[]"] * (columns - len(row)))]
        self.lines.append(f"#table(columns: {columns}, {', '.join(cells)})")


def typst_of(html: str) -> str:
    """Return the Typst source of a roadmap."""
    parser = Markup()
    parser.feed(html)
    return "\n\n".join(parser.lines)


def compiler() -> Any:
    """Return the module ``typst``, None where it is not installed."""
    try:
        import typst
    except ImportError:
        return None
    return typst
