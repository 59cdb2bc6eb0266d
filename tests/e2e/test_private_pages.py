"""The pages on one's data and on the computation, as read on a very small phone and on paper."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.arithmetic import sides
from tests.e2e.conftest import Watch
from tests.e2e.person import answer_all, start

Open = Callable[..., tuple[BrowserContext, Watch]]


@pytest.fixture
def small(new_context: Open) -> Page:
    """The smallest screen that pages are made for."""
    return new_context(viewport={"width": 320, "height": 600})[0].new_page()


@pytest.fixture
def finished(small: Page) -> str:
    """A diagnosis that is finished; return its address."""
    base = start(small)
    answer_all(small)
    small.get_by_role("button", name="Terminer et voir mon résultat").click()
    expect(small).to_have_url(f"{base}/resultat")
    return base


def fits(page: Page) -> bool:
    """Whether nothing is wider than the screen."""
    answer: bool = page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
    return answer


def test_small_screens_paper_and_the_way_there(small: Page, finished: str) -> None:
    small.get_by_role("link", name="Tout le calcul").click()
    expect(small.locator("h1")).to_have_text("Comment ce résultat est calculé")
    assert fits(small)
    # Still a table for those who listen, though its figures go below each question.
    table = small.get_by_role("table").first
    expect(table.get_by_role("columnheader")).to_have_count(4)
    rows = table.get_by_role("row")
    assert rows.count() > 2
    expect(rows.nth(1).get_by_role("rowheader")).to_have_count(1)
    expect(rows.nth(1).get_by_role("cell")).to_have_count(3)
    rounded = small.locator(".equation__rounded")
    assert rounded.count() >= 7
    for printed in rounded.all_inner_texts():
        left, _, right = sides(printed)
        assert abs(left - right) < 0.2
    folded = small.locator("details:has(.equation__exact)").first
    expect(folded.locator(".equation__exact")).to_be_hidden()
    folded.locator("summary").click()
    expect(folded.locator(".equation__exact")).to_be_visible()

    # On paper all is open.
    small.emulate_media(media="print")
    for exact in small.locator(".equation__exact").all()[:3]:
        expect(exact).to_be_visible()
    small.emulate_media(media="screen")

    small.goto(finished)
    small.get_by_role("link", name="Voir mes données").click()
    expect(small.locator("h1")).to_have_text("Mes données")
    assert fits(small)
    with small.expect_download() as given:
        small.get_by_role("link", name="Tout emporter").click()
    assert given.value.suggested_filename.startswith("mes-donnees-BAL-")
    small.get_by_role("button", name="Fermer les autres accès").click()
    expect(small.locator("h1")).to_have_text("Votre lien de reprise")
    expect(small.locator("#secret")).to_contain_text("/r/")

    for path in (
        "/confidentialite",
        "/confidentialite/registre",
        "/confidentialite/analyse-impact",
        "/parcours/association",
    ):
        small.goto(path)
        assert fits(small), path


def test_a_free_text_warns_even_while_one_counts(small: Page) -> None:
    start(small)
    warning = small.get_by_text("N’écrivez rien qui désigne une personne")
    field = small.locator("[data-max]")
    expect(warning).to_be_visible()
    field.fill("x" * (int(field.get_attribute("data-max") or 0) - 3))
    expect(small.locator("#limit")).to_have_text("Encore 3 caractères.")
    expect(warning).to_be_visible()
    described = (field.get_attribute("aria-describedby") or "").split()
    assert "personal" in described
