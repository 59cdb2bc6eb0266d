"""Secrets cannot be guessed, and what is kept of them cannot be turned back."""

from __future__ import annotations

import base64
import re

from app.services import secrets


def test_secrets_have_128_bits_and_never_repeat() -> None:
    drawn = {secrets.new_secret() for _ in range(1000)}
    assert len(drawn) == 1000
    assert all(len(base64.urlsafe_b64decode(secret + "==")) == 16 for secret in drawn)


def test_ids_have_the_form_of_ids_and_nothing_else_has() -> None:
    assert secrets.is_id(secrets.new_id())
    for other in ("", "0" * 31, "0" * 33, "G" * 32, "A" * 32, "0" * 32 + "\n", "٠" * 32):
        assert not secrets.is_id(other)


def test_references_can_be_spelled() -> None:
    drawn = {secrets.new_reference() for _ in range(1000)}
    assert len(drawn) > 990
    assert all(re.fullmatch(r"BAL(-[0-9A-HJKMNP-TV-Z]{4}){2}", reference) for reference in drawn)


def test_what_is_kept_of_a_secret_is_its_sha_256() -> None:
    assert secrets.digest("abc") == (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )
    assert secrets.is_same(secrets.digest("abc"), secrets.digest("abc"))
    assert not secrets.is_same(secrets.digest("abc"), secrets.digest("abd"))
