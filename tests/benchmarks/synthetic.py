"""The questionnaire that rule evaluation is measured on: 40 questions, 200 rules, six dimensions.

Twelve single choices (three of them context), eight multiple choices with an exclusive « aucun »,
fourteen scales, six numbers. Rules are kept that fire for some people and not for most.
"""

from __future__ import annotations

from random import Random
from typing import Any

from app.domain.compiled import CompiledEdition, compile_edition
from app.domain.diagnosis import Answers
from app.domain.edition import Edition
from app.domain.sample import sample_answers
from tests.builders import LEVEL_IDS, Raw, edition, levels, option, question, rule

DIMENSIONS = tuple(f"d{n}" for n in range(1, 7))
RULES = 200
RECORDS = 1000
SEED = 2026
RARE, COMMON = 0.04, 0.45
"""A rule is kept if this share of the people it is tried on would fire it."""


def synthetic_edition() -> Edition:
    """Return the edition; always the same."""
    random = Random(SEED)  # noqa: S311 - the same each time
    return _with_rules(random, _rules(random))


def synthetic_answers(content: Edition) -> list[Answers]:
    """Return the answers of the people asked; always the same."""
    random = Random(SEED + 1)  # noqa: S311 - the same each time
    return [sample_answers(content, random) for _ in range(RECORDS)]


def _with_rules(random: Random, rules: list[Raw]) -> Edition:
    content = edition(
        _practice(),
        context=[_single(f"profile{n}", None) for n in (1, 2, 3)],
        dimensions=[{"id": name, "title": name.upper()} for name in DIMENSIONS],
        rules=rules,
        answer_sets={
            "often": {
                "options": [
                    *(option(f"o{n}", n) for n in range(4)),
                    option("unsure", unknown=True),
                ]
            }
        },
        levels=levels(25, 50, 75),
    )
    return content


def _practice() -> list[Raw]:
    found: list[Raw] = []
    place = 0

    def dimension() -> str:
        nonlocal place
        place += 1
        return DIMENSIONS[place % len(DIMENSIONS)]

    found += [_single(f"single{n}", dimension()) for n in range(1, 10)]
    for n in range(1, 9):
        options = [option(f"o{k}", 1) for k in range(1, 6)]
        options.append(option("none", 0, exclusive=True))
        found.append(question(f"several{n}", dimension(), "multiple", options=options))
    found += [question(f"scale{n}", dimension(), "scale", answers="often") for n in range(1, 15)]
    for n in range(1, 7):
        bands = [
            {"at_least": 0, "below": 5, "score": 0},
            {"at_least": 5, "below": 20, "score": 1},
            {"at_least": 20, "score": 3},
        ]
        found.append(
            question(
                f"number{n}",
                dimension(),
                "number",
                unit="jours",
                minimum=0,
                maximum=60,
                bands=bands,
            )
        )
    return found


def _single(id_: str, name: str | None) -> Raw:
    scores = (0, 1, 2, 3) if name else (None,) * 4
    return question(id_, name, options=[option(f"o{n}", score) for n, score in enumerate(scores)])


def _rules(random: Random) -> list[Raw]:
    """Return rules of which each fires for some of two hundred people, and not for most."""
    plain = _with_rules(random, [rule("r", {"answered": "single1"}, dimension="d1")])
    compiled = compile_edition(plain)
    people = [compiled.scored(sample_answers(plain, random))[0] for _ in range(200)]
    found: list[Raw] = []
    while len(found) < RULES:
        when = _condition(random)
        drawn = _rule(f"rule{len(found):03d}", when, random)
        share = _share(plain, compiled, drawn, people)
        if RARE <= share <= COMMON:
            found.append(drawn)
    return found


def _share(plain: Edition, compiled: CompiledEdition, drawn: Raw, people: list[Any]) -> float:
    content = plain.rules.model_validate({"questionnaire": "test", "rules": [drawn]}).rules[0]
    test = compiled.compiler.compile(content.when).is_true
    return sum(test(state) for state in people) / len(people)


def _rule(id_: str, when: Raw, random: Random) -> Raw:
    said = f"single{random.randint(1, 9)}"
    return rule(
        id_,
        when,
        dimension=random.choice(DIMENSIONS),
        because=random.choice(
            [
                "Parce que cela compte.",
                f"Parce que vous répondez « {{{said}}} ».",
                f"Parce que vous répondez « {{{said}}} », au niveau « {{level:d1}} ».",
            ]
        ),
        recommend=[f"res{random.randint(1, 80)}" for _ in range(random.randint(1, 3))],
        horizon=random.choice(["operational", "strategic", "political"]),
        effort=random.randint(1, 3),
        impact=random.randint(1, 3),
    )


def _condition(random: Random) -> Raw:
    shape = random.random()
    if shape < 0.1:
        return _leaf(random)
    parts = [_leaf(random) for _ in range(random.randint(2, 4))]
    if shape < 0.5:
        return {"all": parts}
    if shape < 0.6:
        return {"any": parts[:2]}
    if shape < 0.8:
        return {"all": [parts[0], {"any": [_leaf(random) for _ in range(random.randint(2, 3))]}]}
    return {"all": [parts[0], {"not": _leaf(random)}, *parts[1:2]]}


def _leaf(random: Random) -> Raw:
    kind = random.random()
    some = [f"o{n}" for n in random.sample(range(4), random.randint(2, 3))]
    one = f"o{random.randrange(4)}"
    if kind < 0.12:
        return {"context": f"profile{random.randint(1, 3)}", "one_of": some}
    if kind < 0.24:
        asked = f"single{random.randint(1, 9)}"
        return random.choice([{"answer": asked, "is": one}, {"answer": asked, "one_of": some}])
    if kind < 0.42:
        asked = f"scale{random.randint(1, 14)}"
        return random.choice(
            [{"answer": asked, "is": one}, {"answer": asked, "one_of": some}, {"unknown": asked}]
        )
    if kind < 0.6:
        asked = f"several{random.randint(1, 8)}"
        ticked = [f"o{n}" for n in random.sample(range(1, 6), 2)]
        return random.choice(
            [
                {"answer": asked, "includes": "none"},
                {"answer": asked, "includes": ticked[0]},
                {"answer": asked, "includes_any": ticked},
                {"answer": asked, "count_at_least": random.randint(2, 4)},
                {"answer": asked, "count_at_most": random.randint(1, 3)},
            ]
        )
    if kind < 0.7:
        bound = random.choice([5, 10, 20, 40])
        key = random.choice(["at_least", "above", "at_most", "below"])
        return {"number": f"number{random.randint(1, 6)}", key: bound}
    node = random.choice([*DIMENSIONS, "overall"])
    if kind < 0.8:
        bound = random.choice([30, 40, 45, 55, 60])
        return {"score": node, random.choice(["at_least", "below"]): bound}
    level = random.choice(LEVEL_IDS[1:3])
    return {"level": node, random.choice(["at_least", "at_most", "is"]): level}
