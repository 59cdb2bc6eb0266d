"""What a transaction that changes a follow-up can do; must not begin nor end one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from app.domain.follow_up import FollowUp, Undertaking, check_room
from app.domain.follow_up_changes import HOLDER, ChangeKind
from app.services import undertaking_rows
from app.services.errors import UndertakingNotFound
from app.services.undertaking_rows import row_of, words_of
from app.services.views import AssessmentView
from app.store import undertakings

Author = Callable[[Connection], str]
"""Who changes a follow-up, asked in the transaction that changes it, once others can neither write
nor revoke: returns how the history names them, or raises if they may not, or not any more."""


def holder(connection: Connection) -> str:
    """Return how the history names whoever holds the resume link; the caller has checked it."""
    return HOLDER


@dataclass(frozen=True, slots=True)
class Writing:
    """A transaction in which the follow-up of an assessment is changed."""

    connection: Connection
    view: AssessmentView
    follow_up: FollowUp
    now: datetime
    by: str

    def note(self, about: Undertaking, kind: ChangeKind, *what: tuple[str, str, str]) -> None:
        """Write into the history what is done: (field, before, after), if there is any to say."""
        words = words_of(about, self.view.edition)
        told = what or (("", "", ""),)
        place = self.connection, self.view.id
        undertaking_rows.note(*place, about, words, self.now, self.by, kind, told)

    def insert(self, *new: Undertaking) -> None:
        """Insert undertakings after the others, if there is room."""
        check_room(FollowUp((*self.follow_up, *new)))
        rows = [row_of(one, self.now) for one in new]
        # Places have gaps once something was removed.
        self.put_in_order(self.follow_up)
        place = len(self.follow_up.undertakings)
        undertakings.insert_new(self.connection, self.view.id, rows, place)

    def put_in_order(self, follow_up: FollowUp) -> None:
        """Give what is followed, which must be all of it, the places of another follow-up."""
        ids = [one.id for one in follow_up]
        undertakings.put_in_order(self.connection, self.view.id, ids)

    def find(self, id_: str) -> Undertaking:
        """Return the undertaking of an id.

        Raises:
            UndertakingNotFound: if there is none.
        """
        found = self.follow_up.find(id_)
        if found is None:
            raise UndertakingNotFound
        return found
