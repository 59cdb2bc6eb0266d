"""Guesses what a misspelt value was meant to be, so that the rest can be checked at once.

What is repaired is never served: the misspelling is an error, and stays one.
"""

from __future__ import annotations

import copy
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from app.content.document import Path
from app.content.locate import field_of, keys_of, locate
from app.content.shape import value_at
from app.content.suggest import nearest

M = TypeVar("M", bound=BaseModel)

_ROUNDS = 3


def repaired(model: type[M], data: Any) -> M | None:
    """Return a model of the data with its unknown keys and values guessed, or None."""
    data = copy.deepcopy(data)
    for _ in range(_ROUNDS):
        try:
            return model.model_validate(data)
        except ValidationError as error:
            details = error.errors(include_url=False)
        except RecursionError:
            return None
        done = [_repair(model, data, detail) for detail in details]
        if not any(done):
            return None
    return None


def _repair(model: type[BaseModel], data: Any, detail: ErrorDetails) -> bool:
    place = locate(model, detail["loc"])
    if not place.path:
        return False
    holder, last = value_at(data, place.path[:-1]), place.path[-1]
    if detail["type"] == "extra_forbidden" and isinstance(holder, dict) and place.owner:
        return _repair_key(place.owner, holder, str(last))
    if detail["type"] in ("enum", "literal_error") and "[key]" not in detail["loc"]:
        words = str(detail["ctx"]["expected"]).replace(" or ", ", ").split(", ")
        near = nearest(str(detail["input"]), [word.strip("'") for word in words])
        return near is not None and _put(holder, last, near)
    return _leave_out(model, data, place.path, place.owner)


def _repair_key(owner: type[BaseModel], holder: dict[str, Any], key: str) -> bool:
    if key not in holder:
        return False
    value = holder.pop(key)
    near = nearest(key, keys_of(owner))
    if near is not None:
        holder.setdefault(near, value)
    return True


def _leave_out(
    model: type[BaseModel], data: Any, path: Path, owner: type[BaseModel] | None
) -> bool:
    """Take out a faulty value that is not required."""
    field = field_of(owner, str(path[-1])) if owner else None
    holder = value_at(data, path[:-1])
    if field is None or field.is_required() or not isinstance(holder, dict):
        return False
    return holder.pop(str(path[-1]), None) is not None


def _put(holder: Any, key: str | int, value: str) -> bool:
    try:
        holder[key] = value
    except (TypeError, IndexError, KeyError):
        return False
    return True
