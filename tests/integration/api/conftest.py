"""The whole application on the test's database, and two people with a token each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.services.services import Services
from app.settings import Settings
from app.store.database import Database
from tests.integration.api.parties import Holder, Renderer
from tests.integration.conftest import Clock, Library
from tests.integration.editions import association_edition, other_edition


@pytest.fixture
def renderer() -> Renderer:
    return Renderer()


@pytest.fixture
def client(
    database_url: str, clock: Clock, renderer: Renderer, tmp_path: Path
) -> Iterator[TestClient]:
    settings = Settings(database_url=database_url, cache=tmp_path / "cache")
    library = Library(association_edition(), other_edition())
    services = Services(settings, Database(database_url), library, renderer, clock)
    app = create_app(settings, services)
    yield TestClient(app, raise_server_exceptions=False)
    services.close()


@pytest.fixture
def alice(client: TestClient) -> Holder:
    return Holder(client)


@pytest.fixture
def bob(client: TestClient) -> Holder:
    return Holder(client)
