"""Statements on reminders: asked for, confirmed, claimed, sent, stopped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from app.store.tables import ReminderRecord, ReminderRequestRecord, table_of

_request = table_of(ReminderRequestRecord)
_reminder = table_of(ReminderRecord)
_of_reminder = and_(
    _reminder.c.request_id == bindparam("by_request"), _reminder.c.months == bindparam("by_months")
)


class RequestRow(NamedTuple):
    """Reminders asked for one address, None once the last of them was sent."""

    id: str
    assessment_id: str
    address: str | None
    language: str
    asked_at: datetime
    confirmed_at: datetime | None


class ReminderRow(NamedTuple):
    """One reminder of a request; ``attempts`` counts how often it was tried."""

    request_id: str
    months: int
    due_at: datetime
    attempts: int
    sent_at: datetime | None


def is_reminded(assessment: ColumnElement[Any], after: BindParameter[Any]) -> ColumnElement[bool]:
    """Return the condition that a confirmed reminder of an assessment is due after a moment."""
    return exists().where(
        _request.c.assessment_id == assessment,
        _request.c.confirmed_at.is_not(None),
        _reminder.c.request_id == _request.c.id,
        _reminder.c.due_at >= after,
    )


_REQUEST: Select[Any] = select(*(_request.c[name] for name in RequestRow._fields))
_REMINDER: Select[Any] = select(*(_reminder.c[name] for name in ReminderRow._fields))
_OF_ASSESSMENT = _REQUEST.where(_request.c.assessment_id == bindparam("by_assessment")).order_by(
    _request.c.asked_at, _request.c.id
)
_OF_REQUEST = _REMINDER.where(_reminder.c.request_id == bindparam("by_request")).order_by(
    _reminder.c.months
)
_TO_CONFIRM = _REQUEST.where(
    _request.c.confirm_hash == bindparam("hash"), _request.c.asked_at >= bindparam("since")
)
_TO_STOP = _REQUEST.where(
    _request.c.id.in_(
        select(_reminder.c.request_id).where(_reminder.c.stop_hash == bindparam("hash"))
    )
)
_WAITS = and_(_reminder.c.sent_at.is_(None), _reminder.c.attempts < bindparam("most"))
_UNCLAIMED = or_(
    _reminder.c.claimed_at.is_(None), _reminder.c.claimed_at < bindparam("claimed_before")
)
_DUE = (
    select(
        *(_reminder.c[name] for name in ReminderRow._fields),
        _request.c.assessment_id,
        _request.c.address,
        _request.c.language,
    )
    .join(_request, _request.c.id == _reminder.c.request_id)
    .where(_request.c.confirmed_at.is_not(None), _request.c.address.is_not(None))
    .where(_reminder.c.due_at <= bindparam("now"), _WAITS, _UNCLAIMED)
    .order_by(_reminder.c.due_at, _reminder.c.request_id, _reminder.c.months)
)
_CLAIM = (
    update(_reminder)
    .where(_of_reminder, _reminder.c.attempts == bindparam("seen"), _WAITS, _UNCLAIMED)
    .values(
        attempts=_reminder.c.attempts + 1,
        claimed_at=bindparam("now"),
        stop_hash=bindparam("new_stop"),
    )
)
_SENT = update(_reminder).where(_of_reminder).values(sent_at=bindparam("now"))
_LEFT = select(func.count()).where(_reminder.c.request_id == bindparam("by_request"), _WAITS)
_FORGET_ADDRESS = (
    update(_request).where(_request.c.id == bindparam("by_request")).values(address=None)
)
_CONFIRM = (
    update(_request)
    .where(_request.c.id == bindparam("by_request"), _request.c.confirmed_at.is_(None))
    .values(confirmed_at=bindparam("now"), confirm_hash=None)
)
_DELETE = delete(_request).where(_request.c.id == bindparam("by_request"))
_DELETE_UNCONFIRMED = delete(_request).where(
    _request.c.confirmed_at.is_(None), _request.c.asked_at < bindparam("before")
)
_LAST_DUE = (
    select(func.max(_reminder.c.due_at))
    .where(_reminder.c.request_id == _request.c.id)
    .scalar_subquery()
)
_DELETE_ENDED = delete(_request).where(
    _request.c.address.is_(None), _LAST_DUE < bindparam("before")
)


class DueRow(NamedTuple):
    """A reminder to be sent now, and to whom."""

    request_id: str
    months: int
    due_at: datetime
    attempts: int
    sent_at: datetime | None
    assessment_id: str
    address: str
    language: str


def insert_new(
    connection: Connection, request: RequestRow, confirm_hash: str, due: Mapping[int, datetime]
) -> None:
    """Insert a request that waits to be confirmed, with its reminders by number of months."""
    connection.execute(insert(_request), {**request._asdict(), "confirm_hash": confirm_hash})
    connection.execute(
        insert(_reminder),
        [
            {"request_id": request.id, "months": months, "due_at": at, "attempts": 0}
            for months, at in due.items()
        ],
    )


def of_assessment(connection: Connection, assessment: str) -> list[RequestRow]:
    """Return the requests of an assessment, the first asked first."""
    rows = connection.execute(_OF_ASSESSMENT, {"by_assessment": assessment})
    return [RequestRow(*row) for row in rows]


def of_request(connection: Connection, request: str) -> list[ReminderRow]:
    """Return the reminders of a request, the nearest first."""
    return [ReminderRow(*row) for row in connection.execute(_OF_REQUEST, {"by_request": request})]


def to_confirm(connection: Connection, hash_: str, since: datetime) -> RequestRow | None:
    """Return the request, asked since a moment, that a token confirms; None if it does none."""
    row = connection.execute(_TO_CONFIRM, {"hash": hash_, "since": since}).first()
    return cast("RequestRow | None", row)


def to_stop(connection: Connection, hash_: str) -> RequestRow | None:
    """Return the request that a token of a mail stops, None if it stops none."""
    return cast("RequestRow | None", connection.execute(_TO_STOP, {"hash": hash_}).first())


def confirm(connection: Connection, request: str, now: datetime) -> bool:
    """Confirm a request; return False, with nothing changed, if it is or has gone."""
    return connection.execute(_CONFIRM, {"by_request": request, "now": now}).rowcount == 1


def remove(connection: Connection, request: str) -> bool:
    """Forget a request, its address and its reminders; return whether it was there."""
    return connection.execute(_DELETE, {"by_request": request}).rowcount == 1


def due(connection: Connection, now: datetime, claimed_before: datetime, most: int) -> list[DueRow]:
    """Return the confirmed reminders to be sent now, tried less than ``most`` times.

    Those claimed since ``claimed_before`` are somebody else's.
    """
    values = {"now": now, "claimed_before": claimed_before, "most": most}
    return [DueRow._make(row) for row in connection.execute(_DUE, values)]


def claim(
    connection: Connection,
    row: DueRow,
    stop_hash: str,
    now: datetime,
    claimed_before: datetime,
    most: int,
) -> bool:
    """Take a due reminder, so that nobody else sends it; return False if somebody has."""
    values = {
        "by_request": row.request_id,
        "by_months": row.months,
        "seen": row.attempts,
        "new_stop": stop_hash,
        "now": now,
        "claimed_before": claimed_before,
        "most": most,
    }
    return connection.execute(_CLAIM, values).rowcount == 1


def mark_sent(connection: Connection, row: DueRow, now: datetime) -> None:
    """Note that a reminder was sent."""
    values = {"by_request": row.request_id, "by_months": row.months, "now": now}
    connection.execute(_SENT, values)


def forget_address_if_done(connection: Connection, request: str, most: int) -> bool:
    """Forget the address of a request that has nothing left to send; return whether it had none."""
    left = connection.execute(_LEFT, {"by_request": request, "most": most}).scalar_one()
    if left == 0:
        connection.execute(_FORGET_ADDRESS, {"by_request": request})
    return left == 0


def purge(connection: Connection, unconfirmed_before: datetime, ended_before: datetime) -> int:
    """Forget requests never confirmed, and those whose last reminder is long past; say how many."""
    unconfirmed = connection.execute(_DELETE_UNCONFIRMED, {"before": unconfirmed_before}).rowcount
    return unconfirmed + connection.execute(_DELETE_ENDED, {"before": ended_before}).rowcount
