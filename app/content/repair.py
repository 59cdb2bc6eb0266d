"""Guesses what a misspelt value was meant to be, so that the rest can be checked at once.

What is repaired is never served: the misspelling is an error, and stays one.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from app.content.document import Path, Reporter
from app.content.locate import field_of, keys_of, locate
from app.content.shape import report_fault, value_at
from app.content.suggest import nearest

M = TypeVar("M", bound=BaseModel)

_ROUNDS = 4
_MOST = 50
"""A value with more faults than that is not worth guessing."""


def repaired(reporter: Reporter, model: type[M], path: Path = ()) -> M | None:
    """Return the model of a faulty value with its misspellings guessed, or None.

    What one fault hid from pydantic is found once it is repaired, and added to the findings.
    """
    data = copy.deepcopy(value_at(reporter.document.data, path))
    for turn in range(_ROUNDS):
        try:
            return model.model_validate(data)
        except ValidationError as error:
            details = error.errors(include_url=False)
        except RecursionError:
            return None
        if len(details) > _MOST:
            return None
        if turn:
            for detail in details:
                report_fault(reporter, model, path, detail)
        done = [_repair(model, data, detail) for detail in details]
        if not any(done):
            return None
    return None


def _repair(model: type[BaseModel], data: Any, detail: ErrorDetails) -> bool:
    place = locate(model, detail["loc"])
    if detail["type"] in ("union_tag_invalid", "condition_kind"):
        return _repair_union(value_at(data, place.path), place.expected)
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


def _repair_union(value: Any, tags: Any) -> bool:
    """Guess the kind of a question, or the key that begins a condition."""
    if not isinstance(value, dict) or not isinstance(tags, Mapping):
        return False
    if "kind" in value:
        near = nearest(str(value["kind"]), tags)
        return near is not None and _put(value, "kind", near)
    for key in list(value):
        near = nearest(key, tags)
        if near is not None:
            value[near] = value.pop(key)
            return True
    return False


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
