"""The rules that did not fire though little was missing, and what was; must not rank them.

A rule is near when an answer still to be found decides on it, or when all but one of its parts
hold. A rule with one part only is never near for want of it: everything is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.domain.compiled import compile_edition
from app.domain.conditions import All, AnyOf, Condition, Meets, Not
from app.domain.diagnosis import Answers
from app.domain.edition import Edition
from app.domain.firing import Clause
from app.domain.firing import Literal as Leaf
from app.domain.rules import Rule

Kind = Literal["pending", "one_missing", "prevented"]


@dataclass(frozen=True, slots=True)
class NearRule:
    """A rule that did not fire. ``missing`` must all come to hold; empty where it is not known.

    ``kind``: pending (an answer is still to be found), one_missing, prevented (by ``unless``).
    """

    rule: Rule
    kind: Kind
    missing: tuple[Condition, ...]


def find_near(edition: Edition, answers: Answers) -> tuple[NearRule, ...]:
    """Return the rules that nearly fired, in the order of the file."""
    compiled = compile_edition(edition)
    found = compiled.evaluate(answers)
    fired, state = set(found.fired), found.state
    near = []
    for ready in compiled.index.rules:
        if ready.index in fired:
            continue
        clauses = compiled.index.clauses_of(ready)
        unmet = [clause for clause in clauses if not compiled.index.is_met(clause, state)]
        parts = sum(not clause[0].refused for clause in clauses)
        missing = tuple(_condition_of(clause) for clause in unmet)
        is_prevented = ready.prevented is not None and ready.prevented(state)
        when = compiled.compiler.compile(ready.rule.when)
        if when.is_true(state):
            near.append(NearRule(ready.rule, "prevented", missing))
        elif not when.is_false(state) and not is_prevented:
            near.append(NearRule(ready.rule, "pending", missing))
        elif len(unmet) == 1 and parts > 1:
            near.append(NearRule(ready.rule, "one_missing", missing))
    return tuple(near)


def spell_out(edition: Edition, condition: Condition) -> Condition:
    """Return the condition with what its names stand for in their place."""
    match condition:
        case Meets(meets=name):
            return spell_out(edition, edition.rules.conditions[name])
        case Not(not_=part):
            return Not.model_construct(not_=spell_out(edition, part))
        case All(all=parts):
            return All.model_construct(all=tuple(spell_out(edition, part) for part in parts))
        case AnyOf(any=parts):
            return AnyOf.model_construct(any=tuple(spell_out(edition, part) for part in parts))
    return condition


def _condition_of(clause: Clause) -> Condition:
    """Return a clause, one of whose literals must hold, as a condition."""
    parts = tuple(_part_of(literal) for literal in clause)
    return parts[0] if len(parts) == 1 else AnyOf.model_construct(any=parts)


def _part_of(literal: Leaf) -> Condition:
    # « Not surely true » is said as not true: whoever reads it knows what they answered.
    is_plain = literal.value is not literal.refused
    return literal.leaf if is_plain else Not.model_construct(not_=literal.leaf)
