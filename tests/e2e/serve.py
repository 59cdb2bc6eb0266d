"""Serves the application on a socket that the test already listens on: ``serve.py FD DATABASE``."""

from __future__ import annotations

import sys
from pathlib import Path

import uvicorn

from app.main import create_app
from app.settings import Settings
from app.store.migrate import upgrade

if __name__ == "__main__":
    database = Path(sys.argv[2])
    settings = Settings(database_url=f"sqlite:///{database}", cache=database.parent / "cache")
    upgrade(settings.database_url)
    uvicorn.run(create_app(settings), fd=int(sys.argv[1]), log_level="info")
