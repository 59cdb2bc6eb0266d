"""Everything an operator can set, read from the environment once; must not know what uses it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, StringConstraints, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent

MIB = 1024 * 1024


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

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)

    access_log: bool = False
    """Whether each request is written to the log (without addresses or secrets). Off: the proxy
    in front usually does, less is known of people, and a fifth more answers are saved a second."""

    max_body_bytes: int = Field(default=64 * 1024, ge=1024, le=MIB)
    """The largest request body that is read."""

    pdf_workers: int = Field(default=1, ge=1, le=16)
    pdf_timeout: float = Field(default=10, gt=0, le=120)
    """Seconds after which a rendering is stopped."""
    pdf_memory_mb: int = Field(default=512, ge=128, le=8192)
    pdf_queue: int = Field(default=8, ge=1, le=1000)
    """How many renderings may wait before the next is refused."""
    pdf_cache_mb: int = Field(default=200, ge=0, le=100_000)
    """How much room the PDFs kept in ``cache`` may take; the last used stay, 0 keeps none. Readable
    by this user alone, and removed with their assessment: so all processes share one folder."""

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

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        if not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
            # The address may hold a password: it is not repeated.
            raise ValueError("sqlite:///PATH or postgresql://… is expected")
        return url

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
        return moment.astimezone(ZoneInfo(self.timezone)).date()

    @property
    def cookies_are_secure(self) -> bool:
        """Whether cookies are sent over https only."""
        if self.secure_cookies is not None:
            return self.secure_cookies
        return self.base_url is not None and self.base_url.startswith("https://")

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
