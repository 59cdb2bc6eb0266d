"""Codes of departments and regions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.content.document import Path, Reporter
from app.content.suggest import nearest
from app.domain.resource import Territories


def check_places(
    territories: Territories,
    reporter: Reporter,
    path: Path,
    *,
    departments: Iterable[str] = (),
    regions: Iterable[str] = (),
) -> None:
    """Find codes that are not on the official list; a name is answered with its code."""
    by_code = {place.code: place.name for place in territories.departments}
    for index, code in enumerate(departments):
        if code not in by_code:
            reporter.add(
                "department-unknown",
                (*path, "departments", index),
                f"« {code} » n'est pas un code de département.{_meant(code, by_code)}",
                "Écrivez le code entre guillemets : 79, 2A, 974.",
            )
    by_code = {place.code: place.name for place in territories.regions}
    for index, code in enumerate(regions):
        if code not in by_code:
            reporter.add(
                "region-unknown",
                (*path, "regions", index),
                f"« {code} » n'est pas un code de région.{_meant(code, by_code)}",
                "Écrivez le code à deux chiffres entre guillemets : 75, 84.",
            )


def _meant(given: str, by_code: Mapping[str, str]) -> str:
    names = {name: code for code, name in by_code.items()}
    name = nearest(given, names)
    if name is not None:
        return f" Vouliez-vous dire « {names[name]} » ({name}) ?"
    padded = given.zfill(2)
    return f" Vouliez-vous dire « {padded} » ({by_code[padded]}) ?" if padded in by_code else ""
