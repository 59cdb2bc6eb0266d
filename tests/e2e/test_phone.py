"""On a phone and a slow network: light pages that do not move, and nobody else asked for anything.

What depends on the machine, times, is measured by ``tests/benchmarks/phone.py``.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.stage import GO_ON, Stage
from tests.e2e.throttled import Phone, phone
from tests.e2e.ways import UNSURE

pytestmark = pytest.mark.e2e

FIRST_PAGE = 100_000
"""Bytes of the first page, all included: style, scripts and fonts."""


@pytest.fixture
def slow(chromium: Browser) -> Iterator[Phone]:
    """A small phone on a slow network."""
    with phone(chromium) as found:
        yield found


@pytest.mark.parametrize("path", ["/", "/parcours/association"])
def test_a_first_page_is_light(slow: Phone, address: str, path: str) -> None:
    slow.forget()
    slow.open(f"{address}{path}")
    assert 10_000 < slow.bytes < FIRST_PAGE
    assert all(url.startswith(address) for url in slow.asked)


def test_nothing_moves_while_a_page_comes(slow: Phone, address: str) -> None:
    stage = Stage(slow.page, address)
    assessment = stage.persona(UNSURE)
    own = f"/diagnostic/{assessment.id}"
    for path in ("/", "/parcours/association", f"{own}/question/staff", own, f"{own}/resultat"):
        slow.forget()
        slow.open(f"{address}{path}")
        assert slow.shift() == (0, []), path


def test_nothing_moves_from_a_question_to_the_next(slow: Phone, address: str) -> None:
    page = Stage(slow.page, address).start("association").ask("shared-value")
    page.wait_for_load_state("networkidle")
    slow.go_far()
    for _ in range(3):
        title = page.title()
        if page.locator(".input--number").count():
            page.locator(".input--number").fill("3")
        else:
            page.locator(".option").first.tap()
        page.locator(GO_ON).tap()
        expect(page).not_to_have_title(title)
    assert slow.shift() == (0, [])


def test_a_step_weighs_next_to_nothing(slow: Phone, address: str) -> None:
    page = Stage(slow.page, address).start("association").ask("staff")
    page.wait_for_load_state("networkidle")
    slow.count()
    title = page.title()
    page.locator("#reponse-1").tap()
    page.locator(GO_ON).tap()
    expect(page).not_to_have_title(title)
    page.wait_for_load_state("networkidle")
    # Chromium looks at the icon again, in its cache, each time that the address changes.
    assert len([url for url in slow.asked if "/static/img/" not in url]) == 1, slow.asked
    assert 0 < slow.bytes < 6_000
