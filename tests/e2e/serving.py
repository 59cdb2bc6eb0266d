"""Live servers of a test's own, on a socket that listens before they start: never too early."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 60
"""Seconds that a server may take to start."""
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
    environment = {f"BALISES_{name.upper()}": value for name, value in settings.items()}
    with _running(listener, module, folder / "e2e.sqlite3", log, environment):
        yield log


@contextmanager
def serving(database: Path, log: Path, **environment: str) -> Iterator[str]:
    """Serve the shipped content until the block ends, and give the address."""
    with listening() as (listener, port):
        with _running(listener, "tests.e2e.serve", database, log, environment):
            yield f"http://127.0.0.1:{port}"


@contextmanager
def _running(
    listener: socket.socket, module: str, database: Path, log: Path, environment: dict[str, str]
) -> Iterator[None]:
    with log.open("wb") as lines:
        server = subprocess.Popen(
            [sys.executable, "-m", module, str(listener.fileno()), str(database)],
            cwd=ROOT,
            env={**os.environ, **environment},
            pass_fds=(listener.fileno(),),
            stdout=lines,
            stderr=lines,
        )
    try:
        _wait(listener, log)
        yield
    finally:
        server.terminate()
        assert server.wait(timeout=15) in {0, -15}


def _wait(listener: socket.socket, log: Path) -> None:
    """Wait for the server to answer.

    Raises:
        AssertionError: if it does not start, with its last words.
    """
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/healthz"
    try:
        urllib.request.urlopen(address, timeout=PATIENCE).close()
    except OSError as error:
        raise AssertionError(f"{error}\n{log.read_text()[-2000:]}") from error
