"""What became of an answer, in the words that people read: question and answer, before and now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.answers import words_of
from app.domain.carrying import Carried, Fate, FateKind
from app.domain.diagnosis import Answers
from app.domain.edition import Edition


@dataclass(frozen=True, slots=True)
class Words:
    """A question and the words of an answer to it, None where there is none."""

    question: str
    text: str
    answer: str | None


@dataclass(frozen=True, slots=True)
class FateInWords:
    """What became of one answer; ``now`` are the questions that hold it, ``again`` those to ask."""

    kind: FateKind
    before: Words
    now: tuple[Words, ...]
    again: tuple[Words, ...]
    why: str | None
    note: str | None
    lost: tuple[str, ...]
    reads_same: bool


def put_in_words(
    old: Edition, new: Edition, answers: Answers, carried: Carried
) -> tuple[FateInWords, ...]:
    """Return what became of each answer of the old edition, in its order."""
    return tuple(_words(old, new, answers, carried.answers, fate) for fate in carried.fates)


def _words(
    old: Edition, new: Edition, answers: Answers, carried: Answers, fate: Fate
) -> FateInWords:
    item = old.questionnaire.items_by_id[fate.question]
    before = Words(
        fate.question, item.question.text, words_of(old, fate.question, answers[fate.question])
    )
    return FateInWords(
        kind=fate.kind,
        before=before,
        now=tuple(_asked(new, fate.into, carried)),
        again=tuple(_asked(new, fate.again, {})),
        why=fate.why,
        note=fate.note,
        lost=tuple(item.options_by_id[one].label for one in fate.lost if one in item.options_by_id),
        reads_same=fate.reads_same,
    )


def _asked(edition: Edition, ids: Sequence[str], answers: Answers) -> list[Words]:
    items = edition.questionnaire.items_by_id
    said = {id_: words_of(edition, id_, answers[id_]) for id_ in ids if id_ in answers}
    return [Words(id_, items[id_].question.text, said.get(id_)) for id_ in ids]
