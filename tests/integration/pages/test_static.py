"""Static files: kept for ever under an address that changes with them."""

from __future__ import annotations

import re

import pytest

from tests.integration.pages.browser import Browser

# Nothing here depends on the database: one suffices.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_pages_name_files_by_their_content(visitor: Browser) -> None:
    addresses = re.findall(r'"(/static/[^"]+)"', visitor.get("/").text)
    assert len(addresses) >= 6
    for address in addresses:
        assert re.search(r"\.[0-9a-f]{12}\.\w+$", address)
        file = visitor.get(address)
        assert file.status_code == 200
        assert file.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_fonts_of_the_style_sheet_exist(visitor: Browser) -> None:
    sheet = visitor.get("/static/css/app.css").text
    fonts = re.findall(r'url\("([^"]+)"\)', sheet)
    assert len(fonts) >= 3
    for address in fonts:
        font = visitor.get(address)
        assert (font.status_code, font.headers["Content-Type"]) == (200, "font/woff2")


def test_a_plain_address_is_checked_each_time(visitor: Browser) -> None:
    plain = visitor.get("/static/js/app.js")
    assert plain.headers["Cache-Control"] == "no-cache"
    again = visitor.get("/static/js/app.js", **{"If-None-Match": plain.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_files_are_compressed_once(visitor: Browser) -> None:
    packed = visitor.get("/static/css/app.css", **{"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    plain = visitor.get("/static/css/app.css", **{"Accept-Encoding": "identity"})
    assert plain.text == packed.text
    assert "Content-Encoding" not in plain.headers


@pytest.mark.parametrize(
    "path",
    [
        "",
        "css",
        "css/none.css",
        "../main.py",
        "%2e%2e/main.py",
        "..%2fmain.py",
        "fonts/SHA256SUMS",
        "css/app.000000000000.css",
    ],
)
def test_nothing_else_is_served(visitor: Browser, path: str) -> None:
    missing = visitor.get(f"/static/{path}")
    assert missing.status_code == 404
    assert "Page introuvable" in missing.text


def test_only_reading_is_allowed(visitor: Browser) -> None:
    assert visitor.client.post("/static/css/app.css").status_code == 405
    assert visitor.client.head("/static/css/app.css").status_code == 200


def test_the_first_page_weighs_less_than_100_kilobytes(visitor: Browser) -> None:
    page = visitor.get("/", **{"Accept-Encoding": "gzip"})
    total = int(page.headers["Content-Length"])
    for address in set(re.findall(r'"(/static/[^"]+)"', page.text)):
        total += int(visitor.get(address, **{"Accept-Encoding": "gzip"}).headers["Content-Length"])
    assert total < 100_000
