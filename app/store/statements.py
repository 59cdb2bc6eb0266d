"""The one kind of statement that the two databases write in dialects of their own."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_if_absent(connection: Connection, table: Table, values: dict[str, Any]) -> bool:
    """Insert a row unless one with the same primary key is there; return whether it was inserted.

    Of several at once, exactly one inserts.
    """
    keys = list(table.primary_key.columns)
    insert = _INSERTS[connection.dialect.name](table)
    statement = insert.on_conflict_do_nothing(index_elements=keys).returning(*keys)
    return connection.execute(statement, values).first() is not None


_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
