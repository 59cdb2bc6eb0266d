"""No question is asked for nothing: each moves a score, a level or a recommendation of somebody.

Texts are left out: they are for the person's own use, and nothing may read them.
"""

from __future__ import annotations

from app.content.prover.case import Case
from app.content.prover.cells import roots_of
from app.content.prover.formulas import Truth, every, is_equal, is_same, no, some
from app.content.prover.oracle import Undecided
from app.content.prover.twins import Twins
from app.content.prover.verdict import Place
from app.domain.compiled import Evaluation
from app.domain.conditions import question_of, walk
from app.domain.layout import UNANSWERED
from app.domain.questionnaire import TextQuestion
from app.domain.state import Slot


def check_influence(case: Case) -> None:
    """Find questions whose answer never changes anything."""
    read = {question_of(part) for root in roots_of(case.compiled) for part in walk(root)}
    for slot in case.compiled.slots:
        id_ = slot.item.id
        if isinstance(slot.item.question, TextQuestion) or id_ not in case.survey.asked:
            continue
        if slot.points is None and id_ not in read:
            case.add("question-idle", Place("question", id_), id_)
        elif not _moves(case, slot) and not _could_move(case, slot):
            case.add("question-idle", Place("question", id_), id_)


def _moves(case: Case, slot: Slot) -> bool:
    """Return whether another answer, in some set of the survey, changes anything."""
    lot = case.urn.lots[slot.index]
    at = slot.index + len(case.compiled.slots)
    for answers in case.survey.kept:
        before = case.compiled.evaluate(answers)
        if before.state[at] < UNANSWERED:
            continue
        for value in (*lot.plain[:1], *lot.plain[1:][-3:], *lot.special):
            changed = {**answers, slot.item.id: value} if value is not None else answers
            if value is not None and _differs(case, before, case.compiled.evaluate(changed)):
                return True
    return False


def _could_move(case: Case, slot: Slot) -> bool:
    id_ = slot.item.id
    twins = Twins(case, id_)
    before, after = twins.before, twins.after
    changes: list[Truth] = []
    for index in range(len(case.rules)):
        changes.append(no(is_same(before.fires(index), after.fires(index))))
    for node in case.compiled.scorer.nodes:
        first, second = before.node(node.id), after.node(node.id)
        seen = every([no(is_same(first.has_level, second.has_level))])
        ends = (
            no(is_equal(one, other))
            for one, other in zip(first.fixed[:2], second.fixed[:2], strict=True)
        )
        steps = (
            no(is_same(one, other))
            for step, then in zip(first.steps, second.steps, strict=True)
            for one, other in zip(step[1:], then[1:], strict=True)
        )
        both = every([first.has_level, second.has_level, some([*ends, *steps])])
        changes += [seen, both]
    asked = before.shown(id_)[0]
    try:
        pair = twins.find(
            asked,
            twins.differ(),
            some(changes),
            confirm=lambda one, other: _differs(case, one, other),
        )
    except Undecided:
        case.undecided(Place("question", id_), "question-idle")
        return True
    return pair is not None


def _differs(case: Case, before: Evaluation, after: Evaluation) -> bool:
    """Return whether a score, a level or a rule that applies is not the same."""
    if before.fired != after.fired:
        return True
    for node in case.compiled.scorer.nodes:
        for at in (node.rank, node.high_rank):
            if before.state[at] != after.state[at]:
                return True
        if before.state[node.rank] is None:
            continue
        for at in (node.low, node.high):
            (one, weight), (other, weight_after) = before.state[at], after.state[at]
            if one * weight_after != other * weight:
                return True
    return False
