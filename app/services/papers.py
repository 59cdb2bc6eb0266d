"""Blank questionnaires as PDF, the same for everyone: made once, kept while they are offered.

Must not see any answer.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Protocol

from app.domain.edition import Edition
from app.domain.translation import languages_of
from app.locale.speech import FRENCH, LANGUAGES
from app.report.paper_contexts import PaperForm
from app.report.paper_form import build_form
from app.services.errors import QuestionnaireNotFound
from app.services.offer import Offer
from app.settings import Settings

_KEPT = 32
"""A sixth of a megabyte each."""
RESTORE = "/reprendre"
"""Where a filled form is sent, below the address of the service."""


class FormRenderer(Protocol):
    """What makes a PDF from a form: ``app.report.pdf.PdfRenderer``, or a stand-in."""

    def render_form(self, form: PaperForm) -> bytes:
        """Return the PDF."""


@dataclass(frozen=True)
class Paper:
    """A blank form: its bytes, the name of the file, and a tag that changes when the bytes do."""

    data: bytes
    filename: str
    tag: str


class Papers:
    """The blank forms of the pathways offered."""

    def __init__(self, library: Offer, settings: Settings, renderer: FormRenderer | None) -> None:
        self._library = library
        self._settings = settings
        self._renderer = renderer
        self._kept: OrderedDict[tuple[str, str], Paper] = OrderedDict()
        self._lock = threading.Lock()
        self._making = threading.Lock()

    def languages_of(self, questionnaire: str) -> tuple[str, ...]:
        """Return the languages that a form is to be had in, the pathway's own first.

        Raises:
            QuestionnaireNotFound: if no questionnaire of this id is offered.
        """
        return languages_of(self._edition(questionnaire))

    def blank_of(self, questionnaire: str, language: str | None = None) -> Paper:
        """Return the blank form of a pathway, in its own language unless another is asked for.

        Raises:
            QuestionnaireNotFound: if this is not offered, or not in the language.
            PdfUnavailable, PdfTimeout, PdfBusy, PdfFailed: see ``app.report.pdf``.
        """
        edition = self._edition(questionnaire)
        spoken = languages_of(edition)
        wanted = language or spoken[0]
        if wanted not in spoken:
            raise QuestionnaireNotFound(questionnaire)
        key = (edition.hash, wanted)
        paper = self._find(key)
        if paper is None:
            # One at a time: whoever asks for the same form meanwhile finds it made.
            with self._making:
                paper = self._find(key) or self._keep(key, self._make(edition, wanted))
        return paper

    def _find(self, key: tuple[str, str]) -> Paper | None:
        with self._lock:
            paper = self._kept.get(key)
            if paper is not None:
                self._kept.move_to_end(key)
            return paper

    def _keep(self, key: tuple[str, str], paper: Paper) -> Paper:
        with self._lock:
            self._kept[key] = paper
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return paper

    def _edition(self, questionnaire: str) -> Edition:
        edition = self._library.editions.get(questionnaire)
        if edition is None:
            raise QuestionnaireNotFound(questionnaire)
        return edition

    def _make(self, edition: Edition, language: str) -> Paper:
        if self._renderer is None:
            raise RuntimeError("services were built without a PDF renderer")
        base = self._settings.base_url
        is_prefixed = language in LANGUAGES and language != FRENCH
        home = f"{base}{f'/{language}' if is_prefixed else ''}"
        address = f"{home}{RESTORE}" if base else None
        online = f"{home}/parcours/{edition.questionnaire.id}" if base else None
        data = self._renderer.render_form(build_form(edition, language, address, online))
        return Paper(
            data=data,
            filename=filename_of(edition, language),
            tag=hashlib.sha256(data).hexdigest()[:32],
        )


def filename_of(edition: Edition, language: str) -> str:
    """Return the name of the file of a form, plain ASCII."""
    suffix = "" if language == languages_of(edition)[0] else f"-{language}"
    return f"questionnaire-{edition.questionnaire.id}{suffix}.pdf"
