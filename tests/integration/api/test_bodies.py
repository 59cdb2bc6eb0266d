"""What cannot be read is told so, and changes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.integration.api.parties import Holder, problem


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
class TestBodies:
    """What cannot be read is told so, and changes nothing."""

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"{",
            b"\xff",
            b'{"value": NaN}',
            b'{"value": 1e999}',
            b'{"value": -Infinity}',
            b'{"value": "\\u0000"}',
            b'{"value": "\\ud800"}',
            b'{"\\ud800": 1}',
            b'{"value": ' + b"9" * 5000 + b"}",
            b'{"value": ' + b"[" * 5000 + b"]" * 5000 + b"}",
            b'{"value": ' + b"[" * 21 + b"]" * 21 + b"}",
        ],
    )
    def test_what_is_not_json_that_can_be_kept(
        self, client: TestClient, alice: Holder, body: bytes
    ) -> None:
        headers = {**alice.headers, "Content-Type": "application/json"}
        url = f"{alice.path}/answers/nom"
        response = client.put(url, content=body, headers=headers)
        expected = (422, "invalid-request") if body == b"" else (400, "bad-json")
        problem(response, *expected)
        assert client.get(alice.path, headers=alice.headers).json()["version"] == 0

    @pytest.mark.parametrize(
        ("body", "where"),
        [
            ({}, "body.value"),
            ({"valeur": 1}, "body.value"),
            ({"value": 1, "extra": 2}, "body.extra"),
            ([], "body"),
            (None, "body"),
            ("x", "body"),
        ],
    )
    def test_what_has_not_the_right_shape(
        self, client: TestClient, alice: Holder, body: Any, where: str
    ) -> None:
        url = f"{alice.path}/answers/nom"
        response = client.put(
            url,
            content=json.dumps(body),
            headers={**alice.headers, "Content-Type": "application/json"},
        )
        errors = problem(response, 422, "invalid-request")["errors"]
        assert where in [error["where"] for error in errors]

    @pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
    def test_what_is_not_called_json(self, client: TestClient, alice: Holder, kind: str) -> None:
        headers = {**alice.headers, "Content-Type": kind}
        response = client.put(
            f"{alice.path}/answers/nom", content=b'{"value":"x"}', headers=headers
        )
        problem(response, 415, "unsupported-media-type")

    def test_what_is_too_long_whether_it_says_so_or_not(
        self, client: TestClient, alice: Holder
    ) -> None:
        headers = {**alice.headers, "Content-Type": "application/json"}
        url = f"{alice.path}/answers/nom"

        def in_pieces() -> Iterator[bytes]:
            yield b'{"value": "'
            for _ in range(70):
                yield b"x" * 1024
            yield b'"}'

        for content in (b"".join(in_pieces()), in_pieces()):
            response = client.put(url, content=content, headers=headers)
            problem(response, 413, "too-large")
