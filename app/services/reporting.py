"""The diagnosis of an assessment and its report; computed each time, never stored."""

from __future__ import annotations

from app.domain.diagnose import diagnose
from app.domain.diagnosis import Diagnosis
from app.report.build import build_report
from app.report.contexts import Report, ReportMeta
from app.services.assessments import Assessments
from app.services.views import AssessmentView
from app.settings import Settings


class Reporting:
    """What an assessment says to the person."""

    def __init__(self, assessments: Assessments, settings: Settings) -> None:
        self._assessments = assessments
        self._settings = settings

    def diagnosis_of(self, assessment_id: str) -> tuple[AssessmentView, Diagnosis]:
        """Return an assessment and its diagnosis, complete or not.

        Raises:
            AssessmentNotFound: if there is none of this id.
        """
        view = self._assessments.load(assessment_id)
        return view, diagnose(view.edition, view.answers)

    def report_of(self, assessment_id: str) -> Report:
        """Return the report that the page and the PDF are made from.

        Raises:
            AssessmentNotFound: if there is none of this id.
        """
        view = self._assessments.load(assessment_id)
        return build_report(view.edition, view.answers, self.meta_of(view))

    def meta_of(self, view: AssessmentView) -> ReportMeta:
        """Return what a report says of an assessment beside its answers."""
        base = self._settings.base_url
        return ReportMeta(
            reference=view.reference,
            created_at=self._settings.day_of(view.created_at),
            updated_at=self._settings.day_of(view.updated_at),
            result_url=f"{base}/diagnostic/{view.id}/resultat" if base else None,
        )
