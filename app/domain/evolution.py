"""Two diagnoses of one person at two moments: what moved, because of the answers or of the edition.

The earlier answers, carried to the newer edition, stand between both: what they make of the earlier
result is the part of the edition, what the newer answers make of that is the part of the answers.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.diagnose import diagnose
from app.domain.diagnosis import Answers, DimensionResult
from app.domain.edition import Edition


@dataclass(frozen=True, slots=True)
class Stand:
    """Where somebody stood on a dimension: sure and best score, 0–100, and the sure level.

    All are None where nothing was answered. ``is_open`` says that questions had no answer.
    """

    low: float | None
    high: float | None
    rank: int | None
    label: str | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class Stride:
    """A dimension at both moments, and between them: the earlier answers in the newer edition.

    ``by_edition`` and ``by_answers`` are points of the sure score and add up to the whole; None
    where one of the scores is.
    """

    id: str
    title: str
    before: Stand
    between: Stand
    after: Stand

    @property
    def by_edition(self) -> float | None:
        """How far the sure score moves because of the edition, in points of 100."""
        return _apart(self.before, self.between)

    @property
    def by_answers(self) -> float | None:
        """How far the sure score moves because of the answers, in points of 100."""
        return _apart(self.between, self.after)

    @property
    def total(self) -> float | None:
        """How far the sure score moves in all, in points of 100."""
        return _apart(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Evolution:
    """The whole and every dimension that both editions have; and the titles that only one has."""

    is_same_edition: bool
    overall: Stride
    dimensions: tuple[Stride, ...]
    appeared: tuple[str, ...]
    gone: tuple[str, ...]


def compare_in_time(
    earlier: tuple[Edition, Answers], carried: Answers, now: tuple[Edition, Answers]
) -> Evolution:
    """Return what moved from one diagnosis to the next.

    Args:
        earlier: the edition and the answers of the earlier one.
        carried: the earlier answers, as the newer edition has them.
        now: the edition and the answers of the newer one.
    """
    first, between, last = (
        diagnose(edition, answers, reasons=False, next_levels=False)
        for edition, answers in (earlier, (now[0], carried), now)
    )
    before = {one.id: one for one in first.dimensions}
    middle = {one.id: one for one in between.dimensions}
    after = {one.id: one for one in last.dimensions}
    return Evolution(
        is_same_edition=earlier[0].hash == now[0].hash,
        overall=_stride(first.overall, between.overall, last.overall),
        dimensions=tuple(
            _stride(before[id_], middle[id_], one) for id_, one in after.items() if id_ in before
        ),
        appeared=tuple(one.title for id_, one in after.items() if id_ not in before),
        gone=tuple(one.title for id_, one in before.items() if id_ not in after),
    )


def _stride(before: DimensionResult, between: DimensionResult, after: DimensionResult) -> Stride:
    return Stride(after.id, after.title, _stand(before), _stand(between), _stand(after))


def _stand(result: DimensionResult) -> Stand:
    rank = None if result.level is None else result.level.rank
    is_open = result.answered < result.asked
    return Stand(result.low, result.high, rank, result.level_label, is_open)


def _apart(first: Stand, last: Stand) -> float | None:
    if first.low is None or last.low is None:
        return None
    return round(last.low - first.low, 1)
