"""The command line, on the service: migrate, purge and serve."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from datetime import timedelta
from pathlib import Path
from threading import Timer

import pytest

from app.cli import main
from app.content.library import DEFAULT_ROOT
from app.services.clock import utc_now
from app.services.services import Services
from app.settings import Settings
from app.store.database import Database
from app.web.links import MailLinks
from tests.content.folders import RULES, small_folder, spoil
from tests.integration.conftest import Library
from tests.integration.editions import association_edition

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


def test_settings_that_do_not_go_together_are_both_named(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BALISES_SMTP_HOST", "mail.example")
    assert main(["migrate", "--database", database(tmp_path)]) == 2
    assert "BALISES_SMTP_HOST, BALISES_MAIL_FROM." in capsys.readouterr().err
    monkeypatch.delenv("BALISES_SMTP_HOST")
    monkeypatch.setenv("BALISES_EMBED_HOSTS", "www.example.fr")
    assert main(["migrate", "--database", database(tmp_path)]) == 2
    assert "BALISES_BASE_URL, BALISES_EMBED_HOSTS." in capsys.readouterr().err


def test_remind_counts_then_sends_and_again_sends_nothing(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BALISES_OUTBOX", str(tmp_path / "outbox"))
    monkeypatch.setenv("BALISES_BASE_URL", "https://balises.example")
    main(["migrate", "--database", database(tmp_path)])
    settings = Settings(database_url=database(tmp_path), cache=None)
    services = Services(
        settings,
        Database(settings.database_url),
        Library(association_edition()),
        clock=lambda: utc_now() - timedelta(days=200),
    )
    id_ = services.assessments.start("association").assessment.id
    services.assessments.complete(id_)
    services.reminders.ask(id_, "claire@rives.example", [6, 12], MailLinks("https://a.example"))
    (asked,) = (tmp_path / "outbox").iterdir()
    (token,) = set(re.findall(r"confirmer/([\w-]{22})", asked.read_text().replace("=\n", "")))
    assert services.reminders.confirm(token)
    services.close()

    remind = ["remind", "--database", database(tmp_path)]
    assert main([*remind, "--dry-run"]) == 0
    assert "1 rappel(s) à envoyer" in capsys.readouterr().out
    assert len(list((tmp_path / "outbox").iterdir())) == 1
    for count in (1, 0):
        assert main(remind) == 0
        assert f"{count} rappel(s) envoyés" in capsys.readouterr().out
    assert len(list((tmp_path / "outbox").iterdir())) == 2


def test_remind_says_when_it_cannot(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    main(["migrate", "--database", database(tmp_path)])
    monkeypatch.setenv("BALISES_HOST", "0.0.0.0")  # noqa: S104 - nothing listens
    assert main(["remind", "--database", database(tmp_path)]) == 2
    assert "BALISES_BASE_URL" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["purge", "remind", "serve"])
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


def test_serving_without_the_libraries_of_pdfs_says_once_what_to_install(tmp_path: Path) -> None:
    main(["migrate", "--database", database(tmp_path)])
    (tmp_path / "bare").mkdir()
    (tmp_path / "bare" / "weasyprint.py").write_text(
        "raise OSError(\"cannot load library 'libpango-1.0-0'\")"
    )
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "app", "--content", str(small_folder(tmp_path)), "serve"),
            *("--port", "0", "--database", database(tmp_path)),
        ],
        cwd=DEFAULT_ROOT,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "bare")},
    )
    guard = Timer(60, server.kill)
    guard.start()
    with server:
        assert server.stderr is not None
        # One is said before the other, in whichever order.
        log = ""
        while not ("PDFs cannot be made" in log and "running on" in log):
            line = server.stderr.readline()
            assert line, f"the server has stopped: {log}"
            log += line
        server.send_signal(signal.SIGTERM)
        log += server.stderr.read()
    guard.cancel()
    assert log.count("PDFs cannot be made") == 1
    assert "cannot load library 'libpango-1.0-0'" in log
    assert "apt install libpango-1.0-0" in log
    assert "Traceback" not in log
