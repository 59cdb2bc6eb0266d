"""The page of the resume link: shown once with its QR code, and sent by mail to whoever asks.

Must not save anything. The secret is on the page and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request
from markupsafe import Markup

from app.locale.speech import gettext, mark
from app.services.mailing import MailError, MailRefused, Sent
from app.services.views import AssessmentView
from app.settings import Settings
from app.web import links, urls
from app.web.dependencies import get_services
from app.web.qr_code import qr_code

ADDRESS = "adresse"
"""The field of forms that holds a mail address, and the element that it is shown in."""
SECRET = "secret"  # noqa: S105 - the name of a field
"""The hidden field that brings back a link shown once, so that the next page can show it still."""

SENT = {
    Sent.BY_SERVER: mark(
        "Le message est parti. S’il n’arrive pas, regardez dans les indésirables."
    ),
    Sent.TO_OUTBOX: mark(
        "Ce service n’a pas de serveur de courriel\u00a0: le message n’est pas parti, il attend "
        "dans un dossier de la machine."
    ),
}
REFUSED = mark(
    "Le serveur de courriel refuse cette adresse. Rien n’a été envoyé\u00a0: vérifiez-la."
)
UNAVAILABLE = mark(
    "Le serveur de courriel ne répond pas. Rien n’a été envoyé\u00a0: réessayez dans quelques "
    "instants."
)
COPY = mark("Vous pouvez aussi copier un lien de reprise, sans courriel.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeLinkPage:
    """``link`` is shown once, when it has just been made; None before. ``code`` is its QR code.

    ``address`` is what was typed, ``error`` what is wrong with it, ``trouble`` why nothing was
    sent though it is right, ``sent`` what became of the mail.
    """

    id: str
    reference: str
    link: str | None = None
    secret: str | None = None
    code: Markup | None = None
    can_mail: bool = False
    can_remind: bool = False
    address: str = ""
    error: str | None = None
    trouble: str | None = None
    sent: str | None = None
    shares: int = 0
    """How many share links stay open beside a link that has just been made."""

    @property
    def title(self) -> str:
        if self.error or self.trouble:
            return gettext("Erreur\u00a0: le lien n’est pas envoyé")
        if self.link:
            return gettext("Votre lien de reprise")
        return gettext("Reprendre plus tard ou ailleurs")


def link_page(
    request: Request, settings: Settings, view: AssessmentView, secret: str | None = None
) -> ResumeLinkPage:
    """Return the page; with the link of ``secret`` and its code where one has just been made."""
    base = links.base_of(request, settings)
    link = None if secret is None else links.absolute(request, settings, urls.secret_link(secret))
    return ResumeLinkPage(
        id=view.id,
        reference=view.reference,
        link=link,
        secret=secret,
        # A path alone leads a telephone nowhere.
        code=None if link is None or base is None else qr_code(link),
        can_mail=settings.can_mail and base is not None,
        can_remind=view.is_completed,
        shares=len(get_services(request).sharing.shares_of(view.id)) if link else 0,
    )


def trouble_of(error: MailError) -> tuple[str, int]:
    """Return what is said of a mail that did not leave, and the status of the page that says it."""
    if isinstance(error, MailRefused):
        return gettext(REFUSED), 422
    return gettext(UNAVAILABLE), 503
