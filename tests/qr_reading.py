"""Reads a QR code back, as a telephone would: modules, format, mask, bytes. No errors are mended.

Written from ISO/IEC 18004 and not from the library that draws, so that one can fail the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

Matrix = list[list[bool]]

MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda y, x: (y + x) % 2 == 0,
    lambda y, x: y % 2 == 0,
    lambda y, x: x % 3 == 0,
    lambda y, x: (y + x) % 3 == 0,
    lambda y, x: (y // 2 + x // 3) % 2 == 0,
    lambda y, x: y * x % 2 + y * x % 3 == 0,
    lambda y, x: (y * x % 2 + y * x % 3) % 2 == 0,
    lambda y, x: ((y + x) % 2 + y * x % 3) % 2 == 0,
)
FORMAT_MASK = 0b101010000010010
LEVELS = "MLHQ"
BLOCKS = {
    # version and level: how many data codewords each block has (ISO/IEC 18004, table 9)
    (3, "M"): [44],
    (3, "L"): [55],
    (4, "M"): [32, 32],
    (4, "L"): [80],
    (5, "M"): [43, 43],
    (6, "M"): [27, 27, 27, 27],
}


def matrix_of(svg: str, quiet: int) -> Matrix:
    """Return the modules of an SVG that ``segno`` drew, without the blank around them."""
    size = re.search(r'viewBox="0 0 (\d+) \1"', svg)
    path = re.search(r'stroke="#000" d="([^"]+)"', svg)
    assert size, svg[:200]
    assert path, svg[:200]
    side = int(size[1])
    whole = [[False] * side for _ in range(side)]
    x, y = 0, 0.0
    for command, first, second in re.findall(r"([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?", path[1]):
        if command == "M":
            x, y = int(first), float(second)
        elif command == "m":
            x, y = x + int(first), y + float(second)
        else:
            for place in range(x, x + int(first)):
                whole[int(y)][place] = True
            x += int(first)
    outside = [whole[y][x] for y in range(side) for x in range(side) if not in_code(y, x, side)]
    assert quiet == 4
    assert not any(outside)
    return [row[quiet:-quiet] for row in whole[quiet:-quiet]]


def in_code(y: int, x: int, side: int) -> bool:
    """Whether a place is within the blank border of four modules."""
    return 4 <= y < side - 4 and 4 <= x < side - 4


def read(matrix: Matrix) -> str:
    """Return what the code says.

    Raises:
        KeyError: for a version and level that no test has needed.
    """
    side = len(matrix)
    version = (side - 17) // 4
    bits = [matrix[8][x] for x in (0, 1, 2, 3, 4, 5, 7, 8)]
    bits += [matrix[y][8] for y in (7, 5, 4, 3, 2, 1, 0)]
    form = int("".join("01"[bit] for bit in bits), 2) ^ FORMAT_MASK
    level, mask = LEVELS[form >> 13], MASKS[form >> 10 & 7]
    stream = [matrix[y][x] != mask(y, x) for y, x in data_places(side, version)]
    words = [
        int("".join("01"[bit] for bit in stream[at : at + 8]), 2)
        for at in range(0, len(stream) - 7, 8)
    ]
    lengths = BLOCKS[version, level]
    blocks: list[list[int]] = [[] for _ in lengths]
    at = 0
    for place in range(max(lengths)):
        for block, length in zip(blocks, lengths, strict=True):
            if place < length:
                block.append(words[at])
                at += 1
    data = "".join(f"{word:08b}" for block in blocks for word in block)
    assert data[:4] == "0100", "bytes"
    count = int(data[4:12], 2)
    return bytes(int(data[12 + 8 * n : 20 + 8 * n], 2) for n in range(count)).decode()


def data_places(side: int, version: int) -> Iterator[tuple[int, int]]:
    """Yield the modules that hold data, in order: up and down, two columns at a time."""
    upward, right = True, side - 1
    while right > 0:
        right -= right == 6
        for step in range(side):
            y = side - 1 - step if upward else step
            for x in (right, right - 1):
                if not is_function(y, x, side, version):
                    yield y, x
        upward, right = not upward, right - 2


def is_function(y: int, x: int, side: int, version: int) -> bool:
    """Whether a module is part of the pattern that makes a code findable (up to version 6)."""
    corner = (y < 9 and (x < 9 or x >= side - 8)) or (y >= side - 8 and x < 9)
    alignment = 1 < version and abs(y - (side - 7)) <= 2 and abs(x - (side - 7)) <= 2
    return corner or 6 in (y, x) or alignment
