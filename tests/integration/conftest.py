"""The databases that the tests run on, each test on one of its own, and browsers on any service."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.domain.edition import Edition
from app.domain.errata import Errata
from app.domain.migration import Migration
from app.main import create_app
from app.services.services import PdfMaker, Services
from app.settings import Settings
from app.store.database import Database
from app.store.migrate import upgrade
from tests.integration.editions import association_edition, other_edition
from tests.integration.pages.browser import Browser
from tests.integration.servers import PostgresServer
from tests.mail_server import MailServer, mail_server

DATABASES = [
    pytest.param("sqlite"),
    pytest.param("postgresql", marks=pytest.mark.postgres),
]


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2027, 3, 4, 10, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **duration: float) -> None:
        """Move on, by ``days=…``, ``seconds=…``."""
        self.now += timedelta(**duration)


class Library:
    """What is offered, as plain dictionaries, which a test may change while the services run."""

    def __init__(self, *editions: Edition) -> None:
        self.editions = {edition.questionnaire.id: edition for edition in editions}
        self.migrations: dict[str, Migration] = {}
        self.errata: dict[str, Errata] = {}


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server, started when first asked for."""
    server = PostgresServer()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with every table, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "migrated.sqlite3"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(params=DATABASES)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without a table: on SQLite, of a file that does not exist."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'data' / 'balises.sqlite3'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    url = server.create(migrated=False)
    yield url
    server.drop(url)


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with every table and no row."""
    if request.param == "sqlite":
        path = tmp_path / "balises.sqlite3"
        shutil.copy(request.getfixturevalue("migrated_sqlite"), path)
        yield f"sqlite:///{path}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    url = server.create(migrated=True)
    yield url
    server.drop(url)


@pytest.fixture
def clock() -> Clock:
    """The clock of the services, which only a test moves."""
    return Clock()


@pytest.fixture
def server() -> Iterator[MailServer]:
    """A mail server."""
    with mail_server() as running:
        yield running


@pytest.fixture
def make_services(
    database_url: str, clock: Clock, tmp_path: Path
) -> Iterator[Callable[..., Services]]:
    """Build services on the test's database; what is built is closed at the end."""
    built: list[Services] = []

    def make(*editions: Edition, pdf: PdfMaker | None = None, **settings: object) -> Services:
        offered = editions or (association_edition(), other_edition())
        folders = {"cache": tmp_path / "cache", "outbox": tmp_path / "outbox"}
        given = {**folders, **settings, "database_url": database_url}
        made = Services(
            Settings.model_validate(given), Database(database_url), Library(*offered), pdf, clock
        )
        built.append(made)
        return made

    yield make
    for services in built:
        services.close()


@pytest.fixture
def services(make_services: Callable[..., Services]) -> Services:
    """The services, on the test's database, with two small questionnaires on offer."""
    return make_services()


@pytest.fixture
def new_browser_on() -> Iterator[Callable[[Services], Browser]]:
    """Make browsers on any services."""
    opened: list[TestClient] = []

    def make(services: Services) -> Browser:
        app = create_app(services.settings, services)
        client = TestClient(app, base_url="http://localhost", follow_redirects=False)
        client.headers["Sec-Fetch-Site"] = "same-origin"
        opened.append(client)
        return Browser(client)

    yield make
    for client in opened:
        client.close()
