"""Whole addresses, for links that are kept. Must not trust what a request says of itself."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request

from app.settings import OWN_NAMES, Settings
from app.web import urls
from app.web.languages import spoken


def absolute(request: Request, settings: Settings, path: str) -> str:
    """Return the whole address of a path.

    It is made from ``base_url``. Without it, from the host of the request if that is this very
    machine; otherwise the path alone is returned, which a browser completes by itself.
    """
    return f"{base_of(request, settings) or ''}{path}"


def base_of(request: Request, settings: Settings) -> str | None:
    """Return what whole addresses begin with, None where the service does not know its own."""
    if settings.base_url is not None:
        return settings.base_url
    if request.url.hostname in OWN_NAMES | {settings.host}:
        return f"{request.url.scheme}://{request.url.netloc}"
    return None


def own_links(settings: Settings) -> MailLinks | None:
    """Return the addresses that mails hold which no request asks for; None: they are not known."""
    return None if settings.public_address is None else MailLinks(settings.public_address)


@dataclass(frozen=True, slots=True)
class MailLinks:
    """The addresses that mails hold (see ``app.services.letters``), in the language spoken."""

    base: str

    @property
    def site(self) -> str:
        """The home page."""
        return f"{self.base}{spoken('/')}"

    def resume(self, secret: str) -> str:
        """Where a secret opens its assessment."""
        return f"{self.base}{urls.secret_link(secret)}"

    def confirm(self, token: str) -> str:
        """Where reminders are confirmed."""
        return f"{self.base}{urls.confirm_reminders(token)}"

    def stop(self, token: str) -> str:
        """Where reminders are stopped."""
        return f"{self.base}{urls.stop_reminders(token)}"
