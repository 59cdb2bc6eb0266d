"""« Mes données »: what is kept is shown whole, can be taken away, and others can be shut out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from app.services.retention import purge
from app.services.services import Services
from tests.builders import tiny_edition
from tests.integration.conftest import Clock
from tests.integration.pages.browser import HTMX, Browser, hidden, text
from tests.integration.pages.test_carrying import answer_all, publish, repeated
from tests.integration.returned_samples import record_of

WORDS = "Les amis du marais"


@pytest.fixture
def told(alice: Browser) -> Browser:
    """Alice, who has answered four questions, one of which is then no longer asked."""
    alice.answer("staff", reponse="some")
    alice.answer("name", reponse=WORDS)
    alice.answer("partners", reponse=["school", "town"])
    alice.answer("training", reponse="yes")
    alice.answer("staff", reponse="volunteers")
    return alice


def page_of(browser: Browser) -> str:
    return text(browser.get(f"{browser.base}/mes-donnees"))


def link_in(page: str) -> str:
    found = re.search(r'href="(?:http://localhost)?(/r/[^"]+)"', page)
    assert found, "no link"
    return found[1]


def test_the_page_shows_every_answer_with_its_question_and_date(told: Browser) -> None:
    shown = page_of(told)
    for words in (WORDS, "Question name ?", "School", "Town", "Volunteers", "4 réponses"):
        assert words in shown.replace("\u00a0", " ")
    assert shown.count("Enregistrée le 4\u00a0mars\u00a02027") == 4
    # What is not asked any more is kept too, and says so.
    assert shown.count("ne vous est plus posée") == 1
    view = re.search(r"BAL-[0-9A-Z-]+", shown)
    assert view
    assert told.get(told.base).text.count(view[0])


def test_everything_in_the_database_on_an_assessment_is_on_the_page_or_said(
    told: Browser, services: Services
) -> None:
    """A new column or table must be shown too, or named here with the reason why not."""
    from app.store.tables import METADATA

    told_columns = {
        "assessment": {"reference", "edition", "status", "created_at", "updated_at"}
        | {"completed_at", "secret_hash", "follows", "stayed_at"},
        "answer": {"question_id", "value", "updated_at", "carried_from"},
        "set_aside": {"question_id", "value", "why", "note", "edition"},
        "restored_note": {"question_id", "title", "given", "code", "reason"},
        "undertaking": {"do", "horizon", "owner", "due", "progress", "done", "next_step"}
        | {"updated_at"},
        "follow_up_change": {"at", "by_whom", "words", "kind", "field", "before", "after"},
        "visit_access": {"granted_at"},
        "share_link": {"label", "may_edit", "created_at", "opened_on", "ends_on", "secret_hash"},
        "share_access": {"share"},
        "visit": {"seen_at"},
        "start_key": {"key_hash"},
        "mailed_link": {"secret_hash", "purpose", "created_at"},
        "reminder_request": {"address", "language", "asked_at", "confirmed_at"},
        "reminder": {"months", "due_at", "sent_at"},
    }
    # Ids and counters say nothing of a person; a salt goes with its key; of a browser, dates alone.
    technical = {
        "assessment": {"id", "version"},
        "answer": {"assessment_id", "version"},
        "set_aside": {"assessment_id", "set_aside_at"},
        "restored_note": {"assessment_id", "place"},
        # The place is the order shown; a rule is known by its words.
        "undertaking": {"assessment_id", "id", "place", "rule_id", "version"},
        "follow_up_change": {"assessment_id", "number", "undertaking"},
        "visit_access": {"visit", "assessment"},
        "share_link": {"id", "assessment_id"},
        "share_access": {"visit"},
        "visit": {"token_hash", "created_at"},
        "start_key": {"assessment_id", "salt", "created_at"},
        "mailed_link": {"id", "assessment_id"},
        # Of a token, the hash; of a sending that is under way, when and how often it was tried.
        "reminder_request": {"id", "assessment_id", "confirm_hash"},
        "reminder": {"request_id", "attempts", "claimed_at", "stop_hash"},
    }
    for name, table in METADATA.tables.items():
        if name == "edition":  # the content: the same for everyone
            continue
        assert set(table.columns.keys()) == told_columns[name] | technical[name], name


def test_what_is_kept_of_a_file_is_shown_and_taken_out(told: Browser) -> None:
    content = tiny_edition()
    record = record_of(content, {"charter": "draft", "gone": "Les Amis"}, edition="0" * 64)
    sent = told.client.post("/reprendre", files={"fichier": ("a.json", record)})
    told.id = sent.headers["Location"].split("/")[2]
    shown = page_of(told)
    assert "né d’un fichier que vous avez envoyé" in shown
    assert "Ce qui n’a pas été repris tel quel de votre fichier" in shown
    assert "Les Amis" in shown
    restored = told.get(f"{told.base}/mes-donnees/balises.json").json()["kept"]["restored"]
    assert (restored["is_form"], restored["same_edition"]) == (False, False)
    assert [(one["given"], one["code"]) for one in restored["notes"]] == [
        ("Les Amis", "unknown-question")
    ]


def test_what_is_followed_is_shown_and_taken_out_with_its_history(
    told: Browser, services: Services
) -> None:
    shown = page_of(told)
    assert "Les actions que vous suivez" not in shown
    services.assessments.complete(told.id)
    said = {"owner": "la trésorière", "due": "2027-09-01", "progress": "no_lever"}
    own = services.following.add(told.id, {"do": "Fêter l’accord", **said})
    raw = {"do": "Fêter l’accord", "owner": "le bureau"}
    services.following.change(told.id, own.id, raw, None, by=lambda _: "Le conseil")
    shown = page_of(told).replace("\u00a0", " ")
    assert "Fêter l’accord Horizon : Opérationnel : 3 à 9 mois Qui s’en charge : le bureau" in shown
    assert "Qui s’en charge : de « la trésorière » à « le bureau »." in shown
    assert "Échéance : plus rien, « 1er septembre 2027 » auparavant." in shown
    assert "Avancement : de « Pas de levier identifié » à « À lancer »." in shown
    assert "4 mars 2027 à 11 h 30. Le conseil." in shown
    assert "Ajoutée à la main. 4 mars 2027 à 11 h 30. Avec le lien de reprise." in shown
    kept = told.get(f"{told.base}/mes-donnees/balises.json").json()["kept"]
    (action,) = kept["undertakings"]
    assert (action["words"], action["owner"], action["due"]) == (raw["do"], "le bureau", None)
    assert action["saved_at"] == "2027-03-04T10:30:00+00:00"
    changes = [(one["kind"], one["field"], one["by_whom"]) for one in kept["follow_up_changes"]]
    assert changes[-1] == ("added", "", "")
    assert {one[1] for one in changes} == {"", "owner", "due", "progress"}


def test_the_date_of_erasing_is_the_one_on_which_it_is_erased(
    told: Browser, services: Services, clock: Clock
) -> None:
    assert "le 2\u00a0juin\u00a02027" in page_of(told)
    told.client.post(f"{told.base}/terminer", data={"confirmer": "oui"})
    assert "le 3\u00a0mars\u00a02029" in page_of(told)
    clock.advance(days=730)
    assert purge(services).assessments == 0
    clock.advance(seconds=1)
    assert purge(services).assessments == 1


def test_browsers_are_counted_and_not_named(
    told: Browser, new_browser: Callable[[], Browser], clock: Clock
) -> None:
    assert "Un seul navigateur peut ouvrir ce diagnostic" in page_of(told)
    link = link_in(told.client.post(f"{told.base}/lien").text)
    clock.advance(days=10)
    other = new_browser()
    other.get(link)
    other.id = told.id
    shown = page_of(told)
    assert "2 navigateurs peuvent ouvrir ce diagnostic" in shown
    assert re.search(r"Ce navigateur 4\smars\s2027 4\smars\s2027 3\savril\s2027", shown)
    assert re.search(r"Autre navigateur\s1 14\smars\s2027", shown)
    assert re.search(r"Ce navigateur 14\smars\s2027", page_of(other))
    for browser in (told, other):
        token = next(iter(browser.client.cookies.values()))
        assert token not in told.get(f"{told.base}/mes-donnees").text
    clock.advance(days=25)  # the first access has ended
    assert "Un seul navigateur" in page_of(other)


def test_others_can_be_shut_out(told: Browser, new_browser: Callable[[], Browser]) -> None:
    old = link_in(told.client.post(f"{told.base}/lien").text)
    other = new_browser()
    other.get(old)
    assert other.get(told.base).status_code == 200
    shown = told.client.post(f"{told.base}/mes-donnees/autres-acces")
    assert shown.status_code == 200
    assert told.get(told.base).status_code == 200
    assert other.get(told.base).status_code == 404
    assert new_browser().get(old).status_code == 404
    assert new_browser().get(link_in(shown.text)).status_code == 303
    assert "2 navigateurs" in page_of(told)


def test_another_sites_form_cannot_shut_anyone_out(
    told: Browser, new_browser: Callable[[], Browser]
) -> None:
    link = link_in(told.client.post(f"{told.base}/lien").text)
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert told.client.post(f"{told.base}/mes-donnees/autres-acces", headers=foreign).status_code
    assert new_browser().get(link).status_code == 303


def test_the_file_holds_all_of_it_and_starts_the_same_again(
    told: Browser, services: Services
) -> None:
    given = told.get(f"{told.base}/mes-donnees/balises.json")
    assert given.headers["Content-Type"] == "application/json"
    assert given.headers["Cache-Control"] == "no-store"
    assert re.fullmatch(
        r'attachment; filename="mes-donnees-BAL-[\w-]+\.json"',
        given.headers["Content-Disposition"],
    )
    data = json.loads(given.content)
    record = json.loads(services.reporting.report_of(told.id).record)
    assert {key: data[key] for key in record} == record
    view = services.assessments.load(told.id)
    kept = data["kept"]
    assert set(kept["answers"]) == set(view.answers) == set(data["answers"])
    assert kept["answers"]["partners"]["answer"] == ["School", "Town"]
    assert kept["answers"]["name"]["saved_at"] == "2027-03-04T10:30:00+00:00"
    assert kept["erased_after"].startswith("2027-06-02")
    assert [one["is_asking"] for one in kept["browsers"]] == [True]
    # Taken elsewhere, the same answers give the same diagnosis.
    again = services.assessments.start(data["questionnaire"]).assessment.id
    services.answering.save_answers(again, data["answers"])
    assert services.reporting.diagnosis_of(again)[1] == services.reporting.diagnosis_of(told.id)[1]


def test_the_page_is_linked_and_comes_as_a_fragment_too(told: Browser) -> None:
    address = f"{told.base}/mes-donnees"
    assert f'href="{address}"' in told.get(told.base).text
    told.client.post(f"{told.base}/terminer", data={"confirmer": "oui"})
    assert f'href="{address}"' in told.get(f"{told.base}/resultat").text
    assert told.get(address, **HTMX).text.startswith("<title>Mes données")


def test_nothing_answered_yet_is_said(alice: Browser) -> None:
    assert "Aucune pour l’instant." in page_of(alice)


def test_what_is_carried_or_set_aside_is_shown_too(alice: Browser, services: Services) -> None:
    answer_all(services, alice)
    publish(services)
    shown = alice.get(f"{alice.base}/version").text
    sent = {name: hidden(shown, name) for name in ("version", "edition")}
    alice.client.post(f"{alice.base}/version", data=sent)
    aside = page_of(alice)
    assert "Vos réponses mises de côté" in aside
    assert "Les Amis" in aside
    data = json.loads(alice.get(f"{alice.base}/mes-donnees/balises.json").content)
    assert {one["answer"].replace("\u00a0", " ") for one in data["kept"]["set_aside"]} == {
        "Les Amis",
        "40 membres",
    }


def test_what_repeats_an_earlier_one_says_so(alice: Browser, services: Services) -> None:
    again = repeated(services, alice)
    shown = page_of(again)
    assert "refait le point après un diagnostic précédent" in shown
    assert shown.count("à confirmer") == 9
    kept = json.loads(again.get(f"{again.base}/mes-donnees/balises.json").content)["kept"]
    assert kept["follows"] == alice.id
    assert kept["answers"]["staff"]["carried_from"] == "staff"
    alice.client.post(f"{alice.base}/effacer", data={"confirmer": "oui"})
    assert alice.id not in again.get(f"{again.base}/mes-donnees/balises.json").text
