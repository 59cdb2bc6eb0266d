"""What counts as an answer, what is refused and in which words, and how an answer reads."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.answer_words import FAULTS, fault_in_words
from app.domain.answers import (
    dump_answers,
    format_number,
    number_in_unit,
    parse_answer,
    parse_answers,
    unit_after,
    words_of,
)
from app.domain.diagnosis import AnswerValue
from app.domain.errors import InvalidAnswers, UnknownQuestion
from app.domain.questionnaire import NumberQuestion
from app.domain.texts import ForeignText
from tests.builders import edition, question, tiny_edition

TINY = tiny_edition()


@pytest.mark.parametrize(
    ("asked", "raw", "expected"),
    [
        pytest.param("staff", "some", "some", id="one option"),
        pytest.param("rhythm", "yearly", "yearly", id="an option of a shared set"),
        pytest.param("partners", ["town", "school"], ("school", "town"), id="in the order written"),
        pytest.param("partners", ["town", "town"], ("town",), id="once each"),
        pytest.param("partners", "town", ("town",), id="one alone"),
        pytest.param("partners", ["none"], ("none",), id="an exclusive one alone"),
        pytest.param("members", 12, Decimal(12), id="a whole number"),
        pytest.param("members", 12.0, Decimal(12), id="a whole float"),
        pytest.param("members", "1 234", Decimal(1234), id="thousands apart"),
        pytest.param("members", "1\u202f234", Decimal(1234), id="thousands apart, typeset"),
        pytest.param("members", "+5", Decimal(5), id="with a sign"),
        pytest.param("hours", "2,5", Decimal("2.5"), id="a comma"),
        pytest.param("hours", "2.50", Decimal("2.5"), id="zeros at the end"),
        pytest.param("hours", ",5", Decimal("0.5"), id="nothing before the comma"),
        pytest.param("hours", 0.1, Decimal("0.1"), id="a float as it is written"),
        pytest.param("hours", "unsure", "unsure", id="not knowing a number"),
        pytest.param("department", "2a", "2A", id="a department in lower case"),
        pytest.param("department", " 79 ", "79", id="a department among spaces"),
        pytest.param("department", "abroad", "abroad", id="not knowing a territory"),
        pytest.param(
            "name", "  Un   fil\r\npour deux ", "Un fil pour deux", id="a text on one line"
        ),
        pytest.param("name", "e\u0301te\u0301", "été", id="accents in one form"),
        pytest.param("name", "a\x00b\ud800c", "abc", id="no control or half characters"),
    ],
)
def test_valid_answers(asked: str, raw: object, expected: AnswerValue) -> None:
    assert parse_answer(TINY, asked, raw) == expected


def test_the_lines_of_a_long_text_are_kept() -> None:
    content = edition([question("words", kind="text", multiline=True)], dimensions=[])
    assert parse_answer(content, "words", " un\r\ndeux\r ") == "un\ndeux"


@pytest.mark.parametrize("raw", [None, "", []])
def test_nothing_is_not_an_answer(raw: object) -> None:
    assert all(parse_answer(TINY, item.id, raw) is None for item in TINY.questionnaire.items)
    assert parse_answers(TINY, {"staff": raw}) == {}


@pytest.mark.parametrize("raw", ["   ", "\x00"])
def test_a_text_without_words_is_not_an_answer(raw: str) -> None:
    assert parse_answer(TINY, "name", raw) is None


@pytest.mark.parametrize(
    ("asked", "raw", "code"),
    [
        ("staff", ["some"], "one-option"),
        ("staff", 1, "one-option"),
        ("staff", True, "one-option"),
        ("staff", "many", "unknown-option"),
        ("rhythm", "often", "unknown-option"),
        ("partners", {"town": True}, "list-of-options"),
        ("partners", 3, "list-of-options"),
        ("partners", b"town", "list-of-options"),
        ("partners", [["town"]], "one-option"),
        ("partners", ["town", "moon"], "unknown-option"),
        ("partners", ["town", "none"], "exclusive"),
        ("partners", ["unsure", "town"], "exclusive"),
        ("members", True, "number"),
        ("members", [12], "number"),
        ("members", "douze", "number"),
        ("members", "1.234,5", "number"),
        ("members", "1_000", "number"),
        ("members", "1e3", "number"),
        ("members", "0x10", "number"),
        ("members", "١٢", "number"),
        ("members", "  ", "number"),
        ("members", float("nan"), "number"),
        ("members", float("inf"), "number"),
        ("members", "NaN", "number"),
        ("members", "9" * 41, "number"),
        pytest.param("members", 10**5000, "number", id="members-enormous"),
        ("members", "9" * 40, "out-of-bounds"),
        ("members", 1e300, "out-of-bounds"),
        ("members", -1, "out-of-bounds"),
        ("members", "−1", "out-of-bounds"),
        ("members", 100001, "out-of-bounds"),
        ("members", 1.5, "decimals"),
        ("members", 5e-324, "decimals"),
        ("members", "1," + "0" * 36 + "1", "decimals"),
        ("hours", "2,55", "decimals"),
        ("department", "99", "department"),
        ("department", 79, "department"),
        ("department", "Vienne", "department"),
        ("name", 5, "text"),
        ("name", ["a"], "text"),
        ("name", "a" * 41, "too-long"),
    ],
)
def test_refused_answers(asked: str, raw: object, code: str) -> None:
    with pytest.raises(InvalidAnswers) as caught:
        parse_answer(TINY, asked, raw)
    (problem,) = caught.value.problems
    assert (problem.question, problem.code, problem.given) == (asked, code, raw)
    assert problem.message.endswith(".")
    problem.message.encode()


@pytest.mark.parametrize(
    ("asked", "raw", "words"),
    [
        ("members", -1, "entre 0 et 100\u202f000 (membres)"),
        ("members", 1.5, "un nombre entier"),
        ("hours", 1.55, "au plus 1 décimale"),
        ("name", "a" * 43, "retirez-en 3"),
        ("staff", "many", "volunteers, some, unsure"),
        ("staff", "x" * 100 + "\ud800", "x…"),
        ("partners", ["none", "town"], "None"),
    ],
)
def test_a_refusal_says_how_to_mend_it(asked: str, raw: object, words: str) -> None:
    with pytest.raises(InvalidAnswers) as caught:
        parse_answer(TINY, asked, raw)
    assert words in caught.value.problems[0].message


def test_zero_has_no_sign() -> None:
    assert str(parse_answer(TINY, "members", "-0")) == "0"
    assert str(parse_answer(TINY, "members", -0.0)) == "0"


def test_an_unknown_question_is_met_with_the_nearest() -> None:
    with pytest.raises(UnknownQuestion) as caught:
        parse_answer(TINY, "partner", "town")
    assert caught.value.suggestion == "partners"
    assert "« partners »" in str(caught.value)
    with pytest.raises(UnknownQuestion) as caught:
        parse_answer(TINY, "\ud800" + "z" * 1000, "town")
    assert caught.value.suggestion is None
    assert len(str(caught.value).encode()) < 200


def test_all_problems_are_told_at_once() -> None:
    raw = {"staff": "many", "charter": "draft", "staf": "some", "partners": ["none", "town"]}
    with pytest.raises(InvalidAnswers) as caught:
        parse_answers(TINY, raw)
    assert [(problem.question, problem.code) for problem in caught.value.problems] == [
        ("staff", "unknown-option"),
        ("staf", "unknown-question"),
        ("partners", "exclusive"),
    ]


def test_answers_come_in_the_order_of_the_questionnaire() -> None:
    raw = {"rhythm": "yearly", "obstacle": "time", "staff": "some", "name": None}
    assert list(parse_answers(TINY, raw)) == ["staff", "obstacle", "rhythm"]


def test_answers_survive_their_json_form() -> None:
    raw = {
        "staff": "some",
        "department": "2A",
        "members": 1200,
        "hours": 2.5,
        "partners": ["school", "town"],
        "name": "Un fil",
    }
    answers = parse_answers(TINY, raw)
    assert dump_answers(answers) == raw
    assert parse_answers(TINY, dump_answers(answers)) == answers


@pytest.mark.parametrize(
    ("asked", "raw", "words"),
    [
        ("staff", "some", "Some"),
        ("partners", ["town", "school"], "School, Town"),
        ("members", 12000, "12\u202f000 membres"),
        ("hours", 2.5, "2,5 heures"),
        ("hours", "unsure", "Unsure"),
        ("department", "79", "Deux-Sèvres"),
        ("department", "abroad", "Abroad"),
        ("name", "Un fil", "Un fil"),
    ],
)
def test_words_of_an_answer(asked: str, raw: object, words: str) -> None:
    value = parse_answer(TINY, asked, raw)
    assert value is not None
    assert words_of(TINY, asked, value) == words


def test_a_department_may_come_with_its_region() -> None:
    assert words_of(TINY, "department", "2B", region=True) == "Haute-Corse (Corse)"
    assert words_of(TINY, "department", "99", region=True) == "99"


@pytest.mark.parametrize(
    ("value", "words"),
    [("1234567.8", "1\u202f234\u202f567,8"), ("0", "0"), ("1E+3", "1\u202f000"), ("-0.5", "-0,5")],
)
def test_numbers_are_written_in_french(value: str, words: str) -> None:
    assert format_number(Decimal(value)) == words


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=5,
)


@given(asked=st.sampled_from([item.id for item in TINY.questionnaire.items]), raw=anything)
def test_anything_at_all_is_an_answer_or_a_problem(asked: str, raw: object) -> None:
    try:
        value = parse_answer(TINY, asked, raw)
    except InvalidAnswers:
        return
    if value is not None:
        assert parse_answers(TINY, dump_answers({asked: value})) == {asked: value}


def test_the_unit_agrees_with_the_number() -> None:
    question = NumberQuestion(
        id="n",
        kind="number",
        text="?",
        unit="partenaires",
        unit_one="partenaire",
        minimum=Decimal(0),
        maximum=Decimal(9),
    )
    said = {n: unit_after(question, Decimal(n), "fr") for n in ("0", "1", "1.5", "2")}
    assert said == {
        "0": "partenaire",
        "1": "partenaire",
        "1.5": "partenaire",
        "2": "partenaires",
    }
    assert unit_after(question, Decimal(0), "en") == "partenaires"
    assert unit_after(question.model_copy(update={"unit_one": None}), Decimal(1), "fr") == (
        "partenaires"
    )


@pytest.mark.parametrize(
    ("unit", "language", "words"),
    [
        ("% du budget", "fr", "1\u202f234,5 % du budget"),
        ("% of the budget", "en", "1,234.5% of the budget"),
        ("partners", "en", "1,234.5 partners"),
        (ForeignText("% du budget", "fr"), "en", "1,234.5 % du budget"),
    ],
)
def test_a_number_in_its_unit(unit: str, language: str, words: str) -> None:
    assert number_in_unit(Decimal("1234.5"), unit, language) == words


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_is_told_in_every_language(fault: str) -> None:
    found = FAULTS[fault]
    assert set(found) == {"fr", "en"}
    names = [set(re.findall(r"\{(\w+)\}", words)) for words in found.values()]
    assert names[0] == names[1]
    assert fault_in_words(fault, "xx", **dict.fromkeys(names[0], 1)) == found["fr"].format(
        **dict.fromkeys(names[0], 1)
    )
