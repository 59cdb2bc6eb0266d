"""Statements on stored editions: kept once used, never changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BindParameter, Connection, bindparam, select

from app.store.statements import insert_if_absent
from app.store.tables import EditionRecord, table_of

_edition = table_of(EditionRecord)
_by_hash: BindParameter[str] = bindparam("hash")
_EXISTS = select(_edition.c.hash).where(_edition.c.hash == _by_hash)
_CANONICAL = select(_edition.c.canonical).where(_edition.c.hash == _by_hash)
_BEGINNING = select(_edition.c.hash).order_by(_edition.c.hash).limit(2)


def is_stored(connection: Connection, hash_: str) -> bool:
    """Whether the edition is in the database."""
    return connection.execute(_EXISTS, {"hash": hash_}).first() is not None


def beginning_with(connection: Connection, prefix: str) -> list[str]:
    """Return the hashes of the stored editions that begin so, two at most."""
    found = connection.execute(
        _BEGINNING.where(_edition.c.hash.startswith(prefix, autoescape=True))
    )
    return list(found.scalars())


def store(
    connection: Connection, hash_: str, questionnaire: str, canonical: bytes, now: datetime
) -> None:
    """Keep an edition; does nothing if it is there already."""
    insert_if_absent(
        connection,
        _edition,
        {
            "hash": hash_,
            "questionnaire": questionnaire,
            "canonical": canonical,
            "created_at": now,
        },
    )


def canonical_of(connection: Connection, hash_: str) -> bytes:
    """Return the canonical form of a stored edition.

    Raises:
        LookupError: if it is not stored, which foreign keys make impossible for a pinned one.
    """
    row = connection.execute(_CANONICAL, {"hash": hash_}).first()
    if row is None:
        raise LookupError(f"edition {hash_} is not stored")
    return bytes(row.canonical)
