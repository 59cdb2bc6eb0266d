"""Statements on share links, and on the browsers that came by them; whole access is in visits."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import (
    BindParameter,
    Connection,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from app.store.statements import insert_if_absent
from app.store.tables import (
    ShareAccessRecord,
    ShareLinkRecord,
    VisitRecord,
    table_of,
)

_share = table_of(ShareLinkRecord)
_access = table_of(ShareAccessRecord)
_visit = table_of(VisitRecord)

_today: BindParameter[date] = bindparam("today")
_by_assessment = _share.c.assessment_id == bindparam("assessment")
_is_open = or_(_share.c.ends_on.is_(None), _share.c.ends_on >= _today)

_ROW = select(
    _share.c.id,
    _share.c.assessment_id,
    _share.c.label,
    _share.c.may_edit,
    _share.c.created_at,
    _share.c.opened_on,
    _share.c.ends_on,
)
_INSERT = insert(_share)
_ALL = _ROW.where(_by_assessment).order_by(_share.c.created_at, _share.c.id)
_COUNT = select(func.count()).select_from(_share).where(_by_assessment)
_FIND_BY_SECRET = _ROW.where(_share.c.secret_hash == bindparam("hash"), _is_open)
_TAKE_BY_SECRET = _FIND_BY_SECRET.with_for_update()
_OPENED = (
    update(_share)
    .where(_share.c.id == bindparam("by_id"))
    .where(or_(_share.c.opened_on.is_(None), _share.c.opened_on < _today))
    .values(opened_on=_today)
)
_GRANTED = (
    _ROW.join(_access, _access.c.share == _share.c.id)
    .join(_visit, _visit.c.token_hash == _access.c.visit)
    .where(_access.c.visit == bindparam("token"), _visit.c.seen_at >= bindparam("since"))
    .where(_is_open)
    # Of several links to one roadmap, the one that allows most, then the first made.
    .order_by(_share.c.may_edit.desc(), _share.c.created_at, _share.c.id)
)
_GRANTED_HERE = _GRANTED.where(_by_assessment)
_BROWSERS = (
    select(_access.c.share, func.count())
    .join(_share, _share.c.id == _access.c.share)
    .join(_visit, _visit.c.token_hash == _access.c.visit)
    .where(_by_assessment, _visit.c.seen_at >= bindparam("since"))
    .group_by(_access.c.share)
)
_REVOKE = delete(_share).where(_by_assessment, _share.c.id == bindparam("by_id"))
_REVOKE_ALL = delete(_share).where(_by_assessment)
_PURGE = delete(_share).where(_share.c.ends_on < _today)


class ShareRow(NamedTuple):
    """A share link, without its hash."""

    id: str
    assessment_id: str
    label: str
    may_edit: bool
    created_at: datetime
    opened_on: date | None
    ends_on: date | None


def insert_new(connection: Connection, row: ShareRow, secret_hash: str) -> None:
    """Insert a share link; its assessment is there."""
    connection.execute(_INSERT, {**row._asdict(), "secret_hash": secret_hash})


def count(connection: Connection, assessment: str) -> int:
    """Return how many share links an assessment has, ended ones too."""
    return connection.execute(_COUNT, {"assessment": assessment}).scalar_one()


def all_of(connection: Connection, assessment: str) -> list[ShareRow]:
    """Return the share links of an assessment, ended ones too, the first made first."""
    rows = connection.execute(_ALL, {"assessment": assessment})
    return [ShareRow(*row) for row in rows]


def browsers_of(connection: Connection, assessment: str, since: datetime) -> dict[str, int]:
    """Return how many visits not older than ``since`` came by each share link, by its id."""
    rows = connection.execute(_BROWSERS, {"assessment": assessment, "since": since})
    return {row[0]: row[1] for row in rows}


def find_by_secret(connection: Connection, secret_hash: str, today: date) -> ShareRow | None:
    """Return the share link that a secret opens today, None if it opens none."""
    row = connection.execute(_FIND_BY_SECRET, {"hash": secret_hash, "today": today}).first()
    return None if row is None else ShareRow(*row)


def take_by_secret(connection: Connection, secret_hash: str, today: date) -> ShareRow | None:
    """Return the same, and keep others from revoking it until the transaction ends."""
    row = connection.execute(_TAKE_BY_SECRET, {"hash": secret_hash, "today": today}).first()
    return None if row is None else ShareRow(*row)


def let_in(connection: Connection, share: str, token_hash: str, today: date) -> None:
    """Note that a visit, which is there, came by a share link, which is there too."""
    insert_if_absent(connection, _access, {"visit": token_hash, "share": share})
    connection.execute(_OPENED, {"by_id": share, "today": today})


def granted_to(
    connection: Connection, token_hash: str, assessment: str, since: datetime, today: date
) -> ShareRow | None:
    """Return the link by which a visit not older than ``since`` sees the roadmap of an assessment.

    Of several, the one that allows most; None if there is none, or it has ended or been revoked.
    """
    values = {"token": token_hash, "assessment": assessment, "since": since, "today": today}
    row = connection.execute(_GRANTED_HERE, values).first()
    return None if row is None else ShareRow(*row)


def all_granted_to(
    connection: Connection, token_hash: str, since: datetime, today: date
) -> list[ShareRow]:
    """Return every link by which a visit sees roadmaps today, those that allow most first."""
    rows = connection.execute(_GRANTED, {"token": token_hash, "since": since, "today": today})
    return [ShareRow(*row) for row in rows]


def revoke(connection: Connection, assessment: str, share: str) -> bool:
    """Delete a share link of an assessment, and what it opened; return whether there was one."""
    return connection.execute(_REVOKE, {"assessment": assessment, "by_id": share}).rowcount == 1


def revoke_all(connection: Connection, assessment: str) -> int:
    """Delete every share link of an assessment, and what they opened; return how many."""
    return connection.execute(_REVOKE_ALL, {"assessment": assessment}).rowcount


def purge(connection: Connection, today: date) -> int:
    """Delete the share links that ended before today; return how many."""
    return connection.execute(_PURGE, {"today": today}).rowcount
