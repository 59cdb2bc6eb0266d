"""One solver that is asked question after question, and answers with an answer set or « never ».

Every witness is tried on the production evaluator before anybody sees it.
"""

from __future__ import annotations

from collections.abc import Callable

import z3

from app.content.prover.encoding import Encoding
from app.content.prover.formulas import Truth, every, is_same
from app.content.prover.sheet import Sheet
from app.domain.compiled import CompiledEdition, Evaluation
from app.domain.diagnosis import Answers
from app.domain.layout import UNANSWERED

TIMEOUT = 20.0
"""Seconds after which a question is left without an answer."""


Confirm = Callable[[Evaluation], bool]
"""Whether the evaluator finds on a witness what was wanted."""


class Undecided(Exception):
    """The solver did not answer in time."""


class WrongWitness(AssertionError):
    """The evaluator does not find on a witness what the solver promised: our own error."""


class Oracle:
    """Answers questions about all complete answer sets of one edition."""

    def __init__(self, compiled: CompiledEdition, timeout: float = TIMEOUT) -> None:
        """Make the answer sheet; formulas are written when they are needed."""
        self.compiled = compiled
        self._solver = z3.Solver()
        self._solver.set("timeout", int(timeout * 1000))
        self.sheet = Sheet(compiled, self.add)
        self.encoding = Encoding(compiled, self.sheet.answers, self.add)
        self._asked = 0

    def add(self, truth: Truth) -> None:
        """Tell the solver something that always holds."""
        if truth is not True:
            self._solver.add(truth)

    def model(self, *wanted: Truth) -> z3.ModelRef | None:
        """Return a model in which all that is wanted holds, None if there is none.

        Raises:
            Undecided: if the solver does not know in time.
        """
        if any(one is False for one in wanted):
            return None
        goal = every(wanted)
        assumptions = []
        if not isinstance(goal, bool):
            self._asked += 1
            named = z3.Bool(f"asked.{self._asked}")
            self.add(is_same(named, goal))
            assumptions.append(named)
        verdict = self._solver.check(*assumptions)
        if verdict == z3.unknown:
            raise Undecided
        return self._solver.model() if verdict == z3.sat else None

    def find(self, *wanted: Truth, confirm: Confirm) -> Answers | None:
        """Return a complete answer set in which all that is wanted holds, None if there is none.

        Raises:
            Undecided: if the solver does not know in time.
            WrongWitness: if the evaluator does not confirm it.
        """
        model = self.model(*wanted)
        if model is None:
            return None
        answers = self.sheet.read(model)
        if not confirm(self.compiled.evaluate(answers)):
            raise WrongWitness(self.compiled.edition.questionnaire.id, answers)
        return asked_only(self.compiled, answers)


def fires(index: int) -> Confirm:
    """Return what confirms that a rule applies."""
    return lambda found: index in found.fired


def holds_at(slot: int, test: Callable[[object], bool]) -> Confirm:
    """Return what confirms that a slot of the state holds something."""
    return lambda found: test(found.state[slot])


def asked_only(compiled: CompiledEdition, answers: Answers) -> Answers:
    """Return the answers without those to questions that are not asked."""
    state, _ = compiled.fill(answers)
    count = len(compiled.slots)
    return {
        slot.item.id: answers[slot.item.id]
        for slot in compiled.slots
        if slot.item.id in answers and state[slot.index + count] >= UNANSWERED
    }
