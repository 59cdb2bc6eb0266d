"""Conditions compiled to closures over a state: true, false, and the facts that made it so.

Neither closure holding means unknown (Kleene's three values). ``state.py`` says what a state is.
Must not decide what an answer is worth.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from app.domain.conditions import (
    All,
    Answered,
    AnswerIs,
    AnyOf,
    Condition,
    ContextIs,
    IsUnknown,
    IsVisible,
    LevelIs,
    Meets,
    Not,
    NumberIs,
    ScoreIs,
    TerritoryIn,
    Uncertain,
)
from app.domain.diagnosis import AnswerValue, Fact
from app.domain.edition import Edition
from app.domain.facts import Collector, fact_always, fact_of_slot, gather_all, gather_held
from app.domain.questionnaire import MultipleChoice

State = list[Any]
"""A flat list of slots; :class:`Layout` says which is which."""

Test = Callable[[State], bool]

HIDDEN, MAYBE, UNANSWERED, UNKNOWN, NOT_APPLICABLE, KNOWN = range(6)
"""What is known of a question: not asked; perhaps asked; asked and not answered; « je ne sais
pas »; « sans objet »; answered. All but MAYBE, UNANSWERED and UNKNOWN are decided."""


@dataclass(frozen=True)
class Layout:
    """Where each question's and each dimension's slots lie in a state.

    A question has ``value`` (None, or () for several choices, unless decided and answered),
    ``status`` and ``decided``. A dimension has ``low`` and ``high`` (numerator and denominator of a
    score in 0–1, None when nothing counts) and ``rank`` and ``high_rank`` (of the sure and the best
    possible level, None when nothing was answered).
    """

    questions: Mapping[str, int]
    dimensions: Mapping[str, int]

    @property
    def size(self) -> int:
        """How many slots a state has."""
        return 3 * len(self.questions) + 4 * len(self.dimensions)

    def status(self, question: str) -> int:
        """Return the slot of a question's status."""
        return self.questions[question] + len(self.questions)

    def decided(self, question: str) -> int:
        """Return the slot that says whether a question's value is sure."""
        return self.questions[question] + 2 * len(self.questions)

    def low(self, dimension: str) -> int:
        """Return the slot of a dimension's sure score."""
        return 3 * len(self.questions) + self.dimensions[dimension]

    def high(self, dimension: str) -> int:
        """Return the slot of a dimension's best possible score."""
        return self.low(dimension) + len(self.dimensions)

    def rank(self, dimension: str) -> int:
        """Return the slot of the rank of a dimension's sure level."""
        return self.low(dimension) + 2 * len(self.dimensions)

    def high_rank(self, dimension: str) -> int:
        """Return the slot of the rank of a dimension's best possible level."""
        return self.low(dimension) + 3 * len(self.dimensions)


@dataclass(frozen=True)
class Predicate:
    """A compiled condition. ``facts_true`` is to be called only where ``is_true`` holds.

    ``reads`` are the kinds and subjects of the facts that it may give.
    """

    is_true: Test
    is_false: Test
    facts_true: Collector
    facts_false: Collector
    reads: frozenset[tuple[str, str]]


class Compiler:
    """Compiles conditions against one edition; the same condition is compiled once.

    With ``optimistic`` set, a condition on a score or level is false only where no completion of
    the answers can make it true: what the best possible level needs. A dimension in which nothing
    counts has no level and will have none.
    """

    def __init__(self, edition: Edition, layout: Layout, *, optimistic: bool = False) -> None:
        """Prepare to compile conditions of this edition over states of this layout."""
        self._edition = edition
        self._layout = layout
        self._optimistic = optimistic
        self._named = edition.rules.conditions
        self._done: dict[str, Predicate] = {}

    def compile(self, condition: Condition) -> Predicate:
        """Return the closures of a condition.

        Raises:
            KeyError: if it names something the edition does not have (content is checked first).
        """
        key = repr(condition)
        found = self._done.get(key)
        if found is None:
            found = self._done[key] = self._compile(condition)
        return found

    def _compile(self, condition: Condition) -> Predicate:
        match condition:
            case All(all=parts):
                return _both([self.compile(part) for part in parts])
            case AnyOf(any=parts):
                return _negated(_both([_negated(self.compile(part)) for part in parts]))
            case Not(not_=part):
                return _negated(self.compile(part))
            case Meets(meets=name):
                return self.compile(self._named[name])
        return self._leaf(condition)

    def _leaf(self, condition: Condition) -> Predicate:
        match condition:
            case AnswerIs() | ContextIs():
                return self._choice(condition)
            case NumberIs():
                return self._number(condition)
            case TerritoryIn():
                return self._territory(condition)
            case Answered() | IsUnknown() | IsVisible():
                return self._status(condition)
            case ScoreIs():
                return self._score(condition)
            case LevelIs():
                return self._level(condition)
            case Uncertain():
                return self._uncertain(condition)
        raise TypeError(f"not a leaf: {condition!r}")

    # Leaves -------------------------------------------------------------------------------------

    def _choice(self, condition: AnswerIs | ContextIs) -> Predicate:
        question = condition.question
        value, decided = self._layout.questions[question], self._layout.decided(question)
        several = isinstance(
            self._edition.questionnaire.items_by_id[question].question, MultipleChoice
        )
        kind = "context" if isinstance(condition, ContextIs) else "answer"
        test = _choice_test(condition, value, several=several)
        return _leaf_of(
            is_true=lambda s: s[decided] and test(s),
            is_false=lambda s: s[decided] and not test(s),
            facts=self._said(kind, question),
            reads=(kind, question),
        )

    def _number(self, condition: NumberIs) -> Predicate:
        value, decided = (
            self._layout.questions[condition.number],
            self._layout.decided(condition.number),
        )
        low, low_open, high, high_open = _interval(condition)

        def test(s: State) -> bool:
            number = s[value]
            return (
                isinstance(number, Decimal)
                and (low is None or (number > low if low_open else number >= low))
                and (high is None or (number < high if high_open else number <= high))
            )

        return _leaf_of(
            is_true=test,
            is_false=lambda s: s[decided] and not test(s),
            facts=self._said("number", condition.number),
            reads=("number", condition.number),
        )

    def _territory(self, condition: TerritoryIn) -> Predicate:
        value, decided = (
            self._layout.questions[condition.territory],
            self._layout.decided(condition.territory),
        )
        known = self._edition.territories.departments if self._edition.territories else ()
        inside = frozenset(condition.departments) | {
            department.code for department in known if department.region in condition.regions
        }
        return _leaf_of(
            is_true=lambda s: s[value] in inside,
            is_false=lambda s: s[decided] and s[value] not in inside,
            facts=self._said("territory", condition.territory),
            reads=("territory", condition.territory),
        )

    def _status(self, condition: Answered | IsUnknown | IsVisible) -> Predicate:
        kind, question, yes, no = _status_test(condition)
        slot = self._layout.status(question)
        return _yes_or_no(kind, question, lambda s: s[slot] in yes, lambda s: s[slot] in no)

    def _score(self, condition: ScoreIs) -> Predicate:
        low_slot = self._layout.low(condition.score)
        high_slot = self._layout.high(condition.score)
        rank_slot = self._layout.rank(condition.score)
        low, low_open, high, high_open = _interval(condition)
        floor = None if low is None else Fraction(low) / 100
        ceiling = None if high is None else Fraction(high) / 100

        def within(score: tuple[int, int]) -> bool:
            return _above(score, floor, is_open=low_open) and _below(
                score, ceiling, is_open=high_open
            )

        def test(s: State) -> bool:
            return s[rank_slot] is not None and within(s[low_slot])

        def refuted(s: State) -> bool:
            if s[rank_slot] is None:
                return self._optimistic and s[low_slot] is None
            if self._optimistic:
                return not _above(s[high_slot], floor, is_open=low_open)
            return not within(s[low_slot])

        def fact(low: tuple[int, int]) -> Fact:
            return Fact("score", condition.score, str(percent(*low)))

        facts = fact_of_slot(low_slot, fact)
        return _leaf_of(test, refuted, facts, ("score", condition.score))

    def _level(self, condition: LevelIs) -> Predicate:
        rank_slot = self._layout.rank(condition.level)
        high_slot = self._layout.high_rank(condition.level)
        low_slot = self._layout.low(condition.level)
        ranks = frozenset(level.rank for level in condition.levels)
        names = {level.rank: level.value for level in type(next(iter(condition.levels)))}

        def refuted(s: State) -> bool:
            if s[rank_slot] is None:
                return self._optimistic and s[low_slot] is None
            if self._optimistic:
                return not any(r in ranks for r in range(s[rank_slot], s[high_slot] + 1))
            return s[rank_slot] not in ranks

        facts = fact_of_slot(rank_slot, lambda rank: Fact("level", condition.level, names[rank]))
        reads = ("level", condition.level)
        return _leaf_of(lambda s: s[rank_slot] in ranks, refuted, facts, reads)

    def _uncertain(self, condition: Uncertain) -> Predicate:
        rank, high_rank = (
            self._layout.rank(condition.uncertain),
            self._layout.high_rank(condition.uncertain),
        )
        return _yes_or_no(
            "uncertain",
            condition.uncertain,
            lambda s: s[rank] is not None and s[rank] != s[high_rank],
            lambda s: s[rank] is not None and s[rank] == s[high_rank],
        )

    def _said(self, kind: str, question: str) -> Collector:
        def fact(value: AnswerValue | None) -> Fact:
            if isinstance(value, tuple):
                value = " ".join(value)
            return Fact(kind, question, "" if value is None else str(value))

        return fact_of_slot(self._layout.questions[question], fact)


def _leaf_of(is_true: Test, is_false: Test, facts: Collector, reads: tuple[str, str]) -> Predicate:
    """Return a leaf that names what was said, whether it holds or not."""
    return Predicate(is_true, is_false, facts, facts, frozenset({reads}))


def _yes_or_no(kind: str, subject: str, is_true: Test, is_false: Test) -> Predicate:
    """Return a leaf whose fact is that it holds, or that it does not."""
    yes, no = (fact_always(Fact(kind, subject, value)) for value in ("yes", "no"))
    return Predicate(is_true, is_false, yes, no, frozenset({(kind, subject)}))


def _status_test(
    condition: Answered | IsUnknown | IsVisible,
) -> tuple[str, str, tuple[int, ...], tuple[int, ...]]:
    """Return the kind of fact, the question, and the statuses that make it true and false."""
    match condition:
        case Answered(answered=question):
            yes: tuple[int, ...] = (UNKNOWN, NOT_APPLICABLE, KNOWN)
            return "answered", question, yes, (HIDDEN, UNANSWERED)
        case IsUnknown(unknown=question):
            no = (HIDDEN, UNANSWERED, NOT_APPLICABLE, KNOWN)
            return "unknown", question, (UNKNOWN,), no
        case IsVisible(visible=question):
            yes = (UNANSWERED, UNKNOWN, NOT_APPLICABLE, KNOWN)
            return "visible", question, yes, (HIDDEN,)


def percent(numerator: int, denominator: int) -> float:
    """Return a score in 0–1 as 0–100, rounded *down* to one decimal.

    Down, so that a printed figure never reaches a threshold that the exact score does not.
    """
    return (numerator * 1000 // denominator) / 10


def _interval(
    condition: NumberIs | ScoreIs,
) -> tuple[Decimal | None, bool, Decimal | None, bool]:
    """Return the tightest lower bound, whether it is excluded, and the same for the upper one."""
    lows = [
        (b, o) for b, o in ((condition.at_least, False), (condition.above, True)) if b is not None
    ]
    highs = [
        (b, not o)
        for b, o in ((condition.at_most, False), (condition.below, True))
        if b is not None
    ]
    low, low_open = max(lows) if lows else (None, False)
    high, high_closed = min(highs) if highs else (None, True)
    return low, low_open, high, not high_closed


def _above(score: tuple[int, int], floor: Fraction | None, *, is_open: bool) -> bool:
    if floor is None:
        return True
    left, right = score[0] * floor.denominator, floor.numerator * score[1]
    return left > right if is_open else left >= right


def _below(score: tuple[int, int], ceiling: Fraction | None, *, is_open: bool) -> bool:
    if ceiling is None:
        return True
    left, right = score[0] * ceiling.denominator, ceiling.numerator * score[1]
    return left < right if is_open else left <= right


def _choice_test(condition: AnswerIs | ContextIs, value: int, *, several: bool) -> Test:
    if condition.count_at_least is not None:
        least = condition.count_at_least
        return lambda s: len(s[value] or ()) >= least
    if condition.count_at_most is not None:
        most = condition.count_at_most
        return lambda s: len(s[value] or ()) <= most
    options = condition.options
    if several:
        wanted = frozenset(options)
        if len(options) == 1:
            one = options[0]
            return lambda s: one in s[value]
        return lambda s: not wanted.isdisjoint(s[value])
    if len(options) == 1:
        one = options[0]
        return lambda s: bool(s[value] == one)
    wanted = frozenset(options)
    return lambda s: s[value] in wanted


def _negated(predicate: Predicate) -> Predicate:
    return Predicate(
        is_true=predicate.is_false,
        is_false=predicate.is_true,
        facts_true=predicate.facts_false,
        facts_false=predicate.facts_true,
        reads=predicate.reads,
    )


def _both(parts: list[Predicate]) -> Predicate:
    """Conjoin predicates; a disjunction is the negation of the negations' conjunction."""
    if len(parts) == 1:
        return parts[0]
    reads: frozenset[tuple[str, str]] = frozenset().union(*(part.reads for part in parts))
    are_distinct = len(reads) == sum(len(part.reads) for part in parts)
    refuting = [(part.is_false, part.facts_false) for part in parts]
    return Predicate(
        is_true=every([part.is_true for part in parts]),
        is_false=some([part.is_false for part in parts]),
        facts_true=gather_all([part.facts_true for part in parts], are_distinct=are_distinct),
        facts_false=gather_held(refuting, are_distinct=are_distinct),
        reads=reads,
    )


def every(tests: list[Test]) -> Test:
    """Return a test that holds when all do (always, for none)."""
    match tests:
        case []:
            return lambda s: True
        case [a]:
            return a
        case [a, b]:
            return lambda s: a(s) and b(s)
        case [a, b, c]:
            return lambda s: a(s) and b(s) and c(s)
    *start, last = tests
    head = every(start)
    return lambda s: head(s) and last(s)


def some(tests: list[Test]) -> Test:
    """Return a test that holds when at least one does."""
    match tests:
        case [a]:
            return a
        case [a, b]:
            return lambda s: a(s) or b(s)
        case [a, b, c]:
            return lambda s: a(s) or b(s) or c(s)
    *start, last = tests
    head = some(start)
    return lambda s: head(s) or last(s)
