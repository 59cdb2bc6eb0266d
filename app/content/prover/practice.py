"""No advice about a practice because it is already done best, unless the rule says it goes further.

A rule advises those who do best when some complete answer set makes it apply, in which

- a scored question of its own dimension, compared in its ``when``, has an answer of most points;
- so has every other such question that is asked: else the advice may well be about that one;
- and some answer of fewer points to the question would have kept the rule from applying, all else
  being the same: else the rule applies for reasons that have nothing to do with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from app.content.binding.logic import parts_through
from app.content.prover.case import Case
from app.content.prover.cells import Cell, cells_of, leaves_of, state_of
from app.content.prover.encoding import Pair
from app.content.prover.formulas import Truth, every, is_equal, no, some
from app.content.prover.oracle import Undecided
from app.content.prover.verdict import Place
from app.domain.compiled import Evaluation
from app.domain.conditions import AnswerIs, Condition, ContextIs, NumberIs, question_of
from app.domain.diagnosis import Answers
from app.domain.layout import KNOWN
from app.domain.state import Slot

Said = tuple[tuple[bool, bool], ...]
"""What one answer says of each leaf that compares its question: whether true, whether false."""


def check_best_answers(case: Case) -> None:
    """Find rules that advise a practice because of its best answer."""
    practices = {
        slot.item.id: practice
        for slot in case.compiled.slots
        if slot.points is not None and (practice := _Practice(case, slot)).has_best
    }
    for index, rule in enumerate(case.rules):
        if rule.further or index not in case.survey.fired:
            continue
        compared = [
            practices[question]
            for question in dict.fromkeys(_compared(case, rule.when))
            if question in practices and practices[question].dimension == rule.dimension
        ]
        for practice in compared:
            try:
                witness = _advised_at_best(case, index, practice, compared)
            except Undecided:
                case.undecided(Place("rule", rule.id), "best-answer-advised")
                break
            if witness is not None:
                ids = rule.id, practice.question
                case.add("best-answer-advised", Place("rule", rule.id), *ids, witness=witness)
                break


def _compared(case: Case, when: Condition) -> Iterator[str]:
    """Yield the questions whose answers a condition compares with something."""
    for part in parts_through(when, case.compiled.edition.rules.conditions):
        question = question_of(part)
        if question is not None and isinstance(part, AnswerIs | ContextIs | NumberIs):
            yield question


class _Practice:
    """A scored question: the most points it gives, and what its other answers say."""

    def __init__(self, case: Case, slot: Slot) -> None:
        self._case = case
        self._slot = slot
        self.question = slot.item.id
        self.dimension = slot.item.question.dimension
        self.leaves: list[Condition] = [
            leaf
            for leaf in leaves_of(case.compiled).get(self.question, [])
            if isinstance(leaf, AnswerIs | ContextIs | NumberIs)
        ]
        cells = list(_known_cells(case, slot, self.leaves))
        self.most = max((cell.points for cell in cells), default=0)
        self.has_best = any(cell.points < self.most for cell in cells)
        self.worse = {self._says(cell) for cell in cells if cell.points < self.most}

    def is_best(self) -> Truth:
        """Return whether the question is asked, and its answer known and of most points."""
        encoding = self._case.oracle.encoding
        return every(
            [
                encoding.status_in(self.question, (KNOWN,)),
                is_equal(encoding.points(self.question), self.most),
            ]
        )

    def is_best_if_asked(self) -> Truth:
        """Return whether nothing better could be answered."""
        return some([no(self._case.oracle.encoding.shown(self.question)[0]), self.is_best()])

    def was_best(self, found: Evaluation) -> bool:
        """Return whether the evaluator found the answer to be of most points."""
        return found.units[self._slot.index] == (self.most, self.most)

    def _says(self, cell: Cell) -> Said:
        compiler = self._case.compiled.compiler
        state = state_of(self._case.compiled, self._slot, cell)
        compiled = (compiler.compile(leaf) for leaf in self.leaves)
        return tuple((leaf.is_true(state), leaf.is_false(state)) for leaf in compiled)


def _advised_at_best(
    case: Case, index: int, practice: _Practice, compared: Iterable[_Practice]
) -> Answers | None:
    """Return answers to which a rule applies because of the best one to a question, or None."""
    when = case.rules[index].when
    kept_away = [
        no(_said(case, when, dict(zip(map(repr, practice.leaves), said, strict=True)))[0])
        for said in sorted(practice.worse)
    ]
    return case.oracle.find(
        case.oracle.encoding.fires(index),
        practice.is_best(),
        some(kept_away),
        *(other.is_best_if_asked() for other in compared),
        confirm=lambda found: index in found.fired and practice.was_best(found),
    )


def _said(case: Case, condition: Condition, leaves: dict[str, tuple[bool, bool]]) -> Pair:
    """Return a condition's truth were some of its leaves as given."""
    given = leaves.get(repr(condition))
    if given is not None:
        return given
    encoding = case.oracle.encoding
    found = encoding.combine(condition, lambda part: _said(case, part, leaves))
    return found or encoding.truth(condition)


def _known_cells(case: Case, slot: Slot, leaves: list[Condition]) -> Iterator[Cell]:
    """Yield the known answers to a scored question, one of each kind that its leaves tell apart."""
    if not slot.several:
        yield from (c for c in cells_of(case.compiled, slot, leaves) if c.status == KNOWN)
        return
    assert slot.points is not None  # noqa: S101 - only scored questions are looked at
    free = [option.id for option in slot.item.options if not option.clears_others]
    alone = [o.id for o in slot.item.options if o.clears_others and not o.is_special]
    sets = [c for size in range(1, len(free) + 1) for c in combinations(free, size)]
    for ticked in [*sets, *((id_,) for id_ in alone)]:
        yield Cell(ticked, KNOWN, slot.points(ticked))
