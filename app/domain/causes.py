"""Why one set of answers fares otherwise under a new edition: which questions, levels and rules.

Looks at one set at a time, for examples; counts nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from app.domain.answers import format_number
from app.domain.bounds import percent
from app.domain.compiled import CompiledEdition, Evaluation
from app.domain.content_changes import ChangeKind, ContentChange
from app.domain.diagnosis import Answers
from app.domain.effects import Comparer, Difference, Standing, rank_in
from app.domain.model import OVERALL
from app.domain.pieces import quoted


@dataclass(frozen=True, slots=True)
class Move:
    """Where a person stood on a dimension, and stands now; None where nothing was answered."""

    dimension: str
    before: Standing | None
    after: Standing | None


@dataclass(frozen=True, slots=True)
class Example:
    """One set of answers that fares otherwise. ``alike`` counts the sets like it, itself too.

    ``moves`` are the dimensions whose level differs, or whose score does if no level differs;
    ``causes`` one sentence for each question, level or rule that it comes from.
    """

    reference: str
    alike: int
    moves: tuple[Move, ...]
    appeared: tuple[str, ...]
    gone: tuple[str, ...]
    dropped: tuple[str, ...]
    causes: tuple[str, ...]


def explain(
    comparer: Comparer,
    changes: Iterable[ContentChange],
    reference: str,
    answers: Answers,
    alike: int = 1,
) -> Example:
    """Return what becomes of a set of answers, and because of what."""
    found = comparer.difference(answers)
    moves = [Move(name, *pair) for name, pair in found.standings.items()]
    levelled = [move for move in moves if rank_in(move.before) != rank_in(move.after)]
    kept = tuple(levelled or moves)
    causes = (
        *_questions(comparer, found, kept),
        *_structure(comparer, tuple(changes), kept),
        *_rules(comparer, found),
    ) or tuple(_indirect(comparer, found))
    return Example(
        reference=reference,
        alike=alike,
        moves=kept,
        appeared=tuple(comparer.named(found.appeared)),
        gone=tuple(comparer.named(found.gone)),
        dropped=found.carried.dropped,
        causes=tuple(dict.fromkeys(causes)),
    )


# Questions --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a question adds to its dimension: its weight and its score, 0–100, as an interval."""

    dimension: str
    weight: Decimal
    low: float
    high: float


def _questions(comparer: Comparer, found: Difference, moves: Iterable[Move]) -> Iterator[str]:
    """Yield the questions that count otherwise in the dimensions that move."""
    names = {move.dimension for move in moves}
    road = comparer.carrier.road
    given = _contributions(comparer.old, found.before, names)
    before = {road.name_of(id_) or id_: one for id_, one in given.items()}
    after = _contributions(comparer.new, found.after, names)
    for id_ in dict.fromkeys((*before, *after)):
        was, now = before.get(id_), after.get(id_)
        if was != now:
            yield _told(comparer, found, id_, was, now)


def _contributions(
    compiled: CompiledEdition, found: Evaluation, names: set[str]
) -> dict[str, Contribution]:
    """Return what each question adds that counts in one of the dimensions, or below it."""
    unit = compiled.scorer.unit
    under = {i for node in compiled.scorer.nodes if node.id in names for i in node.descendants}
    contributions = {}
    for index in sorted(under):
        question, pair = compiled.slots[index].item.question, found.units[index]
        if pair is not None and question.dimension is not None:
            high = unit if pair[1] < 0 else pair[1]
            contributions[question.id] = Contribution(
                question.dimension, question.weight, percent(pair[0], unit), percent(high, unit)
            )
    return contributions


def _told(
    comparer: Comparer,
    found: Difference,
    id_: str,
    was: Contribution | None,
    now: Contribution | None,
) -> str:
    name = f"la question {quoted(id_)}"
    if id_ not in comparer.new.layout.questions:
        return f"L{name[1:]} disparaît."
    road = comparer.carrier.road
    if id_ not in road.reached:
        return f"L{name[1:]} est nouvelle et attend une réponse."
    if id_ in [road.name_of(old) for old in found.carried.dropped]:
        return f"La réponse à {name} n’est pas reprise."
    if was is None:
        return f"L{name[1:]} compte maintenant."
    if now is None:
        return f"L{name[1:]} ne compte plus."
    if (was.low, was.high) != (now.low, now.high):
        return f"La réponse à {name} valait {_worth(was)} sur 100, elle vaut {_worth(now)}."
    if was.dimension != now.dimension:
        dimensions = f"{quoted(was.dimension)} à {quoted(now.dimension)}"
        return f"L{name[1:]} passe de la dimension {dimensions}."
    weights = f"{format_number(was.weight)} à {format_number(now.weight)}"
    return f"Le poids de {name} passe de {weights}."


def _worth(one: Contribution) -> str:
    low, high = (format_number(Decimal(str(value))) for value in (one.low, one.high))
    return low if low == high else f"de {low} à {high}"


def _indirect(comparer: Comparer, found: Difference) -> Iterator[str]:
    """Yield the questions that are asked otherwise or weigh otherwise, though they do not count.

    A level may require that they be asked, and a ``sum`` counts the weight of all.
    """
    old, new = comparer.old, comparer.new
    for id_, place in new.layout.questions.items():
        before = old.layout.questions.get(id_)
        if before is None:
            continue
        was, now = old.slots[before].item.question, new.slots[place].item.question
        if found.before.state[old.layout.status(id_)] != found.after.state[new.layout.status(id_)]:
            yield f"La question {quoted(id_)} n’est plus posée dans les mêmes cas."
        if was.weight != now.weight:
            weights = f"{format_number(was.weight)} à {format_number(now.weight)}"
            yield f"Le poids de la question {quoted(id_)} passe de {weights}."


# Dimensions and levels --------------------------------------------------------------------------


def _structure(
    comparer: Comparer, changes: tuple[ContentChange, ...], moves: tuple[Move, ...]
) -> Iterator[str]:
    """Yield what changed of the dimensions and levels that move."""
    names = {move.dimension for move in moves}
    if not names:
        return
    inside = _below(comparer.new, names) | _below(comparer.old, names)
    for change in changes:
        if change.kind in (ChangeKind.REWORDED, ChangeKind.REORDERED):
            continue
        is_node = change.part == "dimension" and change.id in inside
        is_level = change.part == "level" and change.id.split("/")[0] in names | {""}
        if (is_node or is_level) and change.key != "source":
            yield change.sentence


def _below(compiled: CompiledEdition, names: set[str]) -> set[str]:
    """Return the dimensions named and all those below them."""
    inside = set(names)
    for node in reversed(compiled.scorer.nodes):
        if node.parent in inside:
            inside.add(node.id)
    return inside | ({OVERALL} & names)


# Rules ------------------------------------------------------------------------------------------


def _rules(comparer: Comparer, found: Difference) -> Iterator[str]:
    """Yield the rules by which recommendations appear and go."""
    fired_before = {comparer.old.index.rules[i].rule.id for i in found.before.fired}
    fired_after = {comparer.new.index.rules[i].rule.id for i in found.after.fired}
    known = {rule.id for rule in comparer.old.edition.rules.rules}
    kept = {rule.id for rule in comparer.new.edition.rules.rules}
    appeared, gone = set(comparer.named(found.appeared)), set(comparer.named(found.gone))
    for index in found.after.fired:
        rule = comparer.new.index.rules[index].rule
        named = sorted(appeared.intersection(rule.recommend))
        if named:
            name = f"La règle {quoted(rule.id)}"
            if rule.id not in known:
                yield f"{name} est nouvelle."
            elif rule.id not in fired_before:
                yield f"{name} se déclenche maintenant."
            else:
                yield f"{name} recommande maintenant {', '.join(map(quoted, named))}."
    for index in found.before.fired:
        rule = comparer.old.index.rules[index].rule
        named = sorted(gone.intersection(rule.recommend))
        if named:
            name = f"La règle {quoted(rule.id)}"
            if rule.id not in kept:
                yield f"{name} disparaît."
            elif rule.id not in fired_after:
                yield f"{name} ne se déclenche plus."
            else:
                yield f"{name} ne recommande plus {', '.join(map(quoted, named))}."
