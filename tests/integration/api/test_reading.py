"""What the interface gives: questionnaires, diagnosis, roadmap; and what it says when it cannot."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.domain.answers import parse_answers
from app.domain.diagnose import diagnose
from app.domain.serialise import diagnosis_to_dict
from app.main import create_app
from app.report.pdf import PdfBusy, PdfFailed, PdfTimeout, PdfTooLong, PdfUnavailable
from app.services.services import Services
from app.settings import Settings
from app.store.database import Database
from tests.integration.api.parties import API, Holder, Renderer, problem
from tests.integration.conftest import Clock, Library
from tests.integration.editions import association_edition


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
    problem(client.get(f"{API}/questionnaires/nope"), 404, "questionnaire-not-found")


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
    again = {**alice.headers, "If-None-Match": response.headers["etag"]}
    known = client.get(f"{alice.path}/roadmap.pdf", headers=again)
    assert (known.status_code, known.content) == (304, b"")
    head = client.head(f"{alice.path}/roadmap.pdf", headers=alice.headers)
    assert head.headers["content-length"] == str(len(response.content))


def test_completing_has_the_roadmap_printed_ahead(
    client: TestClient, alice: Holder, renderer: Renderer
) -> None:
    client.post(f"{alice.path}/complete", headers=alice.headers)
    assert renderer.begun.wait(20)
    response = client.get(f"{alice.path}/roadmap.pdf", headers=alice.headers)
    assert response.status_code == 200
    assert renderer.count == 1


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (PdfBusy(7), 503, "pdf-busy"),
        (PdfTimeout(10), 503, "pdf-timeout"),
        (PdfTooLong(61), 422, "pdf-too-long"),
        (PdfUnavailable("pango"), 503, "pdf-unavailable"),
        (PdfFailed("x"), 500, "pdf-failed"),
    ],
)
def test_a_roadmap_that_cannot_be_made_is_told_why(
    client: TestClient, alice: Holder, renderer: Renderer, error: Exception, status: int, code: str
) -> None:
    renderer.error = error
    response = client.get(f"{alice.path}/roadmap.pdf", headers=alice.headers)
    problem(response, status, code)
    assert response.headers.get("retry-after") == ("7" if code == "pdf-busy" else None)


def test_what_nobody_foresaw_says_nothing_of_the_inside(
    client: TestClient, alice: Holder, renderer: Renderer
) -> None:
    renderer.error = RuntimeError("secret of the house")
    response = client.get(f"{alice.path}/roadmap.pdf", headers=alice.headers)
    problem(response, 500, "internal-error")
    assert "secret of the house" not in response.text


def test_a_database_out_of_reach_is_told_with_when_to_come_back() -> None:
    settings = Settings(database_url="postgresql://nobody@127.0.0.1:1/none")
    services = Services(settings, Database(settings.database_url), Library(association_edition()))
    client = TestClient(create_app(settings, services), raise_server_exceptions=False)
    responses = [
        client.post(f"{API}/assessments", json={"questionnaire": "association"}),
        client.get(f"{API}/assessments/{'0' * 32}", headers={"Authorization": "Bearer x"}),
    ]
    for response in responses:
        problem(response, 503, "unavailable")
        assert int(response.headers["retry-after"]) > 0
    services.close()


def test_no_route_asks_another_site_for_anything(client: TestClient) -> None:
    """The description and every link stay on this service."""
    links = json.dumps(client.get(f"{API}/questionnaires").json())
    assert "http://" not in links
    assert "https://" not in links
