"""A real service on a free port of this machine, with a database of its own, for one benchmark."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.content.library import DEFAULT_ROOT

PATIENCE = 60
"""Seconds that a service may take to start before the benchmark gives up."""


@dataclass(frozen=True)
class Service:
    """A running service."""

    port: int
    pid: int
    database: Path
    started_in: float
    """Seconds from the command to the first page served."""

    def memory_mb(self) -> float | None:
        """Return the memory that the service holds; None where the system does not say."""
        try:
            text = Path(f"/proc/{self.pid}/status").read_text(encoding="utf-8")
        except OSError:
            return None
        line = next(line for line in text.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024


def migrate(database: Path) -> None:
    """Bring a database to the tables of this version, as ``make run`` does first."""
    subprocess.run(_command("migrate", database), cwd=DEFAULT_ROOT, check=True, capture_output=True)


@contextmanager
def running(
    database: Path, *, migrating: bool = False, cache: Path | None = None
) -> Iterator[Service]:
    """Serve the shipped pathways until the block ends; ``migrating`` counts as part of the start.

    ``cache`` is a folder of its own for what is remembered, None for that of every service here.

    Raises:
        SystemExit: if the service does not start.
    """
    port = _free_port()
    start = time.perf_counter()
    if migrating:
        migrate(database)
    environment = {
        **os.environ,
        "BALISES_SECURE_COOKIES": "false",
        # One machine plays everyone.
        "BALISES_LIMIT_STARTS": "",
        "BALISES_LIMIT_PDFS": "",
    }
    if cache is not None:
        environment["BALISES_CACHE"] = str(cache)
    process = subprocess.Popen(
        [*_command("serve", database), "--port", str(port)],
        cwd=DEFAULT_ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    try:
        _wait(process, port)
        yield Service(port, process.pid, database, time.perf_counter() - start)
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _command(verb: str, database: Path) -> list[str]:
    return [sys.executable, "-m", "app", verb, "--database", f"sqlite:///{database}"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    end = time.perf_counter() + PATIENCE
    while time.perf_counter() < end:
        if process.poll() is not None:
            raise SystemExit(f"the service stopped at once ({process.returncode})")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=PATIENCE) as answer:
                answer.read()
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.01)
    raise SystemExit("the service did not start in time")
