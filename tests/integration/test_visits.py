"""A browser sees the assessments that it was granted, and nothing else."""

from __future__ import annotations

import pytest

from app.services.errors import AssessmentNotFound
from app.services.services import Services
from tests.integration.conftest import Clock


@pytest.fixture
def alice(services: Services) -> str:
    return services.visits.open_visit()


def test_a_visit_sees_what_it_was_granted_and_nothing_else(services: Services, alice: str) -> None:
    bob = services.visits.open_visit()
    first = services.assessments.start("association").assessment.id
    second = services.assessments.start("commune").assessment.id
    assert not services.visits.may_see(alice, first)
    assert services.visits.grant(alice, first)
    assert services.visits.may_see(alice, first)
    assert not services.visits.may_see(alice, second)
    assert not services.visits.may_see(bob, first)
    for wrong in ("", "x" * 22, "\ud800"):
        assert not services.visits.may_see(wrong, first)
    for wrong in ("", "nope", "\x00" * 32, "0" * 32):
        assert not services.visits.may_see(alice, wrong)


def test_the_last_granted_comes_first(services: Services, alice: str, clock: Clock) -> None:
    ids = []
    for _ in range(3):
        ids.append(services.assessments.start("association").assessment.id)
        services.visits.grant(alice, ids[-1])
        clock.advance(seconds=1)
    services.visits.grant(alice, ids[0])  # granted already: keeps its place
    assert [view.id for view in services.visits.assessments_of(alice)] == ids[::-1]
    assert services.visits.assessments_of("x" * 22) == []


def test_a_visit_ends_after_its_lifetime_which_a_grant_renews(
    services: Services, alice: str, clock: Clock
) -> None:
    first = services.assessments.start("association").assessment.id
    second = services.assessments.start("association").assessment.id
    services.visits.grant(alice, first)
    clock.advance(days=29)
    services.visits.grant(alice, second)
    clock.advance(days=29)
    assert services.visits.may_see(alice, first)
    clock.advance(days=2)
    assert not services.visits.may_see(alice, first)
    assert services.visits.assessments_of(alice) == []
    assert not services.visits.grant(alice, first)


def test_a_visit_that_ended_sees_nothing_and_is_granted_nothing(
    services: Services, alice: str
) -> None:
    id_ = services.assessments.start("association").assessment.id
    services.visits.grant(alice, id_)
    services.visits.end_visit(alice)
    assert not services.visits.may_see(alice, id_)
    assert not services.visits.grant(alice, id_)
    assert services.assessments.load(id_).id == id_


@pytest.mark.parametrize("id_", ["0" * 32, "", "nope", "\x00" * 32])
def test_an_assessment_that_does_not_exist_cannot_be_granted(
    services: Services, alice: str, id_: str
) -> None:
    with pytest.raises(AssessmentNotFound):
        services.visits.grant(alice, id_)
