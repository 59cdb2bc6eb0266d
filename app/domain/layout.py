"""Where each question and each dimension lies in a state, and what a question's status can be.

``state.py`` fills a state, ``scoring.py`` its scores. Must not decide what an answer is worth.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

State = list[Any]
"""A flat list of slots; :class:`Layout` says which is which."""

Test = Callable[[State], bool]

HIDDEN, MAYBE, UNANSWERED, UNKNOWN, NOT_APPLICABLE, KNOWN = range(6)
"""What is known of a question: not asked; perhaps asked; asked and not answered; « je ne sais
pas »; « sans objet »; answered. All but MAYBE, UNANSWERED and UNKNOWN are decided."""


@dataclass(frozen=True)
class Layout:
    """Where each question's and each dimension's slots lie in a state.

    A question has ``value`` (None, or () for several choices, unless decided and answered),
    ``status`` and ``decided``. A dimension has ``low`` and ``high`` (numerator and denominator of a
    score in 0–1, None when nothing counts) and ``rank`` and ``high_rank`` (of the sure and the best
    possible level, None when nothing was answered).
    """

    questions: Mapping[str, int]
    dimensions: Mapping[str, int]

    @property
    def size(self) -> int:
        """How many slots a state has."""
        return 3 * len(self.questions) + 4 * len(self.dimensions)

    def status(self, question: str) -> int:
        """Return the slot of a question's status."""
        return self.questions[question] + len(self.questions)

    def decided(self, question: str) -> int:
        """Return the slot that says whether a question's value is sure."""
        return self.questions[question] + 2 * len(self.questions)

    def low(self, dimension: str) -> int:
        """Return the slot of a dimension's sure score."""
        return 3 * len(self.questions) + self.dimensions[dimension]

    def high(self, dimension: str) -> int:
        """Return the slot of a dimension's best possible score."""
        return self.low(dimension) + len(self.dimensions)

    def rank(self, dimension: str) -> int:
        """Return the slot of the rank of a dimension's sure level."""
        return self.low(dimension) + 2 * len(self.dimensions)

    def high_rank(self, dimension: str) -> int:
        """Return the slot of the rank of a dimension's best possible level."""
        return self.low(dimension) + 3 * len(self.dimensions)
