"""Serves the application on a socket that the test already listens on: ``serve.py FD DATABASE``."""

from __future__ import annotations

import sys

import uvicorn

from app.main import create_app
from app.settings import Settings
from app.store.migrate import upgrade

if __name__ == "__main__":
    settings = Settings(database_url=f"sqlite:///{sys.argv[2]}")
    upgrade(settings.database_url)
    uvicorn.run(create_app(settings), fd=int(sys.argv[1]), log_level="info")
