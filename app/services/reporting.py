"""The diagnosis of an assessment, its report and its PDF; computed each time, never stored."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from app.domain.diagnose import diagnose
from app.domain.diagnosis import Diagnosis
from app.domain.translation import in_language, languages_of
from app.locale.speech import FRENCH, speaking
from app.report.build import build_report
from app.report.contexts import Report, ReportMeta
from app.report.paper_contexts import PaperForm
from app.services.assessments import Assessments
from app.services.views import AssessmentView
from app.settings import Settings


class Renderer(Protocol):
    """What makes a PDF from a report: ``app.report.pdf.PdfRenderer``, or a stand-in."""

    def warm(self) -> None:
        """Get ready in the background."""

    def render(self, report: Report) -> bytes:
        """Return the PDF."""

    def render_form(self, form: PaperForm) -> bytes:
        """Return the PDF of a blank form."""

    def close(self) -> None:
        """Stop the worker processes."""


class Reporting:
    """What an assessment says to the person."""

    def __init__(
        self, assessments: Assessments, settings: Settings, renderer: Renderer | None
    ) -> None:
        self._assessments = assessments
        self._settings = settings
        self._renderer = renderer

    def diagnosis_of(
        self, assessment_id: str, language: str | None = None
    ) -> tuple[AssessmentView, Diagnosis]:
        """Return an assessment and its diagnosis, complete or not, in the pathway's language.

        ``language`` is the one wanted; the pathway's own where it promises no such translation.

        Raises:
            AssessmentNotFound: if there is none of this id.
        """
        view = self._assessments.load(assessment_id)
        if language in languages_of(view.edition):
            view = replace(view, edition=in_language(view.edition, language))
        return view, diagnose(view.edition, view.answers)

    def report_of(self, assessment_id: str, language: str = FRENCH) -> Report:
        """Return the report that the page and the PDF are made from, in a language.

        Content that is not written in it stays in its own, and says so.

        Raises:
            AssessmentNotFound: if there is none of this id.
        """
        view = self._assessments.load(assessment_id)
        edition = in_language(view.edition, language)
        with speaking(language):
            return build_report(
                edition, view.answers, self._meta(view, language), corrections=view.corrections
            )

    def pdf_of(self, assessment_id: str) -> bytes:
        """Return the roadmap as PDF.

        Raises:
            AssessmentNotFound: if there is none of this id.
            PdfUnavailable, PdfTimeout, PdfBusy: see ``app.report.pdf``.
        """
        return self.render(self.report_of(assessment_id))

    def render(self, report: Report) -> bytes:
        """Return a report as PDF.

        Raises:
            PdfUnavailable, PdfTimeout, PdfBusy: see ``app.report.pdf``.
        """
        if self._renderer is None:
            raise RuntimeError("services were built without a PDF renderer")
        return self._renderer.render(report)

    def warm(self) -> None:
        """Get the renderer ready in the background: a result is read, and may be downloaded."""
        if self._renderer is not None:
            self._renderer.warm()

    def close(self) -> None:
        """Stop the renderer."""
        if self._renderer is not None:
            self._renderer.close()

    def _meta(self, view: AssessmentView, language: str) -> ReportMeta:
        base = self._settings.base_url
        if base and language != FRENCH:
            base = f"{base}/{language}"
        return ReportMeta(
            reference=view.reference,
            created_at=self._settings.day_of(view.created_at),
            updated_at=self._settings.day_of(view.updated_at),
            result_url=f"{base}/diagnostic/{view.id}/resultat" if base else None,
        )
