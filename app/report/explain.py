"""What stands behind the result: all answers, what is unknown, key figures, arithmetic, sources.

Must not recompute any score.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.diagnosis import DimensionResult, QuestionResult
from app.domain.model import OVERALL
from app.domain.questionnaire import Dimension, Item, LevelBand
from app.locale.formats import colon, number, percent, quote, semicolon
from app.locale.speech import gettext
from app.report import wording
from app.report.actions import web_address
from app.report.contexts import (
    AnswerSection,
    AnswerView,
    Computation,
    CountedRow,
    Method,
    SourceView,
    UnknownView,
)
from app.report.standing import Subject


def state_of(subject: Subject, item: Item) -> str:
    """Return given, unknown or missing: what became of a question that was asked."""
    value = subject.answers.get(item.id)
    if value is None:
        return "missing"
    chosen = (value,) if isinstance(value, str) else value
    options = item.options_by_id
    is_unknown = isinstance(chosen, tuple) and any(
        one in options and options[one].unknown for one in chosen
    )
    return "unknown" if is_unknown else "given"


def list_answers(subject: Subject, visible: Sequence[Item]) -> tuple[AnswerSection, ...]:
    """Return every question asked with what was said, by section."""
    results = _results_by_question(subject)
    sections = []
    for section in subject.edition.questionnaire.sections:
        # Not by identity: an edition read from the store may share the compiled form of another.
        own = [item for item in visible if item.section.id == section.id]
        answers = tuple(
            AnswerView(
                question_id=item.id,
                question=item.question.text,
                answer=subject.answer(item.id),
                state=state_of(subject, item),
                points=_points(one.low, one.high, one.state) if one else None,
                share=_share(one) if one else None,
            )
            for item in own
            for one in (results.get(item.id),)
        )
        if answers:
            sections.append(AnswerSection(section.id, section.title, answers))
    return tuple(sections)


def _results_by_question(subject: Subject) -> dict[str, QuestionResult]:
    return {
        one.question: one
        for dimension in subject.diagnosis.dimensions
        for one in dimension.questions
    }


def list_unknowns(subject: Subject, visible: Sequence[Item]) -> tuple[UnknownView, ...]:
    """Return the questions still to be answered, optional ones left out."""
    results = _results_by_question(subject)
    found = []
    for item in visible:
        state = state_of(subject, item)
        if state == "given" or (state == "missing" and item.question.optional):
            continue
        found.append(
            UnknownView(
                question_id=item.id,
                question=item.question.text,
                section=item.section.title,
                state=gettext(wording.STATES[state]),
                clue=_clue(item),
                weight=_weight(subject, results.get(item.id)),
            )
        )
    return tuple(found)


def _clue(item: Item) -> str | None:
    """Return who or what may know: the hint of the unknown option, else that of the question."""
    own = next((option.hint for option in item.options if option.unknown and option.hint), None)
    return own or item.question.hint


def _weight(subject: Subject, result: QuestionResult | None) -> str | None:
    if result is None or not result.share:
        return None
    title = subject.edition.questionnaire.title_of(result.dimension)
    share = percent(result.share)
    return gettext("Compte pour %(share)s de %(title)s.", share=share, title=quote(title))


def explain_method(subject: Subject) -> Method:
    """Return the arithmetic of every dimension and of the whole, and how actions are ranked."""
    questionnaire = subject.edition.questionnaire
    results = {one.id: one for one in subject.diagnosis.dimensions}
    overall = Dimension(
        id=OVERALL,
        title=questionnaire.overall.title,
        aggregation=questionnaire.overall.aggregation,
        dimensions=questionnaire.dimensions,
    )
    computations = [
        _compute(subject, one, results[one.id], results)
        for one in questionnaire.walk_dimensions()
        if one.id in results
    ]
    computations.append(_compute(subject, overall, subject.diagnosis.overall, results))
    usual = wording.AGGREGATIONS["mean"]
    common = gettext("Sauf mention contraire, un résultat est %(rule)s", rule=gettext(usual))
    levels = gettext(
        "Sauf mention contraire, les niveaux sont : %(levels)s",
        levels=_bands(questionnaire.levels),
    )
    principles = (*map(gettext, wording.PRINCIPLES), common, levels)
    return Method(principles, tuple(map(gettext, wording.RANKING)), tuple(computations))


def _compute(
    subject: Subject,
    dimension: Dimension,
    result: DimensionResult,
    results: dict[str, DimensionResult],
) -> Computation:
    rows = [
        CountedRow(
            label=subject.text(one.question),
            points=_points(one.low, one.high, one.state),
            share=_share(one),
        )
        for one in result.questions
    ]
    children = [child for child in dimension.dimensions if child.id in results]
    counted = [child.weight for child in children if results[child.id].low is not None]
    # Beside questions of their own, dimensions are told by their weight: no share is known here.
    whole = sum(counted) if counted and not result.questions else None
    for child in children:
        own = results[child.id]
        weight = gettext("poids %(weight)s", weight=number(child.weight))
        share = percent(child.weight / whole) if whole else weight
        rows.append(
            CountedRow(
                label=child.title,
                points=_points(own.low, own.high, "known"),
                share=share if own.low is not None else wording.NO_SCORE,
            )
        )
    level = result.level_label or gettext(wording.NO_LEVEL)
    total = _points(result.low, result.high, "known")
    bands = _bands(subject.edition.questionnaire.bands_of(result.id))
    usual = _bands(subject.edition.questionnaire.levels)
    rule = gettext(wording.AGGREGATIONS[dimension.aggregation])
    return Computation(
        id=dimension.id,
        title=dimension.title,
        rows=tuple(rows),
        result=gettext(
            "Résultat : %(points)s sur 100, niveau %(level)s.", points=total, level=quote(level)
        )
        if result.low is not None
        else gettext("Résultat : %(level)s.", level=level.lower()),
        rule=gettext("Le résultat est %(rule)s", rule=rule)
        if dimension.aggregation != "mean"
        else None,
        bands=gettext("Niveaux : %(levels)s", levels=bands) if bands != usual else None,
    )


def _points(low: float | None, high: float | None, state: str) -> str:
    if low is None or high is None:
        return gettext("sans objet") if state == "not_applicable" else wording.NO_SCORE
    if low == high:
        return number(low)
    return gettext("%(low)s à %(high)s", low=number(low), high=number(high))


def _share(one: QuestionResult) -> str:
    return percent(one.share) if one.share else wording.NO_SCORE


def _bands(bands: Sequence[LevelBand]) -> str:
    parts = []
    for band in bands:
        if band.below is None:
            span = gettext("à partir de %(low)s", low=number(band.at_least))
        else:
            span = gettext(
                "de %(low)s à moins de %(high)s",
                low=number(band.at_least),
                high=number(band.below),
            )
        parts.append(f"{band.label}{colon()} {span}")
    return f"{semicolon().join(parts)}."


def list_sources(subject: Subject) -> tuple[SourceView, ...]:
    """Return the documents that the content of the edition was made from."""
    return tuple(
        SourceView(
            id=one.id,
            title=one.title,
            origin=f"{one.publisher}, {one.year}",
            url=web_address(one.url),
        )
        for one in subject.edition.sources
    )
