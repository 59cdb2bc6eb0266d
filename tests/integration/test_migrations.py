"""Databases are brought up to date by a step of their own, and served only when they are."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import NullPool, create_engine, make_url, text
from sqlalchemy.exc import IntegrityError

from app.store import migrate
from app.store.errors import DatabaseNotReady, StoreUnavailable
from app.store.tables import METADATA

ROOT = Path(__file__).resolve().parents[2]


def _engine_url(url: str) -> str:
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    return parsed.render_as_string(hide_password=False)


def test_an_empty_database_is_brought_to_the_head_and_again_changes_nothing(
    empty_database_url: str,
) -> None:
    with pytest.raises(DatabaseNotReady, match="python -m app migrate"):
        migrate.check_current(empty_database_url)
    assert migrate.current(empty_database_url) is None
    for _ in range(2):
        migrate.upgrade(empty_database_url)
        migrate.check_current(empty_database_url)
    assert migrate.current(empty_database_url) == migrate.head()


def test_looking_at_a_sqlite_database_that_does_not_exist_creates_nothing(tmp_path: Path) -> None:
    with pytest.raises(DatabaseNotReady):
        migrate.check_current(f"sqlite:///{tmp_path / 'none.sqlite3'}")
    assert list(tmp_path.iterdir()) == []


def test_the_migrations_make_exactly_the_tables_of_the_code(empty_database_url: str) -> None:
    migrate.upgrade(empty_database_url)
    engine = create_engine(_engine_url(empty_database_url), poolclass=NullPool)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, METADATA) == []
    engine.dispose()


@pytest.mark.parametrize(
    ("version", "words"),
    [("000_before", "n’est pas à jour"), ("999_after", "plus récente que ce programme")],
)
def test_a_database_of_another_version_is_refused_and_the_message_says_what_to_do(
    empty_database_url: str, version: str, words: str
) -> None:
    migrate.upgrade(empty_database_url)
    engine = create_engine(_engine_url(empty_database_url), poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": version})
    engine.dispose()
    with pytest.raises(DatabaseNotReady, match=words):
        migrate.check_current(empty_database_url)


def test_two_migrations_at_once_leave_one_good_database(empty_database_url: str) -> None:
    errors: list[Exception] = []
    barrier = threading.Barrier(2)

    def run() -> None:
        barrier.wait(timeout=30)
        try:
            migrate.upgrade(empty_database_url)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert errors == []
    migrate.check_current(empty_database_url)


def test_a_database_that_cannot_be_reached_is_unavailable() -> None:
    with pytest.raises(StoreUnavailable):
        migrate.upgrade("postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(StoreUnavailable):
        migrate.check_current("postgresql://nobody@127.0.0.1:1/none")


def test_the_pinned_head_is_the_last_of_one_line_of_numbered_migrations() -> None:
    folder = ROOT / "app" / "store" / "migrations"
    script = ScriptDirectory(str(folder))
    revisions = [revision.revision for revision in reversed(list(script.walk_revisions()))]
    assert script.get_heads() == [migrate.head()]
    assert [name[:3] for name in revisions] == [f"{n + 1:03}" for n in range(len(revisions))]
    files = sorted(path.stem for path in (folder / "versions").glob("[0-9]*.py"))
    assert files == revisions


def test_what_a_database_of_the_first_version_holds_is_all_there_after_the_second(
    empty_database_url: str,
) -> None:
    """Assessments, answers and what refers to them survive the copying of a table."""
    migrate.upgrade(empty_database_url, "001_initial")
    engine = create_engine(_engine_url(empty_database_url), poolclass=NullPool)
    moment = "2027-03-04 10:30:00"
    rows: list[tuple[str, dict[str, object]]] = [
        ("edition", {"hash": "e1", "questionnaire": "q", "canonical": b"{}", "created_at": moment}),
        (
            "assessment",
            {
                "id": "a1",
                "reference": "r1",
                "edition": "e1",
                "status": "completed",
                "secret_hash": "s1",
                "version": 3,
                "created_at": moment,
                "updated_at": moment,
                "completed_at": moment,
            },
        ),
        (
            "answer",
            {
                "assessment_id": "a1",
                "question_id": "q1",
                "value": '"yes"',
                "version": 3,
                "updated_at": moment,
            },
        ),
    ]
    with engine.begin() as connection:
        for table, values in rows:
            names = ", ".join(values)
            marks = ", ".join(f":{name}" for name in values)
            connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), values)  # noqa: S608
    migrate.upgrade(empty_database_url)
    migrate.check_current(empty_database_url)
    with engine.begin() as connection:
        kept = connection.execute(
            text("SELECT reference, status, version, follows, stayed_at FROM assessment")
        ).all()
        answers = connection.execute(text("SELECT question_id, carried_from FROM answer")).all()
        assert [tuple(row) for row in kept] == [("r1", "completed", 3, None, None)]
        assert [tuple(row) for row in answers] == [("q1", None)]
    for wrong in ("status = 'lost'", "version = -1"):
        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.execute(text(f"UPDATE assessment SET {wrong}"))  # noqa: S608
    engine.dispose()
