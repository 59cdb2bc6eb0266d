"""What people type, made fit to be kept, shown and printed; says nothing of its length."""

from __future__ import annotations

import unicodedata


def clean_text(raw: str, *, multiline: bool) -> str:
    """Return a text composed (NFC), trimmed, free of controls, surrogates and non-characters.

    Ends of lines are those of Unix; where one line is meant, any white space becomes one space.
    """
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    shown = "".join(c for c in text if c == "\n" or is_printable(c))
    # Composed last: what was taken out may have stood between a letter and its accent.
    kept = unicodedata.normalize("NFC", shown).strip()
    return kept if multiline else " ".join(kept.split())


def is_printable(character: str) -> bool:
    """Whether a character may be stored and typeset: no control, surrogate or non-character."""
    if unicodedata.category(character) in {"Cc", "Cs"}:
        return False
    return ord(character) & 0xFFFE != 0xFFFE and not 0xFDD0 <= ord(character) <= 0xFDEF
