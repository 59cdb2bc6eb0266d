"""Numbers, dates, lists and quotations as each language writes them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from app.domain.texts import ForeignText
from app.locale import formats
from app.locale.speech import speaking


@pytest.mark.parametrize(
    ("given", "french", "english"),
    [
        (date(2026, 3, 1), "1er\u00a0mars\u00a02026", "1\u00a0March\u00a02026"),
        (date(2025, 8, 12), "12\u00a0août\u00a02025", "12\u00a0August\u00a02025"),
        (date(2025, 8, 21), "21\u00a0août\u00a02025", "21\u00a0August\u00a02025"),
    ],
)
def test_dates(given: date, french: str, english: str) -> None:
    assert formats.date_words(given) == french
    with speaking("en"):
        assert formats.date_words(given) == english


def test_a_narrow_column_has_short_dates() -> None:
    given = date(2026, 9, 1)
    assert formats.short_date_words(given) == "1er\u00a0sept.\u00a02026"
    with speaking("en"):
        assert formats.short_date_words(given) == "1\u00a0Sept\u00a02026"


@pytest.mark.parametrize(
    ("given", "french", "english"),
    [
        (Decimal("1234567.50"), "1\u202f234\u202f567,5", "1,234,567.5"),
        (12, "12", "12"),
        (0, "0", "0"),
        (58.3, "58,3", "58.3"),
        (-4, "\u22124", "\u22124"),
    ],
)
def test_numbers(given: float | Decimal, french: str, english: str) -> None:
    assert formats.number(given) == french
    with speaking("en"):
        assert formats.number(given) == english


def test_words_around_others_in_french() -> None:
    assert formats.percent(0.416) == "42\u00a0%"
    assert formats.join_words(["a", "b", "c"]) == "a, b et c"
    assert formats.join_words([]) == ""
    assert (formats.colon(), formats.semicolon()) == ("\u00a0:", "\u00a0; ")
    assert formats.quote("oui") == "«\u00a0oui\u00a0»"
    assert formats.quote("« oui »") == "« oui »"


def test_words_around_others_in_english() -> None:
    with speaking("en"):
        assert formats.percent(0.416) == "42%"
        assert formats.join_words(["a", "b", "c"]) == "a, b and c"
        assert (formats.colon(), formats.semicolon()) == (":", "; ")
        assert formats.quote("yes") == "“yes”"
        assert formats.lower_first("I don’t know") == "I don’t know"


def test_first_letters_and_full_stops() -> None:
    assert formats.lower_first("Une à deux") == "une à deux"
    assert formats.lower_first("ODD 17") == "ODD 17"
    assert formats.upper_first("une") == "Une"
    assert formats.sentence("oui") == "Oui."
    assert formats.sentence("Vraiment ?") == "Vraiment ?"


@pytest.mark.parametrize(
    "change", [formats.quote, formats.lower_first, formats.upper_first, formats.sentence]
)
def test_a_foreign_text_keeps_its_language(change: object) -> None:
    found = change(ForeignText("Oui", "fr", True))  # type: ignore[operator]
    assert isinstance(found, ForeignText)
    assert (found.language, found.is_gap) == ("fr", True)


@pytest.mark.parametrize(
    ("given", "french", "english"),
    [
        (datetime(2026, 3, 1, 9, 5), "1er\u00a0mars\u00a02026 à 9\u00a0h\u00a005", "9:05"),
        (datetime(2026, 3, 2, 0, 0), "2\u00a0mars\u00a02026 à 0\u00a0h\u00a000", "0:00"),
        (datetime(2026, 3, 2, 23, 59), "2\u00a0mars\u00a02026 à 23\u00a0h\u00a059", "23:59"),
    ],
)
def test_moments_are_written_with_their_hour(given: datetime, french: str, english: str) -> None:
    assert formats.moment_words(given) == french
    with speaking("en"):
        assert formats.moment_words(given).endswith(english)
