"""A file that comes back becomes an assessment of this browser, or a page that says why not."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from httpx2 import Response

from app.domain.edition import Edition
from app.report.returned import REASONS
from app.services.services import Services
from tests.builders import option, question, tiny_edition
from tests.integration.pages.browser import Browser, text, title
from tests.integration.pages.test_languages import FRENCH, said_here
from tests.integration.returned_samples import form_with, pdf_with, record_of
from tests.translated import in_plain_words

EDITION = tiny_edition()
ANSWERS: dict[str, Any] = {
    "staff": "some",
    "department": "79",
    "members": 12,
    "name": "Les Amis",
    "partners": ["school", "town"],
    "charter": "draft",
    "rhythm": "weekly",
    "hours": 2.5,
    "training": "yes",
}


def send(browser: Browser, data: bytes, name: str = "feuille.pdf") -> Response:
    return browser.client.post("/reprendre", files={"fichier": (name, data)})


def opened(browser: Browser, response: Response) -> Response:
    """Follow to the page that says what became of the file; remember the assessment."""
    assert response.status_code == 303, text(response)
    browser.id = response.headers["Location"].split("/")[2]
    return browser.get(response.headers["Location"])


def count(services: Services) -> int:
    with services.database.read() as connection:
        found = connection.exec_driver_sql("SELECT count(*) FROM assessment").scalar()
        return int(found or 0)


@pytest.mark.parametrize("wrap", [pdf_with, bytes], ids=["pdf", "json"])
def test_a_roadmap_of_the_same_edition_gives_back_all_its_answers(
    visitor: Browser, services: Services, wrap: Callable[[bytes], bytes]
) -> None:
    shown = opened(visitor, send(visitor, wrap(record_of(EDITION, ANSWERS))))
    view = services.assessments.load(visitor.id)
    assert view.edition.hash == EDITION.hash
    assert view.version == 1
    assert not view.is_completed
    words = text(shown)
    assert title(shown).startswith("Vos réponses sont reprises")
    assert "9\u00a0réponses viennent de votre fichier" in words
    assert "a changé" not in words
    assert "À préciser" not in words
    assert "Deux-Sèvres" in words
    assert f'href="{visitor.base}/verification"' in shown.text
    assert "Relire et terminer" in words
    visitor.client.post(f"{visitor.base}/terminer")
    assert services.assessments.load(visitor.id).is_completed
    assert visitor.base in visitor.get("/mes-diagnostics").text


def test_each_sending_makes_an_assessment_and_leaves_the_others_alone(
    alice: Browser, services: Services
) -> None:
    first, mine = alice.id, services.assessments.load(alice.id)
    opened(alice, send(alice, record_of(EDITION, ANSWERS)))
    assert alice.id != first
    assert services.assessments.load(first) == mine
    assert alice.get(f"/diagnostic/{first}").status_code == 200


def test_an_edition_known_to_the_database_is_pinned_again(
    new_browser_on: Callable[[Services], Browser], make_services: Callable[..., Services]
) -> None:
    old = tiny_edition(summary="Avant.")
    new_browser_on(make_services(old)).start()
    later = make_services(EDITION)
    browser = new_browser_on(later)
    shown = opened(browser, send(browser, record_of(old, ANSWERS)))
    assert later.assessments.load(browser.id).edition.hash == old.hash
    assert "a changé" not in text(shown)


def changed_edition() -> Edition:
    """Return a later edition: a question is gone, another has new bounds."""
    return tiny_edition(
        context=[
            question("staff", options=[option("volunteers"), option("some"), option("unsure")]),
            question("department", kind="territory", options=[option("abroad", unknown=True)]),
            question("members", kind="number", unit="membres", minimum=20, maximum=100),
        ]
    )


def test_an_unknown_edition_is_carried_to_the_one_offered_and_losses_are_told(
    new_browser_on: Callable[[Services], Browser], make_services: Callable[..., Services]
) -> None:
    services = make_services(changed_edition())
    browser = new_browser_on(services)
    shown = opened(browser, send(browser, record_of(EDITION, ANSWERS)))
    view = services.assessments.load(browser.id)
    assert view.edition.hash == changed_edition().hash
    assert set(view.answers) == set(ANSWERS) - {"name", "members"}
    words = text(shown)
    assert "Ce parcours a changé depuis votre fichier" in words
    assert "1\u00a0réponse à préciser" in words
    assert "Question members ?" in words
    assert "12" in words
    assert "Écrivez un nombre entre 20 et 100" in words
    assert "Ce qui n’a plus de place" in words
    assert "Les Amis" in words


def test_what_is_unclear_is_settled_one_by_one_in_the_normal_page(
    visitor: Browser, services: Services
) -> None:
    def fields(pdf: pikepdf.Pdf) -> list[Any]:
        def typed(name: str, value: str) -> Any:
            return pikepdf.Dictionary(T=name, FT=pikepdf.Name.Tx, V=value)

        return [
            typed("members", "une <b>douzaine"),
            typed("department", "Poitou"),
            pikepdf.Dictionary(T="staff", FT=pikepdf.Name.Btn, V=pikepdf.Name("/volunteers")),
            pikepdf.Dictionary(T="training", FT=pikepdf.Name.Btn, V=pikepdf.Name("/yes")),
        ]

    said = {"format": "balises-form/1", "questionnaire": "test", "edition": EDITION.hash}
    shown = opened(visitor, send(visitor, form_with(fields, **said)))
    here = f"{visitor.base}/reprise"
    assert title(shown).startswith("2\u00a0réponses à préciser")
    assert "une <b>douzaine" in text(shown)
    assert "<b>douzaine" not in shown.text
    assert "Gardé, mais pas compté" in text(shown)
    link = f"{visitor.question('members')}?retour=reprise"
    assert link in shown.text
    asked = visitor.get(link)
    assert 'name="retour" value="reprise"' in asked.text
    assert "Dans votre fichier\u00a0: une <b>douzaine" in text(asked)
    assert "douzaine" not in visitor.get(visitor.question("members")).text
    refused = visitor.client.post(
        visitor.question("members"), data={"reponse": "x", "version": "0", "retour": "reprise"}
    )
    assert refused.status_code == 422
    assert "une <b>douzaine" in text(refused)
    saved = visitor.client.post(
        visitor.question("members"), data={"reponse": "12", "version": "0", "retour": "reprise"}
    )
    assert saved.headers["Location"] == here
    left = visitor.get(here)
    assert title(left).startswith("1\u00a0réponse à préciser")
    assert "douzaine" not in text(left)
    visitor.client.post(
        visitor.question("department"), data={"reponse": "79", "version": "0", "retour": "reprise"}
    )
    version = services.assessments.load(visitor.id).version_of("staff")
    visitor.client.post(
        visitor.question("staff"),
        data={"reponse": "some", "version": str(version), "retour": "reprise"},
    )
    done = visitor.get(here)
    assert title(done).startswith("Vos réponses sont reprises")
    assert "Gardé, mais pas compté" not in text(done)
    assert services.assessments.load(visitor.id).answers["training"] == "yes"


REFUSED: list[tuple[str, bytes, int]] = [
    ("empty", b"", 422),
    ("not-ours", b"Bonjour", 422),
    ("no-data", pdf_with(None), 422),
    ("forged", record_of(EDITION, {"staff": "nobody"}), 422),
    ("forged", record_of(EDITION, {**ANSWERS, "nowhere": "x"}), 422),
    ("forged", record_of(EDITION, ANSWERS, questionnaire="other"), 422),
    (
        "unknown-questionnaire",
        record_of(EDITION, ANSWERS, questionnaire="x", edition="0" * 64),
        422,
    ),
    ("nothing-fits", record_of(EDITION, {"gone": "x"}, edition="0" * 64), 422),
    ("nothing-fits", record_of(EDITION, {}), 422),
    ("unknown-format", record_of(EDITION, ANSWERS, format="x"), 422),
    ("bad-json", b"{", 422),
    ("too-large", b"{" + b" " * 5 * 2**20, 413),
    ("too-large", b"%PDF-" + b"x" * 6 * 2**20, 413),
]


@pytest.mark.parametrize(("code", "data", "status"), REFUSED)
def test_a_file_that_is_refused_is_told_why_and_creates_nothing(
    visitor: Browser, services: Services, code: str, data: bytes, status: int
) -> None:
    # The hash of an edition that is known, under the name of another pathway, is a forgery.
    services.assessments.start("test")
    before = count(services)
    response = send(visitor, data)
    assert response.status_code == status
    assert REASONS[code] in text(response)
    assert title(response).startswith("Erreur")
    assert 'aria-invalid="true"' in response.text
    assert "Set-Cookie" not in response.headers
    assert count(services) == before


def test_a_form_without_a_file_is_told_to_choose_one(visitor: Browser) -> None:
    for response in (
        visitor.client.post("/reprendre", data={"fichier": "x"}),
        visitor.client.post("/reprendre"),
        visitor.client.post("/reprendre", files={"autre": ("a.pdf", b"%PDF-1.7")}),
    ):
        assert response.status_code == 422
        assert REASONS["empty"] in text(response)


def test_two_files_at_once_are_no_form_of_ours(visitor: Browser, services: Services) -> None:
    files = [("fichier", ("a.json", record_of(EDITION, ANSWERS)))] * 2
    assert visitor.client.post("/reprendre", files=files).status_code == 400
    assert count(services) == 0


def test_another_site_cannot_send_a_file(visitor: Browser, services: Services) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://ailleurs.exemple"}):
        visitor.client.headers.pop("Sec-Fetch-Site", None)
        response = visitor.client.post(
            "/reprendre",
            files={"fichier": ("a.json", record_of(EDITION, ANSWERS))},
            headers=headers,
        )
        assert response.status_code == 403
    assert count(services) == 0


def test_other_addresses_still_take_little(alice: Browser) -> None:
    data = {"reponse": "x" * 100_000}
    assert alice.client.post(alice.question("name"), data=data).status_code == 413


def test_what_became_of_a_file_is_for_those_who_may_see_the_assessment(
    visitor: Browser, bob: Browser, alice: Browser
) -> None:
    response = send(visitor, record_of(EDITION, ANSWERS))
    assert bob.get(response.headers["Location"]).status_code == 404
    # An assessment that was started here came from no file.
    assert alice.get(f"{alice.base}/reprise").status_code == 404


def test_erasing_takes_the_notes_away(visitor: Browser, services: Services) -> None:
    opened(visitor, send(visitor, record_of(EDITION, ANSWERS)))
    services.assessments.erase(visitor.id)
    with services.database.read() as connection:
        left = connection.exec_driver_sql("SELECT count(*) FROM restored_note").scalar()
    assert left == 0


def test_the_way_there_is_on_the_home_page_and_among_the_diagnoses(visitor: Browser) -> None:
    for path in ("/", "/mes-diagnostics"):
        assert 'href="/reprendre"' in visitor.get(path).text
    form = visitor.get("/reprendre").text
    assert 'enctype="multipart/form-data"' in form
    assert 'type="file"' in form


def test_many_at_once_wait_for_their_turn_or_are_told_to_come_back(
    visitor: Browser, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.report.pdf_reader.PATIENCE", 0.01)
    places: threading.BoundedSemaphore = services.restoring._reader._places
    while places.acquire(blocking=False):
        pass
    response = send(visitor, pdf_with(record_of(EDITION, ANSWERS)))
    assert response.status_code == 503
    assert "Réessayez dans un instant" in text(response)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_in_english_every_word_of_it_is(
    new_browser_on: Callable[[Services], Browser], make_services: Callable[..., Services]
) -> None:
    def fields(pdf: pikepdf.Pdf) -> list[Any]:
        def typed(name: str, value: str) -> Any:
            return pikepdf.Dictionary(T=name, FT=pikepdf.Name.Tx, V=value)

        return [
            typed("members", "1,234"),
            typed("department", "Poitou"),
            typed("elsewhere", "Hello"),
            pikepdf.Dictionary(T="staff", FT=pikepdf.Name.Btn, V=pikepdf.Name("/volunteers")),
            pikepdf.Dictionary(T="training", FT=pikepdf.Name.Btn, V=pikepdf.Name("/yes")),
        ]

    content = in_plain_words(EDITION)
    services = make_services(content)
    browser = new_browser_on(services)
    said = {"format": "balises-form/1", "questionnaire": "test", "language": "en"}
    filled = form_with(fields, **said, edition=content.hash)
    sent = browser.client.post("/en/reprendre", files={"fichier": ("form.pdf", filled)})
    base = sent.headers["Location"].removesuffix("/reprise")
    assert base.startswith("/en/diagnostic/")
    view = services.assessments.load(base.split("/")[3])
    assert view.answers["members"] == 1234
    pages = {
        "sending": browser.get("/en/reprendre"),
        "empty": browser.client.post("/en/reprendre"),
        "damaged": browser.client.post("/en/reprendre", files={"fichier": ("a", b"%PDF-")}),
        "restored": browser.get(f"{base}/reprise"),
        "settling": browser.get(f"{base}/question/department?retour=reprise"),
        "mine": browser.get("/en/mes-diagnostics"),
    }
    for name, page in pages.items():
        assert '<html lang="en">' in page.text, name
        found = FRENCH.search(said_here(page))
        assert found is None, (name, said_here(page)[found.start() - 60 : found.end() + 60])
    told = text(pages["restored"])
    assert "Choose a department from the list" in told
    assert "This question is only asked if the answer to “Words" in told
    assert "In your file: Poitou" in text(pages["settling"])


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_later_edition_is_offered_with_its_steps_to_what_came_back(
    new_browser_on: Callable[[Services], Browser], make_services: Callable[..., Services]
) -> None:
    """Answers of an edition known here stay on it; going on is as for any other draft."""
    old = tiny_edition(summary="Avant.")
    new_browser_on(make_services(old)).start()
    services = make_services(EDITION)
    browser = new_browser_on(services)
    opened(browser, send(browser, record_of(old, ANSWERS)))
    view = services.assessments.load(browser.id)
    assert services.carrying.is_newer_offered(view)
    moved, fates = services.carrying.move(view.id)
    assert moved.edition.hash == EDITION.hash
    assert len(fates) == len(ANSWERS)
    assert moved.answers == view.answers
