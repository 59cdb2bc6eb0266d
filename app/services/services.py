"""The services of one running process, built once and shared by its threads."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Protocol

from app.mail.delivery import Postman
from app.report.pdf_cache import PdfCache
from app.report.press import Press, Renderer
from app.services.answering import Answering
from app.services.assessments import Assessments
from app.services.carrying import Carrying
from app.services.clock import Clock, utc_now
from app.services.editions import Editions
from app.services.exporting import Exporting
from app.services.following import Following
from app.services.letters import Letters
from app.services.mailing import Mailing
from app.services.offer import Offer, Workbench
from app.services.own_data import OwnData
from app.services.papers import FormRenderer, Papers
from app.services.printing import Printing, forget_printed, forget_told, is_current
from app.services.reminders import Reminders
from app.services.reporting import Reporting
from app.services.restoring import Restoring
from app.services.sharing import Sharing
from app.services.visits import Visits
from app.settings import Settings
from app.store.database import Database


class PdfMaker(Renderer, FormRenderer, Protocol):
    """What makes every PDF: ``app.report.pdf.PdfRenderer``, or a stand-in."""


class Services:
    """Everything that the web and the command line can ask for.

    - ``assessments``: start, open_secret, is_opened_by, load, complete, erase, renew_secret
    - ``answering``: save_answer, save_for_visit, save_answers
    - ``carrying``: passage_of, move, stay, repeat, confirm, set_aside_of, earlier_of
    - ``following``: of, take_up, add, change, move, remove, history, to_carry, carry, put_in
    - ``visits``: open_visit, grant, may_see, load, assessments_of, end_visit
    - ``sharing``: create, shares_of, find, revoke, revoke_all, open_secret, access_of, shared_with
    - ``reporting``: diagnosis_of, report_of, actions_of, summary_of
    - ``printing``: printable_of, find, ask, prepare, is_under_way, failure_of, forget,
      sweep
    - ``exporting``: export
    - ``own_data``: kept, take_out
    - ``papers``: languages_of, blank_of
    - ``restoring``: restore, notes_of
    - ``mailing``: send_link, links_of, end_links, is_reminder, sweep
    - ``reminders``: ask, confirm, stop, stop_request, requests_of, send_due
    - ``library``: the editions offered now; ``settings``; ``clock``
    - ``workbench``: the same library where it follows its folder, None where it does not
    - ``app.services.retention.purge(services)``
    """

    def __init__(
        self,
        settings: Settings,
        database: Database,
        library: Offer,
        pdf: PdfMaker | None = None,
        clock: Clock = utc_now,
        workbench: Workbench | None = None,
    ) -> None:
        self.settings = settings
        self.database = database
        self.library = library
        self.workbench = workbench
        self.clock = clock
        editions = Editions()
        cache = PdfCache(settings.cache and settings.cache / "pdf", settings.pdf_cache_mb)
        press = pdf and Press(
            pdf,
            cache,
            partial(is_current, database),
            workers=settings.pdf_workers,
            queue=settings.pdf_queue,
        )
        # Without a renderer too: what another process has printed goes with its assessment.
        forget = partial(forget_told, database, press or cache)

        def forget_files(assessment_id: str, repeats: Sequence[str]) -> None:
            for one in (assessment_id, *repeats):
                forget_printed(press or cache, one)
            self.mailing.forget(assessment_id)

        self.assessments = Assessments(database, library, editions, clock, forget_files)
        self.visits = Visits(database, self.assessments, settings.visit_lifetime, clock)
        self.sharing = Sharing(database, self.assessments, settings, clock)
        self.answering = Answering(database, self.assessments, self.visits, editions, clock, forget)
        self.carrying = Carrying(
            database, library, self.assessments, editions, clock, forget, settings.day_of
        )
        self.following = Following(database, self.assessments, clock, forget)
        self.reporting = Reporting(self.assessments, self.carrying, self.following, settings)
        self.printing = Printing(
            database, self.reporting, self.carrying, self.following, press or cache
        )
        self.exporting = Exporting(self.reporting, self.following)
        self.papers = Papers(library, settings, pdf)
        self.restoring = Restoring(
            database, library, self.assessments, self.following, editions, clock
        )
        letters = Letters(settings)
        self.mailing = Mailing(
            database,
            self.assessments,
            Postman(settings),
            letters,
            clock,
            settings.outbox_lifetime,
        )
        self.reminders = Reminders(database, self.assessments, self.mailing, letters, clock)
        self.own_data = OwnData(
            database,
            self.assessments,
            self.reporting,
            self.carrying,
            self.restoring,
            self.sharing,
            self.following,
            self.mailing,
            self.reminders,
            settings,
            clock,
        )

    def close(self) -> None:
        """Close the database, stop the renderer and the workbench. Twice does no harm."""
        if self.workbench is not None:
            self.workbench.close()
        self.printing.close()
        self.database.close()
