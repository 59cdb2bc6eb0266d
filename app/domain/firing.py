"""Which rules fire on a state. Hit policy: collect; an index skips the rules that cannot.

Each rule's condition is searched for a part without which it cannot be true: an answer, a « je ne
sais pas », or a level. The rule is then tried only where that part may hold. The index changes the
speed, never the outcome: a property test compares it with trying every rule.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.conditions import (
    All,
    AnswerIs,
    AnyOf,
    Condition,
    ContextIs,
    IsUnknown,
    LevelIs,
    Meets,
)
from app.domain.edition import Edition
from app.domain.predicates import UNKNOWN, Collector, Compiler, Layout, State, Test, every
from app.domain.questionnaire import MultipleChoice
from app.domain.rules import Rule

Key = tuple[int, object]
"""A slot of the state and a value that it holds, or contains."""


@dataclass(frozen=True, slots=True)
class ReadyRule:
    """A rule with its compiled conditions."""

    index: int
    rule: Rule
    is_true: Test
    prevented: Test | None
    facts: Collector
    dimension_rank: int


class RuleIndex:
    """The rules of an edition, found by what they cannot do without."""

    def __init__(self, edition: Edition, layout: Layout, compiler: Compiler) -> None:
        """Compile and index the rules of one edition."""
        self._edition = edition
        self._layout = layout
        self._compiler = compiler
        self.rules = tuple(
            self._ready(index, rule) for index, rule in enumerate(edition.rules.rules)
        )
        self._always: list[tuple[int, Test]] = []
        single: dict[int, dict[object, list[tuple[int, Test]]]] = {}
        several: dict[int, dict[object, list[tuple[int, Test]]]] = {}
        multiple = {
            layout.questions[item.id]
            for item in edition.questionnaire.items
            if isinstance(item.question, MultipleChoice)
        }
        for ready in self.rules:
            keys, rest = self._necessary(ready.rule.when)
            if not keys:
                self._always.append((ready.index, self._guarded(ready, None)))
                continue
            test = self._guarded(ready, rest)
            for slot, value in keys:
                table = several if slot in multiple else single
                table.setdefault(slot, {}).setdefault(value, []).append((ready.index, test))
        self._single = tuple(single.items())
        self._several = tuple(several.items())

    def fired(self, state: State) -> list[int]:
        """Return the indices of the rules that are surely true, in the order of the file."""
        found = [index for index, test in self._always if test(state)]
        for slot, table in self._single:
            entries = table.get(state[slot])
            if entries is not None:
                found += [index for index, test in entries if test(state)]
        for slot, table in self._several:
            for value in state[slot]:
                entries = table.get(value)
                if entries is not None:
                    found += [index for index, test in entries if test(state)]
        found = list(set(found))
        found.sort()
        return found

    def fired_plainly(self, state: State) -> list[int]:
        """Return the same by trying every rule: the reference that the index is tested against."""
        return [
            ready.index
            for ready in self.rules
            if ready.is_true(state) and not (ready.prevented and ready.prevented(state))
        ]

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

    def _guarded(self, ready: ReadyRule, rest: list[Condition] | None) -> Test:
        """Return the test left once the indexed part is known to hold."""
        if rest is None:
            tests = [ready.is_true]
        else:
            tests = [self._compiler.compile(part).is_true for part in rest]
        prevented = ready.prevented
        if prevented is not None:
            tests.append(lambda s: not prevented(s))
        return every(tests)

    def _necessary(self, condition: Condition) -> tuple[list[Key], list[Condition] | None]:
        """Return the keys one of which must hold, and what is left to try (None: all of it)."""
        condition = self._resolved(condition)
        if isinstance(condition, All):
            flat = self._conjuncts(condition)
            keyed = [(keys, part) for part in flat if (keys := self._keys(part))]
            if not keyed:
                return [], None
            keys, chosen = min(keyed, key=lambda pair: len(pair[0]))
            if self._is_exact(chosen):
                return keys, [part for part in flat if part is not chosen]
            return keys, None
        keys = self._keys(condition)
        return keys, ([] if keys and self._is_exact(condition) else None)

    def _conjuncts(self, condition: Condition) -> list[Condition]:
        condition = self._resolved(condition)
        if isinstance(condition, All):
            return [leaf for part in condition.all for leaf in self._conjuncts(part)]
        return [condition]

    def _resolved(self, condition: Condition) -> Condition:
        while isinstance(condition, Meets):
            condition = self._edition.rules.conditions[condition.meets]
        return condition

    def _is_exact(self, condition: Condition) -> bool:
        """Whether a key holding means that the condition holds."""
        match condition:
            case AnswerIs() | ContextIs():
                return condition.count_at_least is None and condition.count_at_most is None
            case LevelIs() | IsUnknown():
                return True
        return False

    def _keys(self, condition: Condition) -> list[Key]:
        condition = self._resolved(condition)
        match condition:
            case AnswerIs() | ContextIs():
                slot = self._layout.questions[condition.question]
                return [(slot, option) for option in condition.options]
            case IsUnknown(unknown=question):
                return [(self._layout.status(question), UNKNOWN)]
            case LevelIs(level=dimension):
                slot = self._layout.rank(dimension)
                return [(slot, level.rank) for level in condition.levels]
            case AnyOf(any=parts):
                found = [self._keys(part) for part in parts]
                return [key for keys in found for key in keys] if all(found) else []
            case All(all=parts):
                keyed = [keys for part in parts if (keys := self._keys(part))]
                return min(keyed, key=len) if keyed else []
        return []
