"""Which rules fire on a state. Hit policy: collect; every answer ticks off what it makes true.

Each rule is brought into clauses: all must hold, each by one of its literals, and a literal reads
one question or one dimension only. For each reading of a question or dimension, the clauses that it
makes true are remembered as the bits of one whole number, so that evaluating every rule at once is
a few dozen look-ups joined by « or ». This changes the speed, never the outcome: a property test
compares it with trying every rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import compress, product
from math import prod

from app.domain.compiler import Compiler
from app.domain.conditions import (
    All,
    AnyOf,
    Condition,
    Meets,
    Not,
    ScoreIs,
    dimension_of,
    question_of,
)
from app.domain.edition import Edition
from app.domain.facts import Collector
from app.domain.layout import HIDDEN, KNOWN, NOT_APPLICABLE, Layout, State, Test
from app.domain.rules import Rule


@dataclass(frozen=True, slots=True)
class ReadyRule:
    """A rule with its compiled conditions."""

    index: int
    rule: Rule
    is_true: Test
    prevented: Test | None
    facts: Collector
    dimension_rank: int

    def holds(self, state: State) -> bool:
        """Whether the rule is surely true on a state: the meaning that the index must keep."""
        return self.is_true(state) and not (self.prevented and self.prevented(state))


@dataclass(frozen=True)
class Literal:
    """A leaf that is to be surely true (else surely false), or is not to be so."""

    leaf: Condition
    value: bool = True
    refused: bool = False


Clause = tuple[Literal, ...]
"""At least one of the literals holds."""

MOST_CLAUSES = 32
"""A rule of more clauses, or of clauses of more literals, is tried plainly instead."""

_REMEMBERED = 4096
_DECIDED = (HIDDEN, NOT_APPLICABLE, KNOWN)
_BITS = bytes.maketrans(b"01", b"\x00\x01")


class Readings(dict[tuple[object, object], int]):
    """The clauses made true by each pair of values of two slots, found when first met."""

    def __init__(self, layout: Layout, first: int, second: int) -> None:
        """Prepare to read two slots of a state."""
        super().__init__()
        self.first = first
        self.second = second
        self._layout = layout
        self._tests: list[tuple[Test, bool, int]] = []

    def add(self, test: Test, wanted: bool, bit: int) -> None:
        """Make a clause true where a test gives what is wanted."""
        self._tests.append((test, wanted, bit))

    def __missing__(self, reading: tuple[object, object]) -> int:
        """Return and remember the clauses that a reading makes true."""
        state: State = [None] * self._layout.size
        state[self.first], state[self.second] = reading
        count = len(self._layout.questions)
        if self.first < count:
            state[self.first + 2 * count] = reading[1] in _DECIDED
        bits = 0
        for test, wanted, bit in self._tests:
            if bool(test(state)) is wanted:
                bits |= bit
        if len(self) >= _REMEMBERED:
            self.clear()
        self[reading] = bits
        return bits


class RuleIndex:
    """The rules of an edition, evaluated all at once."""

    def __init__(self, edition: Edition, layout: Layout, compiler: Compiler) -> None:
        """Compile the rules of one edition and bring them into clauses."""
        self._edition = edition
        self._layout = layout
        self._compiler = compiler
        self.rules = tuple(
            self._ready(index, rule) for index, rule in enumerate(edition.rules.rules)
        )
        self._places = range(len(self.rules))
        self._plain: list[ReadyRule] = []
        readings: dict[tuple[int, int], Readings] = {}
        clauses = [self._clauses_of(ready) for ready in self.rules]
        self._depth = max((len(each) for each in clauses if each is not None), default=1)
        self._start = 0
        for ready, own in zip(self.rules, clauses, strict=True):
            if own is None:
                self._plain.append(ready)
                continue
            for place in range(self._depth):
                bit = 1 << (place * len(self.rules) + ready.index)
                if place >= len(own):
                    self._start |= bit
                    continue
                for literal in own[place]:
                    self._readings(readings, literal.leaf).add(*self._test(literal), bit)
        self._tables = tuple((table, *slots) for slots, table in readings.items())

    def fired(self, state: State) -> list[int]:
        """Return the indices of the rules that are surely true, in the order of the file."""
        bits = self._start
        for table, first, second in self._tables:
            bits |= table[state[first], state[second]]
        held, count = bits, len(self.rules)
        for _ in range(self._depth - 1):
            bits >>= count
            held &= bits
        found = list(compress(self._places, f"{held:b}"[::-1].encode().translate(_BITS)))
        if self._plain:
            found += [ready.index for ready in self._plain if ready.holds(state)]
            found.sort()
        return found

    def clauses_of(self, ready: ReadyRule) -> tuple[Clause, ...]:
        """Return the clauses of a rule, those of ``unless`` refused; none where it has too many."""
        return tuple(self._clauses_of(ready) or ())

    def is_met(self, clause: Clause, state: State) -> bool:
        """Whether one of the literals of a clause holds on a state."""
        return any(bool(test(state)) is wanted for test, wanted in map(self._test, clause))

    def _ready(self, index: int, rule: Rule) -> ReadyRule:
        when = self._compiler.compile(rule.when)
        unless = self._compiler.compile(rule.unless) if rule.unless is not None else None
        return ReadyRule(
            index=index,
            rule=rule,
            is_true=when.is_true,
            prevented=unless.is_true if unless else None,
            facts=when.facts_true,
            dimension_rank=self._layout.rank(rule.dimension),
        )

    def _readings(self, readings: dict[tuple[int, int], Readings], leaf: Condition) -> Readings:
        """Return the table of the two slots that decide on a leaf."""
        layout, question, dimension = self._layout, question_of(leaf), dimension_of(leaf)
        if question is not None:
            slots = (layout.questions[question], layout.status(question))
        elif isinstance(leaf, ScoreIs):
            slots = (layout.low(leaf.score), layout.rank(leaf.score))
        else:
            assert dimension is not None  # noqa: S101 - a leaf reads one or the other
            slots = (layout.rank(dimension), layout.high_rank(dimension))
        if slots not in readings:
            readings[slots] = Readings(layout, *slots)
        return readings[slots]

    def _test(self, literal: Literal) -> tuple[Test, bool]:
        predicate = self._compiler.compile(literal.leaf)
        return (predicate.is_true if literal.value else predicate.is_false), not literal.refused

    def _clauses_of(self, ready: ReadyRule) -> list[Clause] | None:
        """Return the clauses of a rule, None where there would be too many."""
        found = self._clauses(ready.rule.when, Literal(ready.rule.when))
        if found is not None and ready.rule.unless is not None:
            unless = self._clauses(ready.rule.unless, Literal(ready.rule.unless, refused=True))
            found = None if unless is None else found + unless
        return found if found is not None and len(found) <= MOST_CLAUSES else None

    def _clauses(self, condition: Condition, as_: Literal) -> list[Clause] | None:
        """Return the clauses of a condition that is to be true or false, or is not to be so."""
        match condition:
            case Meets(meets=name):
                return self._clauses(self._edition.rules.conditions[name], as_)
            case Not(not_=part):
                return self._clauses(part, Literal(part, not as_.value, as_.refused))
            case All(all=parts) | AnyOf(any=parts):
                each = [self._clauses(part, as_) for part in parts]
                known = [clauses for clauses in each if clauses is not None]
                if len(known) < len(each):
                    return None
                if (isinstance(condition, All) is as_.value) is not as_.refused:
                    return [clause for clauses in known for clause in clauses]
                return _either(known)
        return [(Literal(condition, as_.value, as_.refused),)]


def _either(each: list[list[Clause]]) -> list[Clause] | None:
    """Return the clauses of a disjunction: one for each choice of a clause from every part."""
    if prod(len(clauses) for clauses in each) > MOST_CLAUSES:
        return None
    joined = [tuple(lit for clause in chosen for lit in clause) for chosen in product(*each)]
    return joined if all(len(clause) <= MOST_CLAUSES for clause in joined) else None
