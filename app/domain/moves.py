"""The answers that a person could give instead of theirs, what each would score and cost.

A move goes to an answer that describes a practice: never to « je ne sais pas » or « sans objet »,
never away from « sans objet ». Its effort is what the option states, else one per step:

- one option: the steps between the two options in the order written (from nothing or « je ne sais
  pas »: from the one that scores least, one at least);
- several options: one per option ticked or unticked (a ticked one: the effort it states, if any; an
  exclusive one such as « aucun » unticks itself);
- number: the steps between bands (from nothing: from the one that scores least; one at least).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from app.domain.conditions import Condition, NumberIs
from app.domain.diagnosis import AnswerValue
from app.domain.layout import NOT_APPLICABLE
from app.domain.questionnaire import Item, MultipleChoice, NumberQuestion, TextQuestion
from app.domain.state import Slot


@dataclass(frozen=True, slots=True)
class Move:
    """An answer to give instead of the present one (``value`` None: keep it), and its effort."""

    value: AnswerValue | None
    effort: int
    units: int


def moves_from(
    slot: Slot, present: AnswerValue | None, status: int, thresholds: tuple[Decimal, ...] = ()
) -> Iterator[Move]:
    """Yield every move from the present answer, cheapest kinds not necessarily first.

    Args:
        slot: the question.
        present: its present answer, or None.
        status: what is known of it (see ``layout``); it is asked.
        thresholds: for a number, the bounds that conditions compare it with.
    """
    item = slot.item
    if status == NOT_APPLICABLE or isinstance(item.question, TextQuestion):
        return
    known = None if present is None or _is_special(slot, present) else present
    match item.question:
        case MultipleChoice():
            yield from _several(slot, known)
        case NumberQuestion() as question:
            yield from _numbers(slot, question, known, thresholds)
        case _ if item.options:
            yield from _single(slot, known)


def _is_special(slot: Slot, value: AnswerValue) -> bool:
    first = value[0] if isinstance(value, tuple) else value
    return first in slot.special


def _units(slot: Slot, value: AnswerValue) -> int:
    return slot.points(value) if slot.points is not None else 0


def _single(slot: Slot, known: AnswerValue | None) -> Iterator[Move]:
    plain = [option for option in slot.item.options if not option.is_special]
    places = {option.id: place for place, option in enumerate(plain)}
    least = min(range(len(plain)), key=lambda place: plain[place].score or 0, default=0)
    start = places.get(str(known), least)
    for place, option in enumerate(plain):
        if option.id != known:
            effort = option.effort or max(1, abs(place - start))
            yield Move(option.id, effort, _units(slot, option.id))


def _several(slot: Slot, known: AnswerValue | None) -> Iterator[Move]:
    ticked = frozenset(known) if isinstance(known, tuple) else frozenset()
    efforts = {option.id: option.effort or 1 for option in slot.item.options}
    alone = {option.id for option in slot.item.options if option.clears_others}
    for value in several_choices(slot.item):
        chosen = frozenset(value)
        if chosen == ticked:
            continue
        effort = sum(efforts[one] for one in chosen - ticked) + len(ticked - chosen - alone)
        yield Move(value, effort, _units(slot, value))


def several_choices(item: Item) -> Iterator[tuple[str, ...]]:
    """Yield every valid, known combination of options of a multiple choice."""
    free = [option.id for option in item.options if not option.clears_others]
    for option in item.options:
        if option.exclusive and not option.is_special:
            yield (option.id,)
    for size in range(1, len(free) + 1):
        yield from combinations(free, size)


def _numbers(
    slot: Slot,
    question: NumberQuestion,
    known: AnswerValue | None,
    thresholds: tuple[Decimal, ...],
) -> Iterator[Move]:
    present = known if isinstance(known, Decimal) else None
    step = Decimal(1).scaleb(-question.decimals)
    marks = [band.at_least for band in question.bands] + list(thresholds)
    candidates = {question.minimum, question.maximum}
    for mark in marks:
        whole = (mark / step).to_integral_value(rounding="ROUND_CEILING") * step
        candidates |= {whole - step, whole, whole + step}
    origin = present if present is not None else _least(question)
    start = _band(question, origin)
    reachable = sorted(
        (value for value in candidates if question.minimum <= value <= question.maximum),
        key=lambda value: (abs(value - origin), value),
    )
    for value in reachable:
        if value == present:
            continue
        place = _band(question, value)
        stated = question.bands[place].effort if question.bands and place != start else None
        effort = stated or max(1, abs(place - start))
        yield Move(Decimal(format(value.normalize(), "f")), effort, _units(slot, value))


def _least(question: NumberQuestion) -> Decimal:
    """Return where the band that scores least begins: what is assumed when nothing is known."""
    if not question.bands:
        return question.minimum
    return max(question.minimum, min(question.bands, key=lambda band: band.score).at_least)


def _band(question: NumberQuestion, value: Decimal) -> int:
    return max(0, sum(band.at_least <= value for band in question.bands) - 1)


def thresholds_of(conditions: list[Condition]) -> tuple[Decimal, ...]:
    """Return the bounds that some conditions compare numbers with."""
    bounds: list[Decimal] = []
    for condition in conditions:
        if isinstance(condition, NumberIs):
            given = (condition.at_least, condition.at_most, condition.above, condition.below)
            bounds.extend(bound for bound in given if bound is not None)
    return tuple(sorted(set(bounds)))
