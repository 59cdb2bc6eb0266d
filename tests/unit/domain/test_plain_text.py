"""What people type is cleaned once: what is kept, sent out and read back stays as it is."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.plain_text import clean_text


@given(st.text(), st.booleans())
@example("e\x00\u0301", False)
@example("\x00 a \x00 ", True)
def test_cleaning_twice_is_cleaning_once(text: str, multiline: bool) -> None:
    cleaned = clean_text(text, multiline=multiline)
    assert clean_text(cleaned, multiline=multiline) == cleaned
