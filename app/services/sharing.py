"""Links that open the roadmap of an assessment to others, to read or to edit, until revoked.

Must not give whole access (see ``visits``): whoever comes by such a link sees no answer as such.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection

from app.domain.plain_text import clean_text
from app.services import secrets
from app.services.assessments import Assessments
from app.services.clock import Clock
from app.services.errors import (
    AssessmentNotFound,
    InvalidLabel,
    RoadmapReadOnly,
    TooManyShares,
)
from app.services.follow_up_writing import Author, holder
from app.services.views import AssessmentView
from app.settings import Settings
from app.store import assessments, shares, visits
from app.store.database import Database
from app.store.shares import ShareRow

MOST_SHARES = 20
"""How many share links one assessment may have, ended ones too."""
MOST_LABEL = 60
"""Characters that may say for whom a link is."""
DURATIONS = (30, 90, 365)
"""Days for which a link may be made; else it lasts as long as the assessment."""


class Role(StrEnum):
    """What a browser may do with the roadmap of an assessment."""

    OWNER = "owner"
    """Everything: it has whole access to the assessment."""
    EDITOR = "editor"
    """Change the follow-up of the actions; share nothing, erase nothing, read no answer."""
    READER = "reader"


@dataclass(frozen=True)
class RoadmapAccess:
    """An assessment as read at one moment, and what the browser that asks may do with its roadmap.

    ``label`` is that of the link by which it came, None for the owner. ``by`` is this browser as
    who changes the follow-up: it is asked again what it may do, where that is written.
    """

    view: AssessmentView
    role: Role
    label: str | None = None
    by: Author = field(kw_only=True, compare=False)

    @property
    def may_edit(self) -> bool:
        """Whether it may change the follow-up."""
        return self.role is not Role.READER

    @property
    def is_owner(self) -> bool:
        """Whether it has whole access."""
        return self.role is Role.OWNER


@dataclass(frozen=True)
class Share:
    """A share link. ``opened_on`` and ``ends_on`` are days on the wall; ``browsers`` came by it."""

    id: str
    label: str
    may_edit: bool
    created_at: datetime
    opened_on: date | None
    ends_on: date | None
    has_ended: bool
    browsers: int = 0


@dataclass(frozen=True)
class MadeShare:
    """A new share link and its secret: shown once, kept nowhere in clear."""

    share: Share
    secret: str


@dataclass(frozen=True)
class OpenedShare:
    """The assessment that a share link opened to a visit, whose token goes into the cookie."""

    assessment_id: str
    token: str


class Sharing:
    """The share links: made and revoked by whoever has whole access, opened by others."""

    def __init__(
        self, database: Database, assessments_: Assessments, settings: Settings, clock: Clock
    ) -> None:
        self._database = database
        self._assessments = assessments_
        self._settings = settings
        self._clock = clock

    def create(
        self, assessment_id: str, label: str, *, may_edit: bool, days: int | None
    ) -> MadeShare:
        """Make a share link for someone, for ``days`` of ``DURATIONS`` or as long as it is kept.

        Raises:
            AssessmentNotFound: if there is no such assessment.
            InvalidLabel: if the label has neither letter nor digit, or over ``MOST_LABEL``
                characters.
            TooManyShares: if there are ``MOST_SHARES`` already.
        """
        label = clean_text(label, multiline=False)
        if not any(character.isalnum() for character in label):
            raise InvalidLabel(0, MOST_LABEL)
        if len(label) > MOST_LABEL:
            raise InvalidLabel(len(label), MOST_LABEL)
        if days is not None and days not in DURATIONS:
            raise ValueError(f"days must be one of {DURATIONS}")
        secret = secrets.new_secret()
        row = ShareRow(
            id=secrets.new_id(),
            assessment_id=assessment_id,
            label=label,
            may_edit=may_edit,
            created_at=self._clock(),
            opened_on=None,
            ends_on=None if days is None else self._today() + timedelta(days=days),
        )
        with self._database.write() as connection:
            # Taken, so that two at once cannot both be the last.
            self._take(connection, assessment_id)
            if shares.count(connection, assessment_id) >= MOST_SHARES:
                raise TooManyShares(MOST_SHARES)
            shares.insert_new(connection, row, secrets.digest(secret))
        return MadeShare(self._share(row), secret)

    def shares_of(self, assessment_id: str) -> tuple[Share, ...]:
        """Return the share links of an assessment, ended ones too, the first made first."""
        with self._database.read() as connection:
            return self.shares_in(connection, assessment_id)

    def shares_in(self, connection: Connection, assessment_id: str) -> tuple[Share, ...]:
        """Return the same within a transaction that is open."""
        browsers = shares.browsers_of(connection, assessment_id, self._since())
        rows = shares.all_of(connection, assessment_id)
        return tuple(self._share(row, browsers.get(row.id, 0)) for row in rows)

    def find(self, assessment_id: str, share_id: str) -> Share | None:
        """Return a share link of an assessment, None if it has none of this id."""
        return next((one for one in self.shares_of(assessment_id) if one.id == share_id), None)

    def revoke(self, assessment_id: str, share_id: str) -> None:
        """Revoke a share link: it opens nothing from now on, nor do the browsers that came by it.

        One that is not there (any more) is revoked already. A change that has begun is waited for.
        """
        with self._database.write() as connection:
            assessments.take(connection, assessment_id)
            shares.revoke(connection, assessment_id, share_id)
        self._database.compact()

    def revoke_all(self, assessment_id: str) -> None:
        """Revoke every share link of an assessment."""
        with self._database.write() as connection:
            assessments.take(connection, assessment_id)
            shares.revoke_all(connection, assessment_id)
        self._database.compact()

    def open_secret(self, secret: str, token: str | None) -> OpenedShare | None:
        """Let a visit in by the secret of a share link, a new visit if it has none that holds.

        A visit that has whole access keeps it, and the link is not counted as opened. Returns None,
        with nothing changed, if the secret opens nothing today.
        """
        hashed, today = secrets.digest(secret), self._today()
        with self._database.read() as connection:
            # Whoever guesses must not keep others from writing.
            if shares.find_by_secret(connection, hashed, today) is None:
                return None
        now, since = self._clock(), self._since()
        with self._database.write() as connection:
            row = shares.take_by_secret(connection, hashed, today)
            if row is None:
                return None
            own = None if token is None else secrets.digest(token)
            if token is None or own is None or not visits.renew(connection, own, since, now):
                token = secrets.new_secret()
                own = secrets.digest(token)
                visits.insert_new(connection, own, now)
            if not visits.may_see(connection, own, row.assessment_id, since):
                shares.let_in(connection, row.id, own, today)
        return OpenedShare(row.assessment_id, token)

    def access_of(self, token: str, assessment_id: str) -> RoadmapAccess:
        """Return an assessment and what the visit may do with its roadmap, read at one moment.

        Whole access comes before any link; of several links, the one that allows most.

        Raises:
            AssessmentNotFound: if the visit may not even read the roadmap, or there is none.
        """
        if not secrets.is_id(assessment_id):
            raise AssessmentNotFound
        with self._database.read() as connection:
            row = self._granted_in(connection, token, assessment_id)
            view = self._assessments.load_in(connection, assessment_id)
        return self._access(view, row, token)

    def editor_of(self, token: str, assessment_id: str) -> Author:
        """Return a visit as who changes a follow-up, by whole access or by a link that lets edit.

        It raises AssessmentNotFound if the visit may not even read the roadmap, or not any more,
        and RoadmapReadOnly if it may only read it.
        """

        def named(connection: Connection) -> str:
            row = self._granted_in(connection, token, assessment_id)
            if row is None:
                return holder(connection)
            if not row.may_edit:
                raise RoadmapReadOnly
            return row.label

        return named

    def shared_with(self, token: str) -> tuple[RoadmapAccess, ...]:
        """Return what a visit sees by share links alone, each assessment once."""
        hashed, since = secrets.digest(token), self._since()
        found: dict[str, RoadmapAccess] = {}
        with self._database.read() as connection:
            whole = set(visits.assessments_of(connection, hashed, since))
            for row in shares.all_granted_to(connection, hashed, since, self._today()):
                id_ = row.assessment_id
                if id_ in whole or id_ in found:
                    continue
                try:
                    view = self._assessments.load_in(connection, id_)
                except AssessmentNotFound:
                    continue  # erased in the meantime
                found[id_] = self._access(view, row, token)
        return tuple(found.values())

    def _granted_in(
        self, connection: Connection, token: str, assessment_id: str
    ) -> ShareRow | None:
        """Return the link that opens the roadmap to a visit, None where it has whole access.

        Raises:
            AssessmentNotFound: if nothing does.
        """
        hashed, since = secrets.digest(token), self._since()
        if visits.may_see(connection, hashed, assessment_id, since):
            return None
        row = shares.granted_to(connection, hashed, assessment_id, since, self._today())
        if row is None:
            raise AssessmentNotFound
        return row

    def _access(self, view: AssessmentView, row: ShareRow | None, token: str) -> RoadmapAccess:
        by = self.editor_of(token, view.id)
        if row is None:
            return RoadmapAccess(view, Role.OWNER, by=by)
        role = Role.EDITOR if row.may_edit else Role.READER
        return RoadmapAccess(view, role, row.label, by=by)

    def _take(self, connection: Connection, assessment_id: str) -> None:
        if not secrets.is_id(assessment_id) or assessments.take(connection, assessment_id) is None:
            raise AssessmentNotFound

    def _share(self, row: ShareRow, browsers: int = 0) -> Share:
        return Share(
            id=row.id,
            label=row.label,
            may_edit=row.may_edit,
            created_at=row.created_at,
            opened_on=row.opened_on,
            ends_on=row.ends_on,
            has_ended=row.ends_on is not None and row.ends_on < self._today(),
            browsers=browsers,
        )

    def _today(self) -> date:
        return self._settings.day_of(self._clock())

    def _since(self) -> datetime:
        return self._clock() - self._settings.visit_lifetime
