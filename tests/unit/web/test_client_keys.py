from __future__ import annotations

import pytest

from app.web.client_keys import DAY, ClientKeys, household


class Seconds:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("address", "other", "is_same"),
    [
        ("192.0.2.7", "192.0.2.7", True),
        ("192.0.2.7", "192.0.2.8", False),
        ("::ffff:192.0.2.7", "192.0.2.7", True),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::9", True),
        ("2001:db8:1:2::9", "2001:db8:1:3::9", False),
        ("testclient", "testclient", True),
        ("", "192.0.2.7", False),
    ],
)
def test_a_household_is_one_client(address: str, other: str, is_same: bool) -> None:
    keys = ClientKeys(Seconds())
    assert (household(address) == household(other)) == is_same
    assert (keys.of(address) == keys.of(other)) == is_same


def test_a_key_says_nothing_of_its_address_and_lives_a_day() -> None:
    clock = Seconds()
    keys, others = ClientKeys(clock), ClientKeys(clock)
    first = keys.of("192.0.2.7")
    assert others.of("192.0.2.7") != first
    clock.now = DAY - 1
    assert keys.of("192.0.2.7") == first
    clock.now = DAY
    assert keys.of("192.0.2.7") != first
    assert "192.0.2.7" not in repr(vars(keys))
