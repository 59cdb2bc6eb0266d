"""The diagnosis of an assessment and its report; computed each time, never stored."""

from __future__ import annotations

from dataclasses import replace

from app.domain.diagnose import diagnose
from app.domain.diagnosis import Diagnosis
from app.domain.translation import in_language, languages_of
from app.locale.speech import FRENCH, speaking
from app.report.actions import list_actions
from app.report.build import build_in
from app.report.contexts import ActionView, Report, ReportMeta
from app.report.standing import Subject
from app.report.summary import Summary, summarise
from app.services.assessments import Assessments
from app.services.carrying import Carrying
from app.services.following import Following
from app.services.views import AssessmentView
from app.settings import Settings


class Reporting:
    """What an assessment says to the person."""

    def __init__(
        self,
        assessments: Assessments,
        carrying: Carrying,
        following: Following,
        settings: Settings,
    ) -> None:
        self._assessments = assessments
        self._carrying = carrying
        self._following = following
        self._settings = settings

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
        return build_in(
            language,
            view.edition,
            view.answers,
            self.meta_of(view, language),
            view.corrections,
            self._following.of(view),
            self._carrying.earlier_of(view),
        )

    def actions_of(self, view: AssessmentView, language: str) -> tuple[ActionView, ...]:
        """Return the actions that the answers lead to, by number, in a language."""
        with speaking(language):
            edition = in_language(view.edition, language)
            found = diagnose(edition, view.answers, next_levels=False)
            _, horizons = list_actions(Subject(edition, view.answers, found))
        actions = (action for horizon in horizons for action in horizon.actions)
        return tuple(sorted(actions, key=lambda action: action.number))

    def summary_of(self, view: AssessmentView, language: str) -> Summary:
        """Return whose result it is and the levels, in a language, and nothing else of it."""
        with speaking(language):
            return summarise(in_language(view.edition, language), view.answers)

    def meta_of(self, view: AssessmentView, language: str) -> ReportMeta:
        """Return what a report in a language says of an assessment beside its answers."""
        return ReportMeta(
            reference=view.reference,
            created_at=self._settings.day_of(view.created_at),
            updated_at=self._settings.day_of(view.updated_at),
            result_url=self._address_of(view, language, "resultat"),
        )

    def follow_up_url_of(self, view: AssessmentView, language: str) -> str | None:
        """Return the public address of the roadmap as people carry it out, where it is known."""
        return self._address_of(view, language, "suivi")

    def _address_of(self, view: AssessmentView, language: str, page: str) -> str | None:
        base = self._settings.base_url
        if not base:
            return None
        prefix = "" if language == FRENCH else f"/{language}"
        return f"{base}{prefix}/diagnostic/{view.id}/{page}"
