"""The description (OpenAPI) says what really happens."""

from __future__ import annotations

from typing import Any

import jsonschema
from starlette.testclient import TestClient

from app.web.routes.api import openapi
from tests.integration.api.parties import API, PROBLEM, Holder


class TestTheDescription:
    """OpenAPI says what really happens."""

    def test_it_is_served_to_anybody(self, client: TestClient) -> None:
        assert client.get(f"{API}/openapi.json").json() == openapi()

    def test_every_operation_documents_its_errors_as_problems(self) -> None:
        for path, operations in openapi()["paths"].items():
            for method, operation in operations.items():
                errors = {s: a for s, a in operation["responses"].items() if s >= "400"}
                assert all(list(answer["content"]) == [PROBLEM] for answer in errors.values())
                if "assessment_id" in path:
                    assert {"401", "404", "503"} <= set(errors)
                if "requestBody" in operation:
                    assert {"400", "413", "415", "422"} <= set(errors)
                if method == "put":
                    assert "412" in errors

    def test_answers_have_the_shapes_it_gives(self, client: TestClient, alice: Holder) -> None:
        described = openapi()

        def check(response: Any, path: str, method: str) -> None:
            operation = described["paths"][API + path][method]
            content = operation["responses"][str(response.status_code)]["content"]
            kind = response.headers["content-type"].partition(";")[0]
            schema = {**content[kind]["schema"], "components": described["components"]}
            jsonschema.validate(response.json(), schema)

        one = "/assessments/{assessment_id}"
        check(client.get(f"{API}/questionnaires"), "/questionnaires", "get")
        path = "/questionnaires/{questionnaire_id}"
        check(client.get(f"{API}/questionnaires/association"), path, "get")
        check(client.get(f"{API}/questionnaires/nope"), path, "get")
        again = client.post(f"{API}/assessments", json={"questionnaire": "association"})
        check(again, "/assessments", "post")
        check(client.get(alice.path, headers=alice.headers), one, "get")
        check(client.get(alice.path), one, "get")
        url, path = f"{alice.path}/answers/benevoles", f"{one}/answers/{{question_id}}"
        check(client.put(url, json={"value": 3}, headers=alice.headers), path, "put")
        check(client.put(url, json={"value": -3}, headers=alice.headers), path, "put")
        check(client.put(url, json={"valeur": 3}, headers=alice.headers), path, "put")
        match = {**alice.headers, "If-Match": '"0"'}
        check(client.put(url, json={"value": 4}, headers=match), path, "put")
        check(
            client.get(f"{alice.path}/diagnosis", headers=alice.headers), f"{one}/diagnosis", "get"
        )
        url, path = f"{alice.path}/follow-up", f"{one}/follow-up"
        check(client.get(url, headers=alice.headers), path, "get")
        client.put(
            f"{alice.path}/answers/accord-ecrit", json={"value": "jamais"}, headers=alice.headers
        )
        client.post(f"{alice.path}/complete", headers=alice.headers)
        id_ = "a" * 32
        for _ in range(2):
            added = client.post(url, json={"do": "Fêter", "id": id_}, headers=alice.headers)
            check(added, path, "post")
        check(client.post(url, json={"do": ""}, headers=alice.headers), path, "post")
        check(client.post(url, json={"rule": "no"}, headers=alice.headers), path, "post")
        check(client.get(url, headers=alice.headers), path, "get")
        url, path = f"{url}/{id_}", f"{path}/{{undertaking_id}}"
        said = {"do": "Fêter", "due": "2027-06-01"}
        check(client.get(url, headers=alice.headers), path, "get")
        check(client.put(url, json=said, headers=alice.headers), path, "put")
        lost = client.put(url, json={"do": "Danser"}, headers={**alice.headers, "If-Match": '"1"'})
        assert lost.status_code == 412
        check(lost, path, "put")
