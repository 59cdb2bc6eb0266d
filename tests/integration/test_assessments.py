"""Assessments are started, opened by their secret alone, completed, and erased for good."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from app.services.errors import AssessmentNotFound, KeyReused, QuestionnaireNotFound
from app.services.services import Services
from app.services.views import Started, Status
from app.store.database import sqlite_path
from tests.integration.conftest import Clock
from tests.integration.editions import association_edition

KEY = "5c1b7e0a-92d4-4b8e-a3f6-1d2c3b4a5968"
NOWHERE = ["0" * 32, "", "nope", "é" * 32, "\x00" * 32]


def test_an_assessment_starts_empty_on_the_edition_offered(
    services: Services, clock: Clock
) -> None:
    started = services.assessments.start("association")
    view = started.assessment
    assert services.assessments.load(view.id) == view
    assert (view.status, view.version, view.answers) == (Status.IN_PROGRESS, 0, {})
    assert view.edition == association_edition()
    assert (view.created_at, view.updated_at, view.completed_at) == (clock.now, clock.now, None)
    assert re.fullmatch(r"BAL-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", view.reference)
    assert len(started.secret) == 22


def test_a_questionnaire_that_is_not_offered_cannot_be_started(services: Services) -> None:
    with pytest.raises(QuestionnaireNotFound):
        services.assessments.start("unknown")


def test_a_secret_opens_its_own_assessment_and_no_other(services: Services) -> None:
    alice = services.assessments.start("association")
    bob = services.assessments.start("association")
    assert services.assessments.open_secret(alice.secret) == alice.assessment
    assert services.assessments.is_opened_by(alice.assessment.id, alice.secret)
    assert not services.assessments.is_opened_by(bob.assessment.id, alice.secret)
    for wrong in ("", "x" * 22, alice.assessment.id, alice.assessment.reference, "\ud800"):
        assert services.assessments.open_secret(wrong) is None
        assert not services.assessments.is_opened_by(alice.assessment.id, wrong)


@pytest.mark.parametrize("id_", NOWHERE)
def test_an_assessment_that_does_not_exist_is_not_found_by_any_verb(
    services: Services, id_: str
) -> None:
    verbs = services.assessments
    for verb in (verbs.load, verbs.complete, verbs.erase, verbs.renew_secret):
        with pytest.raises(AssessmentNotFound):
            verb(id_)
    assert not verbs.is_opened_by(id_, "x")


def test_completing_is_dated_once_and_answers_can_still_change(
    services: Services, clock: Clock
) -> None:
    id_ = services.assessments.start("association").assessment.id
    clock.advance(days=1)
    done = services.assessments.complete(id_)
    assert (done.status, done.completed_at) == (Status.COMPLETED, clock.now)
    clock.advance(days=1)
    assert services.assessments.complete(id_) == done
    after = services.answering.save_answer(id_, "accord-ecrit", "parfois", 0).view
    assert after.is_completed
    assert (after.completed_at, after.updated_at) == (done.completed_at, clock.now)


def test_a_renewed_secret_replaces_the_former_one(services: Services) -> None:
    started = services.assessments.start("association")
    renewed = services.assessments.renew_secret(started.assessment.id)
    assert services.assessments.open_secret(started.secret) is None
    assert services.assessments.open_secret(renewed) == started.assessment


def test_renewing_can_shut_out_every_other_browser(services: Services) -> None:
    id_ = services.assessments.start("association").assessment.id
    mine, theirs = services.visits.open_visit(), services.visits.open_visit()
    for token in (mine, theirs):
        assert services.visits.grant(token, id_)
    services.assessments.renew_secret(id_)
    assert services.visits.may_see(theirs, id_)
    services.assessments.renew_secret(id_, keep_visit=mine)
    assert services.visits.may_see(mine, id_)
    assert not services.visits.may_see(theirs, id_)


def test_erasing_leaves_nothing_of_an_assessment_and_all_of_the_others(services: Services) -> None:
    erased = services.assessments.start("association", KEY)
    kept = services.assessments.start("association")
    token = services.visits.open_visit()
    for started in (erased, kept):
        services.answering.save_answer(started.assessment.id, "nom", "x", 0)
        services.visits.grant(token, started.assessment.id)
    services.assessments.erase(erased.assessment.id)
    assert services.assessments.open_secret(erased.secret) is None
    assert not services.visits.may_see(token, erased.assessment.id)
    assert [view.id for view in services.visits.assessments_of(token)] == [kept.assessment.id]
    with pytest.raises(AssessmentNotFound):
        services.assessments.load(erased.assessment.id)
    with services.database.read() as connection:
        for table, column in (
            ("answer", "assessment_id"),
            ("visit_access", "assessment"),
            ("start_key", "assessment_id"),
        ):
            left = connection.execute(text(f"SELECT {column} FROM {table}")).scalars()  # noqa: S608
            assert erased.assessment.id not in set(left)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_byte_of_what_was_erased_is_left_in_the_files(
    services: Services, database_url: str
) -> None:
    path = sqlite_path(database_url)
    assert path is not None
    first = services.assessments.start("association").assessment
    others = [services.assessments.start("association").assessment for _ in range(20)]
    secret_words = "Les Amis du Marais de Trifouillis"
    services.answering.save_answer(first.id, "nom", secret_words, 0)
    for number, other in enumerate(others):
        services.answering.save_answer(other.id, "nom", f"voisin {number}", 0)
    services.answering.save_answer(first.id, "nom", secret_words + " (79)", None)
    assert _found(path, secret_words)
    assert _found(path, first.id)
    services.assessments.erase(first.id)
    assert not _found(path, secret_words)
    assert not _found(path, first.id)
    assert not _found(path, first.reference)
    assert _found(path, "voisin 7")


def test_no_secret_is_kept_in_clear(services: Services, database_url: str, tmp_path: Path) -> None:
    started = services.assessments.start("association", KEY)
    token = services.visits.open_visit()
    services.visits.grant(token, started.assessment.id)
    renewed = services.assessments.renew_secret(started.assessment.id)
    for secret in (started.secret, token, renewed, KEY):
        assert secret not in _everything(services)
    path = sqlite_path(database_url)
    if path is not None:
        assert not any(_found(path, secret) for secret in (started.secret, token, renewed, KEY))
        assert _found(path, started.assessment.id)


class TestIdempotencyKeys:
    """The same key, sent again within a day, gives the same assessment and the same secret."""

    def test_the_same_key_gives_the_same_assessment(self, services: Services) -> None:
        first = services.assessments.start("association", KEY)
        services.answering.save_answer(first.assessment.id, "benevoles", 3, 0)
        again = services.assessments.start("association", KEY)
        assert (first.is_new, again.is_new) == (True, False)
        assert again.secret == first.secret
        assert again.assessment == services.assessments.load(first.assessment.id)
        assert services.assessments.open_secret(again.secret) == again.assessment

    def test_another_key_or_none_starts_another(self, services: Services) -> None:
        started = [services.assessments.start("association", key) for key in (KEY, KEY[::-1], None)]
        assert len({one.assessment.id for one in started}) == 3
        assert len({one.secret for one in started}) == 3

    def test_a_key_is_forgotten_after_a_day(self, services: Services, clock: Clock) -> None:
        first = services.assessments.start("association", KEY)
        clock.advance(days=1, seconds=1)
        second = services.assessments.start("association", KEY)
        assert second.is_new
        assert second.assessment.id != first.assessment.id
        assert second.secret != first.secret

    def test_a_key_that_meant_something_else_is_refused(self, services: Services) -> None:
        services.assessments.start("association", KEY)
        with pytest.raises(KeyReused):
            services.assessments.start("commune", KEY)

    def test_a_key_does_not_give_back_a_secret_that_was_renewed(self, services: Services) -> None:
        first = services.assessments.start("association", KEY)
        services.assessments.renew_secret(first.assessment.id)
        with pytest.raises(KeyReused):
            services.assessments.start("association", KEY)

    def test_twenty_at_once_start_one_assessment(self, services: Services) -> None:
        barrier = threading.Barrier(20)
        started: list[Started] = []
        errors: list[Exception] = []

        def start() -> None:
            barrier.wait(timeout=30)
            try:
                started.append(services.assessments.start("association", KEY))
            except Exception as error:
                errors.append(error)

        threads = [threading.Thread(target=start) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        assert errors == []
        assert len(started) == 20
        assert len({(one.assessment.id, one.secret) for one in started}) == 1
        assert sum(one.is_new for one in started) == 1
        with services.database.read() as connection:
            assert connection.execute(text("SELECT count(*) FROM assessment")).scalar() == 1


def test_a_reference_that_is_taken_is_drawn_again(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter(["BAL-AAAA-AAAA", "BAL-AAAA-AAAA", "BAL-BBBB-BBBB"])
    monkeypatch.setattr("app.services.secrets.new_reference", lambda: next(drawn))
    references = [services.assessments.start("association").assessment.reference for _ in range(2)]
    assert references == ["BAL-AAAA-AAAA", "BAL-BBBB-BBBB"]


def test_an_assessment_keeps_its_edition_when_the_content_changes_or_goes(
    make_services: Callable[..., Services],
) -> None:
    old, new = association_edition(), association_edition(title="Un autre titre")
    id_ = make_services(old).assessments.start("association").assessment.id
    changed = make_services(new)
    assert changed.assessments.load(id_).edition == old
    changed.answering.save_answer(id_, "accord-ecrit", "parfois", 0)
    assert changed.assessments.start("association").assessment.edition == new
    gone = make_services(association_edition(id="autre"))
    view, diagnosis = gone.reporting.diagnosis_of(id_)
    assert view.edition.questionnaire.title == old.questionnaire.title
    assert (diagnosis.edition, diagnosis.questionnaire) == (old.hash, "association")
    with pytest.raises(QuestionnaireNotFound):
        gone.assessments.start("association")


def test_an_edition_is_stored_once_and_read_once(
    make_services: Callable[..., Services],
) -> None:
    services = make_services()
    views = [services.assessments.start("association").assessment for _ in range(3)]
    with services.database.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM edition")).scalar() == 1
    fresh = make_services()
    loaded = [fresh.assessments.load(view.id).edition for view in views]
    assert loaded[0] is loaded[1] is loaded[2]
    assert loaded[0].hash == views[0].edition.hash


def _found(path: Path, words: str) -> bool:
    files = [path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-journal")]
    return any(words.encode() in file.read_bytes() for file in files if file.exists())


def _everything(services: Services) -> str:
    tables = ("assessment", "answer", "visit", "visit_access", "start_key")
    with services.database.read() as connection:
        rows = [
            connection.execute(text(f"SELECT * FROM {table}")).all()  # noqa: S608
            for table in tables
        ]
    return repr(rows)
