"""What is kept no longer is erased on time, and not a day before."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from app.services.errors import AssessmentNotFound, StoreUnavailable
from app.services.retention import Purged, purge, purge_daily
from app.services.services import Services
from tests.integration.conftest import Clock

KEY = "5c1b7e0a-92d4-4b8e-a3f6-1d2c3b4a5968"


def test_each_kind_goes_when_its_own_time_is_over(
    make_services: Callable[..., Services], clock: Clock
) -> None:
    services = make_services(draft_days=90, completed_days=730, visit_days=30)
    draft = services.assessments.start("association", KEY).assessment.id
    completed = services.assessments.start("association").assessment.id
    services.assessments.complete(completed)
    token = services.visits.open_visit()
    services.visits.grant(token, completed)

    clock.advance(days=1, seconds=1)
    assert purge(services) == Purged(assessments=0, visits=0, start_keys=1)
    clock.advance(days=29)
    assert purge(services) == Purged(assessments=0, visits=1, start_keys=0)
    assert services.assessments.load(draft).id == draft
    clock.advance(days=60)
    assert purge(services) == Purged(assessments=1, visits=0, start_keys=0)
    with pytest.raises(AssessmentNotFound):
        services.assessments.load(draft)
    assert services.assessments.load(completed).is_completed
    clock.advance(days=640)
    assert purge(services) == Purged(assessments=1, visits=0, start_keys=0)
    with pytest.raises(AssessmentNotFound):
        services.assessments.load(completed)


def test_the_time_runs_from_the_last_change(services: Services, clock: Clock) -> None:
    id_ = services.assessments.start("association").assessment.id
    clock.advance(days=89)
    services.answering.save_answer(id_, "benevoles", 3, 0)
    clock.advance(days=89)
    assert purge(services).assessments == 0
    clock.advance(days=2)
    assert purge(services).assessments == 1


class NightIsOver(Exception):
    """Raised where the daily purge would rest once more."""


def test_the_purge_of_a_service_that_runs_on_comes_back_every_day(
    services: Services, clock: Clock
) -> None:
    id_ = services.assessments.start("association").assessment.id
    rests: list[float] = []

    async def rest(seconds: float) -> None:
        rests.append(seconds)
        clock.advance(days=91)
        if len(rests) == 2:
            raise NightIsOver

    with pytest.raises(NightIsOver):
        asyncio.run(purge_daily(services, rest))
    assert rests == [24 * 3600] * 2
    with pytest.raises(AssessmentNotFound):
        services.assessments.load(id_)


def test_a_purge_that_fails_is_tried_again(
    services: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = services.assessments.start("association").assessment.id
    clock.advance(days=91)
    rests: list[float] = []

    async def rest(seconds: float) -> None:
        rests.append(seconds)
        monkeypatch.undo()
        if len(rests) == 2:
            raise NightIsOver

    def unavailable() -> None:
        raise StoreUnavailable

    monkeypatch.setattr(services.database, "write", unavailable)
    with pytest.raises(NightIsOver):
        asyncio.run(purge_daily(services, rest))
    with pytest.raises(AssessmentNotFound):
        services.assessments.load(id_)
