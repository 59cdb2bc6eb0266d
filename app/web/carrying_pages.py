"""Builds the pages on which answers go to a newer edition: what would become of each, in words.

Must not read the request nor save anything.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.carrying import FateKind
from app.domain.fate_words import FateInWords
from app.locale.speech import gettext
from app.services.carrying import Passage
from app.services.views import AssessmentView, SetAside


@dataclass(frozen=True, slots=True, kw_only=True)
class FateRow:
    """What becomes of one answer. ``now`` are the questions that hold it, with their answer.

    ``again`` are the questions to answer again. ``is_same_question`` spares reading it twice.
    """

    question: str
    answer: str
    now: tuple[tuple[str, str], ...]
    again: tuple[str, ...]
    why: str | None
    note: str | None
    lost: tuple[str, ...]
    is_same_question: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PassagePage:
    """What becomes of every answer, before anything is saved.

    ``is_repeat`` tells a new assessment from a draft that changes its edition. ``version`` and
    ``edition`` are what the person was shown; ``key`` makes sending the form twice start one only.
    """

    id: str
    is_repeat: bool
    version: int
    edition: str
    key: str
    kept: tuple[FateRow, ...]
    changed: tuple[FateRow, ...]
    again: tuple[FateRow, ...]
    gone: tuple[FateRow, ...]
    is_same_edition: bool
    trouble: str | None = None

    @property
    def title(self) -> str:
        if self.is_repeat:
            return gettext("Refaire le point")
        return gettext("Passer à la nouvelle version")


@dataclass(frozen=True, slots=True, kw_only=True)
class AsideRow:
    """An answer that was set aside."""

    question: str
    answer: str
    why: str | None
    note: str | None


def passage_page(
    view: AssessmentView,
    passage: Passage,
    *,
    key: str = "",
    trouble: str | None = None,
) -> PassagePage:
    """Return the page that shows what would become of the answers."""
    rows: dict[str, list[FateRow]] = {"kept": [], "changed": [], "again": [], "gone": []}
    for fate in passage.fates:
        rows[_group(fate)].append(_row(fate))
    return PassagePage(
        id=view.id,
        is_repeat=view.is_completed,
        version=view.version,
        edition=passage.new.hash,
        key=key,
        kept=tuple(rows["kept"]),
        changed=tuple(rows["changed"]),
        again=tuple(rows["again"]),
        gone=tuple(rows["gone"]),
        is_same_edition=passage.new.hash == view.edition.hash,
        trouble=trouble,
    )


def aside_rows(aside: tuple[SetAside, ...]) -> tuple[AsideRow, ...]:
    """Return the answers set aside, as the sections show them."""
    return tuple(
        AsideRow(question=one.text, answer=one.answer, why=one.why, note=one.note) for one in aside
    )


def _group(fate: FateInWords) -> str:
    if fate.kind is FateKind.DROPPED:
        return "gone"
    if fate.kind is FateKind.ASK_AGAIN:
        return "again"
    return "kept" if fate.reads_same else "changed"


def _row(fate: FateInWords) -> FateRow:
    new = [one.text for one in (*fate.now, *fate.again)]
    return FateRow(
        question=fate.before.text,
        answer=fate.before.answer or "",
        now=tuple((one.text, one.answer or "") for one in fate.now),
        again=tuple(one.text for one in fate.again),
        why=fate.why,
        note=fate.note,
        lost=fate.lost,
        is_same_question=new == [fate.before.text],
    )
