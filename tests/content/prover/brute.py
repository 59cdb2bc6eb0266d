"""The verdicts of the prover, found by trying every complete answer set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from math import prod

from app.domain.compiled import CompiledEdition, Evaluation
from app.domain.conditions import (
    All,
    AnswerIs,
    AnyOf,
    Condition,
    ContextIs,
    IsUnknown,
    Meets,
    Not,
    NumberIs,
    Uncertain,
    question_of,
    walk,
)
from app.domain.diagnosis import Answers, AnswerValue
from app.domain.layout import KNOWN, UNANSWERED, UNKNOWN
from app.domain.questionnaire import NumberQuestion, TerritoryQuestion, TextQuestion
from app.domain.rules import Rule
from app.domain.scoring import Node
from app.domain.state import Slot

Found = set[tuple[str, str, str]]
"""Code, place, and the level or kind where there is one."""


def values_of(compiled: CompiledEdition, slot: Slot) -> list[AnswerValue | None]:
    """Return every answer to a question; None where it may be passed."""
    question, options = slot.item.question, slot.item.options
    values: list[AnswerValue | None] = []
    if slot.several:
        free = [option.id for option in options if not option.clears_others]
        values += [c for size in range(1, len(free) + 1) for c in combinations(free, size)]
        values += [(option.id,) for option in options if option.clears_others]
    else:
        values += [option.id for option in options]
    match question:
        case NumberQuestion():
            step = Decimal(1).scaleb(-question.decimals)
            count = int((question.maximum - question.minimum) / step)
            values += [question.minimum + step * n for n in range(count + 1)]
        case TerritoryQuestion():
            assert compiled.edition.territories is not None
            values += [one.code for one in compiled.edition.territories.departments]
        case TextQuestion():
            values.append("mots")
    if question.optional:
        values.append(None)
    return values


def size_of(compiled: CompiledEdition) -> int:
    """Return how many answer sets there are at most."""
    return prod(len(values_of(compiled, slot)) for slot in compiled.slots)


class Brute:
    """Every complete answer set of a small edition, and what the evaluator says of it."""

    def __init__(self, compiled: CompiledEdition) -> None:
        self.compiled = compiled
        self.values = {slot.item.id: values_of(compiled, slot) for slot in compiled.slots}
        self.sets = list(self.complete({}))
        self.found = [compiled.evaluate(answers) for answers in self.sets]

    def complete(self, given: Mapping[str, AnswerValue | None]) -> Iterator[Answers]:
        """Yield every complete answer set that keeps the answers given where they are asked."""
        yield from self._complete(given, {}, 0)

    def _complete(
        self, given: Mapping[str, AnswerValue | None], answers: Answers, place: int
    ) -> Iterator[Answers]:
        slots, count = self.compiled.slots, len(self.compiled.slots)
        if place == count:
            yield dict(answers)
            return
        slot = slots[place]
        state, _ = self.compiled.fill(answers)
        if state[slot.index + count] < UNANSWERED:
            yield from self._complete(given, answers, place + 1)
            return
        id_ = slot.item.id
        for value in [given[id_]] if id_ in given else self.values[id_]:
            following = answers if value is None else {**answers, id_: value}
            yield from self._complete(given, following, place + 1)

    def status(self, found: Evaluation, slot: Slot) -> int:
        return int(found.state[slot.index + len(self.compiled.slots)])

    # Verdicts ---------------------------------------------------------------------------------

    def verdicts(self) -> Found:
        """Return all verdicts."""
        return {
            *self._reach(),
            *self._coverage(),
            *self._overlaps(),
            *self._removable(),
            *self._best(),
            *self._unknowns(),
            *self._monotone(),
            *self._idle(),
        }

    def fired_by(self, index: int) -> list[Evaluation]:
        return [found for found in self.found if index in found.fired]

    def _reach(self) -> Iterator[tuple[str, str, str]]:
        for index, rule in enumerate(self.compiled.edition.rules.rules):
            if not self.fired_by(index):
                yield "rule-unreachable", rule.id, ""
        for node in self.compiled.scorer.nodes:
            ranks = {found.state[node.rank] for found in self.found}
            for band in self.compiled.edition.questionnaire.bands_of(node.id):
                if band.level.rank not in ranks:
                    yield "level-unreachable", node.id, band.level.value
        for slot in self.compiled.slots:
            if not self._asked(slot):
                yield "question-unreachable", slot.item.id, ""

    def _asked(self, slot: Slot) -> bool:
        return any(self.status(found, slot) >= UNANSWERED for found in self.found)

    def _coverage(self) -> Iterator[tuple[str, str, str]]:
        edition = self.compiled.edition
        rules, resources = edition.rules.rules, edition.resources_by_id
        for found in self.found:
            given = {resources[r].kind.value for i in found.fired for r in rules[i].recommend}
            for kind in {"data", "tool", "skill", "example"} - given:
                yield "kind-uncovered", "", kind
            if len(found.fired) < 3:
                yield "actions-too-few", "", ""

    def _overlaps(self) -> Iterator[tuple[str, str, str]]:
        rules = self.compiled.edition.rules.rules
        sets = [
            {n for n, found in enumerate(self.found) if index in found.fired}
            for index in range(len(rules))
        ]
        for index, rule in enumerate(rules):
            for other, second in enumerate(rules):
                if index == other or not sets[index] or not sets[index] <= sets[other]:
                    continue
                if not set(rule.recommend) <= set(second.recommend):
                    continue
                is_same = sets[index] == sets[other]
                is_same = is_same and set(rule.recommend) == set(second.recommend)
                if not is_same or other > index:
                    yield "rule-overlaps", rule.id, ""

    def _removable(self) -> Iterator[tuple[str, str, str]]:
        rules = self.compiled.edition.rules.rules
        for index, rule in enumerate(rules):
            cases = self.fired_by(index)
            if cases and all(self._is_replaced(index, found) for found in cases):
                yield "rule-removable", rule.id, ""

    def _is_replaced(self, index: int, found: Evaluation) -> bool:
        rules = self.compiled.edition.rules.rules
        rule, others = rules[index], [rules[one] for one in found.fired if one != index]
        given = {resource for one in others for resource in one.recommend}
        return set(rule.recommend) <= given and rule.action in [one.action for one in others]

    def _best(self) -> Iterator[tuple[str, str, str]]:
        for index, rule in enumerate(self.compiled.edition.rules.rules):
            compared = [slot for slot in self.compiled.slots if self._compares(rule, slot)]
            for found in self.fired_by(index):
                if rule.further or not all(self._is_best_if_asked(found, one) for one in compared):
                    continue
                if any(self._because_of_best(rule, found, one) for one in compared):
                    yield "best-answer-advised", rule.id, ""

    def _compares(self, rule: Rule, slot: Slot) -> bool:
        if slot.points is None or slot.item.question.dimension != rule.dimension:
            return False
        points = {slot.points(value) for value in self._known(slot)}
        return len(points) > 1 and any(
            isinstance(part, AnswerIs | ContextIs | NumberIs) and question_of(part) == slot.item.id
            for part in walk(self._expanded(rule.when))
        )

    def _known(self, slot: Slot) -> list[AnswerValue]:
        def is_special(value: AnswerValue) -> bool:
            return (value[0] if isinstance(value, tuple) else value) in slot.special

        return [v for v in self.values[slot.item.id] if v is not None and not is_special(v)]

    def _is_best_if_asked(self, found: Evaluation, slot: Slot) -> bool:
        return self.status(found, slot) < UNANSWERED or self._is_best(found, slot)

    def _is_best(self, found: Evaluation, slot: Slot) -> bool:
        assert slot.points is not None
        most = max(slot.points(value) for value in self._known(slot))
        return self.status(found, slot) == KNOWN and slot.points(found.state[slot.index]) == most

    def _because_of_best(self, rule: Rule, found: Evaluation, slot: Slot) -> bool:
        """Whether some answer of fewer points, all else the same, would not do."""
        if not self._is_best(found, slot):
            return False
        assert slot.points is not None
        when = self.compiled.compiler.compile(rule.when)
        most = slot.points(found.state[slot.index])
        for value in self._known(slot):
            state = list(found.state)
            state[slot.index] = value
            if slot.points(value) < most and not when.is_true(state):
                return True
        return False

    def _unknowns(self) -> Iterator[tuple[str, str, str]]:
        for slot in self.compiled.slots:
            id_ = slot.item.id
            in_doubt = [found for found in self.found if self.status(found, slot) == UNKNOWN]
            spoken = any(
                self._reads(rule.when, IsUnknown(unknown=id_))
                for rule in self.compiled.edition.rules.rules
            )
            if in_doubt and spoken and not self._advises(slot, in_doubt):
                yield "unknown-idle", id_, ""

    def _advises(self, slot: Slot, in_doubt: Sequence[Evaluation]) -> bool:
        parents = {node.id: node.parent for node in self.compiled.scorer.nodes}
        leaves: list[Condition] = [IsUnknown(unknown=slot.item.id)]
        above = slot.item.question.dimension
        while above is not None:
            leaves.append(Uncertain(uncertain=above))
            above = parents[above]
        for index, rule in enumerate(self.compiled.edition.rules.rules):
            for leaf in leaves:
                if not self._reads(rule.when, leaf):
                    continue
                without = self.compiled.compiler.compile(self._without(rule.when, leaf))
                if any(
                    index in found.fired and not without.is_true(found.state) for found in in_doubt
                ):
                    return True
        return False

    def _reads(self, condition: Condition, leaf: Condition) -> bool:
        return self._without(condition, leaf) != self._expanded(condition)

    def _expanded(self, condition: Condition) -> Condition:
        return self._without(condition, IsUnknown(unknown="nothing"))

    def _without(self, condition: Condition, leaf: Condition) -> Condition:
        """Return the condition with names written out and a leaf replaced by one never true."""
        if condition == leaf:
            first = self.compiled.slots[0].item
            assert first.show_when is None
            return Not.model_validate({"not": {"visible": first.id}})
        match condition:
            case All(all=parts):
                return All(all=tuple(self._without(part, leaf) for part in parts))
            case AnyOf(any=parts):
                return AnyOf(any=tuple(self._without(part, leaf) for part in parts))
            case Not(not_=part):
                return Not(not_=self._without(part, leaf))
            case Meets(meets=name):
                return self._without(self.compiled.edition.rules.conditions[name], leaf)
        return condition

    def _monotone(self) -> Iterator[tuple[str, str, str]]:
        for slot in self.compiled.slots:
            if slot.points is not None and self._falls(slot):
                yield "better-answer-worse", slot.item.id, ""

    def _falls(self, slot: Slot) -> bool:
        for answers, before in zip(self.sets, self.found, strict=True):
            if self.status(before, slot) != KNOWN:
                continue
            for after in self._changed(slot, answers):
                if self.status(after, slot) != KNOWN:
                    continue
                if not _is_better(slot, before.state[slot.index], after.state[slot.index]):
                    continue
                for node in self._nodes():
                    ends = ((node.rank, node.low), (node.high_rank, node.high))
                    if any(_is_lower(before, after, *end) for end in ends):
                        return True
        return False

    def _changed(self, slot: Slot, answers: Answers) -> Iterator[Evaluation]:
        """Yield what follows from each other answer to a question, the rest being the same."""
        state, _ = self.compiled.fill(answers)
        count = len(self.compiled.slots)
        given: dict[str, AnswerValue | None] = {
            one.item.id: answers.get(one.item.id)
            for one in self.compiled.slots
            if state[one.index + count] >= UNANSWERED
        }
        for value in self.values[slot.item.id]:
            for other in self.complete({**given, slot.item.id: value}):
                yield self.compiled.evaluate(other)

    def _nodes(self) -> tuple[Node, ...]:
        return self.compiled.scorer.nodes

    def _idle(self) -> Iterator[tuple[str, str, str]]:
        for slot in self.compiled.slots:
            if isinstance(slot.item.question, TextQuestion) or not self._asked(slot):
                continue
            if not self._moves(slot):
                yield "question-idle", slot.item.id, ""

    def _moves(self, slot: Slot) -> bool:
        for answers, before in zip(self.sets, self.found, strict=True):
            if self.status(before, slot) < UNANSWERED:
                continue
            if any(self._outcome(before) != self._outcome(e) for e in self._changed(slot, answers)):
                return True
        return False

    def _outcome(self, found: Evaluation) -> tuple[object, ...]:
        nodes: list[object] = []
        for node in self._nodes():
            rank = found.state[node.rank]
            if rank is not None:
                ends = [Fraction(*found.state[at]) for at in (node.low, node.high)]
                nodes.append((rank, found.state[node.high_rank], *ends))
            else:
                nodes.append(None)
        return (tuple(found.fired), *nodes)


def _is_better(slot: Slot, before: AnswerValue, after: AnswerValue) -> bool:
    assert slot.points is not None
    if slot.points(after) <= slot.points(before):
        return False
    if not slot.several:
        return True
    assert isinstance(before, tuple)
    assert isinstance(after, tuple)
    alone = {option.id for option in slot.item.options if option.clears_others}
    return set(before) - alone <= set(after)


def _is_lower(before: Evaluation, after: Evaluation, rank: int, low: int) -> bool:
    first, second = before.state, after.state
    if first[rank] is None or second[rank] is None:
        return False
    return bool(second[rank] < first[rank] or Fraction(*second[low]) < Fraction(*first[low]))
