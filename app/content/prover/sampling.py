"""Complete answer sets by chance, some of them leaning one way: they settle most questions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from random import Random

from app.content.prover.cells import cells_of, leaves_of
from app.domain.compiled import CompiledEdition
from app.domain.conditions import Condition
from app.domain.diagnosis import Answers, AnswerValue
from app.domain.layout import KNOWN
from app.domain.state import Slot

_MOST_TICKED = 160
_LEANINGS = (0.0, 0.0, 0.35, 0.65, 1.0, 1.0)
_DOUBTS = (0.0, 0.0, 0.1, 0.5, 0.95)


@dataclass(frozen=True, slots=True)
class Lot:
    """What is drawn from for one question: plain answers, worst first, and special ones."""

    question: str
    dimension: str | None
    plain: tuple[AnswerValue, ...]
    special: tuple[AnswerValue | None, ...]


class Urn:
    """Draws complete answer sets; answers to questions that are not asked are drawn too."""

    def __init__(self, compiled: CompiledEdition, random: Random) -> None:
        """Lay out what each question is drawn from."""
        self._random = random
        leaves = leaves_of(compiled)
        self.lots = [
            _ticked(compiled, slot, random)
            if slot.several
            else _lot(slot, compiled, leaves.get(slot.item.id, []))
            for slot in compiled.slots
        ]

    def draw(self, count: int) -> Iterator[Answers]:
        """Yield answer sets, evenly drawn and leaning ones by turns."""
        for turn in range(count):
            drawn = self._lean() if turn % 2 else self._even()
            yield {question: value for question, value in drawn if value is not None}

    def _even(self) -> Iterator[tuple[str, AnswerValue | None]]:
        random = self._random.random
        for lot in self.lots:
            place = int(random() * (len(lot.plain) + len(lot.special)))
            count = len(lot.plain)
            yield lot.question, lot.plain[place] if place < count else lot.special[place - count]

    def _lean(self) -> Iterator[tuple[str, AnswerValue | None]]:
        """Draw good or bad answers, dimension by dimension, and more or less doubt."""
        random, choice = self._random.random, self._random.choice
        doubt = choice(_DOUBTS)
        leanings: dict[str | None, float] = {None: random()}
        together = choice(_LEANINGS) if random() < 0.5 else None
        for lot in self.lots:
            if lot.special and (not lot.plain or random() < doubt):
                yield lot.question, lot.special[int(random() * len(lot.special))]
                continue
            aim = leanings.get(lot.dimension)
            if lot.dimension is None or aim is None:
                aim = choice(_LEANINGS) if together is None else together
                if lot.dimension is None:
                    aim = random()
                leanings[lot.dimension] = aim
            last = len(lot.plain) - 1
            place = round(aim * last + (random() - 0.5) * (1.2 if last < 8 else last / 4))
            yield lot.question, lot.plain[min(last, max(0, place))]


def _lot(slot: Slot, compiled: CompiledEdition, leaves: list[Condition]) -> Lot:
    cells = cells_of(compiled, slot, leaves)
    plain = sorted((cell for cell in cells if cell.status == KNOWN), key=lambda cell: cell.points)
    return Lot(
        slot.item.id,
        slot.item.question.dimension,
        tuple(cell.value for cell in plain if cell.value is not None),
        tuple(cell.value for cell in cells if cell.status != KNOWN),
    )


def _ticked(compiled: CompiledEdition, slot: Slot, random: Random) -> Lot:
    free = [option.id for option in slot.item.options if not option.clears_others]
    alone = [option.id for option in slot.item.options if option.clears_others]
    sets: list[tuple[str, ...]] = [(id_,) for id_ in alone if id_ not in slot.special]
    if 2 ** len(free) <= _MOST_TICKED:
        sets += [c for size in range(1, len(free) + 1) for c in combinations(free, size)]
    else:
        sets += [(id_,) for id_ in free]
        sets.append(tuple(free))
        while len(sets) < _MOST_TICKED:
            chosen = set(random.sample(free, random.randint(1, len(free))))
            sets.append(tuple(id_ for id_ in free if id_ in chosen))
    points = slot.points
    if points is not None:
        sets.sort(key=points)
    special: list[AnswerValue | None] = [(id_,) for id_ in slot.special]
    if slot.item.question.optional:
        special.append(None)
    return Lot(slot.item.id, slot.item.question.dimension, tuple(sets), tuple(special))
