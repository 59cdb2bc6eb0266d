"""An answer saved is valid, durable, and never silently overwritten."""

from __future__ import annotations

import threading
from decimal import Decimal

import pytest

from app.domain.errors import InvalidAnswers, UnknownQuestion
from app.services.answering import Nothing
from app.services.errors import AnswerConflict, AssessmentConflict, AssessmentNotFound
from app.services.services import Services
from app.services.views import AssessmentView
from tests.integration.conftest import Clock


@pytest.fixture
def assessment_id(services: Services) -> str:
    return services.assessments.start("association").assessment.id


@pytest.mark.parametrize(
    ("question", "raw", "value"),
    [
        ("accord-ecrit", "parfois", "parfois"),
        ("partenaires", ["entreprises", "communes"], ("communes", "entreprises")),
        ("benevoles", 12, Decimal(12)),
        ("benevoles", 2.5, Decimal("2.5")),
        ("departement", "79", "79"),
        ("nom", "L’Écluse 🛶", "L’Écluse 🛶"),
    ],
)
def test_answers_of_every_kind_come_back_as_they_were_given(
    services: Services, assessment_id: str, question: str, raw: object, value: object
) -> None:
    saved = services.answering.save_answer(assessment_id, question, raw, 0)
    assert (saved.value, saved.changed) == (value, True)
    read = services.assessments.load(assessment_id)
    assert read.answers == {question: value}
    assert read.version_of(question) == saved.version > 0
    assert saved.view == read


def test_saving_replaces_and_clears(services: Services, assessment_id: str, clock: Clock) -> None:
    save = services.answering.save_answer
    first = save(assessment_id, "accord-ecrit", "parfois", 0)
    clock.advance(seconds=1)
    second = save(assessment_id, "accord-ecrit", "toujours", first.version)
    assert second.version > first.version
    assert second.view.updated_at == clock.now
    cleared = save(assessment_id, "accord-ecrit", None, second.version)
    assert (cleared.value, cleared.version) == (None, 0)
    assert cleared.view.answers == {}
    assert cleared.view.version_of("accord-ecrit") == 0


def test_an_answer_given_again_after_clearing_has_a_version_never_seen_before(
    services: Services, assessment_id: str
) -> None:
    save = services.answering.save_answer
    first = save(assessment_id, "accord-ecrit", "parfois", 0)
    save(assessment_id, "accord-ecrit", None, first.version)
    again = save(assessment_id, "accord-ecrit", "toujours", 0)
    assert again.version > first.version
    with pytest.raises(AnswerConflict):
        save(assessment_id, "accord-ecrit", "jamais", first.version)


def test_resending_the_same_answer_succeeds_and_changes_nothing(
    services: Services, assessment_id: str, clock: Clock
) -> None:
    first = services.answering.save_answer(assessment_id, "partenaires", ["communes"], 0)
    before = services.assessments.load(assessment_id)
    clock.advance(seconds=1)
    again = services.answering.save_answer(assessment_id, "partenaires", ["communes"], 0)
    assert (again.version, again.changed) == (first.version, False)
    assert services.assessments.load(assessment_id) == before


def test_the_loser_is_told_both_values_and_the_version_to_expect(
    services: Services, assessment_id: str
) -> None:
    save = services.answering.save_answer
    winner = save(assessment_id, "partenaires", ["communes"], 0)
    with pytest.raises(AnswerConflict) as conflict:
        save(assessment_id, "partenaires", ["entreprises"], 0)
    assert conflict.value.question == "partenaires"
    assert conflict.value.yours == ["entreprises"]
    assert conflict.value.theirs == ["communes"]
    assert conflict.value.current_version == winner.version
    save(assessment_id, "partenaires", ["entreprises"], conflict.value.current_version)
    assert services.assessments.load(assessment_id).answers == {"partenaires": ("entreprises",)}


def test_without_an_expected_version_the_last_one_wins(
    services: Services, assessment_id: str
) -> None:
    services.answering.save_answer(assessment_id, "benevoles", 3, 0)
    services.answering.save_answer(assessment_id, "benevoles", 4, None)
    assert services.assessments.load(assessment_id).answers == {"benevoles": Decimal(4)}


def test_a_refused_answer_changes_nothing(services: Services, assessment_id: str) -> None:
    before = services.assessments.load(assessment_id)
    with pytest.raises(InvalidAnswers):
        services.answering.save_answer(assessment_id, "accord-ecrit", "peut-etre", 0)
    with pytest.raises(UnknownQuestion):
        services.answering.save_answer(assessment_id, "accord", "parfois", 0)
    assert services.assessments.load(assessment_id) == before


@pytest.mark.parametrize("id_", ["0" * 32, "", "nope", "é" * 32, "\x00" * 32])
def test_there_is_nothing_to_answer_in_an_assessment_that_does_not_exist(
    services: Services, id_: str
) -> None:
    with pytest.raises(AssessmentNotFound):
        services.answering.save_answer(id_, "accord-ecrit", "parfois", 0)
    with pytest.raises(AssessmentNotFound):
        services.answering.save_answers(id_, {"accord-ecrit": "parfois"})


def test_several_answers_are_saved_together(services: Services, assessment_id: str) -> None:
    services.answering.save_answer(assessment_id, "departement", "79", 0)
    view = services.answering.save_answers(
        assessment_id, {"accord-ecrit": "jamais", "benevoles": 7, "departement": None}
    )
    assert view.answers == {"accord-ecrit": "jamais", "benevoles": Decimal(7)}
    assert view.version == 2
    assert set(view.versions.values()) == {2}


def test_several_answers_are_saved_all_or_none(services: Services, assessment_id: str) -> None:
    before = services.assessments.load(assessment_id)
    with pytest.raises(InvalidAnswers) as refused:
        services.answering.save_answers(
            assessment_id, {"accord-ecrit": "jamais", "benevoles": -1, "nope": "x"}
        )
    assert [problem.question for problem in refused.value.problems] == ["benevoles", "nope"]
    assert services.assessments.load(assessment_id) == before


def test_several_answers_can_expect_the_version_of_the_assessment(
    services: Services, assessment_id: str
) -> None:
    services.answering.save_answers(assessment_id, {"benevoles": 1}, expected_version=0)
    with pytest.raises(AssessmentConflict) as conflict:
        services.answering.save_answers(assessment_id, {"benevoles": 2}, expected_version=0)
    assert conflict.value.current_version == 1
    assert services.assessments.load(assessment_id).answers == {"benevoles": Decimal(1)}


def test_of_fifty_writers_that_expect_the_same_version_exactly_one_wins(
    services: Services, assessment_id: str
) -> None:
    version = services.answering.save_answer(assessment_id, "benevoles", 9999, 0).version
    barrier = threading.Barrier(50)
    outcomes: list[tuple[int, object]] = []

    def write(number: int) -> None:
        barrier.wait(timeout=30)
        try:
            saved = services.answering.save_answer(assessment_id, "benevoles", number, version)
            outcomes.append((number, saved))
        except Exception as error:
            outcomes.append((number, error))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    won = [number for number, outcome in outcomes if not isinstance(outcome, Exception)]
    lost = {number: outcome for number, outcome in outcomes if number not in won}
    assert len(outcomes) == 50
    assert len(won) == 1
    final = services.assessments.load(assessment_id)
    assert final.answers == {"benevoles": Decimal(won[0])}
    for number, error in lost.items():
        assert isinstance(error, AnswerConflict)
        assert (error.yours, error.theirs) == (number, won[0])
        assert error.current_version == final.version_of("benevoles")


def test_fifty_writers_of_first_answers_lose_none_of_them(services: Services) -> None:
    """Each to its own assessment and question, all at once: what is acknowledged is there."""
    ids = [services.assessments.start("association").assessment.id for _ in range(5)]
    questions = {"benevoles": 5, "nom": "x", "departement": "79", "accord-ecrit": "jamais"}
    barrier = threading.Barrier(20)
    errors: list[BaseException] = []

    def write(id_: str, question: str, raw: object) -> None:
        barrier.wait(timeout=30)
        try:
            services.answering.save_answer(id_, question, raw, 0)
        except Exception as error:
            errors.append(error)

    threads = [
        threading.Thread(target=write, args=(id_, question, raw))
        for id_ in ids
        for question, raw in questions.items()
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert errors == []
    for id_ in ids:
        view = services.assessments.load(id_)
        assert set(view.answers) == set(questions)
        assert (view.version, len(set(view.versions.values()))) == (4, 4)


@pytest.fixture
def visit(services: Services, assessment_id: str) -> str:
    token = services.visits.open_visit()
    assert services.visits.grant(token, assessment_id)
    return token


def test_a_visitor_saves_what_is_decided_on_what_stands(
    services: Services, assessment_id: str, visit: str
) -> None:
    services.answering.save_answer(assessment_id, "benevoles", 3, 0)
    seen = []

    def decide(view: AssessmentView) -> str:
        seen.append(view.answers)
        return "parfois"

    save = services.answering.save_for_visit
    after = save(visit, assessment_id, "accord-ecrit", decide, 0)
    assert seen == [{"benevoles": Decimal(3)}]
    assert after.answers == {"benevoles": Decimal(3), "accord-ecrit": "parfois"}
    read = services.assessments.load(assessment_id)
    assert read.answers == after.answers
    again = save(visit, assessment_id, "accord-ecrit", decide, 0)
    assert again.answers == after.answers
    assert services.assessments.load(assessment_id) == read
    with pytest.raises(AnswerConflict) as conflict:
        save(visit, assessment_id, "accord-ecrit", lambda _: "toujours", 0)
    assert (conflict.value.yours, conflict.value.theirs) == ("toujours", "parfois")
    assert conflict.value.current_version == read.version_of("accord-ecrit")
    cleared = save(visit, assessment_id, "accord-ecrit", lambda _: None, read.version)
    assert cleared.answers == {"benevoles": Decimal(3)}


def test_a_visitor_who_sends_nothing_changes_nothing(
    services: Services, assessment_id: str, visit: str
) -> None:
    before = services.assessments.load(assessment_id)

    def fail(_: AssessmentView) -> str:
        raise ZeroDivisionError

    save = services.answering.save_for_visit
    save(visit, assessment_id, "accord-ecrit", lambda _: Nothing.TO_SAVE, 0)
    with pytest.raises(ZeroDivisionError):
        save(visit, assessment_id, "accord-ecrit", fail, 0)
    with pytest.raises(InvalidAnswers):
        save(visit, assessment_id, "accord-ecrit", lambda _: "peut-etre", 0)
    assert services.assessments.load(assessment_id) == before


@pytest.mark.parametrize("token", ["", "x" * 22, "\ud800"])
def test_another_visitor_neither_saves_nor_is_shown_anything(
    services: Services, assessment_id: str, token: str
) -> None:
    shown: list[AssessmentView] = []

    def decide(view: AssessmentView) -> int:
        shown.append(view)
        return 3

    for stranger in (token, services.visits.open_visit()):
        for id_ in (assessment_id, "0" * 32, "nope"):
            with pytest.raises(AssessmentNotFound):
                services.answering.save_for_visit(stranger, id_, "benevoles", decide, None)
    assert shown == []
    assert services.assessments.load(assessment_id).answers == {}
