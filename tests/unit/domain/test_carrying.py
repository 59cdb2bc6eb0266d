"""Answers carried to another edition: as they are where they are still valid, else dropped."""

from __future__ import annotations

from decimal import Decimal

from app.domain.carrying import Carrier
from tests.builders import Raw, edition, option, question


def several(kind: str = "multiple", *ids: str) -> Raw:
    options = [option(id_) for id_ in ids or ("town", "school", "firm")]
    return question("partners", kind=kind, options=options)


def test_several_choices_stand_in_the_order_now_written() -> None:
    turned = several("multiple", "firm", "school", "town")
    carrier = Carrier(edition([several()]), edition([turned]))
    carried = carrier.carry({"partners": ("town", "firm")})
    assert carried.answers == {"partners": ("firm", "town")}
    assert carried.dropped == ()


def test_an_answer_of_another_kind_is_dropped_even_if_it_could_be_read() -> None:
    one, many = edition([several("single")]), edition([several()])
    words = edition([question("partners", kind="text")])
    for old, new, value in ((one, many, "town"), (one, words, "town"), (many, one, ("town",))):
        carried = Carrier(old, new).carry({"partners": value})
        assert (carried.answers, carried.dropped) == ({}, ("partners",))


def test_what_no_longer_fits_is_dropped_and_the_rest_is_kept() -> None:
    def numbers(maximum: int) -> Raw:
        return question("members", kind="number", unit="membres", minimum=0, maximum=maximum)

    gone = several("single", "town", "school")
    old, new = edition([several("single"), numbers(50)]), edition([gone, numbers(20)])
    carrier = Carrier(old, new)
    first = carrier.carry({"partners": "firm", "members": Decimal(20)})
    assert (first.answers, first.dropped) == ({"members": Decimal(20)}, ("partners",))
    second = carrier.carry({"partners": "town", "members": Decimal(21)})
    assert (second.answers, second.dropped) == ({"partners": "town"}, ("members",))


def test_a_removed_question_loses_its_answer() -> None:
    old = edition([several(), question("charter", "links")])
    carried = Carrier(old, edition([question("charter", "links")])).carry(
        {"partners": ("town",), "charter": "yes"}
    )
    assert (carried.answers, carried.dropped) == ({"charter": "yes"}, ("partners",))
