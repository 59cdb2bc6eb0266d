"""A draft goes to the edition offered now; a completed assessment is done again."""

from __future__ import annotations

from typing import Any, cast

import jsonschema
import pytest
from starlette.testclient import TestClient

from app.web.routes.api import openapi
from tests.integration.api.parties import API, KEY, Holder, Renderer, problem
from tests.integration.conftest import Library
from tests.integration.editions import NEWER, association_edition, newer_edition

ONE = "/assessments/{assessment_id}"
GIVEN = {"accord-ecrit": "parfois", "partenaires": ["communes"], "departement": "79"}


def publish(client: TestClient) -> None:
    library = cast("Library", cast("Any", client.app).state.services.library)
    library.editions["association"] = newer_edition()
    library.migrations["association"] = NEWER


def answer(client: TestClient, holder: Holder) -> None:
    saved = client.put(f"{holder.path}/answers", json={"answers": GIVEN}, headers=holder.headers)
    assert saved.status_code == 200


def complete(client: TestClient, holder: Holder) -> None:
    answer(client, holder)
    assert client.post(f"{holder.path}/complete", headers=holder.headers).status_code == 200


def has_the_shape_described(response: Any, path: str) -> None:
    described = openapi()
    operation = described["paths"][API + path]["post"]
    content = operation["responses"][str(response.status_code)]["content"]["application/json"]
    schema = {**content["schema"], "components": described["components"]}
    jsonschema.validate(response.json(), schema)


class TestGoingToTheNewerEdition:
    def _move(self, client: TestClient, holder: Holder, **headers: str) -> Any:
        return client.post(f"{holder.path}/edition", headers={**holder.headers, **headers})

    def test_it_says_what_became_of_each_answer(self, client: TestClient, alice: Holder) -> None:
        answer(client, alice)
        publish(client)
        offered = client.get(alice.path, headers=alice.headers).json()["offered_edition"]
        assert offered == newer_edition().hash
        moved = self._move(client, alice)
        assert moved.status_code == 200
        has_the_shape_described(moved, f"{ONE}/edition")
        told = moved.json()
        assert [(one["before"]["question"], one["fate"]) for one in told["answers"]] == [
            ("accord-ecrit", "moved"),
            ("partenaires", "ask_again"),
            ("departement", "kept"),
        ]
        assert told["answers"][0]["into"][0] == {
            "question": "accord",
            "text": "Vos accords sont-ils écrits ?",
            "answer": "Parfois",
        }
        now = told["assessment"]
        assert now == client.get(alice.path, headers=alice.headers).json()
        assert (now["edition"], now["offered_edition"]) == (newer_edition().hash, None)
        assert {q: a["value"] for q, a in now["answers"].items()} == {
            "accord": "quelquefois",
            "departement": "79",
        }
        (aside,) = now["set_aside"]
        assert (aside["question"], aside["value"]) == ("partenaires", ["communes"])
        assert moved.headers["etag"] == f'"{now["version"]}"'

    def test_it_can_expect_a_version(self, client: TestClient, alice: Holder) -> None:
        answer(client, alice)
        publish(client)
        lost = self._move(client, alice, **{"If-Match": '"0"'})
        told = problem(lost, 412, "assessment-conflict")
        kept = client.get(alice.path, headers=alice.headers).json()
        assert (kept["version"], kept["edition"]) == (
            told["current_version"],
            association_edition().hash,
        )
        assert self._move(client, alice, **{"If-Match": lost.headers["etag"]}).status_code == 200
        problem(self._move(client, alice, **{"If-Match": "x"}), 400, "bad-version")

    def test_it_is_refused_once_completed(self, client: TestClient, alice: Holder) -> None:
        complete(client, alice)
        before = client.get(alice.path, headers=alice.headers).json()
        publish(client)
        problem(self._move(client, alice), 409, "assessment-completed")
        after = client.get(alice.path, headers=alice.headers).json()
        assert {**after, "offered_edition": None} == before


class TestDoingItAgain:
    def _repeat(self, client: TestClient, holder: Holder, **headers: str) -> Any:
        return client.post(f"{holder.path}/repeat", headers={**holder.headers, **headers})

    def test_it_starts_another_with_answers_to_confirm(
        self, client: TestClient, alice: Holder
    ) -> None:
        complete(client, alice)
        started = self._repeat(client, alice)
        assert started.status_code == 201
        has_the_shape_described(started, f"{ONE}/repeat")
        body = started.json()
        own = {"Authorization": f"Bearer {body['token']}"}
        path = started.headers["location"]
        again = client.get(path, headers=own).json()
        assert (again["follows"], again["status"]) == (alice.id, "in_progress")
        assert sorted(again["to_confirm"]) == sorted(GIVEN)
        client.put(f"{path}/answers/departement", json={"value": "79"}, headers=own)
        left = client.get(path, headers=own).json()
        assert sorted(left["to_confirm"]) == ["accord-ecrit", "partenaires"]
        problem(client.get(path, headers=alice.headers), 404, "assessment-not-found")

    def test_it_is_not_completed_before_each_answer_is_confirmed(
        self, client: TestClient, alice: Holder
    ) -> None:
        complete(client, alice)
        started = self._repeat(client, alice)
        own = {"Authorization": f"Bearer {started.json()['token']}"}
        path = started.headers["location"]
        for left in (["accord-ecrit", "departement", "partenaires"], ["accord-ecrit"]):
            refused = client.post(f"{path}/complete", headers=own)
            told = problem(refused, 409, "answers-to-confirm")
            assert sorted(told["to_confirm"]) == left
            assert client.get(path, headers=own).json()["status"] == "in_progress"
            given = {one: GIVEN[one] for one in ("partenaires", "departement")}
            client.put(f"{path}/answers", json={"answers": given}, headers=own)
        client.put(f"{path}/answers/accord-ecrit", json={"value": "toujours"}, headers=own)
        done = client.post(f"{path}/complete", headers=own)
        assert (done.status_code, done.json()["status"]) == (200, "completed")
        # What is completed stays so.
        assert client.post(f"{path}/complete", headers=own).status_code == 200

    @pytest.mark.parametrize("path", ["roadmap.pdf", "essential.pdf"])
    def test_the_pdf_says_what_the_diagnosis_says_of_it(
        self, client: TestClient, alice: Holder, renderer: Renderer, path: str
    ) -> None:
        complete(client, alice)
        started = self._repeat(client, alice)
        own = {"Authorization": f"Bearer {started.json()['token']}"}
        there = started.headers["location"]
        better = {"accord-ecrit": "toujours"}
        client.put(f"{there}/answers", json={"answers": better}, headers=own)
        told = client.get(f"{there}/diagnosis", headers=own).json()["since"]
        printed = client.get(f"{there}/{path}?language=en", headers=own)
        assert printed.status_code == 200
        assert renderer.last is not None
        since = renderer.last.since
        assert since is not None
        assert since.reference == told["reference"]
        assert since.rows[0].moved == f"+{told['overall']['moved']:g}"
        assert since.summary.startswith("Overall, ")
        # The earlier one erased, it is another file, which says nothing of it.
        client.delete(alice.path, headers=alice.headers)
        after = client.get(f"{there}/{path}?language=en", headers=own)
        assert after.headers["etag"] != printed.headers["etag"]
        assert renderer.last.since is None

    def test_the_diagnosis_says_what_has_moved_since(
        self, client: TestClient, alice: Holder
    ) -> None:
        complete(client, alice)
        first = client.get(f"{alice.path}/diagnosis", headers=alice.headers).json()
        assert "since" not in first
        started = self._repeat(client, alice)
        own = {"Authorization": f"Bearer {started.json()['token']}"}
        path = started.headers["location"]
        still = client.get(f"{path}/diagnosis", headers=own).json()["since"]
        assert (still["reference"], still["same_edition"]) == (alice.started["reference"], True)
        assert still["overall"]["moved"] == 0
        better = {"accord-ecrit": "toujours"}
        client.put(f"{path}/answers", json={"answers": better}, headers=own)
        now = client.get(f"{path}/diagnosis", headers=own).json()
        since = now["since"]
        assert (since["appeared"], since["gone"]) == ([], [])
        whole = since["overall"]
        assert whole["before"]["low"] == first["profile"]["overall"]["low"]
        told = now["profile"]["overall"]
        assert whole["after"] == {key: told[key] for key in ("low", "high", "level", "level_label")}
        apart = whole["after"]["low"] - whole["before"]["low"]
        assert whole["moved"] == pytest.approx(apart, abs=0.1)
        assert whole["moved"] > 0
        assert (whole["by_answers"], whole["by_edition"]) == (whole["moved"], 0)
        assert set(since["dimensions"]) == set(now["profile"]["dimensions"])
        # The earlier one erased, there is nothing to compare with.
        assert client.delete(alice.path, headers=alice.headers).status_code == 204
        assert "since" not in client.get(f"{path}/diagnosis", headers=own).json()

    def test_the_same_key_gives_the_same_one(self, client: TestClient, alice: Holder) -> None:
        complete(client, alice)
        first, second = (self._repeat(client, alice, **{"Idempotency-Key": KEY}) for _ in range(2))
        assert (first.status_code, second.status_code) == (201, 200)
        assert first.json() == second.json()
        problem(self._repeat(client, alice, **{"Idempotency-Key": "1"}), 400, "bad-key")

    def test_a_draft_is_refused(self, client: TestClient, alice: Holder) -> None:
        problem(self._repeat(client, alice), 409, "assessment-not-completed")

    def test_outsiders_are_told_nothing(
        self, client: TestClient, alice: Holder, bob: Holder
    ) -> None:
        complete(client, alice)
        problem(client.post(f"{alice.path}/repeat"), 401, "no-token")
        missing = f"{API}/assessments/{'0' * 32}/repeat"
        for path in (f"{alice.path}/repeat", missing):
            told = client.post(path, headers=bob.headers)
            problem(told, 404, "assessment-not-found")
        for method in ("GET", "PUT", "PATCH", "DELETE"):
            refused = client.request(method, f"{alice.path}/repeat", headers=alice.headers)
            problem(refused, 405, "method-not-allowed")
            assert refused.headers["allow"] == "POST"


@pytest.mark.parametrize("path", ["edition", "repeat"])
def test_a_pathway_that_is_not_offered_any_more(
    client: TestClient, alice: Holder, path: str
) -> None:
    answer(client, alice) if path == "edition" else complete(client, alice)
    library = cast("Library", cast("Any", client.app).state.services.library)
    del library.editions["association"]
    response = client.post(f"{alice.path}/{path}", headers=alice.headers)
    problem(response, 404, "questionnaire-not-found")
