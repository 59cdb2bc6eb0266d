"""A condition as YAML on one line, as people edit it in a cell; reads nothing back."""

from __future__ import annotations

import io
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

_ENDLESS = 2**31


def flow_text(value: Any) -> str:
    """Return a tree on one line: ``{level: purpose, is: active}``."""
    yaml = YAML(pure=True)
    yaml.width = _ENDLESS
    yaml.allow_unicode = True
    yaml.brace_single_entry_mapping_in_flow_sequence = True
    stream = io.StringIO()
    yaml.dump(in_flow(value), stream)
    return stream.getvalue().removesuffix("...\n").strip()


def in_flow(value: Any) -> Any:
    """Return the same tree, its maps and lists marked to be written in braces and brackets."""
    if isinstance(value, dict):
        map_ = CommentedMap((key, in_flow(inner)) for key, inner in value.items())
        map_.fa.set_flow_style()
        return map_
    if isinstance(value, list):
        list_ = CommentedSeq(in_flow(inner) for inner in value)
        list_.fa.set_flow_style()
        return list_
    if isinstance(value, str) and not value.isidentifier() and not _is_word(value):
        return DoubleQuotedScalarString(value)
    return value


def _is_word(text: str) -> bool:
    return text.replace("-", "a").isidentifier() and text.isascii()
