"""The roadmap as people carry it out: what is taken up, by whom, for when, and how it goes.

Pure values: no clock, no store, no words of the interface. A diagnosis never depends on them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

from app.domain.edition import Edition
from app.domain.errors import BalisesError
from app.domain.plain_text import clean_text
from app.domain.rules import Horizon

Choice = TypeVar("Choice", bound=StrEnum)

MOST_UNDERTAKINGS = 60
"""How many actions one roadmap may hold: nobody carries more."""
MOST_TEXT = 20_000
"""Characters that all texts of one follow-up may have together."""
LIMITS = {"do": 300, "owner": 120, "done": 1000, "next_step": 1000}
"""Characters that each text may have."""
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
"""Due dates outside of these are slips of the finger."""
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Progress(StrEnum):
    """How an action goes: the legend of the ministerial roadmap (S2), with a way in and out."""

    TO_START = "to_start"
    VERY_SATISFACTORY = "very_satisfactory"
    SATISFACTORY = "satisfactory"
    DELAY_EXPLAINED = "delay_explained"
    NO_LEVER = "no_lever"
    """Nobody has found yet what could make it move."""
    ABANDONED = "abandoned"

    @property
    def is_ended(self) -> bool:
        """Whether nothing more is expected: it is done, or given up."""
        return self in (Progress.VERY_SATISFACTORY, Progress.ABANDONED)


@dataclass(frozen=True, slots=True)
class Details:
    """What people say of an action; everything may be left open but the words of an own one.

    ``do`` is empty for an action of the edition, which has its own words; ``horizon`` is then the
    rule's.
    """

    do: str = ""
    horizon: Horizon = Horizon.OPERATIONAL
    owner: str = ""
    due: date | None = None
    progress: Progress = Progress.TO_START
    done: str = ""
    next_step: str = ""

    @property
    def text_length(self) -> int:
        """How many characters its texts have together."""
        return sum(len(getattr(self, name)) for name in LIMITS)


@dataclass(frozen=True, slots=True)
class Undertaking:
    """An action that was taken up from the roadmap, or added by hand.

    ``id`` is 32 hexadecimal digits; ``rule`` the id of the rule whose action it is, None for one
    added by hand. ``version`` is that of the assessment when it was last saved.
    """

    id: str
    rule: str | None
    details: Details
    version: int = 1

    def is_late(self, today: date) -> bool:
        """Whether it was due before today and has not ended."""
        due = self.details.due
        return due is not None and due < today and not self.details.progress.is_ended

    def words(self, edition: Edition) -> str:
        """Return what is to be done, in the language of the edition for an action of its own."""
        rule = edition.rules_by_id.get(self.rule) if self.rule else None
        return self.details.do if rule is None else str(rule.action.do)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The undertakings of an assessment, in the order that the person gave them."""

    undertakings: tuple[Undertaking, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is taken up."""
        return bool(self.undertakings)

    def __iter__(self) -> Iterator[Undertaking]:
        """Go through the undertakings in order."""
        return iter(self.undertakings)

    @property
    def by_rule(self) -> dict[str, Undertaking]:
        """The undertakings of the edition's own actions, by rule."""
        return {one.rule: one for one in self.undertakings if one.rule is not None}

    @property
    def own(self) -> tuple[Undertaking, ...]:
        """Those that were added by hand."""
        return tuple(one for one in self.undertakings if one.rule is None)

    @property
    def text_length(self) -> int:
        """How many characters all texts have together."""
        return sum(one.details.text_length for one in self.undertakings)

    def find(self, id_: str) -> Undertaking | None:
        """Return the undertaking of an id, None if there is none."""
        return next((one for one in self.undertakings if one.id == id_), None)

    def moved(self, id_: str, steps: int) -> FollowUp:
        """Return the same with one undertaking ``steps`` places further down (negative: up).

        It stops at either end; an id that is not there moves nothing.
        """
        rest = [one for one in self.undertakings if one.id != id_]
        mover = self.find(id_)
        if mover is None:
            return self
        place = self.undertakings.index(mover) + steps
        rest.insert(max(0, min(place, len(rest))), mover)
        return replace(self, undertakings=tuple(rest))


@dataclass(frozen=True, slots=True)
class DetailProblem:
    """Why one detail is refused; ``field`` is that of ``Details``.

    ``code``: ``missing`` (no words), ``too-long`` (``length`` of ``limit`` characters),
    ``not-text``, ``not-a-date``, ``date-out-of-bounds``, ``unknown-choice``.
    """

    field: str
    code: str
    length: int = 0
    limit: int = 0


class InvalidDetails(BalisesError):
    """One or more details are refused; all the problems are told at once."""

    def __init__(self, problems: tuple[DetailProblem, ...]) -> None:
        """Keep the problems, in the order of the fields."""
        super().__init__(" ; ".join(f"{one.field}: {one.code}" for one in problems))
        self.problems = problems


class FollowUpFull(BalisesError):
    """There are ``MOST_UNDERTAKINGS`` already, or more than ``MOST_TEXT`` characters to come.

    ``is_text`` says which: False for the undertakings.
    """

    def __init__(self, *, is_text: bool) -> None:
        """Keep which limit is reached."""
        super().__init__("too much text" if is_text else "too many undertakings")
        self.is_text = is_text


def check_room(follow_up: FollowUp) -> None:
    """Make sure that a follow-up keeps within the limits.

    Raises:
        FollowUpFull: if it does not.
    """
    if len(follow_up.undertakings) > MOST_UNDERTAKINGS:
        raise FollowUpFull(is_text=False)
    if follow_up.text_length > MOST_TEXT:
        raise FollowUpFull(is_text=True)


def parse_details(raw: Mapping[str, object], *, rule_horizon: Horizon | None = None) -> Details:
    """Return details from their JSON form, whose keys are those of ``Details``.

    A key that is missing, None or empty keeps its default; a date is ISO 8601. ``rule_horizon`` is
    that of the rule of an action of the edition: it overrules ``horizon``, and ``do`` is dropped.

    Raises:
        InvalidDetails: with every problem.
    """
    problems: list[DetailProblem] = []
    texts = {name: _text(name, raw.get(name), problems) for name in LIMITS}
    if rule_horizon is not None:
        texts["do"] = ""
        problems = [one for one in problems if one.field != "do"]
    elif not texts["do"] and not any(one.field == "do" for one in problems):
        problems.append(DetailProblem("do", "missing"))
    horizon = _choice("horizon", raw.get("horizon"), Horizon, Horizon.OPERATIONAL, problems)
    details = Details(
        do=texts["do"],
        horizon=rule_horizon or horizon,
        owner=texts["owner"],
        due=_date(raw.get("due"), problems),
        progress=_choice("progress", raw.get("progress"), Progress, Progress.TO_START, problems),
        done=texts["done"],
        next_step=texts["next_step"],
    )
    if problems:
        order = [one.name for one in fields(Details)]
        raise InvalidDetails(tuple(sorted(problems, key=lambda one: order.index(one.field))))
    return details


def dump_details(details: Details) -> dict[str, str | None]:
    """Return the JSON form of details, every key present; ``parse_details`` reads it back."""
    return {
        "do": details.do,
        "horizon": details.horizon.value,
        "owner": details.owner,
        "due": None if details.due is None else details.due.isoformat(),
        "progress": details.progress.value,
        "done": details.done,
        "next_step": details.next_step,
    }


def _text(name: str, raw: object, problems: list[DetailProblem]) -> str:
    if raw is None:
        return ""
    if not isinstance(raw, str):
        problems.append(DetailProblem(name, "not-text"))
        return ""
    text = clean_text(raw, multiline=name in {"done", "next_step"})
    if len(text) > LIMITS[name]:
        problems.append(DetailProblem(name, "too-long", len(text), LIMITS[name]))
    return text


def _date(raw: object, problems: list[DetailProblem]) -> date | None:
    if raw is None or raw == "":
        return None
    try:
        # One way to write it: fromisoformat reads weeks and ordinals too.
        due = date.fromisoformat(raw) if isinstance(raw, str) and _ISO.fullmatch(raw) else None
    except ValueError:
        due = None
    if due is None:
        problems.append(DetailProblem("due", "not-a-date"))
    elif not EARLIEST <= due <= LATEST:
        problems.append(DetailProblem("due", "date-out-of-bounds"))
    return due


def _choice(
    name: str, raw: object, choices: type[Choice], default: Choice, problems: list[DetailProblem]
) -> Choice:
    if raw is None or raw == "":
        return default
    found = next((one for one in choices if one.value == raw), None)
    if found is None:
        problems.append(DetailProblem(name, "unknown-choice"))
        return default
    return found
