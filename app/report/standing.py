"""From the result of a dimension to its words: level, interval, portrait, what counted, what next.

Must not recompute any score: what the diagnosis says is said again in words.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.answers import words_of
from app.domain.diagnosis import (
    Answers,
    AnswerValue,
    Diagnosis,
    DimensionResult,
    NextLevel,
    QuestionResult,
)
from app.domain.edition import Edition
from app.domain.model import OVERALL
from app.domain.questionnaire import Dimension, LevelBand
from app.locale.formats import join_words, lower_first, number, quote, semicolon, upper_first
from app.locale.speech import gettext, ngettext
from app.report import radar, wording
from app.report.bands import draw_bands
from app.report.chart_contexts import BarSegment, LevelBar, Radar
from app.report.contexts import (
    ChangeView,
    NextStep,
    Standing,
    Strength,
    WeighedAnswer,
)

WEIGHING = 3
"""How many answers are told as those that counted most in a dimension."""
STRENGTHS = 3
STRENGTH_FROM = 66.0
"""The points (0–100) from which an answer tells of a practice that is in place."""
MARGIN_UNDER = 34.0


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose report is being written, and from what."""

    edition: Edition
    answers: Answers
    diagnosis: Diagnosis

    def words(self, question: str, value: AnswerValue | None) -> str:
        """Return the words of an answer as it was proposed, or those of its absence."""
        if value is None:
            return lower_first(gettext(wording.NO_ANSWER))
        if isinstance(value, tuple):
            # Labels hold commas of their own.
            return semicolon().join(words_of(self.edition, question, one) for one in value)
        return words_of(self.edition, question, value, region=True)

    def answer(self, question: str) -> str:
        """Return the words of the answer given to a question, as it was proposed."""
        return self.words(question, self.answers.get(question))

    def phrase(self, question: str, value: AnswerValue | None) -> str:
        """Return how an answer reads inside a sentence that speaks to the person."""
        options = self.edition.questionnaire.items_by_id[question].options_by_id
        if isinstance(value, tuple):
            return join_words([options[one].words for one in value if one in options])
        if isinstance(value, str) and value in options:
            return options[value].words
        return self.words(question, value)

    def is_to_find(self, question: str, value: AnswerValue | None) -> bool:
        """Whether nobody has said yet what holds: no answer, or « je ne sais pas »."""
        options = self.edition.questionnaire.items_by_id[question].options_by_id
        chosen = value if isinstance(value, tuple) else (value,)
        return value is None or any(
            options[one].unknown for one in chosen if isinstance(one, str) and one in options
        )

    def text(self, question: str) -> str:
        """Return the text of a question."""
        return self.edition.questionnaire.items_by_id[question].question.text

    def descendants(self, result: DimensionResult) -> Iterator[QuestionResult]:
        """Yield the questions of a dimension and of those below it; all of them for overall."""
        yield from result.questions
        parent = None if result.id == OVERALL else result.id
        for child in self.diagnosis.dimensions:
            if child.parent == result.id or (parent is None and child.parent is None):
                yield from self.descendants(child)


def points(value: float) -> str:
    """Return a score (0–100) without decimals, rounded down like every figure of the report."""
    return number(math.floor(value))


def describe_interval(low: float | None, high: float | None) -> tuple[str, str]:
    """Return the short and the long form: « 40 à 63 », « de 40 à 63 sur 100 »."""
    if low is None or high is None:
        return wording.NO_SCORE, lower_first(gettext(wording.NO_LEVEL))
    if math.floor(low) == math.floor(high):
        return points(low), gettext("%(points)s sur 100", points=points(low))
    ends = {"low": points(low), "high": points(high)}
    return gettext("%(low)s à %(high)s", **ends), gettext("de %(low)s à %(high)s sur 100", **ends)


def describe_standing(
    subject: Subject, result: DimensionResult, dimension: Dimension | None, depth: int
) -> Standing:
    """Return where the person stands on a dimension, or overall when ``dimension`` is None."""
    questionnaire = subject.edition.questionnaire
    score, interval = describe_interval(result.low, result.high)
    portraits = questionnaire.portraits_of(result.id)
    is_placed = result.level is not None
    portrait = portraits.get(result.level) if result.level else gettext(wording.NO_PORTRAIT)
    possible = result.possible_level_label if is_placed and result.is_uncertain else None
    bands = questionnaire.bands_of(result.id)
    bar = draw_bar(bands, result, interval)
    return Standing(
        id=result.id,
        title=result.title,
        description=dimension.description if dimension else None,
        depth=depth,
        rank=result.level.rank if result.level else None,
        level=result.level_label or gettext(wording.NO_LEVEL),
        portrait=portrait,
        score=score,
        interval=interval,
        low=result.low,
        high=result.high,
        possible=possible,
        uncertainty=_uncertainty(subject, result, interval, possible),
        completeness=_completeness(result),
        weighing=weigh_answers(subject, result.questions),
        missing=result.missing_requirements,
        bar=bar,
        bands=draw_bands(bands, result.low, result.high, bar.description),
        next_step=_next_step(subject, result),
    )


def _completeness(result: DimensionResult) -> str:
    if result.asked == 0:
        return gettext("Aucune question de ce volet ne vous concerne.")
    answers = ngettext("%(count)s\u00a0réponse", "%(count)s\u00a0réponses", result.answered)
    return ngettext(
        "%(answers)s sur %(count)s\u00a0question",
        "%(answers)s sur %(count)s\u00a0questions",
        result.asked,
        answers=answers,
    )


def _uncertainty(
    subject: Subject, result: DimensionResult, interval: str, possible: str | None
) -> str | None:
    open_ones = {
        one.question
        for one in subject.descendants(result)
        if one.state in {"unknown", "unanswered"}
    }
    if not open_ones or result.low is None:
        return None
    sentence = ngettext(
        "%(interval)s : %(count)s\u00a0réponse reste à trouver.",
        "%(interval)s : %(count)s\u00a0réponses restent à trouver.",
        len(open_ones),
        interval=upper_first(interval),
    )
    if possible:
        sentence += " " + gettext(
            "Selon ce que vous trouverez, le niveau pourrait être %(level)s.", level=quote(possible)
        )
    return sentence


def weigh_answers(subject: Subject, results: Sequence[QuestionResult]) -> tuple[WeighedAnswer, ...]:
    """Return the answers that counted most: those that moved the score furthest from its middle.

    An answer's pull is its share of the dimension times its distance from 50 points; for one still
    to be found, the furthest it could yet be. Ties keep the order of the questionnaire.
    """
    counted = [one for one in results if one.low is not None and one.share > 0]
    counted.sort(key=_pull, reverse=True)
    return tuple(_describe_weighed(subject, one) for one in counted[:WEIGHING])


def _describe_weighed(subject: Subject, one: QuestionResult) -> WeighedAnswer:
    effect = effect_of(one)
    phrase = subject.phrase(one.question, subject.answers.get(one.question))
    return WeighedAnswer(
        question_id=one.question,
        question=subject.text(one.question),
        answer=upper_first(subject.answer(one.question) if effect == "unknown" else phrase),
        effect=effect,
        effect_label=gettext(wording.EFFECTS[effect]),
    )


def _pull(one: QuestionResult) -> float:
    low, high = one.low or 0.0, one.high or 0.0
    return one.share * max(abs(low - 50), abs(high - 50))


def effect_of(one: QuestionResult) -> str:
    """Return base, halfway, margin or unknown: what an answer does to its dimension."""
    if one.state in {"unknown", "unanswered"}:
        return "unknown"
    low = one.low or 0.0
    if low >= STRENGTH_FROM:
        return "base"
    return "margin" if low < MARGIN_UNDER else "halfway"


def find_strengths(subject: Subject) -> tuple[Strength, ...]:
    """Return at most three practices in place: the most points, then the most weight.

    One a dimension first, so that they do not all tell of the same thing.
    """
    known = [
        one
        for dimension in subject.diagnosis.dimensions
        for one in dimension.questions
        if one.state == "known" and one.low is not None and one.low >= STRENGTH_FROM
    ]
    known.sort(key=lambda one: (-(one.low or 0.0), -one.share))
    seen: set[str] = set()
    first: list[QuestionResult] = []
    second: list[QuestionResult] = []
    for one in known:
        (second if one.dimension in seen else first).append(one)
        seen.add(one.dimension)
    return tuple(
        Strength(
            practice=upper_first(subject.phrase(one.question, subject.answers.get(one.question))),
            question=subject.text(one.question),
            dimension=subject.edition.questionnaire.title_of(one.dimension),
        )
        for one in [*first, *second][:STRENGTHS]
    )


def draw_bar(bands: Sequence[LevelBand], result: DimensionResult, interval: str) -> LevelBar:
    """Return the levels of a dimension as segments of 0–100, and the interval to draw on them."""
    segments = tuple(
        BarSegment(
            rank=band.level.rank,
            label=band.label,
            x=float(band.at_least),
            width=float((band.below if band.below is not None else 100) - band.at_least),
        )
        for band in bands
    )
    level = result.level_label or gettext(wording.NO_LEVEL)
    description = gettext(
        "%(title)s : %(level)s, %(interval)s.", title=result.title, level=level, interval=interval
    )
    return LevelBar(segments, result.low, result.high, description)


def _next_step(subject: Subject, result: DimensionResult) -> NextStep | None:
    found = next((n for n in subject.diagnosis.next_levels if n.dimension == result.id), None)
    if found is None:
        return None
    changes = tuple(
        ChangeView(
            question_id=change.question,
            question=subject.text(change.question),
            before=subject.phrase(change.question, change.before),
            after=subject.phrase(change.question, change.after),
            is_to_find=subject.is_to_find(change.question, change.before),
        )
        for change in found.changes or ()
    )
    return NextStep(
        dimension=result.id,
        title=result.title,
        heading=gettext("Ce qui vous ferait passer à %(level)s", level=quote(found.target_label)),
        target_label=found.target_label,
        effort=_effort(found),
        changes=changes,
        note=None if changes else gettext(wording.NOT_BY_ANSWERS),
    )


def _effort(found: NextLevel) -> str:
    if not found.changes:
        return ""
    changes = ngettext(
        "%(count)s\u00a0changement", "%(count)s\u00a0changements", len(found.changes)
    )
    return ngettext(
        "%(changes)s, %(count)s\u00a0pas en tout",
        "%(changes)s, %(count)s\u00a0pas en tout",
        found.effort,
        changes=changes,
    )


def profile_radar(subject: Subject) -> Radar | None:
    """Return the radar of the main dimensions, ringed by the levels of the questionnaire."""
    main = [one for one in subject.diagnosis.dimensions if one.parent in {None, OVERALL}]
    spoken = join_words(
        [
            gettext(
                "%(title)s : %(level)s (%(interval)s)",
                title=one.title,
                level=one.level_label or gettext(wording.NO_LEVEL),
                interval=describe_interval(one.low, one.high)[1],
            )
            for one in main
        ]
    )
    return radar.draw_radar(
        [radar.Spoke(one.id, one.title, one.low, one.high) for one in main],
        [
            radar.Band(band.level.rank, band.label, float(band.below or 100))
            for band in subject.edition.questionnaire.levels
        ],
        gettext(wording.RADAR_TITLE),
        gettext(
            "Plus un point est loin du centre, plus le niveau est avancé. %(profile)s.",
            profile=spoken,
        ),
    )
