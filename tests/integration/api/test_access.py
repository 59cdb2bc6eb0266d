"""Each route works for whoever may use it, and tells everybody else the same."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.web.routes.api import openapi
from tests.integration.api.parties import API, Holder, problem
from tests.integration.editions import association_edition
from tests.integration.returned_samples import record_of

OPENED: list[tuple[str, str, Any, int]] = [
    ("GET", "", None, 200),
    ("GET", "/answers/benevoles", None, 200),
    ("PUT", "/answers/benevoles", {"value": 3}, 200),
    ("PUT", "/answers", {"answers": {"benevoles": 3}}, 200),
    ("POST", "/complete", None, 200),
    ("POST", "/edition", None, 200),
    ("GET", "/diagnosis", None, 200),
    ("GET", "/roadmap.pdf", None, 200),
    ("GET", "/essential.pdf", None, 200),
    ("DELETE", "", None, 204),
]
FOLLOWED: list[tuple[str, str, Any, int]] = [
    # Of a completed one they work: test_following.py.
    ("GET", "/follow-up", None, 409),
    ("POST", "/follow-up", {"do": "Fêter"}, 409),
    ("GET", "/follow-up/" + "a" * 32, None, 409),
    ("PUT", "/follow-up/" + "a" * 32, {"do": "Fêter"}, 409),
    ("DELETE", "/follow-up/" + "a" * 32, None, 409),
]
RECORD = json.loads(record_of(association_edition(), {"benevoles": 3}))
PUBLIC: list[tuple[str, str, Any, int]] = [
    ("GET", "/questionnaires", None, 200),
    ("GET", "/questionnaires/association", None, 200),
    ("POST", "/assessments", {"questionnaire": "association"}, 201),
    ("POST", "/assessments/from-record", RECORD, 201),
]


def test_every_route_that_is_described_stands_in_the_tables_of_this_test() -> None:
    described = {
        (method.upper(), path)
        for path, operations in openapi()["paths"].items()
        for method in operations
    }
    tested = {(method, API + path) for method, path, _, _ in PUBLIC}
    tested |= {
        (method, f"{API}/assessments/{{assessment_id}}{path}")
        for method, path, _, _ in OPENED + FOLLOWED
    }
    # Only of a completed one: test_carrying.py.
    tested.add(("POST", f"{API}/assessments/{{assessment_id}}/repeat"))
    general = {
        (
            m,
            p.replace("/benevoles", "/{question_id}")
            .replace("s/association", "s/{questionnaire_id}")
            .replace("/" + "a" * 32, "/{undertaking_id}"),
        )
        for m, p in tested
    }
    assert described == general


@pytest.mark.parametrize(("method", "path", "body", "status"), PUBLIC)
def test_public_routes_work_for_anybody(
    client: TestClient, method: str, path: str, body: Any, status: int
) -> None:
    assert client.request(method, API + path, json=body).status_code == status
    refused = client.patch(API + path)
    problem(refused, 405, "method-not-allowed")
    assert method in refused.headers["allow"].split(", ")


@pytest.mark.parametrize(("method", "path", "body", "status"), OPENED + FOLLOWED)
class TestEachRouteOfAnAssessment:
    """Works for whoever holds its token, and tells everybody else the same."""

    def test_works_for_its_holder(
        self, client: TestClient, alice: Holder, method: str, path: str, body: Any, status: int
    ) -> None:
        response = client.request(method, alice.path + path, json=body, headers=alice.headers)
        assert response.status_code == status, response.text
        assert response.headers["cache-control"] == "no-store"

    def test_asks_for_a_token(
        self, client: TestClient, alice: Holder, method: str, path: str, body: Any, status: int
    ) -> None:
        for headers in ({}, {"Authorization": "Basic eDp5"}, {"Authorization": "Bearer "}):
            response = client.request(method, alice.path + path, json=body, headers=headers)
            problem(response, 401, "no-token")
            assert response.headers["www-authenticate"] == "Bearer"

    def test_tells_an_outsider_what_it_tells_of_an_assessment_that_does_not_exist(
        self,
        client: TestClient,
        alice: Holder,
        bob: Holder,
        method: str,
        path: str,
        body: Any,
        status: int,
    ) -> None:
        told = []
        for target, token in (
            (alice.path, bob.token),
            (alice.path, "x" * 22),
            (alice.path, alice.id),
            (f"{API}/assessments/{'0' * 32}", bob.token),
            (f"{API}/assessments/nope", bob.token),
            (f"{API}/assessments/%00", bob.token),
        ):
            headers = {"Authorization": f"Bearer {token}"}
            response = client.request(method, target + path, json=body, headers=headers)
            told.append(problem(response, 404, "assessment-not-found"))
        assert all(one == told[0] for one in told)
        kept = client.get(alice.path, headers=alice.headers).json()
        assert (kept["version"], kept["status"]) == (0, "in_progress")

    def test_refuses_another_method(
        self, client: TestClient, alice: Holder, method: str, path: str, body: Any, status: int
    ) -> None:
        response = client.patch(alice.path + path, headers=alice.headers)
        problem(response, 405, "method-not-allowed")
        assert method in response.headers["allow"].split(", ")


def test_an_address_that_leads_nowhere(client: TestClient, alice: Holder) -> None:
    for path in (f"{API}/nope", API, f"{API}/", f"{alice.path}/nope", f"{alice.path}/answers/a/b"):
        problem(client.get(path, headers=alice.headers), 404, "not-found")
