"""Every complete answer set is recommended one resource of each kind, and three actions."""

from __future__ import annotations

from app.content.prover.case import Case
from app.content.prover.formulas import count_of, is_at_least, no, some
from app.content.prover.oracle import Confirm, Undecided
from app.content.prover.survey import rules_by_kind
from app.content.prover.verdict import PATHWAY

FEWEST_ACTIONS = 3
"""How many first actions everybody is given at least; the roadmap keeps six at most."""


def check_kinds(case: Case) -> None:
    """Find answer sets that are recommended no data, no tool, no skill or no example."""
    for kind, bits in rules_by_kind(case.compiled).items():
        witness = case.survey.kinds.get(kind)
        rules = [index for index in range(len(case.rules)) if bits >> index & 1]
        if witness is None:
            try:
                witness = case.oracle.find(
                    no(some(case.oracle.encoding.fires(index) for index in rules)),
                    confirm=_fires_none(rules),
                )
            except Undecided:
                case.undecided(PATHWAY, "kind-uncovered")
                continue
        if witness is not None:
            case.add("kind-uncovered", PATHWAY, kind, witness=witness)


def _fires_none(rules: list[int]) -> Confirm:
    return lambda found: not set(found.fired) & set(rules)


def check_actions(case: Case) -> None:
    """Find an answer set that is given fewer than three first actions."""
    witness = None
    fewest = case.survey.fewest
    if fewest is not None and fewest[0] < FEWEST_ACTIONS:
        witness = fewest[1]
    else:
        fired = count_of(case.oracle.encoding.fires(index) for index in range(len(case.rules)))
        try:
            witness = case.oracle.find(
                no(is_at_least(fired, FEWEST_ACTIONS)),
                confirm=lambda found: len(found.fired) < FEWEST_ACTIONS,
            )
        except Undecided:
            case.undecided(PATHWAY, "actions-too-few")
    if witness is not None:
        count = len(case.compiled.evaluate(witness).fired)
        case.add("actions-too-few", PATHWAY, str(count), witness=witness)
