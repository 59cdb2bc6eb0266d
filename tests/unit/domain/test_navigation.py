"""Which questions are asked, in which order, and how far a person has come."""

from __future__ import annotations

import pytest

from app.domain.answers import parse_answers
from app.domain.edition import Edition
from app.domain.errors import UnknownQuestion
from app.domain.navigation import (
    asked_range,
    completeness,
    first_unanswered,
    next_question,
    previous_question,
    section_progress,
    visible_items,
)
from tests.builders import Raw, answered, edition, option, question, tiny_edition

TINY = tiny_edition()
ALWAYS = [
    *("staff", "department", "members", "name"),
    *("partners", "charter", "rhythm", "hours"),
]


def asked(content: Edition, **raw: object) -> list[str]:
    """Return the ids of the questions asked."""
    return [item.id for item in visible_items(content, answered(content, **raw))]


@pytest.mark.parametrize(
    ("answers", "also"),
    [
        pytest.param({}, [], id="nothing answered: perhaps asked is not asked"),
        pytest.param({"staff": "volunteers"}, [], id="not of these"),
        pytest.param({"staff": "some"}, ["training"], id="of those"),
        pytest.param({"staff": "unsure"}, [], id="not known"),
        pytest.param({"charter": "no"}, ["obstacle"], id="what follows an option"),
        pytest.param({"charter": "signed"}, [], id="but not another"),
    ],
)
def test_what_is_asked(answers: Raw, also: list[str]) -> None:
    assert set(asked(TINY, **answers)) == {*ALWAYS, *also}


def test_what_follows_comes_right_after_its_question() -> None:
    order = asked(TINY, charter="no", staff="some")
    assert order[order.index("charter") + 1] == "obstacle"
    assert order[-1] == "training"


NESTED = edition(
    [
        question(
            "first",
            kind="multiple",
            options=[
                option("a", follow_up=[question("second", options=[option("x"), option("y")])]),
                option("b"),
            ],
        ),
        question("third", show_when={"answer": "second", "is": "x"}),
    ]
)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"first": ["a", "b"]}, ["first", "second"]),
        ({"first": ["a"], "second": "x"}, ["first", "second", "third"]),
        ({"first": ["b"], "second": "x"}, ["first"]),
    ],
)
def test_what_hangs_on_a_question_not_asked_is_not_asked(answers: Raw, expected: list[str]) -> None:
    assert asked(NESTED, **answers) == expected


def test_both_the_option_and_the_condition_decide_on_a_follow_up() -> None:
    content = edition(
        [
            question(
                "q",
                options=[
                    option(
                        "a", follow_up=[question("more", show_when={"context": "c", "is": "y"})]
                    ),
                    option("b"),
                ],
            )
        ],
        context=[question("c", options=[option("y"), option("n")])],
    )
    assert asked(content, c="y", q="a") == ["c", "q", "more"]
    assert asked(content, c="n", q="a") == ["c", "q"]
    assert asked(content, c="y", q="b") == ["c", "q"]


def test_next_and_previous_skip_what_is_not_asked() -> None:
    answers = answered(TINY, staff="volunteers", charter="draft")
    assert next_question(TINY, answers, "charter") == "rhythm"
    assert next_question(TINY, {"charter": "no"}, "charter") == "obstacle"
    assert next_question(TINY, answers, "hours") is None
    assert previous_question(TINY, answers, "rhythm") == "charter"
    assert previous_question(TINY, answers, "partners") == "name"
    assert previous_question(TINY, answers, "staff") is None
    assert next_question(TINY, answers, "training") is None, "from one no longer asked"
    assert previous_question(TINY, answers, "obstacle") == "charter"


@pytest.mark.parametrize("move", [next_question, previous_question])
def test_an_unknown_question_is_refused(move: object) -> None:
    assert callable(move)
    with pytest.raises(UnknownQuestion):
        move(TINY, {}, "moon")


def test_the_first_unanswered_skips_what_is_optional() -> None:
    assert first_unanswered(TINY, {}) == "staff"
    raw = {"staff": "some", "department": "79", "members": 3}
    assert first_unanswered(TINY, parse_answers(TINY, raw)) == "partners", "« name » is optional"
    rest = {"partners": ["town"], "charter": "unsure", "rhythm": "never", "hours": "not-for-us"}
    almost = parse_answers(TINY, {**raw, **rest})
    assert first_unanswered(TINY, almost) == "training"
    assert first_unanswered(TINY, {**almost, "training": "yes"}) is None


def progress(content: Edition, **raw: object) -> dict[str, tuple[int, int, str]]:
    """Return asked, answered and status of each section."""
    found = section_progress(content, answered(content, **raw))
    return {one.section.id: (one.asked, one.answered, one.status) for one in found}


@pytest.mark.parametrize(
    ("answers", "you"),
    [
        ({}, (3, 0, "not_started")),
        ({"name": "Un fil"}, (3, 0, "in_progress")),
        ({"staff": "unsure"}, (3, 1, "in_progress")),
        ({"staff": "some", "department": "abroad", "members": 0}, (3, 3, "done")),
    ],
)
def test_progress_of_a_section(answers: Raw, you: tuple[int, int, str]) -> None:
    assert progress(TINY, **answers)["you"] == you


def test_a_section_of_which_nothing_is_asked_says_so() -> None:
    content = edition(
        [question("q", show_when={"context": "c", "is": "y"})],
        context=[question("c", options=[option("y"), option("n")])],
    )
    assert progress(content, c="n")["practice"] == (0, 0, "not_asked")
    assert progress(content, c="y")["practice"] == (1, 0, "not_started")


def test_a_section_of_optional_questions_is_done_once_one_is_answered() -> None:
    content = edition([question("q")], context=[question("c", kind="text", optional=True)])
    assert progress(content)["you"] == (0, 0, "not_started")
    assert progress(content, c="oui")["you"] == (0, 0, "done")


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        pytest.param({}, (0, 7, 0), id="nothing"),
        pytest.param({"name": "Un fil"}, (0, 7, 0), id="optional"),
        pytest.param({"charter": "unsure"}, (1, 7, 1), id="unknown"),
        pytest.param({"charter": "not-for-us"}, (1, 7, 0), id="not applicable"),
        pytest.param({"charter": "no", "staff": "some"}, (2, 9, 0), id="more is asked"),
        pytest.param({"obstacle": "time"}, (0, 7, 0), id="what is not asked does not count"),
    ],
)
def test_completeness(answers: Raw, expected: tuple[int, int, int]) -> None:
    found = completeness(TINY, answered(TINY, **answers))
    assert (found.answered, found.asked, found.unknown) == expected
    assert not found.is_complete


def test_complete() -> None:
    content = edition([question("q")])
    assert completeness(content, {"q": "unsure"}).is_complete


def test_progress_is_told_of_an_edition_read_back_from_its_canonical_form() -> None:
    section_progress(TINY, {})
    again = Edition.from_canonical(TINY.canonical)
    assert [one.status for one in section_progress(again, {"staff": "some"})] == [
        "in_progress",
        "not_started",
    ]


def test_how_many_questions_one_person_may_be_asked() -> None:
    """Nobody is both a volunteer and an employer: the questions of each do not add up."""
    content = edition(
        [
            question("rota", show_when={"context": "staff", "is": "none"}),
            question("training", show_when={"context": "staff", "is": "some"}),
            question("reviews", show_when={"context": "staff", "is": "some"}),
            question("charter"),
        ],
        context=[question("staff", options=[option("none"), option("some")])],
    )
    assert asked_range(content) == (3, 4)


def test_where_a_number_decides_the_outer_bounds_are_told() -> None:
    content = edition(
        [question("reserve", show_when={"number": "size", "at_least": 5}), question("charter")],
        context=[question("size", kind="number", unit="people", minimum=0, maximum=9)],
    )
    assert asked_range(content) == (2, 3)
