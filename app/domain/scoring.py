"""From the units of questions to the score interval and the level of each dimension and overall.

Scores are exact fractions of whole numbers throughout, in 0–1; nothing is rounded before display.

The interval of a node (seeds: S2, « ne sait pas » is neither no nor absent):

- an answer that is known is a point; an unknown, unanswered or perhaps-asked one is 0 to 1;
- ``mean``: the weighted mean of what counts; ``min`` and ``max``: the least and the greatest;
- ``sum``: the weighted points out of all that could be had; what does not count adds nothing;
- a node in which nothing counts does not count itself.

Taking « perhaps asked » and « may turn out not applicable » as 0 to 1 is sound: adding a term of 0
never raises a mean, adding a term of 1 never lowers one, so every completion lies in the interval
and more answers never widen it. A ``sum`` whose every term may yet turn out not to count is 0 to 1
for the same reason: it may itself leave the mean above it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from app.domain.compiler import Compiler
from app.domain.edition import Edition
from app.domain.layout import Layout, State, Test
from app.domain.model import OVERALL, MaturityLevel
from app.domain.questionnaire import Dimension, LevelBand, Overall, Questionnaire
from app.domain.state import unit_of

Ratio = tuple[int, int]
"""A score in 0–1 as numerator and denominator, not reduced."""


@dataclass(frozen=True, slots=True)
class Band:
    """A level, the exact score from which it holds, and what it cannot lack."""

    rank: int
    floor: Ratio
    label: str
    surely: Test | None
    never: Test | None
    requirements: tuple[tuple[Test, str], ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A dimension made ready: its questions and children with whole-number weights."""

    id: str
    parent: str | None
    aggregation: str
    questions: tuple[tuple[int, int], ...]
    children: tuple[tuple[int, int], ...]
    """Each is a question index, or the index of a child node, and its weight."""
    low: int
    high: int
    rank: int
    high_rank: int
    bands: tuple[Band, ...]
    descendants: tuple[int, ...]
    """The indices of all scored questions of the node and the nodes below it."""


def build_nodes(edition: Edition, layout: Layout, compiler: Compiler) -> tuple[Node, ...]:
    """Return the nodes of the edition's tree, children before parents, ``overall`` last."""
    questionnaire = edition.questionnaire
    optimistic = Compiler(edition, layout, optimistic=True)
    scale = lcm(
        1,
        *(Fraction(item.question.weight).denominator for item in questionnaire.items),
        *(Fraction(d.weight).denominator for d in questionnaire.walk_dimensions()),
    )
    nodes: list[Node] = []

    def add(
        source: Dimension | Overall, name: str, parent: str | None, below: tuple[Dimension, ...]
    ) -> int:
        children = tuple(
            (add(child, child.id, name, child.dimensions), int(child.weight * scale))
            for child in below
        )
        questions = tuple(
            (index, int(item.question.weight * scale))
            for index, item in enumerate(questionnaire.items)
            if item.question.dimension == name
        )
        descendants = [index for index, _ in questions]
        for child, _ in children:
            descendants.extend(nodes[child].descendants)
        nodes.append(
            Node(
                id=name,
                parent=parent,
                aggregation=source.aggregation,
                questions=questions,
                children=children,
                low=layout.low(name),
                high=layout.high(name),
                rank=layout.rank(name),
                high_rank=layout.high_rank(name),
                bands=tuple(
                    _build_band(band, compiler, optimistic) for band in questionnaire.bands_of(name)
                ),
                descendants=tuple(sorted(descendants)),
            )
        )
        return len(nodes) - 1

    add(questionnaire.overall, OVERALL, None, questionnaire.dimensions)
    return tuple(nodes)


def _build_band(band: LevelBand, compiler: Compiler, optimistic: Compiler) -> Band:
    floor = Fraction(band.at_least) / 100
    required = [compiler.compile(requirement.when) for requirement in band.requires]
    possible = [optimistic.compile(requirement.when) for requirement in band.requires]

    def surely(s: State) -> bool:
        return all(predicate.is_true(s) for predicate in required)

    def never(s: State) -> bool:
        return any(predicate.is_false(s) for predicate in possible)

    return Band(
        rank=band.level.rank,
        floor=(floor.numerator, floor.denominator),
        label=band.label,
        surely=surely if required else None,
        never=never if required else None,
        requirements=tuple(
            (predicate.is_true, requirement.label)
            for predicate, requirement in zip(required, band.requires, strict=True)
        ),
    )


class Scorer:
    """Writes the score and level of every node into a state."""

    def __init__(self, edition: Edition, layout: Layout, compiler: Compiler) -> None:
        """Build the tree of one edition."""
        self.nodes = build_nodes(edition, layout, compiler)
        self.unit = unit_of(edition.questionnaire)
        self._status = len(layout.questions)

    def score(self, state: State, units: list[tuple[int, int] | None]) -> None:
        """Fill the dimension slots of a state from the units of its questions."""
        lows: list[Ratio | None] = []
        highs: list[Ratio | None] = []
        for node in self.nodes:
            low, high = self._interval(node, units, lows, highs)
            lows.append(low)
            highs.append(high)
            state[node.low] = low
            state[node.high] = high
            if low is None or high is None or not self._is_begun(node, state):
                continue
            state[node.rank] = sure_rank(node.bands, low, state)
            state[node.high_rank] = _possible_rank(node.bands, high, state)

    def _is_begun(self, node: Node, state: State) -> bool:
        offset = self._status
        for index in node.descendants:
            if state[index + offset] in _SAID:
                return True
        return False

    def _interval(
        self,
        node: Node,
        units: list[tuple[int, int] | None],
        lows: list[Ratio | None],
        highs: list[Ratio | None],
    ) -> tuple[Ratio | None, Ratio | None]:
        unit = self.unit
        if node.aggregation in ("min", "max"):
            return self._extreme(node, units, lows, highs)
        low = high = weight = 0
        for index, heft in node.questions:
            pair = units[index]
            if pair is not None:
                low += heft * pair[0]
                high += heft * (unit if pair[1] < 0 else pair[1])
                weight += heft
        low_sum, high_sum = (low, unit), (high, unit)
        for child, heft in node.children:
            child_low, child_high = lows[child], highs[child]
            if child_low is not None and child_high is not None:
                low_sum = _plus(low_sum, heft, child_low)
                high_sum = _plus(high_sum, heft, child_high)
                weight += heft
        if weight == 0:
            return None, None
        if node.aggregation == "sum":
            weight = sum(heft for _, heft in (*node.questions, *node.children))
            if not self._is_settled(node, units):
                high_sum = (weight, 1)
        return (low_sum[0], low_sum[1] * weight), (high_sum[0], high_sum[1] * weight)

    def _is_settled(self, node: Node, units: list[tuple[int, int] | None]) -> bool:
        """Whether something in the node is known to count, now and whatever is answered next."""
        return any(
            (pair := units[index]) is not None and pair[1] >= 0 for index in node.descendants
        )

    def _extreme(
        self,
        node: Node,
        units: list[tuple[int, int] | None],
        lows: list[Ratio | None],
        highs: list[Ratio | None],
    ) -> tuple[Ratio | None, Ratio | None]:
        unit = self.unit
        pairs = [units[index] for index, _ in node.questions]
        low = [(pair[0], unit) for pair in pairs if pair is not None]
        high = [(unit if pair[1] < 0 else pair[1], unit) for pair in pairs if pair is not None]
        low += [ratio for child, _ in node.children if (ratio := lows[child]) is not None]
        high += [ratio for child, _ in node.children if (ratio := highs[child]) is not None]
        if not low:
            return None, None
        pick = min if node.aggregation == "min" else max
        return pick(low, key=_fraction), pick(high, key=_fraction)


_SAID = (3, 5)
"""The statuses UNKNOWN and KNOWN: the person said something about the question."""


def _fraction(ratio: Ratio) -> Fraction:
    return Fraction(*ratio)


def _plus(total: Ratio, weight: int, term: Ratio) -> Ratio:
    if total[1] == term[1]:
        return total[0] + weight * term[0], total[1]
    return total[0] * term[1] + weight * term[0] * total[1], total[1] * term[1]


def sure_rank(bands: tuple[Band, ...], low: Ratio, state: State) -> int:
    """Return the rank of the highest level surely reached.

    Levels are climbed one by one: a level counts only if all below it are reached too, each by its
    score and by its requirements. The lowest level has no condition.
    """
    rank = bands[0].rank
    for band in bands[1:]:
        if low[0] * band.floor[1] < band.floor[0] * low[1]:
            break
        if band.surely is not None and not band.surely(state):
            break
        rank = band.rank
    return rank


def _possible_rank(bands: tuple[Band, ...], high: Ratio, state: State) -> int:
    rank = bands[0].rank
    for band in bands[1:]:
        if high[0] * band.floor[1] < band.floor[0] * high[1]:
            break
        if band.never is not None and band.never(state):
            break
        rank = band.rank
    return rank


def label_of(questionnaire: Questionnaire, dimension: str, level: MaturityLevel) -> str:
    """Return the words of a level for a dimension, in the language of the content."""
    bands = questionnaire.bands_of(dimension)
    return next((band.label for band in bands if band.level is level), level.value)
