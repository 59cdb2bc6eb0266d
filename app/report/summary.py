"""A result in a few words, for people who may read the roadmap alone: whose it is, and the levels.

Must not say any answer but the name that the person gave.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.diagnose import diagnose
from app.domain.diagnosis import Answers, DimensionResult
from app.domain.edition import Edition
from app.locale.speech import gettext
from app.report import wording
from app.report.build import name_organisation


@dataclass(frozen=True, slots=True)
class Summary:
    """``name`` is that of the organisation, else of the pathway; ``levels`` are (what, level).

    The whole comes first, then each dimension in the order of the questionnaire.
    """

    name: str
    levels: tuple[tuple[str, str], ...]


def summarise(edition: Edition, answers: Answers) -> Summary:
    """Return the summary of these answers, in the language of the edition and the one spoken."""
    found = diagnose(edition, answers, reasons=False, next_levels=False)
    results = (found.overall, *found.dimensions)
    return Summary(
        name=name_organisation(edition, answers) or edition.questionnaire.title,
        levels=tuple((one.title, _level(one)) for one in results),
    )


def _level(result: DimensionResult) -> str:
    if result.level_label is None:
        return gettext(wording.NO_LEVEL)
    return result.level_label
