"""Changes a YAML text into one that says something else, and touches nothing but what changed.

Comments, order, line breaks and ways of quoting stay where they are: pieces of the old text are
kept and new ones written between them (ruamel's own round trip rewraps lines it did not change).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from app.content.findings import Findings
from app.content.sheets.cells import is_same
from app.content.sheets.yaml_spans import Entry, Span, spans_of
from app.content.sheets.yaml_text import (
    WIDTH,
    block_text,
    entry_text,
    flow_scalar,
    one_line,
)
from app.content.yaml_tree import parse_yaml


class UnfaithfulEdit(AssertionError):
    """The new text does not say what it should: a fault of this program, and nothing is written."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of the old text and what stands there instead."""

    start: int
    end: int
    text: str


def edited(text: str, new: Any, language: str = "fr") -> str:
    """Return the text that says ``new``, as near to the old one as can be.

    The old text must be one that our reader accepts, a map at its top.

    Raises:
        UnfaithfulEdit: if the text made does not say ``new``.
    """
    old = _read(text)
    if is_same(old, new, language):
        return text
    editor = _Editor(text, language)
    root = spans_of(text)
    result = editor.applied(0, len(text), list(editor.value(root, old, new)))
    if not is_same(_read(result), new, language):
        raise UnfaithfulEdit("the edited text says something else")
    return result


def _read(text: str) -> Any:
    document = parse_yaml("", text, Findings())
    if document is None:
        raise UnfaithfulEdit("the text is no YAML that can be read")
    return document.data


class _Editor:
    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.language = language

    def applied(self, start: int, end: int, edits: list[Edit]) -> str:
        """Return a stretch of the text with edits made."""
        parts = []
        for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
            parts += [self.text[start : edit.start], edit.text]
            start = edit.end
        return "".join([*parts, self.text[start:end]])

    # -- values -----------------------------------------------------------------------------------

    def value(self, span: Span, old: Any, new: Any) -> Iterator[Edit]:
        """Yield the edits that make a map or list in block style, or its parts, say ``new``."""
        if is_same(old, new, self.language):
            return
        if isinstance(old, dict) and isinstance(new, dict):
            yield from self._map(span, old, new)
        elif isinstance(old, list) and isinstance(new, list):
            yield from self._list(span, old, new)
        else:
            raise UnfaithfulEdit("a value became one of another kind where it cannot")

    def _inner(self, span: Span, old: Any, new: Any) -> Iterator[Edit] | None:
        """Return the edits inside a value, None where it must be written anew."""
        if is_same(old, new, self.language):
            return iter(())
        if span.kind == "scalar" or span.is_flow:
            return self._flow(span, old, new)
        if type(old) is type(new) and new:
            return self.value(span, old, new)
        return None

    def _flow(self, span: Span, old: Any, new: Any) -> Iterator[Edit] | None:
        """Return the edits of single values in braces that keep their keys, else None."""
        if not span.is_flow:
            return None
        if isinstance(old, dict) and isinstance(new, dict):
            kept = {key: value for key, value in new.items() if value is not None}
            if list(old) != list(kept) and set(old) != set(kept):
                return None
            pairs = [(e, old[e.key], new[e.key]) for e in span.entries]
        elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
            pairs = list(zip(span.entries, old, new, strict=True))
        else:
            return None
        found: list[Edit] = []
        for entry, before, after in pairs:
            inner = self._in_flow(entry.value, before, after)
            if inner is None:
                return None
            found += inner
        return iter(found)

    def _in_flow(self, span: Span, old: Any, new: Any) -> list[Edit] | None:
        if is_same(old, new, self.language):
            return []
        if span.is_flow:
            inner = self._flow(span, old, new)
            return None if inner is None else list(inner)
        if isinstance(new, dict | list) or span.kind != "scalar" or span.start == span.end:
            return None
        text = flow_scalar(new, span.style)
        line = self.text.rfind("\n", 0, span.start) + 1
        return (
            None
            if span.start - line + len(text) > WIDTH + 20
            else [Edit(span.start, span.end, text)]
        )

    # -- maps -------------------------------------------------------------------------------------

    def _map(self, span: Span, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Edit]:
        entries = {entry.key: entry for entry in span.entries}
        wanted = {key: value for key, value in new.items() if not _is_nothing(value)}
        for key, entry in entries.items():
            if key in wanted:
                yield from self._entry(span, entry, key, old[key], wanted[key])
            elif not _is_nothing(old[key]):
                yield from self._without(span, entry)
        after: dict[str | None, list[str]] = {}
        last: str | None = None
        for key in wanted:
            if key in entries:
                last = key
            else:
                after.setdefault(last, []).append(key)
        for anchor, keys in after.items():
            indent = " " * span.column
            texts = [entry_text(key, wanted[key], span.column) for key in keys]
            if anchor is None:
                at = span.start
                yield Edit(at, at, "".join(f"{text}\n{indent}" for text in texts))
            else:
                at = self._line_end(entries[anchor].value.end)
                yield Edit(at, at, "".join(f"\n{indent}{text}" for text in texts))

    def _entry(self, span: Span, entry: Entry, key: str, old: Any, new: Any) -> Iterator[Edit]:
        inner = self._inner(entry.value, old, new)
        if inner is not None:
            yield from inner
            return
        text = entry_text(key, new, span.column, entry.value.style)
        yield Edit(entry.start, max(entry.value.end, self._key_end(entry)), text)

    def _key_end(self, entry: Entry) -> int:
        return self.text.index(":", entry.start + len(entry.key)) + 1

    def _without(self, span: Span, entry: Entry) -> Iterator[Edit]:
        """Yield the edit that takes out an entry with its lines and the comment just above it."""
        end = self._line_end(entry.value.end)
        start = self._comment_above(entry.start)
        if self.text[self.text.rfind("\n", 0, entry.start) + 1 : entry.start].strip():
            # The first key of an element of a list, on the line of its dash.
            following = [other.start for other in span.entries if other.start > entry.start]
            yield Edit(entry.start, following[0] if following else end, "")
            return
        yield Edit(start - 1, end, "") if start else Edit(start, end + 1, "")

    # -- lists ------------------------------------------------------------------------------------

    def _list(self, span: Span, old: list[Any], new: list[Any]) -> Iterator[Edit]:
        pairs = paired(old, new)
        places = [position for position in pairs if position is not None]
        if len(pairs) == len(old) and places == sorted(places) and len(places) == len(old):
            for entry, before, after in zip(span.entries, old, new, strict=True):
                yield from self._element(entry, before, after, span)
            return
        begin = self._comment_above(span.entries[0].start)
        end = self._line_end(span.entries[-1].value.end)
        yield Edit(begin, end, self._rewoven(span, begin, old, new, pairs))

    def _element(self, entry: Entry, old: Any, new: Any, span: Span) -> Iterator[Edit]:
        inner = self._inner(entry.value, old, new)
        if inner is not None:
            yield from inner
        else:
            end = max(entry.value.end, entry.start + 1)
            yield Edit(entry.start, end, self._dash(new, span.column))

    def _rewoven(
        self, span: Span, begin: int, old: list[Any], new: list[Any], pairs: list[int | None]
    ) -> str:
        """Return the text of a list: kept elements as they were, new ones between, in order."""
        gaps, chunks = self._chunks(span, begin)
        usual = "\n" if sum("\n" in gap for gap in gaps[1:]) * 2 > len(gaps) - 1 else ""
        gone = set(range(len(old))) - {position for position in pairs if position is not None}
        parts: list[str] = []
        waiting = ""
        following = {
            position: self._said_above(gaps, position, gone) for position in range(len(old))
        }
        for number, (position, piece) in enumerate(zip(pairs, new, strict=True)):
            if position is None:
                gap, text = usual, " " * span.column + self._dash(piece, span.column)
            else:
                entry = span.entries[position]
                edits = list(self._element(entry, old[position], piece, span))
                gap = following[position] if position else usual
                text = self.applied(*chunks[position], edits)
            if number == 0:
                gap = gap.lstrip("\n") if "#" in gap else ""
            parts += [waiting, gap, text]
            waiting = "\n"
        return "".join(parts)

    def _said_above(self, gaps: list[str], position: int, gone: set[int]) -> str:
        """Return what stands before an element: with what stood before those gone just above it."""
        before = position - 1
        kept = gaps[position]
        while before in gone:
            if "#" in gaps[before]:
                kept = gaps[before] + kept.lstrip("\n")
            before -= 1
        return kept

    def _chunks(self, span: Span, begin: int) -> tuple[list[str], list[tuple[int, int]]]:
        """Return what stands before each element (blank lines, comments apart), and its stretch."""
        gaps, chunks = [], []
        at = begin
        for entry in span.entries:
            start = self._comment_above(entry.start)
            end = self._line_end(entry.value.end)
            gaps.append(self.text[at:start])
            chunks.append((start, end))
            at = min(end + 1, len(self.text))
        return gaps, chunks

    def _dash(self, piece: Any, column: int) -> str:
        if isinstance(piece, str):
            return entry_text("k", piece, column).replace("k:", "-", 1)
        if isinstance(piece, dict | list):
            text = block_text(piece, column + 2)
            return f"- {text}" if isinstance(piece, dict) else f"- {one_line(piece)}"
        return f"- {flow_scalar(piece)}"

    # -- lines ------------------------------------------------------------------------------------

    def _line_end(self, index: int) -> int:
        """Return where the line ends that a position is on."""
        end = self.text.find("\n", index)
        return len(self.text) if end < 0 else end

    def _comment_above(self, index: int) -> int:
        """Return where the line begins, or the lines of comment that stand just above it."""
        start = self.text.rfind("\n", 0, index) + 1
        column = index - start
        while start:
            above = self.text.rfind("\n", 0, start - 1) + 1
            line = self.text[above : start - 1]
            if not line.lstrip().startswith("#") or len(line) - len(line.lstrip()) > column:
                break
            start = above
        return start


def paired(old: list[Any], new: list[Any]) -> list[int | None]:
    """Return for each new element the position of the old one that it is, or None.

    Elements with an ``id`` or ``level`` are known by it, others by what they say; what is left
    between the same neighbours is taken for a change of the same element.
    """
    before, after = [_name(one) for one in old], [_name(one) for one in new]
    found: list[int | None] = [None] * len(new)
    free = {name: [n for n, one in enumerate(before) if one == name] for name in set(before)}
    for number, name in enumerate(after):
        if free.get(name):
            found[number] = free[name].pop(0)
    taken = {position for position in found if position is not None}
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, low, high, first, last in matcher.get_opcodes():
        if kind == "replace":
            left = [n for n in range(low, high) if n not in taken]
            right = [n for n in range(first, last) if found[n] is None]
            for position, number in zip(left, right, strict=False):
                found[number] = position
    return found


def _name(piece: Any) -> str:
    if isinstance(piece, dict):
        for key in ("id", "level"):
            if isinstance(piece.get(key), str):
                return f"{key} {piece[key]}"
    return json.dumps(piece, ensure_ascii=False, sort_keys=True, default=str)


def _is_nothing(value: Any) -> bool:
    return value is None or value == [] or value == {}
