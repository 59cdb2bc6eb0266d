"""What the history says of a change, and when an action is late."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.follow_up import (
    EARLIEST,
    LATEST,
    MOST_TEXT,
    MOST_UNDERTAKINGS,
    Details,
    FollowUp,
    FollowUpFull,
    Progress,
    Undertaking,
    check_room,
    dump_details,
    parse_details,
)
from app.domain.follow_up_changes import changes_between
from app.domain.rules import Horizon

TODAY = date(2027, 3, 31)
ANY = st.builds(
    Details,
    do=st.sampled_from(["Appeler", "Écrire"]),
    horizon=st.sampled_from(Horizon),
    owner=st.sampled_from(["", "le bureau"]),
    due=st.none() | st.dates(EARLIEST, LATEST),
    progress=st.sampled_from(Progress),
    done=st.sampled_from(["", "Un appel.\nUne réponse."]),
    next_step=st.sampled_from(["", "Écrire"]),
)


@given(ANY, ANY)
def test_the_changes_lead_from_one_to_the_other_and_say_nothing_else(
    before: Details, after: Details
) -> None:
    changes = changes_between(before, after)
    assert (changes == ()) is (before == after)
    raw: dict[str, object] = dict(dump_details(before))
    for field, old, new in changes:
        assert (raw[field] or "") == old != new
        raw[field] = new
    assert parse_details(raw) == after


def undertaking(**said: Any) -> Undertaking:
    return Undertaking("a" * 32, None, Details(do="Appeler", **said))


@pytest.mark.parametrize("progress", Progress)
def test_late_is_what_was_due_before_today_and_has_not_ended(progress: Progress) -> None:
    ended = {Progress.VERY_SATISFACTORY, Progress.ABANDONED}
    yesterday, today = TODAY - timedelta(days=1), TODAY
    assert undertaking(due=yesterday, progress=progress).is_late(TODAY) is (progress not in ended)
    assert not undertaking(due=today, progress=progress).is_late(TODAY)
    assert not undertaking(progress=progress).is_late(TODAY)


def test_there_is_room_up_to_the_limits() -> None:
    check_room(FollowUp((undertaking(),) * MOST_UNDERTAKINGS))
    with pytest.raises(FollowUpFull) as full:
        check_room(FollowUp((undertaking(),) * (MOST_UNDERTAKINGS + 1)))
    assert not full.value.is_text
    just = undertaking(done="x" * (MOST_TEXT - len("Appeler")))
    check_room(FollowUp((just,)))
    with pytest.raises(FollowUpFull) as full:
        check_room(FollowUp((just, undertaking())))
    assert full.value.is_text
