"""Bringing a database to the tables of this version, as a step of its own; serving never does."""

from __future__ import annotations

from importlib.resources import files

from sqlalchemy import Connection, Engine, NullPool, create_engine, inspect, make_url, text
from sqlalchemy.exc import InterfaceError, OperationalError

from app.store.database import WAIT_SECONDS, sqlite_path
from app.store.errors import DatabaseNotReady, StoreUnavailable

MIGRATE_COMMAND = "python -m app migrate"


def head() -> str:
    """Return the name of the last migration, as pinned in ``migrations/HEAD``.

    The name stands in a file of its own so that two branches that each add a migration conflict.
    """
    return (files("app.store") / "migrations" / "HEAD").read_text("utf-8").strip()


def upgrade(url: str, to: str = "head") -> None:
    """Create or bring up to date the tables of a database; does nothing if they are.

    Creates the folder and the file of a SQLite database. All or nothing. Waits a few seconds for
    the locks it needs, then gives up rather than hold the service up. ``to`` names the migration to
    stop at, for the tests of the later ones.

    Raises:
        StoreUnavailable: if the database does not answer or stays locked.
    """
    from alembic import command
    from alembic.config import Config

    path = sqlite_path(url)
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    config = Config()
    config.set_main_option("script_location", "app.store:migrations")
    config.set_main_option("path_separator", "os")
    engine = _engine(url)
    try:
        with engine.connect() as connection:
            _prepare(connection)
            config.attributes["connection"] = connection
            command.upgrade(config, to)
            connection.commit()
    except (OperationalError, InterfaceError) as error:
        raise StoreUnavailable from error
    finally:
        engine.dispose()


def current(url: str) -> str | None:
    """Return the name of the last migration that a database has had, None for none."""
    path = sqlite_path(url)
    if path is not None and not path.exists():
        return None
    engine = _engine(url)
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            name = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            return None if name is None else str(name)
    except (OperationalError, InterfaceError) as error:
        raise StoreUnavailable from error
    finally:
        engine.dispose()


def check_current(url: str) -> None:
    """Make sure that a database has the tables of this version of the code.

    Raises:
        DatabaseNotReady: with a sentence that says what to do.
        StoreUnavailable: if the database does not answer.
    """
    found, expected = current(url), head()
    if found == expected:
        return
    if found is None:
        raise DatabaseNotReady(
            f"La base de données n’a pas encore ses tables. Lancez\u00a0: {MIGRATE_COMMAND}"
        )
    if found > expected:
        raise DatabaseNotReady(
            f"La base de données ({found}) est plus récente que ce programme ({expected}). "
            "Installez la version du programme qui l’a mise à jour."
        )
    raise DatabaseNotReady(
        f"La base de données ({found}) n’est pas à jour ({expected}). "
        f"Sauvegardez-la, puis lancez\u00a0: {MIGRATE_COMMAND}"
    )


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return create_engine(url, poolclass=NullPool, connect_args={"timeout": WAIT_SECONDS})
    driver = parsed.set(drivername="postgresql+psycopg")
    options = {"connect_timeout": WAIT_SECONDS, "options": f"-c lock_timeout={WAIT_SECONDS}s"}
    return create_engine(driver, poolclass=NullPool, connect_args=options)


def _prepare(connection: Connection) -> None:
    """Keep a second migration out until this one has ended."""
    if connection.dialect.name == "sqlite":
        driver = connection.connection.driver_connection
        assert driver is not None  # noqa: S101 - a connection in use has one
        driver.isolation_level = None
        driver.execute("PRAGMA journal_mode = WAL")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.execute(text("SELECT pg_advisory_xact_lock(7143220951)"))
