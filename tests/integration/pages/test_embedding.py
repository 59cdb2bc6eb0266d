"""Only the sites that an instance names may show it within their pages; its cookie follows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from httpx2 import Response
from pydantic import ValidationError
from starlette.testclient import TestClient

from app.main import create_app
from app.services.services import Services
from app.settings import Settings
from tests.builders import tiny_edition
from tests.integration.pages.browser import text

# Nothing here depends on the database: one suffices.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Open = Callable[..., TestClient]


@pytest.fixture
def open_on(make_services: Callable[..., Services]) -> Open:
    def make(**settings: object) -> TestClient:
        services = make_services(
            tiny_edition(), **{"base_url": "https://balises.example", **settings}
        )
        app = create_app(services.settings, services)
        client = TestClient(app, base_url="https://balises.example", follow_redirects=False)
        client.headers["Sec-Fetch-Site"] = "same-origin"
        return client

    return make


def policy(response: Response) -> list[str]:
    return [one.strip() for one in response.headers["Content-Security-Policy"].split(";")]


def test_by_default_no_site_may(open_on: Open) -> None:
    client = open_on()
    shown = client.get("/")
    assert "frame-ancestors 'none'" in policy(shown)
    assert shown.headers["X-Frame-Options"] == "DENY"
    cookie = client.post("/parcours/test/commencer").headers["Set-Cookie"]
    assert "SameSite=lax" in cookie
    assert "Partitioned" not in cookie
    assert "s’afficher dans les pages de" not in text(client.get("/confidentialite"))


def test_sites_that_are_named_may(open_on: Open) -> None:
    client = open_on(embed_hosts="www.rives.example, https://intranet.rives.example:8443")
    for shown in (client.get("/"), client.get("/nowhere"), client.get("/static/css/app.css")):
        assert (
            "frame-ancestors https://www.rives.example https://intranet.rives.example:8443"
            in policy(shown)
        )
        assert "X-Frame-Options" not in shown.headers
        assert "Strict-Transport-Security" in shown.headers
    cookie = client.post("/parcours/test/commencer").headers["Set-Cookie"]
    assert cookie.startswith("__Host-balises=")
    for part in ("SameSite=none", "Partitioned", "Secure", "HttpOnly", "Path=/"):
        assert f"; {part}" in cookie
    gone = client.post("/mes-diagnostics/oublier").headers["Set-Cookie"]
    for part in ("Max-Age=0", "Partitioned", "Secure"):
        assert f"; {part}" in gone
    assert "https://www.rives.example" in text(client.get("/confidentialite"))


def test_forms_of_those_sites_are_still_refused(open_on: Open) -> None:
    client = open_on(embed_hosts="www.rives.example")
    for site in ("cross-site", "same-site"):
        sent = client.post("/parcours/test/commencer", headers={"Sec-Fetch-Site": site})
        assert sent.status_code == 403
    del client.headers["Sec-Fetch-Site"]
    sent = client.post("/parcours/test/commencer", headers={"Origin": "https://www.rives.example"})
    assert sent.status_code == 403


@pytest.mark.parametrize(
    "hosts",
    [
        "*",
        "*.rives.example",
        "https://rives.example/page",
        "http://rives.example",
        "rives.example; script-src *",
        "rives.example 'self'",
        "https://",
        "-rives.example",
        "rives.example, javascript:alert(1)",
    ],
)
def test_what_names_no_site_is_refused(services: Services, hosts: str) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate({"base_url": "https://balises.example", "embed_hosts": hosts})


def test_embedding_asks_for_https(services: Services) -> None:
    with pytest.raises(ValidationError, match="base_url"):
        Settings.model_validate({"embed_hosts": "rives.example"})
    assert Settings.model_validate({"embed_hosts": ""}).embed_hosts == ()
