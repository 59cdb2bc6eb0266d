"""The key figures of a pathway beside the person's own answers, and the side where they stand.

Must not say of a person what their answers do not make sure.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.compiled import CompiledEdition, compile_edition
from app.domain.layout import State
from app.domain.questionnaire import Item
from app.domain.resource import Figure, FigurePlace
from app.locale.formats import lower_first, quote, upper_first
from app.locale.speech import gettext
from app.report import wording
from app.report.bands import draw_share
from app.report.chart_contexts import ShareChart
from app.report.contexts import FigureView, SourceNote
from app.report.standing import Subject


def list_figures(subject: Subject, visible: Sequence[Item]) -> tuple[FigureView, ...]:
    """Return the key figures of the pathway beside the person's own answers.

    Those that place the person come first, then those that are drawn. A figure that a newer one
    replaces is left out, and one that only concerns questions that were not asked.
    """
    asked = {item.id for item in visible}
    known = {figure.id for figure in subject.edition.figures}
    compiled = compile_edition(subject.edition)
    state, _ = compiled.scored(subject.answers)
    found = []
    for figure in subject.edition.figures:
        places = [
            place
            for place in figure.shown
            if place.questionnaire == subject.edition.questionnaire.id
        ]
        if figure.superseded_by in known or not places:
            continue
        questions = [q for place in places for q in place.questions if q in asked]
        dimensions = [d for place in places for d in place.dimensions]
        if questions or dimensions:
            share = _share(figure, places, compiled, state)
            found.append(_describe_figure(subject, figure, questions, dimensions, share))
    return tuple(sorted(found, key=_order))


def _order(one: FigureView) -> int:
    if one.share is None:
        return 2
    return 1 if one.share.side is None else 0


def _share(
    figure: Figure, places: Sequence[FigurePlace], compiled: CompiledEdition, state: State
) -> ShareChart | None:
    share = figure.share
    if share is None:
        return None
    side = next((side for place in places if (side := _side(place, compiled, state))), None)
    told = None
    if side is not None:
        words = share.counted if side == "counted" else share.others
        own = quote(lower_first(words))
        told = gettext("Votre réponse vous place du côté %(side)s.", side=own)
    description = gettext(
        "%(counted)s\u00a0: %(value)s.", counted=share.counted, value=figure.value
    )
    return draw_share(
        share.percent,
        side,
        (share.counted, share.others),
        f"{description} {told}" if told else description,
        told,
    )


def _side(place: FigurePlace, compiled: CompiledEdition, state: State) -> str | None:
    for side, condition in (("counted", place.counted_when), ("others", place.others_when)):
        if condition is not None and compiled.compiler.compile(condition).is_true(state):
            return side
    return None


def _describe_figure(
    subject: Subject,
    figure: Figure,
    questions: Sequence[str],
    dimensions: Sequence[str],
    share: ShareChart | None,
) -> FigureView:
    own = [
        (
            subject.text(question),
            upper_first(subject.phrase(question, subject.answers.get(question))),
        )
        for question in questions
    ]
    if not own:
        results = {one.id: one for one in subject.diagnosis.dimensions}
        own = [
            (results[one].title, results[one].level_label or gettext(wording.NO_LEVEL))
            for one in dimensions
            if one in results
        ]
    return FigureView(
        id=figure.id,
        value=figure.value,
        statement=figure.statement,
        study=gettext(
            "%(study)s, %(year)s. Population : %(population)s",
            study=figure.study,
            year=figure.year,
            population=figure.population,
        ),
        source=SourceNote(figure.source.document, figure.source.place),
        own=tuple(own),
        share=share,
    )
