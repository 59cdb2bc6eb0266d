"""Erased means gone: no byte of an assessment is left in any file of a service that runs."""

from __future__ import annotations

import asyncio
import gzip
import io
import os
import re
import signal
import socket
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pikepdf
import pytest

from app.locale.speech import LANGUAGES
from app.services.retention import finish_erasing
from app.services.services import Services
from app.store import database
from app.store.database import sqlite_path
from app.store.migrate import upgrade

ROOT = Path(__file__).resolve().parents[2]
MARKER = "Amicale de Trifouillis-Quintefeuille"
SHARED_WITH = "Conseil de Saint-Glinglin-les-Oies"
ACTION, CHANGED = "Fêter la passerelle", "Fêter le belvédère"
OWNER, STEP = "la doyenne du quai", "Louer le chapiteau"
"""What is said of an action that is followed; ``ACTION`` stays in the history alone."""
ADDRESS = "trifouillette@quintefeuille.example"
GONE_WITHIN = 60
"""Seconds in which an erased assessment must be gone from every file."""

# What is erased from PostgreSQL is left to its vacuum: only files of our own are searched.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@dataclass
class Running:
    """A service in a process of its own, and the folder that holds all it may write to."""

    address: str
    folder: Path

    def files_with(self, *words: str) -> list[str]:
        """Return what holds one of the words: names, and files, plainly, compressed or as a PDF."""
        return [
            name
            for path in sorted(self.folder.rglob("*"))
            if (name := str(path.relative_to(self.folder)))
            and any(
                word in name or (path.is_file() and holds(path.read_bytes(), word))
                for word in words
            )
        ]


def holds(data: bytes, word: str) -> bool:
    """Whether bytes hold a word: as they are, deflated, or in an attachment of a PDF."""
    plain = word.encode()
    if plain in data or word.encode("utf-16-be") in data or word.encode("utf-16-le") in data:
        return True
    for unpack in (gzip.decompress, zlib.decompress):
        try:
            if plain in unpack(data):
                return True
        except (OSError, EOFError, zlib.error):
            continue
    if b"%PDF-" not in data[:1024]:
        return False
    with pikepdf.open(io.BytesIO(data[data.index(b"%PDF-") :])) as document:
        return any(plain in one.get_file().read_bytes() for one in document.attachments.values())


@pytest.fixture
def running(tmp_path: Path, database_url: str) -> Iterator[Running]:
    """A live service that writes everything below one folder, its log too."""
    folder = tmp_path / "service"
    for name in ("var", "tmp"):
        (folder / name).mkdir(parents=True)
    url = f"sqlite:///{folder / 'var' / 'balises.sqlite3'}"
    upgrade(url)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "BALISES_DATABASE_URL": url,
        "BALISES_CACHE": str(folder / "var" / "cache"),
        "BALISES_OUTBOX": str(folder / "var" / "outbox"),
        "BALISES_ACCESS_LOG": "1",
        "BALISES_PORT": str(port),
        "TMPDIR": str(folder / "tmp"),
        "XDG_CACHE_HOME": str(folder / "tmp"),
    }
    with (folder / "service.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "app", "serve"],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
        )
    try:
        yield Running(f"http://127.0.0.1:{port}", folder)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def client_of(running: Running) -> httpx2.Client:
    """Return a browser on the service, once it answers."""
    transport = httpx2.HTTPTransport(retries=8)  # with growing pauses, while it starts
    client = httpx2.Client(base_url=running.address, transport=transport, timeout=60)
    client.headers["Sec-Fetch-Site"] = "same-origin"
    assert client.get("/healthz").text == "ok\n"
    return client


def printed(client: httpx2.Client, page: str) -> httpx2.Response:
    """Return the roadmap for which a page waits, once it is there."""
    until = time.monotonic() + GONE_WITHIN
    pdf = client.get(f"{page}.pdf")
    while pdf.status_code == 303 and time.monotonic() < until:
        assert pdf.headers["Location"] == page
        pdf = client.get(f"{page}.pdf")
    assert pdf.headers["Content-Type"] == "application/pdf"
    return pdf


def test_nothing_is_left_in_any_file_of_the_service(running: Running) -> None:
    with closing(client_of(running)) as client:
        place = client.post("/parcours/association/commencer").headers["Location"]
        base = "/".join(place.split("/")[:3])
        id_ = base.split("/")[2]
        form = {"reponse": MARKER, "version": "0"}
        assert client.post(f"{base}/question/association-name", data=form).status_code == 303
        assert client.post(f"{base}/terminer", data={"confirmer": "oui"}).status_code == 303
        # Printed ahead, then forgotten when the follow-up changes.
        printed(client, f"{base}/feuille-de-route")
        followed = {"cle": "a" * 32, "do": ACTION, "owner": OWNER}
        assert client.post(f"{base}/suivi/ajouter", data=followed).status_code == 303
        changed = {"version": "3", "do": CHANGED, "owner": OWNER, "next_step": STEP}
        at = f"{base}/suivi/action/{followed['cle']}"
        assert client.post(at, data=changed).status_code == 303
        assert not [one for one in running.files_with(MARKER) if one.endswith(".pdf")]
        assert MARKER in client.get(f"{base}/resultat").text
        shown = client.post(f"{base}/lien").text
        secret = re.findall(r"/r/([\w-]{22})", shown)[0]
        for form in ({"adresse": ADDRESS}, {"adresse": "claire", "secret": secret}):
            client.post(f"{base}/lien/envoyer", data=form)
        asked = {"adresse": ADDRESS, "mois": ["6", "12"]}
        assert client.post(f"{base}/rappels", data=asked).status_code == 200
        client.get(f"{base}/mes-donnees")
        assert MARKER in client.get(f"{base}/mes-donnees/balises.json").text
        shared = {"pour": SHARED_WITH, "droit": "changer", "duree": "toujours"}
        link = re.search(r"/p/[\w-]{22}", client.post(f"{base}/partages", data=shared).text)
        assert link
        with closing(client_of(running)) as guest:
            assert guest.get(link[0]).status_code == 303
        pdf = printed(client, f"{base}/feuille-de-route")
        printed(client, f"/en{base}/feuille-de-route")
        printed(client, f"{base}/essentiel")

        # The search finds what there is to be found.
        assert any("balises.sqlite3" in one for one in running.files_with(ADDRESS))
        mails = [one for one in running.files_with(ADDRESS) if "outbox" in one]
        assert len(mails) == 2
        tokens = [
            re.findall(r"/(?:r|confirmer)/([\w-]{22})", (running.folder / one).read_text())[0]
            for one in mails
        ]
        assert client.get(f"/rappels/confirmer/{tokens[0]}").status_code in {200, 404}
        # An address and a secret are in the mail and nowhere else.
        assert running.files_with(secret) == []
        log = (running.folder / "service.log").read_text()
        assert not any(word in log for word in (ADDRESS, secret, *tokens))
        reference = re.findall(r"BAL-\w{4}-\w{4}", client.get(base).text)[0]
        assert holds(pdf.content, MARKER)
        assert holds(gzip.compress(MARKER.encode()), MARKER)
        for words in (MARKER, SHARED_WITH):
            assert any("balises.sqlite3" in one for one in running.files_with(words))
        kept = [one for one in running.files_with(MARKER) if one.endswith(".pdf")]
        assert len(kept) == len(LANGUAGES) + 1
        assert all(id_ in one for one in kept)
        assert any("balises.sqlite3" in one for one in running.files_with(id_))
        for word in (ACTION, CHANGED, OWNER, STEP):
            assert any("balises.sqlite3" in one for one in running.files_with(word)), word

        assert client.post(f"{base}/effacer", data={"confirmer": "oui"}).status_code == 200
        assert client.get(base).status_code == 404
        until = time.monotonic() + GONE_WITHIN
        said = (MARKER, ACTION, CHANGED, OWNER, STEP, SHARED_WITH, ADDRESS)
        gone = (*said, link[0], id_, reference, *tokens)
        left = running.files_with(*gone)
        while left and time.monotonic() < until:
            client.get("/healthz")
            left = running.files_with(*gone)
        assert left == []
        assert link[0].removeprefix("/p/") not in (running.folder / "service.log").read_text()
        assert (running.folder / "service.log").read_text().count("GET /diagnostic/…/resultat") == 1


def test_what_a_reader_kept_from_going_goes_soon_after(
    make_services: Callable[..., Services],
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    impatient = tuple(
        "busy_timeout = 0" if one.startswith("busy_timeout") else one
        for one in database._SQLITE_PRAGMAS
    )
    monkeypatch.setattr(database, "_SQLITE_PRAGMAS", impatient)
    services = make_services()
    path = sqlite_path(database_url)
    assert path is not None
    log = path.with_name(path.name + "-wal")
    id_ = services.assessments.start("association").assessment.id
    services.answering.save_answer(id_, "nom", MARKER, 0)
    with services.database.read() as reading:
        reading.exec_driver_sql("SELECT count(*) FROM answer").scalar()
        services.assessments.erase(id_)
        assert holds(log.read_bytes(), MARKER)

    rests: list[float] = []

    async def rest(seconds: float) -> None:
        rests.append(seconds)
        if len(rests) == 2:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(finish_erasing(services, rest))
    assert max(rests) * 2 < GONE_WITHIN
    assert not services.database.is_to_compact
    for file in (path, log):
        assert not file.exists() or not holds(file.read_bytes(), MARKER)
