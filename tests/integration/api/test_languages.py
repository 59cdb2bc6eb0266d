"""The JSON interface in the language asked for, or preferred; else in the questionnaire's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.domain.answers import parse_answers
from app.domain.diagnose import diagnose
from app.domain.serialise import canonical_json, diagnosis_to_dict
from app.domain.translation import in_language
from app.main import create_app
from app.services.services import Services
from app.settings import Settings
from app.store.database import Database
from tests.integration.api.parties import API, Holder, Renderer, problem
from tests.integration.conftest import Clock, Library
from tests.integration.editions import association_edition, other_edition
from tests.translated import in_plain_words, promising

# Nothing here depends on the database: one suffices.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

TRANSLATED = in_plain_words(association_edition())
"""``association`` in French and in English; ``commune`` is in French alone."""
RAW = {"accord-ecrit": "parfois", "benevoles": 12.5, "departement": "79"}


@pytest.fixture
def client(database_url: str, clock: Clock, tmp_path: Path) -> Iterator[TestClient]:
    services = Services(
        Settings(database_url=database_url, cache=tmp_path / "cache"),
        Database(database_url),
        Library(TRANSLATED, other_edition()),
        Renderer(),
        clock,
    )
    yield TestClient(create_app(services.settings, services), raise_server_exceptions=False)
    services.close()


@pytest.fixture
def holder(client: TestClient) -> Holder:
    someone = Holder(client)
    saved = client.put(f"{someone.path}/answers", json={"answers": RAW}, headers=someone.headers)
    assert saved.status_code == 200
    return someone


@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [
        ("", "", "fr"),
        ("?language=en", "", "en"),
        ("", "en-GB,fr;q=0.5", "en"),
        ("?language=fr", "en", "fr"),
        ("?language=de", "en", "fr"),
        ("", "de", "fr"),
    ],
)
def test_a_questionnaire_is_told_in_the_language_wanted(
    client: TestClient, query: str, accepted: str, language: str
) -> None:
    response = client.get(
        f"{API}/questionnaires/association{query}", headers={"Accept-Language": accepted}
    )
    told = response.json()
    assert (told["language"], told["languages"]) == (language, ["fr", "en"])
    assert told["title"] == in_language(TRANSLATED, language).questionnaire.title
    assert told["title"].startswith("Words ") is (language == "en")
    assert told["edition"] == TRANSLATED.hash
    assert told["untranslated"] == []
    assert response.headers["Content-Language"] == language
    assert response.headers["Vary"].startswith("Accept-Language")


def test_each_of_the_list_is_in_the_language_that_it_has(client: TestClient) -> None:
    response = client.get(f"{API}/questionnaires?language=en")
    listed = response.json()["questionnaires"]
    assert [(one["id"], one["language"]) for one in listed] == [
        ("association", "en"),
        ("commune", "fr"),
    ]
    assert response.headers["Content-Language"] == "en, fr"


def test_what_is_no_language_is_refused(client: TestClient) -> None:
    for path in ("/questionnaires", "/questionnaires/association"):
        problem(client.get(f"{API}{path}?language=English"), 422, "invalid-request")


def test_a_diagnosis_is_told_in_the_language_wanted(client: TestClient, holder: Holder) -> None:
    response = client.get(f"{holder.path}/diagnosis?language=en", headers=holder.headers)
    read = in_language(TRANSLATED, "en")
    answers = parse_answers(read, RAW)
    expected = diagnosis_to_dict(read, diagnose(read, answers))
    assert response.content == canonical_json(expected)
    assert (response.json()["language"], "untranslated" in response.json()) == ("en", False)
    assert "Words" in response.json()["profile"]["overall"]["title"]
    assert response.headers["Content-Language"] == "en"
    french = client.get(f"{holder.path}/diagnosis", headers=holder.headers)
    assert french.json()["language"] == french.headers["Content-Language"] == "fr"
    assert french.json()["edition"] == response.json()["edition"]


def test_refused_answers_are_told_in_the_language_wanted(
    client: TestClient, holder: Holder
) -> None:
    url = f"{holder.path}/answers/benevoles"
    sent = {"value": 10**6}
    english = client.put(f"{url}?language=en", json=sent, headers=holder.headers).json()
    assert english["errors"][0]["message"].startswith("Enter a number between 0 and 10,000 (Words")
    french = client.put(url, json=sent, headers=holder.headers).json()
    assert french["errors"][0]["message"].startswith("Écrivez un nombre entre 0 et 10\u202f000")
    assert english["errors"][0]["code"] == french["errors"][0]["code"] == "out-of-bounds"


def test_the_roadmap_is_named_in_its_language(client: TestClient, holder: Holder) -> None:
    response = client.get(f"{holder.path}/roadmap.pdf?language=en", headers=holder.headers)
    assert 'filename="roadmap-association-' in response.headers["Content-Disposition"]
    assert response.headers["Content-Language"] == "en"


def test_the_roadmap_has_a_tag_for_each_language(client: TestClient, holder: Holder) -> None:
    address = f"{holder.path}/roadmap.pdf"
    english = client.get(f"{address}?language=en", headers=holder.headers)
    known = {**holder.headers, "If-None-Match": english.headers["ETag"]}
    assert client.get(f"{address}?language=en", headers=known).status_code == 304
    french = client.get(f"{address}?language=fr", headers=known)
    assert french.status_code == 200
    assert 'filename="feuille-de-route-' in french.headers["Content-Disposition"]


def test_completing_has_the_roadmap_printed_in_the_language_wanted(
    database_url: str, clock: Clock, tmp_path: Path
) -> None:
    renderer = Renderer()
    settings = Settings(database_url=database_url, cache=tmp_path / "cache")
    services = Services(settings, Database(database_url), Library(TRANSLATED), renderer, clock)
    client = TestClient(create_app(settings, services))
    someone = Holder(client)
    client.post(f"{someone.path}/complete?language=en", headers=someone.headers)
    assert renderer.begun.wait(20)
    assert client.get(f"{someone.path}/roadmap.pdf?language=en", headers=someone.headers).is_success
    assert renderer.languages == ["en"]
    services.close()


def test_texts_that_lack_a_translation_are_named(
    database_url: str, clock: Clock, make_client: Callable[[Library], TestClient]
) -> None:
    client = make_client(Library(promising(association_edition())))
    told = client.get(f"{API}/questionnaires/association?language=en").json()
    assert told["language"] == "en"
    assert "/title" in told["untranslated"]
    assert "/sections/0/questions/0/options/0/label" in told["untranslated"]
    assert told["title"] == "Faire alliance"


@pytest.fixture
def make_client(
    database_url: str, clock: Clock, tmp_path: Path
) -> Iterator[Callable[[Library], TestClient]]:
    made: list[Services] = []

    def make(library: Library) -> TestClient:
        settings = Settings(database_url=database_url, cache=tmp_path / "cache")
        made.append(Services(settings, Database(database_url), library, Renderer(), clock))
        return TestClient(create_app(settings, made[-1]))

    yield make
    for services in made:
        services.close()


def test_the_description_tells_of_languages(client: TestClient) -> None:
    paths = client.get(f"{API}/openapi.json").json()["paths"]
    for path in ("/questionnaires", "/questionnaires/{questionnaire_id}"):
        names = {one["name"].lower() for one in paths[f"{API}{path}"]["get"]["parameters"]}
        assert {"language", "accept-language"} <= names


@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [("", "", "fr"), ("", "en-GB,fr;q=0.5", "en"), ("?language=en", "fr", "en"), ("", "de", "fr")],
)
def test_a_problem_is_told_in_the_language_wanted(
    client: TestClient, holder: Holder, query: str, accepted: str, language: str
) -> None:
    is_english = language == "en"
    preferred = {"Accept-Language": accepted}
    own = {**holder.headers, **preferred}
    cases = (
        (client.get(holder.path + query, headers=preferred), 401, "no-token", "Token missing"),
        (client.get(f"{API}/nowhere{query}", headers=preferred), 404, "not-found", "Not found"),
        (
            client.put(f"{holder.path}/answers/benevole{query}", json={"value": 1}, headers=own),
            404,
            "unknown-question",
            "Unknown question",
        ),
        (
            client.put(f"{holder.path}/answers/benevoles{query}", json={}, headers=own),
            422,
            "invalid-request",
            "Request refused",
        ),
        (
            client.post(f"{holder.path}/repeat{query}", headers=own),
            409,
            "assessment-not-completed",
            "Self-assessment not finished",
        ),
    )
    for response, status, code, title in cases:
        told = problem(response, status, code)
        assert (told["title"] == title) is is_english, told
        assert response.headers["Content-Language"] == language
        assert "Accept-Language" in response.headers["Vary"]
        assert bool(re.search("[éàè«]|n’|Ce champ", told["detail"])) is not is_english, told
    nearest = cases[2][0].json()
    assert nearest["suggestion"] == "benevoles"
    assert ("Did you mean “benevoles”?" in nearest["detail"]) is is_english
