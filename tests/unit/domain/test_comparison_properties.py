"""Comparisons of random editions with random changes of them, held to ``diagnose`` itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from random import Random

from hypothesis import given

from app.domain.answers import dump_answer, parse_answer
from app.domain.carrying import Carrier, have_same_form
from app.domain.comparison import compare_editions, gather_effects
from app.domain.compiled import compile_edition
from app.domain.diagnose import diagnose
from app.domain.diagnosis import Answers, AnswerValue, Diagnosis
from app.domain.edition import Edition
from app.domain.effects import Comparer, Tally
from app.domain.errors import InvalidAnswers
from app.domain.questionnaire import Item, MultipleChoice, NumberQuestion, TerritoryQuestion
from app.domain.verdicts import Verdict
from tests.mutations import mutated, reworded
from tests.random_editions import random_edition
from tests.unit.domain.generated import chance, partial_answers, seeds


def pair(seed: int) -> tuple[Random, Edition, Edition]:
    random = chance(seed)
    old = random_edition(random, gates=random.choice(["context", "any"]))
    return random, old, mutated(random, old, random.randint(1, 4))


def some_answers(random: Random, edition: Edition, count: int) -> list[Answers]:
    """Return random sets of answers, some of them with holes."""
    return [partial_answers(edition, random) for _ in range(count)]


def every_answer(edition: Edition, item: Item) -> Iterator[AnswerValue]:
    """Yield every valid answer to a question that is not text."""
    yield from (option.id for option in item.options if item.question.kind != "multiple")
    match item.question:
        case MultipleChoice():
            free = [option.id for option in item.options if not option.clears_others]
            yield from ((one.id,) for one in item.options if one.clears_others)
            for size in range(1, len(free) + 1):
                yield from combinations(free, size)
        case NumberQuestion(minimum=low, maximum=high, decimals=decimals):
            steps = 10**decimals
            numbers = (Decimal(n) / steps for n in range(int(high * steps) + 1))
            yield from (number for number in numbers if number >= low)
        case TerritoryQuestion():
            assert edition.territories is not None
            yield from (one.code for one in edition.territories.departments)


def is_carried(new: Edition, question: str, value: AnswerValue) -> bool:
    try:
        parse_answer(new, question, dump_answer(value))
    except InvalidAnswers:
        return False
    return True


@given(seeds)
def test_changes_are_told_unless_there_are_none(seed: int) -> None:
    _, old, new = pair(seed)
    found = compare_editions(old, new)
    assert bool(found.changes) is (old.hash != new.hash)
    for change in found.changes:
        assert change.sentence[0].isupper()
        assert change.sentence.endswith(".")
    for one in found.verdicts:
        assert bool(one.because) is (one.verdict is not Verdict.SAME)


@given(seeds)
def test_an_edition_does_not_differ_from_itself(seed: int) -> None:
    random = chance(seed)
    old = random_edition(random)
    again = Edition.from_canonical(old.canonical)
    found = compare_editions(old, again)
    assert found.changes == ()
    assert {one.verdict for one in found.verdicts} == {Verdict.SAME}


@given(seeds)
def test_a_verdict_says_what_becomes_of_every_answer(seed: int) -> None:
    _, old, new = pair(seed)
    before, after = compile_edition(old), compile_edition(new)
    for one in compare_editions(old, new).verdicts:
        item = old.questionnaire.items_by_id.get(one.question)
        kept = new.questionnaire.items_by_id.get(one.question)
        if item is None or item.question.kind == "text":
            continue
        if kept is None or not have_same_form(item.question, kept.question):
            assert one.verdict is Verdict.INCOMPATIBLE
            continue
        values = list(every_answer(old, item))
        are_kept = all(is_carried(new, one.question, value) for value in values)
        assert are_kept is (one.verdict is not Verdict.INCOMPATIBLE)
        was = before.slots[before.layout.questions[one.question]]
        now = after.slots[after.layout.questions[one.question]]
        if one.verdict in (Verdict.SAME, Verdict.TEXT_ONLY):
            assert (was.special.items()) <= now.special.items()
            for value in values:
                if was.points is not None and value not in was.special:
                    assert now.points is not None
                    assert Fraction(was.points(value), before.scorer.unit) == Fraction(
                        now.points(value), after.scorer.unit
                    )


@given(seeds)
def test_answers_are_carried_as_they_are_or_dropped(seed: int) -> None:
    random, old, new = pair(seed)
    carrier = Carrier(old, new)
    for answers in some_answers(random, old, 5):
        carried = carrier.carry(answers)
        assert set(carried.answers) | set(carried.dropped) == set(answers)
        assert not set(carried.answers) & set(carried.dropped)
        for question, value in carried.answers.items():
            given = answers[question]
            assert value == given or set(value) == set(given)  # type: ignore[arg-type]


def shown(diagnosis: Diagnosis) -> dict[str, object]:
    return {
        one.id: None if one.level is None else (one.low, one.high, one.level, one.possible_level)
        for one in (diagnosis.overall, *diagnosis.dimensions)
    }


@given(seeds)
def test_effects_are_what_diagnose_says(seed: int) -> None:
    random, old, new = pair(seed)
    comparer, tally = Comparer(old, new), Tally()
    expected, moves = Tally(), Counter[str]()
    everything = some_answers(random, old, 8)
    for place, answers in enumerate(everything):
        comparer.count(tally, place, f"n{place}", answers)
        carried = comparer.carrier.carry(answers)
        before = diagnose(old, answers, reasons=False, next_levels=False)
        after = diagnose(new, carried.answers, reasons=False, next_levels=False)
        was, now = shown(before), shown(after)
        differ = [name for name in was if name in now and was[name] != now[name]]
        moves.update(differ)
        had = {one.resource for one in before.recommendations}
        have = {one.resource for one in after.recommendations}
        expected.appeared.update(have - had)
        expected.gone.update(had - have)
        expected.moved += bool(differ)
        expected.advised += had != have
        expected.changed += bool(differ or had != have or carried.dropped)
    assert tally.sets == len(everything)
    assert tally.moves == moves
    for name in ("appeared", "gone", "moved", "advised", "changed"):
        assert getattr(tally, name) == getattr(expected, name)
    effects = gather_effects(compare_editions(old, new), tally)
    for one in effects.dimensions:
        assert sum(cell.count for cell in one.cells) == len(everything)
    assert bool(effects.examples) is bool(tally.changed)
    for example in effects.examples:
        assert example.causes or example.dropped


@given(seeds)
def test_tallies_of_parts_add_up(seed: int) -> None:
    random, old, new = pair(seed)
    comparer, whole, parts = Comparer(old, new), Tally(), Tally()
    everything = some_answers(random, old, 9)
    for start in range(0, 9, 3):
        part = Tally()
        for place in range(start, start + 3):
            comparer.count(whole, place, f"n{place}", everything[place])
            comparer.count(part, place, f"n{place}", everything[place])
        parts.add(part)
    assert parts == whole


@given(seeds)
def test_words_alone_move_nothing(seed: int) -> None:
    random = chance(seed)
    old = random_edition(random)
    new = reworded(random, old, 3)
    found = compare_editions(old, new)
    assert {one.verdict for one in found.verdicts} <= {Verdict.SAME, Verdict.TEXT_ONLY}
    comparer, tally = Comparer(old, new), Tally()
    for place, answers in enumerate(some_answers(random, old, 5)):
        comparer.count(tally, place, f"n{place}", answers)
    assert tally.changed == 0
