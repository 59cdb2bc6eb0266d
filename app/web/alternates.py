"""The same page in the other languages: for the switch of the header, and for search engines.

Must not choose a language for anyone.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import HTTPConnection

from app.locale.speech import FRENCH, LANGUAGES, current_language
from app.web.languages import FRENCH_ALONE, in_language_path, split_path

_ALONE = ("/diagnostic", "/mes-diagnostics", "/r/", "/p/", "/rappels/", FRENCH_ALONE)
"""Pages that nobody but one browser may see, and those that are in French alone."""
_READ_AT = {"terminer": "verification", "commencer": "", "oublier": ""}
"""The last part of addresses that only take a form, and that of the page it was sent from."""
_SHOWN_ONCE = ("/lien", "/lien/envoyer", "/autres-acces", "/partages")
"""The last part of addresses that take a form and show a link."""


@dataclass(frozen=True, slots=True)
class OtherLanguage:
    """A language by its own name, and the address of this page in it."""

    language: str
    name: str
    prefix: str
    url: str


@dataclass(frozen=True, slots=True)
class Alternate:
    """The whole address of this page in a language, as ``hreflang`` names it."""

    language: str
    url: str


def other_languages(request: HTTPConnection, status: int = 200) -> tuple[OtherLanguage, ...]:
    """Return the languages that are not spoken here, each with the address of this page.

    That of a page that is not there, or is in French alone, is the home page. None on the page
    that shows a secret link: it is shown once, and must not be left by mistake.
    """
    path = page_path(request)
    if status == 404 or path.startswith(FRENCH_ALONE):
        path = "/"
    if request.scope["method"] == "POST" and path.endswith(_SHOWN_ONCE):
        return ()
    query = request.url.query
    suffix = f"?{query}" if query and request.scope["method"] == "GET" else ""
    return tuple(
        OtherLanguage(
            language=language,
            name=name,
            prefix=in_language_path(language, "/").rstrip("/"),
            url=in_language_path(language, f"{path}{suffix}"),
        )
        for language, name in LANGUAGES.items()
        if language != current_language()
    )


def alternates(request: HTTPConnection) -> tuple[Alternate, ...]:
    """Return the addresses of a public page in all languages, French as the default one.

    None where the service does not know its own address: they have to be whole.
    """
    path = page_path(request)
    base = request.app.state.settings.base_url
    if path.startswith(_ALONE) or base is None:
        return ()
    urls = {language: f"{base}{in_language_path(language, path)}" for language in LANGUAGES}
    return (
        *(Alternate(language, url) for language, url in urls.items()),
        Alternate("x-default", urls[FRENCH]),
    )


def page_path(request: HTTPConnection) -> str:
    """Return the path, without prefix, at which the page being answered can be read."""
    _, path = split_path(request.scope["path"])
    # One slash only: two would lead to another site.
    path = "/" + quote(path.lstrip("/"))
    place, _, last = path.rpartition("/")
    if request.scope["method"] == "POST" and last in _READ_AT:
        path = f"{place}/{_READ_AT[last]}".rstrip("/")
    return path or "/"
