"""The geometry of which questions decide whether others are asked. Must not draw.

Questions stand in columns, left to right: one is always to the right of those that decide it.
Groups that have nothing to do with each other stand one below the other.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.domain.conditions import question_of, walk
from app.domain.questionnaire import Item

WIDTH = 220.0
"""The width of a box, in the units of the drawing; its text is 13 high."""
LINE = 17.0
LINE_CHARACTERS = 30
MOST_LINES = 3
PADDING = 9.0
ACROSS = 72.0
"""The room between two columns."""
DOWN = 14.0
"""The room between two boxes of a column."""
APART = 30.0
"""The room between two groups."""
MARGIN = 2.0


@dataclass(frozen=True, slots=True)
class Box:
    """A question: where its box is, and its text in lines, the last cut short if need be."""

    id: str
    lines: tuple[str, ...]
    x: float
    y: float
    height: float

    @property
    def middle(self) -> float:
        """The height at which arrows touch the box."""
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Branching:
    """Boxes and the arrows between them, as paths, from (0, 0) at the top left."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[str, ...]
    box_width: float = WIDTH
    line: float = LINE
    padding: float = PADDING


def decided_by(item: Item) -> tuple[str, ...]:
    """Return the questions that decide whether one is asked, each once, in the order read."""
    if item.show_when is None:
        return ()
    read = (question_of(part) for part in walk(item.show_when))
    return tuple(dict.fromkeys(id_ for id_ in read if id_ is not None))


def lay_out(items: Sequence[Item]) -> Branching | None:
    """Return the drawing of the questions that decide or are decided, None if there are none."""
    deciding = {item.id: decided_by(item) for item in items}
    involved = {id_ for read in deciding.values() for id_ in read}
    involved |= {id_ for id_, read in deciding.items() if read}
    shown = [item for item in items if item.id in involved]
    if not shown:
        return None
    columns = _columns(shown, deciding)
    boxes: dict[str, Box] = {}
    top = MARGIN
    for group in _groups(shown, deciding):
        placed = _place(group, columns, top)
        boxes |= placed
        top = max(box.y + box.height for box in placed.values()) + APART
    arrows = [
        _arrow(boxes[read], boxes[item.id])
        for item in shown
        for read in deciding[item.id]
        if read in boxes
    ]
    return Branching(
        width=max(box.x for box in boxes.values()) + WIDTH + MARGIN,
        height=top - APART + MARGIN,
        boxes=tuple(boxes[item.id] for item in shown),
        arrows=tuple(arrows),
    )


def _columns(shown: Sequence[Item], deciding: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Return the column of each question: one after the last of those that decide it.

    Content is checked so that a question depends on earlier ones alone: one pass suffices.
    """
    columns: dict[str, int] = {}
    for item in shown:
        columns[item.id] = max((columns.get(one, 0) + 1 for one in deciding[item.id]), default=0)
    return columns


def _groups(
    shown: Sequence[Item], deciding: Mapping[str, Sequence[str]]
) -> Iterable[Sequence[Item]]:
    """Return the questions that hang together, in the order of the first of each group."""
    group_of = {item.id: item.id for item in shown}

    def first_of(id_: str) -> str:
        while group_of[id_] != id_:
            id_ = group_of[id_]
        return id_

    for item in shown:
        for read in deciding[item.id]:
            if read in group_of:
                group_of[first_of(item.id)] = first_of(read)
    groups: dict[str, list[Item]] = {}
    for item in shown:
        groups.setdefault(first_of(item.id), []).append(item)
    return groups.values()


def _place(group: Sequence[Item], columns: Mapping[str, int], top: float) -> dict[str, Box]:
    """Return the boxes of a group, each column in the middle of the tallest one."""
    stacks: dict[int, list[Item]] = {}
    for item in group:
        stacks.setdefault(columns[item.id], []).append(item)
    lines = {item.id: _lines(item.question.text) for item in group}
    heights = {id_: len(own) * LINE + 2 * PADDING for id_, own in lines.items()}
    tall = {
        column: sum(heights[item.id] + DOWN for item in stack) - DOWN
        for column, stack in stacks.items()
    }
    tallest = max(tall.values())
    boxes = {}
    for column, stack in stacks.items():
        y = top + (tallest - tall[column]) / 2
        for item in stack:
            x = MARGIN + column * (WIDTH + ACROSS)
            boxes[item.id] = Box(item.id, lines[item.id], x, round(y, 1), heights[item.id])
            y += heights[item.id] + DOWN
    return boxes


def _lines(text: str) -> tuple[str, ...]:
    return tuple(textwrap.wrap(text, LINE_CHARACTERS, max_lines=MOST_LINES, placeholder=" …"))


def _arrow(start: Box, end: Box) -> str:
    """Return the path of a curve from the right of a box to the left of another."""
    x, y, right, low = start.x + WIDTH, start.middle, end.x - 7, end.middle
    bend = (right - x) / 2
    return f"M{x:g} {y:g}C{x + bend:g} {y:g} {right - bend:g} {low:g} {right:g} {low:g}"
