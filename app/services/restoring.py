"""Answers and actions that come back in a file become a new assessment, all of them or nothing.

Must not guess what an answer means, nor touch an assessment that exists.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from app.domain.answers import dump_answer
from app.domain.edition import Edition
from app.domain.follow_up import FollowUp
from app.domain.navigation import visible_items
from app.domain.paper_reading import Written, read_fields
from app.domain.restoring import NOT_ASKED, Note, Restoration, restore_answers
from app.domain.restoring_actions import RestoredActions, restore_actions
from app.domain.translation import in_language
from app.locale.speech import current_language
from app.report.pdf_reader import PdfReader
from app.report.returned import FilledForm, Record, Returned, Unreadable, read_returned
from app.services.assessments import Assessments
from app.services.clock import Clock
from app.services.editions import Editions
from app.services.following import Following
from app.services.offer import Offer
from app.services.views import AssessmentView, Started
from app.store import answers, assessments, notes
from app.store.database import Database
from app.store.notes import NoteRow


@dataclass(frozen=True)
class Restored:
    """A new assessment made of what came back, and what is to be said of it.

    ``actions`` is how many of those that were followed are followed again.
    """

    started: Started
    notes: RestoredNotes
    actions: int = 0


@dataclass(frozen=True)
class RestoredNotes:
    """What became of a file that came back.

    ``is_form``: it was a form filled in, not a record. ``is_same_edition``: its answers are read
    against the very edition they were given to. ``notes`` are those that remain to be read.
    """

    is_form: bool
    is_same_edition: bool
    notes: tuple[Note, ...]


class Restoring:
    """How answers come back."""

    def __init__(
        self,
        database: Database,
        library: Offer,
        assessments_: Assessments,
        following: Following,
        editions: Editions,
        clock: Clock,
    ) -> None:
        self._database = database
        self._assessments = assessments_
        self._following = following
        self._library = library
        self._editions = editions
        self._clock = clock
        self._reader = PdfReader()

    def restore(self, data: bytes) -> Restored:
        """Start an assessment with what a file holds: a roadmap, a record, or a filled form.

        It is pinned to the edition that the answers were given to, where that is known here
        (``Carrying`` offers to go on to a newer one), else to the one offered now. What is noted is
        said in the language spoken, and stays in it.

        Raises:
            Unreadable: if the file is not taken; nothing is created then.
            ReaderBusy: if too many files wait to be read.
            StoreUnavailable: if nothing could be saved.
        """
        returned = read_returned(data, self._reader)
        with self._database.read() as connection:
            edition = self._edition_of(connection, returned)
        is_same = edition.hash == returned.edition
        shown, _ = self._assessments.corrected(edition)
        read = in_language(shown, current_language())
        found, actions = read_answers(read, returned), read_actions(read, returned)
        notes_ = (*found.notes, *actions.notes)
        kept = RestoredNotes(isinstance(returned, FilledForm), is_same, notes_)
        with self._database.write() as connection:
            started = self._assessments.start_in(connection, edition)
            view = started.assessment
            self._save(connection, view, found, kept)
            if actions.follow_up:
                self._following.put_in(connection, view.id, actions.follow_up)
        again = Started(self._assessments.load(view.id), started.secret)
        return Restored(again, kept, len(actions.follow_up.undertakings))

    def notes_of(self, view: AssessmentView) -> RestoredNotes | None:
        """Return what remains to be said of a restored assessment, None if it was not restored.

        A note goes once the question has an answer; that on a question not asked, once it is asked.
        """
        kept = self.kept_of(view)
        if kept is None:
            return None
        asked = {item.id for item in visible_items(view.edition, view.answers)}
        left = tuple(
            note
            for note in kept.notes
            if note.question not in (asked if note.code == NOT_ASKED else view.answers)
        )
        return replace(kept, notes=left)

    def kept_of(self, view: AssessmentView) -> RestoredNotes | None:
        """Return the same with every note that is kept, settled or not."""
        with self._database.read() as connection:
            rows = notes.all_of(connection, view.id)
        if not rows:
            return None
        about, *rest = rows
        kept = tuple(Note(*row) for row in rest)
        return RestoredNotes(about.given == "form", about.code == "same", kept)

    def written_for(self, view: AssessmentView, question: str) -> str | None:
        """Return what came back for a question and is still to be settled, None if nothing is."""
        kept = self.notes_of(view)
        notes_ = kept.notes if kept else ()
        return next((note.given for note in notes_ if note.question == question), None)

    def _edition_of(self, connection: Connection, returned: Returned) -> Edition:
        """Return the edition to read the answers against.

        Raises:
            Unreadable: if no such pathway is known here, or the hash is that of another pathway.
        """
        offered = self._library.editions.get(returned.questionnaire)
        if offered is not None and offered.hash == returned.edition:
            return offered
        stored = self._editions.find(connection, returned.edition)
        if stored is not None:
            if stored.questionnaire.id != returned.questionnaire:
                raise Unreadable("forged")
            return stored
        if offered is None:
            raise Unreadable("unknown-questionnaire")
        return offered

    def _save(
        self,
        connection: Connection,
        view: AssessmentView,
        found: Restoration,
        kept: RestoredNotes,
    ) -> None:
        now = self._clock()
        row = assessments.move_on(connection, view.id, now)
        version = 1 if row is None else row.version
        for question, value in found.answers.items():
            answers.put(
                connection,
                view.id,
                question,
                dump_answer(value),
                replaces=0,
                version=version,
                now=now,
            )
        about = NoteRow(
            "",
            "",
            "form" if kept.is_form else "record",
            "same" if kept.is_same_edition else "other",
            "",
        )
        rows = [NoteRow(n.question, n.title, n.given, n.code, n.reason) for n in kept.notes]
        notes.write(connection, view.id, [about, *rows])


def read_actions(edition: Edition, returned: Returned) -> RestoredActions:
    """Return what becomes of the actions that came back, said in the language of the edition.

    Raises:
        Unreadable: if a record holds what its own edition does not propose.
    """
    follow_up = returned.follow_up if isinstance(returned, Record) else FollowUp()
    found = restore_actions(edition, follow_up)
    if edition.hash == returned.edition and found.notes:
        raise Unreadable("forged-follow-up")
    return found


def read_answers(edition: Edition, returned: Returned) -> Restoration:
    """Return what becomes of the answers that came back, said in the language of the edition.

    Raises:
        Unreadable: if none fits, or if a record holds what its own edition would not have taken.
    """
    if isinstance(returned, Record):
        found = restore_answers(edition, returned.answers)
        is_same = edition.hash == returned.edition
        if is_same and any(note.code != NOT_ASKED for note in found.notes):
            raise Unreadable("forged")
        if not found.answers:
            raise Unreadable("nothing-fits")
        if not is_same:
            return found
        # Nothing has changed: what was not asked then was known not to be.
        return replace(found, notes=())
    fields = {one.name: Written(one.title, one.values) for one in returned.fields}
    return read_fields(edition, fields, returned.language)
