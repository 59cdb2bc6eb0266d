"""A real mail server on this machine: what is sent to it is read as it has arrived."""

from __future__ import annotations

import asyncio
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword


@dataclass
class MailServer:
    """What arrived, and what it refuses: answers by recipient, or to whatever is sent."""

    port: int
    received: list[Envelope] = field(default_factory=list)
    greetings: list[str] = field(default_factory=list)
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    answer: str | None = None
    on_data: Callable[[], None] = lambda: None

    @property
    def settings(self) -> dict[str, object]:
        """The settings of a service whose mails leave by it."""
        return {
            "smtp_host": "localhost",
            "smtp_port": self.port,
            "smtp_tls": "none",
            "mail_from": "bonjour@phare.example",
        }

    @property
    def messages(self) -> list[EmailMessage]:
        """The messages that arrived, parsed."""
        return [message_from_bytes(_bytes_of(one), policy=default) for one in self.received]

    def authenticate(
        self, _server: Any, _session: Any, _envelope: Any, _how: str, data: Any
    ) -> Any:
        """Let « postier » in, with the password « timbre »."""
        assert isinstance(data, LoginPassword)
        self.logins.append((data.login, data.password))
        return AuthResult(success=(data.login, data.password) == (b"postier", b"timbre"))

    async def handle_EHLO(
        self, _server: Any, session: Any, _envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        self.greetings.append(hostname)
        session.host_name = hostname
        return responses

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:
        self.on_data()
        if self.answer is not None:
            return self.answer
        self.received.append(envelope)
        return "250 OK"


def _bytes_of(envelope: Envelope) -> bytes:
    assert isinstance(envelope.content, bytes)
    return envelope.content


@contextmanager
def mail_server(
    tls: ssl.SSLContext | None = None, *, from_the_start: bool = False, with_login: bool = False
) -> Iterator[MailServer]:
    """Serve until the block ends; with ``tls``, mail is taken over a secret connection alone."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = MailServer(listener.getsockname()[1])
        loop, is_ready = asyncio.new_event_loop(), threading.Event()

        def make() -> SMTP:
            is_upgraded = tls is not None and not from_the_start
            return SMTP(
                server,
                loop=loop,
                hostname="mail.test",
                tls_context=tls if is_upgraded else None,
                require_starttls=is_upgraded,
                authenticator=server.authenticate if with_login else None,
                auth_required=with_login,
                auth_require_tls=is_upgraded,
            )

        async def serve() -> None:
            opened = await loop.create_server(
                make, sock=listener, ssl=tls if from_the_start else None
            )
            is_ready.set()
            await stop.wait()
            opened.close()

        def run() -> None:
            loop.run_until_complete(serve())
            for task in asyncio.all_tasks(loop):
                task.cancel()
            loop.run_until_complete(asyncio.sleep(0))
            loop.close()

        stop = asyncio.Event()
        thread = threading.Thread(target=run)
        thread.start()
        is_ready.wait(timeout=30)
        try:
            yield server
        finally:
            loop.call_soon_threadsafe(stop.set)
            thread.join(timeout=30)


def certificate(folder: Path) -> Path:
    """Make a key and a certificate for « localhost », both in the file returned.

    Python makes none: the ``openssl`` command does.
    """
    path = folder / "localhost.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650"),
            *("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"),
            *("-keyout", path, "-out", folder / "cert.pem"),
        ],
        check=True,
        capture_output=True,
    )
    path.write_text(path.read_text() + (folder / "cert.pem").read_text())
    return path


def tls_of(path: Path) -> ssl.SSLContext:
    """Return what a server needs to show a certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context
