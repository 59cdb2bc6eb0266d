"""How counts are said in French, on the pages for authors: like the command line, in French alone.

What everybody reads is said with ``ngettext`` instead.
"""

from __future__ import annotations

from app.locale.formats import NBSP, number


def plural(count: int, singular: str, several: str | None = None) -> str:
    """Return the count and its noun: « 1 réponse », « 3 réponses », « 0 réponse »."""
    noun = singular if abs(count) < 2 else (several or f"{singular}s")
    return f"{number(count)}{NBSP}{noun}"
