"""Steps that an author may have forgotten: what has gone and what is new look alike.

Only proposes: nothing is carried because of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from app.domain.carrying import Carrier
from app.domain.edition import Edition
from app.domain.migration import Steps
from app.domain.questionnaire import Item

ALIKE = 0.8
"""From which likeness (0–1) on two texts are taken for the same, reworded."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question that seems to have another id, or whose ``options`` (old, new) seem to."""

    question: str
    into: str
    options: tuple[tuple[str, str], ...]


def suggest_steps(old: Edition, new: Edition, steps: Steps = ()) -> tuple[Suggestion, ...]:
    """Return the renames that the steps do not tell, the most alike first chosen, in old order."""
    road = Carrier(old, new, steps).road
    before, after = old.questionnaire.items_by_id, new.questionnaire.items_by_id
    gone = [one for one in before.values() if road.name_of(one.id) == one.id not in after]
    come = [one for one in after.values() if one.id not in road.reached]
    pairs = _matched(gone, come)
    found = []
    for item in before.values():
        name = pairs.get(item.id, road.name_of(item.id))
        if name is None or name not in after:
            continue
        options = _options(item, after[name], road.options_of(item.id))
        if item.id in pairs or options:
            found.append(Suggestion(item.id if item.id in pairs else name, name, options))
    return tuple(found)


def suggestions_to_yaml(suggestions: Iterable[Suggestion], questionnaire: str, day: str) -> str:
    """Return suggestions as a file of migrations, ready to be pasted."""
    lines = [f"questionnaire: {questionnaire}", "steps:", f"  - date: {day}", "    changes:"]
    for one in suggestions:
        if one.question != one.into:
            lines += [f"      - renamed: {one.question}", f"        into: {one.into}"]
        else:
            lines.append(f"      - question: {one.question}")
        if one.options:
            lines.append("        options:")
            lines += [f"          - {{renamed: {was}, into: {now}}}" for was, now in one.options]
    return "\n".join(lines)


def _matched(gone: list[Item], come: list[Item]) -> dict[str, str]:
    pairs = [
        (_likeness(was.question.text, now.question.text), place, was.id, now.id)
        for place, was in enumerate(gone)
        for now in come
        if was.question.kind == now.question.kind
    ]
    return _best(pairs)


def _options(was: Item, now: Item, told: dict[str, str | None]) -> tuple[tuple[str, str], ...]:
    kept = {one for one in told.values() if one is not None}
    gone = [o for o in was.options if told[o.id] == o.id and o.id not in now.options_by_id]
    come = [o for o in now.options if o.id not in kept]
    pairs = [
        (_likeness(before.label, after.label), place, before.id, after.id)
        for place, before in enumerate(gone)
        for after in come
        if (before.unknown, before.not_applicable) == (after.unknown, after.not_applicable)
    ]
    return tuple(_best(pairs).items())


def _best(pairs: list[tuple[float, int, str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for likeness, _, was, now in sorted(pairs, key=lambda pair: (-pair[0], pair[1])):
        if likeness >= ALIKE and was not in found and now not in found.values():
            found[was] = now
    return found


def _likeness(before: str, after: str) -> float:
    was, now = str(before).lower(), str(after).lower()
    return 1.0 if was == now else SequenceMatcher(None, was, now, autojunk=False).ratio()
