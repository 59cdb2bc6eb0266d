"""Editions and answers drawn from seeds, and what it means to add information to answers."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from random import Random

from hypothesis import strategies as st

from app.domain.compiled import CompiledEdition, compile_edition
from app.domain.diagnosis import Answers, AnswerValue
from app.domain.edition import Edition
from app.domain.layout import UNANSWERED
from app.domain.model import OVERALL
from app.domain.sample import sample_answers
from tests.random_editions import Gates, random_edition

seeds = st.integers(min_value=0, max_value=10**6)
ROOT = Path(__file__).resolve().parents[3]


def chance(seed: int) -> Random:
    """Return a source of chance that starts from a seed."""
    return Random(seed)  # noqa: S311 - what is drawn must come back the same


@lru_cache(maxsize=512)
def drawn_edition(seed: int, gates: Gates = "context") -> Edition:
    """Return the random edition of a seed."""
    return random_edition(chance(seed), gates=gates)


@lru_cache(maxsize=1)
def shipped_edition() -> Edition:
    """Return the edition of the pathway ``association`` as it is shipped."""
    from app.content.library import load_library

    return load_library(ROOT).editions["association"]


def partial_answers(edition: Edition, random: Random) -> Answers:
    """Return answers to some of the questions, often few, sometimes all."""
    share = random.choice((0, 0.2, 0.5, 0.8, 1))
    full = sample_answers(edition, random)
    return {question: value for question, value in full.items() if random.random() < share}


def is_unsure(edition: Edition, question: str, value: AnswerValue) -> bool:
    """Whether an answer says « je ne sais pas »."""
    chosen = value if isinstance(value, tuple) else (value,)
    options = edition.questionnaire.items_by_id[question].options_by_id
    return any(isinstance(one, str) and one in options and options[one].unknown for one in chosen)


def informed(edition: Edition, answers: Answers, random: Random) -> Answers:
    """Return the answers with one more question answered, or one « je ne sais pas » lifted."""
    open_ = [
        question
        for question in asked_of(edition, answers)
        if question not in answers or is_unsure(edition, question, answers[question])
    ]
    if not open_:
        return answers
    question = random.choice(open_)
    value = _draw(edition, question, random)
    if value is None or (question in answers and is_unsure(edition, question, value)):
        return answers
    return {**answers, question: value}


def completed(edition: Edition, answers: Answers, random: Random) -> Answers:
    """Return the answers with every question asked answered, and no « je ne sais pas » left.

    A question that only « je ne sais pas » is drawn for, sixty times over, keeps it.
    """
    for _ in range(60):
        following = informed(edition, answers, random)
        if following is answers and all(
            question in answers and not is_unsure(edition, question, answers[question])
            for question in asked_of(edition, answers)
        ):
            break
        answers = following
    return answers


def asked_of(edition: Edition, answers: Answers) -> list[str]:
    """Return the ids of the questions surely asked."""
    compiled = compile_edition(edition)
    state, _ = compiled.fill(answers)
    count = len(compiled.slots)
    return [slot.item.id for slot in compiled.slots if state[slot.index + count] >= UNANSWERED]


def intervals_of(
    compiled: CompiledEdition, answers: Answers
) -> dict[str, tuple[Fraction, Fraction]]:
    """Return the exact score interval of each node; a node without a score may be anything."""
    state, _ = compiled.scored(answers)
    found = {}
    for name in (*compiled.dimensions, OVERALL):
        low, high = state[compiled.layout.low(name)], state[compiled.layout.high(name)]
        if state[compiled.layout.rank(name)] is None:
            low, high = (0, 1), (1, 1)
        found[name] = (Fraction(*low), Fraction(*high))
    return found


def _draw(edition: Edition, question: str, random: Random) -> AnswerValue | None:
    """Return a random answer to one question, from whole samples of the questionnaire."""
    for _ in range(4):
        drawn = sample_answers(edition, random).get(question)
        if drawn is not None:
            return drawn
    return None
