"""The typed context of each page: everything its template may say, and nothing else.

Must not read the request, the services or the clock: builders beside the routes do.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from app.web.forms import Given


@dataclass(frozen=True, slots=True, kw_only=True)
class PathwayCard:
    """A pathway as chosen on the home page."""

    id: str
    title: str
    audience: str
    summary: str
    minutes: str
    questions: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    pathways: tuple[PathwayCard, ...]
    has_diagnoses: bool
    title: str = "Où en êtes-vous, et par où avancer ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class IntroductionPage:
    title: str
    pathway: PathwayCard
    introduction: str
    not_covered: str
    estimate: str
    sections: tuple[str, ...]
    draft_kept: str
    completed_kept: str
    papers: tuple[tuple[str, str], ...]
    """The addresses of the blank form, each with what it is called, the pathway's own first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One option of a question, or one department."""

    id: str
    label: str
    hint: str | None = None
    is_chosen: bool = False
    is_exclusive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """The field of a question. ``kind``: one, several, number, territory or text.

    ``choices`` are its options in order; ``apart`` those that say « je ne sais pas » or
    « sans objet »; ``regions`` the departments by region, for a territory.
    """

    kind: str
    choices: tuple[Choice, ...] = ()
    apart: tuple[Choice, ...] = ()
    regions: tuple[tuple[str, tuple[Choice, ...]], ...] = ()
    value: str = ""
    unit: str = ""
    inputmode: str = "text"
    bounds: str = ""
    max_length: int = 0
    is_multiline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the person is: « Section 2 sur 7, question 5 sur 28 »."""

    section_title: str
    section: int
    sections: int
    question: int
    questions: int

    @property
    def words(self) -> str:
        return (
            f"Section {self.section} sur {self.sections}, "
            f"question {self.question} sur {self.questions}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPage:
    """One question. ``progress`` is None when not known, or when the question is not asked."""

    text: str
    hint: str | None
    why: str | None
    section_introduction: str | None
    progress: Progress | None
    field: Field
    action: str
    edition: str
    version: int
    came_from: str
    is_optional: bool
    is_answered: bool
    is_follow_up: bool
    skip_to: str
    error: str | None = None
    trouble: str | None = None
    written: str | None = None
    """What came back in a file and could not be taken for an answer."""

    @property
    def title(self) -> str:
        prefix = "Erreur\u00a0: " if self.error or self.trouble else ""
        return f"{prefix}{self.text}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictPage:
    """Two answers to one question: this tab's, and the one saved in the meantime."""

    text: str
    action: str
    edition: str
    came_from: str
    yours: str
    theirs: str
    yours_given: Given
    current_version: int

    @property
    def title(self) -> str:
        return f"Deux réponses différentes\u00a0: {self.text}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A section in the task list. ``status``: not_started, in_progress, done."""

    title: str
    url: str
    status: str
    status_words: str
    count: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewPage:
    id: str
    reference: str
    questionnaire: str
    tasks: tuple[Task, ...]
    answered: int
    asked: int
    continue_url: str | None
    is_begun: bool
    is_completed: bool
    updated_on: date
    kept: str

    @property
    def title(self) -> str:
        return self.questionnaire


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """A question and its answer, for checking."""

    question: str
    answers: tuple[str, ...]
    change_url: str
    is_optional: bool
    is_follow_up: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPage:
    id: str
    sections: tuple[tuple[str, tuple[AnswerRow, ...]], ...]
    missing: int
    is_completed: bool
    title: str = "Relisez vos réponses"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnansweredPage:
    id: str
    missing: tuple[AnswerRow, ...]
    is_empty: bool

    @property
    def title(self) -> str:
        if self.is_empty:
            return "Il manque encore vos réponses"
        if len(self.missing) == 1:
            return "Une question est restée sans réponse"
        return f"{len(self.missing)} questions sont restées sans réponse"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeLinkPage:
    """``link`` is shown once, when it has just been made; None before."""

    id: str
    reference: str
    link: str | None = None

    @property
    def title(self) -> str:
        return "Votre lien de reprise" if self.link else "Reprendre plus tard ou ailleurs"


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasePage:
    id: str
    reference: str
    questionnaire: str
    title: str = "Effacer ce diagnostic\u00a0?"


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasedPage:
    reference: str
    title: str = "Ce diagnostic est effacé"


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosisCard:
    id: str
    reference: str
    questionnaire: str
    updated_on: date
    is_completed: bool
    progress: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MyDiagnosesPage:
    diagnoses: tuple[DiagnosisCard, ...]
    visit_kept: str
    title: str = "Mes diagnostics"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyPage:
    operator: str | None
    contact: str | None
    draft_kept: str
    completed_kept: str
    visit_kept: str
    cookie: str
    title: str = "Vos données"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessibilityPage:
    contact: str | None
    title: str = "Accessibilité"


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage:
    """What went wrong and what to do. ``kept`` are fields typed, sent again by the button."""

    status: int
    title: str
    message: str
    advice: tuple[str, ...] = ()
    retry_url: str | None = None
    kept: tuple[tuple[str, str], ...] = field(default=())
