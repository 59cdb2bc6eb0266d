"""Headers, foreign forms, cookies, links, the access log."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.services.services import Services
from tests.builders import tiny_edition
from tests.integration.pages.browser import Browser, text

# Nothing here depends on the database: one suffices.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def public_service(make_services: Callable[..., Services]) -> TestClient:
    """A client of a service with a public address."""
    services = make_services(tiny_edition(), base_url="https://balises.example")
    app = create_app(services.settings, services)
    client = TestClient(app, base_url="https://balises.example", follow_redirects=False)
    client.headers["Sec-Fetch-Site"] = "same-origin"
    return client


def test_every_answer_carries_the_headers(alice: Browser) -> None:
    answers = [
        alice.get("/"),
        alice.get(alice.base),
        alice.get("/nowhere"),
        alice.client.post("/"),
        alice.answer("staff"),
        alice.answer("staff", reponse="some"),
        alice.client.post("/", headers={"Sec-Fetch-Site": "cross-site"}),
        alice.get("/static/css/app.css"),
        alice.get("/api/v1/questionnaires"),
    ]
    assert {one.status_code for one in answers} == {200, 303, 403, 404, 405, 422}
    for one in answers:
        headers = one.headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]
        policy = headers["Content-Security-Policy"]
        for rule in (
            "default-src 'none'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
        ):
            assert rule in policy
        assert "unsafe" not in policy
        assert "strict-dynamic" not in policy
        assert "Strict-Transport-Security" not in headers


def test_the_nonce_is_new_each_time_and_the_one_of_the_page(alice: Browser) -> None:
    nonces = set()
    for _ in range(3):
        page = alice.get(alice.question("staff"))
        found = re.search(
            r"script-src 'nonce-([\w-]{22,})'", page.headers["Content-Security-Policy"]
        )
        assert found
        nonces.add(found[1])
        assert set(re.findall(r'nonce="([^"]+)"', page.text)) == {found[1]}
    assert len(nonces) == 3


def test_no_inline_script_style_or_handler(alice: Browser) -> None:
    for path in ("/", "/parcours/test", alice.base, alice.question("partners"), "/nowhere"):
        page = alice.get(path).text
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|hx-on|javascript:", page)
        assert all("src=" in one for one in re.findall(r"<script[^>]*>", page))


def test_nothing_of_another_site_is_asked_for(alice: Browser) -> None:
    for path in ("/", "/parcours/test", alice.base, "/confidentialite", "/accessibilite"):
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', alice.get(path).text)


def test_personal_pages_are_not_stored(alice: Browser) -> None:
    paths = (alice.base, alice.question("staff"), f"{alice.base}/verification", "/mes-diagnostics")
    for path in paths:
        assert alice.get(path).headers["Cache-Control"] == "no-store"


def test_pages_are_compressed(alice: Browser) -> None:
    packed = alice.get("/", **{"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]


# ------------------------------------------------------------- Foreign forms


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, 403),
        ({"Origin": "http://localhost"}, 303),
        ({"Origin": "http://LOCALHOST:80"}, 303),
        ({"Origin": "https://localhost"}, 403),
        ({"Origin": "http://localhost:81"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "http://localhost.evil.example"}, 403),
        ({"Origin": "http://[::1"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 303),
    ],
)
def test_forms_of_other_sites_are_refused(
    services: Services, alice: Browser, headers: dict[str, str], status: int
) -> None:
    del alice.client.headers["Sec-Fetch-Site"]
    address = alice.question("staff")
    sent = alice.client.post(address, data={"reponse": "some", "version": "0"}, headers=headers)
    assert sent.status_code == status
    assert bool(services.assessments.load(alice.id).answers) == (status == 303)
    if status == 403:
        assert "Demande refusée" in text(sent)


def test_old_browsers_can_still_say_where_their_forms_come_from(alice: Browser) -> None:
    del alice.client.headers["Sec-Fetch-Site"]
    assert alice.get(alice.question("staff")).headers["Referrer-Policy"] == "same-origin"


def test_links_of_other_sites_still_lead_here(alice: Browser) -> None:
    assert alice.get("/", **{"Sec-Fetch-Site": "cross-site"}).status_code == 200


# ------------------------------------------------------- Behind TLS, in public


def test_in_public_the_cookie_is_bound_to_host_and_tls(public_service: TestClient) -> None:
    cookie = public_service.post("/parcours/test/commencer").headers["Set-Cookie"]
    assert cookie.startswith("__Host-balises=")
    for part in ("Secure", "HttpOnly", "Path=/", "SameSite=lax"):
        assert part in cookie
    assert "Domain" not in cookie


def test_in_public_browsers_are_told_to_keep_to_tls(public_service: TestClient) -> None:
    seconds = public_service.get("/").headers["Strict-Transport-Security"]
    assert seconds == "max-age=31536000"


def test_in_public_links_use_the_address_set_and_no_other(public_service: TestClient) -> None:
    place = public_service.post("/parcours/test/commencer").headers["Location"]
    link_page = f"/diagnostic/{place.split('/')[2]}/lien"
    forged = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    cookie = "; ".join(f"{name}={value}" for name, value in public_service.cookies.items())
    made = public_service.post(link_page, headers={**forged, "Cookie": cookie})
    assert "https://balises.example/r/" in made.text
    assert "evil.example" not in made.text


def test_without_an_address_set_a_foreign_host_is_not_repeated(alice: Browser) -> None:
    cookie = "; ".join(f"{name}={value}" for name, value in alice.client.cookies.items())
    headers = {"Host": "evil.example", "Cookie": cookie}
    made = alice.client.post(f"{alice.base}/lien", headers=headers)
    assert made.status_code == 200
    assert 'href="/r/' in made.text
    assert "evil.example" not in made.text


def test_redirects_stay_here(alice: Browser) -> None:
    for go in ("//evil.example", "https://evil.example", "/\\evil.example"):
        sent = alice.answer("staff", reponse="some", aller=go, retour=go)
        assert sent.headers["Location"] == alice.question("department")


def test_unforeseen_errors_say_nothing_of_themselves(
    alice: Browser, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a secret of the house")

    monkeypatch.setattr(services.assessments, "load_in", fail)
    for path in (alice.base, f"/api/v1/assessments/{alice.id}"):
        told = alice.get(path)
        assert "secret of the house" not in told.text
    told = alice.get(alice.base)
    assert told.status_code == 500
    assert "Une erreur est survenue" in text(told)
    assert "Content-Security-Policy" in told.headers


# ---------------------------------------------------------- One click (RFC 8058)


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "null"},
        {"Origin": "https://mail.example", "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_mail_reader_may_post_where_the_token_is_all_there_is(
    visitor: Browser, prefix: str, headers: dict[str, str]
) -> None:
    del visitor.client.headers["Sec-Fetch-Site"]
    place = f"{prefix}/rappels/arreter/{'x' * 22}"
    told = visitor.client.post(place, headers=headers, data={"List-Unsubscribe": "One-Click"})
    assert told.status_code == 200


@pytest.mark.parametrize(
    "place",
    [
        f"/rappels/confirmer/{'x' * 22}",
        f"/rappels/arreter/{'x' * 21}",
        f"/rappels/arreter/{'x' * 22}/",
        f"/rappels/arreter/{'x' * 22}/../../mes-diagnostics/oublier",
        f"/static/rappels/arreter/{'x' * 22}",
        "/rappels/arreter",
        "/mes-diagnostics/oublier",
        "/parcours/test/commencer",
    ],
)
def test_nowhere_else_may_another_site_post(alice: Browser, place: str) -> None:
    foreign = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    told = alice.client.post(place, headers=foreign)
    assert told.status_code == 403
    own = (f"{alice.base}/rappels", f"{alice.base}/rappels/arreter", f"{alice.base}/lien/envoyer")
    for path in own:
        assert alice.client.post(path, headers=foreign).status_code == 403
    one_click = f"/rappels/arreter/{'x' * 22}"
    for method in ("PUT", "DELETE", "PATCH"):
        assert alice.client.request(method, one_click, headers=foreign).status_code == 403
