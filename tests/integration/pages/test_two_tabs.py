"""Two tabs on one question: nothing is overwritten without being shown."""

from __future__ import annotations

import pytest

from app.services.services import Services
from tests.integration.pages.browser import Browser, hidden, text


def saved(services: Services, browser: Browser) -> dict[str, object]:
    """Return what is stored."""
    return dict(services.assessments.load(browser.id).answers)


def test_the_second_tab_sees_both_answers_and_chooses(alice: Browser, services: Services) -> None:
    alice.answer("staff", reponse="some")
    stale = alice.answer("staff", reponse="volunteers", version="0")
    assert stale.status_code == 409
    read = text(stale)
    assert "Votre réponse Volunteers" in read
    assert "Celle enregistrée entre-temps Some" in read
    assert saved(services, alice) == {"staff": "some"}
    version = hidden(stale.text, "version")
    fields = {"version": version, "reponse": "volunteers", "aller": "suite"}
    kept = alice.client.post(alice.question("staff"), data=fields)
    assert kept.headers["Location"] == alice.question("department")
    assert saved(services, alice) == {"staff": "volunteers"}


def test_the_answer_saved_in_the_meantime_can_be_kept(alice: Browser, services: Services) -> None:
    alice.answer("staff", reponse="some")
    kept = alice.client.post(alice.question("staff"), data={"aller": "garder"})
    assert kept.headers["Location"] == alice.question("department")
    assert saved(services, alice) == {"staff": "some"}


def test_a_choice_made_on_an_old_page_meets_the_newer_answer(alice: Browser) -> None:
    alice.answer("staff", reponse="some")
    stale = alice.answer("staff", reponse="volunteers", version="0")
    alice.answer("staff", reponse="unsure")
    fields = {"version": hidden(stale.text, "version"), "reponse": "volunteers"}
    assert alice.client.post(alice.question("staff"), data=fields).status_code == 409


def test_sending_the_same_answer_again_is_harmless(alice: Browser) -> None:
    alice.answer("staff", reponse="some")
    again = alice.answer("staff", reponse="some", version="0")
    assert again.status_code == 303


@pytest.mark.parametrize("version", ["", "-1", "abc", "99999999999999999999", "²"])
def test_a_version_that_means_nothing_counts_as_none(alice: Browser, version: str) -> None:
    assert alice.answer("staff", reponse="some", version=version).status_code == 303
