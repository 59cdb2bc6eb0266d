"""Whoever guesses, or asks too often for what is costly, is asked to wait; a full room never is."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import limits.storage.memory
import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.report.contexts import Report
from app.report.paper_contexts import PaperForm
from app.services.services import Services
from app.web import rate_limits
from tests.builders import tiny_edition
from tests.integration.conftest import Clock
from tests.integration.pages.browser import HTMX, Browser, text

# Nothing here depends on the database: one suffices.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ROOM = "203.0.113.7"
EXPORTS = ("export.csv", "export.xlsx", "export.json", "calendrier.ics")
NO_LINK = "/r/AAAAAAAAAAAAAAAAAAAAAA"


class StandIn:
    """Makes a PDF in no time."""

    def warm(self) -> None: ...

    def render(self, report: Report) -> bytes:
        return b"%PDF-"

    def render_form(self, form: PaperForm) -> bytes:
        return b"%PDF-"

    def close(self) -> None: ...


@pytest.fixture(autouse=True)
def time_stands_still(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the limits the clock of the test."""
    stopped = SimpleNamespace(time=lambda: clock.now.timestamp())
    monkeypatch.setattr(limits.storage.memory, "time", stopped)
    monkeypatch.setattr(rate_limits, "time", stopped)


Open = Callable[..., Browser]


@pytest.fixture
def open_on(make_services: Callable[..., Services]) -> Iterator[Open]:
    """Make browsers behind an address, all on one service."""
    apps: dict[str, Any] = {}
    opened: list[TestClient] = []

    def make(address: str = ROOM, **settings: object) -> Browser:
        if "app" not in apps:
            services = make_services(tiny_edition(), pdf=StandIn(), **settings)
            apps["app"] = create_app(services.settings, services)
        client = TestClient(
            apps["app"],
            base_url="http://localhost",
            follow_redirects=False,
            client=(address, 40000),
        )
        client.headers["Sec-Fetch-Site"] = "same-origin"
        opened.append(client)
        return Browser(client)

    yield make
    for client in opened:
        client.close()


def test_twelve_people_in_one_room_are_never_in_the_way(open_on: Open) -> None:
    for person in range(12):
        browser = open_on()
        assert browser.start().status_code == 303
        for turn in range(30):
            value = ("no", "draft", "signed")[turn % 3]
            assert browser.answer("charter", reponse=value).status_code == 303
        assert browser.client.post(
            f"{browser.base}/terminer", data={"confirmer": "oui"}
        ).is_redirect
        assert browser.get(f"{browser.base}/resultat").status_code == 200
        for _ in range(5):
            assert browser.get(f"{browser.base}/feuille-de-route.pdf").status_code == 200
        for _ in range(2):
            for name in EXPORTS:
                assert browser.get(f"{browser.base}/suivi/{name}").status_code == 200
        shown = browser.client.post(f"{browser.base}/lien").text
        link = re.search(r'href="http://localhost(/r/[^"]+)"', shown)
        assert link
        for _ in range(3):
            assert browser.get(link[1]).status_code == 303
            assert browser.get(f"{link[1]}x").status_code == 404  # copied badly
        assert browser.start().status_code == 303, person


def test_by_default_a_room_has_a_wide_margin(services: Services) -> None:
    settings = services.settings
    for kind, least in (
        ("starts", 300),
        ("pdfs", 120),
        ("exports", 480),
        ("uploads", 60),
        ("guesses", 36),
        ("mails", 36),
    ):
        amount, _, unit = getattr(settings, f"limit_{kind}").rpartition("; ")[2].partition("/")
        assert unit == "hour"
        assert int(amount) >= least


def test_guessing_links_is_slowed_down_and_time_heals(open_on: Open, clock: Clock) -> None:
    browser = open_on()
    browser.start()
    for _ in range(60):
        assert browser.get(NO_LINK).status_code == 404
        clock.advance(seconds=10)
    told = browser.get(NO_LINK)
    assert told.status_code == 429
    assert told.headers["Retry-After"] == "3000"
    assert "Réessayez dans 50 minutes." in text(told).replace("\u00a0", " ")
    assert "Content-Security-Policy" in told.headers
    assert told.headers["Cache-Control"] == "no-store"
    # Everything else goes on, and so do others.
    assert browser.answer("charter", reponse="no").status_code == 303
    assert open_on("203.0.113.8").get(NO_LINK).status_code == 404
    clock.advance(seconds=2999)
    assert browser.get(NO_LINK).status_code == 429
    clock.advance(seconds=2)
    assert browser.get(NO_LINK).status_code == 404
    assert browser.get(NO_LINK).status_code == 429  # the window moves, it does not start again


def test_guessing_tokens_is_slowed_down_but_never_who_has_the_right_one(
    open_on: Open, clock: Clock
) -> None:
    holder, guesser = open_on(limit_guesses="5/minute"), open_on()
    started = holder.client.post("/api/v1/assessments", json={"questionnaire": "test"}).json()
    path = started["links"]["self"]["href"]
    own = {"Authorization": f"Bearer {started['token']}"}
    assert holder.client.get(path, headers=own).status_code == 200
    addresses = [path, f"{path}/diagnosis", f"{path}/roadmap.pdf", f"{path}/answers/charter"]
    statuses = []
    for turn in range(8):
        wrong = {"Authorization": f"Bearer wrong-{turn}"}
        told = guesser.client.get(addresses[turn % 4], headers=wrong)
        statuses.append(told.status_code)
    assert statuses == [404] * 5 + [429] * 3
    assert told.headers["content-type"] == "application/problem+json"
    assert told.json()["type"] == "urn:balises:problem:too-many-requests"
    assert told.headers["Retry-After"] == "60"
    # Links that open nothing count with them.
    assert guesser.get(NO_LINK).status_code == 429
    # Whoever has shown the right token goes on, from the same address, even when mistaken.
    saved = {"value": "no"}
    for _ in range(9):
        put = holder.client.put(f"{path}/answers/charter", json=saved, headers=own)
        assert put.status_code == 200
        assert holder.client.get(f"{path}/answers/nothing", headers=own).status_code == 404
    # The same token does not open another assessment, and is a guess there.
    other = f"/api/v1/assessments/{'0' * 32}"
    assert holder.client.get(other, headers=own).status_code == 429
    assert open_on("203.0.113.8").client.get(path, headers=own).status_code == 200
    clock.advance(seconds=61)
    assert guesser.client.get(path, headers={"Authorization": "Bearer x"}).status_code == 404


def test_refusing_does_not_push_the_end_away(open_on: Open, clock: Clock) -> None:
    browser = open_on(limit_starts="2/minute")
    assert [browser.start().status_code for _ in range(2)] == [303, 303]
    for _ in range(50):
        assert browser.client.post("/parcours/test/commencer").status_code == 429
        clock.advance(seconds=1)
    clock.advance(seconds=11)
    assert browser.start().status_code == 303


def test_a_boosted_form_is_answered_by_a_fragment(open_on: Open) -> None:
    browser = open_on(limit_starts="1/hour")
    browser.start()
    told = browser.client.post("/parcours/test/commencer", headers=HTMX)
    assert told.status_code == 429
    assert told.text.startswith("<title>Un peu de patience")
    assert told.headers["HX-Push-Url"] == "false"


def test_pdfs_are_limited_on_the_page_and_in_the_interface(open_on: Open) -> None:
    browser = open_on(limit_pdfs="2/hour")
    browser.start()
    browser.answer("charter", reponse="no")
    browser.client.post(f"{browser.base}/terminer", data={"confirmer": "oui"})
    # What is printed already is given to anyone: only what has to be printed counts.
    for value, expected in (("draft", 200), ("signed", 200), ("no", 429)):
        browser.answer("charter", reponse=value)
        for _ in range(4):
            told = browser.get(f"{browser.base}/feuille-de-route.pdf")
            assert told.status_code == expected
    assert "Un peu de patience" in told.text
    assert told.headers["Retry-After"] == "3600"
    started = open_on("198.51.100.4").client.post(
        "/api/v1/assessments", json={"questionnaire": "test"}
    )
    address = started.json()["links"]["roadmap"]["href"]
    bearer = {"Authorization": f"Bearer {started.json()['token']}"}
    told = browser.get(address, **bearer)
    assert told.status_code == 429
    assert told.headers["Content-Type"] == "application/problem+json"
    assert told.json()["type"] == "urn:balises:problem:too-many-requests"
    assert int(told.headers["Retry-After"]) == 3600
    assert open_on("198.51.100.4").get(address, **bearer).status_code == 200


def test_files_to_carry_away_are_limited_together_and_reading_is_not(
    open_on: Open, clock: Clock
) -> None:
    browser, stranger = open_on(limit_exports="5/minute"), open_on()
    browser.start()
    exports = [f"{browser.base}/suivi/{name}" for name in EXPORTS]
    # What is not made does not count: neither for an unfinished diagnosis, nor for a stranger.
    for _ in range(3):
        assert {browser.get(path).status_code for path in exports} == {303}
        assert {stranger.get(path).status_code for path in exports} == {404}
    browser.answer("charter", reponse="no")
    browser.client.post(f"{browser.base}/terminer", data={"confirmer": "oui"})
    assert [browser.get(path).status_code for path in exports] == [200] * 4
    found = [browser.get(f"{prefix}{exports[1]}") for prefix in ("", "/en", "")]
    assert [one.status_code for one in found] == [200, 429, 429]
    told = found[2]
    assert told.headers["Retry-After"] == "60"
    assert told.headers["Cache-Control"] == "no-store"
    assert "Content-Disposition" not in told.headers
    said = text(told).replace("\u00a0", " ")
    assert "Votre connexion a demandé beaucoup de fichiers à emporter en peu de temps." in said
    assert "Réessayez dans 1 minute." in said
    assert "Lire le suivi et le tenir n’est jamais limité : vous pouvez continuer en ligne." in said
    assert "continuer à répondre" not in said
    assert f'href="{exports[1]}"' in told.text
    # Reading and changing the follow-up go on, and so do others.
    for _ in range(9):
        assert browser.get(f"{browser.base}/suivi").status_code == 200
        added = browser.client.post(f"{browser.base}/suivi/ajouter", data={"do": "Fêter"})
        assert added.status_code == 303
    clock.advance(seconds=61)
    assert browser.get(exports[1]).status_code == 200


def test_starting_is_limited_in_the_interface_and_saving_is_not(open_on: Open) -> None:
    browser = open_on(limit_starts="1/hour")
    body = {"questionnaire": "test"}
    started = browser.client.post("/api/v1/assessments", json=body)
    assert started.status_code == 201
    assert browser.client.post("/api/v1/assessments", json=body).status_code == 429
    address = f"{started.json()['links']['answers']['href']}/charter"
    bearer = {"Authorization": f"Bearer {started.json()['token']}"}
    for turn in range(100):
        value = {"value": ("no", "draft")[turn % 2]}
        assert browser.client.put(address, json=value, headers=bearer).status_code == 200


def test_files_are_limited(open_on: Open) -> None:
    browser = open_on(limit_uploads="1/hour")
    file = {"fichier": ("x.pdf", b"%PDF-", "application/pdf")}
    assert browser.client.post("/reprendre", files=file).status_code == 422
    assert browser.client.post("/reprendre", files=file).status_code == 429
    sent = browser.client.post("/api/v1/assessments/from-record", json={})
    assert sent.status_code == 429
    assert browser.client.post("/reprendre", data={"x": "y"}).status_code == 422


@pytest.mark.parametrize(
    ("trusted", "sender", "is_believed"),
    [
        ("127.0.0.1", "127.0.0.1", True),
        ("10.1.0.0/16", "10.1.2.3", True),
        ("10.1.0.0/16", "10.2.2.3", False),
        ("127.0.0.1", "203.0.113.9", False),
        ("", "127.0.0.1", False),
    ],
)
def test_only_trusted_proxies_say_where_a_request_comes_from(
    open_on: Open, trusted: str, sender: str, is_believed: bool
) -> None:
    proxy = open_on(sender, limit_starts="1/hour", trusted_proxies=trusted)
    told = []
    for person in range(3):
        forwarded = f"192.0.2.99, 198.51.100.{person}"  # the first is what the client claims
        header = {"X-Forwarded-For": forwarded}
        told.append(proxy.client.post("/parcours/test/commencer", headers=header).status_code)
    assert told == ([303, 303, 303] if is_believed else [303, 429, 429])


def test_a_client_cannot_change_its_address_through_a_trusted_proxy(open_on: Open) -> None:
    proxy = open_on("127.0.0.1", limit_starts="1/hour")
    told = []
    for person in range(2):
        header = {"X-Forwarded-For": f"192.0.2.{person}, 198.51.100.1"}
        told.append(proxy.client.post("/parcours/test/commencer", headers=header).status_code)
    assert told == [303, 429]


def test_another_language_is_no_way_round(open_on: Open) -> None:
    browser = open_on(limit_guesses="2/hour", limit_starts="1/hour")
    for path, status in ((NO_LINK, 404), (f"/en{NO_LINK}", 404), (f"/en{NO_LINK}", 429)):
        assert browser.get(path).status_code == status
    starts = ["/parcours/test/commencer", "/en/parcours/test/commencer"]
    assert [browser.client.post(path).status_code for path in starts] == [303, 429]
    told = text(browser.get(f"/en{NO_LINK}"))
    assert "many links that open nothing in a short time" in told
    assert "Try again in 60 minutes." in told


def test_limits_can_be_taken_away(open_on: Open) -> None:
    browser = open_on(limit_guesses="")
    assert {browser.get(NO_LINK).status_code for _ in range(80)} == {404}


def test_no_address_is_kept_in_memory_or_logged(
    open_on: Open, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    browser = open_on(limit_starts="1/hour")
    for _ in range(3):
        browser.client.post("/parcours/test/commencer")
    assert ROOM not in caplog.text
    held = [one for one in gc.get_objects() if isinstance(one, rate_limits.RateLimits)]
    assert held
    for one in held:
        assert ROOM not in repr(one._limiter.storage.__dict__)


def test_everything_costly_that_exists_is_recognised(services: Services) -> None:
    """A new way to start, or a new PDF, must be limited too."""
    from fastapi.routing import APIRoute, iter_route_contexts

    app = create_app(services.settings, services)
    found: dict[str, set[str]] = {}
    for context in iter_route_contexts(app.routes):
        if not isinstance(context.original_route, APIRoute):
            continue
        path = re.sub(r"\{\w+(:path)?\}", "x", context.path or "")
        for method in context.methods or ():
            for kind in rate_limits.KINDS:
                if kind.is_asked(method, path, []):
                    found.setdefault(kind.name, set()).add(f"{method} {path}")
    assert found == {
        "guesses": {
            "GET /r/x",
            "GET /p/x",
            "GET /rappels/confirmer/x",
            "POST /rappels/confirmer/x",
        },
        "starts": {
            "POST /parcours/x/commencer",
            "POST /diagnostic/x/refaire",
            "POST /api/v1/assessments",
            "POST /api/v1/assessments/x/repeat",
        },
        "pdfs": {
            "GET /diagnostic/x/feuille-de-route.pdf",
            "GET /parcours/x/papier.pdf",
            "HEAD /diagnostic/x/feuille-de-route.pdf",
            "GET /diagnostic/x/essentiel.pdf",
            "HEAD /diagnostic/x/essentiel.pdf",
            "GET /api/v1/assessments/x/essential.pdf",
            "HEAD /api/v1/assessments/x/essential.pdf",
            "GET /api/v1/assessments/x/roadmap.pdf",
            "HEAD /api/v1/assessments/x/roadmap.pdf",
        },
        "exports": {f"GET /diagnostic/x/suivi/{name}" for name in EXPORTS},
        # Files in a form are known by their content type, whatever the address.
        "uploads": {"POST /api/v1/assessments/from-record"},
        "mails": {"POST /diagnostic/x/lien/envoyer", "POST /diagnostic/x/rappels"},
    }
