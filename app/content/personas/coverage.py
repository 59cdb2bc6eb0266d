"""What the personas of a pathway exercise, and what none of them does; must not judge answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.domain.compiled import compile_edition
from app.domain.diagnosis import Answers
from app.domain.edition import Edition
from app.domain.layout import UNANSWERED
from app.domain.model import LEVELS, OVERALL


@dataclass(frozen=True, slots=True)
class Share:
    """How many of some things are exercised: ids, in the order written, and those never met."""

    total: int
    never: tuple[str, ...]

    @property
    def exercised(self) -> int:
        """How many some persona exercises."""
        return self.total - len(self.never)

    @property
    def percent(self) -> int:
        """The share in whole percents, rounded down: 100 only when nothing is left out."""
        return 100 * self.exercised // self.total if self.total else 100


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the personas of one pathway exercise.

    ``rules`` are those that fire, by id; ``options`` those chosen in a question that is asked, as
    ``question.option``; ``levels`` the sure ones reached, as ``dimension.level``.
    """

    questionnaire: str
    personas: int
    rules: Share
    options: Share
    levels: Share

    def to_json(self) -> dict[str, Any]:
        """Return the JSON form: counts, whole percents and what is never exercised."""
        return {
            "personas": self.personas,
            **{
                name: {
                    "exercised": share.exercised,
                    "total": share.total,
                    "percent": share.percent,
                    "never": list(share.never),
                }
                for name, share in self.shares().items()
            },
        }

    def shares(self) -> dict[str, Share]:
        """Return each share by its name."""
        return {"rules": self.rules, "options": self.options, "levels": self.levels}


def cover(edition: Edition, personas: Iterable[Answers]) -> Coverage:
    """Return what the answers of some personas exercise in an edition."""
    compiled = compile_edition(edition)
    fired: set[int] = set()
    chosen: set[str] = set()
    reached: set[str] = set()
    count = 0
    for answers in personas:
        count += 1
        found = compiled.evaluate(answers)
        fired.update(found.fired)
        for slot in compiled.slots:
            value = answers.get(slot.item.id)
            if found.state[slot.index + len(compiled.slots)] >= UNANSWERED and value is not None:
                ids = value if isinstance(value, tuple) else (str(value),)
                chosen.update(f"{slot.item.id}.{id_}" for id_ in ids)
        for node in compiled.scorer.nodes:
            rank = found.state[node.rank]
            if rank is not None:
                reached.add(f"{node.id}.{LEVELS[rank].value}")
    questionnaire = edition.questionnaire
    rules = [rule.id for rule in edition.rules.rules]
    return Coverage(
        questionnaire.id,
        count,
        _share(rules, {rules[index] for index in fired}),
        _share((f"{i.id}.{id_}" for i in questionnaire.items for id_ in i.options_by_id), chosen),
        _share(
            (
                f"{name}.{band.level.value}"
                for name in (OVERALL, *compiled.dimensions)
                for band in questionnaire.bands_of(name)
            ),
            reached,
        ),
    )


def _share(every: Iterable[str], met: set[str]) -> Share:
    listed = list(every)
    return Share(len(listed), tuple(one for one in listed if one not in met))
