"""What a new edition does to answers that exist: who moves, from where to where, and what advice.

Each set of answers is evaluated twice by the compiled editions, as ``diagnose`` does; a property
test holds the two together. Nothing is stored. Tallies of parts add up to the tally of the whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.domain.answers import parse_answers
from app.domain.bounds import percent
from app.domain.carrying import Carried, Carrier
from app.domain.compiled import CompiledEdition, Evaluation, compile_edition
from app.domain.diagnosis import Answers
from app.domain.edition import Edition
from app.domain.errors import InvalidAnswers
from app.domain.migration import Steps
from app.domain.scoring import Node

Rank = int | None
"""The rank of a level, 0–3; None where nothing was answered."""

Pattern = tuple[str, tuple[object, ...]]
"""What happened to a set of answers, so that examples differ from one another."""

MOST_PATTERNS = 256
MOST_REFUSED = 5


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person is shown of a dimension: scores 0–100 rounded down, and ranks of levels."""

    low: float
    high: float
    rank: int
    high_rank: int


@dataclass(slots=True)
class Sighting:
    """How often a pattern was seen, and the first set of answers that shows it."""

    count: int
    place: int
    reference: str
    answers: Answers


@dataclass(slots=True)
class Tally:
    """What was counted so far. Counters are by dimension, resource or question id.

    ``changed`` counts the sets of which anything changes: a score or level shown, a
    recommendation, or an answer that is dropped. ``moved`` those with a score or level that
    differs, ``levelled`` those with another sure level somewhere, ``advised`` those with other
    recommendations. ``levels`` has the pairs (before, after) of every set that was counted.
    """

    sets: int = 0
    changed: int = 0
    moved: int = 0
    levelled: int = 0
    advised: int = 0
    shortened: int = 0
    refused: int = 0
    refusals: list[tuple[str, str]] = field(default_factory=list)
    moves: Counter[str] = field(default_factory=Counter)
    levels: dict[str, Counter[tuple[Rank, Rank]]] = field(default_factory=dict)
    appeared: Counter[str] = field(default_factory=Counter)
    gone: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)
    patterns: dict[Pattern, Sighting] = field(default_factory=dict)

    def add(self, other: Tally) -> None:
        """Count in what another tally counted, of later sets of answers."""
        for name in ("sets", "changed", "moved", "levelled", "advised", "shortened", "refused"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.refusals = (self.refusals + other.refusals)[:MOST_REFUSED]
        for counter in ("moves", "appeared", "gone", "dropped"):
            getattr(self, counter).update(getattr(other, counter))
        for name, pairs in other.levels.items():
            self.levels.setdefault(name, Counter()).update(pairs)
        for pattern, seen in other.patterns.items():
            known = self.patterns.get(pattern)
            if known is not None:
                known.count += seen.count
                if seen.place < known.place:
                    known.place, known.reference, known.answers = (
                        seen.place,
                        seen.reference,
                        seen.answers,
                    )
            elif len(self.patterns) < MOST_PATTERNS:
                self.patterns[pattern] = seen


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of one set of answers. ``standings`` are those that differ, before and after."""

    carried: Carried
    before: Evaluation
    after: Evaluation
    standings: Mapping[str, tuple[Standing | None, Standing | None]]
    appeared: int
    gone: int
    """The recommendations that appear and go, as bits (see ``Comparer.resources``)."""

    @property
    def is_empty(self) -> bool:
        """Whether the person would see no difference."""
        return not (self.standings or self.appeared or self.gone or self.carried.dropped)


class Comparer:
    """Two editions made ready to be compared on sets of answers of the old one."""

    def __init__(self, old: Edition, new: Edition, steps: Steps = ()) -> None:
        """Compile both editions; ``steps`` say what became of questions and options."""
        self.old: CompiledEdition = compile_edition(old)
        self.new: CompiledEdition = compile_edition(new)
        self.carrier = Carrier(old, new, steps)
        after = {node.id: node for node in self.new.scorer.nodes}
        self.pairs: tuple[tuple[str, Node, Node], ...] = tuple(
            (node.id, node, after[node.id]) for node in self.old.scorer.nodes if node.id in after
        )
        self.resources = tuple(sorted({one.id for e in (old, new) for one in e.resources}))
        self._advice = [self._bits_of(compiled) for compiled in (self.old, self.new)]

    def _bits_of(self, compiled: CompiledEdition) -> list[int]:
        bit = {id_: 1 << place for place, id_ in enumerate(self.resources)}
        return [
            sum(bit[one] for one in set(ready.rule.recommend)) for ready in compiled.index.rules
        ]

    def difference(self, answers: Answers) -> Difference:
        """Return what becomes of valid answers of the old edition."""
        carried = self.carrier.carry(answers)
        before, after = self.old.evaluate(answers), self.new.evaluate(carried.answers)
        standings = {}
        for name, was, now in self.pairs:
            if _read(was, before) != _read(now, after):
                pair = standing_of(was, before), standing_of(now, after)
                if pair[0] != pair[1]:
                    standings[name] = pair
        old_bits, new_bits = 0, 0
        for rule in before.fired:
            old_bits |= self._advice[0][rule]
        for rule in after.fired:
            new_bits |= self._advice[1][rule]
        return Difference(
            carried, before, after, standings, new_bits & ~old_bits, old_bits & ~new_bits
        )

    def named(self, bits: int) -> Iterator[str]:
        """Yield the ids of the resources that bits stand for."""
        while bits:
            lowest = bits & -bits
            yield self.resources[lowest.bit_length() - 1]
            bits ^= lowest

    def count_raw(
        self, tally: Tally, place: int, reference: str, raw: Mapping[str, object]
    ) -> None:
        """Count a set of raw (JSON) answers in, as refused if it does not fit the old edition."""
        try:
            answers = parse_answers(self.old.edition, raw)
        except InvalidAnswers as refused:
            tally.refused += 1
            if len(tally.refusals) < MOST_REFUSED:
                tally.refusals.append((reference, str(refused)))
        else:
            self.count(tally, place, reference, answers)

    def count(self, tally: Tally, place: int, reference: str, answers: Answers) -> None:
        """Count a set of valid answers in; ``place`` is where it stands among all."""
        found = self.difference(answers)
        tally.sets += 1
        for name, was, now in self.pairs:
            ranks = found.before.state[was.rank], found.after.state[now.rank]
            pairs = tally.levels.get(name)
            if pairs is None:
                pairs = tally.levels[name] = Counter()
            pairs[ranks] += 1
        if found.is_empty:
            return
        tally.changed += 1
        tally.moves.update(found.standings.keys())
        tally.moved += bool(found.standings)
        tally.levelled += bool(_level_moves(found))
        tally.advised += bool(found.appeared or found.gone)
        tally.appeared.update(self.named(found.appeared))
        tally.gone.update(self.named(found.gone))
        tally.dropped.update(found.carried.dropped)
        tally.shortened += bool(found.carried.dropped)
        pattern = pattern_of(found)
        seen = tally.patterns.get(pattern)
        if seen is not None:
            seen.count += 1
        elif len(tally.patterns) < MOST_PATTERNS:
            tally.patterns[pattern] = Sighting(1, place, reference, answers)


def pattern_of(found: Difference) -> Pattern:
    """Return what happened: levels if any moved, else scores, else advice, else what is dropped."""
    levels = _level_moves(found)
    if levels:
        return "levels", levels
    if found.standings:
        return "scores", tuple(found.standings)
    if found.appeared or found.gone:
        return "advice", (found.appeared, found.gone)
    return "dropped", found.carried.dropped


def _level_moves(found: Difference) -> tuple[tuple[str, Rank, Rank], ...]:
    return tuple(
        (name, rank_in(before), rank_in(after))
        for name, (before, after) in found.standings.items()
        if rank_in(before) != rank_in(after)
    )


def rank_in(standing: Standing | None) -> Rank:
    """Return the rank of the sure level, None where nothing was answered."""
    return None if standing is None else standing.rank


def _read(node: Node, found: Evaluation) -> tuple[object, ...]:
    state = found.state
    return state[node.low], state[node.high], state[node.rank], state[node.high_rank]


def standing_of(node: Node, found: Evaluation) -> Standing | None:
    """Return what is shown of a dimension, None where nothing was answered."""
    state = found.state
    if state[node.rank] is None:
        return None
    return Standing(
        percent(*state[node.low]),
        percent(*state[node.high]),
        state[node.rank],
        state[node.high_rank],
    )
