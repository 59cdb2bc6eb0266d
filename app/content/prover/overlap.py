"""No rule says again what another says whenever it applies; none could go without a change."""

from __future__ import annotations

from app.content.prover.case import Case
from app.content.prover.formulas import every, no, some
from app.content.prover.oracle import Confirm, Undecided
from app.content.prover.verdict import Place


def check_overlaps(case: Case) -> None:
    """Find rules that always apply together with one that recommends as much."""
    subsumed: dict[int, int] = {}
    same: set[int] = set()
    for index, rule in enumerate(case.rules):
        if index not in case.survey.fired:
            continue
        for other in case.survey.rules_beside(index):
            if not set(rule.recommend) <= set(case.rules[other].recommend) or other in same:
                continue
            if not _implies(case, index, other):
                continue
            if set(rule.recommend) == set(case.rules[other].recommend) and _implies(
                case, other, index
            ):
                same.add(index)
                case.add("rule-equivalent", Place("rule", rule.id), rule.id, case.rules[other].id)
            else:
                subsumed[index] = other
            break
    for index, other in subsumed.items():
        ids = case.rules[index].id, case.rules[other].id
        case.add("rule-subsumed", Place("rule", ids[0]), *ids, witness=case.survey.fired[index])


def _implies(case: Case, index: int, other: int) -> bool:
    if other not in case.survey.rules_beside(index):
        return False
    fires = case.oracle.encoding.fires
    try:
        against = case.oracle.find(
            fires(index),
            no(fires(other)),
            confirm=lambda found: index in found.fired and other not in found.fired,
        )
    except Undecided:
        case.undecided(Place("rule", case.rules[index].id), "rule-subsumed")
        return False
    return against is None


def check_removable(case: Case) -> None:
    """Find rules without which every answer set keeps its resources and the words of its actions.

    A rule with an action of its own is never one of them, once it applies to somebody.
    """
    fires = case.oracle.encoding.fires
    for index, rule in enumerate(case.rules):
        others = [place for place in range(len(case.rules)) if place != index]
        twins = [place for place in others if case.rules[place].action == rule.action]
        if index not in case.survey.fired or not twins:
            continue
        backers = [
            [place for place in others if resource in case.rules[place].recommend]
            for resource in rule.recommend
        ]
        needed = [twins, *backers]
        replaced = every(some(fires(place) for place in places) for places in needed)
        try:
            against = case.oracle.find(
                fires(index), no(replaced), confirm=_is_missed(index, needed)
            )
        except Undecided:
            case.undecided(Place("rule", rule.id), "rule-removable")
            continue
        if against is None:
            case.add(
                "rule-removable",
                Place("rule", rule.id),
                rule.id,
                witness=case.survey.fired[index],
            )


def _is_missed(index: int, needed: list[list[int]]) -> Confirm:
    """Return what confirms that a rule applies, and that no others stand in for it."""
    return lambda found: (
        index in found.fired and any(not set(found.fired) & set(places) for places in needed)
    )
