"""A verdict on each question of two editions: what becomes of the answers it already has.

Judged on the questions alone; what dimensions, levels and rules change is for ``effects.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from app.domain.answers import format_number
from app.domain.carrying import Carrier, have_same_form
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
from app.domain.steps import Road


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
    old: Edition,
    new: Edition,
    changes: Iterable[ContentChange] | None = None,
    carrier: Carrier | None = None,
) -> tuple[QuestionVerdict, ...]:
    """Return a verdict on every question: those of the old edition in order, then the new ones.

    A question that a step renames is judged as the one that it became.
    """
    carrier = carrier or Carrier(old, new)
    road = carrier.road
    told: dict[str, list[str]] = {}
    for change in list_changes(old, new, carrier.renames) if changes is None else changes:
        for question in change.questions:
            told.setdefault(question, []).append(change.sentence)
    before, after = old.questionnaire.items_by_id, new.questionnaire.items_by_id
    found = []
    for id_, item in before.items():
        name = road.name_of(id_)
        if name is not None and name in after:
            options = road.options_of(id_)
            was = _renamed(item, name, options, road)
            verdict = _judge(old, new, was, after[name], told.get(name, []))
            found.append(_with_steps(id_, item, options, verdict, carrier))
        else:
            found.append(_judge_moved(carrier, item))
    known = road.reached
    found += [_judge_new(item) for id_, item in after.items() if id_ not in known]
    return tuple(found)


def _renamed(item: Item, name: str, options: Mapping[str, str | None], road: Road) -> Item:
    """Return an old question under the ids that it and its options have now.

    Of several options that became one, the first stands for them; one to ask again is left out.
    """
    show_when = item.show_when
    if show_when is not None and road.steps:
        written = show_when.model_dump(by_alias=True, exclude_none=True)
        show_when = type(show_when).model_validate(_in_new_ids(written, road))
    if name == item.id and all(was == now for was, now in options.items()):
        return Item(item.question, item.section, item.options, show_when, item.parent)
    kept: dict[str, Option] = {}
    for option in item.options:
        now = options[option.id]
        if now is not None:
            kept.setdefault(now, option.model_copy(update={"id": now}))
    question = item.question.model_copy(update={"id": name})
    return Item(question, item.section, tuple(kept.values()), show_when, item.parent)


_NAMING = ("answer", "context", "number", "territory", "answered", "unknown", "visible")
"""The keys of conditions that name a question."""


def _in_new_ids(written: Any, road: Road) -> Any:
    """Return a written condition with the questions and options that it names renamed."""
    if isinstance(written, list | tuple):
        return [_in_new_ids(one, road) for one in written]
    if not isinstance(written, dict):
        return written
    found = {key: _in_new_ids(value, road) for key, value in written.items()}
    for key in _NAMING:
        question = written.get(key)
        name = road.name_of(question) if isinstance(question, str) else None
        if name is not None:
            found[key] = name
            options = road.options_of(str(question)) if road.has(str(question)) else {}
            for operator in ("is", "one_of", "includes", "includes_any"):
                if operator in found:
                    found[operator] = _mapped(found[operator], options)
    return found


def _mapped(named: Any, options: Mapping[str, str | None]) -> Any:
    if isinstance(named, str):
        return options.get(named) or named
    return [options.get(one) or one for one in named]


def _with_steps(
    id_: str,
    item: Item,
    options: Mapping[str, str | None],
    found: QuestionVerdict,
    carrier: Carrier,
) -> QuestionVerdict:
    """Return a verdict with what the steps do to the options."""
    again = [option.id for option in item.options if options[option.id] is None]
    lost = [f"L’option {quoted(one)} est à reposer\u00a0: une étape le demande." for one in again]
    moved = [
        f"L’option {quoted(was)} devient {quoted(now)}."
        for was, now in options.items()
        if now not in (None, was)
    ]
    verdict = found.verdict
    if lost:
        verdict = Verdict.INCOMPATIBLE
    elif moved and len({*options.values()}) < len(options):
        verdict = max(verdict, Verdict.SCORE_MOVED, key=list(Verdict).index)
    elif (moved or carrier.road.name_of(id_) != id_) and verdict is Verdict.SAME:
        verdict = Verdict.TEXT_ONLY
    return QuestionVerdict(id_, verdict, tuple(dict.fromkeys((*lost, *moved, *found.because))))


def _judge_moved(carrier: Carrier, item: Item) -> QuestionVerdict:
    """Return the verdict on a question that is not one question of the new edition any more."""
    arrived, _ = carrier.road.follow({item.id: ""})
    leads_to = [one for one in arrived if one in carrier.after]
    if not leads_to:
        why = "La question disparaît, et ses réponses avec elle."
        return QuestionVerdict(item.id, Verdict.INCOMPATIBLE, (why,))
    if leads_to == [item.id]:
        why = "La question ne veut plus dire la même chose\u00a0: elle est à reposer"
        is_table = any(one.answers for one in carrier.road.changes_of(item.id))
        tail = ", sauf ce qu’une étape reprend." if is_table else "."
        return QuestionVerdict(item.id, Verdict.INCOMPATIBLE, (why + tail,))
    names = ", ".join(quoted(one) for one in leads_to)
    why = f"La question devient {names}\u00a0: une étape dit ce que ses réponses deviennent."
    return QuestionVerdict(item.id, Verdict.INCOMPATIBLE, (why,))


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
