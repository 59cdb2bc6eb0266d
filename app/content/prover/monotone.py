"""No better answer to one question lowers a score or a level, the sure ones or the possible ones.

Every aggregation rises with each of its terms, at both ends of the interval, so scores can only
fall where an answer changes what is asked; and levels only where what they require is lost. Both
are first looked for in the order of the points; what that leaves is asked of the solver, node by
node, for both ends at once.

A better answer scores more; of a multiple choice, it ticks some more (or leaves « aucun »).
"""

from __future__ import annotations

from collections.abc import Iterable

from app.content.binding.logic import questions_read
from app.content.prover.case import Case
from app.content.prover.cells import cells_of, leaves_of, state_of
from app.content.prover.formulas import Truth, every, is_above, no, some
from app.content.prover.nodes import NodeTerms
from app.content.prover.oracle import Undecided
from app.content.prover.twins import Twins, words_of_change
from app.content.prover.verdict import Place
from app.domain.compiled import Evaluation
from app.domain.conditions import (
    All,
    AnswerIs,
    AnyOf,
    Condition,
    ContextIs,
    LevelIs,
    Meets,
    Not,
    ScoreIs,
    dimension_of,
    question_of,
)
from app.domain.layout import KNOWN
from app.domain.scoring import Node
from app.domain.state import Slot


def check_monotone(case: Case) -> None:
    """Find questions of which a better answer lowers a score or a level."""
    for slot in case.compiled.slots:
        if slot.points is not None:
            nodes = _doubtful(case, slot)
            if nodes:
                _try(case, slot, nodes)


def _doubtful(case: Case, slot: Slot) -> list[Node]:
    """Return the nodes that a better answer might lower, those below first."""
    gated = _gated(case, slot.item.id)
    index_of = {one.item.id: one.index for one in case.compiled.slots}
    found = []
    fallen: set[str] = set()
    for node in case.compiled.scorer.nodes:
        moved = any(index_of[id_] in node.descendants for id_ in gated)
        asked = [
            requirement.when
            for band in case.compiled.edition.questionnaire.bands_of(node.id)
            for requirement in band.requires
        ]
        named = case.compiled.edition.rules.conditions
        moved = moved or any(gated & questions_read(when, named) for when in asked)
        if moved or not all(_rises(case, slot, when, fallen) for when in asked):
            found.append(node)
            fallen.add(node.id)
    return found


def _gated(case: Case, question: str) -> set[str]:
    """Return the questions that are asked or not depending on a question, step by step."""
    found: set[str] = set()
    named = case.compiled.edition.rules.conditions
    for slot in case.compiled.slots:
        show_when = slot.item.show_when
        if show_when is not None and ({question} | found) & questions_read(show_when, named):
            found.add(slot.item.id)
    return found


def _rises(
    case: Case, slot: Slot, condition: Condition, fallen: set[str], *, wanted: bool = True
) -> bool:
    """Return whether no better answer makes a requirement less met, as the points order them."""
    match condition:
        case All(all=parts) | AnyOf(any=parts):
            return all(_rises(case, slot, part, fallen, wanted=wanted) for part in parts)
        case Not(not_=part):
            return _rises(case, slot, part, fallen, wanted=not wanted)
        case Meets(meets=name):
            part = case.compiled.edition.rules.conditions[name]
            return _rises(case, slot, part, fallen, wanted=wanted)
        case ScoreIs() | LevelIs():
            is_floor = condition.at_least is not None and wanted
            if isinstance(condition, ScoreIs):
                is_floor = is_floor and condition.at_most is condition.below is None
            return is_floor and dimension_of(condition) not in fallen
    if question_of(condition) != slot.item.id:
        return question_of(condition) is not None
    if slot.several:
        return _rises_ticked(slot, condition, wanted=wanted)
    predicate = case.compiled.compiler.compile(condition)
    test = predicate.is_true if wanted else predicate.is_false
    leaves = leaves_of(case.compiled).get(slot.item.id, [])
    ranked = sorted(
        (cell.points, test(state_of(case.compiled, slot, cell)))
        for cell in cells_of(case.compiled, slot, leaves)
        if cell.status == KNOWN
    )
    lost = [points for points, holds in ranked if not holds]
    held = [points for points, holds in ranked if holds]
    return not lost or not held or max(lost) <= min(held)


def _rises_ticked(slot: Slot, condition: Condition, *, wanted: bool) -> bool:
    """Return whether ticking more never loses a condition."""
    if not isinstance(condition, AnswerIs | ContextIs) or not wanted:
        return False
    alone = {option.id for option in slot.item.options if option.clears_others}
    return condition.count_at_most is None and not alone & set(condition.options)


def _try(case: Case, slot: Slot, nodes: Iterable[Node]) -> None:
    question = slot.item.id
    place = Place("question", question)
    twins = Twins(case, question)
    for node in nodes:

        def falls(before: Evaluation, after: Evaluation, node: Node = node) -> bool:
            return _falls(node, before, after)

        try:
            pair = twins.find(
                twins.is_better(),
                _may_fall(twins.before.node(node.id), twins.after.node(node.id)),
                confirm=falls,
            )
        except Undecided:
            case.undecided(place, "better-answer-worse")
            return
        if pair is not None:
            change = words_of_change(*pair, question)
            case.add("better-answer-worse", place, question, node.id, *change, witness=pair[0])
            return


def _may_fall(before: NodeTerms, after: NodeTerms) -> Truth:
    lower = (
        is_above(one, other) for one, other in zip(before.fixed[:2], after.fixed[:2], strict=True)
    )
    drops = (
        every([one, no(other)])
        for step, then in zip(before.steps, after.steps, strict=True)
        for one, other in zip(step[1:], then[1:], strict=True)
    )
    return every([before.has_level, after.has_level, some([*lower, *drops])])


def _falls(node: Node, before: Evaluation, after: Evaluation) -> bool:
    first, second = before.state, after.state
    if first[node.rank] is None or second[node.rank] is None:
        return False
    for rank, end in ((node.rank, node.low), (node.high_rank, node.high)):
        (score, weight), (score_after, weight_after) = first[end], second[end]
        if second[rank] < first[rank] or score_after * weight < score * weight_after:
            return True
    return False
