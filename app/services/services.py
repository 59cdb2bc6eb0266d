"""The services of one running process, built once and shared by its threads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from app.domain.edition import Edition
from app.services.answering import Answering
from app.services.assessments import Assessments
from app.services.clock import Clock, utc_now
from app.services.editions import Editions
from app.services.papers import Papers
from app.services.reporting import Renderer, Reporting
from app.services.restoring import Restoring
from app.services.visits import Visits
from app.settings import Settings
from app.store.database import Database


class Offer(Protocol):
    """What is offered: editions by the id of their questionnaire, in the order shown."""

    @property
    def editions(self) -> Mapping[str, Edition]:
        """The editions that new assessments are started on."""


class Services:
    """Everything that the web and the command line can ask for.

    - ``assessments``: start, open_secret, is_opened_by, load, complete, erase, renew_secret
    - ``answering``: save_answer, save_for_visit, save_answers
    - ``visits``: open_visit, grant, may_see, load, assessments_of, end_visit
    - ``reporting``: diagnosis_of, report_of, pdf_of
    - ``papers``: languages_of, blank_of
    - ``restoring``: restore, notes_of
    - ``library``: the editions offered now; ``settings``; ``clock``
    - ``app.services.retention.purge(services)``
    """

    def __init__(
        self,
        settings: Settings,
        database: Database,
        library: Offer,
        pdf: Renderer | None = None,
        clock: Clock = utc_now,
    ) -> None:
        self.settings = settings
        self.database = database
        self.library = library
        self.clock = clock
        editions = Editions()
        self.assessments = Assessments(database, library.editions, editions, clock)
        self.visits = Visits(database, self.assessments, settings.visit_lifetime, clock)
        self.answering = Answering(database, self.assessments, self.visits, editions, clock)
        self.reporting = Reporting(self.assessments, settings, pdf)
        self.papers = Papers(library.editions, settings, pdf)
        self.restoring = Restoring(database, self.assessments, library.editions, editions, clock)

    def close(self) -> None:
        """Close the database and stop the renderer. Closing twice does no harm."""
        self.reporting.close()
        self.database.close()
