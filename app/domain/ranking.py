"""The order of actions and recommendations: total, the same everywhere, explaining itself.

An action's *points* are its ``impact`` (1–3, written by the author) plus the *need* of its
dimension (3: not engaged, 2: first steps, 1: active, 0: pioneer; 3 where nothing was
answered). Order:

1. more points;
2. less ``effort``;
3. the nearer ``horizon``;
4. the rule id, so that nothing is left to chance.

A resource stands where its best action stands; between two of the same action, the one that more
rules recommend comes first, then the one whose id does.
"""

from __future__ import annotations

from app.domain.diagnosis import Rank
from app.domain.model import LEVELS
from app.domain.rules import Horizon, Rule

_HORIZONS = {horizon: place for place, horizon in enumerate(Horizon)}

SortKey = tuple[int, int, int, str]


def need_of(rank: int | None) -> int:
    """Return the need, 0–3, of a dimension from the rank of its sure level (None: unknown)."""
    return len(LEVELS) - 1 - (rank or 0)


def sort_key(rule: Rule, need: int) -> SortKey:
    """Return what actions are sorted by; smaller comes first."""
    return (-(rule.impact + need), rule.effort, _HORIZONS[rule.horizon], rule.id)


def rank_of(rule: Rule, need: int, position: int, language: str) -> Rank:
    """Return the rank of an action, or of the resource it is the best action for.

    ``position`` counts from 1.
    """
    return Rank(position, rule.impact, need, rule.effort, rule.horizon, language)
