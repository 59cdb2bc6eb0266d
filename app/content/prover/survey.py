"""What a few thousand answer sets show: enough to leave little to the solver."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.domain.compiled import CompiledEdition, Evaluation
from app.domain.diagnosis import Answers
from app.domain.layout import UNANSWERED, UNKNOWN

_KEPT = 400


@dataclass
class Survey:
    """Witnesses by rule, by node and rank, and by question; rules as the bits of a number."""

    fired: dict[int, Answers] = field(default_factory=dict)
    ranks: dict[tuple[str, int], Answers] = field(default_factory=dict)
    asked: dict[str, Answers] = field(default_factory=dict)
    beside: dict[int, int] = field(default_factory=dict)
    """For each rule that fired, the rules that always fired with it."""
    in_doubt: dict[str, int] = field(default_factory=dict)
    """For each question answered « je ne sais pas », the rules that then fired."""
    kinds: dict[str, Answers] = field(default_factory=dict)
    """For each kind of resource, answers that are recommended none."""
    fewest: tuple[int, Answers] | None = None
    """The least number of rules that fired, and the answers."""
    kept: list[Answers] = field(default_factory=list)
    """The first answer sets, to try changes on."""

    def rules_beside(self, index: int) -> Iterable[int]:
        """Return the rules that fired whenever a rule did."""
        bits = self.beside.get(index, 0)
        return (place for place in range(bits.bit_length()) if bits >> place & 1)


def take_survey(compiled: CompiledEdition, drawn: Iterable[Answers]) -> Survey:
    """Return what the answer sets drawn show."""
    survey = Survey()
    kinds = rules_by_kind(compiled)
    for answers in drawn:
        found = compiled.evaluate(answers)
        if len(survey.kept) < _KEPT:
            survey.kept.append(answers)
        bits = 0
        for index in found.fired:
            bits |= 1 << index
        _note_rules(survey, found, bits, answers)
        for kind, rules in kinds.items():
            if not bits & rules:
                survey.kinds.setdefault(kind, answers)
        _note_state(survey, compiled, found, bits, answers)
    return survey


def rules_by_kind(compiled: CompiledEdition) -> dict[str, int]:
    """Return, for each kind of resource, the rules that recommend one, as bits."""
    edition = compiled.edition
    kinds = {"data": 0, "tool": 0, "skill": 0, "example": 0}
    for index, rule in enumerate(edition.rules.rules):
        for resource in rule.recommend:
            kinds[edition.resources_by_id[resource].kind.value] |= 1 << index
    return kinds


def _note_rules(survey: Survey, found: Evaluation, bits: int, answers: Answers) -> None:
    for index in found.fired:
        before = survey.beside.get(index)
        if before is None:
            survey.fired[index] = answers
            survey.beside[index] = bits & ~(1 << index)
        else:
            survey.beside[index] = before & bits
    if survey.fewest is None or len(found.fired) < survey.fewest[0]:
        survey.fewest = (len(found.fired), answers)


def _note_state(
    survey: Survey, compiled: CompiledEdition, found: Evaluation, bits: int, answers: Answers
) -> None:
    state, count = found.state, len(compiled.slots)
    for node in compiled.scorer.nodes:
        rank = state[node.rank]
        if rank is not None and (node.id, rank) not in survey.ranks:
            survey.ranks[node.id, rank] = answers
    for slot in compiled.slots:
        status = state[slot.index + count]
        if status < UNANSWERED:
            continue
        if slot.item.id not in survey.asked:
            survey.asked[slot.item.id] = answers
        if status == UNKNOWN:
            survey.in_doubt[slot.item.id] = survey.in_doubt.get(slot.item.id, 0) | bits
