"""The errors of the database that callers can do something about."""

from __future__ import annotations

from app.domain.errors import BalisesError


class StoreUnavailable(BalisesError):
    """The database cannot be reached, stays locked, or has no room left; nothing was saved."""

    def __init__(self) -> None:
        super().__init__("Le service ne peut pas enregistrer pour le moment. Réessayez bientôt.")


class DatabaseNotReady(BalisesError):
    """The tables are not those that this version expects; the message says what to do."""
