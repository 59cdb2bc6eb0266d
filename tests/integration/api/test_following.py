"""A roadmap is followed by the JSON interface as on its pages: same limits, same conflicts."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from app.domain.follow_up import LIMITS, MOST_UNDERTAKINGS
from app.services.services import Services
from tests.integration.api.parties import Holder, problem
from tests.integration.conftest import Clock

ID = "a" * 32
SAID = {
    "owner": "la trésorière",
    "due": "2027-03-31",
    "progress": "satisfactory",
    "done": "Un appel.\nUne réponse.",
    "next_step": "Écrire",
}


@pytest.fixture
def services(client: TestClient) -> Services:
    """The services of the application that answers."""
    found: Services = client.app.state.services  # type: ignore[attr-defined]
    return found


class Follower(Holder):
    """Somebody who has completed: their answers lead to « ecrire »."""

    def __init__(self, client: TestClient) -> None:
        super().__init__(client)
        self.client = client
        self.send("PUT", "/answers/accord-ecrit", {"value": "jamais"})
        assert self.send("POST", "/complete").status_code == 200

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send a request with the token."""
        headers = {**self.headers, **headers}
        return self.client.request(method, self.path + path, json=body, headers=headers)

    def read(self, language: str = "") -> Any:
        """Return the follow-up."""
        told = self.send("GET", f"/follow-up{language}")
        assert told.status_code == 200
        return told.json()


@pytest.fixture
def follower(client: TestClient) -> Follower:
    return Follower(client)


def test_what_is_proposed_is_read_taken_up_and_then_followed(follower: Follower) -> None:
    read = follower.send("GET", "/follow-up")
    body = read.json()
    assert body["followed"] == []
    (proposed,) = body["proposed"]
    assert (proposed["rule"], proposed["first"]) == ("ecrire", True)
    assert proposed["do"]
    assert proposed["reasons"]
    assert read.headers["etag"] == f'"{body["version"]}"'
    assert body["links"]["self"]["href"] == follower.started["links"]["follow_up"]["href"]
    taken = follower.send("POST", "/follow-up", {"rule": "ecrire", "owner": "le bureau"})
    assert taken.status_code == 201
    one = taken.json()
    assert taken.headers["location"] == one["links"]["self"]["href"]
    assert taken.headers["etag"] == f'"{one["version"]}"'
    assert (one["rule"], one["owner"], one["proposed"]) == ("ecrire", "le bureau", True)
    assert (one["do"], one["reasons"]) == (proposed["do"], proposed["reasons"])
    again = follower.send("POST", "/follow-up", {"rule": "ecrire", "owner": "un autre"})
    assert (again.status_code, again.json()) == (200, one)
    body = follower.read()
    assert (body["followed"], body["proposed"]) == ([one], [])
    assert follower.send("GET", f"/follow-up/{one['id']}").json() == one


def test_an_action_of_ones_own_is_added_once_under_its_id(follower: Follower) -> None:
    sent = {"do": "Fêter l’accord", "horizon": "strategic", "id": ID, **SAID}
    first, again = (follower.send("POST", "/follow-up", sent) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    (one,) = follower.read()["followed"]
    assert {name: one[name] for name in sent} == sent
    assert (one["rule"], one["proposed"], one["done_when"]) == (None, False, None)
    assert one["progress_words"] == "Satisfaisant"
    assert len(follower.send("POST", "/follow-up", {"do": "Fêter"}).json()["id"]) == 32


def test_what_is_said_is_changed_whole_and_the_history_says_so(
    follower: Follower, services: Services
) -> None:
    one = follower.send("POST", "/follow-up", {"rule": "ecrire", "owner": "le bureau"}).json()
    place = f"/follow-up/{one['id']}"
    changed = follower.send("PUT", place, SAID, **{"If-Match": f'"{one["version"]}"'})
    assert changed.status_code == 200
    body = changed.json()
    assert {name: body[name] for name in SAID} == SAID
    assert (body["do"], body["horizon"]) == (one["do"], one["horizon"])
    assert body["version"] > one["version"]
    # Sent again with the version that was: nothing changes, nobody is told of a conflict.
    again = follower.send("PUT", place, SAID, **{"If-Match": f'"{one["version"]}"'})
    assert (again.status_code, again.json()) == (200, body)
    cleared = follower.send("PUT", place, {}).json()
    assert (cleared["owner"], cleared["due"], cleared["progress"]) == ("", None, "to_start")
    history = services.following.history(services.assessments.load(follower.id))
    assert {one.by_whom for one in history} == {""}
    assert {one.field for one in history} >= {"owner", "due", "progress", "done", "next_step"}


def test_the_loser_is_told_both_versions_and_nothing_is_lost(follower: Follower) -> None:
    one = follower.send("POST", "/follow-up", {"do": "Fêter", "id": ID}).json()
    match = {"If-Match": f'"{one["version"]}"'}
    won = follower.send("PUT", f"/follow-up/{ID}", {"do": "Fêter", **SAID}, **match)
    mine = {"do": "Danser", "due": "2027-05-01"}
    lost = follower.send("PUT", f"/follow-up/{ID}", mine, **match)
    told = problem(lost, 412, "undertaking-conflict")
    assert (told["yours"]["do"], told["yours"]["due"]) == ("Danser", "2027-05-01")
    assert (told["theirs"]["do"], told["theirs"]["owner"]) == ("Fêter", "la trésorière")
    assert lost.headers["etag"] == won.headers["etag"] == f'"{told["current_version"]}"'
    assert follower.read()["followed"][0]["do"] == "Fêter"
    won = follower.send("PUT", f"/follow-up/{ID}", mine, **{"If-Match": lost.headers["etag"]})
    assert won.status_code == 200
    problem(follower.send("PUT", f"/follow-up/{ID}", mine, **{"If-Match": "1"}), 400, "bad-version")


def test_what_is_taken_out_is_gone(follower: Follower) -> None:
    follower.send("POST", "/follow-up", {"do": "Fêter", "id": ID})
    gone = follower.send("DELETE", f"/follow-up/{ID}")
    assert (gone.status_code, gone.content) == (204, b"")
    assert gone.headers["cache-control"] == "no-store"
    for method, body in (("GET", None), ("PUT", {"do": "Fêter"}), ("DELETE", None)):
        problem(follower.send(method, f"/follow-up/{ID}", body), 404, "undertaking-not-found")
    for name in ("nope", "%00", "A" * 32):
        assert follower.send("GET", f"/follow-up/{name}").status_code == 404
    assert follower.read()["followed"] == []


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({}, {"do": "missing"}),
        ({"do": " "}, {"do": "missing"}),
        ({"do": "x" * (LIMITS["do"] + 1)}, {"do": "too-long"}),
        ({"do": "Fêter", "due": "31/03/2027"}, {"due": "not-a-date"}),
        ({"do": "Fêter", "due": "1999-12-31"}, {"due": "date-out-of-bounds"}),
        ({"do": "Fêter", "progress": "soon"}, {"progress": "unknown-choice"}),
        ({"do": "Fêter", "progress": "delay_explained"}, {"done": "unexplained"}),
        (
            {"owner": "x" * 121, "horizon": "far", "due": "2027-02-30"},
            {
                "do": "missing",
                "horizon": "unknown-choice",
                "owner": "too-long",
                "due": "not-a-date",
            },
        ),
    ],
)
def test_every_detail_that_is_refused_is_told_with_its_remedy(
    follower: Follower, said: dict[str, str], wrong: dict[str, str]
) -> None:
    follower.send("POST", "/follow-up", {"do": "Danser", "id": ID})
    before = follower.read()
    for told in (
        problem(follower.send("POST", "/follow-up", said), 422, "invalid-details"),
        problem(follower.send("PUT", f"/follow-up/{ID}", said), 422, "invalid-details"),
    ):
        assert {one["field"]: one["code"] for one in told["errors"]} == wrong
        assert all(one["message"] for one in told["errors"])
    assert follower.read() == before


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({"do": 3}, "body.do"),
        ({"do": "Fêter", "echeance": "2027-03-31"}, "body.echeance"),
        ({"do": "Fêter", "id": "A" * 32}, "body.id"),
        ([], "body"),
    ],
)
def test_a_body_of_another_shape_is_refused(follower: Follower, said: Any, where: str) -> None:
    told = problem(follower.send("POST", "/follow-up", said), 422, "invalid-request")
    assert [one["where"] for one in told["errors"]] == [where]
    assert follower.read()["followed"] == []


def test_what_cannot_be_followed_says_why(follower: Follower, services: Services) -> None:
    told = problem(follower.send("POST", "/follow-up", {"rule": "no"}), 409, "action-not-proposed")
    assert "ne mènent pas" in told["detail"]
    follower.send("PUT", "/answers/accord-ecrit", {"value": "toujours"})
    problem(follower.send("POST", "/follow-up", {"rule": "ecrire"}), 409, "action-not-proposed")
    for number in range(MOST_UNDERTAKINGS):
        services.following.add(follower.id, {"do": f"Action {number}"})
    told = problem(follower.send("POST", "/follow-up", {"do": "Fêter"}), 409, "follow-up-full")
    assert "Retirez une action" in told["detail"]


def test_before_the_end_there_is_no_roadmap_to_follow(client: TestClient, alice: Holder) -> None:
    told = problem(
        client.get(f"{alice.path}/follow-up", headers=alice.headers),
        409,
        "assessment-not-completed",
    )
    assert "terminez-le avant de suivre" in told["detail"]


def test_what_is_late_or_past_is_said(follower: Follower, clock: Clock) -> None:
    one = follower.send("POST", "/follow-up", {"rule": "ecrire", "due": "2027-03-05"}).json()
    assert (one["late"], one["proposed"]) == (False, True)
    clock.advance(days=2)
    follower.send("PUT", "/answers/accord-ecrit", {"value": "toujours"})
    (one,) = follower.read()["followed"]
    assert (one["late"], one["proposed"], one["reasons"]) == (True, False, [])


def test_problems_and_words_are_in_the_language_wanted(follower: Follower) -> None:
    sent = {"progress": "delay_explained"}
    french = problem(follower.send("POST", "/follow-up", sent), 422, "invalid-details")
    told = follower.send("POST", "/follow-up?language=en", sent)
    english = problem(told, 422, "invalid-details")
    assert told.headers["content-language"] == "en"
    assert french["errors"][0]["message"] != english["errors"][0]["message"]
    # This pathway is in French alone: so are the words of what is followed.
    read = follower.send("GET", "/follow-up?language=en")
    assert read.headers["content-language"] == "fr"


@pytest.mark.parametrize("verb", ["take_up", "add", "change", "remove"])
def test_a_token_that_was_replaced_meanwhile_writes_nothing(
    follower: Follower, services: Services, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    follower.send("POST", "/follow-up", {"do": "Danser", "id": ID})
    inner = getattr(services.following, verb)

    def late(*given: Any, **more: Any) -> Any:
        services.assessments.renew_secret(follower.id)
        return inner(*given, **more)

    monkeypatch.setattr(services.following, verb, late)
    view = services.assessments.load(follower.id)
    before = view, services.following.of(view), services.following.history(view)
    method, path, body = {
        "take_up": ("POST", "/follow-up", {"rule": "ecrire"}),
        "add": ("POST", "/follow-up", {"do": "Fêter"}),
        "change": ("PUT", f"/follow-up/{ID}", {"do": "Fêter"}),
        "remove": ("DELETE", f"/follow-up/{ID}", None),
    }[verb]
    problem(follower.send(method, path, body), 404, "assessment-not-found")
    view = services.assessments.load(follower.id)
    assert (view, services.following.of(view), services.following.history(view)) == before
