"""What services hand out: frozen values, free of the database; no behaviour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from app.domain.answers import Json
from app.domain.diagnosis import Answers, AnswerValue
from app.domain.edition import Edition
from app.domain.errata import Erratum


class Status(StrEnum):
    """Where an assessment stands."""

    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"


@dataclass(frozen=True)
class SetAside:
    """An answer that a newer edition had no place for: what was asked, what was said, and why."""

    question: str
    text: str
    answer: str
    value: Json
    edition: str
    why: str | None
    note: str | None


@dataclass(frozen=True)
class AssessmentView:
    """An assessment as read at one moment. All times are UTC and aware.

    ``version`` grows by at least one with each change. ``versions`` holds, for each question
    answered, the version at which its answer was saved; a question that is absent has version 0.
    """

    id: str
    reference: str
    status: Status
    version: int
    edition: Edition
    answers: Answers
    versions: dict[str, int]
    created_at: datetime
    updated_at: datetime
    completed_at: datetime | None
    carried_from: dict[str, str] = field(default_factory=dict)
    """The answers carried from an earlier assessment and not confirmed yet: the question there."""
    follows: str | None = None
    """The id of the earlier assessment that this one repeats, while that is still there."""
    stays: bool = False
    """Whether the person chose to stay on this edition though a newer one was offered."""
    corrections: tuple[Erratum, ...] = ()
    """The text corrections that ``edition`` shows and ``pinned`` does not have."""
    stored: Edition | None = None

    @property
    def pinned(self) -> Edition:
        """The edition as it is stored, without the corrections made since."""
        return self.stored or self.edition

    @property
    def is_completed(self) -> bool:
        """Whether the person has said that they are done."""
        return self.status is Status.COMPLETED

    def with_answer(self, question: str, value: AnswerValue | None) -> AssessmentView:
        """Return the same view with one answer as it now stands; None takes it away.

        For finding the way on after saving: versions and times stay those of the reading.
        """
        answers = {**self.answers}
        answers.pop(question, None)
        if value is not None:
            answers[question] = value
        carried = {key: one for key, one in self.carried_from.items() if key != question}
        return replace(self, answers=answers, carried_from=carried)

    def version_of(self, question: str) -> int:
        """Return the version to expect when saving an answer to the question, 0 for none yet."""
        return self.versions.get(question, 0)


@dataclass(frozen=True)
class Started:
    """A new assessment and its secret: shown once, kept nowhere in clear."""

    assessment: AssessmentView
    secret: str
    is_new: bool = True
    """False when the same idempotency key was sent again."""


@dataclass(frozen=True)
class SavedAnswer:
    """An answer that is durably saved. ``value`` is None and ``version`` 0 when it was cleared."""

    question: str
    value: AnswerValue | None
    version: int
    changed: bool
    """False when the same value was saved already."""
    load: Callable[[], AssessmentView] = field(repr=False, compare=False)

    @cached_property
    def view(self) -> AssessmentView:
        """The whole assessment after saving, read when first asked for.

        Raises:
            AssessmentNotFound: if it has been erased since.
        """
        return self.load()
