"""Trees that are being built, and the cell that each of their values came from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.content.document import Path
from app.content.sheets.tables import Place


class Places:
    """Remembers where the containers of a tree, and what they hold, stand in a workbook."""

    def __init__(self) -> None:
        self._kept: list[Any] = []
        self._own: dict[int, Place] = {}
        self._inner: dict[int, dict[str | int, Place]] = {}

    def note(self, container: Any, place: Place, key: str | int | None = None) -> None:
        """Say where a map or list stands, or one of the values in it."""
        if id(container) not in self._inner:
            self._kept.append(container)
            self._inner[id(container)] = {}
        if key is None:
            self._own[id(container)] = place
        else:
            self._inner[id(container)][key] = place

    def own(self, container: Any) -> Place | None:
        """Return where a map or list stands."""
        return self._own.get(id(container))

    def of(self, tree: Any) -> dict[Path, Place]:
        """Return the place of everything in a tree, by its path."""
        return dict(self._walk(tree, ()))

    def _walk(self, tree: Any, path: Path) -> Iterator[tuple[Path, Place]]:
        own = self._own.get(id(tree)) if isinstance(tree, dict | list) else None
        if own is not None:
            yield path, own
        inner = self._inner.get(id(tree), {}) if isinstance(tree, dict | list) else {}
        pairs: Any = tree.items() if isinstance(tree, dict) else ()
        pairs = enumerate(tree) if isinstance(tree, list) else pairs
        for key, value in pairs:
            if key in inner:
                yield (*path, key), inner[key]
            yield from self._walk(value, (*path, key))
