"""Does a printed sum again, as a reader with a pencil would: « (75 × 1 + 50 × 2) / 3 = 58,3 »."""

from __future__ import annotations

import ast
import re
from fractions import Fraction


def sides(printed: str) -> tuple[Fraction, str, Fraction]:
    """Return what the left side of an equation comes to, its sign, and what it says it comes to."""
    plain = re.sub("[\u00a0\n ]+", " ", printed.replace("\u202f", "")).strip()
    found = re.fullmatch(r"(.+) ([=≈]) (\S+)", plain)
    assert found, f"not an equation: {printed!r}"
    return left_side(found[1]), found[2], number(found[3])


def left_side(text: str) -> Fraction:
    """Return what a sum, or the least or greatest of a list, comes to."""
    listed = re.fullmatch(r"le plus (faible|élevé) de \((.+)\)", text)
    if listed:
        pick = min if listed[1] == "faible" else max
        return pick(number(one) for one in listed[2].split(" ; "))
    return number(text)


def number(text: str) -> Fraction:
    """Return what an expression comes to, exactly."""
    written = text.replace(",", ".").replace("×", "*").strip()
    return _value(ast.parse(written, mode="eval").body, written)


def _value(node: ast.expr, source: str) -> Fraction:
    match node:
        case ast.Constant():
            # Not by its value: a float would already have rounded it.
            return Fraction(ast.get_source_segment(source, node) or "")
        case ast.BinOp(left=left, op=op, right=right):
            one, other = _value(left, source), _value(right, source)
            match op:
                case ast.Add():
                    return one + other
                case ast.Mult():
                    return one * other
                case ast.Div():
                    return one / other
    raise AssertionError(f"not arithmetic: {source!r}")
