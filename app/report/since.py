"""How far things have moved since an earlier diagnosis, in words and figures.

Must not recompute any score: what the evolution says is said again in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.diagnosis import Answers
from app.domain.edition import Edition
from app.domain.errata import Erratum
from app.domain.evolution import Evolution, Stand, Stride, compare_in_time
from app.domain.model import LEVELS
from app.domain.translation import in_language
from app.locale.formats import date_words, number, quote
from app.locale.speech import current_language, gettext, ngettext
from app.report.since_contexts import Since, SinceRow, Stood
from app.report.wording import NO_LEVEL


@dataclass(frozen=True, slots=True)
class Earlier:
    """The diagnosis that another one repeats, and what its answers are to that one.

    ``carried`` are its answers as the edition of the later one has them; ``edition`` is its own,
    as ``corrections`` have made it; ``day`` that of its last change.
    """

    id: str
    version: int
    reference: str
    day: date
    edition: Edition
    answers: Answers
    carried: Answers
    corrections: tuple[Erratum, ...] = ()


def compare_since(earlier: Earlier, edition: Edition, answers: Answers) -> Evolution:
    """Return how far things have moved since an earlier diagnosis, in the language spoken.

    ``edition`` is the one of now, in that language.
    """
    then = in_language(earlier.edition, current_language())
    return compare_in_time((then, earlier.answers), earlier.carried, (edition, answers))


def tell_since(evolution: Evolution, day: date, reference: str) -> Since:
    """Return what moved since the diagnosis of a day, in words."""
    strides = (evolution.overall, *evolution.dimensions)
    return Since(
        date=date_words(day),
        reference=reference,
        is_same_edition=evolution.is_same_edition,
        summary=_summary(evolution),
        rows=tuple(_row(one) for one in strides),
        notes=tuple(_notes(evolution, strides)),
    )


def since_out(evolution: Evolution, day: date, reference: str) -> dict[str, Any]:
    """Return what moved since the diagnosis of a day, as data.

    ``moved`` is in points of the sure score (0–100), and the sum of ``by_edition`` and
    ``by_answers``; each is null where one of the scores is.
    """
    return {
        "reference": reference,
        "date": day.isoformat(),
        "same_edition": evolution.is_same_edition,
        "overall": _stride_out(evolution.overall),
        "dimensions": {one.id: _stride_out(one) for one in evolution.dimensions},
        "appeared": list(evolution.appeared),
        "gone": list(evolution.gone),
    }


def _stride_out(stride: Stride) -> dict[str, Any]:
    return {
        "title": stride.title,
        "before": _stand_out(stride.before),
        "after": _stand_out(stride.after),
        "moved": stride.total,
        "by_edition": stride.by_edition,
        "by_answers": stride.by_answers,
    }


def _stand_out(stand: Stand) -> dict[str, Any]:
    level = None if stand.rank is None else LEVELS[stand.rank].value
    return {"low": stand.low, "high": stand.high, "level": level, "level_label": stand.label}


def _summary(evolution: Evolution) -> str:
    whole = evolution.overall
    before, after = whole.before, whole.after
    if before.rank is None or after.rank is None:
        return gettext("Dans l’ensemble, il manque des réponses pour comparer.")
    now, was = quote(str(after.label)), quote(str(before.label))
    if after.rank == before.rank:
        told = gettext("Dans l’ensemble, vous restez au niveau %(now)s", now=now)
    elif after.rank > before.rank:
        told = gettext(
            "Dans l’ensemble, vous montez du niveau %(was)s au niveau %(now)s", was=was, now=now
        )
    else:
        told = gettext(
            "Dans l’ensemble, vous descendez du niveau %(was)s au niveau %(now)s", was=was, now=now
        )
    if not whole.total:
        return gettext("%(told)s, au même score.", told=told)
    told = gettext("%(told)s\u00a0: %(points)s.", told=told, points=_points(whole.total))
    if evolution.is_same_edition or not whole.by_edition:
        why = gettext("Cela vient de vos réponses.")
        return f"{told} {why}"
    if not whole.by_answers:
        why = gettext("Vos réponses n’y sont pour rien\u00a0: c’est le questionnaire qui a changé.")
        return f"{told} {why}"
    why = gettext(
        "Vos réponses y sont pour %(answers)s, le questionnaire, qui a changé entre-temps, pour "
        "%(edition)s.",
        answers=_points(whole.by_answers or 0),
        edition=_points(whole.by_edition or 0),
    )
    return f"{told} {why}"


def _row(stride: Stride) -> SinceRow:
    return SinceRow(
        title=stride.title,
        before=_stood(stride.before),
        after=_stood(stride.after),
        moved=_signed(stride.total),
        edition=_signed(stride.by_edition),
        answers=_signed(stride.by_answers),
    )


def _notes(evolution: Evolution, strides: tuple[Stride, ...]) -> list[str]:
    notes = [gettext("Ce sont les scores sûrs, sur 100.")]
    if not evolution.is_same_edition:
        notes.append(
            gettext(
                "La part du questionnaire est ce que vos réponses d’alors donneraient dans la "
                "version d’aujourd’hui\u00a0; la part de vos réponses est tout le reste."
            )
        )
    open_ = [one.title for one in strides[1:] if one.between.is_open and not one.before.is_open]
    if open_:
        notes.append(
            gettext(
                "Des questions nouvelles ou à redonner n’avaient pas de réponse reprise\u00a0: "
                "leur effet se partage entre les deux colonnes. Volets concernés\u00a0: %(areas)s.",
                areas=", ".join(open_),
            )
        )
    if evolution.appeared:
        areas = ", ".join(evolution.appeared)
        notes.append(gettext("Volets nouveaux, sans comparaison\u00a0: %(areas)s.", areas=areas))
    if evolution.gone:
        areas = ", ".join(evolution.gone)
        notes.append(gettext("Volets qui n’existent plus\u00a0: %(areas)s.", areas=areas))
    return notes


def _stood(stand: Stand) -> Stood:
    if stand.low is None or stand.label is None:
        return Stood(None, gettext(NO_LEVEL))
    return Stood(number(stand.low), stand.label)


def _signed(points: float | None) -> str:
    if points is None:
        return "–"
    if points == 0:
        return "="
    return f"+{number(points)}" if points > 0 else number(points)


def _points(points: float) -> str:
    size = abs(points)
    # Between one and two, French has a singular and English a plural: as both have for nothing.
    count = int(size) if size == int(size) or size >= 2 else 0
    return ngettext(
        "%(points)s\u00a0point", "%(points)s\u00a0points", count, points=_signed(points)
    )
