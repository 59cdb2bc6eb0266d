"""What a transaction promises: on disk when it ends, undone when it fails, no write from a read."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.services.errors import StoreUnavailable
from app.services.services import Services
from app.settings import Settings
from app.store import database as database_module
from app.store.database import Database
from tests.integration.conftest import Library
from tests.integration.editions import association_edition

INSERT = text(
    "INSERT INTO edition (hash, questionnaire, canonical, created_at)"
    " VALUES (:hash, 'q', '', '2027-01-01 00:00:00')"
)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close()


def _count(database: Database) -> int:
    with database.read() as connection:
        return int(connection.execute(text("SELECT count(*) FROM edition")).scalar_one())


def test_a_write_that_ends_is_kept_and_one_that_fails_is_undone(database: Database) -> None:
    with database.write() as connection:
        connection.execute(INSERT, {"hash": "kept"})

    def fail() -> None:
        with database.write() as connection:
            connection.execute(INSERT, {"hash": "lost"})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with database.write() as connection:
        connection.execute(INSERT, {"hash": "given up"})
        connection.rollback()
    assert _count(database) == 1


def test_a_read_cannot_write(database: Database) -> None:
    with (
        pytest.raises((StoreUnavailable, DBAPIError), match=r"(?i)read.?only|enregistrer"),
        database.read() as connection,
    ):
        connection.execute(INSERT, {"hash": "x"})
    assert _count(database) == 0


def test_a_read_sees_one_moment(database: Database) -> None:
    with database.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM edition")).scalar() == 0
        with database.write() as writing:
            writing.execute(INSERT, {"hash": "x"})
        assert connection.execute(text("SELECT count(*) FROM edition")).scalar() == 0
    assert _count(database) == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_sqlite_waits_for_the_disk_and_wipes_what_it_deletes(database: Database) -> None:
    with database.write() as connection:
        told = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert told == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_whoever_waits_too_long_for_their_turn_is_told_to_come_back(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "WAIT_SECONDS", 0.05)
    refused: list[Exception] = []

    def write() -> None:
        try:
            with database.write():
                pass
        except Exception as error:
            refused.append(error)

    with database.write():
        other = threading.Thread(target=write)
        other.start()
        other.join(timeout=10)
    assert [type(error) for error in refused] == [StoreUnavailable]
    with database.write() as connection:
        connection.execute(INSERT, {"hash": "x"})


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_another_process_that_holds_the_file_makes_it_unavailable(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "_SQLITE_PRAGMAS", ("busy_timeout = 50",))
    monkeypatch.setattr(database_module, "WAIT_SECONDS", 0.05)
    first, second = Database(database_url), Database(database_url)
    with first.write() as connection:
        connection.execute(INSERT, {"hash": "x"})
        with pytest.raises(StoreUnavailable), second.write():
            pass
    with second.write() as connection:
        connection.execute(INSERT, {"hash": "y"})
    assert _count(second) == 2
    first.close()
    second.close()


def test_an_error_carries_no_answer_into_the_logs(database: Database) -> None:
    with database.write() as connection:
        connection.execute(INSERT, {"hash": "a-hash-of-a-secret"})
    with pytest.raises(DBAPIError) as error, database.write() as connection:
        connection.execute(INSERT, {"hash": "a-hash-of-a-secret"})
    parameters = str(error.value).split("[SQL", 1)[1]
    assert "a-hash-of-a-secret" not in parameters


def test_a_server_that_is_not_there_is_unavailable_and_the_log_says_why(
    caplog: pytest.LogCaptureFixture,
) -> None:
    services = Services(
        Settings(),
        Database("postgresql://nobody@127.0.0.1:1/none"),
        Library(association_edition()),
    )
    with pytest.raises(StoreUnavailable):
        services.assessments.start("association")
    with pytest.raises(StoreUnavailable):
        services.assessments.load("0" * 32)
    assert all("refused" in record.getMessage() for record in caplog.records)
    assert len(caplog.records) == 2
    services.close()


_CUT = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_connections_that_were_cut_are_made_again(services: Services, database_url: str) -> None:
    id_ = services.assessments.start("association").assessment.id
    other = Database(database_url)

    def save_while_it_is_cut() -> None:
        with services.database.write() as connection:
            with other.write() as cutting:
                cutting.execute(_CUT)
            connection.execute(INSERT, {"hash": "x"})

    with pytest.raises(StoreUnavailable):
        save_while_it_is_cut()
    services.answering.save_answer(id_, "benevoles", 3, 0)
    with other.write() as cutting:
        cutting.execute(_CUT)
    assert services.assessments.load(id_).answers == {"benevoles": 3}
    services.answering.save_answer(id_, "nom", "x", 0)
    other.close()


def test_a_full_disk_loses_nothing_that_was_acknowledged(
    migrated_sqlite: Path, tmp_path: Path
) -> None:
    path = tmp_path / "small.sqlite3"
    shutil.copy(migrated_sqlite, path)
    services = Services(Settings(), Database(f"sqlite:///{path}"), Library(association_edition()))
    id_ = services.assessments.start("association").assessment.id
    with services.database.write() as connection:
        pages = int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
    acknowledged: dict[str, str] = {}

    def fill(id_: str) -> None:
        for number in range(1000):
            words = f"{number} " + "x" * 190
            services.answering.save_answer(id_, "nom", words, 0)
            acknowledged[id_] = words
            id_ = services.assessments.start("association").assessment.id

    with pytest.raises(StoreUnavailable):
        fill(id_)
    assert acknowledged
    for saved, words in acknowledged.items():
        assert services.assessments.load(saved).answers == {"nom": words}
    services.close()
