"""Turns a typed context into a full page, or into its named block when a step swaps only that.

Must not know what any page says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from jinja2 import Environment
from jinja2_fragments import render_block
from markupsafe import escape
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse

from app.locale.speech import current_language, gettext
from app.web.alternates import alternates, other_languages
from app.web.assets import Assets
from app.web.languages import spoken
from app.web.preview_contexts import Bench

MAIN_TARGET = "main#page"
"""How htmx names the element that holds the block ``page``."""


class PageContext(Protocol):
    """What every page's context has: the title of its document."""

    @property
    def title(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Site:
    """What is the same on every page of an instance."""

    operator: str | None
    reminds: bool = False
    """Whether reminders can be asked for."""

    @property
    def footer(self) -> str:
        if self.operator is None:
            return gettext("Fait avec Balises, logiciel libre.")
        return gettext(
            "Un service de %(operator)s, fait avec Balises, logiciel libre.",
            operator=self.operator,
        )


class Pages:
    """Renders the templates of ``templates/pages``.

    A template extends ``layouts/page.html`` and fills its block ``page``; it is given ``page`` (the
    typed context), ``site``, ``asset(path)`` and ``nonce``; the layout also ``bench``, what authors
    are told while they edit, None when nobody does. A template imports the macros it uses
    inside its block: the block is also rendered alone. ``url(path)`` is the address of a page in
    the language spoken.
    """

    def __init__(
        self,
        environment: Environment,
        assets: Assets,
        site: Site,
        bench: Callable[[], Bench | None] = lambda: None,
    ) -> None:
        self._environment = environment
        self._bench = bench
        self._environment.globals.update(site=site, asset=assets.url, url=spoken)

    def render(
        self,
        request: HTTPConnection,
        template: str,
        page: PageContext,
        *,
        status: int = 200,
        headers: dict[str, str] | None = None,
    ) -> HTMLResponse:
        """Return the page, or its block ``page`` alone when htmx will swap it into ``main``."""
        nonce: str = request.scope["state"]["nonce"]
        if wants_block(request):
            block = render_block(self._environment, template, "page", page=page, nonce=nonce)
            body = f"<title>{escape(full_title(page.title))}</title>\n{block}"
        else:
            body = self._environment.get_template(template).render(
                page=page,
                nonce=nonce,
                full_title=full_title(page.title),
                language=current_language(),
                other_languages=other_languages(request, status),
                alternates=alternates(request) if status == 200 else (),
                is_loaded="HX-Request-Type" not in request.headers,
                bench=self._bench(),
            )
        response = HTMLResponse(body, status_code=status, headers=headers)
        response.headers["Vary"] = "HX-Request-Type, HX-Target"
        return response

    def render_bench(self, request: HTTPConnection, bench: Bench) -> HTMLResponse:
        """Return the banner of the workbench alone."""
        nonce: str = request.scope["state"]["nonce"]
        template = self._environment.get_template("components/workbench.html")
        return HTMLResponse(str(template.module.banner(bench, nonce)))  # type: ignore[attr-defined]


def full_title(title: str) -> str:
    """Return the title of the document: what the page is called, then whose it is."""
    return f"{title} – Balises"


def wants_block(request: HTTPConnection) -> bool:
    """Whether the request was made by htmx to swap the block ``page`` into ``main``."""
    return (
        request.headers.get("HX-Request-Type") == "partial"
        and request.headers.get("HX-Target") == MAIN_TARGET
    )
