"""Following a roadmap: what is taken up, by whom, for when, how it goes; never part of a diagnosis.

An assessment can be followed once it is completed, and where a follow-up came back with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from app.domain.diagnose import diagnose
from app.domain.follow_up import (
    Details,
    FollowUp,
    Progress,
    Undertaking,
    check_room,
    parse_details,
)
from app.domain.follow_up_changes import (
    EARLIER,
    FILE,
    HOLDER,
    ChangeKind,
    FollowUpChange,
    changes_between,
)
from app.domain.rules import Horizon
from app.services import secrets, undertaking_rows
from app.services.assessments import Assessments
from app.services.clock import Clock
from app.services.errors import (
    ActionNotProposed,
    AssessmentNotCompleted,
    AssessmentNotFound,
    FollowUpConflict,
)
from app.services.follow_up_writing import Author, Writing, holder
from app.services.undertaking_rows import as_own, row_of, words_of
from app.services.views import AssessmentView
from app.store import assessments, undertakings
from app.store.database import Database
from app.store.undertakings import ChangeRow


class Nothing(Exception):
    """Nothing changes after all: the transaction is to be undone."""


class Following:
    """What can be done with the follow-up of an assessment.

    ``by`` is who changes something: asked in the transaction, so that nothing is written by a link
    that was revoked since the page was asked for; the history says who. What it raises is raised.
    Every change counts as one of the assessment: it is kept for longer, and what was printed of it
    goes.
    """

    def __init__(
        self,
        database: Database,
        assessments_: Assessments,
        clock: Clock,
        forget: Callable[[str], None],
    ) -> None:
        """``forget`` removes what was printed of an assessment: it may tell the follow-up."""
        self._database = database
        self._assessments = assessments_
        self._clock = clock
        self._forget = forget

    def of(self, view: AssessmentView) -> FollowUp:
        """Return the follow-up of an assessment as it now stands."""
        with self._database.read() as connection:
            return self.of_in(connection, view.id)

    def of_in(self, connection: Connection, assessment_id: str) -> FollowUp:
        """Return the same within a transaction that is open, for the other families of verbs."""
        return undertaking_rows.read(connection, assessment_id)

    def dated_in(
        self, connection: Connection, assessment_id: str
    ) -> tuple[tuple[Undertaking, datetime], ...]:
        """Return what is followed in order, each with the moment when it was last saved."""
        rows = undertakings.all_of(connection, assessment_id)
        return tuple((undertaking_rows.undertaking_of(row), row.updated_at) for row in rows)

    def history(self, view: AssessmentView) -> tuple[FollowUpChange, ...]:
        """Return who changed what and when, the last change first; ``MOST_CHANGES`` are kept.

        What was carried from elsewhere is kept beside them.
        """
        with self._database.read() as connection:
            return self.history_in(connection, view.id)

    def history_in(self, connection: Connection, assessment_id: str) -> tuple[FollowUpChange, ...]:
        """Return the same within a transaction that is open."""
        return undertaking_rows.history(connection, assessment_id)

    def proposed(self, view: AssessmentView) -> tuple[str, ...]:
        """Return the ids of the rules whose actions the answers lead to, in roadmap order."""
        found = diagnose(view.edition, view.answers, reasons=False, next_levels=False).roadmap
        later = (one for horizon in Horizon for one in found.later.get(horizon, ()))
        return tuple(one.id for one in (*found.first, *later))

    def take_up(
        self,
        assessment_id: str,
        rule: str,
        raw: Mapping[str, object] | None = None,
        *,
        by: Author = holder,
    ) -> Undertaking:
        """Take up the action of a rule, after all others; one that is taken up stays as it is.

        ``raw`` is what is said of it, in the JSON form of ``Details``.

        Raises:
            AssessmentNotFound: if there is no such assessment.
            AssessmentNotCompleted: if it cannot be followed yet.
            ActionNotProposed: if the answers do not lead to it.
            InvalidDetails: if something said of it is refused.
            FollowUpFull: if there is no room for it.
            StoreUnavailable: if nothing could be saved.
        """
        # Outside of the transaction, so that nobody waits for it.
        view = self._assessments.load(assessment_id)
        proposed = rule in self.proposed(view)
        new: Undertaking | None = None
        with self._write(assessment_id, by) as writing:
            same = writing.follow_up.by_rule.get(rule)
            if same is not None:
                new = same
                raise Nothing
            found = writing.view.edition.rules_by_id.get(rule)
            if found is None or not proposed:
                raise ActionNotProposed(rule)
            details = parse_details(raw or {}, rule_horizon=found.horizon)
            new = Undertaking(secrets.new_id(), rule, details, writing.view.version)
            writing.insert(new)
            writing.note(new, ChangeKind.TAKEN_UP)
        return _given(new)

    def add(
        self,
        assessment_id: str,
        raw: Mapping[str, object],
        *,
        by: Author = holder,
        id_: str | None = None,
    ) -> Undertaking:
        """Add an action of one's own, after all others.

        With an ``id_`` (32 hexadecimal digits, made with the form), adding twice adds one.

        Raises:
            AssessmentNotFound: if there is no such assessment.
            AssessmentNotCompleted: if it cannot be followed yet.
            InvalidDetails: if something said of it is refused.
            FollowUpFull: if there is no room for it.
            StoreUnavailable: if nothing could be saved.
        """
        details = parse_details(raw)
        if id_ is None or not secrets.is_id(id_):
            id_ = secrets.new_id()
        new: Undertaking | None = None
        with self._write(assessment_id, by) as writing:
            same = writing.follow_up.find(id_)
            if same is not None:
                new = same
                raise Nothing
            new = Undertaking(id_, None, details, writing.view.version)
            writing.insert(new)
            writing.note(new, ChangeKind.ADDED)
        return _given(new)

    def change(
        self,
        assessment_id: str,
        undertaking_id: str,
        raw: Mapping[str, object],
        expected_version: int | None,
        *,
        by: Author = holder,
    ) -> Undertaking:
        """Change what is said of an undertaking; saving what is saved already changes nothing.

        ``raw`` is the JSON form of all the details. ``expected_version`` is the version that the
        undertaking had when it was read; None overwrites whatever stands.

        Raises:
            AssessmentNotFound: if there is no such assessment.
            AssessmentNotCompleted: if it cannot be followed yet.
            UndertakingNotFound: if it is not, or no more, in the follow-up.
            InvalidDetails: if something said of it is refused.
            FollowUpConflict: if it is not at the version expected; of several writers that expect
                the same version, exactly one wins.
            FollowUpFull: if there is no room for the texts.
            StoreUnavailable: if nothing could be saved.
        """
        new: Undertaking | None = None
        with self._write(assessment_id, by) as writing:
            old = writing.find(undertaking_id)
            details = self._parse(writing.view, old, raw)
            if details == old.details:
                new = old
                raise Nothing
            if expected_version not in (None, old.version):
                raise FollowUpConflict(old.id, details, old.details, old.version)
            new = replace(old, details=details, version=writing.view.version)
            rest = (one for one in writing.follow_up if one is not old)
            check_room(FollowUp((*rest, new)))
            row = row_of(new, writing.now)
            if not undertakings.replace(writing.connection, assessment_id, row, old.version):
                raise RuntimeError("an undertaking changed while its assessment was taken")
            writing.note(new, ChangeKind.CHANGED, *changes_between(old.details, details))
        return _given(new)

    def move(
        self, assessment_id: str, undertaking_id: str, steps: int, *, by: Author = holder
    ) -> FollowUp:
        """Move one ``steps`` places further down (negative: up); return the follow-up.

        It stops at either end.

        Raises:
            AssessmentNotFound: if there is no such assessment.
            AssessmentNotCompleted: if it cannot be followed yet.
            UndertakingNotFound: if it is not, or no more, in the follow-up.
            StoreUnavailable: if nothing could be saved.
        """
        moved = FollowUp()
        with self._write(assessment_id, by) as writing:
            one = writing.find(undertaking_id)
            moved = writing.follow_up.moved(undertaking_id, steps)
            if moved == writing.follow_up:
                raise Nothing
            writing.put_in_order(moved)
            before, after = (each.undertakings.index(one) for each in (writing.follow_up, moved))
            writing.note(one, ChangeKind.MOVED, ("", str(before + 1), str(after + 1)))
        return moved

    def remove(self, assessment_id: str, undertaking_id: str, *, by: Author = holder) -> None:
        """Take one out of the follow-up; what the history says of it stays.

        Raises:
            AssessmentNotFound: if there is no such assessment.
            AssessmentNotCompleted: if it cannot be followed yet.
            UndertakingNotFound: if it is not, or no more, in the follow-up.
            StoreUnavailable: if nothing could be saved.
        """
        with self._write(assessment_id, by) as writing:
            one = writing.find(undertaking_id)
            undertakings.remove(writing.connection, assessment_id, one.id)
            writing.note(one, ChangeKind.REMOVED)

    def clear_history(self, assessment_id: str, *, by: Author = holder) -> None:
        """Erase what the history says; that it was erased, when and by whom is all that stays.

        Whoever wrote something that designates a person can so take back every trace of it.

        Raises:
            AssessmentNotFound: if there is no such assessment.
            AssessmentNotCompleted: if it cannot be followed yet.
            StoreUnavailable: if nothing could be saved.
        """
        with self._write(assessment_id, by) as writing:
            cleared = ChangeRow(
                writing.now, writing.by, "", "", ChangeKind.CLEARED.value, "", "", ""
            )
            if not undertakings.clear(writing.connection, assessment_id, cleared):
                raise Nothing
        self._database.compact()

    def to_carry(self, view: AssessmentView) -> tuple[Undertaking, ...]:
        """Return what ``carry`` would copy; nothing where it has been done."""
        with self._database.read() as connection:
            return self._to_carry(connection, view, self.of_in(connection, view.id))

    def carry(self, assessment_id: str, *, by: Author = holder) -> FollowUp:
        """Copy what the assessment that this one repeats follows and has not abandoned, once.

        An action whose rule the newer edition does not have becomes one of its own, in its words.

        Raises:
            AssessmentNotFound: if there is no such assessment.
            AssessmentNotCompleted: if it cannot be followed yet.
            FollowUpFull: if there is no room for all of it.
            StoreUnavailable: if nothing could be saved.
        """
        with self._write(assessment_id, by) as writing:
            found = self._to_carry(writing.connection, writing.view, writing.follow_up)
            if not found:
                raise Nothing
            version = writing.view.version
            new = [replace(one, id=secrets.new_id(), version=version) for one in found]
            writing.insert(*new)
            for one in new:
                writing.note(one, ChangeKind.CARRIED, (EARLIER, "", ""))
        return self.of(self._assessments.load(assessment_id))

    def put_in(self, connection: Connection, assessment_id: str, follow_up: FollowUp) -> None:
        """Put a follow-up that came back in a file into an assessment that was just started.

        The assessment must have been taken in the transaction. Ids are kept where they are sound;
        an action whose rule its edition has not becomes one of its own, with the words of
        ``details.do``; of two for one rule, the first is taken.

        Raises:
            AssessmentNotFound: if there is no such assessment.
            FollowUpFull: if there is no room for all of it.
        """
        view = self._assessments.load_in(connection, assessment_id)
        there, now = self.of_in(connection, assessment_id), self._clock()
        ids, rules = {one.id for one in there}, set(there.by_rule)
        new: list[Undertaking] = []
        for one in follow_up:
            fitting = as_own(one, view.edition)
            if fitting.rule is not None:
                if fitting.rule in rules:
                    continue
                rules.add(fitting.rule)
                horizon = view.edition.rules_by_id[fitting.rule].horizon
                fitting = replace(fitting, details=replace(one.details, do="", horizon=horizon))
            id_ = one.id if secrets.is_id(one.id) and one.id not in ids else secrets.new_id()
            ids.add(id_)
            new.append(replace(fitting, id=id_, version=max(1, view.version)))
        writing = Writing(connection, view, there, now, HOLDER)
        writing.insert(*new)
        for one in new:
            writing.note(one, ChangeKind.CARRIED, (FILE, "", ""))

    def _to_carry(
        self, connection: Connection, view: AssessmentView, there: FollowUp
    ) -> tuple[Undertaking, ...]:
        if view.follows is None or undertakings.has_change(
            connection, view.id, ChangeKind.CARRIED.value, EARLIER
        ):
            return ()
        try:
            earlier = self._assessments.load_in(connection, view.follows)
        except AssessmentNotFound:
            return ()
        rules, words = set(there.by_rule), {one.details.do for one in there.own}
        fitting = (
            as_own(one, view.edition, words_of(one, earlier.edition))
            for one in self.of_in(connection, earlier.id)
            if one.details.progress is not Progress.ABANDONED
        )
        return tuple(
            one
            for one in fitting
            if (one.rule not in rules if one.rule else one.details.do not in words)
        )

    def _parse(
        self, view: AssessmentView, undertaking: Undertaking, raw: Mapping[str, object]
    ) -> Details:
        rule = view.edition.rules_by_id.get(undertaking.rule) if undertaking.rule else None
        return parse_details(raw, rule_horizon=None if rule is None else rule.horizon)

    @contextmanager
    def _write(self, assessment_id: str, by: Author) -> Iterator[Writing]:
        """Open a transaction that changes the follow-up; ``Nothing`` undoes it in silence."""
        now, changed = self._clock(), True
        with self._database.write() as connection:
            row = None
            if secrets.is_id(assessment_id):
                row = assessments.move_on(connection, assessment_id, now)
            if row is None:
                raise AssessmentNotFound
            # The assessment is taken, as by whoever revokes: this holds until the end.
            name = by(connection)
            view = self._assessments.view_in(connection, row)
            follow_up = self.of_in(connection, assessment_id)
            if not view.is_completed and not follow_up:
                raise AssessmentNotCompleted
            try:
                yield Writing(connection, view, follow_up, now, name)
            except Nothing:
                # Nothing to commit, so that resending costs no write to disk.
                connection.rollback()
                changed = False
        if changed:
            self._forget(assessment_id)


def _given(undertaking: Undertaking | None) -> Undertaking:
    if undertaking is None:
        raise RuntimeError("an undertaking was neither found nor made")
    return undertaking
