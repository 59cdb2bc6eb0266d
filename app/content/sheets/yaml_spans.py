"""A YAML text as pieces that know where they begin and end in it, so that one can be replaced.

For texts that our reader accepted: no aliases, no tags. Positions count characters from 0.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.tokens import BlockEntryToken


@dataclass(slots=True)
class Entry:
    """A key and its value, or an element of a list. ``start``: where the key or the dash is."""

    key: str
    start: int
    value: Span


@dataclass(slots=True)
class Span:
    """A value: its text is ``text[start:end]``, without the comment or line break after it.

    ``column`` is where its first character stands, ``is_flow`` whether it is in braces or brackets.
    ``style`` is that of a scalar: empty, a quotation mark, ``|`` or ``>``.
    """

    kind: str
    start: int
    end: int
    column: int
    is_flow: bool = False
    style: str = ""
    entries: list[Entry] = field(default_factory=list)


def spans_of(text: str) -> Span:
    """Return the pieces of a text that is sound YAML."""
    yaml = YAML(typ="safe", pure=True)
    yaml.version = (1, 2)
    node = yaml.compose(text)
    dashes = [
        token.start_mark.index
        for token in YAML(typ="safe", pure=True).scan(text)
        if isinstance(token, BlockEntryToken)
    ]
    return _Reader(text, dashes).span(node, 0)


class _Reader:
    def __init__(self, text: str, dashes: list[int]) -> None:
        self.text = text
        self.dashes = dashes

    def span(self, node: Node, after: int) -> Span:
        """Return the piece of a node; ``after`` is where what stands before it ends."""
        start, column = node.start_mark.index, node.start_mark.column
        if isinstance(node, ScalarNode):
            return self._scalar(node, start, column, after)
        assert isinstance(node, MappingNode | SequenceNode)  # noqa: S101 - there is no other
        is_flow = bool(node.flow_style)
        kind = "map" if isinstance(node, MappingNode) else "list"
        entries = self._map(node) if isinstance(node, MappingNode) else self._list(node)
        end = node.end_mark.index if is_flow or not entries else entries[-1].value.end
        return Span(kind, start, end, column, is_flow, entries=entries)

    def _map(self, node: MappingNode) -> list[Entry]:
        entries = []
        for key, value in node.value:
            colon = self.text.index(":", key.end_mark.index) + 1
            entries.append(Entry(key.value, key.start_mark.index, self.span(value, colon)))
        return entries

    def _list(self, node: SequenceNode) -> list[Entry]:
        entries = []
        for value in node.value:
            start = value.start_mark.index
            if not node.flow_style:
                at = bisect_right(self.dashes, start) - 1
                while self._column(self.dashes[at]) != node.start_mark.column:
                    at -= 1
                start = self.dashes[at]
            entries.append(Entry("", start, self.span(value, start + 1)))
        return entries

    def _column(self, index: int) -> int:
        return index - (self.text.rfind("\n", 0, index) + 1)

    def _scalar(self, node: ScalarNode, start: int, column: int, after: int) -> Span:
        style = node.style or ""
        if not node.value and not style:
            # Nothing is written: ruamel places it at the next thing that is.
            return Span("scalar", after, after, column)
        end = node.end_mark.index
        if style in ("|", ">"):
            end = self._block_end(start, end)
        return Span("scalar", start, end, column, style=style)

    def _block_end(self, start: int, end: int) -> int:
        """Return where the last line of a block of text ends, blank ones kept only by ``+``."""
        header = self.text[start : self.text.find("\n", start)]
        if "+" in header.split("#")[0]:
            return end - 1 if self.text[end - 1 : end] == "\n" else end
        return len(self.text[:end].rstrip(" \n"))
