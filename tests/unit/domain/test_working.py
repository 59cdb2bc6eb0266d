"""The computation laid open is the one that was made: summed again, it gives the same result."""

from __future__ import annotations

import math
from fractions import Fraction

from hypothesis import given

from app.domain.compiled import compile_edition
from app.domain.diagnose import diagnose
from app.domain.model import OVERALL
from app.domain.near import find_near
from app.domain.working import Sum, show_working
from tests.builders import answered, edition, levels, option, question, rule, tiny_edition
from tests.unit.domain.generated import chance, drawn_edition, partial_answers, seeds

F = Fraction


def again(one: Sum, end: str) -> Fraction:
    """Return the sum of the terms of one end of an interval."""
    points: list[tuple[Fraction, Fraction]] = [
        (getattr(term, end), term.weight) for term in one.counted
    ]
    if one.aggregation in ("min", "max"):
        return (min if one.aggregation == "min" else max)(value for value, _ in points)
    return sum((value * weight for value, weight in points), F(0)) / one.divisor


def down(value: Fraction | None) -> float | None:
    return None if value is None else math.floor(value * 10) / 10


@given(seeds, seeds)
def test_the_terms_make_the_result_and_the_result_is_that_of_the_diagnosis(
    which: int, drawn: int
) -> None:
    content = drawn_edition(which, "any")
    answers = partial_answers(content, chance(drawn))
    diagnosis = diagnose(content, answers, reasons=False, next_levels=False)
    results = {one.id: one for one in (*diagnosis.dimensions, diagnosis.overall)}
    sums = show_working(content, answers)
    assert [one.id for one in sums][-1] == OVERALL
    assert {one.id for one in sums} == set(results)
    for one in sums:
        result = results[one.id]
        assert (one.low is None) == (one.counted == ())
        if one.low is not None:
            assert again(one, "low") == one.low
            assert one.high == (F(100) if one.is_open else again(one, "high"))
        assert one.is_begun == (result.level is not None)
        if one.is_begun:
            assert (down(one.low), down(one.high)) == (result.low, result.high)
        reached = [level.level for level in one.levels if level.is_reached]
        possible = [level.level for level in one.levels if level.is_possible]
        assert (reached[-1] if reached else None) == result.level
        assert (possible[-1] if possible else None) == result.possible_level
        shown = {term.id: term for term in one.terms}
        for asked in result.questions:
            assert down(shown[asked.question].low) == asked.low
            assert down(shown[asked.question].high) == asked.high


@given(seeds, seeds)
def test_what_a_sum_is_made_of_comes_before_it_and_is_the_same(which: int, drawn: int) -> None:
    content = drawn_edition(which)
    seen: dict[str, Sum] = {}
    for one in show_working(content, partial_answers(content, chance(drawn))):
        for term in one.terms:
            if term.status == "dimension":
                assert (term.low, term.high) == (seen[term.id].low, seen[term.id].high)
        seen[one.id] = one


@given(seeds, seeds)
def test_a_rule_fires_when_all_its_clauses_hold_and_a_near_one_did_not(
    which: int, drawn: int
) -> None:
    content = drawn_edition(which)
    answers = partial_answers(content, chance(drawn))
    compiled = compile_edition(content)
    found = compiled.evaluate(answers)
    for ready in compiled.index.rules:
        clauses = compiled.index.clauses_of(ready)
        if clauses:
            held = all(compiled.index.is_met(clause, found.state) for clause in clauses)
            assert held == (ready.index in found.fired)
    fired = {compiled.index.rules[index].rule.id for index in found.fired}
    near = find_near(content, answers)
    assert fired.isdisjoint(one.rule.id for one in near)
    assert all(len(one.missing) == 1 for one in near if one.kind == "one_missing")


def test_an_example_that_can_be_followed() -> None:
    answers = answered(tiny_edition(), partners=["school"], charter="draft", hours="12,5")
    links, skills, overall = show_working(tiny_edition(), answers)
    assert [(one.id, one.low, one.high, one.weight) for one in links.terms] == [
        ("partners", F(100, 3), F(100, 3), F(1)),
        ("charter", F(100, 3), F(100, 3), F(2)),
        ("rhythm", F(0), F(100), F(1)),
    ]
    assert (links.divisor, links.low, links.high) == (F(4), F(25), F(50))
    assert [one.status for one in skills.terms] == ["known", "maybe"]
    assert (skills.low, skills.high) == (F(50), F(100))
    assert (overall.divisor, overall.low) == (F(3), F(100, 3))
    assert [one.is_reached for one in links.levels] == [True, True, False, False]
    assert [one.is_possible for one in links.levels] == [True, True, True, False]


def test_requirements_say_whether_they_are_met() -> None:
    when = {"answer": "charter", "is": "yes"}
    content = edition(
        [question("charter", "links"), question("other", "links")],
        levels=levels(25, 50, 75, requires={"active": [when]}),
    )

    def holds(**raw: str) -> bool | None:
        return show_working(content, answered(content, **raw))[0].levels[2].requirements[0].holds

    assert holds(charter="yes") is True
    assert holds(charter="no") is False
    assert holds(other="yes") is None


def near_of(content_rules: list[dict[str, object]], **raw: object) -> list[tuple[str, str, int]]:
    content = edition(
        [
            question("a", "links"),
            question("b", "links", options=[option("no", 0), option("yes", 3)]),
        ],
        rules=content_rules,
    )
    return [
        (one.rule.id, one.kind, len(one.missing))
        for one in find_near(content, answered(content, **raw))
    ]


def test_kinds_of_near_rules() -> None:
    yes_a, yes_b = {"answer": "a", "is": "yes"}, {"answer": "b", "is": "yes"}
    rules = [
        rule("both", {"all": [yes_a, yes_b]}),
        rule("alone", yes_b),
        rule("but", yes_a, unless={"answer": "b", "is": "no"}),
        rule("either", {"any": [yes_a, yes_b]}),
    ]
    assert near_of(rules, a="yes", b="no") == [
        ("both", "one_missing", 1),
        ("but", "prevented", 1),
    ]
    assert near_of(rules, a="yes") == [("both", "pending", 1), ("alone", "pending", 1)]
    assert near_of(rules, a="no", b="no") == []
