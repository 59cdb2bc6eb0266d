"""One edition on trial: its survey, its oracle, and the verdicts reached so far."""

from __future__ import annotations

from random import Random

from app.content.prover.oracle import TIMEOUT, Oracle, asked_only
from app.content.prover.sampling import Urn
from app.content.prover.survey import Survey, take_survey
from app.content.prover.verdict import Place, Verdict
from app.domain.compiled import CompiledEdition
from app.domain.diagnosis import Answers
from app.domain.rules import Rule

SAMPLES = 4000
"""How many answer sets are drawn first; the verdicts do not depend on it, only the time."""


class Case:
    """What the checks of one edition share."""

    def __init__(
        self, compiled: CompiledEdition, *, samples: int = SAMPLES, timeout: float = TIMEOUT
    ) -> None:
        """Draw the answer sets and prepare the oracle."""
        self.compiled = compiled
        self.timeout = timeout
        self.urn = Urn(compiled, Random(1))  # noqa: S311 - the same findings at each run
        self.survey: Survey = take_survey(compiled, self.urn.draw(samples))
        self.oracle = Oracle(compiled, timeout)
        self.verdicts: list[Verdict] = []

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules of the edition."""
        return self.compiled.edition.rules.rules

    def add(self, code: str, place: Place, *details: str, witness: Answers | None = None) -> None:
        """Reach a verdict."""
        if witness is not None:
            witness = asked_only(self.compiled, witness)
        self.verdicts.append(Verdict(code, place, details, witness))

    def undecided(self, place: Place, claim: str) -> None:
        """Say that the solver did not answer in time."""
        self.verdicts.append(Verdict("proof-unknown", place, (claim,)))
