"""Any condition as a clause that follows « si », each question, dimension and name marked.

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
from app.domain.clause_words import ClauseWords, clause_words
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

    It is said in the language of the edition, French where there are no words in it. Two
    connectives are never left side by side: the inner one stands in brackets. An id that the
    edition does not have is said as it is.
    """
    return tuple(
        _merged(
            _Speaker(edition, clause_words(edition.questionnaire.language)).say(
                condition, denied=False
            )
        )
    )


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
    """Says conditions of one edition, with the words of one language."""

    def __init__(self, edition: Edition, words: ClauseWords) -> None:
        self._edition = edition
        self._words = words
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
                yield Span(self._words.condition)
                yield Span(self._words.quoted(name), "condition", name)
                yield Span(self._words.is_met[denied])
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
                yield Span(self._words.both[not is_all])
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
        words = self._words
        match leaf:
            case AnswerIs() | ContextIs():
                yield from self._choice(leaf, denied)
            case NumberIs(number=id_):
                yield from self._about(words.number, id_)
                yield Span(words.bounds.format(self._bounds(leaf, denied, self._unit(id_))))
            case TerritoryIn(territory=id_):
                yield from self._about(words.answer, id_)
                yield Span(self._place(leaf, denied))
            case Answered(answered=id_):
                yield from self._about(words.question, id_)
                yield Span(words.has_answer[denied])
            case IsUnknown(unknown=id_):
                yield from self._about(words.answer, id_)
                yield Span(words.is_unknown[denied])
            case IsVisible(visible=id_):
                yield from self._about(words.question, id_)
                yield Span(words.is_asked[denied])
            case ScoreIs(score=id_):
                yield from self._of_dimension(words.score, id_)
                bounds = self._bounds(leaf, denied, lambda _: "")
                yield Span(words.out_of_100.format(bounds))
            case LevelIs(level=id_):
                yield from self._of_dimension(words.level, id_)
                yield Span(self._level(leaf, denied))
            case Uncertain(uncertain=id_):
                yield from self._of_dimension(words.level, id_)
                yield Span(words.is_uncertain[denied])
            case _:  # pragma: no cover - the list of conditions is closed
                assert_never(leaf)

    # What is named ------------------------------------------------------------------------------

    def _about(self, before: str, question: str) -> Iterator[Span]:
        item = self._items.get(question)
        yield Span(before)
        name = item.question.text if item else question
        yield Span(self._words.quoted(name), "question", question)

    def _of_dimension(self, before: str, dimension: str) -> Iterator[Span]:
        is_known = dimension in self._nodes
        title = self._edition.questionnaire.title_of(dimension) if is_known else dimension
        yield Span(before)
        yield Span(self._words.quoted(title), "dimension", dimension)

    # Answers ------------------------------------------------------------------------------------

    def _choice(self, leaf: AnswerIs | ContextIs, denied: bool) -> Iterator[Span]:
        words, item = self._words, self._items.get(leaf.question)
        if leaf.count_at_least is not None or leaf.count_at_most is not None:
            yield from self._about(self._count(leaf, denied), leaf.question)
            yield Span(self._left_out(item))
            return
        labels = [self._label(item, option) for option in leaf.options]
        yield from self._about(words.answer, leaf.question)
        is_part = leaf.includes is not None or leaf.includes_any is not None
        if denied and len(labels) > 1:
            none = words.includes_none if is_part else words.is_none
            yield Span(none.format(words.none_of(labels)))
        else:
            told = words.includes if is_part else words.is_one
            yield Span(told[denied].format(words.listed(labels)))

    def _label(self, item: Item | None, option: str) -> str:
        known = item.options_by_id.get(option) if item else None
        return self._words.quoted(known.label if known else option)

    def _count(self, leaf: AnswerIs | ContextIs, denied: bool) -> str:
        """Return « au moins 2 réponses sont cochées à », whichever way the count is given."""
        is_floor = (leaf.count_at_least is not None) is not denied
        if leaf.count_at_least is not None:
            bound = leaf.count_at_least - denied
        else:
            bound = (leaf.count_at_most or 0) + denied
        if is_floor:
            one, several = self._words.least
            return one if bound == 1 else several.format(bound)
        none, one, several = self._words.most
        return (none, one)[bound] if bound in (0, 1) else several.format(bound)

    def _left_out(self, item: Item | None) -> str:
        options = item.options if item else ()
        alone = [self._words.quoted(one.label) for one in options if one.clears_others]
        if not alone:
            return ""
        return self._words.left_out.format(self._words.listed(alone, is_left_out=True))

    # Numbers and places -------------------------------------------------------------------------

    def _unit(self, question: str) -> _Unit:
        item = self._items.get(question)
        asked = item.question if item else None
        if not isinstance(asked, NumberQuestion):
            return lambda _: ""
        one = asked.unit_one or asked.unit
        is_singular = self._words.is_singular
        return lambda number: f"{NBSP}{one if is_singular(number) else asked.unit}"

    def _bounds(self, leaf: NumberIs | ScoreIs, denied: bool, unit: _Unit) -> str:
        """Return the bounds of a number: « d’au moins 2 personnes et de moins de 10 personnes »."""
        words = self._words
        bounds = (
            (leaf.at_least, words.more_or_equal, words.less),
            (leaf.above, words.more, words.less_or_equal),
            (leaf.at_most, words.less_or_equal, words.more),
            (leaf.below, words.less, words.more_or_equal),
        )
        said = [
            f"{no if denied else yes} {format_number(bound, words.language)}{unit(bound)}"
            for bound, yes, no in bounds
            if bound is not None
        ]
        return words.bounds_joint[denied].join(said)

    def _place(self, leaf: TerritoryIn, denied: bool) -> str:
        words = self._words
        regions = [words.quoted(self._region(code)) for code in leaf.regions]
        departments = [
            words.quoted(department_name(self._edition, code)) for code in leaf.departments
        ]
        places = [
            told[len(names) > 1].format(words.listed(names))
            for names, told in ((regions, words.region), (departments, words.department))
            if names
        ]
        if denied and len(places) > 1:
            return words.is_in_none.format(words.none_of(places))
        return words.is_in[denied].format(words.either_place.join(places))

    def _region(self, code: str) -> str:
        known = self._edition.territories.regions if self._edition.territories else ()
        return next((region.name for region in known if region.code == code), code)

    # Levels -------------------------------------------------------------------------------------

    def _level(self, leaf: LevelIs, denied: bool) -> str:
        words = self._words

        def name(level: MaturityLevel) -> str:
            if leaf.level not in self._nodes:
                return words.quoted(level.value)
            return words.quoted(label_of(self._edition.questionnaire, leaf.level, level))

        if leaf.at_least is not None:
            return words.at_least[denied].format(name(leaf.at_least))
        if leaf.at_most is not None:
            return words.at_most[denied].format(name(leaf.at_most))
        names = [name(level) for level in LEVELS if level in leaf.levels]
        if denied and len(names) > 1:
            return words.is_none.format(words.none_of(names))
        return words.is_one[denied].format(words.listed(names))
