"""Turns a report into PDF bytes with WeasyPrint. Imported by PDF workers only.

Importing this needs Pango and its friends, and takes half a second: the service itself must not.
WeasyPrint is not safe in threads, and its time depends on what people wrote: see ``pdf.py``.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from app.locale.speech import speaking
from app.report.conformance import finish, is_ambiguous
from app.report.contexts import Report
from app.report.form_fields import finish_form
from app.report.paper import break_address, fit_for_paper, fit_form
from app.report.paper_contexts import PaperForm
from app.report.pdf_worker import TooLong
from app.report.record import NAME
from app.report.returned import FORM_NAME
from app.report.templates import make_environment

STATIC = Path(__file__).resolve().parents[1] / "static"
ASSETS = "https://assets.invalid/"
"""The addresses of our own fonts and style sheets. No such host can exist (RFC 6761), and none is
ever asked: what they name is held in memory."""
FACES = ("Inter-Regular", "Inter-Italic", "Inter-SemiBold", "Inter-Bold")

ATTEMPTS = 4
"""Of 100 documents one must be written twice, of 10,000 one a third time."""

NO_DAY = datetime(2000, 1, 1)
"""The date of what has none: the bytes must not depend on the day."""
PAGES = 60
"""What nobody would read is not printed: time and memory grow with each page."""

_VARIANT: dict[str, Any] = {"pdf_variant": "pdf/a-3a", "pdf_forms": True}
_KINDS = {".css": "text/css", ".woff2": "font/woff2"}
_LOGGER = logging.getLogger("weasyprint")


class AssetFetcher(URLFetcher):  # type: ignore[misc]
    """Gives our own fonts and style sheets, held in memory; refuses everything else for good."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        names = ["css/pdf.css", "css/form.css", *(f"fonts/{face}.woff2" for face in FACES)]
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
        self._form_sheet = CSS(
            url=f"{ASSETS}css/form.css", url_fetcher=self._fetcher, font_config=self._fonts
        )
        self._environment = make_environment()
        self._environment.filters["break_address"] = break_address
        self._template = self._environment.get_template("pdf/roadmap.html")
        with TTFont(STATIC / "fonts" / "Inter-Regular.woff2") as font:
            self.glyphs = frozenset(font.getBestCmap())

    def page_of(self, report: Report) -> str:
        """Return the HTML of a report in its language, every text in it made fit to print."""
        with speaking(report.language):
            return self._template.render(report=fit_for_paper(report, self.glyphs))

    def render(self, report: Report) -> bytes:
        """Return the PDF of a report: the same bytes for the same report."""
        html = self.page_of(report)
        with _collecting_afterwards():
            return self.render_html(html, report)

    def render_form(self, form: PaperForm) -> bytes:
        """Return the PDF of a blank form: the same bytes for the same form."""
        template = self._environment.get_template("pdf/form.html")
        html = template.render(form=fit_form(form, self.glyphs))
        with _collecting_afterwards():
            return self._write(
                html,
                [self._sheet, self._form_sheet],
                partial(_form_attachment, form),
                partial(finish_form, form.titles),
            )

    def render_html(self, html: str, report: Report | None = None) -> bytes:
        """Return the PDF/UA-1 and PDF/A-3a of a page that may ask for our own assets only.

        The record of ``report`` is attached to it.

        Raises:
            TooLong: if it has more than 60 pages.
        """
        return self._write(
            html, [self._sheet], None if report is None else partial(_attachment, report)
        )

    def _write(
        self,
        html: str,
        sheets: list[CSS],
        attach: Callable[[], Attachment] | None,
        finisher: Callable[..., None] = finish,
    ) -> bytes:
        document = HTML(string=html, base_url=ASSETS, url_fetcher=self._fetcher).render(
            stylesheets=sheets, font_config=self._fonts, **_VARIANT
        )
        if len(document.pages) > PAGES:
            raise TooLong(len(document.pages))
        for attempt in range(ATTEMPTS):
            data: bytes = document.write_pdf(
                finisher=partial(finisher, attempt=attempt),
                attachments=[] if attach is None else [attach()],
                **_VARIANT,
            )
            if not is_ambiguous(data):
                break
        return data


@contextmanager
def _collecting_afterwards() -> Iterator[None]:
    """Collecting while laying out costs a tenth of the time; afterwards it costs nothing."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect()


def _form_attachment(form: PaperForm) -> Attachment:
    """Return what a blank form says of itself; it belongs to no day."""
    return Attachment(
        string=form.record,
        name=FORM_NAME,
        description=form.words.description,
        created=NO_DAY,
        modified=NO_DAY,
        relationship="Data",
    )


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
