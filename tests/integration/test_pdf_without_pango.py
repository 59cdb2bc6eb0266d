"""Without the libraries of WeasyPrint all works but the PDF, which says what to install."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.report.pdf import PdfRenderer
from app.services.services import Services
from app.settings import Settings
from app.store.database import Database
from tests.integration.conftest import Library
from tests.integration.editions import association_edition
from tests.integration.pages.browser import text

PATIENCE = 30
WITHOUT_PANGO = """
raise OSError("cannot load library 'libpango-1.0-0': libpango-1.0-0: cannot open shared object")
"""


@pytest.fixture
def services(
    migrated_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Services]:
    path = tmp_path / "balises.sqlite3"
    shutil.copy(migrated_sqlite, path)
    settings = Settings(database_url=f"sqlite:///{path}", cache=tmp_path / "cache")
    # A worker looks for modules where this process does: there it finds one that cannot load.
    (tmp_path / "bare").mkdir()
    (tmp_path / "bare" / "weasyprint.py").write_text(WITHOUT_PANGO)
    monkeypatch.syspath_prepend(str(tmp_path / "bare"))
    made = Services(
        settings,
        Database(settings.database_url),
        Library(association_edition()),
        PdfRenderer(settings),
    )
    yield made
    made.close()


def test_everything_else_works_and_both_faces_say_what_to_install(services: Services) -> None:
    with TestClient(create_app(services.settings, services), follow_redirects=False) as client:
        assert client.get("/").status_code == 200
        started = client.post("/api/v1/assessments", json={"questionnaire": "association"}).json()
        bearer = {"Authorization": f"Bearer {started['token']}"}
        done = client.post(f"/api/v1/assessments/{started['id']}/complete", headers=bearer)
        assert done.status_code == 200
        told = client.get(f"/api/v1/assessments/{started['id']}/roadmap.pdf", headers=bearer)
        assert told.status_code == 503
        assert told.json()["type"] == "urn:balises:problem:pdf-unavailable"
        assert any("libpango-1.0-0" in line for line in told.json()["how_to_install"])
        client.get(f"/r/{started['token']}")
        base = f"/diagnostic/{started['id']}"
        assert client.get(f"{base}/resultat").status_code == 200
        shown = client.get(f"{base}/feuille-de-route.pdf")
        pause = threading.Event()
        while shown.status_code == 303:
            pause.wait(0.05)
            shown = client.get(shown.headers["Location"])
        assert shown.status_code == 503
        for words in ("Il manque une bibliothèque", "apt install libpango-1.0-0", "brew install"):
            assert words in text(shown)
