"""Reads the structure of a PDF, as a screen reader does: what it holds, in which order."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf


@dataclass
class Element:
    """An element of the structure tree: its role, what it says of itself, what is in it."""

    role: str
    attributes: Any
    children: list[Element] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    links: list[Any] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        """Yield this element and all below, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def language(self) -> str | None:
        """The language that the element itself tells."""
        return str(self.attributes.Lang) if "/Lang" in self.attributes else None


class Structure:
    """The structure tree of a PDF; ``pieces`` are all texts in it, in reading order."""

    def __init__(self, data: bytes) -> None:
        self._pdf = pikepdf.open(io.BytesIO(data))
        self._texts = {page.obj.objgen: _marked(page) for page in self._pdf.pages}
        self.pieces: list[tuple[int, str]] = []
        """The page (0 for the first) and the words of each piece of text."""
        self._numbers = {page.obj.objgen: n for n, page in enumerate(self._pdf.pages)}
        self.seen: Counter[tuple[int, int]] = Counter()
        """How often the tree holds each piece of content, by page and number."""
        root: Any = self._pdf.Root
        self.root = self._read(root.StructTreeRoot.K[0])

    def all(self, role: str) -> list[Element]:
        """Return the elements of a role, in reading order."""
        return [one for one in self.root.walk() if one.role == role]

    def content_of(self, page: int) -> list[tuple[int, str]]:
        """Return what is drawn on a page as content: number and words, in drawing order."""
        return list(self._texts[self._pdf.pages[page].obj.objgen].items())

    @property
    def document_language(self) -> str:
        """The language of the whole."""
        return str(self._pdf.Root.Lang)

    def pagination(self) -> list[int]:
        """Return how many artefacts of pagination each page has."""
        return [
            sum(
                operator == "BDC" and operands[1].get("/Type") == "/Pagination"
                for operands, operator in _operations(page)
            )
            for page in self._pdf.pages
        ]

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self._pdf.pages)

    def _read(self, raw: Any) -> Element:
        element = Element(str(raw.S), raw)
        for kid in raw.get("/K", []):
            if isinstance(kid, int):
                page = raw.Pg.objgen
                words = self._texts[page].get(kid, "")
                self.seen[self._numbers[page], kid] += 1
                self.pieces.append((self._numbers[page], words))
                element.texts.append(words)
            elif "/S" in kid:
                element.children.append(self._read(kid))
            else:
                element.links.append(kid.Obj)
        return element


def words_of(element: Element) -> str:
    """Return all the words of an element, without white space."""
    return re.sub(r"\s", "", "".join(text for one in element.walk() for text in one.texts))


def _operations(page: pikepdf.Page) -> Iterator[tuple[Any, str]]:
    """Yield the operands and the name of each operation that draws a page."""
    instructions: Any = pikepdf.parse_content_stream(page)
    for operands, operator in instructions:
        yield operands, str(operator)


def _marked(page: pikepdf.Page) -> dict[int, str]:
    """Return the words of each piece of marked content of a page, by its number."""
    resources: Any = page.Resources
    fonts = {name: _characters(font) for name, font in resources.Font.items()}
    found: dict[int, str] = {}
    open_: list[int | None] = []
    font: dict[str, str] = {}
    for operands, name in _operations(page):
        if name == "BDC":
            number = operands[1].get("/MCID")
            open_.append(None if number is None else int(number))
            if number is not None:
                found.setdefault(int(number), "")
        elif name == "BMC":
            open_.append(None)
        elif name == "EMC":
            open_.pop()
        elif name == "Tf":
            font = fonts[str(operands[0])]
        elif name in {"TJ", "Tj"}:
            number = next((one for one in reversed(open_) if one is not None), None)
            if number is not None:
                found[number] += _decode(operands[0], font)
    return found


def _decode(shown: Any, font: dict[str, str]) -> str:
    parts = shown if isinstance(shown, pikepdf.Array) else [shown]
    codes = "".join(bytes(one).hex() for one in parts if isinstance(one, pikepdf.String))
    return "".join(font.get(codes[at : at + 4].lower(), "") for at in range(0, len(codes), 4))


def _characters(font: Any) -> dict[str, str]:
    """Return the characters of a font by the hexadecimal code of each glyph."""
    table = font.ToUnicode.read_bytes().decode()
    pairs = re.findall(r"<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>", table)
    return {
        code.lower(): bytes.fromhex(characters).decode("utf-16-be") for code, characters in pairs
    }
