"""Every sum that is printed can be done again from what is printed."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given

from app.domain.answers import parse_answers
from app.domain.working import show_working
from app.report.sums import exact, explain_points, shown
from app.report.working import build_working
from tests.arithmetic import number, sides
from tests.builders import edition as build
from tests.builders import option, question, tiny_edition
from tests.unit.domain.generated import chance, drawn_edition, partial_answers, seeds

NEAR = Fraction(1, 5)
"""How far a sum of rounded figures may be from its rounded result: each loses under a tenth."""


@given(seeds, seeds)
def test_every_printed_sum_comes_out(which: int, drawn: int) -> None:
    content = drawn_edition(which, "any")
    answers = partial_answers(content, chance(drawn))
    for one, view in zip(
        show_working(content, answers), build_working(content, answers).sums, strict=True
    ):
        ends = [one.low] if one.low == one.high else [one.low, None if one.is_open else one.high]
        results = [end for end in ends if end is not None]
        assert len(view.equations) == len(results)
        for equation, result in zip(view.equations, results, strict=True):
            left, sign, right = sides(equation.rounded)
            assert right == Fraction(math.floor(result * 10), 10)
            if sign == "=":
                assert left == right == result
                assert equation.exact is None
            else:
                assert abs(left - right) < NEAR
                assert equation.exact is not None
                assert sides(equation.exact) == (result, "=", result)


@given(seeds, seeds)
def test_shares_add_up(which: int, drawn: int) -> None:
    content = drawn_edition(which, "any")
    for view in build_working(content, partial_answers(content, chance(drawn))).sums:
        shares = [int(row.share.rstrip("\u00a0%")) for row in view.rows if "%" in row.share]
        if shares and "tous les poids" not in view.rule:
            assert abs(sum(shares) - 100) <= len(shares)


@pytest.mark.parametrize(
    ("value", "rounded", "whole"),
    [
        (Fraction(100, 3), "33,3", "100/3"),
        (Fraction(200, 3), "66,6", "200/3"),
        (Fraction(75), "75", "75"),
        (Fraction(1, 8), "0,1", "0,125"),
        (Fraction(1999, 20), "99,9", "99,95"),
        (Fraction(0), "0", "0"),
    ],
)
def test_numbers(value: Fraction, rounded: str, whole: str) -> None:
    assert (shown(value), exact(value)) == (rounded, whole)
    assert number(whole) == value


@pytest.mark.parametrize(
    ("combine", "ticked", "words"),
    [
        ("sum", ["a"], "1 sur une échelle de 0 à 3"),
        ("sum", ["a", "b"], "1 + 2 = 3 sur une échelle de 0 à 3"),
        ("sum", ["a", "b", "c"], "1 + 2 + 3 = 6, ramené à 3 sur une échelle de 0 à 3"),
        ("max", ["a", "b"], "le plus élevé de (1 ; 2) sur une échelle de 0 à 3"),
        ("mean", ["a", "b"], "(1 + 2) / 2 sur une échelle de 0 à 3"),
        ("sum", ["d"], "aucune de ces réponses n’ajoute de points : 0 sur une échelle de 0 à 3"),
    ],
)
def test_points_of_several_choices(combine: str, ticked: list[str], words: str) -> None:
    options = [option("a", 1), option("b", 2), option("c", 3), option("d")]
    content = build([question("q", "links", "multiple", options=options, combine=combine)])
    questionnaire = content.questionnaire
    value = parse_answers(content, {"q": ticked})["q"]
    said = explain_points(questionnaire.items_by_id["q"], value, questionnaire.score_range)
    assert said is not None
    assert said.replace("\u00a0", " ") == words


def test_points_of_a_number() -> None:
    content = tiny_edition()
    item, scale = content.questionnaire.items_by_id["hours"], content.questionnaire.score_range
    said = {
        raw: explain_points(item, parse_answers(content, {"hours": raw})["hours"], scale)
        for raw in (0, "2,5", 50)
    }
    assert [str(one).replace("\u00a0", " ") for one in said.values()] == [
        "de 0 à moins de 2,5 : 0 sur une échelle de 0 à 3",
        "de 2,5 à moins de 10 : 2 sur une échelle de 0 à 3",
        "à partir de 10 : 3 sur une échelle de 0 à 3",
    ]


def test_rules_say_their_condition_their_place_and_what_was_missing() -> None:
    content = tiny_edition()
    working = build_working(
        content, parse_answers(content, {"charter": "no", "partners": ["none"]})
    )
    alone, charter = working.fired
    said = "S’applique si la réponse à « Question partners ? » comprend « None »."
    assert plain(alone.condition) == said
    assert (alone.position, plain(alone.points)) == (1, "3 + 3 = 6")
    assert (charter.position, plain(charter.points)) == (2, "2 + 3 = 5")
    assert charter.because == ("Vous dites No.",)
    assert alone.place == "Parmi les premières actions."
    (pending,) = working.near
    assert pending.title == "En attente d’une réponse"
    said = "La réponse à « Question department ? » se situe dans la région « Corse »"
    assert [plain(one) for rule in pending.rules for one in rule.missing] == [said]
    assert plain(working.others).startswith("Règles qui restent loin : 1.")


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")
