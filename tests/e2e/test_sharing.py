"""A board reads and a consultant edits a shared roadmap, each in a browser of their own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import Watch
from tests.e2e.following import VILLAGE
from tests.e2e.sharing import make_link
from tests.e2e.stage import Stage

pytestmark = pytest.mark.e2e

Open = Callable[..., tuple[BrowserContext, Watch]]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_board_reads_an_adviser_edits_and_the_owner_revokes(
    new_context: Open, address: str, scripts: bool
) -> None:
    def browser(**options: object) -> tuple[Page, Watch]:
        context, watch = new_context(java_script_enabled=scripts, **options)
        return context.new_page(), watch

    owner, _ = browser(viewport={"width": 1280, "height": 800})
    assessment = Stage(owner, address).persona(VILLAGE)
    base = f"{address}/diagnostic/{assessment.id}"
    owner.goto(f"{base}/suivi")
    owner.get_by_role("button", name="Prendre en charge").first.click()
    expect(owner.locator(".followed")).to_have_count(1)
    owner.get_by_role("link", name="Partager").click()
    to_read = make_link(owner, "Conseil municipal")
    owner.get_by_role("link", name="Tous les partages").click()
    to_edit = make_link(owner, "Consultante", may_edit=True)

    # The board reads, on a small phone.
    board, board_watch = browser()
    board.goto(to_read)
    expect(board).to_have_url(f"{base}/suivi")
    expect(board.get_by_role("heading", name="Vous lisez la feuille de route")).to_be_visible()
    expect(board.get_by_text("sans rien y changer")).to_be_visible()
    expect(board.locator(".followed")).to_have_count(1)
    expect(board.get_by_role("heading", name="Les niveaux")).to_be_visible()
    for name in ("Prendre en charge", "Modifier", "Monter", "Retirer", "Ajouter", "Partager"):
        expect(board.get_by_role("button", name=name)).to_have_count(0)
        expect(board.get_by_role("link", name=name)).to_have_count(0)
    width = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    if scripts:
        assert board.evaluate(width)
    board_watch.expected = ("404",)
    for path in ("", "/resultat", "/mes-donnees", "/partages"):
        shown = board.goto(f"{base}{path}")
        assert shown is not None
        assert shown.status == 404
    board.goto(f"{address}/mes-diagnostics")
    board.get_by_role("heading", name="Feuilles de route partagées avec vous").wait_for()
    board.locator(".diagnoses a").first.click()
    expect(board).to_have_url(f"{base}/suivi")

    # The adviser says how it goes.
    adviser, adviser_watch = browser()
    adviser.goto(to_edit)
    expect(adviser.get_by_text("vous pouvez la lire et en changer le suivi")).to_be_visible()
    adviser.locator(".followed").get_by_role("link", name="Modifier").click()
    adviser.locator("[name=progress][value=very_satisfactory]").check()
    adviser.get_by_role("button", name="Enregistrer").click()
    expect(adviser.locator(".followed .progress-of")).to_contain_text("Très satisfaisant")

    # The owner sees it, and from which link it comes.
    owner.goto(f"{base}/suivi")
    expect(owner.locator(".followed .progress-of")).to_contain_text("Très satisfaisant")
    owner.get_by_role("link", name="Historique").click()
    expect(owner.locator(".history li").first).to_contain_text("Consultante")

    # Revoked, it closes at once: for what is open and for the link itself.
    owner.goto(f"{base}/partages")
    owner.get_by_role("link", name="Révoquer… Consultante").click()
    owner.get_by_role("button", name="Révoquer").click()
    expect(owner.locator(".diagnoses > li")).to_have_count(1)
    expect(owner.locator(".diagnoses > li")).to_contain_text("Conseil municipal")
    adviser_watch.expected = ("404",)
    adviser.locator(".followed").get_by_role("link", name="Modifier").click()
    expect(adviser.get_by_role("heading", name="Page introuvable")).to_be_visible()
    adviser.goto(to_edit)
    expect(adviser.get_by_role("heading", name="Ce lien n’ouvre rien")).to_be_visible()
    board.reload()
    expect(board.locator(".followed .progress-of")).to_contain_text("Très satisfaisant")
