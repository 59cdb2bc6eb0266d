"""Live servers of a test's own, on a socket that it already listens on."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def listening() -> Iterator[tuple[socket.socket, int]]:
    """Listen on a free port of this machine; connections wait for the server to come."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener, listener.getsockname()[1]


@contextmanager
def served(
    listener: socket.socket, folder: Path, *, module: str = "tests.e2e.serve", **settings: str
) -> Iterator[Path]:
    """Serve a module until the block ends; ``settings`` win over the environment. Yield the log."""
    log = folder / "server.log"
    environment = {
        **os.environ,
        **{f"BALISES_{name.upper()}": value for name, value in settings.items()},
    }
    with log.open("wb") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", module, str(listener.fileno()), str(folder / "e2e.sqlite3")],
            cwd=ROOT,
            env=environment,
            pass_fds=(listener.fileno(),),
            stdout=out,
            stderr=out,
        )
    try:
        yield log
    finally:
        server.terminate()
        server.wait(timeout=15)
