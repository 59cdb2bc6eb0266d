"""Everything an operator can set, read from the environment once; must not know what uses it."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, StringConstraints, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent

MIB = 1024 * 1024

_ORIGIN = re.compile(
    r"https://[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*(:\d{1,5})?"
    r"|http://(localhost|127\.0\.0\.1)(:\d{1,5})?"
)
"""A site; over plain http, this machine alone."""

_MAILBOX = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
"""An address as an operator writes it."""

OWN_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
"""How this very machine is named by those who sit at it."""

LegalBasis = Literal["legitimate_interest", "public_interest", "consent", "contract"]


class Settings(BaseSettings):
    """The settings of one running service: ``BALISES_<NAME>`` in the environment.

    Frozen. Every default is safe to run in public and to print: there is no secret among them.
    ``Settings(name=value)`` wins over the environment, which wins over the default.
    """

    model_config = SettingsConfigDict(
        env_prefix="BALISES_",
        frozen=True,
        extra="forbid",
        # An error must not repeat the password of a database.
        hide_input_in_errors=True,
    )

    content: Path = ROOT
    """The folder that holds ``questionnaires/`` and ``rules/``."""

    reload: bool = False
    """Whether the content is read again when a file of it changes, with what is to be mended shown
    on every page: for authors at work, not for the public."""

    cache: Path | None = ROOT / "var" / "cache"
    """Where content that was read and found sound is remembered, to start at once, and where PDFs
    are kept; None: nowhere. It may be erased at any time."""

    database_url: str = Field(default=f"sqlite:///{ROOT / 'var' / 'balises.sqlite3'}", repr=False)
    """``sqlite:///PATH`` or ``postgresql://…``; may hold a password, so it is never printed."""

    base_url: Annotated[str, StringConstraints(pattern=r"^https?://[^/\s]+$")] | None = None
    """The public address, without a final slash; links in documents are made from it alone, never
    from what a request says of itself. None: links are given without an address."""

    secure_cookies: bool | None = None
    """Whether cookies are for https only; None: as ``base_url`` says (``cookies_are_secure``)."""

    embed_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    """The sites that may show the service within their own pages, with commas between, such as
    ``www.example.fr, https://intranet.example.fr``; it must be served over https. Cookies are then
    sent within those pages, each site's apart (``SameSite=None; Partitioned``): what was begun in
    one is not found again in another but by its resume link. None: no site may."""

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)

    access_log: bool = False
    """Whether each request is written to the log (without addresses or secrets). Off: the proxy
    in front usually does, less is known of people, and a fifth more answers are saved a second."""

    max_body_bytes: int = Field(default=64 * 1024, ge=1024, le=MIB)
    """The largest request body that is read."""

    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = ("127.0.0.1", "::1")
    """The proxies whose X-Forwarded-For and X-Forwarded-Proto are believed, as addresses or
    networks with commas between; ``*`` believes anyone."""

    # For each client address, kept in memory as a salted hash alone. A room of people behind one
    # address must never meet them. « 60/hour; 10/minute » holds both; empty: no limit.
    limit_guesses: str = "60/hour"
    """How many resume and share links, or tokens of the JSON interface, that open nothing may be
    tried."""
    limit_starts: str = "600/hour"
    """How many assessments may be started."""
    limit_pdfs: str = "300/hour"
    """How many PDFs may be printed; one that is printed already is given without counting."""
    limit_exports: str = "120/minute; 600/hour"
    """How many files of a followed roadmap may be made, of any kind: the dearest takes 30 ms."""
    limit_uploads: str = "120/hour"
    """How many files may be sent."""
    limit_mails: str = "60/hour"
    """How many mails may be asked for."""
    limit_mails_to: str = "5/hour; 10/day"
    """The same, for each address written to and for each assessment: nobody can be bombed."""

    max_upload_bytes: int = Field(default=5 * MIB, ge=64 * 1024, le=50 * MIB)
    """The largest file from which answers are restored; a roadmap is twenty times smaller."""

    pdf_workers: int = Field(default=1, ge=1, le=16)
    pdf_timeout: float = Field(default=10, gt=0, le=120)
    """Seconds after which a rendering is stopped."""
    pdf_memory_mb: int = Field(default=512, ge=128, le=8192)
    pdf_queue: int = Field(default=8, ge=1, le=1000)
    """How many renderings may wait before the next is refused."""
    pdf_cache_mb: int = Field(default=200, ge=0, le=100_000)
    """How much room the PDFs kept in ``cache`` may take; the last used stay, 0 keeps none. Readable
    by this user alone, and removed with their assessment: so all processes share one folder."""

    smtp_host: str | None = None
    """The server that sends mails; None: they are written into ``outbox``, for development."""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_tls: Literal["starttls", "tls", "none"] = "starttls"
    """How the connection is kept secret: after a greeting, from the start, or not at all. Mails
    hold secrets: ``none`` is for a server on this machine."""
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_timeout: float = Field(default=10, gt=0, le=120)
    """Seconds that the server may take to answer each time."""
    mail_from: Annotated[str, StringConstraints(pattern=rf"^{_MAILBOX.pattern}$")] | None = None
    """The address that mails come from; needed with ``smtp_host``."""
    outbox: Path | None = ROOT / "var" / "outbox"
    """The folder where mails are written while there is no ``smtp_host``. They hold secrets and
    addresses: for this user alone. None: without a server, no mail is offered to anyone."""
    outbox_days: int = Field(default=7, ge=1, le=90)
    """Days that a mail stays there."""

    visit_days: int = Field(default=30, ge=1, le=400)
    """How long a browser keeps access without opening a link again."""
    draft_days: int = Field(default=90, ge=1, le=3650)
    """Days after its last change when an unfinished assessment is erased."""
    completed_days: int = Field(default=730, ge=1, le=3650)
    """Days after its last change when a completed assessment is erased."""

    timezone: str = "Europe/Paris"
    """The zone in which a moment becomes the day that people read."""

    operator_name: str | None = None
    """Who runs this service, as the privacy notice names them."""
    operator_contact: str | None = None
    """How to reach them: an e-mail address, a page or a postal address."""
    # What the law wants said of this instance (GDPR, article 13), in the language of its pages.
    # What is not set is said not to be, never made up.
    dpo_contact: str | None = None
    """How to reach the data protection officer."""
    legal_basis: LegalBasis | None = None
    """On what ground answers are kept (article 6)."""
    purpose: str | None = None
    """What answers serve beside showing people their result, such as « des chiffres publics »."""
    recipients: str | None = None
    """Who reads answers beside the person, such as « l’équipe de la fédération, pour … »."""
    hosting: str | None = None
    """Who hosts the service, and in which country."""
    backup_days: int | None = Field(default=None, ge=0, le=3650)
    """Days that a backup is kept, and what was erased in it; 0: there is none."""
    authority: str = "la CNIL (www.cnil.fr)"
    """To whom people may complain."""

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        if not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
            # The address may hold a password: it is not repeated.
            raise ValueError("sqlite:///PATH or postgresql://… is expected")
        return url

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _known_proxies(cls, given: object) -> object:
        named = _words(given)
        for one in named if isinstance(named, tuple) else ():
            try:
                if one != "*":
                    ip_network(one)
            except ValueError:
                raise ValueError("addresses or networks such as 10.0.0.0/8 are expected") from None
        return named

    @field_validator("embed_hosts", mode="before")
    @classmethod
    def _known_sites(cls, given: object) -> object:
        named = _words(given)
        if not isinstance(named, tuple):
            return named
        origins = tuple(str(one) if "://" in str(one) else f"https://{one}" for one in named)
        if not all(_ORIGIN.fullmatch(one) for one in origins):
            raise ValueError("sites such as www.exemple.fr are expected, without * nor path")
        return origins

    @model_validator(mode="after")
    def _embedded_over_https(self) -> Self:
        if self.embed_hosts and not self.cookies_are_secure:
            raise ValueError("embed_hosts needs a base_url that begins with https://")
        return self

    @model_validator(mode="after")
    def _sent_from_somewhere(self) -> Self:
        if self.smtp_host is not None and self.mail_from is None:
            raise ValueError("smtp_host needs a mail_from")
        return self

    @field_validator(
        "limit_guesses",
        "limit_starts",
        "limit_pdfs",
        "limit_exports",
        "limit_uploads",
        "limit_mails",
        "limit_mails_to",
    )
    @classmethod
    def _known_limit(cls, limit: str) -> str:
        if limit.strip():
            from limits import parse_many  # not for those who only check content

            try:
                parse_many(limit)
            except ValueError:
                raise ValueError("a limit such as 60/hour is expected") from None
        return limit.strip()

    @field_validator(
        "operator_name",
        "operator_contact",
        "dpo_contact",
        "legal_basis",
        "purpose",
        "recipients",
        "hosting",
        "backup_days",
        "smtp_host",
        "smtp_user",
        "smtp_password",
        "mail_from",
        "outbox",
        mode="before",
    )
    @classmethod
    def _empty_is_unset(cls, given: object) -> object:
        return None if isinstance(given, str) and not given.strip() else given

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError("a zone such as Europe/Paris is expected") from None
        return name

    def day_of(self, moment: datetime) -> date:
        """Return the day of an aware moment, as a calendar on the wall shows it."""
        return self.moment_of(moment).date()

    def moment_of(self, moment: datetime) -> datetime:
        """Return an aware moment as the clock on the wall shows it."""
        return moment.astimezone(ZoneInfo(self.timezone))

    @property
    def cookies_are_secure(self) -> bool:
        """Whether cookies are sent over https only."""
        if self.secure_cookies is not None:
            return self.secure_cookies
        return self.base_url is not None and self.base_url.startswith("https://")

    @property
    def can_mail(self) -> bool:
        """Whether mails can leave, if only into a folder."""
        return self.smtp_host is not None or self.outbox is not None

    @property
    def can_remind(self) -> bool:
        """Whether reminders can be asked for: they are sent when no request says where we are."""
        return self.can_mail and self.public_address is not None

    @property
    def outbox_lifetime(self) -> timedelta:
        """How long a mail stays in the outbox."""
        return timedelta(days=self.outbox_days)

    @property
    def mail_sender(self) -> str:
        """The address that mails come from."""
        return self.mail_from or "balises@localhost"

    @property
    def public_address(self) -> str | None:
        """The address of the service for links that no request asks for; None: it is not known.

        Without ``base_url``, only a service that this machine alone can reach knows its own.
        """
        if self.base_url is not None or self.host not in OWN_NAMES:
            return self.base_url
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @property
    def visit_lifetime(self) -> timedelta:
        """How long a browser keeps access without opening a link again."""
        return timedelta(days=self.visit_days)

    @property
    def draft_lifetime(self) -> timedelta:
        """How long an unfinished assessment is kept after its last change."""
        return timedelta(days=self.draft_days)

    @property
    def completed_lifetime(self) -> timedelta:
        """How long a completed assessment is kept after its last change."""
        return timedelta(days=self.completed_days)


def _words(given: object) -> object:
    """Return a list written with commas as a tuple; anything else as it is."""
    if not isinstance(given, str):
        return given
    return tuple(word for part in given.split(",") if (word := part.strip()))
