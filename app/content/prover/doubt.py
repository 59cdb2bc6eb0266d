"""« Je ne sais pas » leads to some advice, wherever a rule speaks of it."""

from __future__ import annotations

from app.content.binding.logic import parts_through, surely
from app.content.prover.case import Case
from app.content.prover.encoding import NEVER, Pair
from app.content.prover.formulas import every, no
from app.content.prover.oracle import Undecided
from app.content.prover.verdict import Place
from app.domain.conditions import (
    Condition,
    IsUnknown,
    Uncertain,
)
from app.domain.layout import UNKNOWN
from app.domain.state import Slot


def check_unknowns(case: Case) -> None:
    """Find « je ne sais pas » that rules speak of without ever advising because of it."""
    for slot in case.compiled.slots:
        id_ = slot.item.id
        if UNKNOWN not in slot.special.values() or id_ not in case.survey.asked:
            continue
        leaves = _leaves(case, slot)
        readers = [
            (index, leaf)
            for index, rule in enumerate(case.rules)
            if index in case.survey.fired
            for leaf in leaves
            if leaf in parts_through(rule.when, case.compiled.edition.rules.conditions)
        ]
        if not _is_spoken_of(case, id_):
            continue
        try:
            if not any(_advises(case, id_, index, leaf) for index, leaf in readers):
                case.add("unknown-idle", Place("question", id_), id_)
        except Undecided:
            case.undecided(Place("question", id_), "unknown-idle")


def _is_spoken_of(case: Case, question: str) -> bool:
    """Return whether a rule asks for « je ne sais pas » here; that none does is found elsewhere."""
    named = case.compiled.edition.rules.conditions
    return any(
        isinstance(part, IsUnknown) and part.unknown == question
        for rule in case.rules
        for part in parts_through(rule.when, named)
    )


def _leaves(case: Case, slot: Slot) -> list[Condition]:
    """Return the leaves that hold because of a « je ne sais pas » to a question."""
    nodes = {node.id: node for node in case.compiled.scorer.nodes}
    leaves: list[Condition] = [IsUnknown(unknown=slot.item.id)]
    above = slot.item.question.dimension
    while above is not None:
        leaves.append(Uncertain(uncertain=above))
        above = nodes[above].parent
    return leaves


def _advises(case: Case, question: str, index: int, leaf: Condition) -> bool:
    """Return whether a rule applies to somebody in doubt who, without the leaf, it would not."""
    named = case.compiled.edition.rules.conditions
    when = case.rules[index].when

    def is_leaf(part: Condition, is_negated: bool) -> frozenset[str]:
        return frozenset({"leaf"} if part == leaf and not is_negated else ())

    if surely(when, named, is_leaf, frozenset()):
        if case.survey.in_doubt.get(question, 0) >> index & 1:
            return True
    encoding = case.oracle.encoding
    at = case.compiled.layout.status(question)
    witness = case.oracle.find(
        encoding.fires(index),
        encoding.status_in(question, (UNKNOWN,)),
        no(every([_without(case, when, leaf)[0], encoding.allows(index)])),
        confirm=lambda found: index in found.fired and found.state[at] == UNKNOWN,
    )
    return witness is not None


def _without(case: Case, condition: Condition, leaf: Condition) -> Pair:
    """Return a condition's truth were one of its leaves always false."""
    if condition == leaf:
        return NEVER
    found = case.oracle.encoding.combine(condition, lambda part: _without(case, part, leaf))
    return found or case.oracle.encoding.truth(condition)
