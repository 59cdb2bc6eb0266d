"""The columns of the roadmap to carry away, in the order of a table; must not draw it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.edition import Edition
from app.domain.follow_up import FollowUp
from app.locale.formats import colon
from app.locale.speech import gettext, mark
from app.report.contexts import Report, Standing
from app.report.roadmap_lines import Line

Value = str | int | date | None


@dataclass(frozen=True, slots=True)
class Takeaway:
    """All that is carried away: the words of the report, the lines, and what people said.

    ``edition`` is that of the report, read in its language. ``roadmap_url`` is the public address
    of the roadmap as people carry it out, where the service knows its own. ``updated_at`` (aware)
    is when the assessment was last changed, ``updated_on`` the day that this was here.
    ``with_scores``: whether points and the number of answers are told beside the levels, which
    whoever came by a share link reads alone.
    """

    edition: Edition
    report: Report
    lines: tuple[Line, ...]
    follow_up: FollowUp
    updated_on: date
    updated_at: datetime
    roadmap_url: str | None = None
    with_scores: bool = True

    @property
    def standings(self) -> tuple[Standing, ...]:
        """The levels, overall first."""
        return (self.report.overall, *self.report.dimensions)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, in French and marked; its width in characters; what a line says."""

    title: str
    width: float
    value: Callable[[Line], Value]


def _in_lines(texts: tuple[str, ...]) -> str:
    return "\n".join(texts)


def _reasons(line: Line) -> str:
    return gettext("Ne ressort plus de vos réponses.") if line.is_past else _in_lines(line.reasons)


def _resources(line: Line) -> str:
    return _in_lines(
        tuple(
            f"{one.title}{colon()} {one.url}" if one.url else str(one.title)
            for one in line.resources
        )
    )


COLUMNS = (
    Column(mark("N°"), 4, lambda line: line.number),
    Column(mark("Action"), 34, lambda line: line.do),
    Column(mark("Origine"), 10, lambda line: line.origin_words),
    Column(mark("Avancement"), 13, lambda line: line.progress_words),
    Column(mark("Échéance"), 11, lambda line: line.due),
    Column(mark("Qui s’en charge"), 15, lambda line: line.owner),
    Column(mark("Ce qui a été fait"), 24, lambda line: line.done),
    Column(mark("Prochaine étape"), 20, lambda line: line.next_step),
    Column(mark("Signe que c’est fait"), 20, lambda line: line.done_when),
    Column(mark("Pourquoi"), 27, _reasons),
    Column(mark("Conseillé à"), 14, lambda line: line.advised),
    Column(mark("Volet"), 14, lambda line: line.dimension),
    Column(mark("Horizon"), 13, lambda line: line.horizon_words),
    Column(mark("Effort"), 10, lambda line: line.effort),
    Column(mark("Temps"), 12, lambda line: line.duration),
    Column(mark("Ressources"), 32, _resources),
)


def titles() -> list[str]:
    """Return the titles of the columns, in the language spoken."""
    return [gettext(column.title) for column in COLUMNS]


def row_of(line: Line) -> list[Value]:
    """Return what each column says of a line."""
    return [column.value(line) for column in COLUMNS]


def about(takeaway: Takeaway) -> list[tuple[str, Value]]:
    """Return where the table comes from, in the language spoken: a title and a value each.

    The levels are those of the diagnosis, overall first, then each dimension.
    """
    report = takeaway.report
    lines: list[tuple[str, Value]] = [
        (gettext("Parcours"), str(report.title)),
        (gettext("Organisation"), report.organisation),
        (gettext("Référence"), report.reference),
        (gettext("Date"), takeaway.updated_on),
        (gettext("Édition du contenu"), report.edition),
        (gettext("Réponses"), report.completeness if takeaway.with_scores else None),
    ]
    for standing in takeaway.standings:
        level = str(standing.level)
        if takeaway.with_scores and standing.rank is not None:
            level = f"{level} ({standing.interval})"
        lines.append((str(standing.title), level))
    if takeaway.roadmap_url:
        lines.append((gettext("Suivi en ligne"), takeaway.roadmap_url))
    lines += [(gettext("À savoir"), note) for note in report.corrections]
    return [(title, value) for title, value in lines if value not in (None, "")]
