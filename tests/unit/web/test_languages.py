"""Which language an address names, and which one a browser prefers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.languages import in_language_path, preferred, split_path


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/", ("fr", "/")),
        ("/en/", ("en", "/")),
        ("/en", ("en", "")),
        ("/en/parcours/x", ("en", "/parcours/x")),
        ("/enfin", ("fr", "/enfin")),
        ("/EN/", ("fr", "/EN/")),
        ("/fr/", ("fr", "/fr/")),
        ("/en/en/", ("en", "/en/")),
    ],
)
def test_the_language_of_an_address(path: str, found: tuple[str, str]) -> None:
    assert split_path(path) == found


@given(st.sampled_from(["fr", "en"]), st.text().map(lambda text: f"/{text}"))
def test_an_address_in_a_language_is_read_back(language: str, path: str) -> None:
    if split_path(path)[0] == "fr":
        assert split_path(in_language_path(language, path)) == (language, path)


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("", None),
        ("en", "en"),
        ("EN-gb", "en"),
        ("de, en;q=0.3", "en"),
        ("en;q=0.8, fr;q=0.9", "fr"),
        ("en;q=0.8, fr;q=0.8", "en"),
        ("en;q=0, fr;q=0.1", "fr"),
        ("en;q=x", None),
        ("*", None),
        ("en ; q=0.2,fr ; q=0.1", "en"),
    ],
)
def test_the_language_preferred(header: str, found: str | None) -> None:
    assert preferred(header, ("fr", "en")) == found


@given(st.text())
def test_any_header_is_read(header: str) -> None:
    assert preferred(header, ("fr", "en")) in (None, "fr", "en")
