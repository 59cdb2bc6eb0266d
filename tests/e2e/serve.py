"""Serves the application on a socket that the test already listens on: ``serve.py FD DATABASE``.

Under ``/panne`` lie troubles that no content brings about: what the application answers to them is
its own.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from fastapi.responses import PlainTextResponse

from app.main import build_services, create_app
from app.services.clock import utc_now
from app.services.errors import StoreUnavailable
from app.services.services import Services
from app.settings import Settings
from app.store.migrate import upgrade
from app.web.links import MailLinks


def fail() -> None:
    """Fail as nobody foresaw."""
    raise RuntimeError("asked for by a test")


def be_away(question_id: str = "") -> None:
    """Fail as when the database is out of reach."""
    raise StoreUnavailable


def last_mail(outbox: Path) -> PlainTextResponse:
    """Return the last mail that was written, as it would be read."""
    last = max(outbox.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    part = message_from_bytes(last.read_bytes(), policy=default).get_body(("plain",))
    return PlainTextResponse("" if part is None else part.get_content())


def remind(services: Services) -> PlainTextResponse:
    """Send the reminders that are due in seven months."""
    family = services.reminders
    family._clock = lambda: utc_now() + timedelta(days=215)
    done = family.send_due(MailLinks("http://127.0.0.1:8000"))
    family._clock = utc_now
    return PlainTextResponse(f"{done.sent}")


def with_mails(app: FastAPI, services: Services, outbox: Path) -> FastAPI:
    """Return the application, with addresses where mails are read, and sent before their time."""
    app.add_api_route("/panne/courriel", lambda: last_mail(outbox))
    app.add_api_route("/panne/rappels", lambda: remind(services), methods=["POST"])
    return app


def with_troubles(app: FastAPI) -> FastAPI:
    """Return the application, with addresses where things go wrong."""
    app.add_api_route("/panne/imprevue", fail)
    app.add_api_route("/panne/base", be_away)
    app.add_api_route("/panne/base/{question_id}", be_away, methods=["POST"])
    return app


if __name__ == "__main__":
    database = Path(sys.argv[2])
    outbox = database.parent / "outbox"
    settings = Settings(
        database_url=f"sqlite:///{database}",
        cache=database.parent / "cache",
        outbox=outbox,
        # One browser reaches every view of mails, many times an hour.
        limit_mails="",
        limit_mails_to="",
    )
    upgrade(settings.database_url)
    services = build_services(settings)
    app = with_mails(with_troubles(create_app(settings, services)), services, outbox)
    uvicorn.run(app, fd=int(sys.argv[1]), log_level="info")
