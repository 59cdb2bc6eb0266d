"""The ``relevant`` of an XLSForm, where it is simple -> one of our conditions; else nothing.

Simple is: comparisons of one answer with a value, ``selected()``, ``and``, ``or``, ``not()`` and
parentheses. Whatever else there is, the whole expression is not carried: half of it would lie.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Condition = dict[str, Any]

_TOKEN = re.compile(
    r"\s*(?:(?P<field>\$\{\s*[^{}]{1,200}?\s*\})|(?P<text>'[^']*'|\"[^\"]*\")"
    r"|(?P<number>-?\d{1,15}(?:\.\d{1,10})?)|(?P<word>[A-Za-z][\w-]*)|(?P<sign>!=|<=|>=|[=<>(),]))"
)
_LONGEST = 2000
_DEEPEST = 20
_BOUNDS = {">=": "at_least", "<=": "at_most", ">": "above", "<": "below"}


class NotSimple(Exception):
    """An expression, or a part of one, that has no like in our conditions; the words say which."""


@dataclass(frozen=True)
class Field:
    """A question that an expression may name: our id, its kind, its options by their old names."""

    id: str
    kind: str
    options: dict[str, str]


Find = Callable[[str], Field | None]


def condition_of(text: str, find: Find) -> Condition:
    """Return the condition that says the same; ``find`` gives the question of an old name.

    Raises:
        NotSimple: if it does not exist.
    """
    if len(text) > _LONGEST:
        raise NotSimple("elle est trop longue")
    parser = _Parser(_tokens(text), find)
    found = parser.any_of(0)
    if not parser.is_done:
        raise NotSimple("elle contient autre chose que des comparaisons simples")
    return found


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens, position = [], 0
    text = text.strip()
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup is None:
            raise NotSimple(f"« {text[position : position + 20]} » n'a pas d'équivalent")
        tokens.append((match.lastgroup, match[match.lastgroup]))
        position = match.end()
    return tokens


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]], find: Find) -> None:
        self._tokens = tokens
        self._find = find
        self._at = 0

    @property
    def is_done(self) -> bool:
        return self._at == len(self._tokens)

    def any_of(self, depth: int) -> Condition:
        """Read conditions joined by ``or``."""
        if depth > _DEEPEST:
            raise NotSimple("elle est trop emboîtée")
        parts = [self._all_of(depth)]
        while self._take("word", "or"):
            parts.append(self._all_of(depth))
        return parts[0] if len(parts) == 1 else {"any": parts}

    def _all_of(self, depth: int) -> Condition:
        parts = [self._one(depth)]
        while self._take("word", "and"):
            parts.append(self._one(depth))
        return parts[0] if len(parts) == 1 else {"all": parts}

    def _one(self, depth: int) -> Condition:
        if self._take("sign", "("):
            inner = self.any_of(depth + 1)
            self._need("sign", ")")
            return inner
        if self._take("word", "not"):
            self._need("sign", "(")
            inner = self.any_of(depth + 1)
            self._need("sign", ")")
            return {"not": inner}
        if self._take("word", "selected"):
            self._need("sign", "(")
            field = self._field()
            self._need("sign", ",")
            value = self._value()
            self._need("sign", ")")
            return _chosen(field, value)
        if self._take("word", "count-selected"):
            return self._count()
        return self._comparison()

    def _count(self) -> Condition:
        self._need("sign", "(")
        field = self._field()
        self._need("sign", ")")
        sign, value = self._need("sign"), self._need("number")
        bounds = {">=": ("count_at_least", 0), ">": ("count_at_least", 1)}
        bounds |= {"<=": ("count_at_most", 0), "<": ("count_at_most", -1)}
        if field.kind != "multiple" or sign not in bounds or not value.isdigit():
            raise NotSimple("elle compte autrement que nous")
        key, more = bounds[sign]
        return {"answer": field.id, key: int(value) + more}

    def _comparison(self) -> Condition:
        field = self._field()
        sign = self._need("sign")
        value = self._value()
        if field.kind == "number":
            return _number(field, sign, value)
        if field.kind == "single" and sign in ("=", "!="):
            same = _chosen(field, value)
            return same if sign == "=" else {"not": same}
        raise NotSimple("elle compare autre chose qu'un choix unique ou un nombre")

    def _field(self) -> Field:
        name = self._need("field")[2:-1].strip()
        field = self._find(name)
        if field is None:
            raise NotSimple(f"la question « {name[:60]} » n'est pas reprise, ou vient après")
        return field

    def _value(self) -> str:
        kind, text = self._next()
        if kind not in ("text", "number"):
            raise NotSimple("elle compare à autre chose qu'une valeur")
        return text[1:-1] if kind == "text" else text

    def _next(self) -> tuple[str, str]:
        if self.is_done:
            raise NotSimple("elle n'est pas finie")
        self._at += 1
        return self._tokens[self._at - 1]

    def _take(self, kind: str, text: str) -> bool:
        if self.is_done or self._tokens[self._at] != (kind, text):
            return False
        self._at += 1
        return True

    def _need(self, kind: str, text: str | None = None) -> str:
        found = self._next()
        if found[0] != kind or text not in (None, found[1]):
            raise NotSimple("elle contient autre chose que des comparaisons simples")
        return found[1]


def _chosen(field: Field, value: str) -> Condition:
    if field.kind not in ("single", "multiple"):
        raise NotSimple("elle lit une question qui n'est pas à choix")
    if value not in field.options:
        raise NotSimple(f"la réponse « {value[:60]} » n'existe pas")
    return {
        "answer": field.id,
        "is" if field.kind == "single" else "includes": field.options[value],
    }


def _number(field: Field, sign: str, value: str) -> Condition:
    try:
        number = float(value)
    except ValueError as error:
        raise NotSimple("elle compare un nombre à un texte") from error
    exact = int(number) if number.is_integer() else number
    if sign in _BOUNDS:
        return {"number": field.id, _BOUNDS[sign]: exact}
    same = {"number": field.id, "at_least": exact, "at_most": exact}
    if sign == "=":
        return same
    if sign == "!=":
        return {"not": same}
    raise NotSimple("elle compare autrement que nous")
