"""How a browser shares a roadmap, and comes back as somebody else by the link."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.following import VILLAGE
from tests.e2e.stage import Stage

LONG_LABEL = "Conseil-intercommunal-de-développement-" + "w" * 21
"""As long as a label may be, without a place to break."""


def make_link(page: Page, label: str, *, may_edit: bool = False) -> str:
    """Make a link on the page « Partager » that is open; return its address."""
    page.get_by_label("Pour qui est ce lien").fill(label)
    page.locator(f"[name=droit][value={'changer' if may_edit else 'lire'}]").check()
    page.get_by_role("button", name="Créer le lien").click()
    link = page.locator("#secret").get_attribute("href")
    assert link, "no link"
    return link


def sharing(stage: Stage) -> Page:
    """Open « Partager » on a roadmap that is finished."""
    stage.persona(VILLAGE).open("/partages")
    return stage.page


def listed(stage: Stage) -> None:
    """Two links, one of them to a long name."""
    page = sharing(stage)
    address = page.url
    for label in ("Conseil municipal", LONG_LABEL):
        make_link(page, label, may_edit=label == LONG_LABEL)
        page.goto(address)


def refused(stage: Stage) -> None:
    """A link without a label."""
    page = sharing(stage)
    page.get_by_role("button", name="Créer le lien").click()
    expect(page.locator(".error-summary")).to_be_focused()


def made(stage: Stage) -> None:
    """A link, shown once."""
    make_link(sharing(stage), LONG_LABEL)


def revoking(name: str) -> Callable[[Stage], None]:
    """The page that asks before links are revoked; ``name`` is that of the link to it."""

    def reach(stage: Stage) -> None:
        listed(stage)
        stage.page.get_by_role("link", name=name).first.click()
        expect(stage.page.locator(".button--danger")).to_be_visible()

    return reach


def own_data(stage: Stage) -> None:
    """What is kept of a roadmap that is shared."""
    listed(stage)
    stage.open(stage.page.url.removeprefix(stage.address).replace("/partages", "/mes-donnees"))


def guest(path: str = "", *, may_edit: bool = False) -> Callable[[Stage], None]:
    """A page for whoever came by a link to a roadmap of which one action is followed."""

    def reach(stage: Stage) -> None:
        page = sharing(stage)
        address = page.url.removesuffix("/partages")
        link = make_link(page, "Conseil municipal", may_edit=may_edit)
        page.goto(f"{address}/suivi")
        page.get_by_role("button", name="Prendre en charge").first.click()
        expect(page.locator(".followed")).to_have_count(1)
        page.context.clear_cookies()
        page.goto(link)
        expect(page).to_have_url(f"{address}/suivi")
        if path.startswith("/suivi"):
            page.goto(f"{address}{path}")
        elif path:
            stage.open(path)

    return reach


def shut_out(stage: Stage) -> None:
    """What an editor had typed, sent once their access has ended."""
    guest("/suivi/ajouter", may_edit=True)(stage)
    stage.page.get_by_label("Ce qu’il y a à faire").fill("Écrire à la préfecture")
    stage.page.get_by_label("Qui s’en charge").fill("w" * 60)
    stage.page.context.clear_cookies()
    stage.page.get_by_role("button", name="Ajouter au suivi").click()
    expect(stage.page.locator("main dl")).to_contain_text("Écrire à la préfecture")
