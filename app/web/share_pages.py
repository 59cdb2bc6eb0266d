"""« Partager » and what is told of share links: to whoever makes them, and to whoever comes by one.

Must not read the request nor save anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.locale.speech import gettext, mark, ngettext
from app.report.build import name_organisation
from app.report.summary import Summary
from app.services.sharing import DURATIONS, MOST_LABEL, MOST_SHARES, RoadmapAccess, Share
from app.services.views import AssessmentView
from app.settings import Settings
from app.web import urls
from app.web.assessment_pages import as_spoken
from app.web.contexts import Choice, SharedCard
from app.web.durations import days_in_words

LABEL, RIGHT, DURATION = "pour", "droit", "duree"
READ, EDIT = "lire", "changer"
FOR_GOOD = "toujours"
"""The duration of a link that lasts as long as the assessment is kept."""
DEFAULT_DURATION = "90"

KINDS = {False: mark("Lecture"), True: mark("Lecture et suivi")}
"""What a link allows, by whether it lets edit."""
RIGHTS = {
    READ: mark(
        "La personne lit la feuille de route, son suivi et son historique. Elle ne change rien."
    ),
    EDIT: mark(
        "Elle peut aussi reprendre, ajouter, modifier, déplacer et retirer des actions. Chaque "
        "changement dit de quel lien il vient."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRow:
    """A share link in a list; every date is a day on the wall."""

    label: str
    kind: str
    made_on: date
    opened_on: date | None
    ends_on: date | None
    has_ended: bool
    browsers: str
    revoke_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The form as it was sent, or as it is first shown."""

    label: str = ""
    right: str = READ
    duration: str = DEFAULT_DURATION


@dataclass(frozen=True, slots=True, kw_only=True)
class SharesPage:
    """The links of a roadmap, and the form that makes one; ``errors`` are (field, message)."""

    id: str
    reference: str
    shares: tuple[ShareRow, ...]
    label: str
    rights: tuple[Choice, ...]
    durations: tuple[Choice, ...]
    is_full: bool
    most: int = MOST_SHARES
    most_label: int = MOST_LABEL
    errors: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        title = gettext("Partager la feuille de route")
        return gettext("Erreur\u00a0: %(question)s", question=title) if self.errors else title

    @property
    def error_of(self) -> dict[str, str]:
        """What is wrong with each field, empty for nothing."""
        return {LABEL: "", RIGHT: "", DURATION: "", **dict(self.errors)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareMadePage:
    """A link that has just been made, shown this once."""

    id: str
    share: ShareRow
    link: str

    @property
    def title(self) -> str:
        return gettext("Lien de partage\u00a0: %(label)s", label=self.share.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokePage:
    """Asks before a link is revoked; ``share`` is None for all of them."""

    id: str
    share: ShareRow | None
    count: int

    @property
    def title(self) -> str:
        if self.share is None:
            return gettext("Révoquer tous les partages\u00a0?")
        return gettext("Révoquer le lien «\u00a0%(label)s\u00a0»\u00a0?", label=self.share.label)

    @property
    def action(self) -> str:
        return urls.shares(self.id) + "/revoquer" if self.share is None else self.share.revoke_url


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedBanner:
    """What whoever came by a share link is told above the roadmap, and where it stands.

    ``levels`` are (what, level), the whole first; ``updated_on`` the day of the last change.
    """

    name: str
    reference: str
    updated_on: date
    may_edit: bool
    levels: tuple[tuple[str, str], ...]


def shares_page(
    view: AssessmentView,
    shares: tuple[Share, ...],
    settings: Settings,
    sent: Sent | None = None,
    errors: tuple[tuple[str, str], ...] = (),
) -> SharesPage:
    """Return the page, with the form as it was sent if it was refused."""
    sent = sent or Sent()
    durations = {str(days): days_in_words(days) for days in DURATIONS}
    durations[FOR_GOOD] = gettext("Tant que le diagnostic est gardé")
    titles = {READ: gettext(KINDS[False]), EDIT: gettext(KINDS[True])}
    return SharesPage(
        id=view.id,
        reference=view.reference,
        shares=tuple(share_row(view.id, one, settings) for one in shares),
        label=sent.label,
        rights=tuple(
            Choice(
                id=right,
                label=titles[right],
                hint=gettext(words),
                is_chosen=right == sent.right,
            )
            for right, words in RIGHTS.items()
        ),
        durations=tuple(
            Choice(id=id_, label=words, is_chosen=id_ == sent.duration)
            for id_, words in durations.items()
        ),
        is_full=len(shares) >= MOST_SHARES,
        errors=errors,
    )


def share_row(assessment_id: str, share: Share, settings: Settings) -> ShareRow:
    """Return what a list says of a share link."""
    return ShareRow(
        label=share.label,
        kind=gettext(KINDS[share.may_edit]),
        made_on=settings.day_of(share.created_at),
        opened_on=share.opened_on,
        ends_on=share.ends_on,
        has_ended=share.has_ended,
        browsers=ngettext(
            "%(count)s\u00a0navigateur", "%(count)s\u00a0navigateurs", share.browsers
        ),
        revoke_url=urls.revoke_share(assessment_id, share.id),
    )


def shared_card(access: RoadmapAccess) -> SharedCard:
    """Return what « Mes diagnostics » says of a roadmap seen by a share link."""
    view = as_spoken(access.view)
    return SharedCard(
        name=name_organisation(view.edition, view.answers) or view.edition.questionnaire.title,
        reference=view.reference,
        kind=gettext(KINDS[access.may_edit]),
        url=urls.follow_up(view.id),
    )


def shared_banner(access: RoadmapAccess, summary: Summary, settings: Settings) -> SharedBanner:
    """Return what is told above a roadmap to whoever came by a share link."""
    return SharedBanner(
        name=summary.name,
        reference=access.view.reference,
        updated_on=settings.day_of(access.view.updated_at),
        may_edit=access.may_edit,
        levels=summary.levels,
    )
