"""The command line, on the service: migrate, purge and serve."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from app.cli import main
from app.content.library import DEFAULT_ROOT
from tests.content.folders import RULES, small_folder, spoil

Captured = pytest.CaptureFixture[str]


def database(folder: Path) -> str:
    return f"sqlite:///{folder / 'balises.sqlite3'}"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def test_migrate_twice_then_purge(tmp_path: Path, capsys: Captured) -> None:
    for _ in range(2):
        assert main(["migrate", "--database", database(tmp_path)]) == 0
    assert main(["purge", "--database", database(tmp_path)]) == 0
    assert "0 diagnostic(s)" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["purge", "serve"])
def test_a_database_without_tables_is_refused(
    command: str, tmp_path: Path, capsys: Captured
) -> None:
    assert main([command, "--database", database(tmp_path)]) == 1
    err = capsys.readouterr().err
    assert "python -m app migrate" in err
    assert len(err.splitlines()) == 1


def test_nothing_sound_is_not_served(tmp_path: Path, capsys: Captured) -> None:
    folder = small_folder(tmp_path)
    spoil(folder, RULES, "{unknown: planning}", "{unknown: plannning}")
    main(["migrate", "--database", database(tmp_path)])
    code = main(["--content", str(folder), "serve", "--database", database(tmp_path)])
    assert code == 1
    err = capsys.readouterr().err
    assert "question-unknown" in err
    assert "Aucun parcours ne peut être servi" in err


@pytest.mark.parametrize(
    ("environment", "is_faulty", "words"),
    [
        ({}, False, "Notre jardin partagé"),
        # Whoever edits is shown what to mend, even when nothing can be offered yet.
        ({"BALISES_RELOAD": "1"}, True, "dans les contenus"),
    ],
)
def test_serve_answers_and_stops_when_told(
    tmp_path: Path, environment: dict[str, str], *, is_faulty: bool, words: str
) -> None:
    main(["migrate", "--database", database(tmp_path)])
    folder = small_folder(tmp_path)
    if is_faulty:
        spoil(folder, RULES, "unknown: planning", "unknown: planing")
    port = free_port()
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "app",
                "--content",
                str(folder),
                "serve",
                "--port",
                str(port),
                "--database",
                database(tmp_path),
            ],
            cwd=DEFAULT_ROOT,
            stdout=log,
            stderr=log,
            env={**os.environ, "BALISES_HOST": "127.0.0.1", **environment},
        )
    try:
        page = wait_for(f"http://127.0.0.1:{port}/", server)
        assert words in page
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=20) in (0, -signal.SIGTERM)
    finally:
        if server.poll() is None:
            server.kill()
            server.wait()
    assert "Traceback" not in (tmp_path / "log").read_text()


def wait_for(url: str, server: subprocess.Popen[bytes]) -> str:
    """Return the page once the server answers."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server has stopped"
        try:
            with urllib.request.urlopen(url, timeout=5) as reply:  # noqa: S310 - our own server
                return str(reply.read().decode("utf-8"))
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the server does not answer")
