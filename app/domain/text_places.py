"""Where the texts of a piece of content are, found from the types of its keys.

Must not know any particular piece of content, so that a new key with a text is never forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from types import UnionType
from typing import Annotated, Any, NamedTuple, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from app.domain.texts import TextForm

M = TypeVar("M", bound=BaseModel)
Path = tuple[str | int, ...]
Change = Callable[[str, TextForm], str]


class TextPlace(NamedTuple):
    """A text and the keys and positions that lead to it."""

    path: Path
    text: str
    form: TextForm


def texts_in(model: BaseModel) -> Iterator[TextPlace]:
    """Yield every text of a piece of content, in the order of its keys."""
    for name, kind in _plan(type(model)):
        yield from _within(kind, getattr(model, name), (name,))


def with_texts(model: M, change: Change) -> M:
    """Return a piece of content with every text changed; the rest is shared, nothing is checked."""
    plan = _plan(type(model))
    changed = {name: _changed(kind, getattr(model, name), change) for name, kind in plan}
    if not changed:
        return model
    kept = {name: getattr(model, name) for name in type(model).model_fields}
    return type(model).model_construct(model.model_fields_set, **{**kept, **changed})


@cache
def _plan(model: type[BaseModel]) -> tuple[tuple[str, Any], ...]:
    """Return the keys of a model that may hold texts, each with its type."""
    return tuple(
        (name, kind)
        for name, field in model.model_fields.items()
        if _may_hold(kind := type_of(field), frozenset())
    )


def type_of(field: FieldInfo) -> Any:
    """Return the type of a key as it was declared, with what it says of texts."""
    if not field.metadata:
        return field.annotation
    return Annotated[field.annotation, *field.metadata]


def _may_hold(kind: Any, seen: frozenset[type]) -> bool:
    if _form(kind) is not None:
        return True
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind not in seen and any(
            _may_hold(type_of(field), seen | {kind}) for field in kind.model_fields.values()
        )
    return any(_may_hold(part, seen) for part in get_args(kind))


def _form(kind: Any) -> TextForm | None:
    if get_origin(kind) is not Annotated:
        return None
    return next((one for one in get_args(kind)[1:] if isinstance(one, TextForm)), None)


def _bare(kind: Any, value: Any) -> Any:
    """Return a type without its wrapping, and of several the one that a value may have."""
    while _form(kind) is None:
        if get_origin(kind) is Annotated:
            kind = get_args(kind)[0]
        elif get_origin(kind) in (Union, UnionType):
            kind = next(one for one in get_args(kind) if _fits(one, value))
        else:
            break
    return kind


def _fits(kind: Any, value: Any) -> bool:
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    return isinstance(value, get_origin(kind) or kind)


def _within(kind: Any, value: Any, path: Path) -> Iterator[TextPlace]:
    if value is None:
        return
    kind = _bare(kind, value)
    form = _form(kind)
    if form is not None:
        yield TextPlace(path, value, form)
    elif isinstance(value, BaseModel):
        for place in texts_in(value):
            yield place._replace(path=(*path, *place.path))
    elif isinstance(value, tuple):
        for index, one in enumerate(value):
            yield from _within(get_args(kind)[0], one, (*path, index))
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _within(get_args(kind)[1], one, (*path, str(key)))


def _changed(kind: Any, value: Any, change: Change) -> Any:
    if value is None:
        return None
    kind = _bare(kind, value)
    form = _form(kind)
    if form is not None:
        return change(value, form)
    if isinstance(value, BaseModel):
        return with_texts(value, change)
    if isinstance(value, tuple):
        return tuple([_changed(get_args(kind)[0], one, change) for one in value])
    if isinstance(value, dict):
        return {key: _changed(get_args(kind)[1], one, change) for key, one in value.items()}
    return value
