"""Runs every proof on one edition, in one fixed order."""

from __future__ import annotations

from collections.abc import Callable

from app.content.prover.case import SAMPLES, Case
from app.content.prover.coverage import check_actions, check_kinds
from app.content.prover.doubt import check_unknowns
from app.content.prover.influence import check_influence
from app.content.prover.monotone import check_monotone
from app.content.prover.nodes import TooIntricate
from app.content.prover.oracle import TIMEOUT
from app.content.prover.overlap import check_overlaps, check_removable
from app.content.prover.practice import check_best_answers
from app.content.prover.reach import (
    check_levels_reached,
    check_questions_reached,
    check_rules_reached,
)
from app.content.prover.verdict import PATHWAY, Verdict
from app.domain.compiled import compile_edition
from app.domain.edition import Edition

CHECKS: dict[str, Callable[[Case], None]] = {
    "rule-unreachable": check_rules_reached,
    "level-unreachable": check_levels_reached,
    "question-unreachable": check_questions_reached,
    "kind-uncovered": check_kinds,
    "actions-too-few": check_actions,
    "rule-subsumed": check_overlaps,
    "rule-removable": check_removable,
    "best-answer-advised": check_best_answers,
    "unknown-idle": check_unknowns,
    "better-answer-worse": check_monotone,
    "question-idle": check_influence,
}
"""The proofs, each by the code of what it mainly finds. Those of reach come first: others build on
them."""


def prove(
    edition: Edition,
    *,
    samples: int = SAMPLES,
    timeout: float = TIMEOUT,
    on_step: Callable[[], None] = lambda: None,
) -> list[Verdict]:
    """Return all that the proofs find; ``on_step`` is called after each of ``CHECKS``."""
    case = Case(compile_edition(edition), samples=samples, timeout=timeout)
    for code, check in CHECKS.items():
        try:
            check(case)
        except TooIntricate:
            case.undecided(PATHWAY, code)
        on_step()
    return case.verdicts
