"""Conditions compiled to predicates over the states of one edition.

Must not decide what an answer is worth: that is ``state.py`` and ``scoring.py``.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from app.domain.bounds import interval, is_above, is_below, percent
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
from app.domain.facts import Collector, fact_of_slot
from app.domain.layout import (
    HIDDEN,
    KNOWN,
    NOT_APPLICABLE,
    UNANSWERED,
    UNKNOWN,
    Layout,
    State,
    Test,
)
from app.domain.predicates import Predicate, both, leaf_of, negated, yes_or_no
from app.domain.questionnaire import Item, MultipleChoice


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
                return both([self.compile(part) for part in parts])
            case AnyOf(any=parts):
                return negated(both([negated(self.compile(part)) for part in parts]))
            case Not(not_=part):
                return negated(self.compile(part))
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
        item = self._edition.questionnaire.items_by_id[question]
        kind = "context" if isinstance(condition, ContextIs) else "answer"
        test = _choice_test(condition, item, value)
        return leaf_of(
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
        low, low_open, high, high_open = interval(condition)

        def test(s: State) -> bool:
            number = s[value]
            return (
                isinstance(number, Decimal)
                and (low is None or (number > low if low_open else number >= low))
                and (high is None or (number < high if high_open else number <= high))
            )

        return leaf_of(
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
        return leaf_of(
            is_true=lambda s: s[value] in inside,
            is_false=lambda s: s[decided] and s[value] not in inside,
            facts=self._said("territory", condition.territory),
            reads=("territory", condition.territory),
        )

    def _status(self, condition: Answered | IsUnknown | IsVisible) -> Predicate:
        kind, question, yes, no = _status_test(condition)
        slot = self._layout.status(question)
        return yes_or_no(kind, question, lambda s: s[slot] in yes, lambda s: s[slot] in no)

    def _score(self, condition: ScoreIs) -> Predicate:
        low_slot = self._layout.low(condition.score)
        high_slot = self._layout.high(condition.score)
        rank_slot = self._layout.rank(condition.score)
        low, low_open, high, high_open = interval(condition)
        floor = None if low is None else Fraction(low) / 100
        ceiling = None if high is None else Fraction(high) / 100

        def within(score: tuple[int, int]) -> bool:
            return is_above(score, floor, is_open=low_open) and is_below(
                score, ceiling, is_open=high_open
            )

        def test(s: State) -> bool:
            return s[rank_slot] is not None and within(s[low_slot])

        def refuted(s: State) -> bool:
            if s[rank_slot] is None:
                return self._optimistic and s[low_slot] is None
            if self._optimistic:
                return not is_above(s[high_slot], floor, is_open=low_open)
            return not within(s[low_slot])

        def fact(low: tuple[int, int]) -> Fact:
            return Fact("score", condition.score, str(percent(*low)))

        facts = fact_of_slot(low_slot, fact)
        return leaf_of(test, refuted, facts, ("score", condition.score))

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
        return leaf_of(lambda s: s[rank_slot] in ranks, refuted, facts, reads)

    def _uncertain(self, condition: Uncertain) -> Predicate:
        rank, high_rank = (
            self._layout.rank(condition.uncertain),
            self._layout.high_rank(condition.uncertain),
        )
        return yes_or_no(
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


def _choice_test(condition: AnswerIs | ContextIs, item: Item, value: int) -> Test:
    counted = frozenset(option.id for option in item.options if not option.clears_others)
    if condition.count_at_least is not None:
        least = condition.count_at_least
        return lambda s: len(counted.intersection(s[value] or ())) >= least
    if condition.count_at_most is not None:
        most = condition.count_at_most
        return lambda s: len(counted.intersection(s[value] or ())) <= most
    options = condition.options
    if isinstance(item.question, MultipleChoice):
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
