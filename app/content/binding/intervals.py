"""Rows of bands, each from ``at_least`` up to, not including, ``below``: no gap, no overlap."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from app.content.document import Path, Reporter

Band = tuple[Decimal, Decimal | None]
"""``at_least`` and ``below``."""


def check_bands(reporter: Reporter, path: Path, bands: Sequence[Band], prefix: str) -> None:
    """Find bands out of order, gaps and overlaps; the codes are ``{prefix}-order`` and so on."""
    for index, (low, high) in enumerate(bands):
        if high is not None and high <= low:
            reporter.add(
                f"{prefix}-order",
                (*path, index, "below"),
                f"« below » ({high}) doit dépasser « at_least » ({low}).",
                "Corrigez l'un des deux.",
            )
    for index, ((low, high), (start, _)) in enumerate(pairwise(bands), start=1):
        at = (*path, index, "at_least")
        if start <= low:
            reporter.add(
                f"{prefix}-order",
                at,
                f"La tranche qui commence à {start} suit celle qui commence à {low}.",
                "Rangez les tranches de la plus basse à la plus haute.",
            )
        elif high is None or start < high:
            end = "sans fin" if high is None else f"jusqu'à {high}"
            reporter.add(
                f"{prefix}-overlap",
                at,
                f"Cette tranche commence à {start}, la précédente va {end}.",
                f"Écrivez « below: {start} » à la tranche précédente.",
            )
        elif start > high:
            reporter.add(
                f"{prefix}-gap",
                at,
                f"Rien n'est prévu de {high} à {start}.",
                f"Écrivez « at_least: {high} » ici, ou « below: {start} » avant.",
            )
