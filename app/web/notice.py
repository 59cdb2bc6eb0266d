"""What this instance says of the data it keeps (GDPR, article 13), from its own settings.

Must not make anything up: what the operator has not set is named as missing.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.locale.speech import gettext, mark
from app.settings import LegalBasis, Settings
from app.web.durations import days_in_words
from app.web.visitor import cookie_name

BASES: dict[LegalBasis, str] = {
    "legitimate_interest": mark(
        "l’intérêt légitime (article 6.1.f du RGPD)\u00a0: vous rendre le service que vous "
        "demandez en commençant"
    ),
    "public_interest": mark("une mission d’intérêt public (article 6.1.e du RGPD)"),
    "consent": mark(
        "votre consentement (article 6.1.a du RGPD), que vous retirez quand vous voulez en "
        "effaçant votre diagnostic"
    ),
    "contract": mark("le contrat qui vous lie à la structure responsable (article 6.1.b du RGPD)"),
}
CNIL = mark("la CNIL (www.cnil.fr)")
"""The authority of an instance that sets no other."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that the operator has yet to say: its words, and the variable that says it."""

    words: str
    variable: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The notice of one instance. What is None has not been said by its operator.

    ``backups``: how long, in words; empty where there is none. ``may_object``: whether the legal
    basis gives the right to object, which is so unless it is known not to. ``mail``: ``server``
    where mails leave by one, ``outbox`` where they stay in a folder, None where there are none;
    ``reminds``: whether reminders may be asked for, for which addresses are kept.
    """

    operator: str | None
    contact: str | None
    dpo: str | None
    purpose: str | None
    basis: str | None
    may_object: bool
    recipients: str | None
    hosting: str | None
    authority: str
    draft_kept: str
    completed_kept: str
    visit_kept: str
    backups: str | None
    cookie: str
    embedded_in: tuple[str, ...]
    mail: str | None
    reminds: bool
    outbox_kept: str
    missing: tuple[Missing, ...]


def notice_of(settings: Settings) -> Notice:
    """Return the notice that the settings of an instance make, in the language spoken."""
    backups = settings.backup_days
    return Notice(
        operator=settings.operator_name,
        contact=settings.operator_contact,
        dpo=settings.dpo_contact,
        purpose=settings.purpose,
        basis=None if settings.legal_basis is None else gettext(BASES[settings.legal_basis]),
        may_object=settings.legal_basis not in ("consent", "contract"),
        recipients=settings.recipients,
        hosting=settings.hosting,
        authority=gettext(CNIL) if settings.authority == CNIL else settings.authority,
        draft_kept=days_in_words(settings.draft_days),
        completed_kept=days_in_words(settings.completed_days),
        visit_kept=days_in_words(settings.visit_days),
        backups=None if backups is None else days_in_words(backups) if backups else "",
        cookie=cookie_name(settings),
        embedded_in=settings.embed_hosts,
        mail=("server" if settings.smtp_host else "outbox") if settings.can_mail else None,
        reminds=settings.can_remind,
        outbox_kept=days_in_words(settings.outbox_days),
        missing=tuple(
            Missing(gettext(words), f"BALISES_{name.upper()}")
            for name, words in _NEEDED.items()
            if getattr(settings, name) is None
        ),
    )


_NEEDED = {
    "operator_name": mark("qui est responsable"),
    "operator_contact": mark("comment joindre la personne responsable"),
    "legal_basis": mark("la base en droit"),
    "hosting": mark("qui héberge le service, et dans quel pays"),
    "backup_days": mark("combien de temps les sauvegardes sont gardées"),
}
"""What every instance must say. A data protection officer, other purposes and other readers are
only said where there are any."""
