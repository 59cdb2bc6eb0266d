"""Assessments are started and answers saved, once each, and never silently overwritten."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.integration.api.parties import API, KEY, Holder, problem


class TestSavingOneAnswer:
    """A compare-and-set that can be sent again without harm."""

    def _put(self, client: TestClient, holder: Holder, value: Any, if_match: str | None) -> Any:
        headers = {**holder.headers, **({"If-Match": if_match} if if_match else {})}
        url = f"{holder.path}/answers/benevoles"
        return client.put(url, json={"value": value}, headers=headers)

    def test_the_loser_is_told_both_values(self, client: TestClient, alice: Holder) -> None:
        won = self._put(client, alice, 3, '"0"')
        lost = self._put(client, alice, 4, '"0"')
        told = problem(lost, 412, "answer-conflict")
        assert (told["question"], told["yours"], told["theirs"]) == ("benevoles", 4, 3)
        assert told["current_version"] == won.json()["version"]
        assert lost.headers["etag"] == won.headers["etag"]
        assert self._put(client, alice, 4, lost.headers["etag"]).status_code == 200

    def test_sending_it_again_changes_nothing(self, client: TestClient, alice: Holder) -> None:
        first, again = (self._put(client, alice, 3, '"0"') for _ in range(2))
        assert (again.status_code, again.json()) == (200, first.json())

    def test_without_if_match_it_overwrites(self, client: TestClient, alice: Holder) -> None:
        self._put(client, alice, 3, None)
        assert self._put(client, alice, 4, None).json()["value"] == 4

    def test_null_clears(self, client: TestClient, alice: Holder) -> None:
        saved = self._put(client, alice, 3, None)
        cleared = self._put(client, alice, None, saved.headers["etag"])
        assert cleared.json() == {"question": "benevoles", "value": None, "version": 0}
        assert client.get(alice.path, headers=alice.headers).json()["answers"] == {}

    @pytest.mark.parametrize("if_match", ["3", "*", 'W/"3"', '"3", "4"', '"-1"', '"x"', '""'])
    def test_an_if_match_that_names_no_version_is_refused(
        self, client: TestClient, alice: Holder, if_match: str
    ) -> None:
        told = problem(self._put(client, alice, 3, if_match), 400, "bad-version")
        assert told["given"] == if_match
        assert client.get(alice.path, headers=alice.headers).json()["version"] == 0

    def test_a_question_that_does_not_exist(self, client: TestClient, alice: Holder) -> None:
        url = f"{alice.path}/answers/benevole"
        told = problem(
            client.put(url, json={"value": 1}, headers=alice.headers), 404, "unknown-question"
        )
        assert told["suggestion"] == "benevoles"
        problem(client.get(url, headers=alice.headers), 404, "unknown-question")

    def test_an_option_that_does_not_exist_is_told_with_those_that_do(
        self, client: TestClient, alice: Holder
    ) -> None:
        response = client.put(
            f"{alice.path}/answers/accord-ecrit", json={"value": "oui"}, headers=alice.headers
        )
        (error,) = problem(response, 422, "invalid-answers")["errors"]
        assert (error["question"], error["given"]) == ("accord-ecrit", "oui")
        assert error["allowed"] == ["jamais", "parfois", "toujours", "ne-sais-pas"]

    @pytest.mark.parametrize("value", [True, {"a": 1}, [1], [["a"]], -1, 10**30, "x" * 300, [None]])
    def test_a_value_of_the_wrong_kind_is_refused(
        self, client: TestClient, alice: Holder, value: Any
    ) -> None:
        told = problem(self._put(client, alice, value, None), 422, "invalid-answers")
        assert told["errors"][0]["given"] == value


class TestSavingSeveralAnswers:
    """All or none."""

    def _put(self, client: TestClient, holder: Holder, body: Any, **headers: str) -> Any:
        return client.put(
            f"{holder.path}/answers", json=body, headers={**holder.headers, **headers}
        )

    def test_they_are_saved_together(self, client: TestClient, alice: Holder) -> None:
        saved = self._put(client, alice, {"answers": {"benevoles": 3, "nom": "x"}})
        assert saved.json() == client.get(alice.path, headers=alice.headers).json()
        assert {q: a["value"] for q, a in saved.json()["answers"].items()} == {
            "benevoles": 3,
            "nom": "x",
        }

    def test_one_that_is_wrong_keeps_all_from_being_saved(
        self, client: TestClient, alice: Holder
    ) -> None:
        body = {"answers": {"nom": "x", "benevoles": -1, "accord-ecrit": "oui", "nope": 1}}
        errors = problem(self._put(client, alice, body), 422, "invalid-answers")["errors"]
        assert [error["question"] for error in errors] == ["benevoles", "accord-ecrit", "nope"]
        assert client.get(alice.path, headers=alice.headers).json()["answers"] == {}

    def test_they_can_expect_the_version_of_the_assessment(
        self, client: TestClient, alice: Holder
    ) -> None:
        match = {"If-Match": client.get(alice.path, headers=alice.headers).headers["etag"]}
        assert self._put(client, alice, {"answers": {"nom": "x"}}, **match).status_code == 200
        lost = self._put(client, alice, {"answers": {"nom": "y"}}, **match)
        assert problem(lost, 412, "assessment-conflict")["current_version"] == 1


class TestStarting:
    """One assessment a request, or one a key."""

    def _start(self, client: TestClient, key: str, questionnaire: str = "association") -> Any:
        body = {"questionnaire": questionnaire}
        return client.post(f"{API}/assessments", json=body, headers={"Idempotency-Key": key})

    def test_the_same_key_gives_the_same_assessment(self, client: TestClient) -> None:
        first, again = self._start(client, KEY), self._start(client, KEY)
        assert (first.status_code, again.status_code) == (201, 200)
        assert first.json() == again.json()
        assert first.headers["location"] == first.json()["links"]["self"]["href"]
        problem(self._start(client, KEY, "commune"), 409, "key-reused")

    @pytest.mark.parametrize("key", ["1", "a" * 36, "x" * 129, "5c1b7e0a 92d4 4b8e a3f6 1d2c3b4a"])
    def test_a_key_that_could_be_guessed_is_refused(self, client: TestClient, key: str) -> None:
        problem(self._start(client, key), 400, "bad-key")

    def test_a_questionnaire_that_is_not_offered(self, client: TestClient) -> None:
        response = client.post(f"{API}/assessments", json={"questionnaire": "nope"})
        told = problem(response, 422, "unknown-questionnaire")
        assert (told["given"], told["allowed"]) == ("nope", ["association", "commune"])
