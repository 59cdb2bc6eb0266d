"""No page in any state has a barrier that axe-core finds, light or dark, wide or at 320 pixels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from playwright.sync_api import Browser

from app.main import create_app
from app.settings import Settings
from tests.e2e.axe import barriers, run_axe
from tests.e2e.stage import Stage
from tests.e2e.views import VIEWS, View, to

pytestmark = pytest.mark.e2e

BUTTON = "<button style='width:10px;height:10px;padding:0'>+</button>"
SMALL = f"<div>{BUTTON}{BUTTON}</div>"
NOT_VIEWED = {
    "/r/{secret}": "leads to the sections",
    "/diagnostic/{assessment_id}/feuille-de-route.pdf": "a file; test_pdf_document reads it",
    "/healthz": "for machines",
    "/apercu/anomalies": "for authors at work; test_workbench tries it",
    "/apercu/anomalies/etat": "a fragment of the page before",
}


@pytest.fixture(scope="module")
def stage(chromium: Browser, address: str) -> Iterator[Stage]:
    """One page for all the views: axe takes long enough without new browsers."""
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    context.set_default_timeout(10_000)
    yield Stage(context.new_page(), address)
    context.close()


@pytest.fixture
def fresh(stage: Stage) -> Stage:
    """A browser that knows nothing."""
    stage.page.context.clear_cookies()
    return stage


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_no_barrier(fresh: Stage, view: View) -> None:
    page = fresh.page
    look(fresh, "light", 1280)
    view.reach(fresh)
    if view.route:
        assert re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", view.route), urlsplit(page.url).path)
    assert barriers(page) == []
    look(fresh, "dark", 320)
    assert barriers(page) == []


def look(stage: Stage, scheme: str, width: int) -> None:
    """Set what the person's screen is like."""
    stage.page.emulate_media(
        color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce"
    )
    stage.page.set_viewport_size({"width": width, "height": 740})


def test_every_page_is_viewed() -> None:
    app = create_app(Settings(database_url="sqlite:///never-opened.sqlite3"))
    pages = {
        context.path
        for context in iter_route_contexts(app.routes)
        if isinstance(context.original_route, APIRoute)
        and "GET" in (context.methods or ())
        and not (context.path or "").startswith("/api/")
    }
    viewed = {view.route for view in VIEWS}
    missing = pages - viewed - set(NOT_VIEWED)
    assert not missing, f"add to tests/e2e/views.py a view of: {', '.join(map(str, missing))}"
    assert pages >= set(NOT_VIEWED), "a route that is not viewed is no more"
    names = [view.name for view in VIEWS]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("rule", "spoil"),
    [
        ("label", "document.querySelector('.option span').remove()"),
        ("color-contrast", "document.querySelector('.hint').style.color = '#aaa'"),
        ("heading-order", "document.querySelector('.hint').outerHTML = '<h4>Plus bas</h4>'"),
        ("target-size", f"document.querySelector('.actions').innerHTML = {SMALL!r}"),
        ("html-has-lang", "document.documentElement.removeAttribute('lang')"),
        ("document-title", "document.title = ''"),
        ("region", "document.querySelector('main').outerHTML = '<div>Perdu</div>'"),
    ],
)
def test_axe_finds_what_is_planted(chromium: Browser, address: str, rule: str, spoil: str) -> None:
    context = chromium.new_context(bypass_csp=True)
    stage = Stage(context.new_page(), address)
    stage.start("association").ask("written-agreement")
    stage.page.evaluate(spoil)
    found = {one["id"] for one in run_axe(stage.page)["violations"]}
    context.close()
    assert rule in found


def test_axe_knows_the_rules_we_count_on(fresh: Stage) -> None:
    to("/")(fresh)
    found = run_axe(fresh.page)
    rules = {
        tag for kind in ("passes", "inapplicable") for one in found[kind] for tag in one["tags"]
    }
    assert {"wcag2aa", "wcag21aa", "wcag22aa", "best-practice", "RGAAv4"} <= rules
