"""The geometry of the radar and of the level bars: numbers in, places out. Must not draw."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.report.chart_contexts import Axis, Point, Radar, Ring

MINIMUM_AXES = 3
MAXIMUM_AXES = 8
RADIUS = 92.0
FONT = 13.0
"""The size of the labels, in the units of the drawing."""
LINE = 16.0
LINE_CHARACTERS = 15
"""The width at which labels are broken into lines, at spaces or after hyphens."""
GAP = 12.0
MARGIN = 6.0
_AFTER_HYPHEN = re.compile(r"(?<=-)(?=\w)")
_WIDE, _NORMAL, _NARROW = 0.86, 0.6, 0.33


@dataclass(frozen=True, slots=True)
class Spoke:
    """What one axis shows; scores are 0–100, None without answer."""

    id: str
    title: str
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Band:
    """A level and the score (0–100) where it ends."""

    rank: int
    label: str
    top: float


@dataclass(frozen=True, slots=True)
class Box:
    """The rectangle that a label covers."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two rectangles share some area."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def draw_radar(
    spokes: Sequence[Spoke], bands: Sequence[Band], title: str, description: str
) -> Radar | None:
    """Return the radar, the first axis at the top and the others clockwise.

    None when there are fewer than three axes or more than eight: a radar would then mislead, or
    could not be read. The drawing is as large as its labels need, with (0, 0) at its top left.
    """
    if not MINIMUM_AXES <= len(spokes) <= MAXIMUM_AXES:
        return None
    placed = _place_labels([_axis(spoke, index, len(spokes)) for index, spoke in enumerate(spokes)])
    boxes = [box_of(axis) for axis in placed]
    left = min(-RADIUS, *(box.left for box in boxes)) - MARGIN
    top = min(-RADIUS, *(box.top for box in boxes)) - MARGIN
    right = max(RADIUS, *(box.right for box in boxes)) + MARGIN
    bottom = max(RADIUS, *(box.bottom for box in boxes)) + MARGIN
    # The same room on both sides keeps the radar in the middle of its column.
    half = max(-left, right)
    axes = tuple(_move(axis, half, -top) for axis in placed)
    centre = Point(_round(half), _round(-top))
    return Radar(
        title=title,
        description=description,
        width=_round(2 * half),
        height=_round(bottom - top),
        centre=centre,
        line_height=LINE,
        rings=tuple(_ring(band, len(spokes), centre) for band in reversed(bands)),
        axes=axes,
        sure=_points([axis.sure or centre for axis in axes]),
        band=_band_path(axes, centre),
    )


def text_width(text: str, size: float) -> float:
    """Return the width of a text set in Inter, rather too much than too little."""
    return size * sum(_character_width(character) for character in text)


def _character_width(character: str) -> float:
    if character in "mwMWOQ—…%@":
        return _WIDE
    if character in "ijlft'’.,:;!|()- \u00a0\u202f":
        return _NARROW
    return _NORMAL if ord(character) < 0x2E80 else 1.0


def break_label(title: str, width: int = LINE_CHARACTERS) -> tuple[str, ...]:
    """Return the title in lines of about ``width`` characters; a long word breaks at a hyphen."""
    lines: list[str] = []
    is_joined = False
    for word in title.split():
        pieces = _AFTER_HYPHEN.split(word) if len(word) >= width - 1 else [word]
        for piece in pieces:
            glue = "" if is_joined else " "
            if lines and len(lines[-1]) + len(glue) + len(piece) <= width:
                lines[-1] += glue + piece
            else:
                lines.append(piece)
            is_joined = True
        is_joined = False
    return tuple(lines) or ("",)


def box_of(axis: Axis) -> Box:
    """Return the rectangle that the label of an axis covers."""
    width = max(text_width(line, FONT) for line in axis.lines)
    left = {"start": 0.0, "middle": -width / 2, "end": -width}[axis.anchor] + axis.label.x
    top = axis.label.y - FONT
    return Box(left, top, left + width, top + LINE * len(axis.lines))


def _direction(index: int, count: int) -> tuple[float, float]:
    angle = 2 * math.pi * index / count - math.pi / 2
    return math.cos(angle), math.sin(angle)


def _at(index: int, count: int, score: float | None) -> Point | None:
    if score is None:
        return None
    x, y = _direction(index, count)
    return Point(RADIUS * score / 100 * x, RADIUS * score / 100 * y)


def _axis(spoke: Spoke, index: int, count: int) -> Axis:
    x, y = _direction(index, count)
    return Axis(
        id=spoke.id,
        end=Point(RADIUS * x, RADIUS * y),
        lines=break_label(spoke.title),
        label=_label_at(break_label(spoke.title), x, y, RADIUS + GAP),
        anchor="middle" if abs(x) < 0.2 else ("start" if x > 0 else "end"),
        sure=_at(index, count, spoke.low),
        best=_at(index, count, spoke.high),
    )


def _label_at(lines: tuple[str, ...], x: float, y: float, distance: float) -> Point:
    """Return the place of the first baseline of a label, whose box touches ``distance``."""
    height = LINE * len(lines)
    # y = -1: the box stands on the point; y = 1: it hangs from it; between, it is centred.
    top = y * distance - height * (1 - y) / 2
    return Point(x * distance, top + FONT)


def _place_labels(axes: list[Axis]) -> list[Axis]:
    """Return the axes with labels pushed outwards until no two of them meet."""
    placed: list[Axis] = []
    taken: list[Box] = []
    for index, axis in enumerate(axes):
        x, y = _direction(index, len(axes))
        distance = RADIUS + GAP
        while any(box_of(axis).meets(box) for box in taken):
            distance += 4
            axis = replace(axis, label=_label_at(axis.lines, x, y, distance))
        placed.append(axis)
        taken.append(box_of(axis))
    return placed


def _move(axis: Axis, x: float, y: float) -> Axis:
    def move(point: Point) -> Point:
        return Point(_round(point.x + x), _round(point.y + y))

    return replace(
        axis,
        end=move(axis.end),
        label=move(axis.label),
        sure=move(axis.sure) if axis.sure else None,
        best=move(axis.best) if axis.best else None,
    )


def _ring(band: Band, count: int, centre: Point) -> Ring:
    corners = []
    for index in range(count):
        corner = _at(index, count, band.top)
        assert corner is not None  # noqa: S101 - a band always has a top
        corners.append(Point(_round(centre.x + corner.x), _round(centre.y + corner.y)))
    return Ring(rank=band.rank, label=band.label, points=_points(corners))


def _points(points: Sequence[Point]) -> str:
    return " ".join(f"{point.x:g},{point.y:g}" for point in points)


def _band_path(axes: Sequence[Axis], centre: Point) -> str | None:
    """Return the area between the two polygons (to fill by even-odd), None when it is empty.

    A dimension without score stands at the centre of both.
    """
    if all(axis.sure == axis.best for axis in axes):
        return None

    def ring(points: list[Point]) -> str:
        return "M" + " L".join(f"{point.x:g},{point.y:g}" for point in points) + " Z"

    best = ring([axis.best or centre for axis in axes])
    return f"{best} {ring([axis.sure or centre for axis in axes])}"


def _round(value: float) -> float:
    return round(value, 1)
