"""What people type never runs: as it is shown, and even if it came into a page as it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Request, Route, expect

from tests.e2e.serve_hostile import TOGETHER
from tests.e2e.serving import listening, served
from tests.hostile import PAYLOADS

RAW = "".join(f"<section>{one}</section>" for one in PAYLOADS)
COUNT_SCRIPT = "window.hacked = () => { window.hackedTimes = (window.hackedTimes || 0) + 1; };"


@dataclass
class Harm:
    """What should not have happened."""

    dialogs: list[str] = field(default_factory=list)
    htmx: list[str] = field(default_factory=list)
    hacked: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        """Note every dialog, every request by htmx to an address of ours that no page has."""
        context.add_init_script(COUNT_SCRIPT)
        context.on("dialog", self._dialog)
        context.on("request", self._request)
        context.on("console", lambda message: self.violations.append(message.text))

    def _dialog(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _request(self, request: Request) -> None:
        if "/hacked" not in urlsplit(request.url).path:
            return
        # The browser's own loading of a picture or a page runs nothing.
        by_htmx = "hx-request" in request.headers or request.resource_type in {
            "fetch",
            "xhr",
            "eventsource",
            "websocket",
        }
        (self.htmx if by_htmx else self.hacked).append(request.url)


def is_alone(payload: str) -> bool:
    """Whether a payload in a fragment keeps those beside it from being tried."""
    return any(part in payload.lower() for part in ("<script", "swap-oob", "hx-partial"))


def executions(page: Page) -> int:
    """Return how many scripts said that they ran."""
    times: int = page.evaluate("window.hackedTimes || 0")
    return times


@pytest.fixture(scope="module")
def hostile_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that asks for many free texts."""
    folder: Path = tmp_path_factory.mktemp("hostile")
    with listening() as (listener, port):
        with served(listener, folder, module="tests.e2e.serve_hostile"):
            yield f"http://127.0.0.1:{port}"


@pytest.fixture
def harm() -> Harm:
    return Harm()


@pytest.fixture
def page(chromium: Browser, hostile_address: str, harm: Harm) -> Iterator[Page]:
    context = chromium.new_context(base_url=hostile_address)
    context.set_default_timeout(20_000)
    harm.watch(context)
    yield context.new_page()
    context.close()


@pytest.fixture
def filled(page: Page) -> str:
    """An assessment whose every text is hostile; return its address."""
    request = page.request
    origin = {"Sec-Fetch-Site": "same-origin"}
    started = request.post(
        "/api/v1/assessments",
        data=json.dumps({"questionnaire": "test"}),
        headers={"Content-Type": "application/json", **origin},
    ).json()
    answers = {f"t{place}": payload for place, payload in enumerate(PAYLOADS)}
    for place in range(0, len(PAYLOADS), TOGETHER):
        answers[f"long{place}"] = "\n".join(PAYLOADS[place : place + TOGETHER])
    answers["name"] = " ".join(PAYLOADS)[:1990].replace("\n", " ")
    answers["charter"] = "no"
    base = f"/api/v1/assessments/{started['id']}"
    bearer = {"Authorization": f"Bearer {started['token']}", "Content-Type": "application/json"}
    saved = request.put(f"{base}/answers", data=json.dumps({"answers": answers}), headers=bearer)
    assert saved.ok, saved.text()
    assert request.post(f"{base}/complete", headers=bearer).ok
    page.goto(f"/r/{started['token']}")
    return f"/diagnostic/{started['id']}"


def test_there_are_enough_of_them() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 100
    assert max(map(len, PAYLOADS)) <= 200


def test_what_is_typed_is_shown_and_never_runs(page: Page, filled: str, harm: Harm) -> None:
    longer = [f"{filled}/question/long{n}" for n in range(0, len(PAYLOADS), TOGETHER)]
    shown = [
        filled,
        f"{filled}/verification",
        f"{filled}/resultat",
        f"{filled}/calcul",
        f"{filled}/mes-donnees",
        f"{filled}/effacer",
        f"{filled}/question/name",
        f"{filled}/question/t0",
        "/mes-diagnostics",
        *longer,
    ]
    for path in shown:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert executions(page) == 0, path
    # Shown, not lost: each payload is text on the page where answers are checked.
    page.goto(f"{filled}/verification")
    read = page.locator("main").inner_text()
    for payload in PAYLOADS[:20]:
        assert payload.split("\n")[0] in read

    # As fragments too, which htmx swaps in.
    page.goto(filled)
    page.get_by_role("link", name="Relire mes réponses").first.click()
    expect(page.locator("h1")).to_have_text("Relisez vos réponses")
    page.get_by_role("link", name="Modifier : Question name").click()
    expect(page.locator("h1")).to_contain_text("Question name")
    # What is refused is given back: too long, and in conflict with another tab.
    page.locator("#reponse-1").fill(" ".join(PAYLOADS)[:2400])
    page.get_by_role("button", name="Continuer", exact=True).click()
    expect(page.locator(".error-summary")).to_be_visible()
    page.goto(f"{filled}/question/t3")
    page.evaluate("document.querySelector('[name=version]').value = 999")
    page.locator("#reponse-1").fill(PAYLOADS[16])
    page.get_by_role("button", name="Continuer", exact=True).click()
    expect(page.locator("h1")).to_contain_text("Deux réponses différentes")
    page.wait_for_load_state("networkidle")
    assert executions(page) == 0
    # Nothing was even refused by the policy: nothing was there to be.
    expected = ("422", "409")
    assert [one for one in harm.violations if not any(code in one for code in expected)] == []
    assert (harm.dialogs, harm.htmx, harm.hacked) == ([], [], [])


@pytest.mark.parametrize("way", ["with the page", "as a fragment", "as a fragment with scripts"])
def test_even_as_it_is_in_a_page_it_does_not_run(
    page: Page, filled: str, harm: Harm, way: str
) -> None:
    """As if escaping had failed: what the policy and htmx's gate are for."""
    # At a script, htmx gives up on the whole fragment, and out-of-band pieces take the place of the
    # page: nothing of the rest would be tried.
    parts = [one for one in PAYLOADS if is_alone(one) == ("scripts" in way)]

    def inject(route: Route) -> None:
        answer = route.fetch()
        body = answer.text()
        if "</main>" in body:
            body = body.replace("</main>", RAW + "</main>")
        else:
            body += "".join(f"<section>{one}</section>" for one in parts)
        route.fulfill(response=answer, body=body)

    page.route("**/verification", inject)
    if way == "with the page":
        page.goto(f"{filled}/verification")
    else:
        page.goto(filled)
        with page.expect_response("**/verification"):
            page.get_by_role("link", name="Relire mes réponses").first.click()
        if way == "as a fragment":
            expect(page.locator("h1").first).to_have_text("Relisez vos réponses")
    if "scripts" not in way:
        # It did come into the page (htmx takes its own attributes off where they are not signed).
        assert page.locator("main [onerror], main [onfocus], main [onload]").count() > 10
    page.evaluate(
        """() => { for (const one of document.querySelectorAll("main [onclick], main [hx-get],"
        + "main [onmouseover], main a[href^='javascript'], main [hx-boost] a")) {
          one.dispatchEvent(new MouseEvent("mouseover", {bubbles: true}));
          one.dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true}));
        } }"""
    )
    page.wait_for_load_state("networkidle")
    assert executions(page) == 0
    assert (harm.dialogs, harm.htmx) == ([], [])
    # The test would have seen it: without the policy, many run.
    blocked = sum("Content Security Policy" in one or "Trusted" in one for one in harm.violations)
    assert blocked > (0 if "scripts" in way else 20)


def test_without_the_policy_it_would_have_run(page: Page, filled: str, harm: Harm) -> None:
    """The corpus and the watch are able to fail."""

    def expose(route: Route) -> None:
        answer = route.fetch()
        headers = {
            name: value
            for name, value in answer.headers.items()
            if name != "content-security-policy"
        }
        body = answer.text().replace("</main>", RAW + "</main>").replace("hx-csp", "none")
        route.fulfill(status=200, headers=headers, body=body)

    page.route("**/verification", expose)
    with page.expect_request(lambda request: "hx-request" in request.headers):
        page.goto(f"{filled}/verification", wait_until="commit")
    page.wait_for_function("() => window.hackedTimes > 10")
    assert harm.htmx
