"""Rule evaluation on 40 questions and 200 rules, beside GoRules Zen on the same rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from app.domain.compiled import compile_edition
from app.domain.diagnose import diagnose
from app.domain.diagnosis import Answers
from tests.benchmarks.figures import Figure, Target
from tests.benchmarks.synthetic import synthetic_answers, synthetic_edition
from tests.benchmarks.timing import Timed, interleaved
from tests.benchmarks.zen_rules import DecisionTable, ListExpression, context_of
from tests.builders import fired_plainly

T = TypeVar("T")
REFERENCE = "rules, state given"
PLAIN = Target("at least", 20_000)
REASONED = Target("at least", 9_000)
TARGETS = {"scores and rules": PLAIN, "scores, rules and full reasons": REASONED}


def run() -> list[Figure]:
    """Return evaluations per second; ``ratio`` is time over that of the rules alone."""
    edition = synthetic_edition()
    compiled = compile_edition(edition)
    answers = synthetic_answers(edition)
    states = [compiled.scored(one)[0] for one in answers]
    contexts = [context_of(compiled, state) for state in states]
    listed, table = ListExpression(edition), DecisionTable(edition)
    for state, context in zip(states, contexts, strict=True):
        expected = fired_plainly(compiled.index, state)
        for name, found in {
            "the index": compiled.index.fired(state),
            "the zen list": listed.fired(context),
            "the zen table": table.fired(context),
        }.items():
            if found != expected:
                raise SystemExit(f"{name} fires {found}, not {expected}")

    def with_reasons(one: Answers) -> object:
        found = compiled.evaluate(one)
        return [
            (compiled.sentences[place](found.state), compiled.index.rules[place].facts(found.state))
            for place in found.fired
        ]

    times = interleaved(
        {
            REFERENCE: over(states, compiled.index.fired),
            "rules, state given, no index": over(states, partial(fired_plainly, compiled.index)),
            "zen list expression": over(contexts, listed.fired),
            "zen decision table": over(contexts, table.fired),
            "zen decision table and trace": over(contexts, table.fired_with_trace),
            "scores alone": over(answers, compiled.scored),
            "scores and rules": over(answers, compiled.evaluate),
            "scores, rules and full reasons": over(answers, with_reasons),
            "diagnose, no reasons, no next level": over(
                answers, lambda one: diagnose(edition, one, reasons=False, next_levels=False)
            ),
            "diagnose, no next level": over(
                answers, lambda one: diagnose(edition, one, next_levels=False)
            ),
        }
    )
    return [_figure(name, timed, times[REFERENCE]) for name, timed in times.items()]


def over(values: Sequence[T], act: Callable[[T], object]) -> Callable[[], int]:
    """Return the function that acts on every value once and says how many there were."""

    def round_() -> int:
        for value in values:
            act(value)
        return len(values)

    return round_


def _figure(name: str, timed: Timed, reference: Timed) -> Figure:
    median, least, most = timed.per_second()
    return Figure(
        subject="rules",
        name=name,
        value=median,
        unit="/s",
        low=least,
        high=most,
        ratio=timed.median / reference.median,
        target=TARGETS.get(name),
    )
