"""Any condition as a French clause that follows « si », each question, dimension and name marked.

Total over the closed list of conditions. Must not say whether a condition holds for anyone.

A denied condition is said as what it then means (« n’est pas », « moins de »), never with « il est
faux que »: negation is pushed down to the leaves, which Kleene's three values allow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, assert_never

from app.domain.answers import department_name, format_number
from app.domain.conditions import (
    All,
    Answered,
    AnswerIs,
    AnyOf,
    Condition,
    ContextIs,
    IsUnknown,
    IsVisible,
    LevelIs,
    Meets,
    Not,
    NumberIs,
    ScoreIs,
    TerritoryIn,
    Uncertain,
)
from app.domain.edition import Edition
from app.domain.model import LEVELS, OVERALL, MaturityLevel
from app.domain.pieces import quoted
from app.domain.questionnaire import Item, NumberQuestion
from app.domain.scoring import label_of

NBSP = "\u00a0"
Named = Literal["question", "dimension", "condition"]


@dataclass(frozen=True, slots=True)
class Span:
    """Some words of a clause and, where they name a piece of the edition, its kind and id."""

    text: str
    kind: Named | None = None
    id: str = ""


Clause = tuple[Span, ...]
_Unit = Callable[[Decimal], str]


def word_condition(edition: Edition, condition: Condition) -> Clause:
    """Return a condition as a clause without capital or full stop: « la réponse à « … » est … ».

    Two connectives are never left side by side: the inner one stands in brackets. An id that the
    edition does not have is said as it is.
    """
    return tuple(_merged(_Speaker(edition).say(condition, denied=False)))


def plain(clause: Iterable[Span]) -> str:
    """Return the words of a clause alone."""
    return "".join(span.text for span in clause)


def _merged(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield the spans with neighbours that name nothing made one."""
    waiting = ""
    for span in spans:
        if span.kind is None:
            waiting += span.text
            continue
        if waiting:
            yield Span(waiting)
            waiting = ""
        yield span
    if waiting:
        yield Span(waiting)


class _Speaker:
    """Says conditions of one edition."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._items = edition.questionnaire.items_by_id
        self._nodes = {OVERALL, *(one.id for one in edition.questionnaire.walk_dimensions())}

    def say(self, condition: Condition, *, denied: bool, is_inner: bool = False) -> Iterator[Span]:
        match condition:
            case Not(not_=part):
                yield from self.say(part, denied=not denied, is_inner=is_inner)
            case All(all=parts) | AnyOf(any=parts):
                is_all = isinstance(condition, All) is not denied
                yield from self._joined(parts, is_all=is_all, denied=denied, is_inner=is_inner)
            case Meets(meets=name):
                yield Span("la condition ")
                yield Span(quoted(name), "condition", name)
                yield Span(" n’est pas remplie" if denied else " est remplie")
            case _:
                yield from self._leaf(condition, denied)

    def _joined(
        self, parts: Sequence[Condition], *, is_all: bool, denied: bool, is_inner: bool
    ) -> Iterator[Span]:
        if len(parts) == 1:
            yield from self.say(parts[0], denied=denied, is_inner=is_inner)
            return
        if is_inner:
            yield Span("(")
        for place, part in enumerate(parts):
            if place:
                yield Span(", et " if is_all else ", ou ")
            yield from self.say(part, denied=denied, is_inner=True)
        if is_inner:
            yield Span(")")

    def _leaf(
        self,
        leaf: AnswerIs
        | ContextIs
        | NumberIs
        | ScoreIs
        | LevelIs
        | Uncertain
        | TerritoryIn
        | Answered
        | IsUnknown
        | IsVisible,
        denied: bool,
    ) -> Iterator[Span]:
        match leaf:
            case AnswerIs() | ContextIs():
                yield from self._choice(leaf, denied)
            case NumberIs(number=id_):
                yield from self._about("le nombre répondu à ", id_)
                yield Span(f" est {_bounds(leaf, denied, self._unit(id_))}")
            case TerritoryIn(territory=id_):
                yield from self._about("la réponse à ", id_)
                yield Span(self._place(leaf, denied))
            case Answered(answered=id_):
                yield from self._about("la question ", id_)
                yield Span(
                    " reste sans réponse"
                    if denied
                    else f" a une réponse, même {quoted('je ne sais pas')}"
                )
            case IsUnknown(unknown=id_):
                yield from self._about("la réponse à ", id_)
                yield Span(f" {'n’est pas' if denied else 'est'} {quoted('je ne sais pas')}")
            case IsVisible(visible=id_):
                yield from self._about("la question ", id_)
                yield Span(" n’est pas posée" if denied else " est posée")
            case ScoreIs(score=id_):
                yield from self._of_dimension("le score de ", id_)
                yield Span(f" est {_bounds(leaf, denied, lambda _: '')} sur 100")
            case LevelIs(level=id_):
                yield from self._of_dimension("le niveau de ", id_)
                yield Span(self._level(leaf, denied))
            case Uncertain(uncertain=id_):
                yield from self._of_dimension("le niveau de ", id_)
                yield Span(" est certain" if denied else " reste incertain")
            case _:  # pragma: no cover - the list of conditions is closed
                assert_never(leaf)

    # What is named ------------------------------------------------------------------------------

    def _about(self, before: str, question: str) -> Iterator[Span]:
        item = self._items.get(question)
        yield Span(before)
        yield Span(quoted(item.question.text if item else question), "question", question)

    def _of_dimension(self, before: str, dimension: str) -> Iterator[Span]:
        is_known = dimension in self._nodes
        title = self._edition.questionnaire.title_of(dimension) if is_known else dimension
        yield Span(before)
        yield Span(quoted(title), "dimension", dimension)

    # Answers ------------------------------------------------------------------------------------

    def _choice(self, leaf: AnswerIs | ContextIs, denied: bool) -> Iterator[Span]:
        item = self._items.get(leaf.question)
        if leaf.count_at_least is not None or leaf.count_at_most is not None:
            yield from self._about(_count(leaf, denied), leaf.question)
            yield Span(_left_out(item))
            return
        labels = [_label(item, option) for option in leaf.options]
        yield from self._about("la réponse à ", leaf.question)
        is_part = leaf.includes is not None or leaf.includes_any is not None
        if not denied:
            yield Span(f" {'comprend' if is_part else 'est'} {_listed(labels, 'ou')}")
        elif len(labels) == 1:
            yield Span(f" {'ne comprend pas' if is_part else 'n’est pas'} {labels[0]}")
        else:
            yield Span(f" {'ne comprend' if is_part else 'n’est'} {_neither(labels)}")

    def _unit(self, question: str) -> _Unit:
        item = self._items.get(question)
        asked = item.question if item else None
        if not isinstance(asked, NumberQuestion):
            return lambda _: ""
        one = asked.unit_one or asked.unit
        return lambda number: f"{NBSP}{one if abs(number) < 2 else asked.unit}"

    def _place(self, leaf: TerritoryIn, denied: bool) -> str:
        regions = [quoted(self._region(code)) for code in leaf.regions]
        departments = [quoted(department_name(self._edition, code)) for code in leaf.departments]
        places = [
            f"dans {one} {names[0]}"
            if len(names) == 1
            else f"dans {several} {_listed(names, 'ou')}"
            for names, one, several in (
                (regions, "la région", "une des régions"),
                (departments, "le département", "un des départements"),
            )
            if names
        ]
        if denied:
            return f" ne se situe {'pas ' + places[0] if len(places) == 1 else _neither(places)}"
        return f" se situe {' ou '.join(places)}"

    def _region(self, code: str) -> str:
        known = self._edition.territories.regions if self._edition.territories else ()
        return next((region.name for region in known if region.code == code), code)

    # Levels -------------------------------------------------------------------------------------

    def _level(self, leaf: LevelIs, denied: bool) -> str:
        def name(level: MaturityLevel) -> str:
            if leaf.level not in self._nodes:
                return quoted(level.value)
            return quoted(label_of(self._edition.questionnaire, leaf.level, level))

        if leaf.at_least is not None:
            words = "est en dessous de" if denied else "est au moins"
            return f" {words} {name(leaf.at_least)}"
        if leaf.at_most is not None:
            words = "est au-dessus de" if denied else "est au plus"
            return f" {words} {name(leaf.at_most)}"
        names = [name(level) for level in LEVELS if level in leaf.levels]
        if not denied:
            return f" est {_listed(names, 'ou')}"
        return f" n’est pas {names[0]}" if len(names) == 1 else f" n’est {_neither(names)}"


def _listed(words: Sequence[str], last: str) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def _neither(words: Sequence[str]) -> str:
    return " ".join(f"ni {one}" for one in words)


def _label(item: Item | None, option: str) -> str:
    known = item.options_by_id.get(option) if item else None
    return quoted(known.label if known else option)


def _count(leaf: AnswerIs | ContextIs, denied: bool) -> str:
    """Return « au moins 2 réponses sont cochées à », whichever way the count is given."""
    is_floor = (leaf.count_at_least is not None) is not denied
    if leaf.count_at_least is not None:
        bound = leaf.count_at_least - denied
    else:
        bound = (leaf.count_at_most or 0) + denied
    if is_floor:
        if bound == 1:
            return "au moins une réponse est cochée à "
        return f"au moins {bound} réponses sont cochées à "
    if bound == 0:
        return "aucune réponse n’est cochée à "
    if bound == 1:
        return "une réponse au plus est cochée à "
    return f"{bound} réponses au plus sont cochées à "


def _left_out(item: Item | None) -> str:
    alone = (
        [quoted(option.label) for option in item.options if option.clears_others] if item else []
    )
    return f" (sans compter {_listed(alone, 'ni')})" if alone else ""


def _bounds(leaf: NumberIs | ScoreIs, denied: bool, unit: _Unit) -> str:
    """Return the bounds of a number: « d’au moins 2 personnes et de moins de 10 personnes »."""
    words = (
        (leaf.at_least, "d’au moins", "de moins de"),
        (leaf.above, "de plus de", "d’au plus"),
        (leaf.at_most, "d’au plus", "de plus de"),
        (leaf.below, "de moins de", "d’au moins"),
    )
    said = [
        f"{no if denied else yes} {format_number(bound)}{unit(bound)}"
        for bound, yes, no in words
        if bound is not None
    ]
    return (" ou " if denied else " et ").join(said)
