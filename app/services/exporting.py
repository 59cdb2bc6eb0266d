"""The roadmap as files to carry away, with what people say of it; made when asked for, never kept.

Must not decide who may have them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.translation import in_language
from app.locale.speech import speaking
from app.report.build import build_in
from app.report.contexts import name_roadmap
from app.report.roadmap_calendar import write_calendar
from app.report.roadmap_csv import write_csv
from app.report.roadmap_json import write_json
from app.report.roadmap_lines import list_lines
from app.report.roadmap_table import Takeaway
from app.report.roadmap_workbook import write_workbook
from app.services.following import Following
from app.services.reporting import Reporting
from app.services.views import AssessmentView


@dataclass(frozen=True)
class Exported:
    """A file: its bytes, its name (ASCII letters, digits and hyphens), its media type."""

    data: bytes
    name: str
    media_type: str


@dataclass(frozen=True, slots=True)
class _Kind:
    media_type: str
    write: Callable[[Takeaway], bytes]


KINDS = {
    "csv": _Kind("text/csv; charset=utf-8", write_csv),
    "xlsx": _Kind(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_workbook
    ),
    "json": _Kind("application/json", write_json),
    "ics": _Kind("text/calendar; charset=utf-8", write_calendar),
}
"""The kinds of file, by the ending of their name."""


class Exporting:
    """How a roadmap is carried away."""

    def __init__(self, reporting: Reporting, following: Following) -> None:
        self._reporting = reporting
        self._following = following

    def export(
        self, view: AssessmentView, kind: str, language: str, *, with_scores: bool = True
    ) -> Exported:
        """Return the roadmap as a file of a kind (a key of ``KINDS``), in a language.

        Content that is not written in it stays in its own. Without scores the levels are told, not
        by how many points nor from how many answers: as to whoever came by a share link.
        """
        follow_up = self._following.of(view)
        meta = self._reporting.meta_of(view, language)
        report = build_in(language, view.edition, view.answers, meta, view.corrections)
        with speaking(language):
            edition = in_language(view.edition, language)
            takeaway = Takeaway(
                edition=edition,
                report=report,
                lines=list_lines(edition, report, follow_up),
                follow_up=follow_up,
                updated_on=meta.updated_at,
                updated_at=view.updated_at,
                with_scores=with_scores,
                roadmap_url=self._reporting.follow_up_url_of(view, language),
            )
            data = KINDS[kind].write(takeaway)
        name = name_roadmap(report.questionnaire, report.reference, language, kind)
        return Exported(data, name, KINDS[kind].media_type)
