"""The geometry of the radar: labels apart, marks where the scores say."""

from itertools import combinations
from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.report.radar import Band, Spoke, box_of, break_label, draw_radar

BANDS = (Band(0, "Pas encore", 25), Band(1, "Premiers pas", 50), Band(2, "Active", 100))
TITLES = st.one_of(
    st.sampled_from(
        ["Sens et besoins", "Modèle socio-économique", "Compétences et organisation", "Ancrage"]
    ),
    st.text(st.characters(codec="latin-1", categories=("L", "Zs", "P")), min_size=1, max_size=60),
)
SCORES = st.one_of(st.none(), st.floats(0, 100))


@st.composite
def spokes(draw: st.DrawFn) -> list[Spoke]:
    made = []
    for place in range(draw(st.integers(3, 8))):
        low = draw(SCORES)
        high = None if low is None else draw(st.floats(low, 100))
        made.append(Spoke(f"d{place}", draw(TITLES), low, high))
    return made


@given(spokes())
def test_labels_lie_apart_and_inside_the_drawing(given_spokes: list[Spoke]) -> None:
    chart = draw_radar(given_spokes, BANDS, "Titre", "Description")
    assert chart is not None
    boxes = [box_of(axis) for axis in chart.axes]
    assert not any(one.meets(other) for one, other in combinations(boxes, 2))
    for box in boxes:
        assert box.left >= 0
        assert box.top >= 0
        assert box.right <= chart.width
        assert box.bottom <= chart.height


@given(spokes())
def test_marks_stand_at_their_scores(given_spokes: list[Spoke]) -> None:
    chart = draw_radar(given_spokes, BANDS, "Titre", "Description")
    assert chart is not None
    for spoke, axis in zip(given_spokes, chart.axes, strict=True):
        whole = hypot(axis.end.x - chart.centre.x, axis.end.y - chart.centre.y)
        if spoke.low is None or spoke.high is None:
            assert axis.sure is None
            assert axis.best is None
            continue
        assert axis.sure is not None
        assert axis.best is not None
        for mark, score in ((axis.sure, spoke.low), (axis.best, spoke.high)):
            distance = hypot(mark.x - chart.centre.x, mark.y - chart.centre.y)
            assert distance == pytest.approx(whole * score / 100, abs=0.5)


def test_the_band_is_drawn_only_where_something_is_unknown() -> None:
    known = [Spoke(f"d{n}", "Volet", 40, 40) for n in range(4)]
    sure = draw_radar(known, BANDS, "", "")
    unsure = draw_radar([*known[:3], Spoke("d3", "Volet", 40, 80)], BANDS, "", "")
    assert sure is not None
    assert unsure is not None
    assert sure.band is None
    assert unsure.band is not None


@pytest.mark.parametrize("count", [0, 1, 2, 9])
def test_no_radar_for_too_few_or_too_many_dimensions(count: int) -> None:
    given_spokes = [Spoke(f"d{n}", "Volet", 50, 50) for n in range(count)]
    assert draw_radar(given_spokes, BANDS, "", "") is None


def test_rings_are_drawn_from_the_edge_inwards_and_named() -> None:
    chart = draw_radar([Spoke(f"d{n}", "Volet", 50, 50) for n in range(3)], BANDS, "", "")
    assert chart is not None
    assert [ring.label for ring in chart.rings] == ["Active", "Premiers pas", "Pas encore"]


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("Sens et besoins", ("Sens et besoins",)),
        ("Modèle socio-économique", ("Modèle socio-", "économique")),
        ("Évaluation et capitalisation", ("Évaluation et", "capitalisation")),
        ("", ("",)),
    ],
)
def test_labels_break_at_spaces_and_long_words_at_hyphens(
    title: str, lines: tuple[str, ...]
) -> None:
    assert break_label(title) == lines
