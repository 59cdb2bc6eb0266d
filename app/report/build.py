"""Makes the one report out of an edition and answers: what the page and the PDF both say.

Pure: no clock, no disk. Must not know how anything is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.diagnose import diagnose
from app.domain.diagnosis import Answers, Completeness, Diagnosis
from app.domain.edition import Edition
from app.domain.errata import Erratum
from app.domain.follow_up import FollowUp
from app.domain.navigation import visible_items
from app.domain.questionnaire import Dimension, TextQuestion
from app.domain.translation import in_language
from app.locale.formats import date_words
from app.locale.speech import gettext, ngettext, speaking
from app.report.actions import group_recommendations, list_actions
from app.report.contexts import Report, ReportMeta
from app.report.corrections import tell_corrections
from app.report.explain import (
    explain_method,
    list_answers,
    list_sources,
    list_unknowns,
)
from app.report.key_figures import list_figures
from app.report.record import NO_FOLLOW_UP, write_record
from app.report.since import Earlier, compare_since, tell_since
from app.report.since_contexts import Since
from app.report.standing import Subject, describe_standing, find_strengths, profile_radar
from app.report.undertaken import take_up

EDITION_DIGITS = 12
"""How much of the hash of an edition is printed."""


def build_in(
    language: str,
    edition: Edition,
    answers: Answers,
    meta: ReportMeta,
    corrections: tuple[Erratum, ...] = (),
    follow_up: FollowUp = NO_FOLLOW_UP,
    earlier: Earlier | None = None,
) -> Report:
    """Return the report of these answers in a language, whichever is spoken here.

    Content that is not written in it stays in its own, and says so. See ``build_report``.
    """
    with speaking(language):
        return build_report(
            in_language(edition, language),
            answers,
            meta,
            corrections=corrections,
            follow_up=follow_up,
            earlier=earlier,
        )


def build_report(
    edition: Edition,
    answers: Answers,
    meta: ReportMeta,
    *,
    diagnosis: Diagnosis | None = None,
    corrections: tuple[Erratum, ...] = (),
    follow_up: FollowUp = NO_FOLLOW_UP,
    earlier: Earlier | None = None,
) -> Report:
    """Return the report of these answers; the same for the same arguments.

    Args:
        edition: the content that the answers were given to.
        answers: valid answers, complete or not.
        meta: reference, dates and addresses, which the answers do not hold.
        diagnosis: that of the same edition and answers, when it has already been made.
        corrections: the errata by which the texts of the edition differ from its stored form.
        follow_up: who carries out which action, by when and how it goes, as far as that is said;
            the record holds it.
        earlier: the diagnosis that this one repeats: what has moved since is told.
    """
    subject = Subject(edition, answers, diagnosis or diagnose(edition, answers))
    visible = visible_items(edition, answers)
    questionnaire = edition.questionnaire
    results = {one.id: one for one in subject.diagnosis.dimensions}
    first, horizons = take_up(edition, *list_actions(subject), follow_up)
    return Report(
        language=questionnaire.language,
        questionnaire=questionnaire.id,
        title=questionnaire.title,
        audience=questionnaire.audience,
        summary=questionnaire.summary,
        not_covered=questionnaire.not_covered,
        organisation=meta.organisation or name_organisation(edition, answers),
        date=date_words(meta.updated_at),
        date_iso=meta.updated_at.isoformat(),
        reference=meta.reference,
        edition=subject.diagnosis.edition[:EDITION_DIGITS],
        result_url=meta.result_url,
        overall=describe_standing(subject, subject.diagnosis.overall, None, 0),
        completeness=describe_completeness(subject.diagnosis.completeness),
        strengths=find_strengths(subject),
        dimensions=tuple(
            describe_standing(subject, results[dimension.id], dimension, depth)
            for dimension, depth in _walk(questionnaire.dimensions)
            if dimension.id in results
        ),
        radar=profile_radar(subject),
        first_actions=first,
        horizons=horizons,
        kinds=group_recommendations(subject, horizons),
        unknowns=list_unknowns(subject, visible),
        figures=list_figures(subject, visible),
        sections=list_answers(subject, visible),
        method=explain_method(subject),
        sources=list_sources(subject),
        record=write_record(edition, answers, subject.diagnosis, meta, follow_up),
        record_description=gettext(
            "Vos réponses, votre résultat et le suivi de vos actions, pour les reprendre ailleurs."
        ),
        corrections=tell_corrections(corrections),
        since=None if earlier is None else _since(earlier, edition, answers),
    )


def _since(earlier: Earlier, edition: Edition, answers: Answers) -> Since:
    evolution = compare_since(earlier, edition, answers)
    return tell_since(evolution, earlier.day, earlier.reference)


def name_organisation(edition: Edition, answers: Answers) -> str | None:
    """Return the name given by the person, if the pathway asks for one.

    It is the answer to the first one-line text question of a section about their situation.
    """
    for item in edition.questionnaire.items:
        question = item.question
        if item.section.context and isinstance(question, TextQuestion) and not question.multiline:
            name = answers.get(question.id)
            return name if isinstance(name, str) and name.strip() else None
    return None


def describe_completeness(completeness: Completeness) -> str:
    """Return how many questions are answered, and how many by « je ne sais pas »."""
    answered, asked = completeness.answered, completeness.asked
    if answered == 0:
        return ngettext(
            "Aucune réponse pour l’instant, sur %(count)s\u00a0question.",
            "Aucune réponse pour l’instant, sur %(count)s\u00a0questions.",
            asked,
        )
    if completeness.is_complete:
        sentence = gettext("Vous avez répondu à toutes les questions (%(asked)s)", asked=asked)
    else:
        sentence = gettext(
            "Vous avez répondu à %(answered)s questions sur %(asked)s",
            answered=answered,
            asked=asked,
        )
    if completeness.unknown:
        sentence += ngettext(
            ", dont %(count)s fois « je ne sais pas »",
            ", dont %(count)s fois « je ne sais pas »",
            completeness.unknown,
        )
    return f"{sentence}."


def _walk(dimensions: tuple[Dimension, ...], depth: int = 0) -> Iterator[tuple[Dimension, int]]:
    for dimension in dimensions:
        yield dimension, depth
        yield from _walk(dimension.dimensions, depth + 1)
