"""What changed between two editions, in words: one French sentence for each change.

Says nothing of what a change does to answers: that is ``verdicts.py`` and ``effects.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any, get_args

from pydantic import BaseModel

from app.domain.answers import format_number
from app.domain.change_words import FLAGS, LABELS, ORDERS
from app.domain.conditions import CONDITION_KEYS
from app.domain.edition import Edition
from app.domain.pieces import Part, Piece, Pieces, quoted, take_apart
from app.domain.text_places import with_texts
from app.domain.texts import LocalText

_TOLD = 120
"""Longer texts are told by what differs, with some words around."""
_AROUND = 30
_LONGEST = 160
_NBSP = "\u00a0"


class ChangeKind(StrEnum):
    """What was done to a piece of content."""

    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"
    RESCORED = "rescored"
    REWEIGHTED = "reweighted"
    MOVED = "moved"
    REORDERED = "reordered"
    RENAMED = "renamed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class ContentChange:
    """One change. ``key`` is the key of the piece that changed, None for the whole piece.

    ``before`` and ``after`` are the values in full, as text; None where there was or is none.
    ``questions`` are those that the piece belongs to.
    """

    part: Part
    id: str
    kind: ChangeKind
    key: str | None
    sentence: str
    before: str | None
    after: str | None
    questions: tuple[str, ...] = ()


Renames = Mapping[tuple[Part, str], tuple[Part, str]]
"""The pieces that have another id now: part and id, before and after."""


def list_changes(
    old: Edition, new: Edition, renames: Renames = MappingProxyType({})
) -> tuple[ContentChange, ...]:
    """Return every change between two editions, by part; empty only if they are the same."""
    before, after = take_apart(old), take_apart(new)
    before = {renames.get(key, key): piece for key, piece in before.items()}
    places = {part: place for place, part in enumerate(get_args(Part))}
    changes: list[ContentChange] = []
    for key, piece in before.items():
        if key in after:
            if piece.id != key[1]:
                changes.append(_renamed(piece, after[key]))
            changes.extend(_within(piece, after[key]))
        elif _is_told(piece, before, after):
            changes.append(_whole(piece, ChangeKind.REMOVED))
    for key, piece in after.items():
        if key not in before and _is_told(piece, after, before):
            changes.append(_whole(piece, ChangeKind.ADDED))
    return tuple(sorted(changes, key=lambda change: places[change.part]))


_OWNERS: dict[Part, Part] = {"option": "question", "level": "dimension", "portrait": "dimension"}


def _is_told(piece: Piece, own: Pieces, other: Pieces) -> bool:
    """Whether a piece that only one side has is told by itself, not with what it belongs to."""
    owner, _, rest = piece.id.rpartition("/")
    part = _OWNERS.get(piece.part)
    if part is None or not rest:
        return True
    keys = ((part, owner), (piece.part, owner))
    return not any(key in own and key not in other for key in keys)


def _whole(piece: Piece, kind: ChangeKind) -> ContentChange:
    is_added = kind is ChangeKind.ADDED
    verb = "apparaît" if is_added else "disparaît"
    sentence = f"{_upper(piece.name)} {verb}"
    if piece.words:
        sentence += f"{_NBSP}: {quoted(_cut(piece.words))}"
    words = piece.words or None
    return ContentChange(
        part=piece.part,
        id=piece.id,
        kind=kind,
        key=None,
        sentence=f"{sentence}.",
        before=None if is_added else words,
        after=words if is_added else None,
        questions=piece.questions,
    )


def _renamed(before: Piece, after: Piece) -> ContentChange:
    was, now = before.id.rpartition("/")[2], after.id.rpartition("/")[2]
    return ContentChange(
        part=after.part,
        id=after.id,
        kind=ChangeKind.RENAMED,
        key="id",
        sentence=f"{_upper(before.name)} s’appelle maintenant {quoted(now)}.",
        before=was,
        after=now,
        questions=after.questions,
    )


def _within(before: Piece, after: Piece) -> Iterator[ContentChange]:
    questions = tuple(dict.fromkeys((*before.questions, *after.questions)))
    for key in dict.fromkeys((*before.fields, *after.fields)):
        old, new = before.fields.get(key), after.fields.get(key)
        yield from _translations(after, key, old, new, questions)
        if not is_same(_without_translations(old), _without_translations(new)):
            yield ContentChange(
                part=after.part,
                id=after.id,
                kind=_kind_of(after.part, key) if _differ(old, new) else ChangeKind.REWORDED,
                key=key,
                sentence=_sentence(after, key, old, new),
                before=_full(old),
                after=_full(new),
                questions=questions,
            )
    for key in dict.fromkeys((*before.orders, *after.orders)):
        was, now = before.orders.get(key, ()), after.orders.get(key, ())
        both = set(was) & set(now)
        first, second = [[one for one in ids if one in both] for ids in (was, now)]
        if first != second:
            what = ORDERS[key]
            yield ContentChange(
                part=after.part,
                id=after.id,
                kind=ChangeKind.REORDERED,
                key=key,
                sentence=f"L’ordre {what} change dans {after.name}.",
                before=", ".join(was),
                after=", ".join(now),
                questions=questions,
            )


def _differ(old: Any, new: Any) -> bool:
    """Whether two values differ in more than the words of the pieces that they list."""
    if not isinstance(old, tuple) or not isinstance(new, tuple):
        return True
    return [_wordless(one) for one in old] != [_wordless(one) for one in new]


def _wordless(value: Any) -> Any:
    return with_texts(value, lambda text, form: "") if isinstance(value, BaseModel) else value


def _without_translations(value: Any) -> Any:
    """Return a text in its own language alone; another value as it is."""
    return str(value) if isinstance(value, LocalText) else value


def _translations(
    piece: Piece, key: str, old: Any, new: Any, questions: tuple[str, ...]
) -> Iterator[ContentChange]:
    """Yield what became of the translations of a text that both sides have, or one of them."""
    was = old.translations if isinstance(old, LocalText) else {}
    now = new.translations if isinstance(new, LocalText) else {}
    own = {text.language for text in (old, new) if isinstance(text, LocalText)}
    label = LABELS.get((piece.part, key)) or LABELS.get(("", key)) or f"la clé {quoted(key)}"
    for language in dict.fromkeys((*was, *now)):
        before, after = was.get(language), now.get(language)
        if language in own or before == after:
            continue
        subject = f"La traduction ({language}) {_of(label)} {_of(piece.name)}"
        if before is None or after is None:
            verb = "apparaît" if before is None else "disparaît"
            sentence = f"{subject} {verb}{_NBSP}: {_shown(after or before)}."
        else:
            first, second = _pair(before, after)
            sentence = f"{subject} passe de {first} à {second}."
        yield ContentChange(
            part=piece.part,
            id=piece.id,
            kind=ChangeKind.REWORDED,
            key=key,
            sentence=sentence,
            before=before,
            after=after,
            questions=questions,
        )


def is_same(old: Any, new: Any) -> bool:
    """Whether two values of a piece are the same content; numbers are, however written."""
    return bool(old == new) and isinstance(old, bool) is isinstance(new, bool)


# Sentences --------------------------------------------------------------------------------------


def _sentence(piece: Piece, key: str, old: Any, new: Any) -> str:
    if isinstance(new, bool) or isinstance(old, bool):
        name, (yes, no) = _upper(piece.name), FLAGS.get(key, (f"prend {key}", f"perd {key}"))
        return f"{name} {yes if new else no}."
    label = LABELS.get((piece.part, key)) or LABELS.get(("", key)) or f"la clé {quoted(key)}"
    plural = label.startswith("les ")
    subject = f"{_upper(label)} {_of(piece.name)}"
    if _is_nothing(old) or _is_nothing(new):
        verb = "apparaît" if _is_nothing(old) else "disparaît"
        verb = verb.replace("ît", "issent") if plural else verb
        shown = _shown(new if _is_nothing(old) else old)
        return f"{subject} {verb}{_NBSP}: {shown}."
    was, now = _pair(old, new)
    return f"{subject} {'passent' if plural else 'passe'} de {was} à {now}."


def _is_nothing(value: Any) -> bool:
    return value is None or value == () or value == {}


def _pair(old: Any, new: Any) -> tuple[str, str]:
    """Return two values as they stand in a sentence, long ones around what differs."""
    if isinstance(old, str) and isinstance(new, str):
        was, now = _around(str(old), str(new))
        return quoted(was), quoted(now)
    was, now = _around(_text(old), _text(new))
    return was, now


def _shown(value: Any) -> str:
    text = _cut(_text(value))
    return quoted(text) if isinstance(value, str) else text


def _around(old: str, new: str) -> tuple[str, str]:
    """Return two texts, without most of what they have in common where they are long."""
    if max(len(old), len(new)) <= _TOLD:
        return old, new
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    start = max(0, old.rfind(" ", 0, max(0, start - _AROUND)) + 1)
    end = max(0, end - _AROUND)
    return _middle(old, start, end), _middle(new, start, end)


def _middle(text: str, start: int, end: int) -> str:
    kept = text[start : len(text) - end].strip()
    head, tail = "…" if start else "", "…" if end else ""
    return f"{head}{_cut(kept)}{tail}"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _of(name: str) -> str:
    """Return « de » and a name that begins with its article."""
    if name.startswith("les "):
        return f"des {name[4:]}"
    return f"du {name[3:]}" if name.startswith("le ") else f"de {name}"


def _full(value: Any) -> str | None:
    return None if value is None else _text(value)


def _text(value: Any) -> str:
    """Return a value as text: numbers as in French, the rest as authors write it."""
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return format_number(Decimal(value))
    if isinstance(value, tuple) and all(isinstance(one, str) for one in value):
        return ", ".join(str(one) for one in value)
    return _written(value)


def _written(value: Any) -> str:
    """Return a value as it would stand in the file, on one line."""
    if isinstance(value, BaseModel):
        value = value.model_dump(mode="json", by_alias=True, exclude_none=True)
    if isinstance(value, Mapping):
        # Subject first, as authors write conditions.
        value = dict(sorted(value.items(), key=lambda pair: pair[0] not in CONDITION_KEYS))
        value = {key: one for key, one in value.items() if one != []}
        return "{" + ", ".join(f"{k}: {_written(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_written(one) for one in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


# Kinds ------------------------------------------------------------------------------------------


def _kind_of(part: Part, key: str) -> ChangeKind:
    if (part, key) == ("rule", "dimension"):
        return ChangeKind.CHANGED
    return _KINDS.get(key, ChangeKind.CHANGED)


_REWORDED = (
    "title",
    "text",
    "hint",
    "why",
    "label",
    "phrase",
    "description",
    "audience",
    "summary",
    "introduction",
    "not_covered",
    "duration.estimate",
    "unit",
    "unit_one",
    "because",
    "action.do",
    "action.who",
    "action.duration",
    "action.done_when",
    "statement",
)
_RESCORED = (
    "score",
    "unknown",
    "not_applicable",
    "bands",
    "combine",
    "aggregation",
    "at_least",
    "below",
    "score_range.minimum",
    "score_range.maximum",
)
_KINDS: dict[str, ChangeKind] = {
    **dict.fromkeys(_REWORDED, ChangeKind.REWORDED),
    **dict.fromkeys(_RESCORED, ChangeKind.RESCORED),
    "weight": ChangeKind.REWEIGHTED,
    **dict.fromkeys(("section", "dimension", "under"), ChangeKind.MOVED),
}
