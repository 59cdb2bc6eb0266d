"""What is followed comes from elsewhere: a file, an earlier assessment, another edition."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from app.domain.edition import Edition
from app.domain.follow_up import (
    Details,
    FollowUp,
    FollowUpFull,
    Progress,
    Undertaking,
    dump_details,
)
from app.domain.rules import Horizon
from app.services.services import Services
from app.store import assessments
from tests.integration.conftest import Library
from tests.integration.editions import association_edition, other_edition
from tests.integration.followed import OWN, completed, followed, told


@pytest.fixture
def id_(services: Services) -> str:
    """A completed assessment whose answers lead to the action « ecrire »."""
    return completed(services)


def put_in(services: Services, id_: str, follow_up: FollowUp) -> None:
    with services.database.write() as connection:
        assert assessments.take(connection, id_) is not None
        services.following.put_in(connection, id_, follow_up)


def undertaking(id_: str, rule: str | None = None, **said: object) -> Undertaking:
    return Undertaking(id_, rule, Details(**said))  # type: ignore[arg-type]


def test_what_comes_back_in_a_file_is_put_in_and_can_be_followed_at_once(
    services: Services,
) -> None:
    id_ = services.assessments.start("association").assessment.id
    put_in(
        services,
        id_,
        FollowUp(
            (
                undertaking("1" * 32, None, do="Fêter"),
                undertaking("2" * 32, "ecrire", do="Écrire", horizon=Horizon.POLITICAL, owner="A"),
                undertaking("2" * 32, "ecrire", owner="B"),
                undertaking("1" * 32, "disparue", do="Autrefois"),
                undertaking("nope", "inconnue"),
            )
        ),
    )
    found = followed(services, id_).undertakings
    assert [(one.rule, one.details.do, one.details.owner) for one in found] == [
        (None, "Fêter", ""),
        ("ecrire", "", "A"),
        (None, "Autrefois", ""),
        (None, "inconnue", ""),
    ]
    assert found[1].details.horizon is Horizon.OPERATIONAL
    assert [one.id for one in found[:2]] == ["1" * 32, "2" * 32]
    assert len({one.id for one in found}) == 4
    assert told(services, id_) == [("carried", "file", "", "")] * 4
    services.following.change(id_, "2" * 32, {"owner": "C"}, None)


def test_more_than_there_is_room_for_does_not_come_back(services: Services) -> None:
    id_ = services.assessments.start("association").assessment.id
    many = FollowUp(tuple(undertaking(f"{n:032x}", do=str(n)) for n in range(61)))
    with pytest.raises(FollowUpFull):
        put_in(services, id_, many)
    assert not followed(services, id_)


def without_its_rule() -> Edition:
    """Return the edition ``association`` with another rule in the place of « ecrire »."""
    edition = association_edition()
    (rule,) = edition.rules.rules
    rules = (rule.model_copy(update={"id": "rediger"}),)
    return edition.model_copy(update={"rules": edition.rules.model_copy(update={"rules": rules})})


def repeated(services: Services, id_: str) -> str:
    again = services.carrying.repeat(id_).assessment.id
    services.carrying.confirm(again, services.assessments.load(again).carried_from)
    services.assessments.complete(again)
    return again


def to_carry(services: Services, id_: str) -> list[str]:
    found = services.following.to_carry(services.assessments.load(id_))
    return [one.rule or one.details.do for one in found]


def test_doing_the_point_again_carries_what_is_under_way_once(services: Services, id_: str) -> None:
    services.following.take_up(id_, "ecrire", {"owner": "Ana", "due": "2028-01-31"})
    services.following.add(id_, {"do": "Fêter", "progress": "satisfactory"})
    services.following.add(id_, {"do": "Renoncer", "progress": "abandoned"})
    assert to_carry(services, id_) == []
    assert followed(services, id_) == services.following.carry(id_)
    again = repeated(services, id_)
    assert to_carry(services, again) == ["ecrire", "Fêter"]
    carried = services.following.carry(again)
    assert [(one.rule, one.details.do) for one in carried] == [("ecrire", ""), (None, "Fêter")]
    first, second = carried
    assert (first.details.owner, first.details.due) == ("Ana", date(2028, 1, 31))
    assert second.details.progress is Progress.SATISFACTORY
    assert told(services, again) == [("carried", "earlier", "", "")] * 2
    before = services.assessments.load(again)
    services.following.remove(again, second.id)
    assert to_carry(services, again) == []
    assert services.following.carry(again).undertakings == (first,)
    assert services.assessments.load(again).version == before.version + 1
    assert len(followed(services, id_).undertakings) == 3


def test_what_is_taken_up_already_is_not_carried_twice(services: Services, id_: str) -> None:
    services.following.take_up(id_, "ecrire")
    services.following.add(id_, OWN)
    again = repeated(services, id_)
    services.following.take_up(again, "ecrire")
    assert to_carry(services, again) == [OWN["do"]]
    services.following.carry(again)
    assert len(followed(services, again).undertakings) == 2


def test_an_action_that_the_new_edition_has_not_goes_on_in_its_own_words(
    make_services: Callable[..., Services],
) -> None:
    services = make_services(association_edition())
    id_ = completed(services)
    services.following.take_up(id_, "ecrire", {"owner": "Ana"})
    assert isinstance(services.library, Library)
    services.library.editions["association"] = without_its_rule()
    again = repeated(services, id_)
    (carried,) = services.following.carry(again)
    assert (carried.rule, carried.details.do) == (None, "Écrire un accord")
    assert carried.details.owner == "Ana"
    services.following.take_up(again, "rediger")


def test_nothing_is_carried_from_what_has_been_erased(services: Services, id_: str) -> None:
    services.following.add(id_, OWN)
    again = repeated(services, id_)
    services.assessments.erase(id_)
    assert to_carry(services, again) == []
    assert not services.following.carry(again)


def test_a_draft_that_goes_to_a_newer_edition_keeps_the_words(
    make_services: Callable[..., Services],
) -> None:
    services = make_services(association_edition(), other_edition())
    id_ = services.assessments.start("association").assessment.id
    put_in(services, id_, FollowUp((undertaking("2" * 32, "ecrire", owner="Ana"),)))
    assert isinstance(services.library, Library)
    services.library.editions["association"] = without_its_rule()
    services.carrying.move(id_)
    (kept,) = followed(services, id_)
    assert (kept.rule, kept.details.do) == (None, "Écrire un accord")
    services.following.change(id_, kept.id, dump_details(kept.details), kept.version)
