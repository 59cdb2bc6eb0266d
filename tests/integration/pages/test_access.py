"""Every route says who may see it; outsiders are told what is told of what does not exist."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from fastapi.routing import APIRoute, iter_route_contexts

from app.main import create_app
from app.services.services import Services
from app.web.access import routes_without_rule
from tests.integration.pages.browser import Browser

# Nothing here depends on the database: one suffices.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
NOT_THERE = "0" * 32


def routes(services: Services) -> Iterator[tuple[str, set[str]]]:
    """Yield the path and methods of each page."""
    app = create_app(services.settings, services)
    for context in iter_route_contexts(app.routes):
        path = context.path or ""
        if isinstance(context.original_route, APIRoute) and not path.startswith("/api/"):
            yield path, set(context.methods or ())


def filled(path: str, assessment: str) -> str:
    """Return an address of the route."""
    known = {
        "assessment_id": assessment,
        "question_id": "staff",
        "undertaking_id": "1" * 32,
        "questionnaire_id": "test",
        "secret": "none",
        "share_id": NOT_THERE,
        "token": "none",
    }
    return re.sub(r"\{(\w+)\}", lambda found: known[found[1]], path)


def private(services: Services) -> list[tuple[str, str]]:
    """Return the method and path of each page of an assessment."""
    return [
        (method, path)
        for path, methods in routes(services)
        for method in sorted(methods)
        if "{assessment_id}" in path
    ]


def test_every_route_declares_a_rule(services: Services) -> None:
    assert list(routes_without_rule(create_app(services.settings, services))) == []


def test_there_are_private_pages(services: Services) -> None:
    assert len(private(services)) >= 11


def test_outsiders_are_told_what_is_told_of_nothing(
    services: Services, alice: Browser, bob: Browser, visitor: Browser
) -> None:
    for method, path in private(services):
        nothing = visitor.client.request(method, filled(path, NOT_THERE))
        for browser in (bob, visitor):
            told = browser.client.request(method, filled(path, alice.id))
            assert told.status_code == 404, (method, path)
            assert without_nonce(told.text) == without_nonce(nothing.text), (method, path)
    assert services.assessments.load(alice.id).answers == {}


@pytest.mark.parametrize("id_", ["x", "..", "%00", "0" * 31, "0" * 33, "G" * 32, "é"])
def test_ids_of_another_form_are_not_found(alice: Browser, id_: str) -> None:
    assert alice.client.get(f"/diagnostic/{id_}/verification").status_code == 404


def test_a_forged_cookie_opens_nothing(alice: Browser, visitor: Browser) -> None:
    for token in ("", "x" * 22, alice.id, "\\303\\251"):
        assert visitor.get(alice.base, Cookie=f"balises={token}").status_code == 404


def test_wrong_methods_are_refused(services: Services, alice: Browser) -> None:
    for path in {path for path, _ in routes(services)}:
        allowed = {m for p, methods in routes(services) if p == path for m in methods}
        for method in set(METHODS) - allowed:
            told = alice.client.request(method, filled(path, alice.id))
            assert told.status_code == 405, (method, path)
            assert "Cette adresse ne s’ouvre pas ainsi" in told.text


def test_reading_never_writes(services: Services, alice: Browser) -> None:
    alice.answer("staff", reponse="some")
    before = services.assessments.load(alice.id)
    for method, path in private(services):
        if method == "GET":
            alice.client.get(filled(path, alice.id))
    assert services.assessments.load(alice.id) == before


def without_nonce(page: str) -> str:
    """Return a page without what differs from one response to the next."""
    return re.sub(r'nonce="[^"]+"', "", page)
