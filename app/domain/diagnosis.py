"""What ``diagnose`` returns: where a person stands, why, and what to do next.

Plain frozen values only. ``to_json`` in ``serialise.py`` gives their one canonical JSON form.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from app.domain.model import MaturityLevel
from app.domain.resource import ResourceKind
from app.domain.rules import Horizon

AnswerValue = str | tuple[str, ...] | Decimal
"""An option id, a department code or a text; option ids in the order written; a number."""

Answers = dict[str, AnswerValue]
"""Valid answers by question id. A question that is absent has not been answered."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that the person said, or a level they reached, that made a condition true.

    ``kind`` is one of answer, context, number, territory, unknown, answered, visible, level, score,
    uncertain. ``subject`` is a question or dimension id; ``value`` what was said, as ids.
    """

    kind: str
    subject: str
    value: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a resource is recommended: the rule, its sentence, the facts that made it true."""

    rule: str
    text: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """What one visible scored question weighs in its dimension.

    ``low`` and ``high`` are 0–100, rounded down to one decimal (equal when the answer is known);
    ``share`` is the part of the dimension's weight that the question carries, 0–1, rounded to three
    decimals. ``state`` is known, unknown, not_applicable or unanswered.
    """

    question: str
    dimension: str
    state: str
    low: float | None
    high: float | None
    share: float


@dataclass(frozen=True, slots=True)
class DimensionResult:
    """Where the person stands on a dimension, or overall (``id`` is then ``overall``).

    ``score`` is the sure score, equal to ``low``; all are 0–100 rounded *down* to one decimal, so
    that no printed figure reaches a level that was not reached. They are None when nothing was
    answered. ``level`` is the one sure to hold, ``possible_level`` the best still possible.
    """

    id: str
    title: str
    parent: str | None
    score: float | None
    low: float | None
    high: float | None
    level: MaturityLevel | None
    possible_level: MaturityLevel | None
    level_label: str | None
    possible_level_label: str | None
    answered: int
    asked: int
    missing_requirements: tuple[str, ...] = ()
    questions: tuple[QuestionResult, ...] = ()

    @property
    def is_uncertain(self) -> bool:
        """Whether unknown answers leave several levels possible."""
        return self.level is not self.possible_level


@dataclass(frozen=True, slots=True)
class Rank:
    """Why a recommendation or action stands where it stands; see ``ranking.py``.

    ``position`` counts from 1; ``impact`` and ``effort`` are 1–3, ``need`` is 0–3.
    """

    position: int
    impact: int
    need: int
    effort: int
    horizon: Horizon
    language: str

    @property
    def points(self) -> int:
        """What comes first in the order: impact plus need, 1–6."""
        return self.impact + self.need

    @property
    def explanation(self) -> str:
        """The sentence that explains the place, in the language of the content."""
        sentence = _RANK_SENTENCES.get(self.language, _RANK_SENTENCES["en"])
        return sentence.format(rank=self)


_RANK_SENTENCES = {
    "fr": "Points\xa0: {rank.points} (impact {rank.impact} sur 3 + besoin {rank.need} sur 3)\xa0; "
    "effort {rank.effort} sur 3\xa0; rang {rank.position}.",
    "en": "Points: {rank.points} (impact {rank.impact} of 3 + need {rank.need} of 3); "
    "effort {rank.effort} of 3; rank {rank.position}.",
}


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A resource, its reasons (never none), and its place in the ranking."""

    resource: str
    kind: ResourceKind
    reasons: tuple[Reason, ...]
    rank: Rank


@dataclass(frozen=True, slots=True)
class Action:
    """What to do, with which resources, and because of what. ``id`` is the id of its rule."""

    id: str
    dimension: str
    do: str
    who: str
    duration: str
    done_when: str
    horizon: Horizon
    effort: int
    impact: int
    resources: tuple[str, ...]
    reasons: tuple[Reason, ...]
    rank: Rank


@dataclass(frozen=True, slots=True)
class Roadmap:
    """At most six first actions, the later ones by horizon, and the other resources by kind."""

    first: tuple[Action, ...]
    later: dict[Horizon, tuple[Action, ...]]
    others: dict[ResourceKind, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Change:
    """One answer to change: from what was said (None: nothing yet) to what it would be."""

    question: str
    before: AnswerValue | None
    after: AnswerValue
    effort: int


@dataclass(frozen=True, slots=True)
class NextLevel:
    """The least effort that surely reaches the next level of a dimension or overall.

    ``changes`` is None when no change of answers reaches it.
    """

    dimension: str
    level: MaturityLevel
    target: MaturityLevel
    target_label: str
    effort: int
    changes: tuple[Change, ...] | None


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many of the questions asked have an answer; optional questions do not count."""

    answered: int
    asked: int
    unknown: int

    @property
    def is_complete(self) -> bool:
        """Whether every question asked has an answer."""
        return self.answered == self.asked


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The whole result. Same edition and answers, same diagnosis, byte for byte."""

    edition: str
    questionnaire: str
    completeness: Completeness
    overall: DimensionResult
    dimensions: tuple[DimensionResult, ...]
    recommendations: tuple[Recommendation, ...]
    roadmap: Roadmap
    next_levels: tuple[NextLevel, ...] = field(default=())
