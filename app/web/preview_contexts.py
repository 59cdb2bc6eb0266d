"""The typed contexts of the pages that show a whole pathway, and of the author's workbench.

Must not compute: ``preview_pages`` and ``workbench`` do.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

from app.report.branching import Branching

Anchor = str
"""What follows # in an address: « question-partners »; ``PreviewPage.href`` makes the address."""


@dataclass(frozen=True, slots=True)
class Link:
    """The words of a link and the anchor it leads to."""

    text: str
    to: Anchor


@dataclass(frozen=True, slots=True)
class Words:
    """A part of a sentence; ``to`` is None where it names nothing."""

    text: str
    to: Anchor | None = None


Said = tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What every piece shown has. ``folded`` is its text as searched: see ``fold``."""

    anchor: Anchor
    id: str
    folded: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionRow:
    label: str
    worth: str
    hint: str | None
    notes: tuple[str, ...]
    follow_ups: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView(Piece):
    """``under`` are the dimension of the question and those above it."""

    text: str
    kind: str
    facts: tuple[str, ...]
    hint: str | None
    why: str | None
    dimension: Link | None
    under: Set[str]
    asked_when: Said | None
    options: tuple[OptionRow, ...]
    has_notes: bool
    bands: tuple[tuple[str, str], ...]
    read_by: tuple[Link, ...]
    decides: tuple[Link, ...]
    figures: tuple[Link, ...]
    source: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView(Piece):
    title: str
    introduction: str | None
    is_context: bool
    questions: tuple[QuestionView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BandView:
    label: str
    span: str
    portrait: str | None
    requires: tuple[tuple[str, Said], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionView(Piece):
    """``above`` is what it counts in; ``facts`` its weight and how its score is made."""

    title: str
    description: str | None
    above: Link | None
    facts: tuple[str, ...]
    bands: tuple[BandView, ...]
    under: Set[str]
    source: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceLink:
    kind: str
    link: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleView(Piece):
    do: str
    facts: tuple[tuple[str, str], ...]
    done_when: str
    because: str
    when: Said
    unless: Said | None
    dimension: Link
    under: Set[str]
    recommends: tuple[ResourceLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionView(Piece):
    said: Said
    used_by: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceView(Piece):
    title: str
    kind: str
    about: str
    summary: str
    url: str | None
    source: Link
    recommended_by: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureView(Piece):
    """``shown`` is where, in this pathway; empty for one that a newer one replaced."""

    value: str
    statement: str
    study: str
    source: Link
    shown: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView(Piece):
    title: str
    origin: str
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """Everything there is to show of a pathway, unfiltered."""

    sections: tuple[SectionView, ...]
    dimensions: tuple[DimensionView, ...]
    rules: tuple[RuleView, ...]
    conditions: tuple[ConditionView, ...]
    resources: tuple[ResourceView, ...]
    figures: tuple[FigureView, ...]
    sources: tuple[SourceView, ...]
    branching: Branching | None
    decided: tuple[tuple[Link, Said], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What of a pathway is asked for: a dimension and words, either may be empty."""

    dimension: str
    words: str

    @property
    def is_on(self) -> bool:
        return bool(self.dimension or self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewPage:
    """A whole pathway, or what a filter leaves of it.

    ``whole`` is its address without a filter; ``places`` where each piece is written, by anchor,
    where that is known. ``is_kept`` says that the last sound edition stands for a faulty one.
    """

    id: str
    title: str
    audience: str
    edition: str
    counts: tuple[str, ...]
    minutes: str
    estimate: str
    scoring: str
    whole: str
    filter: Filter
    found: str
    dimensions_offered: tuple[tuple[str, str], ...]
    show: Whole
    rule_groups: tuple[tuple[str, str, tuple[RuleView, ...]], ...]
    resource_groups: tuple[tuple[str, str, tuple[ResourceView, ...]], ...]
    shown: Set[Anchor]
    places: Mapping[Anchor, str]
    is_workbench: bool
    is_kept: bool

    def href(self, anchor: Anchor) -> str:
        """Return the address of a piece: on this page, or on the page of everything."""
        return f"#{anchor}" if anchor in self.shown else f"{self.whole}#{anchor}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewCard:
    id: str
    title: str
    audience: str
    counts: tuple[str, ...]
    edition: str
    is_kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewsPage:
    pathways: tuple[PreviewCard, ...]
    is_workbench: bool
    title: str = "Tous les parcours, à livre ouvert"


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    place: str
    severity: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What the banner says. ``count`` is in words, empty when there is nothing to mend."""

    revision: str
    count: str
    has_errors: bool
    first: tuple[FindingView, ...]
    more: int
    kept: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsPage:
    files: tuple[tuple[str, tuple[FindingView, ...]], ...]
    count: str
    kept: tuple[str, ...]
    title: str = "Anomalies des contenus"
