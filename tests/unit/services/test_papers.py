"""Blank forms are made once, whoever asks and however many do."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.report.paper_contexts import PaperForm
from app.report.pdf import PdfBusy
from app.services.errors import QuestionnaireNotFound
from app.services.papers import Papers
from app.settings import Settings
from tests.builders import tiny_edition
from tests.integration.conftest import Library
from tests.translated import in_plain_words


class Printer:
    """Makes a small file, after failing as often as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.forms: list[PaperForm] = []
        self.failures = failures

    def render_form(self, form: PaperForm) -> bytes:
        if self.failures:
            self.failures -= 1
            raise PdfBusy(1)
        self.forms.append(form)
        return form.record


def test_a_form_is_made_once_for_all_who_ask_at_once() -> None:
    printer = Printer()
    papers = Papers(Library(tiny_edition()), Settings(base_url="https://x.org"), printer)
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(papers.blank_of, ["test"] * 20))
    assert len(printer.forms) == 1
    assert len(set(made)) == 1
    assert made[0].filename == "questionnaire-test.pdf"
    assert "https://x.org/reprendre" in " ".join(printer.forms[0].ways)


def test_a_failure_is_not_kept() -> None:
    papers = Papers(Library(tiny_edition()), Settings(), Printer(failures=1))
    with pytest.raises(PdfBusy):
        papers.blank_of("test")
    assert papers.blank_of("test").data


def test_each_edition_has_a_form_and_a_tag_of_its_own() -> None:
    printer = Printer()
    offered = Library(tiny_edition())
    papers = Papers(offered, Settings(), printer)
    before = papers.blank_of("test")
    offered.editions["test"] = tiny_edition(title="Un autre titre")
    after = papers.blank_of("test")
    assert before.tag != after.tag
    assert [form.title for form in printer.forms] == ["Un parcours d’essai", "Un autre titre"]


def test_the_form_of_a_language_leads_back_to_its_own_page() -> None:
    printer = Printer()
    content = in_plain_words(tiny_edition())
    papers = Papers(Library(content), Settings(base_url="https://x.org"), printer)
    assert papers.languages_of("test") == ("fr", "en")
    paper = papers.blank_of("test", "en")
    assert paper.filename == "questionnaire-test-en.pdf"
    (form,) = printer.forms
    assert form.language == "en"
    assert "https://x.org/en/reprendre" in " ".join(form.ways)


@pytest.mark.parametrize(("questionnaire", "language"), [("other", None), ("test", "en")])
def test_what_is_not_offered_is_not_made(questionnaire: str, language: str | None) -> None:
    papers = Papers(Library(tiny_edition()), Settings(), Printer())
    with pytest.raises(QuestionnaireNotFound):
        papers.blank_of(questionnaire, language)
