"""The PDFs that a command writes; one that cannot be made must be told in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.console import FAULTY, CommandError

if TYPE_CHECKING:
    from app.domain.diagnosis import Answers, Diagnosis
    from app.domain.edition import Edition
    from app.report.pdf import PdfRenderer

LONGEST_REFERENCE = 60
"""Characters: more would not fit at the foot of a page."""


@dataclass(frozen=True)
class PdfFiles:
    """Where the PDFs are written, if anywhere, and what they are told of the day and their name."""

    whole: Path | None
    essential: Path | None
    day: date | None = None
    reference: str | None = None

    @property
    def option(self) -> str:
        """The option that asked for one, empty if none did."""
        if self.whole is not None:
            return "--pdf"
        return "--essential" if self.essential is not None else ""


def ask_for_pdfs(
    whole: Path | None, essential: Path | None, day: str | None, reference: str | None
) -> PdfFiles:
    """Return what the options ask for; ``day`` is written as 2026-03-14.

    Raises:
        CommandError: if a day or a reference does not fit, or no PDF is asked for.
    """
    files = PdfFiles(whole, essential, _day(day), reference and reference.strip())
    for option, value in (("--date", day), ("--reference", reference)):
        if value is not None and not files.option:
            raise CommandError(f"« {option} » ne vaut qu’avec --pdf ou --essential.")
    if reference is not None and not 1 <= len(reference.strip()) <= LONGEST_REFERENCE:
        raise CommandError(f"« --reference » attend de 1 à {LONGEST_REFERENCE} caractères.")
    return files


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise CommandError("« --date » attend un jour, écrit comme 2026-03-14.") from None


def write_pdfs(
    edition: Edition, answers: Answers, diagnosis: Diagnosis | None, files: PdfFiles
) -> None:
    """Write the roadmap, its two pages, or both; ``diagnosis`` is made where it is None.

    Raises:
        CommandError: if one cannot be made or written.
    """
    from app.report.build import build_report
    from app.report.contexts import ReportMeta

    day = files.day or _today()
    with pdf_renderer() as renderer:
        for target, is_extract in ((files.whole, False), (files.essential, True)):
            if target is None:
                continue
            reference = files.reference or target.stem
            meta = ReportMeta(reference=reference, created_at=day, updated_at=day)
            report = build_report(edition, answers, meta, diagnosis=diagnosis)
            write_file(target, renderer.render(replace(report, is_extract=is_extract)))


@contextmanager
def pdf_renderer() -> Iterator[PdfRenderer]:
    """Give a renderer for as long as one is needed.

    Raises:
        CommandError: if a PDF cannot be made.
    """
    from app.report.pdf import PdfError, PdfRenderer
    from app.settings import Settings

    renderer = PdfRenderer(Settings())
    try:
        yield renderer
    except PdfError as error:
        raise CommandError(str(error), FAULTY) from None
    finally:
        renderer.close()


def write_file(target: Path, data: bytes) -> None:
    """Write a file.

    Raises:
        CommandError: if it cannot be written.
    """
    try:
        target.write_bytes(data)
    except OSError as error:
        raise CommandError(f"« {target} » ne peut pas être écrit ({error.strerror}).") from None


def _today() -> date:
    return datetime.now(UTC).astimezone().date()
