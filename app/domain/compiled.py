"""An edition made ready to run: parsed once, compiled once, remembered by its hash."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from app.domain.compiler import Compiler
from app.domain.diagnosis import Answers
from app.domain.edition import Edition
from app.domain.firing import RuleIndex
from app.domain.layout import Layout, State
from app.domain.model import LEVELS, OVERALL
from app.domain.scoring import Scorer, label_of
from app.domain.state import Slot, blank_state, build_slots, fill_state, layout_of
from app.domain.wording import Sentence, compile_sentence


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A filled state, the units of each question, and the rules that fired."""

    state: State
    units: list[tuple[int, int] | None]
    fired: list[int]


class CompiledEdition:
    """Everything that is derived from an edition alone."""

    def __init__(self, edition: Edition) -> None:
        """Compile conditions, tree, rules and sentences of an edition."""
        self.edition = edition
        self.layout: Layout = layout_of(edition.questionnaire)
        self.compiler = Compiler(edition, self.layout)
        self.slots: tuple[Slot, ...] = build_slots(edition, self.layout, self.compiler)
        self.scorer = Scorer(edition, self.layout, self.compiler)
        self.index = RuleIndex(edition, self.layout, self.compiler)
        self.sentences: tuple[Sentence, ...] = tuple(
            compile_sentence(edition, self.layout, rule.because) for rule in edition.rules.rules
        )
        questionnaire = edition.questionnaire
        self.dimensions = tuple(one.id for one in questionnaire.walk_dimensions())
        names = (OVERALL, *self.dimensions)
        self.titles = {name: questionnaire.title_of(name) for name in names}
        self.labels = {
            name: {level: label_of(questionnaire, name, level) for level in LEVELS}
            for name in names
        }
        self._blank = blank_state(self.layout, self.slots)

    def fill(self, answers: Answers) -> tuple[State, list[tuple[int, int] | None]]:
        """Return the state of some answers without scores, and the units of its questions."""
        state = self._blank.copy()
        return state, fill_state(state, self.slots, answers)

    def scored(self, answers: Answers) -> tuple[State, list[tuple[int, int] | None]]:
        """Return the state of some answers with scores and levels, and the units."""
        state, units = self.fill(answers)
        self.scorer.score(state, units)
        return state, units

    def evaluate(self, answers: Answers) -> Evaluation:
        """Return the scored state of some answers and the rules that fire on it."""
        state, units = self.scored(answers)
        return Evaluation(state, units, self.index.fired(state))


@lru_cache(maxsize=64)
def compile_edition(edition: Edition) -> CompiledEdition:
    """Return the compiled form of an edition, made once while it is remembered."""
    return CompiledEdition(edition)
