"""Two answer sets that differ in one question only, and in what it brings into sight."""

from __future__ import annotations

from collections.abc import Callable

import z3

from app.content.prover.case import Case
from app.content.prover.encoding import Encoding
from app.content.prover.formulas import Truth, every, is_above, no, some
from app.content.prover.oracle import Oracle, WrongWitness
from app.content.prover.sheet import Chosen, Sheet, Ticked
from app.domain.compiled import Evaluation
from app.domain.diagnosis import Answers, AnswerValue
from app.domain.layout import KNOWN

Compare = Callable[[Evaluation, Evaluation], bool]


class Twins:
    """An oracle about pairs of answer sets. Answers to what only one is asked are free."""

    def __init__(self, case: Case, question: str) -> None:
        """Make two sheets that share every answer but one."""
        self.question = question
        self._oracle = Oracle(case.compiled, case.timeout)
        self._other = Sheet(case.compiled, self._oracle.add, name="instead", only=question)
        answers = {**self._oracle.sheet.answers, **self._other.answers}
        self.before = self._oracle.encoding
        self.after = Encoding(case.compiled, answers, self._oracle.add, name="instead:")

    def find(self, *wanted: Truth, confirm: Compare) -> tuple[Answers, Answers] | None:
        """Return two answer sets, those to questions that are not asked included.

        Raises:
            Undecided: if the solver does not know in time.
            WrongWitness: if the evaluator does not confirm it.
        """
        model = self._oracle.model(*wanted)
        if model is None:
            return None
        before = self._oracle.sheet.read(model)
        after = {**before, **self._other.read(model)}
        if self.question not in self._other.read(model):
            after.pop(self.question, None)
        evaluate = self._oracle.compiled.evaluate
        if not confirm(evaluate(before), evaluate(after)):
            raise WrongWitness(self._oracle.compiled.edition.questionnaire.id, before, after)
        return before, after

    def is_better(self) -> Truth:
        """Return whether the second answer is a better known one; of ticks, some more."""
        first, second = self.before.answers[self.question], self.after.answers[self.question]
        more: Truth = True
        if isinstance(first, Ticked) and isinstance(second, Ticked):
            more = every(
                some([no(tick), second.options[id_], id_ in first.alone])
                for id_, tick in first.options.items()
            )
        return every(
            [
                self.before.status_in(self.question, (KNOWN,)),
                self.after.status_in(self.question, (KNOWN,)),
                is_above(self.after.points(self.question), self.before.points(self.question)),
                more,
            ]
        )

    def differ(self) -> Truth:
        """Return whether the two answers are not the same."""
        first, second = self.before.answers[self.question], self.after.answers[self.question]
        if isinstance(first, Ticked) and isinstance(second, Ticked):
            pairs = zip(first.options.values(), second.options.values(), strict=True)
            return some(z3.Xor(one, other) for one, other in pairs)
        assert isinstance(first, Chosen) and isinstance(second, Chosen)  # noqa: S101, PT018
        return no(first.same_as(second))


def words_of_change(before: Answers, after: Answers, question: str) -> tuple[str, str]:
    """Return the ids of the answer before and after a change."""
    return _ids(before.get(question)), _ids(after.get(question))


def _ids(value: AnswerValue | None) -> str:
    return " + ".join(value) if isinstance(value, tuple) else str(value or "")
