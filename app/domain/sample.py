"""Valid, complete, random answers, for authors, tests and benchmarks; the chance is passed in."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from app.domain.answers import parse_answer
from app.domain.compiled import compile_edition
from app.domain.diagnosis import Answers, AnswerValue
from app.domain.edition import Edition
from app.domain.layout import UNANSWERED
from app.domain.questionnaire import Item, MultipleChoice, NumberQuestion, TerritoryQuestion

_WORDS = ("ensemble", "demain", "quartier", "projet", "rivière", "atelier", "jardin", "relais")
_SPECIAL = 0.1


def sample_answers(edition: Edition, random: Random) -> Answers:
    """Return an answer to every question that is then asked, optional ones included.

    Each option is as likely as another, « je ne sais pas » and « sans objet » included; for a
    number or a territory they come once in ten.
    """
    compiled = compile_edition(edition)
    count = len(compiled.slots)
    answers: Answers = {}
    for slot in compiled.slots:
        state, _ = compiled.fill(answers)
        if state[slot.index + count] == UNANSWERED:
            value = parse_answer(edition, slot.item.id, _sample(edition, slot.item, random))
            assert value is not None  # noqa: S101 - what is drawn is never empty
            answers[slot.item.id] = value
    return answers


def _sample(edition: Edition, item: Item, random: Random) -> object:
    special = [option.id for option in item.options if option.is_special]
    match item.question:
        case MultipleChoice():
            return _several(item, random)
        case NumberQuestion() as question:
            if special and random.random() < _SPECIAL:
                return random.choice(special)
            return _number(question, random)
        case TerritoryQuestion():
            if edition.territories is None or (special and random.random() < _SPECIAL):
                return random.choice(special)
            return random.choice(edition.territories.departments).code
    if item.options:
        return random.choice(item.options).id
    return " ".join(random.choice(_WORDS) for _ in range(random.randint(1, 3)))


def _several(item: Item, random: Random) -> AnswerValue:
    alone = [option.id for option in item.options if option.clears_others]
    free = [option.id for option in item.options if not option.clears_others]
    if not free or (alone and random.random() < len(alone) / len(item.options)):
        return (random.choice(alone),)
    return tuple(random.sample(free, random.randint(1, len(free))))


def _number(question: NumberQuestion, random: Random) -> Decimal:
    step = Decimal(1).scaleb(-question.decimals)
    marks = [band.at_least for band in question.bands if band.at_least <= question.maximum]
    if marks and random.random() < 0.5:
        return max(question.minimum, (random.choice(marks) / step).to_integral_value() * step)
    steps = int((question.maximum - question.minimum) / step)
    return question.minimum + step * random.randint(0, steps)
