"""On small random pathways, the prover finds what trying every complete answer set finds."""

from __future__ import annotations

from functools import lru_cache
from random import Random

import pytest

from app.content.prover.prove import prove
from app.domain.compiled import compile_edition
from app.domain.conditions import All
from app.domain.edition import Edition
from tests.content.prover.brute import Brute, Found, size_of
from tests.random_editions import Gates, random_edition

MOST = 700
"""More answer sets than that take too long to try."""
COUNT = 30
OVERLAPS = ("rule-equivalent", "rule-subsumed")


def with_overlaps(edition: Edition, random: Random) -> Edition:
    """Return the edition with some rules more, that say again what others do."""
    rules = list(edition.rules.rules)
    for place in range(random.randint(0, 3)):
        rule, other = random.choice(rules), random.choice(rules)
        when = random.choice([rule.when, All(all=(rule.when, other.when)), other.when])
        change = {"id": f"again{place}", "when": when, "unless": random.choice([None, rule.unless])}
        rules.append(rule.model_copy(update=change))
    said = edition.rules.model_copy(update={"rules": tuple(rules)})
    return Edition.from_canonical(edition.model_copy(update={"rules": said}).canonical)


@lru_cache(maxsize=2)
def small_editions(gates: Gates) -> list[Edition]:
    """Return random editions of which every answer set can be tried."""
    found: list[Edition] = []
    seed = 0
    while len(found) < COUNT:
        random = Random(seed)  # noqa: S311 - what is drawn must come back the same
        edition = with_overlaps(random_edition(random, gates=gates), random)
        if size_of(compile_edition(edition)) <= MOST:
            found.append(edition)
        seed += 1
    return found


def proven(edition: Edition, samples: int) -> Found:
    """Return the verdicts in the form of the brute force."""
    found: Found = set()
    for verdict in prove(edition, samples=samples):
        place, detail = verdict.place, verdict.place.level
        assert verdict.code != "proof-unknown"
        if verdict.code == "kind-uncovered":
            detail = verdict.details[0]
        code = "rule-overlaps" if verdict.code in OVERLAPS else verdict.code
        found.add((code, place.id, detail))
    return found


@pytest.mark.parametrize("gates", ["context", "any"])
@pytest.mark.parametrize("number", range(COUNT))
def test_the_prover_finds_what_trying_everything_finds(gates: Gates, number: int) -> None:
    edition = small_editions(gates)[number]
    expected = Brute(compile_edition(edition)).verdicts()
    assert proven(edition, samples=0) == expected, "by the solver alone"
    assert proven(edition, samples=50) == expected, "by chance, then the solver"


@pytest.mark.parametrize("gates", ["context", "any"])
def test_small_editions_have_every_kind_of_fault(gates: Gates) -> None:
    """So that the comparison above says something of each verdict."""
    codes = {code for edition in small_editions(gates) for code, _, _ in proven(edition, 20)}
    wanted = {
        "rule-unreachable",
        "level-unreachable",
        "kind-uncovered",
        "actions-too-few",
        "rule-overlaps",
        "rule-removable",
        "best-answer-advised",
        "question-idle",
        "better-answer-worse",
    }
    assert wanted <= codes
