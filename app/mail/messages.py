"""Makes a message of a letter: its headers, its plain text, and the same text as HTML.

Must not take a header from anyone but the settings and the caller's own words: what could break
one is taken out, and Python's policy refuses the rest.
"""

from __future__ import annotations

import re
import secrets
import textwrap
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime

WIDTH = 72
"""Columns of the plain text; an address of the web is never cut."""


_WHOLE = frozenset({"to", "message-id", "list-unsubscribe"})
"""Headers that are one word in ASCII: a long one, folded, would come out as an encoded word."""


class _Policy(EmailPolicy):
    """Python's own policy for SMTP, but that leaves those headers whole."""

    def fold(self, name: str, value: str) -> str:
        if name.lower() in _WHOLE:
            return f"{name}: {value}{self.linesep}"
        folded: str = super().fold(name, value)
        return folded

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() in _WHOLE:
            return self.fold(name, value).encode("ascii")
        return super().fold_binary(name, value)


_POLICY = _Policy(linesep="\r\n")


@dataclass(frozen=True, slots=True)
class Letter:
    """What is said: ``text`` has paragraphs apart by blank lines, ``html`` is a whole document."""

    subject: str
    text: str
    html: str
    language: str
    stop_url: str | None = None
    """Where one click stops the letters of this kind (RFC 8058)."""


@dataclass(frozen=True, slots=True)
class Sender:
    """From whom letters come: an address, and a name to show."""

    address: str
    name: str

    @property
    def domain(self) -> str:
        """The domain of the address: it names the service instead of the machine's own name."""
        return self.address.rpartition("@")[2]


def make_message(
    letter: Letter, sender: Sender, to: str, now: datetime, unique: str | None = None
) -> EmailMessage:
    """Return the message of a letter to an address that ``parse_address`` has returned.

    ``unique`` names it for good, so that servers know a second sending for what it is.
    """
    message = EmailMessage(policy=_POLICY)
    message["From"] = Address(one_line(sender.name), addr_spec=sender.address)
    message["To"] = Address(addr_spec=to)
    message["Subject"] = one_line(letter.subject)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{unique or secrets.token_hex(16)}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    if letter.stop_url is not None:
        message["List-Unsubscribe"] = f"<{letter.stop_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(wrap(letter.text), cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    # Last: what is set before goes with the plain text alone.
    message["Content-Language"] = letter.language
    return message


def one_line(words: str) -> str:
    """Return words without what could end a header: line ends and other controls."""
    return re.sub(r"[\s\x00-\x1f\x7f\u2028\u2029]+", " ", words).strip()


def wrap(text: str) -> str:
    """Return paragraphs in lines of at most ``WIDTH`` columns, apart by one blank line."""
    return "\n\n".join(
        textwrap.fill(
            " ".join(re.split(r"[ \t\n]+", one.strip())),
            WIDTH,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for one in paragraphs_of(text)
    )


def paragraphs_of(text: str) -> list[str]:
    """Return the paragraphs of a text: what stands between blank lines."""
    return [one.strip() for one in re.split(r"\n[ \t]*\n", text) if one.strip()]
