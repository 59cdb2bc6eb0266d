"""The answer sheet as variables: any complete answer to each question, were it asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

import z3

from app.content.prover.cells import Cell, cell_like, cells_of, leaves_of, state_of
from app.content.prover.formulas import (
    Truth,
    Whole,
    count_of,
    every,
    is_above,
    is_at_least,
    is_equal,
    no,
    some,
    times,
    total,
    where,
)
from app.domain.compiled import CompiledEdition
from app.domain.conditions import AnswerIs, Condition, ContextIs
from app.domain.diagnosis import Answers, AnswerValue
from app.domain.layout import KNOWN, UNANSWERED, UNKNOWN
from app.domain.questionnaire import MultipleChoice, ScoreRange
from app.domain.state import Slot

Add = Callable[[Truth], None]


class Chosen:
    """One answer out of the cells of a question: a whole number."""

    def __init__(
        self, compiled: CompiledEdition, slot: Slot, leaves: list[Condition], name: str, add: Add
    ) -> None:
        """Make the variable and bound it."""
        self._compiled = compiled
        self._slot = slot
        self._leaves = leaves
        self.cells = cells_of(compiled, slot, leaves)
        self._states = [state_of(compiled, slot, cell) for cell in self.cells]
        self._place = z3.Int(name)
        add(every([self._place >= 0, self._place < len(self.cells)]))

    def among(self, places: Iterable[int]) -> Truth:
        """Return whether the answer is one of these cells."""
        chosen = sorted(places)
        if not chosen:
            return False
        if len(chosen) == len(self.cells):
            return True
        first, last = chosen[0], chosen[-1]
        if last - first + 1 == len(chosen):
            if first == last:
                return self._equals(first)
            low = True if first == 0 else self._place >= first
            return every([low, last == len(self.cells) - 1 or self._place <= last])
        others = [place for place in range(len(self.cells)) if place not in chosen]
        if len(others) < len(chosen):
            return no(some(self._equals(place) for place in others))
        return some(self._equals(place) for place in chosen)

    def status_in(self, statuses: Iterable[int]) -> Truth:
        """Return whether the status, once asked, is one of these."""
        wanted = set(statuses)
        return self.among(n for n, cell in enumerate(self.cells) if cell.status in wanted)

    def says(self, leaf: Condition) -> tuple[Truth, Truth]:
        """Return whether a condition is true, and whether it is false, once it is asked."""
        predicate = self._compiled.compiler.compile(leaf)
        return (
            self.among(n for n, state in enumerate(self._states) if predicate.is_true(state)),
            self.among(n for n, state in enumerate(self._states) if predicate.is_false(state)),
        )

    def points(self) -> Whole:
        """Return the units scored, 0 where the answer is not a known one."""
        found: Whole = 0
        for points in sorted({cell.points for cell in self.cells} - {0}):
            places = [n for n, cell in enumerate(self.cells) if cell.points == points]
            found = where(self.among(places), points, found)
        return found

    def read(self, model: z3.ModelRef) -> AnswerValue | None:
        """Return the answer that a model gives."""
        place = model.eval(self._place, model_completion=True)
        assert isinstance(place, z3.IntNumRef)  # noqa: S101 - completed, so a number
        cell: Cell = self.cells[place.as_long()]
        return cell.value

    def is_(self, value: AnswerValue | None) -> Truth:
        """Return whether the answer is this one, or one that nothing tells apart from it."""
        like = self._like(value)
        return self.among(n for n, cell in enumerate(self.cells) if self._like(cell.value) == like)

    def same_as(self, other: Chosen) -> Truth:
        """Return whether another sheet holds the same answer."""
        return is_equal(self._place, other._place)

    def _like(self, value: AnswerValue | None) -> tuple[object, ...]:
        return cell_like(self._compiled, self._slot, self._leaves, value)

    def _equals(self, place: int) -> Truth:
        found = self._place == place
        assert isinstance(found, z3.BoolRef)  # noqa: S101 - a comparison of terms
        return found


class Ticked:
    """Any options of a multiple choice: a truth each; some stand alone."""

    def __init__(self, compiled: CompiledEdition, slot: Slot, name: str, add: Add) -> None:
        """Make the variables and say which go together."""
        self._compiled = compiled
        self._slot = slot
        self.options = {option.id: z3.Bool(f"{name}.{option.id}") for option in slot.item.options}
        self.alone = {option.id for option in slot.item.options if option.clears_others}
        ticks = list(self.options.values())
        if not slot.item.question.optional:
            add(some(ticks))
        for id_ in sorted(self.alone):
            rest = [no(other) for one, other in self.options.items() if one != id_]
            add(some([no(self.options[id_]), every(rest)]))

    def status_in(self, statuses: Iterable[int]) -> Truth:
        """Return whether the status, once asked, is one of these."""
        wanted, special = set(statuses), self._slot.special
        plain = [tick for id_, tick in self.options.items() if id_ not in special]
        ways = [self.options[id_] for id_, status in special.items() if status in wanted]
        return some(
            [
                *ways,
                KNOWN in wanted and some(plain),
                UNANSWERED in wanted and no(some(self.options.values())),
            ]
        )

    def says(self, leaf: Condition) -> tuple[Truth, Truth]:
        """Return whether a condition is true, and whether it is false, once it is asked."""
        if not isinstance(leaf, AnswerIs | ContextIs):
            predicate = self._compiled.compiler.compile(leaf)
            states = {
                status: state_of(self._compiled, self._slot, Cell((), status))
                for status in (*self._slot.special.values(), KNOWN, UNANSWERED)
            }
            return (
                self.status_in(s for s, state in states.items() if predicate.is_true(state)),
                self.status_in(s for s, state in states.items() if predicate.is_false(state)),
            )
        undecided = [id_ for id_, status in self._slot.special.items() if status == UNKNOWN]
        ticks = {id_: tick for id_, tick in self.options.items() if id_ not in undecided}
        decided = some(ticks.values())
        counted = [tick for id_, tick in ticks.items() if id_ not in self.alone]
        if leaf.count_at_least is not None:
            holds = is_at_least(count_of(counted), leaf.count_at_least)
        elif leaf.count_at_most is not None:
            holds = is_at_least(leaf.count_at_most, count_of(counted))
        else:
            holds = some(ticks[id_] for id_ in leaf.options if id_ in ticks)
        return every([decided, holds]), every([decided, no(holds)])

    def points(self) -> Whole:
        """Return the units scored, 0 where the answer is not a known one."""
        question = self._slot.item.question
        assert isinstance(question, MultipleChoice)  # noqa: S101 - nothing else is ticked
        scored = [option for option in self._slot.item.options if option.score is not None]
        low = Fraction(self._range.minimum)
        ticks = [
            (self.options[option.id], self._units(Fraction(option.score or 0) - low))
            for option in scored
        ]
        if question.combine == "max":
            found: Whole = 0
            for tick, points in sorted(ticks, key=lambda pair: pair[1]):
                found = where(tick, points, found)
            return found
        if question.combine == "mean":
            count = count_of(tick for tick, _ in ticks)
            sum_ = total(where(tick, points, 0) for tick, points in ticks)
            found = 0
            for number in range(1, len(ticks) + 1):
                exact = sum_ if isinstance(sum_, int) else sum_ / number
                found = where(is_equal(count, number), exact, found)
            return found
        unit = self._compiled.scorer.unit
        raw = {option.id: self._units(Fraction(option.score or 0)) for option in scored}
        start = self._units(Fraction(self._range.minimum))
        ticked = (times(points, where(self.options[id_], 1, 0)) for id_, points in raw.items())
        sum_ = total([*ticked, -start])
        capped = where(is_above(sum_, unit), unit, where(is_above(0, sum_), 0, sum_))
        return where(some(self.options[id_] for id_ in raw), capped, 0)

    def read(self, model: z3.ModelRef) -> AnswerValue | None:
        """Return the answer that a model gives."""
        ticked = (
            id_
            for id_, tick in self.options.items()
            if z3.is_true(model.eval(tick, model_completion=True))
        )
        return tuple(ticked) or None

    def is_(self, value: AnswerValue | None) -> Truth:
        """Return whether the answer is this one."""
        chosen = value if isinstance(value, tuple) else ()
        return every(tick if id_ in chosen else no(tick) for id_, tick in self.options.items())

    @property
    def _range(self) -> ScoreRange:
        return self._compiled.edition.questionnaire.score_range

    def _units(self, score: Fraction) -> int:
        """Return how many units a width on the declared range is."""
        span = Fraction(self._range.maximum) - Fraction(self._range.minimum)
        units = score / span * self._compiled.scorer.unit
        assert units.denominator == 1  # noqa: S101 - what the unit is chosen for
        return units.numerator


Answer = Chosen | Ticked


class Sheet:
    """A variable for each question, in the order asked."""

    def __init__(
        self, compiled: CompiledEdition, add: Add, *, name: str = "answer", only: str | None = None
    ) -> None:
        """Make the variables of an edition, or of one of its questions only."""
        leaves = leaves_of(compiled)
        self.answers: dict[str, Answer] = {}
        for slot in compiled.slots:
            id_ = slot.item.id
            if only not in (None, id_):
                continue
            called = f"{name}.{id_}"
            self.answers[id_] = (
                Ticked(compiled, slot, called, add)
                if slot.several
                else Chosen(compiled, slot, leaves.get(id_, []), called, add)
            )

    def read(self, model: z3.ModelRef) -> Answers:
        """Return the answers that a model gives, to questions that are not asked too."""
        found = {id_: answer.read(model) for id_, answer in self.answers.items()}
        return {id_: value for id_, value in found.items() if value is not None}
