"""The blank form of every pathway: how it is built, and that what is written comes back."""

from __future__ import annotations

import io
import json
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from itertools import combinations
from random import Random
from typing import Any

import page
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.content.library import load_library
from app.domain.answers import dump_answers, parse_answer
from app.domain.edition import Edition
from app.domain.paper_reading import Written, field_of, read_fields
from app.domain.restoring import NOT_ASKED, Restoration
from app.domain.sample import sample_answers
from app.domain.translation import languages_of
from app.main import create_app
from app.report.paper_form import build_form
from app.report.pdf import PdfRenderer
from app.report.pdf_contents import contents
from app.report.pdf_reader import PdfReader
from app.report.returned import FORM_NAME, FilledForm, read_returned
from app.report.typesetting import Typesetter
from app.services.services import Services
from app.settings import ROOT, Settings
from app.store.database import Database
from tests.builders import tiny_edition
from tests.integration.conftest import Library
from tests.integration.filled_forms import fill, press, tick, write

EDITIONS = load_library(ROOT).editions
LANGUAGES = [
    (name, language) for name, edition in EDITIONS.items() for language in languages_of(edition)
]
GARBLED = {chr(code) for code in (*range(0xE000, 0xFB00), 0xFFFD)}
TOLERANCE = 0.5
"""Points by which two fields may touch."""


@cache
def typesetter() -> Typesetter:
    return Typesetter()


@pytest.fixture(autouse=True, scope="module")
def _typesetter_is_put_away() -> Iterator[None]:
    """Let the fonts go before the interpreter does."""
    yield
    typesetter.cache_clear()


@cache
def blank(name: str, language: str = "fr") -> bytes:
    """Return the blank form of a shipped pathway."""
    return typesetter().render_form(build_form(EDITIONS[name], language))


def text_of(data: bytes) -> str:
    """Return the text of a PDF in reading order."""
    run = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=data, capture_output=True, check=True
    )
    return " ".join(run.stdout.decode().split())


def broken_rules(data: bytes) -> set[str]:
    reports = [
        page.validate_pdf_bytes(data, profile=profile)
        for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A)
    ]
    assert all(report.rules.passed + report.rules.failed > 100 for report in reports)
    return {f"{one.rule_id} {one.message}" for report in reports for one in report.failures}


@pytest.mark.parametrize(("name", "language"), LANGUAGES)
def test_every_form_conforms_to_pdf_ua_and_pdf_a(name: str, language: str) -> None:
    assert broken_rules(blank(name, language)) == set()


@pytest.mark.parametrize(("name", "language"), LANGUAGES)
def test_a_form_takes_from_five_to_ten_pages(name: str, language: str) -> None:
    with pikepdf.open(io.BytesIO(blank(name, language))) as pdf:
        assert 5 <= len(pdf.pages) <= 10
        assert language == pdf.Root.Lang


def test_the_same_form_gives_the_same_bytes() -> None:
    name = "forces-du-changement"
    form = build_form(EDITIONS[name], "fr")
    assert typesetter().render_form(form) == blank(name)
    assert Typesetter().render_form(form) == blank(name)


@pytest.mark.parametrize("name", EDITIONS)
def test_every_answer_has_one_field_named_in_words(name: str) -> None:
    edition = EDITIONS[name]
    expected: dict[str, str] = {}
    for number, item in enumerate(edition.questionnaire.items, 1):
        title = f"{number}. {item.question.text}"
        if item.question.kind not in {"single", "scale"}:
            for option in item.options:
                expected[field_of(item.id, option.id)] = f"{title} – {option.label}"
        if item.question.kind != "multiple":
            expected[item.id] = title
    with pikepdf.open(io.BytesIO(blank(name))) as pdf:
        found = {str(field.T): field for field in pdf.Root.AcroForm.Fields}
        assert set(found) == set(expected)
        for field, title in expected.items():
            assert str(found[field].TU).startswith(title), field
        for item in edition.questionnaire.items:
            if item.question.kind in {"single", "scale"}:
                kids = list(found[item.id].Kids)
                states = [key[1:] for kid in kids for key in kid.AP.N]
                assert states == list(item.options_by_id)
                assert all("/T" not in kid and str(kid.TU) for kid in kids)


@pytest.mark.parametrize("name", EDITIONS)
def test_no_two_fields_lie_on_each_other_and_all_lie_on_the_page(name: str) -> None:
    with pikepdf.open(io.BytesIO(blank(name))) as pdf:
        for sheet in pdf.pages:
            width, height = (float(one) for one in sheet.mediabox[2:])
            boxes = [
                sorted([float(one.Rect[0]), float(one.Rect[2])])
                + sorted([float(one.Rect[1]), float(one.Rect[3])])
                for one in sheet.get("/Annots", [])
                if one.Subtype == "/Widget"
            ]
            assert all(0 < b[0] < b[1] < width and 0 < b[2] < b[3] < height for b in boxes)
            for one, two in combinations(boxes, 2):
                across = min(one[1], two[1]) - max(one[0], two[0])
                along = min(one[3], two[3]) - max(one[2], two[2])
                assert min(across, along) < TOLERANCE


@pytest.mark.parametrize("name", EDITIONS)
def test_everything_that_is_asked_is_printed(name: str) -> None:
    printed = "".join(text_of(blank(name)).split())
    for item in EDITIONS[name].questionnaire.items:
        for words in (item.question.text, item.question.hint, *(o.label for o in item.options)):
            assert words is None or "".join(words.split()) in printed.replace("\u200b", ""), words


@pytest.mark.parametrize("name", EDITIONS)
def test_a_sheet_that_is_found_alone_says_what_it_belongs_to(name: str) -> None:
    form = build_form(EDITIONS[name], "fr")
    with pikepdf.open(io.BytesIO(blank(name))) as pdf:
        count = len(pdf.pages)
    for page_ in range(2, count + 1):
        run = subprocess.run(
            ["pdftotext", "-f", str(page_), "-l", str(page_), "-raw", "-", "-"],
            input=blank(name),
            capture_output=True,
            check=True,
        )
        last = [line for line in run.stdout.decode().splitlines() if line.strip("\x0c ")][-1]
        foot = f"{form.title} · {form.edition} {page_} / {count}"
        assert " ".join(last.replace("\u200b", "").split()) == " ".join(foot.split())


def test_the_first_sheet_says_how_to_give_it_back() -> None:
    edition = EDITIONS["association"]
    addresses = ("https://a.org/reprendre", "https://a.org/parcours/association")
    data = typesetter().render_form(build_form(edition, "fr", *addresses))
    words = text_of(data).replace("\u200b", "").replace(" ", "")
    for address in addresses:
        assert address in words
    assert "sansl’imprimerenPDF" in words.replace("\u00a0", "")


@pytest.mark.parametrize("name", EDITIONS)
def test_no_object_of_a_form_is_null(name: str) -> None:
    """MuPDF 1.21 cannot save a copy of a file that has a null among its packed objects."""
    with pikepdf.open(io.BytesIO(blank(name))) as pdf:
        assert None not in list(pdf.objects)


def test_conditions_are_said_with_the_numbers_that_are_printed() -> None:
    form = build_form(EDITIONS["association"], "fr")
    asked = {one.id: one for section in form.sections for one in section.questions}
    brakes = asked["brakes"]
    assert brakes.condition is not None
    assert f"question\u00a0{brakes.number - 1} est «" in brakes.condition
    assert brakes.condition.endswith(f"Sinon, passez à la question {brakes.number + 1}.")
    english = build_form(EDITIONS["association"], "en")
    said = {one.id: one.condition for section in english.sections for one in section.questions}
    assert str(said["brakes"]).startswith(f"Only if the answer to question {brakes.number - 1} is")


def test_the_form_says_what_it_is() -> None:
    with pikepdf.open(io.BytesIO(blank("association", "en"))) as pdf:
        attached = pdf.attachments[FORM_NAME]
        assert attached.relationship == pikepdf.Name.Data
        assert json.loads(attached.get_file().read_bytes()) == {
            "format": "balises-form/1",
            "questionnaire": "association",
            "edition": EDITIONS["association"].hash,
            "language": "en",
        }


@pytest.mark.parametrize("keeps", [True, False], ids=["attachment", "keywords"])
def test_a_filled_form_is_known_even_by_its_keywords_alone(keeps: bool) -> None:
    def lose(pdf: pikepdf.Pdf, fields: dict[str, Any]) -> None:
        press(fields["staff"], "some")
        if not keeps:
            del pdf.attachments[FORM_NAME]

    found = read_returned(changed(lose), PdfReader())
    assert isinstance(found, FilledForm)
    assert (found.questionnaire, found.edition) == ("test", tiny_edition().hash)
    assert [one.values for one in found.fields] == [("some",)]


def test_what_authors_write_cannot_break_the_form() -> None:
    odd = "<b>&\"' " + "x" * 300 + " \u202e日本\x07"
    content = tiny_edition(title=odd, introduction=odd)
    data = typesetter().render_form(build_form(content, "fr", 'https://x.org/"><script>'))
    assert broken_rules(data) == set()
    assert "<b>&\"'" in text_of(data)


def read(data: bytes, edition: Edition) -> Restoration:
    """Return what a filled form says, read in this process."""
    found = contents(data, (FORM_NAME,))
    fields = {name: Written(title, tuple(values)) for name, title, values in found["fields"]}
    return read_fields(edition, fields)


@pytest.mark.parametrize("name", EDITIONS)
@settings(max_examples=12, deadline=None)
@given(seed=st.integers(min_value=0))
def test_whatever_is_written_into_a_form_is_read_back(name: str, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - repeatable on purpose
    edition = EDITIONS[name]
    answers = sample_answers(edition, random)
    found = read(fill(blank(name), edition, answers, random), edition)
    assert (found.answers, found.notes) == (answers, ())
    some = {one: value for one, value in answers.items() if random.random() < 0.5}
    found = read(fill(blank(name), edition, some, random), edition)
    assert found.answers == some
    assert all(note.code == NOT_ASKED for note in found.notes)


@settings(max_examples=50, deadline=None)
@given(words=st.text(max_size=200), seed=st.integers(min_value=0))
def test_any_words_are_read_back_as_they_would_have_been_typed_online(
    words: str, seed: int
) -> None:
    content = tiny_edition()
    random = Random(seed)  # noqa: S311 - repeatable on purpose
    words = words.encode("utf-8", "replace").decode()
    with pikepdf.open(io.BytesIO(small_blank())) as pdf:
        (field,) = [one for one in pdf.Root.AcroForm.Fields if one.T == "name"]
        write(pdf, field, words, random)
        target = io.BytesIO()
        pdf.save(target)
    found = read(target.getvalue(), content)
    if found.notes:
        (note,) = found.notes
        assert note.code == ("garbled" if GARBLED & set(words) else "too-long")
        assert note.given == words.replace("\x00", "").strip()
    else:
        assert found.answers.get("name") == parse_answer(content, "name", words)


@cache
def small_blank() -> bytes:
    return typesetter().render_form(build_form(tiny_edition(), "fr"))


def changed(change: Callable[[pikepdf.Pdf, dict[str, Any]], None]) -> bytes:
    """Return the small form after something was done to its fields."""
    with pikepdf.open(io.BytesIO(small_blank())) as pdf:
        change(pdf, {str(field.T): field for field in pdf.Root.AcroForm.Fields})
        target = io.BytesIO()
        pdf.save(target)
        return target.getvalue()


def test_unclear_answers_are_noted_and_the_others_are_kept() -> None:
    def scribble(pdf: pikepdf.Pdf, fields: dict[str, Any]) -> None:
        press(fields["staff"], "some")
        fields["staff"].Kids[0].AS = pikepdf.Name("/volunteers")
        tick(fields["partners/none"])
        tick(fields["partners/school"])
        write(pdf, fields["members"], "une douzaine")
        write(pdf, fields["department"], "Poitou")
        write(pdf, fields["hours"], "51")
        press(fields["rhythm"], "weekly")
        press(fields["charter"], "draft")
        press(fields["obstacle"], "time")

    found = read_returned(changed(scribble), PdfReader())
    assert isinstance(found, FilledForm)
    content = tiny_edition()
    held = {one.name: Written(one.title, one.values) for one in found.fields}
    restored = read_fields(content, held)
    assert restored.answers == {"rhythm": "weekly", "charter": "draft", "obstacle": "time"}
    assert [(note.question, note.given, note.code) for note in restored.notes] == [
        ("staff", "Some\u00a0; Volunteers", "two-answers"),
        ("department", "Poitou", "department"),
        ("members", "une douzaine", "number"),
        ("partners", "School\u00a0; None", "exclusive"),
        ("obstacle", "Time", "not-asked"),
        ("hours", "51", "out-of-bounds"),
    ]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_form_downloaded_filled_in_and_sent_becomes_an_assessment(database_url: str) -> None:
    options = Settings(database_url=database_url, base_url="http://localhost")
    edition = EDITIONS["forces-du-changement"]
    services = Services(options, Database(database_url), Library(edition), PdfRenderer(options))
    with TestClient(
        create_app(options, services), base_url="http://localhost", follow_redirects=False
    ) as client:
        shown = client.get("/parcours/forces-du-changement").text
        assert "/parcours/forces-du-changement/papier.pdf" in shown
        paper = client.get("/parcours/forces-du-changement/papier.pdf")
        assert paper.headers["content-type"] == "application/pdf"
        name = 'filename="questionnaire-forces-du-changement.pdf"'
        assert name in paper.headers["content-disposition"]
        assert "http://localhost/reprendre" in text_of(paper.content).replace("\u200b", "")
        again = client.get(
            "/parcours/forces-du-changement/papier.pdf",
            headers={"If-None-Match": paper.headers["etag"]},
        )
        assert (again.status_code, again.content) == (304, b"")
        random = Random(5)  # noqa: S311 - an example
        answers = sample_answers(edition, random)
        filled = fill(paper.content, edition, answers, random)
        sent = client.post("/reprendre", files={"fichier": ("rempli.pdf", filled)})
        assert sent.status_code == 303
        view = services.assessments.load(sent.headers["location"].split("/")[2])
        assert dump_answers(view.answers) == dump_answers(answers)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
class TestTheBlankForm:
    """Who may have it, in which languages, and what is said when it cannot be made."""

    @pytest.fixture
    def services(self, make_services: Callable[..., Services]) -> Services:
        return make_services(EDITIONS["association"], EDITIONS["entreprise"])

    @pytest.fixture
    def client(self, services: Services) -> TestClient:
        return TestClient(create_app(services.settings, services), raise_server_exceptions=False)

    @pytest.mark.parametrize("path", ["nowhere/papier.pdf", "entreprise/papier.pdf?langue=en"])
    def test_what_is_not_offered_is_not_found(self, client: TestClient, path: str) -> None:
        assert client.get(f"/parcours/{path}").status_code == 404

    def test_other_languages_are_offered_beside(self, client: TestClient) -> None:
        shown = client.get("/parcours/association").text
        assert 'href="/parcours/association/papier.pdf?langue=en"' in shown
        assert "langue=" not in client.get("/parcours/entreprise").text
