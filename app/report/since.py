"""How far things have moved since an earlier diagnosis, in words and figures.

Must not recompute any score: what the evolution says is said again in French.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.evolution import Evolution, Stand, Stride
from app.report.french import NBSP, date_fr, lower_first, number_fr, quote_fr
from app.report.wording import NO_LEVEL


@dataclass(frozen=True, slots=True)
class SinceRow:
    """A dimension at both moments. ``edition`` and ``answers`` are the parts of ``moved``."""

    title: str
    before: str
    after: str
    moved: str
    edition: str
    answers: str


@dataclass(frozen=True, slots=True)
class Since:
    """What moved since the earlier diagnosis; ``notes`` say how to read it."""

    date: str
    reference: str
    is_same_edition: bool
    summary: str
    rows: tuple[SinceRow, ...]
    notes: tuple[str, ...]


def tell_since(evolution: Evolution, day: date, reference: str) -> Since:
    """Return what moved since the diagnosis of a day, in words."""
    strides = (evolution.overall, *evolution.dimensions)
    return Since(
        date=date_fr(day),
        reference=reference,
        is_same_edition=evolution.is_same_edition,
        summary=_summary(evolution),
        rows=tuple(_row(one) for one in strides),
        notes=tuple(_notes(evolution, strides)),
    )


def _summary(evolution: Evolution) -> str:
    whole = evolution.overall
    before, after = whole.before, whole.after
    if before.rank is None or after.rank is None:
        return "Dans l’ensemble, il manque des réponses pour comparer."
    now, was = quote_fr(str(after.label)), quote_fr(str(before.label))
    if after.rank == before.rank:
        told = f"Dans l’ensemble, vous restez au niveau {now}"
    else:
        verb = "montez" if after.rank > before.rank else "descendez"
        told = f"Dans l’ensemble, vous {verb} du niveau {was} au niveau {now}"
    if not whole.total:
        return f"{told}, au même score."
    told += f"{NBSP}: {_points(whole.total)}."
    if evolution.is_same_edition or not whole.by_edition:
        return f"{told} Cela vient de vos réponses."
    if not whole.by_answers:
        return f"{told} Vos réponses n’y sont pour rien{NBSP}: c’est le questionnaire qui a changé."
    return (
        f"{told} Vos réponses y sont pour {_points(whole.by_answers)}, le questionnaire, qui a "
        f"changé entre-temps, pour {_points(whole.by_edition)}."
    )


def _row(stride: Stride) -> SinceRow:
    return SinceRow(
        title=stride.title,
        before=_stand(stride.before),
        after=_stand(stride.after),
        moved=_signed(stride.total),
        edition=_signed(stride.by_edition),
        answers=_signed(stride.by_answers),
    )


def _notes(evolution: Evolution, strides: tuple[Stride, ...]) -> list[str]:
    notes = ["Ce sont les scores sûrs, sur 100."]
    if not evolution.is_same_edition:
        notes.append(
            "La part du questionnaire est ce que vos réponses d’alors donneraient dans la version "
            "d’aujourd’hui ; la part de vos réponses est tout le reste."
        )
    open_ = [one.title for one in strides[1:] if one.between.is_open and not one.before.is_open]
    if open_:
        notes.append(
            "Des questions nouvelles ou à redonner n’avaient pas de réponse reprise : leur effet "
            f"se partage entre les deux colonnes. Volets concernés : {', '.join(open_)}."
        )
    for titles, words in (
        (evolution.appeared, "Volets nouveaux, sans comparaison"),
        (evolution.gone, "Volets qui n’existent plus"),
    ):
        if titles:
            notes.append(f"{words} : {', '.join(titles)}.")
    return [note.replace(" :", f"{NBSP}:").replace(" ;", f"{NBSP};") for note in notes]


def _stand(stand: Stand) -> str:
    if stand.low is None:
        return NO_LEVEL
    return f"{number_fr(stand.low)} ({lower_first(str(stand.label))})"


def _signed(points: float | None) -> str:
    if points is None:
        return "–"
    if points == 0:
        return "="
    return f"+{number_fr(points)}" if points > 0 else number_fr(points)


def _points(points: float) -> str:
    noun = "point" if abs(points) < 2 else "points"
    return f"{_signed(points)}{NBSP}{noun}"
