"""The smallest change of practice that reaches the next level: exact, not a guess.

Least total effort first, then fewest answers changed. Questions of context are facts, not
practices: they never change. How it stays exact and fast:

1. what the level asks for becomes alternative conjunctions (``goals.py``);
2. answers that decide whether another question is asked are tried one by one, those only that no
   cheaper answer equals in what is then asked and in score;
3. the rest is additive along the tree: each node keeps only the best score for each cost, and
   parents combine those fronts (mean, sum, min and max are all monotone in each child).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from app.domain.compiled import CompiledEdition
from app.domain.conditions import Condition, question_of, walk
from app.domain.diagnosis import Answers, AnswerValue, Change, NextLevel
from app.domain.goals import Goal, goals_of_level
from app.domain.layout import HIDDEN, KNOWN, MAYBE, State
from app.domain.model import LEVELS
from app.domain.moves import Move, moves_from, thresholds_of
from app.domain.scoring import Node, label_of
from app.domain.state import Slot

_STEP = 1 << 16
"""A cost is ``effort * _STEP + answers changed``: the order of preference in one number."""


@dataclass(frozen=True, slots=True)
class _Point:
    """A cost and the best score to be had for it, with the choices that give it."""

    cost: int
    score: Fraction
    choices: tuple[tuple[int, Move], ...]


Front = list[_Point]
"""Points of rising cost and strictly rising score."""


def find_next_level(
    compiled: CompiledEdition, answers: Answers, dimension: str
) -> NextLevel | None:
    """Return the least change that surely reaches the level above the sure one.

    Returns None at the highest level, and where nothing is answered yet. ``changes`` of the result
    is None where no change of answers reaches the level.
    """
    state, _ = compiled.scored(answers)
    rank = state[compiled.layout.rank(dimension)]
    questionnaire = compiled.edition.questionnaire
    above = [
        b.level.rank
        for b in questionnaire.bands_of(dimension)
        if rank is not None and b.level.rank > rank
    ]
    if rank is None or not above:
        return None
    target = LEVELS[min(above)]
    search = _Search(compiled, answers, dimension)
    best = search.run(goals_of_level(compiled, dimension, target.rank))
    changes = None
    if best is not None:
        changes = tuple(
            Change(
                question=compiled.slots[index].item.id,
                before=answers.get(compiled.slots[index].item.id),
                after=move.value,
                effort=move.effort,
            )
            for index, move in sorted(best, key=lambda choice: choice[0])
            if move.value is not None
        )
    return NextLevel(
        dimension=dimension,
        level=LEVELS[rank],
        target=target,
        target_label=label_of(questionnaire, dimension, target),
        effort=sum(change.effort for change in changes or ()),
        changes=changes,
    )


class _Search:
    """One search: an edition, the present answers, and the dimension to raise."""

    def __init__(self, compiled: CompiledEdition, answers: Answers, dimension: str) -> None:
        self._compiled = compiled
        self._answers = answers
        self._nodes = compiled.scorer.nodes
        self._places = {node.id: place for place, node in enumerate(self._nodes)}
        self._node = self._nodes[self._places[dimension]]
        self._count = len(compiled.slots)
        self._gate_conditions = [
            condition
            for slot in compiled.slots
            if slot.item.show_when is not None
            for condition in walk(slot.item.show_when)
        ]

    def run(self, goals: Sequence[Goal]) -> tuple[tuple[int, Move], ...] | None:
        best: _Point | None = None
        for goal in goals:
            limit = None if best is None else best.cost
            for point in self._solve(goal, limit):
                if best is None or point.cost < best.cost:
                    best = point
        return None if best is None else best.choices

    # One goal -----------------------------------------------------------------------------------

    def _solve(self, goal: Goal, limit: int | None) -> Iterator[_Point]:
        """Yield ever cheaper solutions of one goal."""
        literals: dict[int, list[tuple[Condition, bool]]] = {}
        for condition, wanted in goal.literals:
            index = self._compiled.layout.questions[question_of(condition) or ""]
            literals.setdefault(index, []).append((condition, wanted))
        relevant = sorted({*self._node.descendants, *literals})
        gates = self._gates(relevant)
        for assigned in self._assignments(gates, 0, {}, literals):
            cost = sum(_cost(move) for move in assigned.values())
            if limit is not None and cost >= limit:
                continue
            point = self._solve_free(goal, relevant, assigned, literals)
            if point is not None and (limit is None or point.cost < limit):
                limit = point.cost
                yield point

    def _gates(self, relevant: Sequence[int]) -> list[int]:
        """Return the changeable questions that decide whether a relevant one is asked."""
        found: set[int] = set()
        pending = list(relevant)
        while pending:
            show_when = self._compiled.slots[pending.pop()].item.show_when
            for condition in walk(show_when) if show_when is not None else ():
                question = question_of(condition)
                if question is None:
                    continue
                index = self._compiled.layout.questions[question]
                if index not in found and not self._slot(index).item.section.context:
                    found.add(index)
                    pending.append(index)
        return sorted(found)

    def _assignments(
        self,
        gates: list[int],
        depth: int,
        assigned: dict[int, Move],
        literals: dict[int, list[tuple[Condition, bool]]],
    ) -> Iterator[dict[int, Move]]:
        if depth == len(gates):
            yield dict(assigned)
            return
        index = gates[depth]
        state = self._state(assigned)
        for move in self._distinct(
            state, index, self._moves(state, index, literals.get(index, []))
        ):
            assigned[index] = move
            yield from self._assignments(gates, depth + 1, assigned, literals)
        assigned.pop(index, None)

    def _solve_free(
        self,
        goal: Goal,
        relevant: Sequence[int],
        assigned: dict[int, Move],
        literals: dict[int, list[tuple[Condition, bool]]],
    ) -> _Point | None:
        """Return the cheapest way to the goal once everything that decides visibility is fixed."""
        changed = {i: move for i, move in assigned.items() if move.value is not None}
        state, units = self._compiled.fill(self._with(changed))
        fronts: dict[int, Front] = {}
        for index in relevant:
            if index in assigned:
                moves = (
                    [assigned[index]] if self._holds(state, index, literals.get(index, [])) else []
                )
            else:
                moves = _best(self._moves(state, index, literals.get(index, [])))
            if not moves:
                return None
            pair = units[index]
            present = 0 if pair is None else pair[0]
            fronts[index] = [
                _Point(
                    _cost(move),
                    Fraction(
                        present if move.value is None or index in assigned else move.units,
                        self._compiled.scorer.unit,
                    ),
                    () if move.value is None else ((index, move),),
                )
                for move in moves
            ]
        extra = [i for i in (*assigned, *literals) if i not in self._node.descendants]
        outside = [
            fronts[i][0]
            if i in fronts
            else _Point(
                _cost(assigned[i]),
                Fraction(0),
                ((i, assigned[i]),) if assigned[i].value is not None else (),
            )
            for i in dict.fromkeys(extra)
        ]
        floors: dict[str, Fraction] = {}
        for name, floor in goal.floors:
            floors[name] = max(floor, floors.get(name, floor))
        counted = {index for index in self._node.descendants if units[index] is not None}
        front = self._front(self._places[self._node.id], fronts, counted, floors)
        if not front:
            return None
        choices = front[0].choices + tuple(c for point in outside for c in point.choices)
        return _Point(front[0].cost + sum(p.cost for p in outside), front[0].score, choices)

    # The tree -----------------------------------------------------------------------------------

    def _front(
        self,
        place: int,
        fronts: dict[int, Front],
        counted: set[int],
        floors: dict[str, Fraction],
    ) -> Front | None:
        """Return the front of a node, None where nothing in it counts, [] where a floor fails."""
        node = self._nodes[place]
        terms: list[tuple[int, Front]] = []
        loose: list[Front] = []
        for index, weight in node.questions:
            (
                terms.append((weight, fronts[index]))
                if index in counted
                else loose.append(fronts[index])
            )
        for child, weight in node.children:
            front = self._front(child, fronts, counted, floors)
            if front == []:
                return []
            if front is not None:
                terms.append((weight, front))
            elif self._nodes[child].id in floors:
                return []
        if not terms:
            return [] if node.id in floors else None
        result = _combine(node, terms)
        for front in loose:
            result = [
                _Point(p.cost + front[0].cost, p.score, p.choices + front[0].choices)
                for p in result
            ]
        floor = floors.get(node.id)
        return result if floor is None else [p for p in result if p.score >= floor]

    # Answers and states -------------------------------------------------------------------------

    def _slot(self, index: int) -> Slot:
        return self._compiled.slots[index]

    def _with(self, changed: dict[int, Move]) -> Answers:
        answers = dict(self._answers)
        for index, move in changed.items():
            if move.value is not None:
                answers[self._slot(index).item.id] = move.value
        return answers

    def _state(self, assigned: dict[int, Move]) -> State:
        return self._compiled.fill(self._with(assigned))[0]

    def _moves(
        self, state: State, index: int, literals: list[tuple[Condition, bool]]
    ) -> list[Move]:
        """Return the moves of a question, keeping included, that satisfy its literals."""
        slot, status = self._slot(index), state[index + self._count]
        found = []
        if self._holds(state, index, literals):
            found.append(Move(None, 0, -1))
        if status in (HIDDEN, MAYBE) or slot.item.section.context:
            return found
        present = self._answers.get(slot.item.id)
        read = [condition for condition, _ in literals]
        read += [c for c in self._gate_conditions if question_of(c) == slot.item.id]
        bounds = thresholds_of(read)
        for move in moves_from(slot, present, status, bounds):
            if move.value is not None and self._would_hold(state, index, move.value, literals):
                found.append(move)
        return found

    def _holds(self, state: State, index: int, literals: list[tuple[Condition, bool]]) -> bool:
        for condition, wanted in literals:
            predicate = self._compiled.compiler.compile(condition)
            if not (predicate.is_true if wanted else predicate.is_false)(state):
                return False
        return True

    def _would_hold(
        self,
        state: State,
        index: int,
        value: AnswerValue,
        literals: list[tuple[Condition, bool]],
    ) -> bool:
        return not literals or self._holds(self._trial(state, index, value), index, literals)

    def _distinct(self, state: State, index: int, moves: list[Move]) -> list[Move]:
        """Keep, of the moves after which the same is asked, those that no cheaper one equals."""
        readers = [
            self._compiled.compiler.compile(condition)
            for condition in self._gate_conditions
            if question_of(condition) == self._slot(index).item.id
        ]
        alike: dict[tuple[bool, ...], list[Move]] = {}
        for move in moves:
            trial = state if move.value is None else self._trial(state, index, move.value)
            decided = (test(trial) for p in readers for test in (p.is_true, p.is_false))
            alike.setdefault(tuple(map(bool, decided)), []).append(move)
        return [move for each in alike.values() for move in _best(each)]

    def _trial(self, state: State, index: int, value: AnswerValue) -> State:
        """Return the state with one question answered; what hangs on it is as before."""
        trial = state.copy()
        trial[index] = value
        trial[index + self._count] = KNOWN
        trial[index + 2 * self._count] = True
        return trial


def _cost(move: Move) -> int:
    return 0 if move.value is None else move.effort * _STEP + 1


def _best(moves: list[Move]) -> list[Move]:
    """Keep the moves that no cheaper one equals; keeping the present answer comes first."""
    kept: list[Move] = []
    for move in sorted(moves, key=lambda m: (_cost(m), -m.units)):
        if move.value is None or not any(
            _cost(k) <= _cost(move) and k.value is not None and k.units >= move.units for k in kept
        ):
            kept.append(move)
    return kept


def _combine(node: Node, terms: list[tuple[int, Front]]) -> Front:
    if node.aggregation in ("min", "max"):
        pick = min if node.aggregation == "min" else max
        result = terms[0][1]
        for _, front in terms[1:]:
            result = _prune(
                [
                    _Point(a.cost + b.cost, pick(a.score, b.score), a.choices + b.choices)
                    for a in result
                    for b in front
                ]
            )
        return result
    scale = lcm(*(point.score.denominator for _, front in terms for point in front))
    total: list[tuple[int, int, tuple[tuple[int, Move], ...]]] = [(0, 0, ())]
    for weight, front in terms:
        scaled = [(p.cost, int(p.score * scale) * weight, p.choices) for p in front]
        sums = [(a[0] + b[0], a[1] + b[1], a[2] + b[2]) for a in total for b in scaled]
        sums.sort(key=lambda entry: (entry[0], -entry[1]))
        total = []
        for entry in sums:
            if not total or entry[1] > total[-1][1]:
                total.append(entry)
    weights = (
        sum(weight for _, weight in (*node.questions, *node.children))
        if node.aggregation == "sum"
        else sum(weight for weight, _ in terms)
    )
    return [
        _Point(cost, Fraction(score, scale * weights), choices) for cost, score, choices in total
    ]


def _prune(points: list[_Point]) -> Front:
    kept: Front = []
    for point in sorted(points, key=lambda p: (p.cost, -p.score)):
        if not kept or point.score > kept[-1].score:
            kept.append(point)
    return kept
