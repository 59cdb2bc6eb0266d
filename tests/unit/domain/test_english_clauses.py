"""Conditions said in English, where the edition is read in it."""

from __future__ import annotations

import pytest

from app.domain.condition_words import plain, word_condition
from app.domain.translation import in_language
from tests.builders import Raw, parse_condition, tiny_edition
from tests.translated import promising, translated

Q = "“EN Question {} ?”"
CHARTER, PARTNERS, DEPARTMENT = (Q.format(one) for one in ("charter", "partners", "department"))
CASES: list[tuple[Raw, str, str]] = [
    (
        {"answer": "charter", "is": "signed"},
        f"the answer to {CHARTER} is “EN Signed”",
        f"the answer to {CHARTER} is not “EN Signed”",
    ),
    (
        {"answer": "charter", "one_of": ["signed", "no"]},
        f"the answer to {CHARTER} is “EN Signed” or “EN No”",
        f"the answer to {CHARTER} is neither “EN Signed” nor “EN No”",
    ),
    (
        {"answer": "partners", "includes": "school"},
        f"the answer to {PARTNERS} includes “EN School”",
        f"the answer to {PARTNERS} does not include “EN School”",
    ),
    (
        {"territory": "department", "regions": ["94"]},
        f"the answer to {DEPARTMENT} is in the region “EN Corse”",
        f"the answer to {DEPARTMENT} is not in the region “EN Corse”",
    ),
    (
        {"answered": "charter"},
        f"the question {CHARTER} has an answer, even “I don’t know”",
        f"the question {CHARTER} has no answer",
    ),
    (
        {"level": "links", "at_least": "active"},
        "the level of “EN Links” is at least “EN Actif”",
        "the level of “EN Links” is below “EN Actif”",
    ),
    (
        {"all": [{"meets": "a"}, {"any": [{"meets": "b"}, {"visible": "charter"}]}]},
        f"the condition “a” is met, and (the condition “b” is met, or the question {CHARTER} is "
        "asked)",
        "the condition “a” is not met, or (the condition “b” is not met, and the question "
        f"{CHARTER} is not asked)",
    ),
]


@pytest.mark.parametrize(("raw", "affirmed", "denied"), CASES, ids=[str(c[0]) for c in CASES])
def test_a_condition_is_said_in_english(raw: Raw, affirmed: str, denied: str) -> None:
    content = in_language(promising(translated(tiny_edition())), "en")
    for condition, said in ((raw, affirmed), ({"not": raw}, denied)):
        assert plain(word_condition(content, parse_condition(condition))) == said
