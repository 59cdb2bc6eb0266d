"""From answers to score intervals and levels, exactly."""

from __future__ import annotations

from fractions import Fraction

import pytest

from app.domain.bounds import percent
from app.domain.compiled import compile_edition
from app.domain.diagnose import diagnose
from app.domain.diagnosis import DimensionResult
from app.domain.edition import Edition
from tests.builders import (
    Raw,
    answered,
    dimension,
    edition,
    levels,
    option,
    question,
    scores_edition,
    state_of,
    tiny_edition,
)

F = Fraction
NO, SOME, YES = "no", "some", "yes"
"""Worth 0, 1/3 and 1."""


def interval(content: Edition, raw: Raw, node: str = "links") -> object:
    """Return the exact interval of a node, 0–1; None where nothing counts or is answered."""
    state, layout = state_of(content, raw), compile_edition(content).layout
    if state[layout.rank(node)] is None:
        return None
    return Fraction(*state[layout.low(node)]), Fraction(*state[layout.high(node)])


def result(content: Edition, raw: Raw, node: str = "links") -> DimensionResult:
    """Return what is told of a node."""
    diagnosis = diagnose(content, answered(content, **raw), next_levels=False)
    return next(r for r in (diagnosis.overall, *diagnosis.dimensions) if r.id == node)


# One dimension ----------------------------------------------------------------------------------


def links(how: str, *weights: float) -> Edition:
    """Return an edition of questions ``q1``… of one dimension, of these weights."""
    asked = [question(f"q{n}", "links", weight=weight) for n, weight in enumerate(weights, 1)]
    return edition(asked, dimensions=[dimension("links", aggregation=how)])


@pytest.mark.parametrize(
    ("how", "answers", "expected"),
    [
        ("mean", (YES, SOME, NO), (F(4, 9), F(4, 9))),
        ("mean", (YES, SOME, "unsure"), (F(4, 9), F(7, 9))),
        ("mean", (YES, SOME, None), (F(4, 9), F(7, 9))),
        ("mean", (YES, SOME, "not-for-us"), (F(2, 3), F(2, 3))),
        ("mean", ("unsure", "unsure", "unsure"), (0, 1)),
        ("mean", ("unsure", None, None), (0, 1)),
        ("mean", ("not-for-us", "not-for-us", SOME), (F(1, 3), F(1, 3))),
        ("mean", ("not-for-us", "not-for-us", "not-for-us"), None),
        ("mean", ("not-for-us", "not-for-us", None), None),
        ("mean", (None, None, None), None),
        ("sum", (YES, SOME, NO), (F(4, 9), F(4, 9))),
        ("sum", (YES, SOME, "not-for-us"), (F(4, 9), F(4, 9))),
        ("sum", (YES, "unsure", "not-for-us"), (F(1, 3), F(2, 3))),
        ("sum", ("unsure", "not-for-us", "not-for-us"), (0, 1)),
        ("sum", ("not-for-us", "not-for-us", "not-for-us"), None),
        ("min", (YES, SOME, YES), (F(1, 3), F(1, 3))),
        ("min", (YES, SOME, "unsure"), (0, F(1, 3))),
        ("min", (YES, SOME, "not-for-us"), (F(1, 3), F(1, 3))),
        ("min", ("not-for-us", "not-for-us", "not-for-us"), None),
        ("max", (NO, SOME, NO), (F(1, 3), F(1, 3))),
        ("max", (NO, SOME, "unsure"), (F(1, 3), 1)),
        ("max", (YES, NO, "unsure"), (1, 1)),
        ("max", (NO, NO, "not-for-us"), (0, 0)),
    ],
)
def test_aggregation(how: str, answers: tuple[str | None, ...], expected: object) -> None:
    raw = {f"q{n}": given for n, given in enumerate(answers, 1)}
    assert interval(links(how, 1, 1, 1), raw) == expected


@pytest.mark.parametrize(
    ("how", "weights", "expected"),
    [
        ("mean", (1, 2), F(1, 3)),
        ("mean", (2, 1), F(2, 3)),
        ("mean", (0.1, 0.3), F(1, 4)),
        ("mean", (1.25, 0.75), F(5, 8)),
        ("sum", (3, 1), F(3, 4)),
        ("min", (1, 1000), F(0)),
        ("max", (1, 1000), F(1)),
    ],
)
def test_weights(how: str, weights: tuple[float, ...], expected: Fraction) -> None:
    assert interval(links(how, *weights), {"q1": YES, "q2": NO}) == (expected, expected)


def test_an_unknown_answer_weighs_what_its_question_does() -> None:
    assert interval(links("mean", 3, 1), {"q1": YES, "q2": "unsure"}) == (F(3, 4), 1)
    assert interval(links("mean", 1, 3), {"q1": YES, "q2": "unsure"}) == (F(1, 4), 1)


# What is and is not asked -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("staff", "expected"),
    [
        pytest.param("some", (F(1, 2), 1), id="asked and not answered"),
        pytest.param("none", (1, 1), id="not asked"),
        pytest.param(None, (F(1, 2), 1), id="perhaps asked"),
        pytest.param("unsure", (F(1, 2), 1), id="never known whether it is asked"),
    ],
)
def test_a_question_counts_where_it_may_be_asked(staff: str | None, expected: object) -> None:
    content = edition(
        [
            question("q1", "links"),
            question("q2", "links", show_when={"context": "staff", "is": "some"}),
        ],
        context=[
            question(
                "staff", options=[option("none"), option("some"), option("unsure", unknown=True)]
            )
        ],
    )
    assert interval(content, {"staff": staff, "q1": YES}) == expected
    hidden = {"staff": staff, "q1": YES, "q2": NO}
    if staff == "none":
        assert interval(content, hidden) == (1, 1), "an answer no longer asked for is not read"


# The tree ---------------------------------------------------------------------------------------


def test_dimensions_weigh_on_the_one_above() -> None:
    content = edition(
        [question("a", "low"), question("b", "side"), question("c", "top")],
        dimensions=[
            dimension("top", dimensions=[dimension("low", weight=2), dimension("side")]),
        ],
    )
    raw = {"a": YES, "b": NO, "c": SOME}
    assert interval(content, raw, "top") == (F(7, 12), F(7, 12)), "(1/3 + 2 × 1 + 0) / 4"
    assert interval(content, raw, "overall") == (F(7, 12), F(7, 12))
    assert interval(content, {"a": YES}, "top") == (F(1, 2), 1)
    assert interval(content, {"a": YES}, "side") is None


def test_a_dimension_in_which_nothing_counts_leaves_the_mean() -> None:
    content = edition([question("a", "left"), question("b", "right")])
    assert interval(content, {"a": YES, "b": "not-for-us"}, "overall") == (1, 1)
    assert interval(content, {"a": YES, "b": "unsure"}, "overall") == (F(1, 2), 1)


def test_a_sum_that_may_yet_not_count_leaves_its_parent_open() -> None:
    content = edition(
        [question("a", "left"), question("b", "right"), question("c", "right")],
        dimensions=[dimension("left"), dimension("right", aggregation="sum")],
    )
    open_ = interval(content, {"a": YES, "b": "not-for-us"}, "overall")
    closed = interval(content, {"a": YES, "b": "not-for-us", "c": "not-for-us"}, "overall")
    assert (open_, closed) == ((F(1, 2), 1), (1, 1))


# Kinds of questions -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("combine", "chosen", "expected"),
    [
        ("sum", ["a"], F(1, 3)),
        ("sum", ["a", "b"], F(1)),
        ("sum", ["a", "b", "c"], F(1)),
        ("sum", ["none"], F(0)),
        ("sum", ["plain"], F(0)),
        ("max", ["a", "b"], F(2, 3)),
        ("mean", ["a", "b"], F(1, 2)),
        ("mean", ["a", "b", "c"], F(2, 3)),
        ("mean", ["a", "plain"], F(1, 3)),
    ],
)
def test_several_options_combine(combine: str, chosen: list[str], expected: Fraction) -> None:
    options = [
        *(option("a", 1), option("b", 2), option("c", 3)),
        *(option("plain"), option("none", 0, exclusive=True)),
    ]
    content = edition([question("q", "links", "multiple", options=options, combine=combine)])
    assert interval(content, {"q": chosen}) == (expected, expected)


@pytest.mark.parametrize(
    ("minimum", "maximum", "scores", "expected"),
    [
        (0, 3, (1, 2), F(1)),
        (1, 3, (1, 1), F(1, 2)),
        (1, 4, (1, 2), F(2, 3)),
        (-1, 1, (0.5, 0.25), F(7, 8)),
        (-2, 1, (-1, -1), F(0)),
        (0, 0.7, (0.1, 0.2), F(3, 7)),
    ],
)
def test_sums_are_exact_in_any_range(
    minimum: float, maximum: float, scores: tuple[float, float], expected: Fraction
) -> None:
    options = [option("a", scores[0]), option("b", scores[1])]
    content = edition(
        [question("q", "links", "multiple", options=options)],
        score_range={"minimum": minimum, "maximum": maximum},
    )
    assert interval(content, {"q": ["a", "b"]}) == (expected, expected)


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(0, 0), (2.4, 0), (2.5, F(2, 3)), (9.9, F(2, 3)), (10, 1), (50, 1)],
)
def test_numbers_score_by_bands(hours: float, expected: object) -> None:
    assert interval(tiny_edition(), {"staff": "volunteers", "hours": hours}, "skills") == (
        expected,
        expected,
    )


def test_a_scale_scores_by_its_shared_options() -> None:
    content = edition(
        [question("q", "links", "scale", answers="often")],
        answer_sets={"often": {"options": [option("never", 0), option("weekly", 1.5)]}},
    )
    assert interval(content, {"q": "weekly"}) == (F(1, 2), F(1, 2))


def test_unscored_questions_do_not_count() -> None:
    content = edition([question("a", "links"), question("b")])
    assert interval(content, {"a": SOME, "b": YES}) == (F(1, 3), F(1, 3))
    assert interval(content, {"b": YES}) is None


# Levels -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scores", "level"),
    [
        pytest.param((0, 0, 0), "not_engaged", id="nothing"),
        pytest.param((1, 0, 0), "not_engaged", id="1/9, below"),
        pytest.param((3, 0, 0), "first_steps", id="1/3, exactly at it"),
        pytest.param((3, 2, 0), "first_steps", id="5/9, just below 2/3"),
        pytest.param((3, 3, 0), "active", id="2/3, exactly at it"),
        pytest.param((3, 3, 2), "active", id="8/9, below the top"),
        pytest.param((3, 3, 3), "pioneer", id="the top"),
    ],
)
def test_a_level_begins_exactly_at_its_threshold(scores: tuple[int, ...], level: str) -> None:
    """Thresholds of three questions worth thirds, where floating point would go wrong."""
    content = scores_edition(
        *[[0, 1, 2, 3]] * 3,
        overall={"aggregation": "sum"},
        dimensions=[dimension("links", weight=3), dimension("rest", weight=97)],
        levels=levels(1, 2, 3),
    )
    raw = {f"q{n}": f"o{score + 1}" for n, score in enumerate(scores, 1)}
    assert result(content, raw, "overall").level == level


def test_a_printed_score_never_reaches_a_threshold_that_was_not_reached() -> None:
    content = scores_edition([0, 1, 2, 3], levels=levels(33.4, 66.7))
    told = result(content, {"q1": "o3"})
    assert (told.score, told.level) == (66.6, "first_steps")
    assert percent(2, 3) == 66.6
    assert percent(2499, 10000) == 24.9
    assert percent(1, 1) == 100.0


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("o1", "o1"), ("not_engaged", "not_engaged", False)),
        (("o2", "unsure"), ("active", "pioneer", True)),
        (("unsure", "unsure"), ("not_engaged", "pioneer", True)),
        (("o2", "o2"), ("pioneer", "pioneer", False)),
    ],
)
def test_the_sure_and_the_possible_level(
    given: tuple[str, str], expected: tuple[str, str, bool]
) -> None:
    told = result(scores_edition([0, 3], [0, 3]), {"q1": given[0], "q2": given[1]})
    assert (told.level, told.possible_level, told.is_uncertain) == expected


def test_nothing_answered_is_none_and_not_zero() -> None:
    told = result(scores_edition([0, 3]), {})
    assert {told.score, told.low, told.high} == {None}
    assert {told.level, told.possible_level} == {None}
    assert told.level_label is None
    assert (told.answered, told.asked, told.is_uncertain) == (0, 1, False)


# Requirements -----------------------------------------------------------------------------------


def requiring(when: Raw, level: str = "first_steps") -> Edition:
    """Return an edition in which a level of ``links`` requires something besides its score."""
    return edition(
        [question("q", "links"), question("proof", options=[option("no"), option("yes")])],
        dimensions=[dimension("links", levels=levels(25, 50, requires={level: [when]}))],
    )


PROOF = {"answer": "proof", "is": "yes"}


@pytest.mark.parametrize(
    ("level", "answers", "expected"),
    [
        pytest.param("first_steps", {"q": YES, "proof": "yes"}, ("active", "active"), id="met"),
        pytest.param(
            "first_steps", {"q": YES, "proof": "no"}, ("not_engaged", "not_engaged"), id="not met"
        ),
        pytest.param("first_steps", {"q": YES}, ("not_engaged", "active"), id="perhaps met"),
        pytest.param(
            "active", {"q": YES, "proof": "no"}, ("first_steps", "first_steps"), id="one level only"
        ),
        pytest.param(
            "active", {"q": "unsure", "proof": "no"}, ("not_engaged", "first_steps"), id="both"
        ),
    ],
)
def test_a_requirement_gates_the_sure_and_the_possible_level(
    level: str, answers: Raw, expected: tuple[str, str]
) -> None:
    told = result(requiring(PROOF, level), answers)
    assert (told.level, told.possible_level) == expected


def test_what_the_next_level_still_requires_is_told() -> None:
    content = requiring(PROOF, "active")
    label = content.questionnaire.bands_of("links")[2].requires[0].label
    assert result(content, {"q": YES, "proof": "no"}).missing_requirements == (label,)
    assert result(content, {"q": YES, "proof": "yes"}).missing_requirements == ()
    assert result(content, {"q": NO, "proof": "no"}).missing_requirements == (), "two levels up"
    assert result(content, {}).missing_requirements == ()


def demanding(when: Raw) -> Edition:
    """Return an edition in which ``overall`` requires something of the dimension ``below``."""
    return edition(
        [question("a", "below"), question("b", "beside")],
        overall={"levels": levels(25, requires={"first_steps": [when]})},
    )


@pytest.mark.parametrize(
    "when", [{"level": "below", "at_least": "active"}, {"score": "below", "at_least": 60}]
)
@pytest.mark.parametrize(
    ("below", "expected"),
    [
        pytest.param(YES, ("first_steps", "first_steps"), id="reached"),
        pytest.param(SOME, ("not_engaged", "not_engaged"), id="out of reach"),
        pytest.param("unsure", ("not_engaged", "first_steps"), id="possible"),
        pytest.param(None, ("not_engaged", "first_steps"), id="not begun"),
        pytest.param("not-for-us", ("not_engaged", "not_engaged"), id="does not count"),
    ],
)
def test_a_level_may_require_a_dimension_below(
    when: Raw, below: str | None, expected: tuple[str, str]
) -> None:
    told = result(demanding(when), {"a": below, "b": YES}, "overall")
    assert (told.level, told.possible_level) == expected


# What each question weighs ----------------------------------------------------------------------


def test_each_question_says_what_it_weighs() -> None:
    content = links("mean", 3, 1, 4, 2)
    told = result(content, {"q1": SOME, "q2": "unsure", "q3": "not-for-us"})
    assert [(q.question, q.state, q.low, q.high, q.share) for q in told.questions] == [
        ("q1", "known", 33.3, 33.3, 0.5),
        ("q2", "unknown", 0.0, 100.0, 0.167),
        ("q3", "not_applicable", None, None, 0.0),
        ("q4", "unanswered", 0.0, 100.0, 0.333),
    ]
