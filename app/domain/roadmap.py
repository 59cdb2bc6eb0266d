"""From ranked actions and recommendations to a roadmap that somebody can carry.

At most six first actions, at most two of one dimension among them unless the others run out
(content brief, section 6: « a roadmap that nobody can carry is a failure »).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from app.domain.diagnosis import Action, Recommendation, Roadmap
from app.domain.resource import ResourceKind
from app.domain.rules import Horizon

FIRST_ACTIONS = 6
"""How many actions come first, at most."""
PER_DIMENSION = 2
"""How many of them serve one dimension, as long as others have any."""


def build_roadmap(actions: Sequence[Action], recommended: Sequence[Recommendation]) -> Roadmap:
    """Return the roadmap of ranked actions and recommendations, both best first.

    ``later`` has every horizon and ``others`` every kind, empty where nothing is left; ``others``
    holds the resources that no first action names.
    """
    first = _first_actions(actions)
    chosen = {action.id for action in first}
    named = {resource for action in first for resource in action.resources}
    return Roadmap(
        first=tuple(first),
        later={
            horizon: tuple(a for a in actions if a.id not in chosen and a.horizon is horizon)
            for horizon in Horizon
        },
        others={
            kind: tuple(
                r.resource for r in recommended if r.kind is kind and r.resource not in named
            )
            for kind in ResourceKind
        },
    )


def _first_actions(actions: Sequence[Action]) -> list[Action]:
    taken: Counter[str] = Counter()
    spread = []
    for action in actions:
        if taken[action.dimension] < PER_DIMENSION:
            taken[action.dimension] += 1
            spread.append(action)
    spread = spread[:FIRST_ACTIONS]
    chosen = {action.id for action in spread}
    rest = [action for action in actions if action.id not in chosen]
    filled = {action.id for action in (*spread, *rest[: FIRST_ACTIONS - len(spread)])}
    return [action for action in actions if action.id in filled]
