"""JSON that comes from outside, read strictly: only what can be kept and given back is accepted.

Says nothing of what the JSON means.
"""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn


def read_strictly(text: str | bytes, *, deepest: int = 20) -> Any:
    """Return the value of a JSON text: finite numbers, whole characters, ``deepest`` levels.

    Raises:
        ValueError: if it is not JSON, not UTF-8, too deep, or JSON that could not be kept.
    """
    try:
        value = json.loads(text, parse_constant=_refuse)
    except RecursionError:
        raise ValueError("too deep") from None
    _check(value, deepest)
    return value


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _check(value: Any, depth: int) -> None:
    if depth == 0:
        raise ValueError("too deep")
    if isinstance(value, str):
        value.encode()  # half a character (a lone surrogate) raises a ValueError
        if "\x00" in value:
            raise ValueError("a null character")
    elif isinstance(value, float) and not math.isfinite(value):
        raise ValueError("too large")  # 1e999
    elif isinstance(value, list):
        for one in value:
            _check(one, depth - 1)
    elif isinstance(value, dict):
        for key, one in value.items():
            _check(key, depth)
            _check(one, depth - 1)
