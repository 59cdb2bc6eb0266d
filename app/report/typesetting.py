"""Turns a report into PDF bytes with WeasyPrint. Imported by PDF workers only.

Importing this needs Pango and its friends, and takes half a second: the service itself must not.
WeasyPrint is not safe in threads, and its time depends on what people wrote: see ``pdf.py``.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from cssselect2 import ElementWrapper  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from weasyprint import CSS, HTML, Attachment
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from app.locale.speech import speaking
from app.report.conformance import finish, is_ambiguous
from app.report.contexts import Report
from app.report.essential import TIGHTER, extract
from app.report.form_fields import finish_form
from app.report.paper import break_address, fit_for_paper, fit_form, fit_texts
from app.report.paper_contexts import PaperForm
from app.report.pdf_worker import TooLong
from app.report.record import NAME
from app.report.returned import FORM_NAME
from app.report.stack import roomy
from app.report.telling import Telling
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
FIRST_PAGE = 2
"""The number of the page after the cover."""
EXTRACT_PAGES = 2
PAGES = 60
"""What nobody would read is not printed: time and memory grow with each page."""

_VARIANT: dict[str, Any] = {"pdf_variant": "pdf/a-3a", "pdf_forms": True}
_KINDS = {".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
_LOGGER = logging.getLogger("weasyprint")


class AssetFetcher(URLFetcher):  # type: ignore[misc]
    """Gives our own fonts and style sheets, held in memory; refuses everything else for good."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        names = [
            "css/pdf.css",
            "css/bound.css",
            "css/form.css",
            "css/wave.svg",
            *(f"fonts/{face}.woff2" for face in FACES),
        ]
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


class Page(HTML):  # type: ignore[misc]
    """A page of our own templates, which are well-formed: read as XML, many times faster.

    With ``is_bare``, its own style sheets say all: even that a paragraph is a block.
    """

    def __init__(self, text: str, fetcher: URLFetcher, *, is_bare: bool = True) -> None:
        tree = ElementTree.fromstring(text)  # noqa: S314 - our own, every text in it escaped
        self.base_url = ASSETS
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.wrapper_element = ElementWrapper.from_html_root(tree, content_language=None)
        self.etree_element = self.wrapper_element.etree_element
        self._is_bare = is_bare

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        whole: list[CSS] = super()._ua_stylesheets(forms)
        return [] if self._is_bare else whole


class Typesetter:
    """What one worker keeps between two renderings: fonts, parsed style sheet, template."""

    def __init__(self) -> None:
        # Its warnings name our own template, never a person's text; errors still come up.
        _LOGGER.setLevel(logging.ERROR)
        self._fetcher = AssetFetcher()
        self._fonts = FontConfiguration()
        self._sheet, self._bound_sheet, self._form_sheet = (
            CSS(url=f"{ASSETS}css/{name}.css", url_fetcher=self._fetcher, font_config=self._fonts)
            for name in ("pdf", "bound", "form")
        )
        self._environment = make_environment()
        self._environment.filters["break_address"] = break_address
        self._cover_template = self._environment.get_template("pdf/cover.html")
        self._template = self._environment.get_template("pdf/roadmap.html")
        self._extract_template = self._environment.get_template("pdf/essential.html")
        with TTFont(STATIC / "fonts" / "Inter-Regular.woff2") as font:
            self.glyphs = frozenset(font.getBestCmap())

    def page_of(self, report: Report) -> str:
        """Return the HTML of a report in its language, all but its cover, every text made fit."""
        return self._page_of(fit_for_paper(report, self.glyphs))

    def cover_of(self, report: Report, numbers: Mapping[str, int]) -> str:
        """Return the HTML of the cover of a report; ``numbers`` gives the page of each part."""
        return self._cover_of(fit_for_paper(report, self.glyphs), numbers)

    @roomy
    def render(self, report: Report) -> bytes:
        """Return the PDF of a report, or of its two pages: the same bytes for the same report.

        Raises:
            TooLong: if it has more than 60 pages, or two pages do not come to two.
        """
        return self._render_extract(report) if report.is_extract else self._render_whole(report)

    def _page_of(self, fitted: Report) -> str:
        with speaking(fitted.language):
            return self._template.render(report=fitted, telling=Telling(fitted))

    def _cover_of(self, fitted: Report, numbers: Mapping[str, int]) -> str:
        with speaking(fitted.language):
            return self._cover_template.render(report=fitted, numbers=numbers)

    def _render_whole(self, report: Report) -> bytes:
        """Return the PDF of a report, its cover laid out when the numbers of its pages are known.

        In one document with the rest, the cover was laid out three times until they had settled.
        """
        fitted = fit_for_paper(report, self.glyphs)
        html = self._page_of(fitted)
        document = self._lay_out(html, [self._sheet, self._bound_sheet])
        *body, _flyleaf = document.pages
        numbers = {
            anchor: number
            for number, page in enumerate(body, start=FIRST_PAGE)
            for anchor in page.anchors
        }
        cover_html = self._cover_of(fitted, numbers)
        (cover,) = self._lay_out(cover_html, [self._sheet]).pages
        return self._bind(
            document.copy([cover, *body]), html + cover_html, partial(_attachment, report)
        )

    def _render_extract(self, report: Report) -> bytes:
        pages = 0
        for factor in TIGHTER:
            shown = fit_texts(extract(report, factor), self.glyphs)
            with speaking(report.language):
                html = self._extract_template.render(extract=shown)
            document = self._lay_out(html, [self._sheet])
            pages = len(document.pages)
            if pages == EXTRACT_PAGES:
                finisher = partial(finish, is_mixed=is_mixed(html))
                return self._finish(document, partial(_attachment, report), finisher)
        raise TooLong(pages)

    @roomy
    def render_form(self, form: PaperForm) -> bytes:
        """Return the PDF of a blank form: the same bytes for the same form."""
        template = self._environment.get_template("pdf/form.html")
        html = template.render(form=fit_form(form, self.glyphs))
        return self._bind(
            self._lay_out(html, [self._sheet, self._form_sheet]),
            html,
            partial(_form_attachment, form),
            partial(finish_form, form.titles),
        )

    def render_html(self, html: str) -> bytes:
        """Return the PDF/UA-1 and PDF/A-3a of a page that may ask for our own assets only.

        Raises:
            TooLong: if it has more than 60 pages.
        """
        return self._bind(self._lay_out(html, [self._sheet]), html, None)

    def _bind(
        self,
        document: Document,
        html: str,
        attach: Callable[[], Attachment] | None,
        finisher: Callable[..., None] = finish,
    ) -> bytes:
        if len(document.pages) > PAGES:
            raise TooLong(len(document.pages))
        return self._finish(document, attach, partial(finisher, is_mixed=is_mixed(html)))

    def _lay_out(self, html: str, sheets: list[CSS]) -> Document:
        page = Page(html, self._fetcher, is_bare=self._form_sheet not in sheets)
        return page.render(stylesheets=sheets, font_config=self._fonts, **_VARIANT)

    def _finish(
        self,
        document: Document,
        attach: Callable[[], Attachment] | None,
        finisher: Callable[..., None],
    ) -> bytes:
        for attempt in range(ATTEMPTS):
            data: bytes = document.write_pdf(
                finisher=partial(finisher, attempt=attempt),
                attachments=[] if attach is None else [attach()],
                **_VARIANT,
            )
            if not is_ambiguous(data):
                break
        return data


def is_mixed(html: str) -> bool:
    """Whether a page of our own holds texts in another language than its own."""
    return html.count(' lang="') > html.count("<html")


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
