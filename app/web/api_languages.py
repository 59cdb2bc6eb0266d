"""Which language the JSON interface answers in: the one asked for, else the one preferred.

Must not translate anything. Content that is not written in that language is given in its own, and
``Content-Language`` says which.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Query

from app.domain.edition import Edition
from app.domain.texts import LANGUAGE_PATTERN
from app.domain.translation import in_language, languages_of
from app.web.languages import preferred


@dataclass(frozen=True, slots=True)
class Wanted:
    """The language that a program asks for: in the address, or among those it prefers."""

    asked: str | None
    accepted: str

    def among(self, offered: Iterable[str]) -> str:
        """Return the one to answer in, the first of those offered if none of them is wanted."""
        languages = list(offered)
        if self.asked is not None:
            return self.asked if self.asked in languages else languages[0]
        return preferred(self.accepted, languages) or languages[0]

    def read(self, edition: Edition) -> Edition:
        """Return an edition in the wanted language, in its own where it does not promise that."""
        return in_language(edition, self.among(languages_of(edition)))


async def wanted_language(
    language: Annotated[
        str | None,
        Query(
            pattern=LANGUAGE_PATTERN,
            description="The language of the texts, such as en. Without it, Accept-Language says. "
            "Where the questionnaire has no such language, its own; see Content-Language.",
        ),
    ] = None,
    accept_language: Annotated[
        str, Header(description="The languages preferred (RFC 9110, 12.5.4)")
    ] = "",
) -> Wanted:
    """Return the language that a request wants."""
    return Wanted(language, accept_language)


WantedOf = Annotated[Wanted, Depends(wanted_language)]


def told_in(*languages: str) -> dict[str, str]:
    """Return the headers that say which languages an answer is in, and why."""
    return {
        "Content-Language": ", ".join(dict.fromkeys(languages)),
        "Vary": "Accept-Language",
    }
