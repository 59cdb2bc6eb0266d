"""A verdict on each question of two editions: what becomes of the answers it already has.

Judged on the questions alone; what dimensions, levels and rules change is for ``effects.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum
from fractions import Fraction

from app.domain.answers import format_number
from app.domain.carrying import have_same_form
from app.domain.content_changes import ContentChange, list_changes
from app.domain.edition import Edition
from app.domain.pieces import quoted
from app.domain.questionnaire import (
    Item,
    MultipleChoice,
    NumberQuestion,
    Option,
    Questionnaire,
    TerritoryQuestion,
    TextQuestion,
)
from app.domain.state import share


class Verdict(StrEnum):
    """What a change of a question does to its answers, the least first."""

    SAME = "same"
    """Nothing of the question has changed."""
    TEXT_ONLY = "text_only"
    """Every answer is kept and counts as before."""
    SCORE_MOVED = "score_moved"
    """Every answer is kept, some may count otherwise."""
    INCOMPATIBLE = "incompatible"
    """Some answers that may exist cannot be carried."""


@dataclass(frozen=True, slots=True)
class QuestionVerdict:
    """The verdict on one question and the sentences that say why (none where it is the same)."""

    question: str
    verdict: Verdict
    because: tuple[str, ...]


def judge_questions(
    old: Edition, new: Edition, changes: Iterable[ContentChange] | None = None
) -> tuple[QuestionVerdict, ...]:
    """Return a verdict on every question: those of the old edition in order, then the new ones."""
    told: dict[str, list[str]] = {}
    for change in list_changes(old, new) if changes is None else changes:
        for question in change.questions:
            told.setdefault(question, []).append(change.sentence)
    before, after = old.questionnaire.items_by_id, new.questionnaire.items_by_id
    found = []
    for id_, item in before.items():
        if id_ in after:
            found.append(_judge(old, new, item, after[id_], told.get(id_, [])))
        else:
            why = "La question disparaît, et ses réponses avec elle."
            found.append(QuestionVerdict(id_, Verdict.INCOMPATIBLE, (why,)))
    found += [_judge_new(item) for id_, item in after.items() if id_ not in before]
    return tuple(found)


def _judge_new(item: Item) -> QuestionVerdict:
    if item.is_scored:
        why = "La question est nouvelle et notée\u00a0: sans réponse, le score est une fourchette."
        return QuestionVerdict(item.id, Verdict.SCORE_MOVED, (why,))
    why = "La question est nouvelle, sans note\u00a0: personne n’y a encore répondu."
    return QuestionVerdict(item.id, Verdict.TEXT_ONLY, (why,))


def _judge(old: Edition, new: Edition, was: Item, now: Item, told: list[str]) -> QuestionVerdict:
    lost = tuple(_lost(old, new, was, now))
    moved = tuple(_moved(old.questionnaire, new.questionnaire, was, now))
    if lost:
        return QuestionVerdict(was.id, Verdict.INCOMPATIBLE, lost + moved)
    if moved:
        return QuestionVerdict(was.id, Verdict.SCORE_MOVED, moved)
    if told:
        return QuestionVerdict(was.id, Verdict.TEXT_ONLY, tuple(told))
    return QuestionVerdict(was.id, Verdict.SAME, ())


# What cannot be carried -------------------------------------------------------------------------


def _lost(old: Edition, new: Edition, was: Item, now: Item) -> Iterator[str]:
    """Yield why some valid answer of the old question is not one of the new."""
    before, after = was.question, now.question
    if not have_same_form(before, after):
        yield f"La sorte de la question passe de {quoted(before.kind)} à {quoted(after.kind)}."
        return
    for option in was.options:
        if option.id not in now.options_by_id:
            yield f"L’option {quoted(option.id)} disparaît."
    match before, after:
        case MultipleChoice(), MultipleChoice():
            yield from _apart(was, now)
        case NumberQuestion(), NumberQuestion():
            yield from _narrowed(before, after)
        case TerritoryQuestion(), TerritoryQuestion():
            gone = _departments(old) - _departments(new)
            if gone:
                yield f"Des départements disparaissent\u00a0: {', '.join(sorted(gone))}."
        case TextQuestion(), TextQuestion() if after.max_length < before.max_length:
            yield (
                f"Le texte est limité à {after.max_length} caractères, "
                f"contre {before.max_length} avant."
            )


def _apart(was: Item, now: Item) -> Iterator[str]:
    """Yield the options that stood beside others and cannot any more."""
    together = [option for option in was.options if not option.clears_others]
    for option in together if len(together) > 1 else ():
        kept = now.options_by_id.get(option.id)
        if kept is not None and kept.clears_others:
            yield f"L’option {quoted(option.id)} ne va plus avec une autre réponse."


def _narrowed(before: NumberQuestion, after: NumberQuestion) -> Iterator[str]:
    lowest, highest = _extent(before)
    if lowest > highest:
        return
    if lowest < after.minimum:
        old, new = format_number(before.minimum), format_number(after.minimum)
        yield f"Le minimum passe de {old} à {new}."
    if highest > after.maximum:
        old, new = format_number(before.maximum), format_number(after.maximum)
        yield f"Le maximum passe de {old} à {new}."
    if after.decimals < before.decimals:
        yield f"Il y a {after.decimals} décimale(s) au plus, contre {before.decimals} avant."


def _extent(question: NumberQuestion) -> tuple[Decimal, Decimal]:
    """Return the least and the greatest number that the question accepts."""
    step = Decimal(1).scaleb(-question.decimals)
    return (
        (question.minimum / step).to_integral_value(ROUND_CEILING) * step,
        (question.maximum / step).to_integral_value(ROUND_FLOOR) * step,
    )


def _departments(edition: Edition) -> set[str]:
    return {one.code for one in edition.territories.departments} if edition.territories else set()


# What may count otherwise -----------------------------------------------------------------------


def _moved(old: Questionnaire, new: Questionnaire, was: Item, now: Item) -> Iterator[str]:
    """Yield why an answer that is kept may count otherwise."""
    before, after = was.question, now.question
    if before.dimension != after.dimension:
        yield f"La dimension passe de {_named(before.dimension)} à {_named(after.dimension)}."
    elif before.weight != after.weight and was.is_scored:
        yield (f"Le poids passe de {format_number(before.weight)} à {format_number(after.weight)}.")
    if was.show_when != now.show_when:
        yield "La question n’est plus posée dans les mêmes cas."
    yield from _meanings(was, now)
    if not (was.is_scored and now.is_scored):
        return
    yield from _option_scores(old, new, was, now)
    match before, after:
        case MultipleChoice(), MultipleChoice():
            yield from _combined(old, new, before, after)
        case NumberQuestion(), NumberQuestion():
            if _steps(old, before) != _steps(new, after):
                yield "Les notes des tranches de nombres changent."


def _named(dimension: str | None) -> str:
    return quoted(dimension) if dimension else "aucune"


def _meanings(was: Item, now: Item) -> Iterator[str]:
    for option in was.options:
        kept = now.options_by_id.get(option.id)
        if kept is not None and _meaning(option) != _meaning(kept):
            yield f"L’option {quoted(option.id)} {_becomes(kept)}."


def _meaning(option: Option) -> tuple[bool, bool]:
    return option.unknown, option.not_applicable


def _becomes(option: Option) -> str:
    if option.unknown:
        return f"veut maintenant dire {quoted('je ne sais pas')}"
    if option.not_applicable:
        return f"veut maintenant dire {quoted('sans objet')}"
    return "devient une vraie réponse"


def _option_scores(old: Questionnaire, new: Questionnaire, was: Item, now: Item) -> Iterator[str]:
    for option in was.options:
        kept = now.options_by_id.get(option.id)
        if kept is None or option.score is None or kept.score is None:
            continue
        if share(old.score_range, option.score) == share(new.score_range, kept.score):
            continue
        if option.score == kept.score:
            yield f"L’étendue des notes change la valeur de l’option {quoted(option.id)}."
        else:
            yield (
                f"La note de l’option {quoted(option.id)} passe de "
                f"{format_number(option.score)} à {format_number(kept.score)}."
            )


def _combined(
    old: Questionnaire, new: Questionnaire, before: MultipleChoice, after: MultipleChoice
) -> Iterator[str]:
    if before.combine != after.combine:
        yield (
            f"Les notes cochées se combinent par {quoted(after.combine)}, "
            f"plus par {quoted(before.combine)}."
        )
    elif before.combine == "sum":
        zero = Decimal(0)
        if share(old.score_range, zero) != share(new.score_range, zero):
            yield "L’étendue des notes change la somme des notes cochées."


def _steps(
    questionnaire: Questionnaire, question: NumberQuestion
) -> list[tuple[Decimal | None, Fraction]]:
    """Return where the score of a number changes and to what, 0–1; the first has no start."""
    found: list[tuple[Decimal | None, Fraction]] = []
    for band in question.bands:
        worth = share(questionnaire.score_range, band.score)
        if not found or found[-1][1] != worth:
            found.append((band.at_least if found else None, worth))
    return found
