"""Serves the application on a socket that the test already listens on: ``serve.py FD DATABASE``.

Under ``/panne`` lie troubles that no content brings about: what the application answers to them is
its own.
"""

from __future__ import annotations

import sys
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from app.main import create_app
from app.services.errors import StoreUnavailable
from app.settings import Settings
from app.store.migrate import upgrade


def fail() -> None:
    """Fail as nobody foresaw."""
    raise RuntimeError("asked for by a test")


def be_away(question_id: str = "") -> None:
    """Fail as when the database is out of reach."""
    raise StoreUnavailable


def with_troubles(app: FastAPI) -> FastAPI:
    """Return the application, with addresses where things go wrong."""
    app.add_api_route("/panne/imprevue", fail)
    app.add_api_route("/panne/base", be_away)
    app.add_api_route("/panne/base/{question_id}", be_away, methods=["POST"])
    return app


if __name__ == "__main__":
    database = Path(sys.argv[2])
    settings = Settings(
        database_url=f"sqlite:///{database}",
        cache=database.parent / "cache",
        outbox=database.parent / "outbox",
    )
    upgrade(settings.database_url)
    app = with_troubles(create_app(settings))
    uvicorn.run(app, fd=int(sys.argv[1]), log_level="info")
