"""The typed report: everything that the page and the PDF say, in words, ready to print.

Values only. Must not compute, and must import nothing heavy: PDF workers receive it pickled.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from app.report.chart_contexts import LevelBands, LevelBar, Radar, ShareChart
from app.report.since_contexts import Since


@dataclass(frozen=True, slots=True)
class ReportMeta:
    """What the report cannot know from the answers: when, and under which reference."""

    reference: str
    created_at: date
    updated_at: date
    organisation: str | None = None
    """Used before the name that the person may have given in the questionnaire."""
    result_url: str | None = None
    """The public address of the result page, printed in the PDF."""


@dataclass(frozen=True, slots=True)
class WeighedAnswer:
    """An answer that counted, in words. ``effect`` is base, halfway, margin or unknown."""

    question_id: str
    question: str
    answer: str
    effect: str
    effect_label: str


@dataclass(frozen=True, slots=True)
class ChangeView:
    """« Question : de X à Y », or where the answer is not known yet, « il faudrait Y »."""

    question_id: str
    question: str
    before: str
    after: str
    is_to_find: bool


@dataclass(frozen=True, slots=True)
class NextStep:
    """What would surely reach the next level; no change when answers alone do not."""

    dimension: str
    title: str
    heading: str
    target_label: str
    effort: str
    changes: tuple[ChangeView, ...]
    note: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the person stands on a dimension, or overall. ``rank`` is 0–3, None without level."""

    id: str
    title: str
    description: str | None
    depth: int
    rank: int | None
    level: str
    portrait: str | None
    score: str
    """« 58 » or « 40 à 63 »; « – » without answer."""
    interval: str
    """« 58 sur 100 », « de 40 à 63 sur 100 »."""
    low: float | None
    high: float | None
    possible: str | None
    """The label of the best level still possible, when it is another."""
    uncertainty: str | None
    """The sentence on what is still to be found, if anything is."""
    completeness: str
    weighing: tuple[WeighedAnswer, ...]
    missing: tuple[str, ...]
    bar: LevelBar
    bands: LevelBands
    next_step: NextStep | None

    @property
    def weighed_ids(self) -> frozenset[str]:
        """The questions whose answers are told as those that counted most."""
        return frozenset(one.question_id for one in self.weighing)

    @property
    def changes_by_question(self) -> dict[str, ChangeView]:
        """What would have to change for the next level, by question."""
        step = self.next_step
        return {} if step is None else {one.question_id: one for one in step.changes}


@dataclass(frozen=True, slots=True)
class Strength:
    """A practice that is already in place."""

    practice: str
    question: str
    dimension: str


@dataclass(frozen=True, slots=True)
class SourceNote:
    """Where a fact comes from: a document of the list of sources, and the place in it."""

    document: str
    place: str


@dataclass(frozen=True, slots=True)
class ResourceView:
    """An entry of the catalogue, in words. ``url`` is http(s) or None."""

    id: str
    kind: str
    kind_label: str
    title: str
    origin: str
    summary: str
    not_covered: str
    use: str
    access: str
    effort: str
    url: str | None
    address_note: str | None
    source: SourceNote


@dataclass(frozen=True, slots=True)
class RecommendationView:
    """A resource and every reason why it is recommended to this person."""

    position: int
    resource: ResourceView
    reasons: tuple[str, ...]
    ranking: str
    actions: tuple[int, ...]
    """The numbers of the actions that call for it, the first first."""


@dataclass(frozen=True, slots=True)
class KindGroup:
    """All recommendations of one kind: data, tool, skill or example."""

    id: str
    title: str
    introduction: str
    recommendations: tuple[RecommendationView, ...]


@dataclass(frozen=True, slots=True)
class Undertaken:
    """What people have said of an action they carry out; empty where nothing is said yet."""

    owner: str
    due: str
    status: str
    done: str = ""
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class OwnAction:
    """An action that people have added to their roadmap themselves."""

    do: str
    undertaken: Undertaken


@dataclass(frozen=True, slots=True)
class ActionView:
    """Something to do. ``number`` runs through the whole roadmap, first actions before others."""

    number: int
    id: str
    is_first: bool
    do: str
    who: str
    duration: str
    done_when: str
    dimension: str
    horizon: str
    effort: str
    reasons: tuple[str, ...]
    resources: tuple[ResourceView, ...]
    ranking: str
    undertaken: Undertaken | None = None


@dataclass(frozen=True, slots=True)
class HorizonGroup:
    """All actions of one horizon, first actions before others, then people's ``own``."""

    id: str
    title: str
    span: str
    purpose: str
    actions: tuple[ActionView, ...]
    own: tuple[OwnAction, ...] = ()

    @property
    def later(self) -> tuple[ActionView, ...]:
        """The actions that are not among the first."""
        return tuple(action for action in self.actions if not action.is_first)


@dataclass(frozen=True, slots=True)
class UnknownView:
    """A question whose answer is still to be found, and what may help to find it."""

    question_id: str
    question: str
    section: str
    state: str
    clue: str | None
    weight: str | None


@dataclass(frozen=True, slots=True)
class FigureView:
    """A key figure, and what the person said on the same subject (question, answer)."""

    id: str
    value: str
    statement: str
    study: str
    source: SourceNote
    own: tuple[tuple[str, str], ...]
    share: ShareChart | None = None
    """The part of the population counted, when the figure is one."""


@dataclass(frozen=True, slots=True)
class AnswerView:
    """A question asked and what was said. ``state`` is given, unknown or missing.

    ``points`` (0–100) and ``share`` say what a scored answer weighs in its dimension.
    """

    question_id: str
    question: str
    answer: str
    state: str
    points: str | None
    share: str | None


@dataclass(frozen=True, slots=True)
class AnswerSection:
    """The answers of one section."""

    id: str
    title: str
    answers: tuple[AnswerView, ...]


@dataclass(frozen=True, slots=True)
class CountedRow:
    """A question, or a dimension, in the arithmetic: its points and its share of the whole."""

    label: str
    points: str
    share: str


@dataclass(frozen=True, slots=True)
class Computation:
    """How the score and level of a dimension, or overall, were found.

    ``rule`` and ``bands`` are None where they are those said once for all in the principles.
    """

    id: str
    title: str
    rows: tuple[CountedRow, ...]
    result: str
    rule: str | None
    bands: str | None


@dataclass(frozen=True, slots=True)
class Method:
    """How everything was computed, in plain words."""

    principles: tuple[str, ...]
    ranking: tuple[str, ...]
    computations: tuple[Computation, ...]


@dataclass(frozen=True, slots=True)
class SourceView:
    """A document that the content was made from."""

    id: str
    title: str
    origin: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report; the web page and the PDF are its two faces."""

    language: str
    questionnaire: str
    title: str
    audience: str
    summary: str
    not_covered: str
    organisation: str | None
    date: str
    date_iso: str
    reference: str
    edition: str
    result_url: str | None
    overall: Standing
    completeness: str
    strengths: tuple[Strength, ...]
    dimensions: tuple[Standing, ...]
    radar: Radar | None
    first_actions: tuple[ActionView, ...]
    horizons: tuple[HorizonGroup, ...]
    kinds: tuple[KindGroup, ...]
    unknowns: tuple[UnknownView, ...]
    figures: tuple[FigureView, ...]
    sections: tuple[AnswerSection, ...]
    method: Method
    sources: tuple[SourceView, ...]
    record: bytes
    """The result as data (see ``record``), attached to the PDF."""
    record_description: str
    corrections: tuple[str, ...] = ()
    """The text corrections that this edition shows and that its stored form does not have."""
    since: Since | None = None
    """What moved since the diagnosis that this one repeats, where it repeats one."""
    is_extract: bool = False
    """Whether two pages of it are wanted in print, and not the whole."""
    is_cut: bool = False
    """Whether some answers are printed in part only, for being too long (see ``paper``)."""

    @property
    def next_steps(self) -> tuple[NextStep, ...]:
        """What would reach the next level: overall first, then each dimension."""
        standings = (self.overall, *self.dimensions)
        return tuple(one.next_step for one in standings if one.next_step is not None)

    @property
    def filename(self) -> str:
        """The name of the PDF file: ASCII letters, digits and hyphens."""
        return name_pdf(
            self.questionnaire, self.reference, self.language, is_extract=self.is_extract
        )


def name_pdf(questionnaire: str, reference: str, language: str, *, is_extract: bool = False) -> str:
    """Return the name of the PDF of a report, or its extract: ASCII letters, digits and hyphens."""
    if not is_extract:
        return name_roadmap(questionnaire, reference, language, "pdf")
    return _name(("essentiel", "summary"), questionnaire, reference, language, "pdf")


def name_roadmap(questionnaire: str, reference: str, language: str, ending: str) -> str:
    """Return the name of a file of a roadmap: ASCII letters, digits and hyphens."""
    return _name(("feuille-de-route", "roadmap"), questionnaire, reference, language, ending)


def _name(
    names: tuple[str, str], questionnaire: str, reference: str, language: str, ending: str
) -> str:
    plain = re.sub(r"[^A-Za-z0-9]+", "-", reference).strip("-") or "sans-reference"
    french, english = names
    return f"{french if language == 'fr' else english}-{questionnaire}-{plain}.{ending}"
