"""Answers that leave in a file and come back, in another browser, with and without scripts."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import Watch
from tests.e2e.person import answer_all, start
from tests.integration.filled_forms import press, write

pytestmark = pytest.mark.e2e

NewContext = Callable[..., tuple[BrowserContext, Watch]]


def download(page: Page, name: str) -> bytes:
    """Return the file behind a link."""
    with page.expect_download() as found:
        page.get_by_role("link", name=name).first.click()
    return found.value.path().read_bytes()


def send(page: Page, path: Path) -> None:
    """Send a file from the page where one does."""
    page.locator("#fichier").set_input_files(path)
    page.get_by_role("button", name="Reprendre mes réponses").click()


def test_a_roadmap_gives_everything_back_in_another_browser(
    phone: Page, new_context: NewContext, tmp_path: Path
) -> None:
    start(phone)
    answer_all(phone)
    rows = phone.locator(".answers > div").all_inner_texts()
    phone.get_by_role("button", name="Terminer et voir mon résultat").click()
    roadmap = tmp_path / "feuille.pdf"
    roadmap.write_bytes(download(phone, "Télécharger la feuille de route"))

    other = new_context(java_script_enabled=False)[0].new_page()
    other.goto("/")
    other.get_by_role("link", name="Reprendre depuis mon PDF").click()
    send(other, roadmap)
    expect(other.locator("h1")).to_have_text("Vos réponses sont reprises")
    other.get_by_role("link", name="Relire et terminer").click()
    assert other.locator(".answers > div").all_inner_texts() == rows


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_paper_with_something_unclear_is_settled(
    new_context: NewContext, tmp_path: Path, scripts: bool
) -> None:
    page = new_context(java_script_enabled=scripts)[0].new_page()
    page.goto("/parcours/association")
    blank = download(page, "Télécharger le questionnaire à remplir")
    filled = tmp_path / "rempli.pdf"
    with pikepdf.open(io.BytesIO(blank)) as pdf:
        fields = {str(field.T): field for field in pdf.Root.AcroForm.Fields}
        press(fields["staff"], "volunteers")
        write(pdf, fields["partners-count"], "une douzaine")
        pdf.save(filled)

    page.goto("/reprendre")
    send(page, filled)
    expect(page.locator("h1")).to_have_text("1\u00a0réponse à préciser")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("link", name="Répondre").click()
    expect(page.locator(".written")).to_contain_text("une douzaine")
    page.locator(".input--number").fill("12")
    page.get_by_role("button", name="Continuer", exact=True).click()
    expect(page.locator("h1")).to_have_text("Vos réponses sont reprises")
    expect(page.locator(".answers")).to_contain_text(["Uniquement des bénévoles", "12 partenaires"])


def test_a_file_that_is_refused_is_told_where_it_was_chosen(
    new_context: NewContext, tmp_path: Path
) -> None:
    context, watch = new_context()
    watch.expected = ("422",)
    page = context.new_page()
    page.goto("/reprendre")
    other = tmp_path / "photo.pdf"
    other.write_bytes(b"\x89PNG")
    send(page, other)
    expect(page.get_by_role("alert")).to_contain_text("ni un PDF")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.locator("#fichier")).to_have_attribute("aria-invalid", "true")
