"""An edition as formulas over an answer sheet: what is asked, what holds, which rules fire.

Each part is written once, when first needed. ``nodes.py`` says what the scores are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import z3

from app.content.prover.cells import leaves_of, out_of_sight, state_of
from app.content.prover.formulas import Truth, Whole, every, is_equal, is_same, no, some, where
from app.content.prover.nodes import NodeTerms, build_node
from app.content.prover.sheet import Add, Answer
from app.domain.compiled import CompiledEdition
from app.domain.conditions import (
    All,
    AnyOf,
    Condition,
    LevelIs,
    Meets,
    Not,
    ScoreIs,
    Uncertain,
    question_of,
)
from app.domain.layout import HIDDEN, MAYBE

Pair = tuple[Truth, Truth]
"""Whether a condition is true, and whether it is false; neither is unknown."""

NEVER: Pair = (False, True)


class Encoding:
    """The formulas of one edition on one answer sheet; ``name`` sets it apart from others."""

    def __init__(
        self, compiled: CompiledEdition, answers: Mapping[str, Answer], add: Add, name: str = ""
    ) -> None:
        """Prepare to write formulas; ``add`` is given their definitions."""
        self.compiled = compiled
        self.answers = answers
        self._add = add
        self._name = name
        self._slots = {slot.item.id: slot for slot in compiled.slots}
        self._leaves = leaves_of(compiled)
        self._shown: dict[str, Pair] = {}
        self._truths: dict[tuple[str, bool], Pair] = {}
        self._nodes: dict[str, NodeTerms] = {}
        self._fired: dict[int, Truth] = {}
        self._points: dict[str, Whole] = {}
        self._sources = {node.id: node for node in compiled.scorer.nodes}

    # Names ------------------------------------------------------------------------------------

    def define(self, name: str, truth: Truth) -> Truth:
        """Return a name for a truth, defined once for the solver."""
        if isinstance(truth, bool):
            return truth
        named: Truth = z3.Bool(f"{self._name}{name}")
        self._add(is_same(named, truth))
        return named

    def define_whole(self, name: str, value: Whole) -> Whole:
        """Return a name for a whole number, defined once for the solver."""
        if isinstance(value, int):
            return value
        named: Whole = z3.Int(f"{self._name}{name}")
        self._add(is_equal(named, value))
        return named

    def declare(self, name: str) -> Whole:
        """Return a new whole number, of which ``add`` has yet to be told what it is."""
        named: Whole = z3.Int(f"{self._name}{name}")
        return named

    def add(self, truth: Truth) -> None:
        """Tell the solver something that always holds."""
        self._add(truth)

    # Questions --------------------------------------------------------------------------------

    def shown(self, question: str) -> Pair:
        """Return whether a question is surely asked, and whether it surely is not."""
        found = self._shown.get(question)
        if found is None:
            condition = self._slots[question].item.show_when
            found = (True, False) if condition is None else self.truth(condition)
            found = (
                self.define(f"shown.{question}", found[0]),
                self.define(f"hidden.{question}", found[1]),
            )
            self._shown[question] = found
        return found

    def status_in(self, question: str, statuses: tuple[int, ...]) -> Truth:
        """Return whether the status of a question is one of these."""
        shown, hidden = self.shown(question)
        ways = [every([shown, self.answers[question].status_in(statuses)])]
        if HIDDEN in statuses:
            ways.append(hidden)
        if MAYBE in statuses:
            ways.append(every([no(shown), no(hidden)]))
        return some(ways)

    def points(self, question: str) -> Whole:
        """Return the units that a question scores, 0 where it is not known or not asked."""
        found = self._points.get(question)
        if found is None:
            shown, _ = self.shown(question)
            scored = where(shown, self.answers[question].points(), 0)
            found = self._points[question] = self.define_whole(f"points.{question}", scored)
        return found

    # Conditions -------------------------------------------------------------------------------

    def truth(self, condition: Condition, *, optimistic: bool = False) -> Pair:
        """Return when a condition is true and false; ``optimistic`` as for the evaluator."""
        key = (repr(condition), optimistic)
        found = self._truths.get(key)
        if found is None:
            found = self.combine(condition, lambda part: self.truth(part, optimistic=optimistic))
            if found is None:
                found = self._leaf(condition, optimistic=optimistic)
            self._truths[key] = found
        return found

    def combine(self, condition: Condition, of: Callable[[Condition], Pair]) -> Pair | None:
        """Return a condition's truth from that of its parts, None for a leaf."""
        match condition:
            case All(all=parts):
                pairs = [of(part) for part in parts]
                return every(pair[0] for pair in pairs), some(pair[1] for pair in pairs)
            case AnyOf(any=parts):
                pairs = [of(part) for part in parts]
                return some(pair[0] for pair in pairs), every(pair[1] for pair in pairs)
            case Not(not_=part):
                true, false = of(part)
                return false, true
            case Meets(meets=name):
                return of(self.compiled.edition.rules.conditions[name])
        return None

    def _leaf(self, leaf: Condition, *, optimistic: bool) -> Pair:
        match leaf:
            case LevelIs(level=name):
                return self.node(name).level_in({one.rank for one in leaf.levels}, optimistic)
            case ScoreIs(score=name):
                return self.node(name).score_within(leaf, optimistic)
            case Uncertain(uncertain=name):
                return self.node(name).uncertain()
        question = question_of(leaf)
        assert question is not None  # noqa: S101 - a leaf reads one or the other
        return self._answer_leaf(question, leaf)

    def _answer_leaf(self, question: str, leaf: Condition) -> Pair:
        shown, hidden = self.shown(question)
        maybe = every([no(shown), no(hidden)])
        predicate = self.compiled.compiler.compile(leaf)
        slot = self._slots[question]
        true, false = self.answers[question].says(leaf)
        trues, falses = [every([shown, true])], [every([shown, false])]
        for way, cell in zip((hidden, maybe), out_of_sight(slot), strict=True):
            state = state_of(self.compiled, slot, cell)
            if predicate.is_true(state):
                trues.append(way)
            if predicate.is_false(state):
                falses.append(way)
        key = f"{question}.{len(self._truths)}"
        return self.define(f"true.{key}", some(trues)), self.define(f"false.{key}", some(falses))

    # Dimensions and rules ---------------------------------------------------------------------

    def node(self, name: str) -> NodeTerms:
        """Return the scores and levels of a dimension or of ``overall``."""
        found = self._nodes.get(name)
        if found is None:
            found = self._nodes[name] = build_node(self, self._sources[name])
        return found

    def fires(self, index: int) -> Truth:
        """Return whether a rule applies."""
        found = self._fired.get(index)
        if found is None:
            rule = self.compiled.edition.rules.rules[index]
            held = every([self.truth(rule.when)[0], self.allows(index)])
            found = self._fired[index] = self.define(f"rule.{rule.id}", held)
        return found

    def allows(self, index: int) -> Truth:
        """Return whether nothing prevents a rule from applying."""
        unless = self.compiled.edition.rules.rules[index].unless
        return True if unless is None else no(self.truth(unless)[0])
