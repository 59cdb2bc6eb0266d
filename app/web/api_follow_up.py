"""The follow-up in the JSON interface: its shapes, what is said of it, and how it is refused.

Must not save anything. Its problems stand beside the table of ``problems`` and have the same form.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints

from app.domain.follow_up import (
    EARLIEST,
    LATEST,
    DetailProblem,
    FollowUp,
    FollowUpFull,
    InvalidDetails,
    Progress,
    Undertaking,
    dump_details,
)
from app.domain.rules import Horizon
from app.locale.formats import colon
from app.locale.speech import gettext
from app.report.contexts import ActionView
from app.services.errors import (
    ActionNotProposed,
    AssessmentNotCompleted,
    FollowUpConflict,
    UndertakingNotFound,
)
from app.services.views import AssessmentView
from app.web import follow_up_forms
from app.web.api_models import Links, ProblemOut, Sent
from app.web.api_words import API
from app.web.follow_up_words import name_horizon, name_progress
from app.web.problems import Problem

UNEXPLAINED = "unexplained"
"""The code of a delay that is said to be explained and is not."""


Said = str | None


class DetailsIn(Sent):
    """All that is said of an action; what is left out, null or empty is not said (any more).

    ``do`` and ``horizon`` count for an action of one's own only. Nothing should designate a person.
    """

    do: Said = Field(default=None, description="what there is to do: 300 characters at most")
    horizon: Said = Field(default=None, description=", ".join(Horizon))
    owner: Said = Field(default=None, description="who takes care of it, a role: 120 characters")
    due: Said = Field(default=None, description="a day, ISO 8601", examples=["2027-03-31"])
    progress: Said = Field(default=None, description=", ".join(Progress))
    done: Said = Field(default=None, description="what was done, or why it is late: 1000")
    next_step: Said = Field(default=None, description="1000 characters at most")

    @property
    def raw(self) -> dict[str, object]:
        """The JSON form of the details, which ``parse_details`` judges."""
        return {name: getattr(self, name) for name in DetailsIn.model_fields}


class UndertakingIn(DetailsIn):
    """An action to follow: that of a ``rule`` that is proposed, or without it one of one's own."""

    rule: str | None = Field(
        default=None, max_length=64, description="the rule of an action that is proposed"
    )
    id: Annotated[str, StringConstraints(pattern="^[0-9a-f]{32}$")] | None = Field(
        default=None,
        description="the id that an action of one's own will have, drawn at random: sent again, "
        "nothing more is added",
    )


class DetailsOut(BaseModel):
    """What is said of an action. ``do`` is empty for the action of a rule: it has its own words."""

    do: str
    horizon: str
    owner: str
    due: date | None
    progress: str
    done: str
    next_step: str


class UndertakingOut(DetailsOut):
    """An action that is followed; its version is also the ETag.

    ``do`` has its words in every case. ``proposed`` is False where the answers do not lead to it
    (any more), and for one of one's own, whose ``rule`` is null.
    """

    id: str
    rule: str | None
    version: int
    horizon_words: str
    progress_words: str
    late: bool = Field(description="it was due before today, and has not ended")
    proposed: bool
    reasons: list[str]
    done_when: str | None
    links: Links


class ProposedOut(BaseModel):
    """An action that the answers lead to and that nobody follows; ``rule`` takes it up."""

    rule: str
    do: str
    who: str
    duration: str
    horizon_words: str
    reasons: list[str]
    first: bool = Field(description="among those to begin with")


class FollowUpOut(BaseModel):
    """What is followed, in the person's order, then what could be, in that of the roadmap.

    The version is that of the assessment.
    """

    version: int
    followed: list[UndertakingOut]
    proposed: list[ProposedOut]
    links: Links


class UndertakingConflictOut(ProblemOut):
    """Somebody else was faster: what was sent, what stands, and the version to expect now."""

    yours: DetailsOut
    theirs: DetailsOut
    current_version: int


@dataclass(frozen=True, slots=True)
class Told:
    """What a follow-up is told with: the assessment and its ``actions`` in a language, the day."""

    view: AssessmentView
    actions: tuple[ActionView, ...]
    today: date

    def undertaking(self, one: Undertaking) -> dict[str, Any]:
        """Return an action that is followed (``UndertakingOut``)."""
        edition = self.view.edition
        action = next((each for each in self.actions if each.id == one.rule), None)
        rule = edition.rules_by_id.get(one.rule or "")
        return {
            **dump_details(one.details),
            "id": one.id,
            "rule": one.rule,
            "version": one.version,
            "do": str(one.words(edition)),
            "horizon_words": name_horizon(one.details.horizon),
            "progress_words": name_progress(one.details.progress),
            "late": one.is_late(self.today),
            "proposed": action is not None,
            "reasons": [] if action is None else list(map(str, action.reasons)),
            "done_when": None if rule is None else str(rule.action.done_when),
            "links": {"self": {"href": f"{_own(self.view)}/{one.id}"}},
        }

    def follow_up(self, follow_up: FollowUp) -> dict[str, Any]:
        """Return the whole (``FollowUpOut``)."""
        taken = follow_up.by_rule
        return {
            "version": self.view.version,
            "followed": [self.undertaking(one) for one in follow_up],
            "proposed": [_proposed(one) for one in self.actions if one.id not in taken],
            "links": {"self": {"href": _own(self.view)}},
        }


def _own(view: AssessmentView) -> str:
    return f"{API}/assessments/{view.id}/follow-up"


def _proposed(action: ActionView) -> dict[str, Any]:
    return {
        "rule": action.id,
        "do": str(action.do),
        "who": str(action.who),
        "duration": str(action.duration),
        "horizon_words": action.horizon,
        "reasons": list(map(str, action.reasons)),
        "first": action.is_first,
    }


def check_explained(asked: DetailsIn) -> None:
    """Make sure that a delay that is said to be explained is, as the page does.

    Raises:
        Problem: 422, if it is not.
    """
    if asked.progress == Progress.DELAY_EXPLAINED and not (asked.done or "").strip():
        raise _invalid([("done", UNEXPLAINED, follow_up_forms.unexplained().message)])


@contextmanager
def told_as_problems() -> Iterator[None]:
    """Tell as a problem what the service of the follow-up refuses.

    Raises:
        Problem: for any of its errors; others are raised as they are.
    """
    try:
        yield
    except InvalidDetails as error:
        wrong = [(one.field, one.code, _message_of(one)) for one in error.problems]
        raise _invalid(wrong) from None
    except FollowUpFull as error:
        words = follow_up_forms.full(error).message
        raise Problem(409, "follow-up-full", gettext("Suivi plein"), words) from None
    except ActionNotProposed:
        words = gettext("Vos réponses ne mènent pas, ou plus, à cette action.")
        title = gettext("Action non proposée")
        raise Problem(409, "action-not-proposed", title, words) from None
    except UndertakingNotFound:
        raise undertaking_not_found() from None
    except AssessmentNotCompleted:
        raise not_completed() from None
    except FollowUpConflict as error:
        raise Problem(
            412,
            "undertaking-conflict",
            gettext("Action modifiée entre-temps"),
            gettext("Cette action a été modifiée entre-temps, dans un autre onglet ou ailleurs."),
            headers={"ETag": f'"{error.current_version}"'},
            yours=dump_details(error.yours),
            theirs=dump_details(error.theirs),
            current_version=error.current_version,
        ) from None


def undertaking_not_found() -> Problem:
    """Return the answer about an action that is not, or no more, followed."""
    words = gettext("Cette action n’est pas, ou n’est plus, dans le suivi.")
    return Problem(404, "undertaking-not-found", gettext("Action introuvable"), words)


def not_completed() -> Problem:
    """Return the answer about a roadmap that there is not yet: 409."""
    words = gettext(
        "Ce diagnostic n’est pas terminé\u00a0: terminez-le avant de suivre ses actions."
    )
    return Problem(409, "assessment-not-completed", gettext("Diagnostic inachevé"), words)


def _invalid(wrong: list[tuple[str, str, str]]) -> Problem:
    return Problem(
        422,
        "invalid-details",
        gettext("Action refusée"),
        " ".join(f"{field}{colon()} {message}" for field, _, message in wrong),
        errors=[
            {"field": field, "code": code, "message": message} for field, code, message in wrong
        ],
    )


def _message_of(problem: DetailProblem) -> str:
    match problem.code:
        case "not-a-date":
            return gettext("Une date s’écrit comme %(example)s.", example="2027-03-31")
        case "date-out-of-bounds":
            bounds = {"earliest": EARLIEST.year, "latest": LATEST.year}
            return gettext(follow_up_forms.WRONG[problem.code], **bounds)
    return follow_up_forms.message_of(problem)
