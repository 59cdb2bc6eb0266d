"""A live server of the shipped content, on a port and a database of its own."""

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
def serving(database: Path, log: Path, **environment: str) -> Iterator[str]:
    """Serve until the block ends, and give the address.

    The socket listens before the server starts: no request is ever too early.

    Raises:
        AssertionError: if the server does not start, with its last words, or does not end when it
            is asked to.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener, log.open("wb") as lines:
        port = listener.getsockname()[1]
        server = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.serve", str(listener.fileno()), str(database)],
            cwd=ROOT,
            env={**os.environ, **environment},
            pass_fds=(listener.fileno(),),
            stdout=lines,
            stderr=lines,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        urllib.request.urlopen(f"{address}/healthz", timeout=PATIENCE).close()  # noqa: S310 - ours
    except OSError as error:
        server.kill()
        server.wait()
        raise AssertionError(f"{error}\n{log.read_text()[-2000:]}") from error
    yield address
    server.terminate()
    assert server.wait(timeout=15) in {0, -15}
