"""The JSON interface: what it gives, to whom, and what it says when it refuses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from starlette.testclient import TestClient

from app.domain.answers import parse_answers
from app.domain.diagnose import diagnose
from app.domain.serialise import diagnosis_to_dict
from app.main import create_app
from app.report.contexts import Report
from app.report.pdf import PdfBusy, PdfFailed, PdfTimeout, PdfUnavailable
from app.services.services import Services
from app.settings import Settings
from app.store.database import Database
from app.web.routes.api import openapi
from tests.integration.conftest import Clock, Library
from tests.integration.editions import association_edition, other_edition

API = "/api/v1"
KEY = "5c1b7e0a-92d4-4b8e-a3f6-1d2c3b4a5968"
PROBLEM = "application/problem+json"


class Renderer:
    """Stands for the PDF renderer: gives bytes, or fails as it is told to."""

    def __init__(self) -> None:
        self.error: Exception | None = None

    def render(self, report: Report) -> bytes:
        if self.error:
            raise self.error
        return b"%PDF-1.7 " + report.reference.encode()

    def close(self) -> None:
        pass


@pytest.fixture
def renderer() -> Renderer:
    return Renderer()


@pytest.fixture
def client(database_url: str, clock: Clock, renderer: Renderer) -> Iterator[TestClient]:
    settings = Settings(database_url=database_url)
    library = Library(association_edition(), other_edition())
    services = Services(settings, Database(database_url), library, renderer, clock)
    app = create_app(settings, services)
    yield TestClient(app, raise_server_exceptions=False)
    services.close()


class Holder:
    """Somebody with an assessment and its token."""

    def __init__(self, client: TestClient, questionnaire: str = "association") -> None:
        started = client.post(f"{API}/assessments", json={"questionnaire": questionnaire})
        assert started.status_code == 201
        self.started: dict[str, Any] = started.json()
        self.id: str = self.started["id"]
        self.path: str = self.started["links"]["self"]["href"]
        self.token: str = self.started["token"]
        self.headers = {"Authorization": f"Bearer {self.token}"}


@pytest.fixture
def alice(client: TestClient) -> Holder:
    return Holder(client)


@pytest.fixture
def bob(client: TestClient) -> Holder:
    return Holder(client)


def _problem(response: Any, status: int, code: str) -> dict[str, Any]:
    """Check that an answer is a problem of this status and code; return it."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == PROBLEM
    assert response.headers["cache-control"] == "no-store"
    told: dict[str, Any] = response.json()
    assert told["type"] == f"urn:balises:problem:{code}"
    assert told["status"] == status
    assert told["title"]
    assert told["detail"]
    return told


OPENED: list[tuple[str, str, Any, int]] = [
    ("GET", "", None, 200),
    ("GET", "/answers/benevoles", None, 200),
    ("PUT", "/answers/benevoles", {"value": 3}, 200),
    ("PUT", "/answers", {"answers": {"benevoles": 3}}, 200),
    ("POST", "/complete", None, 200),
    ("GET", "/diagnosis", None, 200),
    ("GET", "/roadmap.pdf", None, 200),
    ("DELETE", "", None, 204),
]
PUBLIC: list[tuple[str, str, Any, int]] = [
    ("GET", "/questionnaires", None, 200),
    ("GET", "/questionnaires/association", None, 200),
    ("POST", "/assessments", {"questionnaire": "association"}, 201),
]


def test_every_route_that_is_described_stands_in_the_tables_of_this_test() -> None:
    described = {
        (method.upper(), path)
        for path, operations in openapi()["paths"].items()
        for method in operations
    }
    tested = {(method, API + path) for method, path, _, _ in PUBLIC}
    tested |= {
        (method, f"{API}/assessments/{{assessment_id}}{path}") for method, path, _, _ in OPENED
    }
    general = {
        (
            m,
            p.replace("/benevoles", "/{question_id}").replace(
                "s/association", "s/{questionnaire_id}"
            ),
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
    _problem(refused, 405, "method-not-allowed")
    assert method in refused.headers["allow"].split(", ")


@pytest.mark.parametrize(("method", "path", "body", "status"), OPENED)
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
            _problem(response, 401, "no-token")
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
            told.append(_problem(response, 404, "assessment-not-found"))
        assert all(one == told[0] for one in told)
        kept = client.get(alice.path, headers=alice.headers).json()
        assert (kept["version"], kept["status"]) == (0, "in_progress")

    def test_refuses_another_method(
        self, client: TestClient, alice: Holder, method: str, path: str, body: Any, status: int
    ) -> None:
        response = client.patch(alice.path + path, headers=alice.headers)
        _problem(response, 405, "method-not-allowed")
        assert method in response.headers["allow"].split(", ")


def test_an_address_that_leads_nowhere(client: TestClient, alice: Holder) -> None:
    for path in (f"{API}/nope", API, f"{API}/", f"{alice.path}/nope", f"{alice.path}/answers/a/b"):
        _problem(client.get(path, headers=alice.headers), 404, "not-found")


def test_questionnaires_are_listed_in_the_order_offered(client: TestClient) -> None:
    listed = client.get(f"{API}/questionnaires").json()["questionnaires"]
    assert [one["id"] for one in listed] == ["association", "commune"]
    assert listed[0]["edition"] == association_edition().hash
    for one in listed:
        assert client.get(one["links"]["self"]["href"]).json()["id"] == one["id"]


def test_a_questionnaire_tells_everything_that_is_asked(client: TestClient) -> None:
    told = client.get(f"{API}/questionnaires/association").json()
    assert told["questions"] == 5
    questions = {q["id"]: q for section in told["sections"] for q in section["questions"]}
    assert list(questions) == ["accord-ecrit", "partenaires", "benevoles", "departement", "nom"]
    written = questions["accord-ecrit"]
    assert [o["id"] for o in written["options"] if o["unknown"]] == ["ne-sais-pas"]
    assert (questions["benevoles"]["unit"], questions["benevoles"]["maximum"]) == (
        "bénévoles",
        10000,
    )
    _problem(client.get(f"{API}/questionnaires/nope"), 404, "questionnaire-not-found")


def test_a_whole_questionnaire_is_answered_and_diagnosed(
    client: TestClient, alice: Holder, clock: Clock
) -> None:
    raw: dict[str, Any] = {
        "accord-ecrit": "parfois",
        "partenaires": ["communes", "entreprises"],
        "benevoles": 12.5,
        "departement": "79",
        "nom": "Les Amis",
    }
    for question, value in raw.items():
        url = f"{alice.path}/answers/{question}"
        saved = client.put(url, json={"value": value}, headers={**alice.headers, "If-Match": '"0"'})
        assert saved.json() == {
            "question": question,
            "value": value,
            "version": saved.json()["version"],
        }
        assert saved.headers["etag"] == f'"{saved.json()["version"]}"'
        read = client.get(url, headers=alice.headers)
        assert (read.json(), read.headers["etag"]) == (saved.json(), saved.headers["etag"])
    done = client.post(f"{alice.path}/complete", headers=alice.headers).json()
    assert {q: a["value"] for q, a in done["answers"].items()} == raw
    assert (done["status"], done["next_question"]) == ("completed", None)
    assert done["completed_at"] == clock.now.isoformat()
    assert done["completeness"]["complete"] is True
    edition = association_edition()
    expected = diagnosis_to_dict(edition, diagnose(edition, parse_answers(edition, raw)))
    response = client.get(f"{alice.path}/diagnosis", headers=alice.headers)
    assert response.json() == json.loads(json.dumps(expected))
    assert client.get(f"{alice.path}/diagnosis", headers=alice.headers).content == response.content


def test_the_roadmap_is_a_file_with_a_name(client: TestClient, alice: Holder) -> None:
    response = client.get(f"{alice.path}/roadmap.pdf", headers=alice.headers)
    reference = alice.started["reference"]
    assert response.content == b"%PDF-1.7 " + reference.encode()
    assert response.headers["content-type"] == "application/pdf"
    name = f"feuille-de-route-association-{reference}.pdf"
    assert response.headers["content-disposition"] == f'attachment; filename="{name}"'


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (PdfBusy(7), 503, "pdf-busy"),
        (PdfTimeout(10), 503, "pdf-timeout"),
        (PdfUnavailable("pango"), 503, "pdf-unavailable"),
        (PdfFailed("x"), 500, "pdf-failed"),
    ],
)
def test_a_roadmap_that_cannot_be_made_is_told_why(
    client: TestClient, alice: Holder, renderer: Renderer, error: Exception, status: int, code: str
) -> None:
    renderer.error = error
    response = client.get(f"{alice.path}/roadmap.pdf", headers=alice.headers)
    _problem(response, status, code)
    assert response.headers.get("retry-after") == ("7" if code == "pdf-busy" else None)


def test_what_nobody_foresaw_says_nothing_of_the_inside(
    client: TestClient, alice: Holder, renderer: Renderer
) -> None:
    renderer.error = RuntimeError("secret of the house")
    response = client.get(f"{alice.path}/roadmap.pdf", headers=alice.headers)
    _problem(response, 500, "internal-error")
    assert "secret of the house" not in response.text


class TestSavingOneAnswer:
    """A compare-and-set that can be sent again without harm."""

    def _put(self, client: TestClient, holder: Holder, value: Any, if_match: str | None) -> Any:
        headers = {**holder.headers, **({"If-Match": if_match} if if_match else {})}
        url = f"{holder.path}/answers/benevoles"
        return client.put(url, json={"value": value}, headers=headers)

    def test_the_loser_is_told_both_values(self, client: TestClient, alice: Holder) -> None:
        won = self._put(client, alice, 3, '"0"')
        lost = self._put(client, alice, 4, '"0"')
        told = _problem(lost, 412, "answer-conflict")
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
        told = _problem(self._put(client, alice, 3, if_match), 400, "bad-version")
        assert told["given"] == if_match
        assert client.get(alice.path, headers=alice.headers).json()["version"] == 0

    def test_a_question_that_does_not_exist(self, client: TestClient, alice: Holder) -> None:
        url = f"{alice.path}/answers/benevole"
        told = _problem(
            client.put(url, json={"value": 1}, headers=alice.headers), 404, "unknown-question"
        )
        assert told["suggestion"] == "benevoles"
        _problem(client.get(url, headers=alice.headers), 404, "unknown-question")

    def test_an_option_that_does_not_exist_is_told_with_those_that_do(
        self, client: TestClient, alice: Holder
    ) -> None:
        response = client.put(
            f"{alice.path}/answers/accord-ecrit", json={"value": "oui"}, headers=alice.headers
        )
        (error,) = _problem(response, 422, "invalid-answers")["errors"]
        assert (error["question"], error["given"]) == ("accord-ecrit", "oui")
        assert error["allowed"] == ["jamais", "parfois", "toujours", "ne-sais-pas"]

    @pytest.mark.parametrize("value", [True, {"a": 1}, [1], [["a"]], -1, 10**30, "x" * 300, [None]])
    def test_a_value_of_the_wrong_kind_is_refused(
        self, client: TestClient, alice: Holder, value: Any
    ) -> None:
        told = _problem(self._put(client, alice, value, None), 422, "invalid-answers")
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
        errors = _problem(self._put(client, alice, body), 422, "invalid-answers")["errors"]
        assert [error["question"] for error in errors] == ["benevoles", "accord-ecrit", "nope"]
        assert client.get(alice.path, headers=alice.headers).json()["answers"] == {}

    def test_they_can_expect_the_version_of_the_assessment(
        self, client: TestClient, alice: Holder
    ) -> None:
        match = {"If-Match": client.get(alice.path, headers=alice.headers).headers["etag"]}
        assert self._put(client, alice, {"answers": {"nom": "x"}}, **match).status_code == 200
        lost = self._put(client, alice, {"answers": {"nom": "y"}}, **match)
        assert _problem(lost, 412, "assessment-conflict")["current_version"] == 1


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
        _problem(self._start(client, KEY, "commune"), 409, "key-reused")

    @pytest.mark.parametrize("key", ["1", "a" * 36, "x" * 129, "5c1b7e0a 92d4 4b8e a3f6 1d2c3b4a"])
    def test_a_key_that_could_be_guessed_is_refused(self, client: TestClient, key: str) -> None:
        _problem(self._start(client, key), 400, "bad-key")

    def test_a_questionnaire_that_is_not_offered(self, client: TestClient) -> None:
        response = client.post(f"{API}/assessments", json={"questionnaire": "nope"})
        told = _problem(response, 422, "unknown-questionnaire")
        assert (told["given"], told["allowed"]) == ("nope", ["association", "commune"])


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
        _problem(response, *expected)
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
        errors = _problem(response, 422, "invalid-request")["errors"]
        assert where in [error["where"] for error in errors]

    @pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
    def test_what_is_not_called_json(self, client: TestClient, alice: Holder, kind: str) -> None:
        headers = {**alice.headers, "Content-Type": kind}
        response = client.put(
            f"{alice.path}/answers/nom", content=b'{"value":"x"}', headers=headers
        )
        _problem(response, 415, "unsupported-media-type")

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
            _problem(response, 413, "too-large")


def test_a_database_out_of_reach_is_told_with_when_to_come_back() -> None:
    settings = Settings(database_url="postgresql://nobody@127.0.0.1:1/none")
    services = Services(settings, Database(settings.database_url), Library(association_edition()))
    client = TestClient(create_app(settings, services), raise_server_exceptions=False)
    responses = [
        client.post(f"{API}/assessments", json={"questionnaire": "association"}),
        client.get(f"{API}/assessments/{'0' * 32}", headers={"Authorization": "Bearer x"}),
    ]
    for response in responses:
        _problem(response, 503, "unavailable")
        assert int(response.headers["retry-after"]) > 0
    services.close()


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


def test_no_route_asks_another_site_for_anything(client: TestClient) -> None:
    """The description and every link stay on this service."""
    links = json.dumps(client.get(f"{API}/questionnaires").json())
    assert "http://" not in links
    assert "https://" not in links
