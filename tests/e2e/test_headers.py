"""What the headers ask of a browser, a real one does."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from tests.e2e.person import give, go_on, start
from tests.e2e.serving import listening, served


@dataclass
class OtherSite:
    """A site of somebody else, that shows one page whatever it is asked."""

    address: str = ""
    page: str = ""
    asked: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def other_site() -> Iterator[OtherSite]:
    """Another site, on « localhost » where ours is on 127.0.0.1."""
    site = OtherSite()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            body = f"<!doctype html><title>Ailleurs</title>{site.page}".encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        site.address = f"http://localhost:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield site
        server.shutdown()


@pytest.fixture
def context(chromium: Browser, address: str) -> Iterator[BrowserContext]:
    """A browser; it may complain: that is what is looked for."""
    opened = chromium.new_context(base_url=address)
    opened.set_default_timeout(10_000)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """The home page."""
    opened = context.new_page()
    opened.goto("/")
    return opened


def test_no_other_site_may_show_ours_in_a_frame(
    context: BrowserContext, address: str, other_site: OtherSite
) -> None:
    other_site.page = f"<iframe src='{address}/'></iframe>"
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(other_site.address)
    page.wait_for_load_state("networkidle")
    assert any("frame-ancestors" in one for one in said), said
    assert "Choisissez" not in page.frames[1].content()
    assert page.frames[1].url.startswith("chrome-error:")


def test_no_string_becomes_html_or_script(page: Page) -> None:
    for sink in (
        "document.body.innerHTML = '<b>x</b>'",
        "document.body.insertAdjacentHTML('beforeend', '<b>x</b>')",
        "document.createElement('script').text = 'window.ran = 1'",
        "document.createElement('script').src = '/x.js'",
        "document.createElement('iframe').srcdoc = '<b>x</b>'",
        "new DOMParser().parseFromString('<b>x</b>', 'text/html')",
        "document.write('<b>x</b>')",
        "trustedTypes.createPolicy('mine', {})",
        "trustedTypes.createPolicy('htmx', {})",
    ):
        told = page.evaluate(
            f"() => {{ try {{ {sink}; return 'ran'; }} catch (error) {{ return error.name; }} }}"
        )
        assert told == "TypeError", sink


def test_nothing_of_another_origin_is_loaded(page: Page, other_site: OtherSite) -> None:
    other_site.asked.clear()
    refused = page.evaluate(
        """(other) => new Promise((done) => {
          const seen = [];
          document.addEventListener("securitypolicyviolation", (event) => {
            seen.push(event.effectiveDirective);
            if (seen.length === 4) done(seen.sort());
          });
          const add = (name, fields) => document.body.append(
            Object.assign(document.createElement(name), fields));
          add("img", {src: `${other}/x.png`});
          add("link", {rel: "stylesheet", href: `${other}/x.css`});
          add("iframe", {src: `${other}/`});
          fetch(`${other}/x`).catch(() => {});
        })""",
        other_site.address,
    )
    assert refused == ["connect-src", "frame-src", "img-src", "style-src-elem"]
    assert other_site.asked == []


def test_base_and_form_targets_cannot_be_moved_away(page: Page, other_site: OtherSite) -> None:
    other_site.asked.clear()
    before = page.evaluate("document.baseURI")
    page.evaluate(
        """(other) => {
          const base = document.createElement("base");
          base.href = other;
          document.head.prepend(base);
        }""",
        other_site.address,
    )
    assert page.evaluate("document.baseURI") == before
    page.evaluate(
        """(other) => {
          const form = document.createElement("form");
          form.action = `${other}/steal`;
          document.body.append(form);
          form.submit();
        }""",
        other_site.address,
    )
    page.wait_for_load_state("networkidle")
    assert page.url == before
    assert other_site.asked == []


def test_links_to_other_sites_do_not_say_where_from(page: Page, other_site: OtherSite) -> None:
    sent: list[Request] = []
    other_site.page = "<h1>Ailleurs</h1>"
    page.on("request", lambda request: sent.append(request))
    page.evaluate(
        """(other) => {
          const link = document.createElement("a");
          link.href = other;
          document.body.append(link);
          link.click();
        }""",
        other_site.address,
    )
    expect(page.locator("h1")).to_have_text("Ailleurs")
    arrived = next(one for one in sent if one.url.startswith(other_site.address))
    assert "referer" not in arrived.all_headers()
    assert page.evaluate("document.referrer") == ""


def test_scripts_cannot_read_the_cookie(page: Page) -> None:
    start(page)
    assert [cookie["name"] for cookie in page.context.cookies()] == ["balises"]
    assert page.evaluate("document.cookie") == ""


def test_what_was_personal_is_not_shown_again_after_erasing(page: Page) -> None:
    base = start(page)
    page.locator("[data-max]").fill("Les amis du marais")
    go_on(page)
    page.goto(f"{base}/mes-donnees")
    expect(page.get_by_text("Les amis du marais")).to_be_visible()
    page.goto(f"{base}/effacer")
    page.get_by_role("button", name="Effacer pour toujours").click()
    expect(page.locator("h1")).to_have_text("Ce diagnostic est effacé")
    for _ in range(2):
        page.go_back()
        page.wait_for_load_state("networkidle")
        assert "marais" not in page.content()


def test_a_form_of_another_site_changes_nothing(page: Page, other_site: OtherSite) -> None:
    base = start(page)
    question = page.url
    give(page, 0)
    go_on(page)
    page.goto(f"{base}/verification")
    before = page.locator("main").inner_text()
    other_site.page = (
        f"<form action='{question}' method=post><input name=reponse value='Volé'>"
        "<input name=version value=1><button>x</button></form>"
    )
    page.goto(other_site.address)
    with page.expect_navigation() as arrived:
        page.locator("button").click()
    assert arrived.value is not None
    assert arrived.value.status == 403
    page.goto(f"{base}/verification")
    assert page.locator("main").inner_text() == before


# ------------------------------------------------------------------ Embedded


@pytest.fixture(scope="module")
def embedded_address(
    tmp_path_factory: pytest.TempPathFactory, other_site: OtherSite
) -> Iterator[str]:
    """The address of a server that the other site may show within its pages."""
    folder: Path = tmp_path_factory.mktemp("embedded")
    with (
        listening() as (listener, port),
        served(listener, folder, secure_cookies="true", embed_hosts=other_site.address),
    ):
        yield f"http://127.0.0.1:{port}"


def test_a_site_that_is_named_shows_ours_and_one_can_answer_there(
    chromium: Browser, embedded_address: str, other_site: OtherSite
) -> None:
    context = chromium.new_context()
    context.set_default_timeout(10_000)
    other_site.page = f"<iframe id=f src='{embedded_address}/' width=900 height=900></iframe>"
    page = context.new_page()
    page.goto(other_site.address)
    frame = page.frame_locator("#f")
    frame.get_by_role("link", name="Faire alliance").click()
    frame.get_by_role("button", name="Commencer").click()
    frame.locator("[data-max]").fill("Les amis du marais")
    frame.get_by_role("button", name="Continuer", exact=True).click()
    expect(frame.locator("[data-max]")).to_have_count(0)
    expect(frame.locator("fieldset")).to_be_visible()
    base = re.sub(r"/question/.*", "", page.frames[1].url)
    cookies = [one for one in context.cookies() if one["name"] == "__Host-balises"]
    assert [(one["sameSite"], one["secure"], one["httpOnly"]) for one in cookies] == [
        ("None", True, True)
    ]
    # Apart for each site: the same browser, visiting ours by itself, has no access there.
    answered = context.new_page().goto(f"{base}/verification")
    assert answered is not None
    assert answered.status == 404
    context.close()
