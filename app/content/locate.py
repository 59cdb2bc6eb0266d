"""From the place pydantic names to the place in the file, and to the model that stands there.

pydantic puts the tag of a discriminated union into its places; a file has no such step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, Tag
from pydantic.fields import FieldInfo

from app.content.document import Path
from app.domain.text_places import type_of
from app.domain.texts import PLAIN, SEVERAL, TextForm

Location = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a document; ``owner`` is the model that its last key belongs to, if any.

    ``expected`` is the type that the model declares there.
    """

    path: Path
    owner: type[BaseModel] | None
    expected: Any


def locate(model: type[BaseModel], location: Location) -> Place:
    """Return the place in the file of an error that pydantic located from ``model`` on."""
    expected: Any = model
    owner: type[BaseModel] | None = None
    path: list[str | int] = []
    for part in location:
        if part == "[key]":
            break
        expected = plain(expected)
        if isinstance(expected, Mapping):
            expected = expected.get(part)
            continue
        path.append(part)
        owner, expected = _inside(expected, part)
    return Place(tuple(path), owner, plain(expected))


def keys_of(model: type[BaseModel]) -> tuple[str, ...]:
    """Return the keys that a model may have in a file."""
    return tuple(field.alias or name for name, field in model.model_fields.items())


def field_of(model: type[BaseModel], key: str) -> FieldInfo | None:
    """Return the field of a model that a key fills."""
    fields = model.model_fields.items()
    return next((field for name, field in fields if (field.alias or name) == key), None)


def plain(annotation: Any) -> Any:
    """Return a type without its wrapping; a union of models as a mapping of tag to model."""
    while get_origin(annotation) is Annotated:
        if any(isinstance(extra, TextForm) for extra in get_args(annotation)[1:]):
            return _TEXT
        annotation = get_args(annotation)[0]
    if get_origin(annotation) not in (Union, UnionType):
        return annotation
    members = [member for member in get_args(annotation) if member is not type(None)]
    if len(members) == 1:
        return plain(members[0])
    return {tag: plain(member) for member in members if (tag := _tag(member)) is not None}


_TEXT: Mapping[str, Any] = {PLAIN: str, SEVERAL: dict[str, str]}


def _tag(member: Any) -> str | None:
    if get_origin(member) is Annotated:
        for extra in get_args(member)[1:]:
            if isinstance(extra, Tag):
                return extra.tag
    kind = getattr(member, "model_fields", {}).get("kind")
    if kind is not None and get_origin(kind.annotation) is Literal:
        return str(get_args(kind.annotation)[0])
    return None


def _inside(expected: Any, part: str | int) -> tuple[type[BaseModel] | None, Any]:
    if isinstance(expected, type) and issubclass(expected, BaseModel):
        field = field_of(expected, str(part))
        return expected, type_of(field) if field else None
    origin = get_origin(expected)
    if origin is tuple:
        return None, get_args(expected)[0]
    if origin is dict:
        return None, get_args(expected)[1]
    return None, None
