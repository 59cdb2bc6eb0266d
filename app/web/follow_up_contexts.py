"""The typed context of each page on which a roadmap is followed; values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.locale.speech import gettext
from app.web.contexts import Choice
from app.web.follow_up_forms import FieldError, GivenDetails


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedAction:
    """An action that is followed, in words. ``place`` counts from 1.

    ``is_past``: the answers do not lead to it any more. ``focus`` is ``monter`` or ``descendre`` on
    the one that was just moved, where that button is to have focus; empty otherwise.
    """

    id: str
    place: int
    words: str
    is_own: bool
    is_past: bool
    reasons: tuple[str, ...]
    done_when: str | None
    horizon: str
    owner: str
    due: str | None
    is_late: bool
    progress: str
    progress_words: str
    done: str
    next_step: str
    is_first: bool
    is_last: bool
    focus: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedAction:
    """An action of the roadmap that nobody has taken up yet. ``id`` is that of its rule."""

    id: str
    do: str
    who: str
    duration: str
    horizon: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many actions have one status."""

    progress: str
    words: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpPage:
    """The follow-up. ``told`` says what has just been done, ``trouble`` why something was not.

    ``may_edit`` is False for who only reads; ``back_url`` None for who may not see the rest.
    """

    id: str
    url: str
    back_url: str | None
    may_edit: bool
    actions: tuple[FollowedAction, ...]
    first: tuple[ProposedAction, ...]
    later: tuple[ProposedAction, ...]
    tallies: tuple[Tally, ...]
    late: int
    next_due: str | None
    next_words: str
    next_id: str
    to_carry: int
    has_history: bool
    told: str | None
    trouble: str | None

    @property
    def title(self) -> str:
        title = gettext("Suivre ma feuille de route")
        return gettext("Erreur\u00a0: %(question)s", question=title) if self.trouble else title


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailsPage:
    """The form of one action, or of a new one. ``words`` are those of an action of the edition.

    ``is_own``: its words and horizon can be changed. ``is_new``: it is being added, ``id`` is then
    the id that it will have. ``is_again``: it was removed while this was typed.
    """

    action: str
    back_url: str
    words: str
    is_own: bool
    is_new: bool
    is_again: bool
    id: str
    version: int
    given: GivenDetails
    horizons: tuple[Choice, ...]
    statuses: tuple[Choice, ...]
    limits: dict[str, int]
    errors: tuple[FieldError, ...]

    @property
    def title(self) -> str:
        if self.is_new:
            title = gettext("Ajouter une action")
        else:
            title = gettext("Modifier une action\u00a0: %(words)s", words=self.words)
        return gettext("Erreur\u00a0: %(question)s", question=title) if self.errors else title

    def error_of(self, field: str) -> str | None:
        """Return what is wrong with a field."""
        return next((one.message for one in self.errors if one.field == field), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field that two people have changed at once: its name and both values, in words."""

    name: str
    yours: str
    theirs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailsConflictPage:
    """Two versions of one action: this tab's, and the one saved in the meantime."""

    words: str
    action: str
    back_url: str
    differences: tuple[Difference, ...]
    given: GivenDetails
    current_version: int

    @property
    def title(self) -> str:
        return gettext("Deux versions différentes\u00a0: %(words)s", words=self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovePage:
    words: str
    action: str
    back_url: str
    is_own: bool

    @property
    def title(self) -> str:
        return gettext("Retirer cette action du suivi\u00a0?")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearHistoryPage:
    action: str
    back_url: str

    @property
    def title(self) -> str:
        return gettext("Effacer l’historique du suivi\u00a0?")


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """What one person did to one action at one moment."""

    at: datetime
    who: str
    words: str
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage:
    back_url: str
    entries: tuple[HistoryEntry, ...]
    most: int
    clear_url: str | None
    """Where it can be erased; None for who may not."""

    @property
    def title(self) -> str:
        return gettext("Historique du suivi")
