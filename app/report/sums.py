"""Sums in words: fractions as people write them, equations, and where points come from.

Must not compute a score: it writes down what ``domain.working`` says. Figures are rounded *down*,
as everywhere in the report; where one was, the equation says « ≈ » and its exact form follows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from app.domain.diagnosis import AnswerValue
from app.domain.questionnaire import (
    Item,
    MultipleChoice,
    NumberBand,
    NumberQuestion,
    ScoreRange,
)
from app.domain.working import Sum, Term
from app.locale.formats import NBSP, colon, number, semicolon
from app.locale.speech import gettext, mark
from app.report.working_contexts import Equation

TIMES = f"{NBSP}×{NBSP}"
LEAST = mark("le plus faible de (%(points)s)")
MOST = mark("le plus élevé de (%(points)s)")
_TENTH = 10
_DECIMALS = 1000
"""A fraction of thousandths is written with decimals, any other as a fraction."""


def shown(value: Fraction) -> str:
    """Return a number rounded down to one decimal: « 33,3 »."""
    return number(Decimal(math.floor(value * _TENTH)) / _TENTH)


def exact(value: Fraction) -> str:
    """Return a number as it is: « 12,5 », « 100/3 »."""
    if (value * _DECIMALS).denominator == 1:
        return number(Decimal((value * _DECIMALS).numerator) / _DECIMALS)
    return f"{value.numerator}/{value.denominator}"


def is_shown_exactly(value: Fraction) -> bool:
    """Whether rounding takes nothing away from a number."""
    return (value * _TENTH).denominator == 1


def span(low: Fraction | None, high: Fraction | None) -> str:
    """Return points as « 75 » or « 0 à 100 »; a dash where nothing counts."""
    if low is None or high is None:
        return "–"
    if low == high:
        return shown(low)
    return gettext("%(low)s à %(high)s", low=shown(low), high=shown(high))


def write_equations(sum_: Sum) -> tuple[Equation, ...]:
    """Return the sum of a dimension, or one for each end of its interval; none if none counts."""
    if sum_.low is None or sum_.high is None:
        return ()
    low = [(term.low or Fraction(0), term) for term in sum_.counted]
    high = [(term.high or Fraction(0), term) for term in sum_.counted]
    is_one = sum_.low == sum_.high
    equations = [_equation("" if is_one else gettext("Au plus bas"), sum_, low, sum_.low)]
    if not is_one and not sum_.is_open:
        equations.append(_equation(gettext("Au plus haut"), sum_, high, sum_.high))
    return tuple(equations)


def _equation(
    caption: str, sum_: Sum, terms: Sequence[tuple[Fraction, Term]], result: Fraction
) -> Equation:
    is_exact = all(is_shown_exactly(one) for one in (result, *(points for points, _ in terms)))
    rounded = _written(sum_, [(shown(points), term) for points, term in terms])
    sign = "=" if is_exact else "≈"
    whole = None
    if not is_exact:
        side = _written(sum_, [(exact(points), term) for points, term in terms])
        whole = f"{side} ={NBSP}{exact(result)}"
    return Equation(caption, f"{rounded} {sign}{NBSP}{shown(result)}", whole)


def _written(sum_: Sum, terms: Sequence[tuple[str, Term]]) -> str:
    """Return the left side; weights are exact, and left out where all are one."""
    if sum_.aggregation in ("min", "max"):
        words = LEAST if sum_.aggregation == "min" else MOST
        return gettext(words, points=semicolon().join(points for points, _ in terms))
    are_one = all(term.weight == 1 for _, term in terms)
    parts = [
        points if are_one else f"{points}{TIMES}{exact(term.weight)}" for points, term in terms
    ]
    return f"({' + '.join(parts)}) /{NBSP}{exact(sum_.divisor)}"


def explain_points(item: Item, value: AnswerValue, score_range: ScoreRange) -> str | None:
    """Return where the points of a known answer come from: « 2 sur une échelle de 0 à 3 »."""
    question = item.question
    scale = gettext(
        "sur une échelle de %(low)s à %(high)s",
        low=number(score_range.minimum),
        high=number(score_range.maximum),
    )
    if isinstance(question, NumberQuestion) and isinstance(value, Decimal):
        band = next((one for one in reversed(question.bands) if value >= one.at_least), None)
        band = band or (question.bands[0] if question.bands else None)
        return None if band is None else f"{_band(band)}{colon()} {number(band.score)} {scale}"
    if isinstance(question, MultipleChoice) and isinstance(value, tuple):
        return _explain_several(item, question, value, score_range, scale)
    option = item.options_by_id.get(str(value))
    if option is None or option.score is None:
        return None
    return f"{number(option.score)} {scale}"


def _explain_several(
    item: Item,
    question: MultipleChoice,
    value: tuple[str, ...],
    score_range: ScoreRange,
    scale: str,
) -> str:
    scores = [score for one in value if (score := item.options_by_id[one].score) is not None]
    if not scores:
        none = gettext("aucune de ces réponses n’ajoute de points")
        return f"{none}{colon()} {number(score_range.minimum)} {scale}"
    written = [number(score) for score in scores]
    if len(written) == 1:
        return f"{written[0]} {scale}"
    if question.combine == "max":
        return f"{gettext(MOST, points=semicolon().join(written))} {scale}"
    added = " + ".join(written)
    if question.combine == "mean":
        return f"({added}) /{NBSP}{len(written)} {scale}"
    summed = sum(scores, Decimal(0))
    kept = min(max(summed, score_range.minimum), score_range.maximum)
    capped = gettext(", ramené à %(points)s", points=number(kept)) if kept != summed else ""
    return f"{added} ={NBSP}{number(summed)}{capped} {scale}"


def _band(band: NumberBand) -> str:
    low = number(band.at_least)
    if band.below is None:
        return gettext("à partir de %(low)s", low=low)
    return gettext("de %(low)s à moins de %(high)s", low=low, high=number(band.below))
