"""Small random editions that the checks of content would accept, for the property tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Literal

from app.domain.edition import Edition
from tests.builders import (
    LEVEL_IDS,
    NOT_FOR_US,
    UNSURE,
    Raw,
    dimension,
    levels,
    option,
    question,
    rule,
)
from tests.builders import edition as build

Gates = Literal["context", "any"]
_RANGES = ((0, 3), (1, 4), (0, 100), (-1, 1), (0, 2.5), (1, 3))
_WEIGHTS = (1, 1, 2, 3, 0.5, 1.25, 0.1)
_AGGREGATIONS = ("mean", "mean", "sum", "min", "max")
_STARTS = (10, 20, 25, 33.3, 50, 60, 66.7, 75, 90, 100)


@dataclass(frozen=True)
class Asked:
    """What a condition may say of a question."""

    id: str
    kind: str
    is_context: bool
    options: tuple[str, ...]
    together: int


class Author:
    """Writes one random edition; ``Conditions`` are its sentences, any of them valid."""

    def __init__(self, random: Random, gates: Gates) -> None:
        self._random = random
        self._gates = gates
        self._asked: list[Asked] = []
        self._low: float
        self._high: float
        self._low, self._high = random.choice(_RANGES)
        self._names = [f"d{place}" for place in range(1, random.randint(1, 3) + 1)]
        self._parents: dict[str, str] = {}
        for place, name in enumerate(self._names):
            self._parents[name] = random.choice(["overall", "overall", *self._names[:place]])

    def write(self) -> Edition:
        random = self._random
        context = [self._context(place) for place in range(1, random.randint(1, 3) + 1)]
        practice = [self._practice(name, place) for place, name in enumerate(self._places(), 1)]
        named = {f"c{n}": self.condition(depth=2) for n in range(random.randint(0, 3))}
        rules = [self._rule(place, list(named)) for place in range(1, random.randint(5, 15) + 1)]
        return build(
            practice,
            context=context,
            dimensions=self._tree("overall"),
            rules=rules,
            conditions=named,
            overall={"aggregation": random.choice(_AGGREGATIONS), **self._levels("overall")},
            score_range={"minimum": self._low, "maximum": self._high},
            levels=self._bands(),
            answer_sets={"often": {"options": self._options(scored=True)}},
        )

    # Questions ----------------------------------------------------------------------------------

    def _places(self) -> list[str | None]:
        """Return the dimension of each practice question: every leaf has one at least."""
        random = self._random
        leaves = [name for name in self._names if name not in self._parents.values()]
        more = [random.choice([*self._names, None]) for _ in range(random.randint(0, 3))]
        found: list[str | None] = [*leaves, *more]
        random.shuffle(found)
        return found

    def _context(self, place: int) -> Raw:
        kinds = ("single", "single", "number", "territory", "multiple", "text")
        return self._question(f"c{place}", None, self._random.choice(kinds), is_context=True)

    def _practice(self, name: str | None, place: int) -> Raw:
        kinds = ["single", "multiple", "number", "scale", "single"]
        if name is None:
            kinds += ["text", "territory"]
        return self._question(f"q{place}", name, self._random.choice(kinds), is_context=False)

    def _question(self, id_: str, name: str | None, kind: str, *, is_context: bool) -> Raw:
        random = self._random
        found = question(
            id_, name, kind, weight=random.choice(_WEIGHTS), optional=_one_in(random, 5)
        )
        gates = [one for one in self._asked if one.is_context or self._gates == "any"]
        if gates and _one_in(random, 3):
            found["show_when"] = self.answers_condition(gates, depth=1)
        options: list[Raw] = []
        match kind:
            case "single":
                options = self._options(scored=name is not None)
            case "multiple":
                options = self._several(scored=name is not None)
                found["combine"] = random.choice(["sum", "max", "mean"])
            case "scale":
                found["answers"] = "often"
            case "number":
                options = random.choice([[], [UNSURE], [UNSURE, NOT_FOR_US]])
                found |= self._number(scored=name is not None)
            case "territory":
                options = random.choice([[], [UNSURE]])
        if options:
            found["options"] = options
        said = ("o1", "o2") if kind == "scale" else _plain(options)
        together = sum(not (o.get("exclusive") or _special(o)) for o in options)
        self._asked.append(Asked(id_, kind, is_context, said, together))
        if options and not is_context and kind in ("single", "multiple") and _one_in(random, 6):
            under = random.choice([one for one in options if not one.get("unknown")])
            scored = name if self._gates == "any" and _one_in(random, 2) else None
            options[options.index(under)] = {
                **under,
                "follow_up": [self._question(f"{id_}-more", scored, "single", is_context=False)],
            }
        return found

    def _score(self) -> float:
        random = self._random
        steps = random.choice((2, 3, 4))
        return round(self._low + (self._high - self._low) * random.randint(0, steps) / steps, 2)

    def _options(self, *, scored: bool) -> list[Raw]:
        random = self._random
        found = [self._option(f"o{n}", scored=scored) for n in range(1, random.randint(2, 4) + 1)]
        return found + random.choice([[], [UNSURE], [NOT_FOR_US], [UNSURE, NOT_FOR_US]])

    def _several(self, *, scored: bool) -> list[Raw]:
        random = self._random
        found = [self._option(f"o{n}", scored=scored) for n in range(1, random.randint(2, 4) + 1)]
        if _one_in(random, 2):
            found.append({**self._option("none", scored=scored), "exclusive": True})
        return found + random.choice([[], [UNSURE], [UNSURE, NOT_FOR_US]])

    def _option(self, id_: str, *, scored: bool) -> Raw:
        effort = {"effort": self._random.randint(1, 5)} if _one_in(self._random, 4) else {}
        return option(id_, self._score() if scored else None, **effort)

    def _number(self, *, scored: bool) -> Raw:
        random = self._random
        found: Raw = {"unit": "jours", "minimum": 0, "maximum": 12}
        found["decimals"] = random.randint(0, 1)
        if scored:
            starts = [0, *sorted(random.sample([1, 2.5, 4, 7, 11], random.randint(1, 3)))]
            found["bands"] = [
                {
                    "at_least": start,
                    "score": self._score(),
                    **({"below": starts[n + 1]} if n + 1 < len(starts) else {}),
                    **({"effort": random.randint(1, 4)} if _one_in(random, 4) else {}),
                }
                for n, start in enumerate(starts)
            ]
        return found

    # Dimensions and levels ----------------------------------------------------------------------

    def _tree(self, parent: str) -> list[Raw]:
        return [
            dimension(
                name,
                weight=self._random.choice(_WEIGHTS),
                aggregation=self._random.choice(_AGGREGATIONS),
                dimensions=self._tree(name),
                **self._levels(name),
            )
            for name in self._names
            if self._parents[name] == parent
        ]

    def _below(self, node: str) -> list[str]:
        found = []
        for name in self._names:
            if self._parents[name] == node:
                found += [name, *self._below(name)]
        return found

    def _bands(self) -> list[Raw]:
        return levels(*sorted(self._random.sample(_STARTS, 3)))

    def _levels(self, node: str) -> Raw:
        random = self._random
        if _one_in(random, 2):
            return {}
        count = random.randint(1, 3)
        asked = {
            level: [self.requirement(node) for _ in range(random.randint(0, 2))]
            for level in LEVEL_IDS[1 : count + 1]
        }
        return {"levels": levels(*sorted(random.sample(_STARTS, count)), requires=asked)}

    def requirement(self, node: str, depth: int = 2) -> Raw:
        """Write what a level may require: answers in any form, ``at_least`` on nodes below."""
        random, below = self._random, self._below(node)
        if depth and _one_in(random, 4):
            parts = [self.requirement(node, depth - 1) for _ in range(random.randint(1, 2))]
            return {random.choice(["all", "any"]): parts}
        if below and _one_in(random, 2):
            name = random.choice(below)
            if _one_in(random, 2):
                return {"level": name, "at_least": "first_steps"}
            return {"score": name, "at_least": random.choice(_STARTS)}
        return self.answers_condition(self._asked, depth=1)

    # Conditions ---------------------------------------------------------------------------------

    def answers_condition(self, about: Sequence[Asked], depth: int) -> Raw:
        """Write a condition on answers alone."""
        random = self._random
        if depth and _one_in(random, 3):
            parts = [self.answers_condition(about, depth - 1) for _ in range(random.randint(1, 3))]
            return {random.choice(["all", "any"]): parts}
        if depth and _one_in(random, 4):
            return {"not": self.answers_condition(about, depth - 1)}
        readable = [one for one in about if one.kind != "text"]
        if not readable:
            return {"visible": about[0].id} if about else {"all": [{"visible": "q1"}]}
        return self._said(random.choice(readable))

    def _said(self, asked: Asked) -> Raw:
        random = self._random
        key = "context" if asked.is_context else "answer"
        match asked.kind:
            case "single" | "scale":
                operator = random.choice(["is", "one_of"])
            case "multiple":
                operator = random.choice(
                    ["includes", "includes_any", "count_at_least", "count_at_most"]
                )
            case "number":
                return {"number": asked.id, **self._bounds((0, 2.5, 3, 5, 7, 12))}
            case _:
                if _one_in(random, 2):
                    return {"territory": asked.id, "regions": [random.choice(["75", "94"])]}
                return {"territory": asked.id, "departments": random.sample(["79", "86", "2A"], 2)}
        if operator == "count_at_least":
            return {key: asked.id, operator: random.randint(1, max(1, asked.together))}
        if operator == "count_at_most":
            return {key: asked.id, operator: random.randint(0, 3)}
        if operator in ("one_of", "includes_any"):
            count = random.randint(1, min(3, len(asked.options)))
            return {key: asked.id, operator: random.sample(asked.options, count)}
        return {key: asked.id, operator: random.choice(asked.options)}

    def _bounds(self, values: Sequence[float]) -> Raw:
        random = self._random
        low, high = random.choice(["at_least", "above"]), random.choice(["at_most", "below"])
        bounds = sorted(random.sample(list(values), 2))
        pair = dict(zip((low, high), bounds, strict=True))
        return random.choice([pair, {low: bounds[0]}, {high: bounds[1]}])

    def condition(self, depth: int, named: Sequence[str] = ()) -> Raw:
        """Write any condition that a rule may stand under."""
        random = self._random
        if depth and _one_in(random, 2):
            parts = [self.condition(depth - 1, named) for _ in range(random.randint(1, 3))]
            if _one_in(random, 4):
                return {"not": parts[0]}
            return {random.choice(["all", "all", "any"]): parts}
        node = random.choice([*self._names, "overall"])
        question = random.choice(self._asked)
        some_levels = random.sample(LEVEL_IDS, random.randint(1, 2))
        leaves: list[Raw] = [
            *[self.answers_condition(self._asked, depth=0) for _ in range(4)],
            {"score": node, **self._bounds((0, 20, 33.3, 50, 75, 100))},
            {"level": node, "one_of": some_levels},
            {"level": node, random.choice(["is", "at_least", "at_most"]): some_levels[0]},
            {"uncertain": node},
            {"answered": question.id},
            {"unknown": question.id},
            {"visible": question.id},
        ]
        if named:
            leaves += [{"meets": random.choice(named)} for _ in range(2)]
        return random.choice(leaves)

    def _rule(self, place: int, named: Sequence[str]) -> Raw:
        random = self._random
        said = random.choice(self._asked).id
        more: dict[str, Any] = {"unless": self.condition(1, named)} if _one_in(random, 3) else {}
        because = random.choice(
            ["Raison commune.", f"Vous dites {{{said}}}.", "Vous : {level:overall}."]
        )
        return rule(
            f"r{place}",
            self.condition(2, named),
            dimension=random.choice(self._names),
            because=because,
            recommend=random.sample([f"res{n}" for n in range(1, 9)], random.randint(1, 3)),
            horizon=random.choice(["operational", "strategic", "political"]),
            effort=random.randint(1, 3),
            impact=random.randint(1, 3),
            **more,
        )


def random_edition(random: Random, *, gates: Gates = "context") -> Edition:
    """Return a small valid edition: one to three dimensions, at most eight practice questions.

    ``gates`` says which questions decide whether others are asked: those of context, so that no
    scored question depends on another, or any earlier one.
    """
    return Author(random, gates).write()


def _one_in(random: Random, count: int) -> bool:
    return random.randrange(count) == 0


def _special(written: Raw) -> bool:
    return bool(written.get("unknown") or written.get("not_applicable"))


def _plain(options: Sequence[Raw]) -> tuple[str, ...]:
    return tuple(one["id"] for one in options if not _special(one))
