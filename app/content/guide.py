"""The guides for authors, read as data: what each key means. Must not hold any words of its own.

A table of keys follows a line ``<!-- keys: Model, Model -->``; its first column holds the key, its
last what it is. So the guides, the schemas and the models cannot say different things.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

GUIDES = ("questionnaires/README.md", "rules/README.md", "questionnaires/migrations/README.md")

_ROOT = Path(__file__).resolve().parents[2]
_MARK = re.compile(r"^<!-- keys: (.+) -->$")
_ROW = re.compile(r"^\| `([a-z_]+)` \|.*\| (.+) \|$")


@lru_cache(maxsize=1)
def key_descriptions() -> dict[str, dict[str, str]]:
    """Return what each key means, in French, by the name of its model."""
    found: dict[str, dict[str, str]] = {}
    for guide in GUIDES:
        models: list[str] = []
        for line in (_ROOT / guide).read_text("utf-8").splitlines():
            if line.startswith("#"):
                models = []
            elif mark := _MARK.match(line):
                models = mark[1].split(", ")
            elif row := _ROW.match(line):
                for model in models:
                    found.setdefault(model, {})[row[1]] = row[2].replace("`", "")
    return found
