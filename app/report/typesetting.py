"""Turns a report into PDF bytes with WeasyPrint. Imported by PDF workers only.

Importing this needs Pango and its friends, and takes half a second: the service itself must not.
WeasyPrint is not safe in threads, and its time depends on what people wrote: see ``pdf.py``.
"""

from __future__ import annotations

import gc
import logging
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from jinja2 import Template
from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from app.locale.speech import speaking
from app.report.conformance import finish, is_ambiguous
from app.report.contexts import Report
from app.report.paper import break_address, fit_for_paper
from app.report.pdf_worker import TooLong
from app.report.record import NAME
from app.report.templates import make_environment

STATIC = Path(__file__).resolve().parents[1] / "static"
ASSETS = "https://assets.invalid/"
"""The addresses of our own fonts and style sheets. No such host can exist (RFC 6761), and none is
ever asked: what they name is held in memory."""
FACES = ("Inter-Regular", "Inter-Italic", "Inter-SemiBold", "Inter-Bold")

ATTEMPTS = 4
"""Of 100 documents one must be written twice, of 10,000 one a third time."""

PAGES = 60
"""What nobody would read is not printed: time and memory grow with each page."""

_VARIANT: dict[str, Any] = {"pdf_variant": "pdf/a-3a", "pdf_forms": True}
_KINDS = {".css": "text/css", ".woff2": "font/woff2"}
_LOGGER = logging.getLogger("weasyprint")


class AssetFetcher(URLFetcher):  # type: ignore[misc]
    """Gives our own fonts and style sheets, held in memory; refuses everything else for good."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        names = ["css/pdf.css", *(f"fonts/{face}.woff2" for face in FACES)]
        self._bodies = {name: (STATIC / name).read_bytes() for name in names}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return one of our own assets.

        Raises:
            FatalURLFetchingError: for any other address; it stops the rendering.
        """
        name = url.removeprefix(ASSETS)
        if name == url or name not in self._bodies:
            raise FatalURLFetchingError("the document asked for something that is not ours")
        kind = _KINDS[Path(name).suffix]
        return URLFetcherResponse(url, self._bodies[name], {"Content-Type": kind})


class Typesetter:
    """What one worker keeps between two renderings: fonts, parsed style sheet, template."""

    def __init__(self) -> None:
        # Its warnings name our own template, never a person's text; errors still come up.
        _LOGGER.setLevel(logging.ERROR)
        self._fetcher = AssetFetcher()
        self._fonts = FontConfiguration()
        self._sheet = CSS(
            url=f"{ASSETS}css/pdf.css", url_fetcher=self._fetcher, font_config=self._fonts
        )
        self._template = self._make_template()
        with TTFont(STATIC / "fonts" / "Inter-Regular.woff2") as font:
            self.glyphs = frozenset(font.getBestCmap())

    def _make_template(self) -> Template:
        environment = make_environment()
        environment.filters["break_address"] = break_address
        return environment.get_template("pdf/roadmap.html")

    def page_of(self, report: Report) -> str:
        """Return the HTML of a report in its language, every text in it made fit to print."""
        with speaking(report.language):
            return self._template.render(report=fit_for_paper(report, self.glyphs))

    def render(self, report: Report) -> bytes:
        """Return the PDF of a report: the same bytes for the same report."""
        html = self.page_of(report)
        # Collecting while laying out costs a tenth of the time; afterwards it costs nothing.
        gc.disable()
        try:
            return self.render_html(html, report)
        finally:
            gc.enable()
            gc.collect()

    def render_html(self, html: str, report: Report | None = None) -> bytes:
        """Return the PDF/UA-1 and PDF/A-3a of a page that may ask for our own assets only.

        The record of ``report`` is attached to it.

        Raises:
            TooLong: if it has more than 60 pages.
        """
        document = HTML(string=html, base_url=ASSETS, url_fetcher=self._fetcher).render(
            stylesheets=[self._sheet], font_config=self._fonts, **_VARIANT
        )
        if len(document.pages) > PAGES:
            raise TooLong(len(document.pages))
        for attempt in range(ATTEMPTS):
            data: bytes = document.write_pdf(
                finisher=partial(finish, attempt=attempt),
                attachments=[] if report is None else [_attachment(report)],
                **_VARIANT,
            )
            if not is_ambiguous(data):
                break
        return data


def _attachment(report: Report) -> Attachment:
    """Return the record of a report; an attachment serves once, and its dates must not be now."""
    day = datetime.fromisoformat(report.date_iso)
    return Attachment(
        string=report.record,
        name=NAME,
        description=report.record_description,
        created=day,
        modified=day,
        relationship="Data",
    )
