"""What a blank form says, as typed values: all that its template and the PDF workers are given.

Must not import anything heavy: the workers load it before their limits are set.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["one", "several", "number", "territory", "line", "lines"]


@dataclass(frozen=True, slots=True)
class PaperWords:
    """The fixed words of a form in one language; ``{}`` stands for what each one names."""

    kind: str
    how: str
    steps: tuple[str, ...]
    on_screen: str
    on_screen_at: str
    on_paper: str
    on_paper_at: str
    with_a_pen: str
    done: str
    left_empty: str
    how_back: str
    one: str
    several: str
    number: str
    department: str
    department_hint: str
    choose: str
    optional: str
    only_if: str
    otherwise: str
    otherwise_end: str
    characters: str
    minutes: str
    minutes_range: str
    questions: str
    after: str
    after_steps: str
    not_covered: str
    section: str
    question: str
    edition: str
    description: str


@dataclass(frozen=True, slots=True)
class PaperOption:
    """An option, or a department: ``title`` names its field to whoever cannot see the page."""

    id: str
    label: str
    hint: str | None
    title: str


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """A question in its place. ``options`` are to be ticked; ``apart`` those beside a field."""

    id: str
    kind: Kind
    number: int
    text: str
    hint: str | None
    condition: str | None
    instruction: str
    title: str
    is_follow_up: bool
    is_optional: bool
    is_short: bool
    options: tuple[PaperOption, ...]
    apart: tuple[PaperOption, ...]
    departments: tuple[PaperOption, ...]
    unit: str
    max_length: int


@dataclass(frozen=True, slots=True)
class PaperSection:
    """A section: its place among the others in words, and its questions."""

    id: str
    title: str
    place: str
    introduction: str | None
    questions: tuple[PaperQuestion, ...]


@dataclass(frozen=True, slots=True)
class PaperForm:
    """The whole form. ``record`` and ``keywords`` say what it is to whoever reads it filled in."""

    language: str
    questionnaire: str
    title: str
    audience: str
    introduction: str
    not_covered: str
    facts: str
    edition: str
    ways: tuple[str, ...]
    words: PaperWords
    sections: tuple[PaperSection, ...]
    keywords: str
    record: bytes

    @property
    def titles(self) -> dict[str, str]:
        """How each question is named to whoever cannot see the page."""
        return {one.id: one.title for section in self.sections for one in section.questions}
