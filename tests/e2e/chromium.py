"""The Chromium of this machine, headless; Playwright's own browsers are never downloaded."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from playwright.sync_api import Browser, Playwright

SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_chromium() -> Path:
    """Return where Chromium is.

    Raises:
        FileNotFoundError: if it is not there; the message says how to install it.
    """
    path = Path(
        os.environ.get("BALISES_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    )
    if not path.exists():
        raise FileNotFoundError(f"Chromium is missing ({path}): run « apt-get install chromium ».")
    return path


def launch(playwright: Playwright, path: Path) -> Browser:
    """Return a headless Chromium that asks nothing of the Internet by itself."""
    return playwright.chromium.launch(executable_path=path, args=list(SWITCHES))
