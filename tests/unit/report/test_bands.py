"""The level bands and the published shares: marks where the numbers say, words that do not meet."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.model import LEVELS
from app.domain.questionnaire import LevelBand
from app.report.bands import (
    MARGIN,
    SCORE_FONT,
    TICK_FONT,
    UNIT,
    WIDTH,
    draw_bands,
    draw_share,
)
from app.report.chart_contexts import Label
from app.report.radar import text_width


@st.composite
def levels(draw: st.DrawFn) -> tuple[LevelBand, ...]:
    """Between two and four levels from 0 to 100, with thresholds anywhere."""
    between = draw(st.lists(st.integers(1, 99), min_size=1, max_size=3, unique=True).map(sorted))
    starts = [0, *between]
    ends = [*between, None]
    return tuple(
        LevelBand(
            level=level,
            label=level.value,
            at_least=Decimal(start),
            below=None if end is None else Decimal(end),
        )
        for level, start, end in zip(LEVELS, starts, ends, strict=False)
    )


@st.composite
def intervals(draw: st.DrawFn) -> tuple[float, float]:
    low = draw(st.floats(0, 100))
    return low, draw(st.floats(low, 100))


def assert_apart(labels: tuple[Label, ...], size: float) -> None:
    for label in labels:
        half = text_width(label.text, size) / 2
        assert label.x - half >= -0.1
        assert label.x + half <= WIDTH + 0.1
    for one, other in pairwise(labels):
        taken = (text_width(one.text, size) + text_width(other.text, size)) / 2
        assert other.x - one.x > taken


@given(levels(), intervals())
def test_marks_stand_at_their_scores_and_words_do_not_meet(
    bands: tuple[LevelBand, ...], interval: tuple[float, float]
) -> None:
    chart = draw_bands(bands, *interval, "")
    for at, score in zip((chart.low, chart.high), interval, strict=True):
        assert at == pytest.approx(MARGIN + UNIT * score, abs=0.1)
    assert_apart(chart.scores, SCORE_FONT)
    assert_apart(chart.thresholds, TICK_FONT)


@given(levels())
def test_levels_fill_the_band_and_meet_at_their_thresholds(bands: tuple[LevelBand, ...]) -> None:
    chart = draw_bands(bands, None, None, "")
    assert [segment.label for segment in chart.segments] == [band.label for band in bands]
    assert chart.segments[0].x == MARGIN
    for before, after, tick in zip(chart.segments, chart.segments[1:], chart.ticks, strict=False):
        assert before.x + before.width == pytest.approx(after.x, abs=0.15)
        assert tick == after.x
    last = chart.segments[-1]
    assert last.x + last.width == pytest.approx(WIDTH - MARGIN, abs=0.15)
    written = {label.text for label in chart.thresholds}
    assert {"0", "100"} <= written <= {"0", "100"} | {str(band.at_least) for band in bands}


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (None, None, []),
        (58.4, 58.4, ["58"]),
        (58.1, 58.9, ["58"]),
        (58.0, 60.0, ["58–60"]),
        (11.0, 77.0, ["11", "77"]),
        (0.0, 100.0, ["0", "100"]),
    ],
)
def test_both_ends_of_the_interval_are_written(
    low: float | None, high: float | None, said: list[str]
) -> None:
    bands = (
        LevelBand(level=LEVELS[0], label="Pas encore", at_least=Decimal(0), below=Decimal(50)),
        LevelBand(level=LEVELS[1], label="Premiers pas", at_least=Decimal(50), below=None),
    )
    chart = draw_bands(bands, low, high, "")
    assert [label.text for label in chart.scores] == said


@given(st.integers(1, 99), st.sampled_from(["counted", "others", None]))
def test_a_person_is_pinned_on_their_side_of_a_share(percent: int, side: str | None) -> None:
    told = None if side is None else "Vous y êtes."
    chart = draw_share(percent, side, ("Sans", "Avec"), "", told)
    whole = chart.end - chart.start
    assert (chart.split - chart.start) / whole == pytest.approx(percent / 100, abs=0.001)
    if side is None:
        assert (chart.mark, chart.you) == (None, None)
        return
    assert chart.mark is not None
    assert (chart.mark < chart.split) is (side == "counted")
    assert chart.start < chart.mark < chart.end
    assert chart.you is not None
    assert_apart((chart.you,), SCORE_FONT)
