"""Texts that a spreadsheet must never take for a formula, when it opens a table of plain text.

A hostile text in a CSV file can run commands where it is opened, or send a row away by its address
(OWASP, « CSV Injection »; CWE-1236). Must not touch numbers nor dates of ours.
"""

from __future__ import annotations

import re
import unicodedata

_SIGNS = frozenset("=+-@\u2212")
"""LibreOffice takes the minus sign of mathematics (U+2212) for the hyphen of the keyboard."""
_UNSEEN = frozenset({"Cc", "Cf", "Mn", "Me", "Zl", "Zp", "Zs"})
"""The categories of what nobody sees at the head of a text: spaces, marks, controls."""
_AFTER_SEPARATOR = re.compile(r"(?<=[;,|\n])")


def neutralise(text: str) -> str:
    """Return a text that begins no formula, in any cell that its own separators may make of it.

    An apostrophe goes before a sign that would begin one (``=``, ``+``, ``-``, ``@``, also in full
    width, also after white space, a byte-order mark or anything else that is not seen), at the
    start and after each separator (``;``, ``,``, ``|``, end of line), since a file that is opened
    with another separator than its own is cut there. A hyphen followed by a space becomes a dash:
    people begin the lines of a list so. Tabs and carriage returns become spaces.
    """
    flat = re.sub(r"[\t\r]", " ", text)
    return "".join(map(_harmless, _AFTER_SEPARATOR.split(flat)))


def begins_formula(text: str) -> bool:
    """Whether a spreadsheet may take a text for a formula, or hide where one begins."""
    return text.startswith(("\t", "\r")) or _sign_at(text) is not None


def _harmless(piece: str) -> str:
    at = _sign_at(piece)
    if at is None:
        return piece
    if piece.startswith("- ", at):
        return f"{piece[:at]}\u2013{piece[at + 1 :]}"
    return f"{piece[:at]}'{piece[at:]}"


def _sign_at(text: str) -> int | None:
    """Return where the first character that is seen stands, if it is a sign of formulas."""
    for at, character in enumerate(text):
        if unicodedata.category(character) not in _UNSEEN:
            plain = unicodedata.normalize("NFKC", character)
            return at if plain[0] in _SIGNS else None
    return None
