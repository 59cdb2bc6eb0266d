"""Drafts that go to a newer edition, assessments done again: nothing lost, nothing invented."""

from __future__ import annotations

import threading
from collections.abc import Callable
from decimal import Decimal
from typing import cast

import pytest

from app.domain.carrying import FateKind
from app.report.since import compare_since
from app.services.errors import (
    AssessmentCompleted,
    AssessmentConflict,
    AssessmentNotCompleted,
    AssessmentNotFound,
    KeyReused,
    QuestionnaireNotFound,
)
from app.services.services import Services
from app.services.views import AssessmentView
from tests.integration.conftest import Clock, Library
from tests.integration.editions import NEWER, association_edition, newer_edition

Make = Callable[..., Services]
GIVEN = {
    "accord-ecrit": "parfois",
    "partenaires": ["communes"],
    "benevoles": 250,
    "departement": "79",
    "nom": "Les Amis",
}
KEY = "5c1b7e0a-92d4-4b8e-a3f6-1d2c3b4a5968"


def publish(services: Services) -> None:
    """Offer the newer edition from now on."""
    library = cast("Library", services.library)
    library.editions["association"] = newer_edition()
    library.migrations["association"] = NEWER


def begun(services: Services, **raw: object) -> AssessmentView:
    id_ = services.assessments.start("association").assessment.id
    return services.answering.save_answers(id_, raw or GIVEN)


class TestADraft:
    """Goes to the newer edition when the person says so, whole or not at all."""

    def test_is_shown_first_what_would_happen_and_nothing_is_saved(
        self, services: Services
    ) -> None:
        draft = begun(services)
        assert services.carrying.passage_of(draft) is None
        publish(services)
        passage = services.carrying.passage_of(draft)
        assert passage is not None
        assert {fate.before.question: fate.kind for fate in passage.fates} == {
            "accord-ecrit": FateKind.MOVED,
            "partenaires": FateKind.ASK_AGAIN,
            "benevoles": FateKind.ASK_AGAIN,
            "departement": FateKind.KEPT,
            "nom": FateKind.DROPPED,
        }
        assert services.assessments.load(draft.id) == draft

    def test_goes_to_the_offered_edition_with_its_answers(
        self, services: Services, clock: Clock
    ) -> None:
        draft = begun(services)
        publish(services)
        clock.advance(days=1)
        moved, fates = services.carrying.move(draft.id, draft.version, newer_edition().hash)
        assert moved.edition == newer_edition()
        assert moved.answers == {"accord": "quelquefois", "departement": "79"}
        assert moved.version == draft.version + 1
        assert moved.updated_at == clock.now
        assert (moved.id, moved.reference) == (draft.id, draft.reference)
        assert moved.version_of("departement") == draft.version_of("departement")
        assert moved.version_of("accord") == moved.version
        assert not moved.carried_from
        assert len(fates) == 5
        again, none = services.carrying.move(draft.id)
        assert (again, none) == (moved, ())

    def test_keeps_aside_what_has_no_place_any_more(self, services: Services) -> None:
        draft = begun(services)
        publish(services)
        moved, _ = services.carrying.move(draft.id)
        aside = {one.question: one for one in services.carrying.set_aside_of(moved)}
        assert set(aside) == {"partenaires", "benevoles", "nom"}
        partners = aside["partenaires"]
        assert (partners.text, partners.answer) == ("Avec qui ?", "Communes")
        assert (partners.value, partners.edition) == (["communes"], association_edition().hash)
        assert "même chose" in str(partners.why)
        assert "depuis un an" in str(partners.note)

    def test_stays_what_it_is_when_something_changed_since_it_was_shown(
        self, services: Services
    ) -> None:
        draft = begun(services)
        publish(services)
        services.answering.save_answer(draft.id, "nom", "Autre", None)
        for version, edition in (
            (draft.version, newer_edition().hash),
            (draft.version + 1, association_edition().hash),
        ):
            with pytest.raises(AssessmentConflict):
                services.carrying.move(draft.id, version, edition)
        kept = services.assessments.load(draft.id)
        assert kept.edition == association_edition()
        assert kept.answers["nom"] == "Autre"
        assert services.carrying.set_aside_of(kept) == ()

    def test_is_left_alone_once_finished(self, services: Services) -> None:
        done = services.assessments.complete(begun(services).id)
        publish(services)
        with pytest.raises(AssessmentCompleted):
            services.carrying.move(done.id)
        assert services.assessments.load(done.id) == done

    def test_may_stay_where_it_is(self, services: Services) -> None:
        draft = begun(services)
        publish(services)
        assert not draft.stays
        services.carrying.stay(draft.id)
        stayed = services.assessments.load(draft.id)
        assert stayed.stays
        assert (stayed.version, stayed.edition) == (draft.version, draft.edition)
        moved, _ = services.carrying.move(draft.id)
        assert not moved.stays

    def test_of_a_pathway_that_is_gone_stays(self, services: Services) -> None:
        draft = begun(services)
        del cast("Library", services.library).editions["association"]
        assert services.carrying.passage_of(draft) is None
        with pytest.raises(QuestionnaireNotFound):
            services.carrying.move(draft.id)

    def test_that_does_not_exist(self, services: Services) -> None:
        for id_ in ("0" * 32, "nope", ""):
            for verb in (services.carrying.move, services.carrying.stay, services.carrying.repeat):
                with pytest.raises(AssessmentNotFound):
                    verb(id_)
            with pytest.raises(AssessmentNotFound):
                services.carrying.confirm(id_, ["nom"])

    def test_is_moved_once_while_answers_come_in(self, services: Services) -> None:
        """An answer saved at the same moment is carried, or comes after: never lost."""
        draft = begun(services)
        publish(services)
        barrier = threading.Barrier(2)
        moved: list[object] = []

        def move() -> None:
            barrier.wait(timeout=10)
            moved.append(services.carrying.move(draft.id))

        def answer() -> None:
            barrier.wait(timeout=10)
            services.answering.save_answer(draft.id, "departement", None, None)

        threads = [threading.Thread(target=work) for work in (move, answer)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=20)
        assert len(moved) == 1
        after = services.assessments.load(draft.id)
        assert after.edition == newer_edition()
        assert after.answers == {"accord": "quelquefois"}
        assert after.version == draft.version + 2


class TestDoingItAgain:
    """A finished assessment stays as it is; another begins with its answers, each to confirm."""

    def repeated(self, services: Services, **raw: object) -> tuple[AssessmentView, AssessmentView]:
        done = services.assessments.complete(begun(services, **raw).id)
        started = services.carrying.repeat(done.id)
        return done, services.assessments.load(started.assessment.id)

    def test_starts_a_new_one_with_the_answers_marked(self, services: Services) -> None:
        done, again = self.repeated(services)
        assert again.id != done.id
        assert again.follows == done.id
        assert not again.is_completed
        assert again.answers == done.answers
        assert again.carried_from == {question: question for question in GIVEN}
        assert services.assessments.load(done.id) == done

    def test_goes_to_the_offered_edition(self, services: Services) -> None:
        done = services.assessments.complete(begun(services).id)
        publish(services)
        again = services.carrying.repeat(done.id).assessment
        assert again.edition == newer_edition()
        assert again.carried_from == {"accord": "accord-ecrit", "departement": "departement"}
        aside = services.carrying.set_aside_of(again)
        assert {one.question for one in aside} == {"partenaires", "benevoles", "nom"}
        assert services.assessments.load(done.id) == done

    def test_an_answer_is_confirmed_by_giving_it_again_or_another(self, services: Services) -> None:
        _, again = self.repeated(services)
        version = again.version_of("nom")
        services.answering.save_answer(again.id, "nom", "Les Amis", version)
        services.answering.save_answer(again.id, "benevoles", 12, again.version_of("benevoles"))
        services.answering.save_answers(again.id, {"departement": "79"})
        left = services.assessments.load(again.id)
        assert set(left.carried_from) == {"accord-ecrit", "partenaires"}
        assert left.answers["benevoles"] == Decimal(12)
        assert left.version > again.version

    def test_answers_are_confirmed_together(self, services: Services) -> None:
        _, again = self.repeated(services)
        services.carrying.confirm(again.id, ["nom", "benevoles", "nope"])
        left = services.assessments.load(again.id)
        assert set(left.carried_from) == {"accord-ecrit", "partenaires", "departement"}
        assert left.answers == again.answers
        assert left.version == again.version + 1
        services.carrying.confirm(again.id, ["nom"])
        assert services.assessments.load(again.id).version == left.version

    def test_marks_go_with_answers_to_a_newer_edition(self, services: Services) -> None:
        _, again = self.repeated(services)
        services.carrying.confirm(again.id, ["departement"])
        publish(services)
        moved, _ = services.carrying.move(again.id)
        assert moved.carried_from == {"accord": "accord-ecrit"}

    def test_only_what_is_finished_is_done_again(self, services: Services) -> None:
        with pytest.raises(AssessmentNotCompleted):
            services.carrying.repeat(begun(services).id)

    def test_the_same_key_gives_the_same_one(self, services: Services) -> None:
        done = services.assessments.complete(begun(services).id)
        first, second = (services.carrying.repeat(done.id, KEY) for _ in range(2))
        assert (first.assessment.id, first.secret) == (second.assessment.id, second.secret)
        assert (first.is_new, second.is_new) == (True, False)
        other = services.assessments.complete(begun(services).id)
        with pytest.raises(KeyReused):
            services.carrying.repeat(other.id, KEY)
        with pytest.raises(KeyReused):
            services.assessments.start("association", KEY)

    @pytest.mark.parametrize("erased", ["earlier", "later"])
    def test_erasing_one_leaves_the_other(self, services: Services, erased: str) -> None:
        done, again = self.repeated(services)
        gone, kept = (done, again) if erased == "earlier" else (again, done)
        services.assessments.erase(gone.id)
        left = services.assessments.load(kept.id)
        assert left.answers == kept.answers
        assert left.follows is None
        assert services.carrying.earlier_of(left) is None

    def test_says_what_moved_by_the_answers_and_by_the_edition(self, services: Services) -> None:
        raw = {"accord-ecrit": "parfois", "partenaires": ["communes", "entreprises"]}
        done = services.assessments.complete(begun(services, **raw).id)
        publish(services)
        again = services.carrying.repeat(done.id).assessment
        assert services.carrying.earlier_of(done) is None
        services.answering.save_answers(
            again.id, {"accord": "toujours", "partenaires": ["communes"]}
        )
        view = services.assessments.load(again.id)
        found = services.carrying.earlier_of(view)
        assert found is not None
        assert (found.id, found.reference) == (done.id, done.reference)
        evolution = compare_since(found, view.edition, view.answers)
        assert not evolution.is_same_edition
        (links,) = evolution.dimensions
        # 2 of 4 and 4 of 4; the second is asked again: 2 of 4 and 0 to 4; then 4 of 4 and 2 of 4.
        assert (links.before.low, links.between.low, links.after.low) == (75, 25, 75)
        assert (links.by_edition, links.by_answers, links.total) == (-50, 50, 0)
        assert links.between.is_open
        assert not links.after.is_open
