"""New pieces of content as YAML in the style of the house: short maps in braces, long texts folded.

Written by ruamel.yaml, and read back before they are used.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import (
    DoubleQuotedScalarString,
    FoldedScalarString,
    LiteralScalarString,
    SingleQuotedScalarString,
)

from app.content.findings import Findings
from app.content.sheets.flow import flow_text, in_flow
from app.content.yaml_tree import parse_yaml

WIDTH = 104
_SHORT = 96
_WORD = re.compile(r"^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$")
_CODE = re.compile(r"^[A-Za-z][A-Za-z0-9]{0,7}$")
_ENDLESS = 2**31
_ESCAPED = re.compile("[\x7f-\xa0\u2028\u2029\ufeff]")

_BARE = frozenset({"document", "kind", "level", "horizon", "access", "language", "file"})
"""Keys whose values are codes, never sentences."""


def block_text(value: Any, indent: int) -> str:
    """Return a map or a list in block style, its lines indented, without a line break at the end.

    The first line is not indented: it goes where the piece begins.
    """
    return _shifted(_dump(_styled(value, indent), indent), indent)


def entry_text(key: str, value: Any, indent: int, like: str = "") -> str:
    """Return ``key: value``, in as many lines as need be; ``like``: the quotes of an older text."""
    if isinstance(value, str):
        return _best(key, value, indent, like)
    return _shifted(_dump(CommentedMap({key: _styled(value, indent + 2, key)}), indent), indent)


def flow_scalar(value: Any, like: str = "") -> str:
    """Return a single value as it may stand in braces, quoted as the older one was."""
    if not isinstance(value, str):
        return flow_text(value)
    if like == "'" and _is_read_back(found := _quoted_once(value), value):
        return found
    if like == "" and _WORD.match(value):
        return flow_text(value)
    return _escaped(value)


def one_line(value: Any) -> str:
    """Return a map or list in braces or brackets, in one line."""
    return flow_text(value)


def _best(key: str, text: str, indent: int, like: str) -> str:
    """Return the first way of writing a text that reads back as it is."""
    ways: list[Callable[[], str]] = [
        lambda: _shifted(
            _dump(CommentedMap({key: _scalar(text, indent, key, like)}), indent), indent
        ),
        lambda: f"{flow_scalar(key)}: {_escaped(text)}",
    ]
    for way in ways:
        found = way()
        if _is_read_back(found, {key: text}):
            return found
    raise AssertionError(f"a text that YAML cannot hold: {text!r}")


def _scalar(text: str, indent: int, key: str, like: str) -> Any:
    if "\n" in text:
        return LiteralScalarString(text)
    is_long = len(text) + len(key) + indent + 4 > WIDTH or (like == ">" and " " in text)
    if is_long and text == text.strip() and "  " not in text:
        return FoldedScalarString(text)
    if like == "'":
        return SingleQuotedScalarString(text)
    if _is_bare(key, text) or (like == "" and _WORD.match(text)):
        return text
    return DoubleQuotedScalarString(text)


def _is_bare(key: str, text: str) -> bool:
    return bool(_WORD.match(text)) or (key in _BARE and bool(_CODE.match(text)))


def _styled(value: Any, indent: int, key: str = "") -> Any:
    """Return a tree whose parts say how ruamel is to write them."""
    if isinstance(value, dict | list) and _is_short(value, indent, key):
        return in_flow(value)
    if isinstance(value, dict):
        return CommentedMap((k, _styled(inner, indent + 2, k)) for k, inner in value.items())
    if isinstance(value, list):
        return CommentedSeq(_styled(inner, indent + 4) for inner in value)
    if isinstance(value, str):
        styled = _scalar(value, indent, key, '"')
        if _is_read_back(_dump(CommentedMap({"k": styled}), indent), {"k": value}):
            return styled
        return DoubleQuotedScalarString(value)
    return value


def _is_short(value: Any, indent: int, key: str) -> bool:
    if not value:
        return True
    if isinstance(value, list) and key not in ("all", "any") and isinstance(value[0], dict):
        return False
    if _has_sentences(value) and key not in ("source", "duration"):
        return False
    text = flow_text(value)
    return len(text) + indent + len(key) + 2 <= _SHORT and "\n" not in text


def _has_sentences(value: Any) -> bool:
    """Whether a piece is more than an option, a level or a condition: it has its own lines."""
    if isinstance(value, dict):
        inner = [one for one in value.values() if isinstance(one, dict | list)]
        many = len(value) > 6 or "title" in value or "text" in value or "do" in value
        return many or any(_has_sentences(one) for one in inner)
    if isinstance(value, list):
        return any(isinstance(one, dict) and _has_sentences(one) for one in value)
    return False


def _dump(value: Any, indent: int) -> str:
    yaml = YAML(pure=True)
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = max(WIDTH - indent, 40)
    yaml.allow_unicode = True
    yaml.brace_single_entry_mapping_in_flow_sequence = True
    stream = io.StringIO()
    yaml.dump(value, stream)
    text = stream.getvalue()
    return text[:-1] if text.endswith("\n") else text


def _shifted(text: str, indent: int) -> str:
    """Return lines moved to the right, all but the first; blank ones stay blank."""
    first, *rest = text.split("\n")
    return "\n".join([first, *(f"{' ' * indent}{line}" if line else line for line in rest)])


def _escaped(text: str) -> str:
    """Return a text between double quotes in one line; JSON's escapes are YAML's too."""
    quoted = json.dumps(text, ensure_ascii=False)
    return _ESCAPED.sub(
        lambda found: found[0] if found[0] == "\u00a0" else f"\\u{ord(found[0]):04x}", quoted
    )


def _quoted_once(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def _is_read_back(text: str, value: Any) -> bool:
    findings = Findings()
    document = parse_yaml("", text, findings)
    return document is not None and bool(document.data == value)
