"""Answers laid out as a state: what is asked, what is known, and what each question scores.

Scores of questions are whole numbers of ``unit``-ths of the declared range, so that nothing is ever
rounded. Must not aggregate: that is ``scoring.py``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm

from app.domain.compiler import Compiler
from app.domain.diagnosis import Answers, AnswerValue
from app.domain.edition import Edition
from app.domain.layout import (
    HIDDEN,
    KNOWN,
    MAYBE,
    NOT_APPLICABLE,
    UNANSWERED,
    UNKNOWN,
    Layout,
    State,
    Test,
)
from app.domain.model import OVERALL
from app.domain.questionnaire import (
    Item,
    MultipleChoice,
    NumberQuestion,
    Questionnaire,
    ScoreRange,
)

Points = Callable[[AnswerValue], int]


@dataclass(frozen=True, slots=True)
class Slot:
    """How one question is laid out: where, under which condition, and what its answers score."""

    id: str
    item: Item
    index: int
    shown: Test | None
    hidden: Test | None
    special: dict[str, int]
    several: bool
    points: Points | None


def layout_of(questionnaire: Questionnaire) -> Layout:
    """Return the layout of the states of a questionnaire, ``overall`` being the last dimension."""
    questions = {item.id: index for index, item in enumerate(questionnaire.items)}
    names = [dimension.id for dimension in questionnaire.walk_dimensions()]
    return Layout(questions, {name: index for index, name in enumerate([*names, OVERALL])})


def unit_of(questionnaire: Questionnaire) -> int:
    """Return the number of units in the full range: every score is a whole number of them."""
    score_range = questionnaire.score_range
    denominators = [
        share(score_range, score).denominator
        for item in questionnaire.items
        for score in _scores(item)
    ]
    if any(isinstance(item.question, MultipleChoice) for item in questionnaire.items):
        # The sum of several scores starts once from the minimum, not once for each.
        denominators.append(share(score_range, Decimal(0)).denominator)
    means = [
        len(item.options)
        for item in questionnaire.items
        if isinstance(item.question, MultipleChoice) and item.question.combine == "mean"
    ]
    return lcm(1, *denominators) * lcm(1, *(lcm(*range(1, count + 1)) for count in means))


def share(score_range: ScoreRange, score: Decimal) -> Fraction:
    """Return the place of a score in its declared range, 0–1."""
    span = Fraction(score_range.maximum) - Fraction(score_range.minimum)
    return (Fraction(score) - Fraction(score_range.minimum)) / span


def _scores(item: Item) -> list[Decimal]:
    scores = [option.score for option in item.options if option.score is not None]
    if isinstance(item.question, NumberQuestion):
        scores.extend(band.score for band in item.question.bands)
    return scores


def build_slots(edition: Edition, layout: Layout, compiler: Compiler) -> tuple[Slot, ...]:
    """Return how each question of the edition is laid out, in the order asked."""
    questionnaire = edition.questionnaire
    unit = unit_of(questionnaire)
    slots = []
    for index, item in enumerate(questionnaire.items):
        predicate = compiler.compile(item.show_when) if item.show_when is not None else None
        special = {
            option.id: UNKNOWN if option.unknown else NOT_APPLICABLE
            for option in item.options
            if option.is_special
        }
        slots.append(
            Slot(
                id=item.id,
                item=item,
                index=index,
                shown=predicate.is_true if predicate else None,
                hidden=predicate.is_false if predicate else None,
                special=special,
                several=isinstance(item.question, MultipleChoice),
                points=points_of(questionnaire, item, unit) if item.is_scored else None,
            )
        )
    return tuple(slots)


def points_of(questionnaire: Questionnaire, item: Item, unit: int) -> Points:
    """Return the function from a known answer of a scored question to its units, 0 to ``unit``."""

    def units(score: Decimal) -> int:
        return int(share(questionnaire.score_range, score) * unit)

    by_option: dict[AnswerValue, int] = {
        option.id: units(option.score) for option in item.options if option.score is not None
    }
    match item.question:
        case MultipleChoice(combine=combine):
            raw = {option.id: option.score for option in item.options if option.score is not None}
            return _several_points(questionnaire.score_range, raw, combine, unit)
        case NumberQuestion(bands=bands):
            starts = [band.at_least for band in bands]
            values = [units(band.score) for band in bands]
            return lambda value: values[max(0, bisect_right(starts, _number(value)) - 1)]
        case _:
            return lambda value: by_option.get(value, 0)


def _several_points(
    score_range: ScoreRange, raw: dict[str, Decimal], combine: str, unit: int
) -> Points:
    """Combine the options ticked: ``sum`` is capped to the range, nothing scored is the minimum."""

    def points(value: AnswerValue) -> int:
        scores = [raw[one] for one in _ticked(value) if one in raw]
        if not scores:
            return 0
        if combine == "max":
            total: Fraction = Fraction(max(scores))
        elif combine == "mean":
            total = Fraction(sum(scores)) / len(scores)
        else:
            total = Fraction(sum(scores))
        low, high = Fraction(score_range.minimum), Fraction(score_range.maximum)
        total = min(max(total, low), high)
        return int((total - low) / (high - low) * unit)

    known: dict[AnswerValue, int] = {}

    def remembered(value: AnswerValue) -> int:
        found = known.get(value)
        if found is None:
            if len(known) >= _REMEMBERED:
                known.clear()
            found = known[value] = points(value)
        return found

    return remembered


def _number(value: AnswerValue) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _ticked(value: AnswerValue) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value),)


_REMEMBERED = 4096
"""How many combinations of ticked options a question remembers the points of."""


def blank_state(layout: Layout, slots: tuple[Slot, ...]) -> State:
    """Return the state in which every question is asked and nothing is answered."""
    count = len(slots)
    state: State = [None] * layout.size
    for slot in slots:
        state[slot.index] = () if slot.several else None
        state[slot.index + count] = UNANSWERED
        state[slot.index + 2 * count] = False
    return state


def fill_state(
    state: State, slots: tuple[Slot, ...], answers: Answers
) -> list[tuple[int, int] | None]:
    """Write the answers into a blank state; return each question's units as (low, high).

    The pair is None where the question does not count: not scored, hidden, or not applicable. A
    question perhaps asked, unanswered, or answered « je ne sais pas » may be worth anything.
    """
    count = len(slots)
    units: list[tuple[int, int] | None] = [None] * count
    for slot in slots:
        index = slot.index
        if slot.shown is not None and not slot.shown(state):
            assert slot.hidden is not None  # noqa: S101 - both or neither
            if slot.hidden(state):
                state[index + count] = HIDDEN
                state[index + 2 * count] = True
            else:
                state[index + count] = MAYBE
                if slot.points is not None:
                    units[index] = ANYTHING
            continue
        value = answers.get(slot.id)
        if value is not None:
            units[index] = _write(state, slot, value, count)
        elif slot.points is not None:
            units[index] = ANYTHING
    return units


def _write(state: State, slot: Slot, value: AnswerValue, count: int) -> tuple[int, int] | None:
    """Write the answer to a question that is asked; return its units as ``fill_state`` does."""
    index = slot.index
    status = slot.special.get(value[0] if slot.several else value) if slot.special else None  # type: ignore[index, arg-type]
    if status == UNKNOWN:
        state[index + count] = UNKNOWN
        return None if slot.points is None else ANYTHING
    state[index] = value
    state[index + count] = status or KNOWN
    state[index + 2 * count] = True
    if status is not None or slot.points is None:
        return None
    points = slot.points(value)
    return points, points


ANYTHING: tuple[int, int] = (0, -1)
"""The units of a question that may be worth anything: 0 up to the whole range (read -1 as it)."""
