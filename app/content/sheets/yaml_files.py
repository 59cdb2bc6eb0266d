"""A tree -> the text of a file: the old one with what changed, or a new one, in our style."""

from __future__ import annotations

from typing import Any

from app.content.sheets.pathway import Tree
from app.content.sheets.yaml_edit import edited
from app.content.sheets.yaml_text import block_text, entry_text

_APART = ("rules", "resources", "sections", "dimensions", "sources")
"""Lists whose elements have a blank line between them."""


def file_text(name: str, old: str, tree: Tree, language: str) -> str:
    """Return the text of a file of a content folder; ``old`` is empty for a new one."""
    if old.strip():
        return edited(old, tree, language)
    return new_text(name, tree)


def new_text(name: str, tree: Tree) -> str:
    """Return the text of a file that does not exist yet."""
    guide = "questionnaires" if name.startswith("questionnaires/") else "rules"
    schema = "sources.schema.json" if name.endswith("/sources.yaml") else "schema.json"
    head = (
        f"# yaml-language-server: $schema={schema}\n"
        f"# Les clés sont décrites dans {guide}/README.md.\n"
    )
    return "\n".join([head, *(_part(key, value) for key, value in tree.items())])


def _part(key: str, value: Any) -> str:
    if key not in _APART or not isinstance(value, list):
        return f"{entry_text(key, value, 0)}\n"
    pieces = [f"  - {block_text(one, 4)}" for one in value]
    return f"{key}:\n" + "\n\n".join(pieces) + "\n"
