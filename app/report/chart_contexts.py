"""The drawings of a report, geometry ready to draw and the same said in words.

Values only. Must not compute, and must import nothing heavy: PDF workers receive it pickled.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """A place in a drawing, in its own units."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Ring:
    """The outer edge of a level in the radar. ``rank`` is 0–3."""

    rank: int
    label: str
    points: str


@dataclass(frozen=True, slots=True)
class Axis:
    """A dimension in the radar: its spoke, its label in lines, its two marks.

    ``sure`` and ``best`` are None when the dimension has no score.
    """

    id: str
    end: Point
    lines: tuple[str, ...]
    label: Point
    anchor: str
    sure: Point | None
    best: Point | None


@dataclass(frozen=True, slots=True)
class Radar:
    """A radar with between three and eight axes, geometry ready to draw.

    ``sure`` are the points of the polygon of sure scores; ``band`` the path between it and the
    polygon of the best scores still possible, None when every answer is known.
    """

    title: str
    description: str
    width: float
    height: float
    centre: Point
    line_height: float
    rings: tuple[Ring, ...]
    axes: tuple[Axis, ...]
    sure: str
    band: str | None


@dataclass(frozen=True, slots=True)
class BarSegment:
    """A level on a bar; ``x`` and ``width`` are 0–100."""

    rank: int
    label: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class LevelBar:
    """The levels of a dimension side by side, and the interval drawn on them (0–100)."""

    segments: tuple[BarSegment, ...]
    low: float | None
    high: float | None
    description: str


@dataclass(frozen=True, slots=True)
class Label:
    """Some words of a drawing, centred on ``x``, in its units."""

    x: float
    text: str


@dataclass(frozen=True, slots=True)
class LevelBands:
    """The levels of a dimension from 0 to 100, their thresholds, and the interval on them.

    Everything is in the units of the drawing. ``low`` and ``high`` are where the sure and the best
    possible score stand, None without score; ``scores`` say them, ``thresholds`` where each level
    begins. ``ticks`` are all thresholds, those too near to another to be written as well.
    """

    width: float
    height: float
    segments: tuple[BarSegment, ...]
    ticks: tuple[float, ...]
    thresholds: tuple[Label, ...]
    low: float | None
    high: float | None
    scores: tuple[Label, ...]
    description: str


@dataclass(frozen=True, slots=True)
class ShareChart:
    """The part of a population that a key figure counts, and the side where the person stands.

    ``split`` is where the part counted ends, ``mark`` where the person stands, None where the
    figure says nothing of them. ``side`` is counted, others or None; ``told`` says it in words.
    """

    width: float
    height: float
    start: float
    split: float
    end: float
    mark: float | None
    you: Label | None
    side: str | None
    counted: str
    others: str
    description: str
    told: str | None
