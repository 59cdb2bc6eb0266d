"""The follow-up that comes back in a record, read strictly: what no service writes is refused."""

from __future__ import annotations

import re

from app.domain.follow_up import (
    LIMITS,
    MOST_TEXT,
    MOST_UNDERTAKINGS,
    FollowUp,
    InvalidDetails,
    Undertaking,
    parse_details,
)
from app.domain.plain_text import clean_text

LONGEST_WORDS = 2_000
"""Characters that the words of an edition's own action may have; theirs are under 300."""
_RULE = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")
_OWN_KEYS = frozenset({"horizon", "owner", "due", "progress", "done", "next_step", "do", "rule"})


class NoFollowUp(Exception):
    """What came back is no follow-up as ``app.report.record`` writes it."""


def read_follow_up(raw: object) -> FollowUp:
    """Return the follow-up of a record; nothing where the record has none (None).

    Every undertaking has the words of its action in ``details.do``, those of a rule too, cut to
    what an action added by hand may have: another edition may not have the rule. Its id is empty.

    Raises:
        NoFollowUp: if it is not as we write it, or beyond what a roadmap may hold.
    """
    if raw is None:
        return FollowUp()
    if not isinstance(raw, list) or len(raw) > MOST_UNDERTAKINGS:
        raise NoFollowUp
    found = FollowUp(tuple(map(_read, raw)))
    if len(found.by_rule) + len(found.own) != len(found.undertakings):
        raise NoFollowUp
    said = sum(one.details.text_length - (len(one.details.do) if one.rule else 0) for one in found)
    if said > MOST_TEXT:
        raise NoFollowUp
    return found


def _read(raw: object) -> Undertaking:
    # Keys beyond ours are left unread, as in the rest of a record.
    if not isinstance(raw, dict) or not raw.keys() >= _OWN_KEYS:
        raise NoFollowUp
    rule, do = raw["rule"], raw["do"]
    if not isinstance(do, str) or len(do) > LONGEST_WORDS:
        raise NoFollowUp
    if rule is not None:
        if not isinstance(rule, str) or not _RULE.fullmatch(rule[:65]) or len(rule) > 64:
            raise NoFollowUp
        do = _cut(clean_text(do, multiline=False))
    try:
        return Undertaking("", rule, parse_details({**raw, "do": do}))
    except InvalidDetails:
        raise NoFollowUp from None


def _cut(words: str) -> str:
    limit = LIMITS["do"]
    return words if len(words) <= limit else f"{words[: limit - 1]}…"
