"""The result page and the download: for whoever may see them, once the assessment is finished."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from httpx2 import Response

from app.domain.answers import dump_answers
from app.report.contexts import Report
from app.report.paper_contexts import PaperForm
from app.report.pdf import PdfBusy, PdfError, PdfFailed, PdfTimeout, PdfTooLong, PdfUnavailable
from app.services.services import Services
from app.settings import Settings
from app.store.database import Database
from tests.integration.conftest import Library
from tests.integration.pages.browser import HTMX, Browser, text, title
from tests.integration.report_samples import sampled_answers, shipped_edition

PATIENCE = 20.0


class Printer:
    """Stands for the PDF workers: gives a small file, or fails as it is told to."""

    def __init__(self) -> None:
        self.error: PdfError | None = None
        self.printed: list[Report] = []
        self.forms: list[PaperForm] = []
        self.is_warm = False
        self.begun = threading.Event()
        self.gate = threading.Event()
        self.gate.set()

    def warm(self) -> None:
        self.is_warm = True

    def render(self, report: Report) -> bytes:
        self.begun.set()
        assert self.gate.wait(PATIENCE)
        if self.error is not None:
            raise self.error
        self.printed.append(report)
        return b"%PDF-1.7 small"

    def render_form(self, form: PaperForm) -> bytes:
        if self.error is not None:
            raise self.error
        self.forms.append(form)
        return b"%PDF-1.7 " + form.record

    def close(self) -> None:
        """Nothing to stop; what waits may end."""
        self.gate.set()


@pytest.fixture
def printer() -> Printer:
    return Printer()


@pytest.fixture
def services(migrated_sqlite: Path, tmp_path: Path, printer: Printer) -> Iterator[Services]:
    """The services on the shipped pathway; nothing here depends on the kind of database."""
    path = tmp_path / "balises.sqlite3"
    shutil.copy(migrated_sqlite, path)
    url = f"sqlite:///{path}"
    settings = Settings(database_url=url, cache=tmp_path / "cache")
    made = Services(settings, Database(url), Library(shipped_edition()), printer)
    yield made
    made.close()


@pytest.fixture
def new_browser(
    services: Services, new_browser_on: Callable[[Services], Browser]
) -> Callable[[], Browser]:
    return partial(new_browser_on, services)


def start(browser: Browser) -> Browser:
    """Start an assessment of the shipped pathway."""
    response = browser.client.post("/parcours/association/commencer")
    browser.id = response.headers["Location"].split("/")[2]
    return browser


@pytest.fixture
def alice(new_browser: Callable[[], Browser], services: Services) -> Browser:
    """Alice, who has finished."""
    browser = start(new_browser())
    given = {**sampled_answers(1), "association-name": "Les Amis du Lac"}
    for question, value in dump_answers(given).items():
        services.answering.save_answer(browser.id, question, value, None)
    services.assessments.complete(browser.id)
    return browser


@pytest.fixture
def bob(new_browser: Callable[[], Browser]) -> Browser:
    """Bob, who is still answering."""
    return start(new_browser())


def result(browser: Browser, of: Browser | None = None) -> Response:
    return browser.get(f"{(of or browser).base}/resultat")


def roadmap(browser: Browser, of: Browser | None = None) -> Response:
    return browser.get(f"{(of or browser).base}/feuille-de-route.pdf")


def test_the_page_says_the_whole_report(alice: Browser, services: Services) -> None:
    response = result(alice)
    report = services.reporting.report_of(alice.id)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    shown = text(response)
    assert "Les Amis du Lac : votre résultat".replace(" :", "\u00a0:") in shown
    said = [report.overall.level, report.overall.interval, report.completeness, report.reference]
    said += [one.portrait or "" for one in report.dimensions]
    said += [action.do for horizon in report.horizons for action in horizon.actions]
    for kind in report.kinds:
        for one in kind.recommendations:
            said += [one.resource.title, *one.reasons]
    for words in said:
        assert words in shown
    assert shown.count("Télécharger la feuille de route (PDF)") == 2
    assert f"{alice.base}/lien" in response.text


def test_reading_the_result_has_it_printed_ahead(
    alice: Browser, services: Services, printer: Printer
) -> None:
    assert result(alice).status_code == 200
    assert printer.begun.wait(PATIENCE)
    assert roadmap(alice).status_code == 200
    assert len(printer.printed) == 1
    # Printed already: then the workers are only made ready.
    result(alice)
    assert printer.is_warm
    assert len(printer.printed) == 1


def test_finishing_has_it_printed_ahead(bob: Browser, services: Services, printer: Printer) -> None:
    services.answering.save_answer(bob.id, "association-name", "Les Voisins", None)
    done = bob.client.post(f"{bob.base}/terminer", data={"confirmer": "oui"})
    assert done.headers["Location"] == f"{bob.base}/resultat"
    assert printer.begun.wait(PATIENCE)
    assert roadmap(bob).status_code == 200
    assert [report.organisation for report in printer.printed] == ["Les Voisins"]


def test_the_page_holds_nothing_that_the_policy_of_the_site_forbids(alice: Browser) -> None:
    page = result(alice).text
    assert not re.search(r"\sstyle=", page)
    assert not re.search(r"\son[a-z]+=", page)
    assert "<style" not in page
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for target in re.findall(r'(?:href="#|aria-labelledby=")([^"]+)"', page):
        assert set(target.split()) <= set(ids)


def test_the_radar_tells_in_words_what_it_draws(alice: Browser, services: Services) -> None:
    page = result(alice).text
    report = services.reporting.report_of(alice.id)
    assert '<svg class="radar"' in page
    drawing = page.split('<svg class="radar"')[1].split("</svg>")[0]
    for one in report.dimensions:
        assert f"{one.title}\u00a0: {one.level}" in drawing.replace("&#39;", "'")
        assert f'<th scope="row">{one.title}</th><td>{one.level}</td><td>{one.score}</td>' in page


def test_the_block_is_enough_when_only_that_is_swapped(alice: Browser) -> None:
    response = alice.get(f"{alice.base}/resultat", **HTMX)
    assert "<html" not in response.text
    assert "result.css" not in response.headers.get("Link", "")
    assert re.search(r'<link rel="stylesheet" href="/static/css/result[^"]*\.css">', response.text)
    assert title(response) == title(result(alice))


def test_an_unfinished_assessment_is_checked_first(bob: Browser, printer: Printer) -> None:
    for response in (result(bob), roadmap(bob)):
        assert response.status_code == 303
        assert response.headers["Location"] == f"{bob.base}/verification"
    assert printer.printed == []


def test_an_outsider_sees_what_is_seen_of_nothing(alice: Browser, bob: Browser) -> None:
    nothing = Browser(bob.client, "0" * 32)
    for face in (result, roadmap, lambda browser, of: waiting_page(Browser(browser.client, of.id))):
        foreign, missing = face(bob, alice), face(bob, nothing)
        assert foreign.status_code == missing.status_code == 404
        assert text(foreign) == text(missing)


@pytest.mark.parametrize(
    "path",
    ["resultat", "feuille-de-route", "feuille-de-route.pdf", "essentiel", "essentiel.pdf"],
)
def test_neither_address_takes_a_form(alice: Browser, path: str) -> None:
    assert alice.client.post(f"{alice.base}/{path}").status_code == 405


def test_the_pdf_is_downloaded_under_a_name_of_its_own(
    alice: Browser, services: Services, printer: Printer
) -> None:
    response = roadmap(alice)
    report = services.reporting.report_of(alice.id)
    assert response.status_code == 200
    assert response.content == b"%PDF-1.7 small"
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Cache-Control"] == "no-store"
    name = f"feuille-de-route-association-{report.reference}.pdf"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert printer.printed == [report]
    # The second time it is read from the disk, without any compression on the way.
    again = roadmap(alice)
    assert (again.content, again.headers["ETag"]) == (response.content, response.headers["ETag"])
    assert "Content-Encoding" not in again.headers
    assert printer.printed == [report]


def test_what_moved_is_printed_as_the_page_tells_it(
    alice: Browser, services: Services, printer: Printer
) -> None:
    assert "Depuis le" not in text(result(alice))
    assert roadmap(alice).status_code == 200
    assert {one.since for one in printer.printed} == {None}
    first = services.assessments.load(alice.id)
    again = Browser(alice.client, services.carrying.repeat(first.id).assessment.id)
    token = alice.client.cookies["balises"]
    services.visits.grant(token, again.id)
    others = dump_answers(sampled_answers(2))
    for question in list(others)[::4]:
        services.answering.save_answer(again.id, question, others[question], None)
    services.carrying.confirm(again.id, list(first.answers))
    services.assessments.complete(again.id)
    shown = text(result(again))
    for path in ("feuille-de-route.pdf", "essentiel.pdf"):
        assert again.get(f"{again.base}/{path}").status_code == 200
        since = printer.printed[-1].since
        assert since is not None
        assert since.reference == first.reference
        assert since.summary in shown
        assert all(one.title in shown for one in since.moved)
    assert printer.printed[-1].is_extract


def test_the_essential_is_a_file_of_its_own_by_the_same_way(
    alice: Browser, bob: Browser, services: Services, printer: Printer
) -> None:
    assert f'href="{alice.base}/essentiel.pdf"' in result(alice).text
    path = f"{alice.base}/essentiel"
    printer.gate.clear()
    early = alice.get(f"{path}.pdf")
    assert (early.status_code, early.headers["Location"]) == (303, path)
    assert title(alice.get(path)) == "L’essentiel en deux pages se prépare – Balises"
    printer.gate.set()
    view = services.assessments.load(alice.id)
    for language in ("fr", "en"):
        wanted = services.printing.printable_of(view, language, is_extract=True)
        services.printing.ask(wanted).result(PATIENCE)
    response = alice.get(f"{path}.pdf")
    reference = services.reporting.report_of(alice.id).reference
    assert f'"essentiel-association-{reference}.pdf"' in response.headers["Content-Disposition"]
    assert title(alice.get(path)) == "L’essentiel en deux pages est prêt – Balises"
    assert {report.is_extract for report in printer.printed} == {False, True}
    whole = roadmap(alice)
    assert whole.headers["ETag"] != response.headers["ETag"]
    english = in_english(alice, "essentiel.pdf")
    assert f'"summary-association-{reference}.pdf"' in english.headers["Content-Disposition"]
    for address in ("essentiel", "essentiel.pdf"):
        assert bob.get(f"{alice.base}/{address}").status_code == 404
        assert bob.get(f"{bob.base}/{address}").headers["Location"] == f"{bob.base}/verification"


def test_who_has_the_file_already_is_told_so(alice: Browser) -> None:
    first = roadmap(alice)
    tag = first.headers["ETag"]
    path = f"{alice.base}/feuille-de-route.pdf"
    for given in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        known = alice.get(path, **{"If-None-Match": given})
        assert (known.status_code, known.content) == (304, b"")
        assert known.headers["ETag"] == tag
        assert known.headers["Cache-Control"] == "no-store"
    assert alice.get(path, **{"If-None-Match": '"other"'}).status_code == 200


def test_the_head_of_the_file_is_that_of_the_file(alice: Browser) -> None:
    head = alice.client.head(f"{alice.base}/feuille-de-route.pdf")
    whole = roadmap(alice)
    assert head.status_code == 200
    for name in ("ETag", "Content-Length", "Content-Type", "Content-Disposition"):
        assert head.headers[name] == whole.headers[name]


def test_two_clicks_are_one_printing(alice: Browser, printer: Printer) -> None:
    printer.gate.clear()
    with ThreadPoolExecutor(2) as pool:
        clicks = [pool.submit(roadmap, alice) for _ in range(2)]
        assert {click.result(PATIENCE).status_code for click in clicks} == {303}
    printer.gate.set()
    assert roadmap(alice).status_code == 200
    assert len(printer.printed) == 1


def waiting_page(browser: Browser, **headers: str) -> Response:
    return browser.get(f"{browser.base}/feuille-de-route", **headers)


def test_whoever_comes_early_waits_on_a_page_that_ends_in_the_file(
    alice: Browser, printer: Printer
) -> None:
    printer.gate.clear()
    start = time.monotonic()
    early = roadmap(alice)
    assert time.monotonic() - start < 5
    assert early.status_code == 303
    assert early.headers["Location"] == f"{alice.base}/feuille-de-route"
    shown = waiting_page(alice)
    assert title(shown) == "Votre feuille de route se prépare – Balises"
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in shown.text
    polled = waiting_page(alice, **HTMX)
    assert polled.status_code == 200
    assert "HX-Refresh" not in polled.headers
    printer.gate.set()
    assert roadmap(alice).status_code == 200
    assert waiting_page(alice, **HTMX).headers["HX-Refresh"] == "true"
    ready = waiting_page(alice)
    assert title(ready) == "Votre feuille de route est prête – Balises"
    pdf = f"{alice.base}/feuille-de-route.pdf"
    assert f'<meta http-equiv="refresh" content="0; url={pdf}">' in ready.text
    assert f'href="{pdf}"' in ready.text


def in_english(browser: Browser, path: str, **headers: str) -> Response:
    return browser.get(f"/en{browser.base}/{path}", **headers)


def test_each_language_has_a_roadmap_of_its_own(
    alice: Browser, services: Services, printer: Printer
) -> None:
    french, english = roadmap(alice), in_english(alice, "feuille-de-route.pdf")
    reference = services.reporting.report_of(alice.id).reference
    assert f'"roadmap-association-{reference}.pdf"' in english.headers["Content-Disposition"]
    assert english.headers["ETag"] != french.headers["ETag"]
    assert [report.language for report in printer.printed] == ["fr", "en"]
    assert printer.printed == [services.reporting.report_of(alice.id, one) for one in ("fr", "en")]


def test_what_is_read_in_english_is_printed_ahead_in_english(
    alice: Browser, bob: Browser, services: Services, printer: Printer
) -> None:
    assert in_english(alice, "resultat").status_code == 200
    assert printer.begun.wait(PATIENCE)
    assert in_english(alice, "feuille-de-route.pdf").status_code == 200
    services.answering.save_answer(bob.id, "association-name", "Les Voisins", None)
    printer.begun.clear()
    bob.client.post(f"/en{bob.base}/terminer", data={"confirmer": "oui"})
    assert printer.begun.wait(PATIENCE)
    assert in_english(bob, "feuille-de-route.pdf").status_code == 200
    assert [report.language for report in printer.printed] == ["en", "en"]


def test_whoever_waits_in_english_does_so_until_the_file(alice: Browser, printer: Printer) -> None:
    base = f"/en{alice.base}"
    printer.gate.clear()
    early = in_english(alice, "feuille-de-route.pdf")
    assert early.headers["Location"] == f"{base}/feuille-de-route"
    shown = in_english(alice, "feuille-de-route")
    assert title(shown) == "Your roadmap is being prepared – Balises"
    assert f'hx-get="{base}/feuille-de-route"' in shown.text
    # The other language is another roadmap, which nobody has asked for.
    assert waiting_page(alice).headers["Location"] == f"{alice.base}/feuille-de-route.pdf"
    printer.gate.set()
    assert in_english(alice, "feuille-de-route.pdf").status_code == 200
    ready = in_english(alice, "feuille-de-route")
    assert title(ready) == "Your roadmap is ready – Balises"
    assert f'content="0; url={base}/feuille-de-route.pdf"' in ready.text
    assert "The download is starting." in text(ready)


def test_whoever_asks_in_english_is_told_in_english_why_not(
    alice: Browser, printer: Printer
) -> None:
    printer.error = PdfTooLong(61)
    told = text(in_english(alice, "feuille-de-route.pdf"))
    assert "The roadmap is too long" in told
    assert "It would have 61 pages: that is too many to print." in told
    assert "feuille" not in told


def test_whoever_waits_for_what_fails_is_told(alice: Browser, printer: Printer) -> None:
    printer.gate.clear()
    printer.error = PdfTimeout(10)
    assert roadmap(alice).status_code == 303
    printer.gate.set()
    response = roadmap(alice)
    assert response.status_code == 503
    assert waiting_page(alice, **HTMX).headers["HX-Refresh"] == "true"
    told = waiting_page(alice)
    assert told.status_code == 503
    assert "a pris trop de temps" in text(told)
    assert f'href="{alice.base}/feuille-de-route.pdf"' in told.text


def test_the_waiting_page_of_nothing_asks_for_it(alice: Browser) -> None:
    asked = waiting_page(alice)
    assert asked.status_code == 303
    assert asked.headers["Location"] == f"{alice.base}/feuille-de-route.pdf"


def test_an_unfinished_assessment_has_no_waiting_page(bob: Browser) -> None:
    assert waiting_page(bob).headers["Location"] == f"{bob.base}/verification"


def test_while_many_wait_pages_are_served_and_the_next_is_refused(
    alice: Browser, services: Services, printer: Printer
) -> None:
    printer.gate.clear()
    places = services.settings.pdf_workers + services.settings.pdf_queue
    for number in range(places):
        services.answering.save_answer(alice.id, "association-name", f"Les Amis {number}", None)
        view = services.assessments.load(alice.id)
        services.printing.ask(services.printing.printable_of(view, "fr"))
    services.answering.save_answer(alice.id, "association-name", "Les derniers", None)
    refused = roadmap(alice)
    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"]) >= 1
    assert "Beaucoup de feuilles de route" in text(refused)
    assert f'href="{alice.base}/feuille-de-route.pdf"' in refused.text
    assert result(alice).status_code == 200
    printer.gate.set()


@pytest.mark.parametrize(
    ("error", "words", "wait"),
    [
        (PdfBusy(retry_after=7), "Beaucoup de feuilles de route", "7"),
        (PdfTimeout(10), "a pris trop de temps", "10"),
        (PdfTooLong(61), "aurait 61 pages", "10"),
        (PdfFailed("MemoryError"), "n’a pas pu être produite", "10"),
        (PdfUnavailable("libpango-1.0-0"), "Il manque une bibliothèque", "10"),
    ],
)
def test_without_pdf_a_page_says_why_and_when_to_come_back(
    alice: Browser, printer: Printer, error: PdfError, words: str, wait: str
) -> None:
    printer.error = error
    response = roadmap(alice)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == wait
    assert response.headers["Content-Type"].startswith("text/html")
    assert words in text(response)
    assert "MemoryError" not in response.text


def test_the_operator_is_told_what_to_install(alice: Browser, printer: Printer) -> None:
    printer.error = PdfUnavailable("libpango-1.0-0")
    shown = text(roadmap(alice))
    for command in ("apt install libpango-1.0-0", "brew install pango", "dnf install pango"):
        assert command in shown
