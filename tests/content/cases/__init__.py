"""One fault for every code of finding: what to change in the small folder, where it shows."""

from __future__ import annotations

from tests.content.cases.case import Case
from tests.content.cases.editions import EDITIONS
from tests.content.cases.ids import IDS
from tests.content.cases.languages import LANGUAGES
from tests.content.cases.levels import LEVELS
from tests.content.cases.proofs import PROVEN
from tests.content.cases.questions import QUESTION
from tests.content.cases.reading import READING
from tests.content.cases.rules import RULE
from tests.content.cases.shape import SHAPE
from tests.content.cases.texts import TEXT

CASES: tuple[Case, ...] = (
    *READING,
    *SHAPE,
    *IDS,
    *QUESTION,
    *LEVELS,
    *RULE,
    *TEXT,
    *LANGUAGES,
    *EDITIONS,
)

__all__ = ["CASES", "PROVEN", "Case"]
