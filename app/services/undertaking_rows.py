"""Undertakings and their changes as the store has them, and as the domain knows them.

Must not open a transaction: its callers do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import datetime

from sqlalchemy import Connection

from app.domain.edition import Edition
from app.domain.follow_up import Details, FollowUp, Progress, Undertaking
from app.domain.follow_up_changes import MOST_CHANGES, ChangeKind, FollowUpChange
from app.domain.rules import Horizon
from app.domain.translation import in_language
from app.locale.speech import current_language
from app.store import undertakings
from app.store.undertakings import ChangeRow, UndertakingRow


def read(connection: Connection, assessment_id: str) -> FollowUp:
    """Return the follow-up of an assessment, empty where nothing is taken up."""
    rows = undertakings.all_of(connection, assessment_id)
    return FollowUp(tuple(undertaking_of(row) for row in rows))


def undertaking_of(row: UndertakingRow) -> Undertaking:
    """Return the undertaking of a row."""
    details = Details(
        do=row.do,
        horizon=Horizon(row.horizon),
        owner=row.owner,
        due=row.due,
        progress=Progress(row.progress),
        done=row.done,
        next_step=row.next_step,
    )
    return Undertaking(row.id, row.rule_id, details, row.version)


def row_of(undertaking: Undertaking, now: datetime) -> UndertakingRow:
    """Return the row of an undertaking that is saved now."""
    said = {one.name: getattr(undertaking.details, one.name) for one in fields(Details)}
    said |= {"horizon": undertaking.details.horizon.value}
    said |= {"progress": undertaking.details.progress.value}
    return UndertakingRow(
        id=undertaking.id,
        rule_id=undertaking.rule,
        version=undertaking.version,
        updated_at=now,
        **said,
    )


def note(
    connection: Connection,
    assessment_id: str,
    about: Undertaking,
    words: str,
    now: datetime,
    by: str,
    kind: ChangeKind,
    what: Iterable[tuple[str, str, str]] = (("", "", ""),),
) -> None:
    """Write into the history what was done to one undertaking: a field, before and after."""
    rows = [
        ChangeRow(now, by, about.id, words, kind.value, field, before, after)
        for field, before, after in what
    ]
    undertakings.note(connection, assessment_id, rows, MOST_CHANGES, ChangeKind.CARRIED.value)


def history(connection: Connection, assessment_id: str) -> tuple[FollowUpChange, ...]:
    """Return the changes that are kept, the last first."""
    return tuple(
        FollowUpChange(number, **{**row._asdict(), "kind": ChangeKind(row.kind)})
        for number, row in undertakings.history_of(connection, assessment_id)
    )


def words_of(undertaking: Undertaking, edition: Edition) -> str:
    """Return what is to be done, in the language spoken where the edition has it."""
    return str(undertaking.words(in_language(edition, current_language())))


def as_own(undertaking: Undertaking, edition: Edition, words: str = "") -> Undertaking:
    """Return the same on an edition: as an own action with its words, if its rule is not there."""
    if undertaking.rule is None or undertaking.rule in edition.rules_by_id:
        return undertaking
    do = undertaking.details.do or words or undertaking.rule
    return replace(undertaking, rule=None, details=replace(undertaking.details, do=do))


def keep_words(
    connection: Connection, assessment_id: str, old: Edition, new: Edition, now: datetime
) -> None:
    """Keep the words of what is followed where an assessment goes to an edition without the rule.

    The assessment must have been taken in the same transaction.
    """
    for one in read(connection, assessment_id):
        own = as_own(one, new, words_of(one, old))
        if own is not one:
            undertakings.replace(connection, assessment_id, row_of(own, now), one.version)
