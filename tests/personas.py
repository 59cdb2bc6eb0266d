"""The personas of ``tests/spec``, for tests that answer as one of them; must not judge them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from app.content.findings import Findings
from app.content.library import DEFAULT_ROOT
from app.content.personas.persona import Persona
from app.content.personas.reading import read_personas

SPEC = Path(__file__).parent / "spec"
NAMES = sorted(path.relative_to(SPEC).with_suffix("").as_posix() for path in SPEC.glob("*/*.yaml"))
"""Each as ``<pathway>/<name>``."""


def persona(name: str) -> Persona:
    """Return the persona of a name of ``NAMES``."""
    return _personas()[name]


@cache
def _personas() -> dict[str, Persona]:
    pathways = {name.partition("/")[0] for name in NAMES}
    read = read_personas(SPEC, DEFAULT_ROOT, pathways, Findings())
    return {
        one.reporter.document.file.removeprefix("tests/spec/").removesuffix(".yaml"): one.value
        for one in read
    }
