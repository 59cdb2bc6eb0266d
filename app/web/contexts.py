"""The typed context of each page: everything its template may say, and nothing else.

Must not read the request, the services or the clock: builders beside the routes do.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from app.locale.speech import gettext, ngettext
from app.web.carrying_pages import AsideRow
from app.web.forms import Given
from app.web.notice import Notice


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
class LanguageOffer:
    """The same page in the language that the browser likes best, offered in that language."""

    language: str
    url: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    pathways: tuple[PathwayCard, ...]
    has_diagnoses: bool
    offer: LanguageOffer | None = None

    @property
    def title(self) -> str:
        return gettext("Où en êtes-vous, et par où avancer\u00a0?")


@dataclass(frozen=True, slots=True, kw_only=True)
class IntroductionPage:
    title: str
    pathway: PathwayCard
    introduction: str
    not_covered: str
    estimate: str
    sections: tuple[str, ...]
    notice: Notice
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
        return gettext(
            "Section %(section)s sur %(sections)s, question %(question)s sur %(questions)s",
            section=self.section,
            sections=self.sections,
            question=self.question,
            questions=self.questions,
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
        if self.error or self.trouble:
            return gettext("Erreur\u00a0: %(question)s", question=self.text)
        return self.text


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
        return gettext("Deux réponses différentes\u00a0: %(question)s", question=self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A section in the task list. ``status``: not_started, in_progress, done."""

    title: str
    url: str
    status: str
    status_words: str
    count: str
    to_confirm: int = 0


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
    is_newer_offered: bool = False
    stays: bool = False
    to_confirm: int = 0
    set_aside: tuple[AsideRow, ...] = ()
    corrections: tuple[str, ...] = ()
    is_reminded: bool = False

    @property
    def title(self) -> str:
        return gettext(
            "Où en est mon diagnostic\u00a0: %(questionnaire)s", questionnaire=self.questionnaire
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """A question and its answer, for checking."""

    question: str
    answers: tuple[str, ...]
    change_url: str
    is_optional: bool
    is_follow_up: bool
    id: str = ""
    is_carried: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSection:
    """The answers of a section; ``to_confirm`` counts those carried and not confirmed yet."""

    id: str
    title: str
    rows: tuple[AnswerRow, ...]
    to_confirm: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPage:
    id: str
    sections: tuple[AnswerSection, ...]
    missing: int
    is_completed: bool
    to_confirm: int = 0

    @property
    def title(self) -> str:
        return gettext("Relisez vos réponses")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnansweredPage:
    """What is left before finishing: answers that are missing, carried ones to confirm."""

    id: str
    missing: tuple[AnswerRow, ...]
    is_empty: bool
    to_confirm: int = 0

    @property
    def title(self) -> str:
        if self.is_empty:
            return gettext("Il manque encore vos réponses")
        if self.to_confirm:
            return gettext("Vos réponses reprises sont-elles toujours vraies\u00a0?")
        return ngettext(
            "Une question est restée sans réponse",
            "%(count)s questions sont restées sans réponse",
            len(self.missing),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasePage:
    id: str
    reference: str
    questionnaire: str

    @property
    def title(self) -> str:
        return gettext("Effacer ce diagnostic\u00a0?")


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasedPage:
    reference: str

    @property
    def title(self) -> str:
        return gettext("Ce diagnostic est effacé")


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosisCard:
    id: str
    reference: str
    questionnaire: str
    updated_on: date
    is_completed: bool
    progress: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedCard:
    """A roadmap that a share link opened to this browser."""

    name: str
    reference: str
    kind: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MyDiagnosesPage:
    """``shared`` are the roadmaps seen by share links alone."""

    diagnoses: tuple[DiagnosisCard, ...]
    shared: tuple[SharedCard, ...] = ()
    visit_kept: str

    @property
    def title(self) -> str:
        return gettext("Mes diagnostics")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyPage:
    notice: Notice

    @property
    def title(self) -> str:
        return gettext("Vos données")


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterPage:
    notice: Notice

    @property
    def title(self) -> str:
        return gettext("Fiche de registre")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactPage:
    notice: Notice

    @property
    def title(self) -> str:
        return gettext("Analyse d’impact")


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessibilityPage:
    """``checked_on`` is the day on which what the page says was last found true."""

    contact: str | None
    checked_on: date

    @property
    def title(self) -> str:
        return gettext("Accessibilité")


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage:
    """What went wrong and what to do. ``kept`` are fields typed, sent again by the button.

    ``typed`` are (name, text) that were typed and cannot be sent again: shown, to be copied.
    """

    status: int
    title: str
    message: str
    advice: tuple[str, ...] = ()
    retry_url: str | None = None
    kept: tuple[tuple[str, str], ...] = field(default=())
    typed: tuple[tuple[str, str], ...] = field(default=())
