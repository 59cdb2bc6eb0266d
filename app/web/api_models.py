"""The shapes of the JSON interface, as OpenAPI tells them; must not do anything."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

QuestionnaireId = Annotated[str, StringConstraints(max_length=64)]
RawAnswer = str | int | float | list[str] | None


class Sent(BaseModel):
    """A body that is sent: unknown fields are refused, so that no typing error is lost."""

    model_config = ConfigDict(extra="forbid")


class StartRequest(Sent):
    """Which questionnaire to start."""

    questionnaire: QuestionnaireId = Field(examples=["association"])


class AnswerRequest(Sent):
    """One answer: an option id, a list of option ids, a number, a department code, a text, or null.

    Null clears the answer.
    """

    value: Any = Field(
        json_schema_extra={
            "anyOf": [
                {"type": "string"},
                {"type": "array", "items": {"type": "string"}},
                {"type": "number"},
                {"type": "null"},
            ]
        }
    )


class AnswersRequest(Sent):
    """Several answers by question id; questions that are not named stay as they are."""

    answers: dict[str, Any] = Field(
        max_length=500, examples=[{"accord-ecrit": "parfois", "benevoles": 12}]
    )


class Link(BaseModel):
    """An address."""

    href: str


Links = dict[str, Link]


class QuestionnaireSummary(BaseModel):
    """A questionnaire on offer."""

    id: str
    title: str
    audience: str
    summary: str
    language: str = Field(description="the language of the texts given here")
    languages: list[str] = Field(description="those it can be read in, its own first")
    edition: str = Field(description="SHA-256 of the whole content, 64 hexadecimal digits")
    questions: int
    minutes: tuple[int, int] = Field(description="the time needed, from and to")
    links: Links


class QuestionnaireList(BaseModel):
    """The questionnaires on offer, in the order shown."""

    questionnaires: list[QuestionnaireSummary]


class OptionOut(BaseModel):
    """An option. ``unknown`` says « je ne sais pas »; ``exclusive`` clears the others."""

    id: str
    label: str
    hint: str | None
    unknown: bool
    not_applicable: bool
    exclusive: bool


class QuestionOut(BaseModel):
    """A question. It is asked when ``show_when`` holds (always, if null)."""

    id: str
    kind: str
    text: str
    hint: str | None
    optional: bool
    options: list[OptionOut]
    unit: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    decimals: int | None = None
    max_length: int | None = None
    show_when: dict[str, Any] | None = None


class SectionOut(BaseModel):
    """A section and its questions, in the order asked."""

    id: str
    title: str
    introduction: str | None
    context: bool
    questions: list[QuestionOut]


class QuestionnaireOut(QuestionnaireSummary):
    """A questionnaire with everything that is asked."""

    introduction: str
    not_covered: str
    sections: list[SectionOut]
    untranslated: list[str] = Field(
        description="JSON pointers to the texts that are in another language, for want of a "
        "translation"
    )


class StartedOut(BaseModel):
    """A new assessment. ``token`` opens it; it is told here and never again."""

    id: str
    reference: str
    questionnaire: str
    edition: str
    token: str = Field(description="to be sent as « Authorization: Bearer … »; kept only as a hash")
    links: Links


class NoteOut(BaseModel):
    """What came back and was not simply restored, as it was written.

    ``code`` is that of the refusal (as in invalid-answers), two-answers, garbled (characters were
    lost when the file was saved), not-asked (kept though the question is not asked) or
    unknown-question. Of an action that was followed, with no question: action-gone (kept as one
    added by hand) or action-no-room (not kept).
    """

    question: str
    title: str
    given: str
    code: str
    message: str


class RestoredOut(StartedOut):
    """A new assessment made of a file."""

    same_edition: bool
    answered: int
    followed: int
    notes: list[NoteOut]


class AnswerOut(BaseModel):
    """An answer saved; its version is also the ETag. Version 0: not answered."""

    question: str
    value: RawAnswer
    version: int


class QuestionWordsOut(BaseModel):
    """A question and the words of an answer to it, null where it must be given again."""

    question: str
    text: str
    answer: str | None


class FateOut(BaseModel):
    """What became of one answer in the newer edition.

    ``fate``: kept, reworded, moved (by a step of the authors), ask_again or dropped. ``why`` says
    why it must be given again, ``note`` what the authors say of it.
    """

    fate: str
    before: QuestionWordsOut
    into: list[QuestionWordsOut]
    ask_again: list[QuestionWordsOut]
    why: str | None
    note: str | None
    lost: list[str]


class SetAsideOut(BaseModel):
    """An answer that a newer edition had no place for, as it was given."""

    question: str
    text: str
    answer: str
    value: RawAnswer
    edition: str
    why: str | None
    note: str | None


class CompletenessOut(BaseModel):
    """How many of the questions asked have an answer."""

    answered: int
    asked: int
    unknown: int
    complete: bool


class AssessmentOut(BaseModel):
    """An assessment; its version is also the ETag."""

    id: str
    reference: str
    questionnaire: str
    edition: str
    status: str
    version: int
    created_at: datetime
    updated_at: datetime
    completed_at: datetime | None
    answers: dict[str, AnswerOut]
    completeness: CompletenessOut
    next_question: str | None = Field(description="the first question asked without an answer")
    offered_edition: str | None = Field(
        description="the edition offered now, when it is another: a draft may be taken to it"
    )
    follows: str | None = Field(description="the earlier assessment that this one repeats")
    to_confirm: list[str] = Field(
        description="the questions whose answer was carried and not confirmed: send it again"
    )
    set_aside: list[SetAsideOut]
    links: Links


class MovedOut(BaseModel):
    """A draft on its new edition, and what became of each answer (none if it was there already)."""

    assessment: AssessmentOut
    answers: list[FateOut]


class AnswerProblemOut(BaseModel):
    """Why one answer is refused."""

    question: str
    code: str
    message: str
    given: Any
    allowed: list[str] | None = None


class ProblemOut(BaseModel):
    """An error (RFC 9457). Some have members of their own, described with the status."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(examples=["urn:balises:problem:assessment-not-found"])
    title: str
    status: int
    detail: str


class InvalidAnswersOut(ProblemOut):
    """Answers that do not fit their questions, or a body that does not fit its shape."""

    errors: list[AnswerProblemOut | dict[str, Any]]


class ConflictOut(ProblemOut):
    """Somebody else was faster: what was sent, what stands, and the version to expect now."""

    question: str | None = None
    yours: RawAnswer = None
    theirs: RawAnswer = None
    current_version: int
