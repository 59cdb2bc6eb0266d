"""The connection to the database: how reads and writes begin and end, on SQLite and PostgreSQL.

Holds no statement of the service's own. On SQLite every write is ``BEGIN IMMEDIATE`` behind one
lock of the process, and ``synchronous=FULL`` means that a commit returned is a commit on disk.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.store.errors import StoreUnavailable

_log = logging.getLogger(__name__)

WAIT_SECONDS = 5
"""How long a request waits for a lock, a connection or a server before it is told to come back."""

_SQLITE_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    f"busy_timeout = {WAIT_SECONDS * 1000}",
    # What is deleted is overwritten with zeros: erased means gone.
    "secure_delete = ON",
    "temp_store = MEMORY",
)

_POSTGRES_OPTIONS = f"-c lock_timeout={WAIT_SECONDS}s -c statement_timeout={WAIT_SECONDS * 2}s"


class Database:
    """One database, read and written through transactions; close it when done."""

    def __init__(self, url: str) -> None:
        """Prepare the connections; nothing is opened yet."""
        self.is_sqlite = url.startswith("sqlite")
        if self.is_sqlite:
            self._writer = _sqlite_engine(url, begin="BEGIN IMMEDIATE", pool_size=1, overflow=0)
            self._reader = _sqlite_engine(url, begin="BEGIN", pool_size=8, overflow=32)
        else:
            self._writer = _postgres_engine(url, reads_only=False)
            self._reader = _postgres_engine(url, reads_only=True)
        self._lock = threading.Lock()
        self.is_to_compact = False
        """Whether traces of what was erased may be left (see ``compact``)."""

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a transaction that sees one moment of the database and cannot write.

        Raises:
            StoreUnavailable: if the database does not answer.
        """
        with _unavailable(), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Open a transaction that is on disk once the block has ended, and undone if it raises.

        Raises:
            StoreUnavailable: if the database does not answer, stays locked or is full.
        """
        with _unavailable(), self._turn(), self._writer.begin() as connection:
            yield connection

    def compact(self) -> None:
        """Leave nothing of what was erased in SQLite's write-ahead log, now or when next called.

        While someone reads the moment before, the log must stay: ``is_to_compact`` is then true.
        Does nothing on PostgreSQL, whose autovacuum and log recycling do so in their own time.
        """
        if not self.is_sqlite:
            return
        self.is_to_compact = True
        try:
            with _unavailable(), self._turn(), self._writer.connect() as connection:
                cursor = connection.connection.cursor()
                try:
                    is_busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
                finally:
                    cursor.close()
        except StoreUnavailable:
            return  # what was to be erased is erased; its traces wait
        self.is_to_compact = bool(is_busy)

    def close(self) -> None:
        """Close every connection. Closing twice does no harm."""
        self._reader.dispose()
        self._writer.dispose()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Wait for one's turn to write; PostgreSQL lets many write at once."""
        if not self.is_sqlite:
            yield
            return
        if not self._lock.acquire(timeout=WAIT_SECONDS):
            raise StoreUnavailable
        try:
            yield
        finally:
            self._lock.release()


# The driver's own error comes from our BEGIN, which SQLAlchemy does not see.
_UNAVAILABLE = (OperationalError, InterfaceError, PoolTimeout, sqlite3.OperationalError)


@contextmanager
def _unavailable() -> Iterator[None]:
    try:
        yield
    except (DBAPIError, PoolTimeout, sqlite3.OperationalError) as error:
        is_cut = isinstance(error, DBAPIError) and error.connection_invalidated
        if not is_cut and not isinstance(error, _UNAVAILABLE):
            raise
        # Without its parameters, an error says nothing of what was being saved.
        _log.warning("the database is unavailable: %s", error)
        raise StoreUnavailable from error


# ``hide_parameters``: an error must not carry answers or hashes into a log.


def _sqlite_engine(url: str, *, begin: str, pool_size: int, overflow: int) -> Engine:
    engine = create_engine(
        url,
        connect_args={"check_same_thread": False, "timeout": WAIT_SECONDS},
        hide_parameters=True,
        pool_size=pool_size,
        max_overflow=overflow,
        pool_timeout=WAIT_SECONDS,
    )
    reads_only = begin == "BEGIN"

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: object) -> None:
        # The driver's own BEGIN comes too late to be IMMEDIATE: ours replaces it.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in _SQLITE_PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        if reads_only:
            cursor.execute("PRAGMA query_only = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        driver = connection.connection.driver_connection
        assert driver is not None  # noqa: S101 - a connection in use has one
        driver.execute(begin)

    return engine


def _postgres_engine(url: str, *, reads_only: bool) -> Engine:
    engine = create_engine(
        make_url(url).set(drivername="postgresql+psycopg"),
        connect_args={"connect_timeout": WAIT_SECONDS, "options": _POSTGRES_OPTIONS},
        hide_parameters=True,
        pool_size=8,
        max_overflow=16,
        pool_timeout=WAIT_SECONDS,
        pool_pre_ping=True,
    )
    if reads_only:

        @event.listens_for(engine, "connect")
        def _connect(connection: Any, _record: object) -> None:
            from psycopg import IsolationLevel

            connection.isolation_level = IsolationLevel.REPEATABLE_READ
            connection.read_only = True

    return engine


def sqlite_path(url: str) -> Path | None:
    """Return the file of a SQLite database, None for another kind."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return None
    return Path(parsed.database)
