"""The checks of ``test_views`` find what is planted, and are told of every page of the service."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from playwright.sync_api import Browser, Page

from app.main import create_app
from app.settings import Settings
from tests.e2e import looking
from tests.e2e.axe import run_axe
from tests.e2e.stage import Stage
from tests.e2e.views import VIEWS

pytestmark = pytest.mark.e2e

NOT_VIEWED = {
    "/r/{secret}": "leads to the sections",
    "/diagnostic/{assessment_id}/feuille-de-route.pdf": "a file; test_pdf_document reads it",
    "/diagnostic/{assessment_id}/essentiel.pdf": "a file; test_pdf_essential reads it",
    "/diagnostic/{assessment_id}/essentiel": "as « roadmap » looks, but there within a blink, while"
    " the browser opens it; test_report_page reads it",
    "/parcours/{questionnaire_id}/papier.pdf": "a file; test_paper_form reads it",
    "/diagnostic/{assessment_id}/mes-donnees/balises.json": "a file; test_own_data reads it",
    "/diagnostic/{assessment_id}/suivi/export.csv": "a file; test_exports reads it",
    "/diagnostic/{assessment_id}/suivi/export.xlsx": "a file; test_exports reads it",
    "/diagnostic/{assessment_id}/suivi/export.json": "a file; test_exports reads it",
    "/diagnostic/{assessment_id}/suivi/calendrier.ics": "a file; test_exports reads it",
    "/diagnostic/{assessment_id}/version": "as « repeat » looks; test_carrying reads it",
    "/healthz": "for machines",
    "/apercu/anomalies": "for authors at work; test_workbench tries it",
    "/apercu/anomalies/etat": "a fragment of the page before",
}


@pytest.fixture
def question(chromium: Browser, address: str) -> Iterator[Page]:
    """A question, whose policy does not keep the test from spoiling it."""
    context = chromium.new_context(bypass_csp=True, viewport={"width": 360, "height": 740})
    stage = Stage(context.new_page(), address)
    stage.start("association").ask("written-agreement")
    yield stage.page
    context.close()


def test_every_page_is_viewed() -> None:
    app = create_app(Settings(database_url="sqlite:///never-opened.sqlite3"))
    pages = {
        context.path
        for context in iter_route_contexts(app.routes)
        if isinstance(context.original_route, APIRoute)
        and "GET" in (context.methods or ())
        and not (context.path or "").startswith("/api/")
    }
    missing = pages - {view.route for view in VIEWS} - set(NOT_VIEWED)
    assert not missing, f"add to tests/e2e/views.py a view of: {', '.join(map(str, missing))}"
    assert pages >= set(NOT_VIEWED), "a route that is not viewed is no more"
    names = [view.name for view in VIEWS]
    assert len(names) == len(set(names))


BUTTON = "<button style='width:10px;height:10px;padding:0'>+</button>"
SMALL = f"<div>{BUTTON}{BUTTON}</div>"


@pytest.mark.parametrize(
    ("rule", "spoil"),
    [
        ("label", "document.querySelector('.option span').remove()"),
        ("color-contrast", "document.querySelector('.hint').style.color = '#aaa'"),
        ("heading-order", "document.querySelector('.hint').outerHTML = '<h4>Plus bas</h4>'"),
        ("target-size", f'document.querySelector(".actions").innerHTML = "{SMALL}"'),
        ("html-has-lang", "document.documentElement.removeAttribute('lang')"),
        ("document-title", "document.title = ''"),
        ("region", "document.querySelector('main').outerHTML = '<div>Perdu</div>'"),
    ],
)
def test_axe_finds_what_is_planted(question: Page, rule: str, spoil: str) -> None:
    question.evaluate(spoil)
    assert rule in {one["id"] for one in run_axe(question)["violations"]}


def test_axe_runs_the_rules_we_count_on(question: Page) -> None:
    found = run_axe(question)
    tags = {
        tag for kind in ("passes", "inapplicable") for one in found[kind] for tag in one["tags"]
    }
    assert {"wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice", "RGAAv4"} <= tags


def plant(page: Page, rules: str) -> None:
    """Add a rule to the style of the page."""
    page.evaluate(
        "rules => document.head.append(Object.assign(document.createElement('style'), "
        "{textContent: rules}))",
        rules,
    )


@pytest.mark.parametrize(
    ("words", "rules"),
    [
        ("no ring", ".button:focus-visible { outline: none }"),
        ("no ring", ".option:has(:focus-visible) { outline: none }"),
        ("not to be seen", ".site-footer { position: fixed; inset: 0; z-index: 9 }"),
        (
            "jumps back",
            ".options { display: flex; flex-direction: column-reverse }"
            " .actions { position: absolute; top: 0 }",
        ),
    ],
)
def test_a_focus_that_is_lost_is_found(question: Page, words: str, rules: str) -> None:
    assert looking.focus_troubles(question) == []
    plant(question, rules)
    assert any(one.startswith(words) for one in looking.focus_troubles(question))


def test_a_changed_order_is_found(question: Page) -> None:
    question.evaluate("document.querySelector('.button').tabIndex = 1")
    assert any("not in the order" in one for one in looking.focus_troubles(question))


def test_what_is_too_wide_is_found(question: Page) -> None:
    assert looking.sideways(question) == []
    plant(question, ".hint { width: 400px }")
    assert len(looking.sideways(question)) >= 2


def test_what_is_cut_is_found(question: Page) -> None:
    looking.space_text(question)
    assert looking.cut(question) == []
    plant(question, ".option { height: 3rem; overflow: hidden }")
    assert looking.cut(question) != []


def test_what_is_too_small_is_found(question: Page) -> None:
    assert looking.small_targets(question) == []
    plant(question, ".link-button { min-height: 0; padding: 0; font-size: 8px }")
    assert looking.small_targets(question) != []


@pytest.mark.parametrize("heading", ["<h1>Encore</h1>", "<h3>Trop bas</h3>", "<h2></h2>"])
def test_headings_out_of_order_are_found(question: Page, heading: str) -> None:
    assert looking.headings(question) == []
    question.evaluate("html => document.querySelector('.hint').outerHTML = html", heading)
    assert len(looking.headings(question)) == 1


def test_what_is_too_faint_is_found(question: Page) -> None:
    parts = [(".hint", "color")]
    assert looking.faint(question, parts) == []
    plant(question, ".hint { color: #bbb }")
    assert len(looking.faint(question, parts)) == 1
