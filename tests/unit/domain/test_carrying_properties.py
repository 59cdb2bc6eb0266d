"""Carrying along random chains of editions: nothing invented, nothing invalid, nothing lost."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings

from app.domain.answers import dump_answers, parse_answers
from app.domain.carrying import Carrier, FateKind, carry_answers
from app.domain.comparison import compare_editions
from app.domain.diagnosis import Answers
from app.domain.edition import Edition
from app.domain.effects import Comparer, Tally
from app.domain.migration import Steps
from app.domain.verdicts import Verdict
from tests.mutations import mutated
from tests.random_editions import random_edition
from tests.random_steps import chain
from tests.unit.domain.generated import chance, partial_answers, seeds


def drawn(seed: int) -> tuple[Random, list[Edition], Steps]:
    random = chance(seed)
    editions, steps = chain(random, random.randint(1, 3))
    return random, editions, steps


def some_answers(random: Random, edition: Edition, count: int = 4) -> list[Answers]:
    return [partial_answers(edition, random) for _ in range(count)]


@settings(deadline=None)
@given(seeds)
def test_to_the_same_edition_nothing_changes(seed: int) -> None:
    random, editions, steps = drawn(seed)
    again = Edition.from_canonical(editions[-1].canonical)
    for answers in some_answers(random, again):
        carried = carry_answers(editions[-1], again, steps, answers)
        assert carried.answers == answers
        assert {fate.kind for fate in carried.fates} <= {FateKind.KEPT}


@settings(deadline=None)
@given(seeds)
def test_what_is_carried_is_valid_and_comes_from_an_answer(seed: int) -> None:
    random, editions, steps = drawn(seed)
    # A change that nobody wrote a step for, too.
    new = mutated(random, editions[-1], random.randint(0, 2))
    carrier = Carrier(editions[0], new, steps)
    for answers in some_answers(random, editions[0]):
        carried = carrier.carry(answers)
        assert parse_answers(new, dump_answers(carried.answers)) == carried.answers
        assert sorted(fate.question for fate in carried.fates) == sorted(answers)
        assert {id_ for fate in carried.fates for id_ in fate.into} == set(carried.answers)
        assert set(carried.sources) == set(carried.answers)
        for fate in carried.fates:
            is_carried = fate.kind in (FateKind.KEPT, FateKind.REWORDED, FateKind.MOVED)
            assert is_carried is bool(fate.into)
            assert bool(fate.again) or fate.kind is not FateKind.ASK_AGAIN
            assert bool(fate.why) or is_carried
            assert set(fate.again) <= set(new.questionnaire.items_by_id)
            assert not set(fate.again) & set(carried.answers)


@settings(deadline=None)
@given(seeds)
def test_the_order_of_answers_does_not_matter(seed: int) -> None:
    random, editions, steps = drawn(seed)
    for answers in some_answers(random, editions[0]):
        shuffled = list(answers.items())
        random.shuffle(shuffled)
        straight = carry_answers(editions[0], editions[-1], steps, answers)
        crooked = carry_answers(editions[0], editions[-1], steps, dict(shuffled))
        assert crooked == straight
        assert list(crooked.answers) == list(straight.answers)


@settings(deadline=None)
@given(seeds)
def test_going_edition_by_edition_leads_to_the_same(seed: int) -> None:
    random, editions, steps = drawn(seed)
    for answers in some_answers(random, editions[0]):
        there = answers
        for place in range(len(editions) - 1):
            one = steps[place : place + 1]
            there = carry_answers(editions[place], editions[place + 1], one, there).answers
        assert carry_answers(editions[0], editions[-1], steps, answers).answers == there


@settings(deadline=None)
@given(seeds)
def test_an_edition_in_the_middle_takes_the_steps_after_it_only(seed: int) -> None:
    _, editions, steps = drawn(seed)
    for place, edition in enumerate(editions[:-1]):
        road = Carrier(edition, editions[-1], steps).road
        assert road.steps == steps[place:]
    newest = Edition.from_canonical(editions[-1].canonical)
    assert Carrier(newest, mutated(chance(seed), newest, 1), steps).road.steps == ()


@settings(deadline=None)
@given(seeds)
def test_verdicts_and_effects_follow_the_steps(seed: int) -> None:
    random, editions, steps = drawn(seed)
    old, new = editions[0], editions[-1]
    found = compare_editions(old, new, steps)
    carrier = Carrier(old, new, steps)
    verdicts = {one.question: one for one in found.verdicts}
    for change in found.changes:
        assert change.sentence.endswith(".")
    comparer, tally = Comparer(old, new, steps), Tally()
    for place, answers in enumerate(some_answers(random, old, 8)):
        comparer.count(tally, place, f"n{place}", answers)
        for fate in carrier.carry(answers).fates:
            if not fate.into:
                assert verdicts[fate.question].verdict is Verdict.INCOMPATIBLE
    for one in found.verdicts:
        if one.question not in old.questionnaire.items_by_id:
            assert one.question not in carrier.road.reached


@settings(deadline=None)
@given(seeds)
def test_without_steps_the_same_id_is_the_same_question(seed: int) -> None:
    random = chance(seed)
    old = random_edition(random)
    new = mutated(random, old, 3)
    for answers in some_answers(random, old):
        carried = carry_answers(old, new, (), answers)
        assert set(carried.answers) <= set(answers)
        assert all(fate.into in ((), (fate.question,)) for fate in carried.fates)


@settings(deadline=None)
@given(seeds)
def test_steps_that_lead_further_are_not_taken(seed: int) -> None:
    random, editions, steps = drawn(seed)
    for answers in some_answers(random, editions[0]):
        for place, edition in enumerate(editions[1:], 1):
            straight = carry_answers(editions[0], edition, steps[:place], answers)
            assert carry_answers(editions[0], edition, steps, answers) == straight
