"""The geometry of the level bands and of published shares: numbers in, places out. Must not draw.

Both drawings are 320 units wide, so that their words can be read on the smallest phone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import floor

from app.domain.questionnaire import LevelBand
from app.locale.formats import number
from app.locale.speech import gettext
from app.report.chart_contexts import BarSegment, Label, LevelBands, ShareChart
from app.report.radar import text_width

WIDTH = 320.0
MARGIN = 10.0
UNIT = (WIDTH - 2 * MARGIN) / 100
"""How long one point of a score is drawn."""
EDGE = 1.0
"""How far a share stands from the sides of its drawing: half of its outline."""
HEIGHT = 50.0
SHARE_HEIGHT = 42.0
SCORE_FONT = 13.0
TICK_FONT = 12.0
APART = 4.0
"""The least room between two labels of the same line."""


def place(value: float) -> float:
    """Return where a score (0–100) stands in the drawing of the bands."""
    return round(MARGIN + UNIT * value, 1)


def draw_bands(
    bands: Sequence[LevelBand], low: float | None, high: float | None, description: str
) -> LevelBands:
    """Return the levels of a dimension side by side, and its interval (0–100) drawn on them."""
    segments = tuple(_segment(band) for band in bands)
    starts = [float(band.at_least) for band in bands]
    ends = (0.0, 100.0, *starts)
    return LevelBands(
        width=WIDTH,
        height=HEIGHT,
        segments=segments,
        ticks=tuple(place(start) for start in starts if 0 < start < 100),
        # The ends first: they are written even where a threshold stands near them.
        thresholds=_apart([_threshold(at) for at in dict.fromkeys(ends)]),
        low=None if low is None else place(low),
        high=None if high is None else place(high),
        scores=_scores(low, high),
        description=description,
    )


def draw_share(
    percent: int, side: str | None, words: tuple[str, str], description: str, told: str | None
) -> ShareChart:
    """Return a share (1–99) of a population, and the person on their side of it.

    Args:
        percent: the part counted, in a hundred.
        side: counted or others; None when the figure says nothing of the person.
        words: what those counted have in common, and the others.
        description: the whole drawing in words.
        told: where the person stands, in words; None with ``side``.
    """
    middle = {"counted": percent / 2, "others": (100 + percent) / 2}
    mark = _along(middle[side]) if side is not None else None
    you = gettext("Vous")
    return ShareChart(
        width=WIDTH,
        height=SHARE_HEIGHT if side is not None else SHARE_HEIGHT - 20,
        start=EDGE,
        split=_along(percent),
        end=WIDTH - EDGE,
        mark=mark,
        you=None if mark is None else Label(_within(mark, you, SCORE_FONT), you),
        side=side,
        counted=words[0],
        others=words[1],
        description=description,
        told=told,
    )


def _segment(band: LevelBand) -> BarSegment:
    start, end = float(band.at_least), float(band.below if band.below is not None else 100)
    return BarSegment(band.level.rank, band.label, place(start), round(UNIT * (end - start), 1))


def _scores(low: float | None, high: float | None) -> tuple[Label, ...]:
    """Return the two ends of the interval, or both in one label where they stand too near."""
    if low is None or high is None:
        return ()
    ends = [floor(low), floor(high)]
    labels = [
        Label(_within(place(at), number(end), SCORE_FONT), number(end))
        for at, end in zip((low, high), ends, strict=True)
    ]
    if ends[0] == ends[1]:
        return (labels[0],)
    if _gap(labels[0], labels[1], SCORE_FONT) >= APART:
        return tuple(labels)
    both = f"{labels[0].text}–{labels[1].text}"
    return (Label(_within(place((low + high) / 2), both, SCORE_FONT), both),)


def _along(percent: float) -> float:
    """Return where a share (0–100) ends, from one side of the drawing to the other."""
    return round(EDGE + (WIDTH - 2 * EDGE) * percent / 100, 1)


def _within(x: float, text: str, size: float) -> float:
    """Return where a label is centred, so that none of it leaves the drawing."""
    half = text_width(text, size) / 2
    return round(min(max(x, half), WIDTH - half), 1)


def _gap(one: Label, other: Label, size: float) -> float:
    taken = (text_width(one.text, size) + text_width(other.text, size)) / 2
    return abs(other.x - one.x) - taken


def _threshold(at: float) -> Label:
    return Label(_within(place(at), number(at), TICK_FONT), number(at))


def _apart(labels: Iterable[Label]) -> tuple[Label, ...]:
    """Return the thresholds that stand apart from those before them, from left to right."""
    kept: list[Label] = []
    for label in labels:
        if all(_gap(label, other, TICK_FONT) >= APART for other in kept):
            kept.append(label)
    return tuple(sorted(kept, key=lambda label: label.x))
