"""The roadmap of an assessment as PDF: printed once, ahead when that can be, and gone with it."""

from __future__ import annotations

import logging
from concurrent.futures import Future

from app.report.pdf import PdfError
from app.report.pdf_cache import PdfCache
from app.report.press import Press
from app.report.printable import Printable
from app.services.carrying import Carrying
from app.services.errors import StoreUnavailable
from app.services.following import Following
from app.services.reporting import Reporting
from app.services.views import AssessmentView
from app.store import assessments
from app.store.database import Database

_log = logging.getLogger(__name__)


def is_current(database: Database, wanted: Printable) -> bool:
    """Whether a roadmap is still that of its assessment: neither erased nor changed since.

    Nor is the earlier one, where it says how far things have moved since that.
    """
    told = [(wanted.owner, wanted.version)]
    if wanted.earlier is not None:
        told.append((wanted.earlier.id, wanted.earlier.version))
    with database.read() as connection:
        rows = [(assessments.find(connection, id_), version) for id_, version in told]
    return all(row is not None and row.version == version for row, version in rows)


def forget_printed(printed: Press | PdfCache, assessment_id: str) -> None:
    """Remove all that was printed of an assessment; what cannot be removed is logged."""
    try:
        printed.forget(assessment_id)
    except OSError as error:
        # Its id opens nothing, and the operator must be able to remove the folder.
        _log.error("what was printed of %s is still there: %s", assessment_id, error.strerror)


def forget_told(database: Database, printed: Press | PdfCache, assessment_id: str) -> None:
    """Remove all that was printed of an assessment, and of those that tell what moved since it."""
    forget_printed(printed, assessment_id)
    try:
        with database.read() as connection:
            later = assessments.repeats_of(connection, assessment_id)
    except StoreUnavailable:
        # What made it necessary is done and must not seem to have failed. Its key is another one
        # now: it is never given out again.
        _log.warning("what was printed of the repeats of %s may still be there", assessment_id)
        return
    for id_ in later:
        forget_printed(printed, id_)


class Printing:
    """What can be done with the printed roadmap of an assessment.

    Without a renderer, only what others have printed is removed.
    """

    def __init__(
        self,
        database: Database,
        reporting: Reporting,
        carrying: Carrying,
        following: Following,
        printed: Press | PdfCache,
    ) -> None:
        self._database = database
        self._reporting = reporting
        self._carrying = carrying
        self._following = following
        self._printed = printed
        self._press = printed if isinstance(printed, Press) else None

    def printable_of(
        self,
        view: AssessmentView,
        language: str,
        *,
        is_extract: bool = False,
    ) -> Printable:
        """Return what the roadmap is made of in a language; its ``key`` names the bytes to be.

        ``is_extract`` asks for the essential in two pages. Reads the database: never call it where
        others wait.
        """
        return Printable(
            owner=view.id,
            version=view.version,
            edition=view.edition,
            answers=view.answers,
            meta=self._reporting.meta_of(view, language),
            language=language,
            corrections=view.corrections,
            follow_up=self._following.of(view),
            earlier=self._carrying.earlier_of(view),
            is_extract=is_extract,
        )

    def find(self, wanted: Printable) -> bytes | None:
        """Return the PDF if it has been printed, without waiting."""
        return None if self._press is None else self._press.find(wanted)

    def ask(self, wanted: Printable) -> Future[bytes]:
        """Return the future of a PDF; it ends within the limits of the renderer.

        It may raise PdfUnavailable, PdfTimeout, PdfFailed: see ``app.report.pdf``.

        Raises:
            PdfBusy: if too many wait already.
        """
        if self._press is None:
            raise RuntimeError("services were built without a PDF renderer")
        return self._press.ask(wanted)

    def prepare(self, view: AssessmentView, language: str) -> None:
        """Print a roadmap ahead, once a worker is idle: it will probably be asked for."""
        if self._press is not None:
            self._press.prepare(self.printable_of(view, language))

    def is_under_way(self, wanted: Printable) -> bool:
        """Whether it is being printed, or waits to be."""
        return self._press is not None and self._press.is_under_way(wanted)

    def failure_of(self, wanted: Printable) -> PdfError | None:
        """Return why the last printing failed, None if it did not."""
        return None if self._press is None else self._press.failure_of(wanted)

    def forget(self, assessment_id: str) -> None:
        """Remove all that was printed of an assessment."""
        forget_printed(self._printed, assessment_id)

    def sweep(self) -> None:
        """Remove what was printed of assessments that are no more.

        Raises:
            StoreUnavailable: if the database does not answer; nothing is removed then.
        """
        owners = self._printed.owners()
        with self._database.read() as connection:
            gone = [id_ for id_ in owners if assessments.find(connection, id_) is None]
        for id_ in gone:
            forget_printed(self._printed, id_)

    def close(self) -> None:
        """Stop the workers."""
        if self._press is not None:
            self._press.close()
