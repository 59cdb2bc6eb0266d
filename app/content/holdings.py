"""What a content folder gives to those who use it; light to import, it reads nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.content.findings import Finding
from app.domain.edition import Edition
from app.domain.errata import Errata
from app.domain.migration import Migration
from app.domain.pieces import Part

Places = Mapping[tuple[Part, str], str]
"""« file:line » of the pieces of a pathway, by part and id."""


@dataclass(frozen=True, slots=True)
class Library:
    """What a content folder gives. Only editions without any error are in ``editions``."""

    editions: Mapping[str, Edition]
    findings: tuple[Finding, ...]
    resources: int
    migrations: Mapping[str, Migration] = field(default_factory=dict)
    """What became of questions and options, by the id of their questionnaire."""
    errata: Mapping[str, Errata] = field(default_factory=dict)
    """The text corrections that reach editions in use, by the id of their questionnaire."""

    @property
    def has_errors(self) -> bool:
        """Whether something in the folder is not fit to be served."""
        return any(finding.severity == "error" for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a folder that is being edited gave when it was last read.

    ``editions`` are offered: those that are sound now and, for the pathways named in ``kept``, the
    last that was. ``places`` are those of the pathways that are not kept. ``revision`` differs
    whenever anything else does.
    """

    editions: Mapping[str, Edition]
    findings: tuple[Finding, ...]
    resources: int
    kept: frozenset[str]
    places: Mapping[str, Places]
    revision: str
    migrations: Mapping[str, Migration] = field(default_factory=dict)
    errata: Mapping[str, Errata] = field(default_factory=dict)

    @property
    def errors(self) -> int:
        """How many findings keep a pathway from being offered as written."""
        return sum(finding.severity == "error" for finding in self.findings)
