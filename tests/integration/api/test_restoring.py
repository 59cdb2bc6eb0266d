"""A file sent by a program becomes an assessment, or a problem that says why not."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.integration.api.parties import API, problem
from tests.integration.editions import association_edition
from tests.integration.returned_samples import pdf_with, record_of
from tests.integration.test_follow_up_record import OWN

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

PATH = f"{API}/assessments/from-record"
RECORD = record_of(association_edition(), {"benevoles": 3})


def post(client: TestClient, data: bytes, kind: str) -> Any:
    return client.post(PATH, content=data, headers={"Content-Type": kind})


@pytest.mark.parametrize(
    ("data", "kind"), [(RECORD, "application/json"), (pdf_with(RECORD), "application/pdf")]
)
def test_a_file_becomes_an_assessment(client: TestClient, data: bytes, kind: str) -> None:
    response = post(client, data, kind)
    assert response.status_code == 201, response.text
    told = response.json()
    assert (told["same_edition"], told["answered"], told["notes"]) == (True, 1, [])
    own = client.get(
        response.headers["location"], headers={"Authorization": f"Bearer {told['token']}"}
    ).json()
    assert own["answers"]["benevoles"]["value"] == 3
    assert own["edition"] == association_edition().hash


def test_what_does_not_fit_the_edition_offered_is_told(client: TestClient) -> None:
    old = record_of(association_edition(), {"benevoles": 3, "gone": "x"}, edition="0" * 64)
    told = post(client, old, "application/json").json()
    assert told["same_edition"] is False
    assert [(one["question"], one["given"], one["code"]) for one in told["notes"]] == [
        ("gone", "x", "unknown-question")
    ]


def test_the_actions_that_come_back_are_counted_and_told(client: TestClient) -> None:
    followed = [{**OWN, "do": "Fêter l’accord"}, {**OWN, "rule": "gone", "do": "Écrire"}]
    old = record_of(association_edition(), {"benevoles": 3}, edition="0" * 64, follow_up=followed)
    told = post(client, old, "application/json").json()
    assert told["followed"] == 2
    assert [(one["question"], one["title"], one["code"]) for one in told["notes"]] == [
        ("", "Écrire", "action-gone")
    ]


@pytest.mark.parametrize(
    ("data", "kind", "status", "code"),
    [
        (b"", "application/pdf", 422, "file-empty"),
        (b"%PDF-1.7", "application/pdf", 422, "file-damaged"),
        (pdf_with(None), "application/pdf", 422, "file-no-data"),
        (b"{}", "application/json", 422, "file-unknown-format"),
        (
            record_of(association_edition(), {"benevoles": 3}, follow_up=[{}]),
            "application/json",
            422,
            "file-forged-follow-up",
        ),
        (RECORD, "text/plain", 415, "unsupported-media-type"),
        (b"{" + b" " * 6 * 2**20, "application/json", 413, "too-large"),
    ],
)
def test_what_is_not_taken_is_a_problem(
    client: TestClient, data: bytes, kind: str, status: int, code: str
) -> None:
    problem(post(client, data, kind), status, code)
