"""The drawing of which questions decide which: columns, no overlap, nothing left out."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from app.report.branching import WIDTH, Branching, decided_by, lay_out
from tests.builders import edition, question, tiny_edition
from tests.random_editions import random_edition


def box(drawing: Branching, id_: str) -> tuple[float, float]:
    """Return where a box is."""
    found = next(one for one in drawing.boxes if one.id == id_)
    return found.x, found.y


def test_questions_stand_to_the_right_of_those_that_decide_them() -> None:
    drawing = lay_out(tiny_edition().questionnaire.items)
    assert drawing is not None
    assert [one.id for one in drawing.boxes] == ["staff", "charter", "obstacle", "training"]
    assert box(drawing, "staff")[0] < box(drawing, "training")[0]
    assert box(drawing, "charter")[0] < box(drawing, "obstacle")[0]
    assert box(drawing, "staff")[1] == box(drawing, "training")[1]
    assert len(drawing.arrows) == 2


def test_without_conditions_there_is_nothing_to_draw() -> None:
    assert lay_out(edition([question("q", "links")]).questionnaire.items) is None


def test_a_long_text_is_cut_short() -> None:
    content = edition(
        [
            question("a", "links", text="Un mot. " * 30),
            question("b", "links", show_when={"answer": "a", "is": "yes"}),
        ]
    )
    drawing = lay_out(content.questionnaire.items)
    assert drawing is not None
    assert len(drawing.boxes[0].lines) == 3
    assert drawing.boxes[0].lines[-1].endswith("…")


@given(st.integers(0, 10_000))
def test_every_condition_is_an_arrow_forward_and_no_box_covers_another(seed: int) -> None:
    content = random_edition(Random(seed), gates="any")  # noqa: S311 - what fails must come back
    items = content.questionnaire.items
    drawing = lay_out(items)
    pairs = [(read, item.id) for item in items for read in decided_by(item)]
    if drawing is None:
        assert pairs == []
        return
    assert {one.id for one in drawing.boxes} == {id_ for pair in pairs for id_ in pair}
    assert len(drawing.arrows) == len(pairs)
    for read, decided in pairs:
        assert box(drawing, read)[0] + WIDTH < box(drawing, decided)[0]
    for place, one in enumerate(drawing.boxes):
        assert 0 <= one.x <= drawing.width - WIDTH
        assert 0 <= one.y <= drawing.height - one.height
        for other in drawing.boxes[:place]:
            is_beside = one.x != other.x
            is_above = one.y + one.height <= other.y or other.y + other.height <= one.y
            assert is_beside or is_above
