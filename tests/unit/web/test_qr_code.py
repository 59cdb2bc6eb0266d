"""The QR code of a link says the link, and nothing else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.services.secrets import new_secret
from app.web.qr_code import QUIET, qr_code
from tests import qr_reading


@pytest.mark.parametrize(
    "base",
    [
        "http://localhost:8000",
        "https://balises.example",
        "https://autodiagnostic.rives-et-mers.example",
    ],
)
def test_it_is_read_back_as_the_link(base: str) -> None:
    link = f"{base}/en/r/{new_secret()}"
    assert qr_reading.read(qr_reading.matrix_of(qr_code(link), QUIET)) == link


@settings(max_examples=40, deadline=None)
@given(st.text("abcXYZ019-_", min_size=22, max_size=22))
def test_so_is_every_secret(secret: str) -> None:
    link = f"https://balises.example/r/{secret}"
    assert qr_reading.read(qr_reading.matrix_of(qr_code(link), QUIET)) == link


def test_it_is_dark_on_light_and_fits_the_policy_of_the_page() -> None:
    svg = qr_code("https://balises.example/r/abcdefghijklmnopqrstuv")
    assert svg.startswith("<svg viewBox=")
    assert re.search(r'<path fill="#fff" d="M0 0h(\d+)v\1h-\1z"/>', svg)
    assert 'stroke="#000"' in svg
    # Neither the link, nor a style, nor anything that is fetched.
    assert not re.search(r"style|href|data:|<script|balises|xmlns", svg)
