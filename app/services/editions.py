"""Editions by hash: stored when first used, read back from the database, kept in memory."""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import datetime

from sqlalchemy import Connection

from app.domain.edition import Edition
from app.store import editions

_KEPT = 32
"""Editions kept in memory: a few megabytes each at most."""


class Editions:
    """The editions that assessments are pinned to; the content folder is never asked."""

    def __init__(self) -> None:
        self._cache: OrderedDict[str, Edition] = OrderedDict()
        self._lock = threading.Lock()

    def pin(self, connection: Connection, edition: Edition, now: datetime) -> None:
        """Store an edition unless it is stored already."""
        if not editions.is_stored(connection, edition.hash):
            questionnaire = edition.questionnaire.id
            editions.store(connection, edition.hash, questionnaire, edition.canonical, now)
        self._keep(edition.hash, edition)

    def get(self, connection: Connection, hash_: str) -> Edition:
        """Return a stored edition; the same object as long as it stays in memory."""
        with self._lock:
            kept = self._cache.get(hash_)
            if kept is not None:
                self._cache.move_to_end(hash_)
                return kept
        return self._keep(hash_, Edition.from_canonical(editions.canonical_of(connection, hash_)))

    def find(self, connection: Connection, hash_: str) -> Edition | None:
        """Return an edition, None if it is not stored."""
        return self.get(connection, hash_) if editions.is_stored(connection, hash_) else None

    def _keep(self, hash_: str, edition: Edition) -> Edition:
        with self._lock:
            kept = self._cache.setdefault(hash_, edition)
            self._cache.move_to_end(hash_)
            if len(self._cache) > _KEPT:
                self._cache.popitem(last=False)
            return kept
