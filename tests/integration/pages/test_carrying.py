"""Going to a newer version, staying, doing it again: what is read and what buttons do."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, cast

import pytest

from app.domain.edition import Edition
from app.domain.migration import Migration
from app.services.services import Services
from tests.builders import Raw, option, tiny_edition
from tests.integration.conftest import Clock, Library
from tests.integration.pages.browser import Browser, hidden, text

# What is read does not depend on the database: one suffices.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def newer() -> Edition:
    """Return the tiny edition, « staff » reworded, « members » up to 10, « name » gone."""
    raw: Raw = tiny_edition().model_dump(mode="json", by_alias=True, exclude_none=True)
    context, practice = (one["questions"] for one in raw["questionnaire"]["sections"])
    context[0]["text"] = "Avez-vous des salariés ?"
    context[2]["maximum"] = "10"
    del context[3]
    practice[0]["options"].append(option("other", 1))
    return Edition.model_validate(raw)


STEPS = Migration.model_validate(
    {
        "questionnaire": "test",
        "steps": [
            {
                "date": "2027-01-10",
                "note": "Nous avons relu le questionnaire.",
                "changes": [{"dropped": "name"}],
            }
        ],
    }
)


def publish(services: Services) -> None:
    library = cast("Library", services.library)
    library.editions["test"] = newer()
    library.migrations["test"] = STEPS


def answer_all(services: Services, browser: Browser, **more: Any) -> None:
    raw: dict[str, Any] = {
        "staff": "some",
        "department": "79",
        "members": 40,
        "name": "Les Amis",
        "partners": ["town"],
        "charter": "draft",
        "rhythm": "yearly",
        "hours": 3,
        "training": "yes",
        **more,
    }
    services.answering.save_answers(browser.id, raw)


def press(browser: Browser, path: str, **fields: str) -> Any:
    return browser.client.post(f"{browser.base}{path}", data=fields)


def repeated(services: Services, browser: Browser) -> Browser:
    """Finish the assessment of a browser and do it again; return the browser on the new one."""
    answer_all(services, browser)
    services.assessments.complete(browser.id)
    shown = browser.get(f"{browser.base}/refaire").text
    response = press(browser, "/refaire", cle=hidden(shown, "cle"))
    return Browser(browser.client, response.headers["Location"].split("/")[2])


class TestANewerVersion:
    def test_is_told_on_the_sections_and_nowhere_else(
        self, services: Services, alice: Browser
    ) -> None:
        answer_all(services, alice)
        words = "Ce questionnaire a une nouvelle version"
        assert words not in text(alice.get(alice.base))
        publish(services)
        assert words in text(alice.get(alice.base))
        for page in (alice.question("staff"), f"{alice.base}/verification"):
            assert words not in text(alice.get(page))

    def test_is_not_told_to_whoever_stays_but_can_still_be_found(
        self, services: Services, alice: Browser
    ) -> None:
        publish(services)
        assert press(alice, "/version/rester").headers["Location"] == alice.base
        shown = alice.get(alice.base)
        assert "a une nouvelle version" not in text(shown)
        assert f'href="{alice.base}/version"' in shown.text

    def test_shows_what_would_become_of_each_answer(
        self, services: Services, alice: Browser
    ) -> None:
        answer_all(services, alice)
        publish(services)
        before = services.assessments.load(alice.id)
        read = text(alice.get(f"{alice.base}/version")).replace("\u00a0", " ")
        assert "À redonner (1)" in read
        assert "Vous aviez répondu : 40 membres" in read
        assert "entre 0 et 10" in read
        assert "Reprises, mais dites autrement (1)" in read
        assert "Avez-vous des salariés ?" in read
        assert "Mises de côté (1)" in read
        assert "Nous avons relu le questionnaire." in read
        assert "Reprises telles quelles (6)" in read
        assert services.assessments.load(alice.id) == before

    def test_is_taken_once_confirmed_and_tells_what_was_set_aside(
        self, services: Services, alice: Browser
    ) -> None:
        answer_all(services, alice)
        publish(services)
        shown = alice.get(f"{alice.base}/version").text
        sent = {name: hidden(shown, name) for name in ("version", "edition")}
        assert press(alice, "/version", **sent).headers["Location"] == alice.base
        assert services.assessments.load(alice.id).edition == newer()
        read = text(alice.get(alice.base)).replace("\u00a0", " ")
        assert "Réponses mises de côté (2)" in read
        assert "Vous aviez répondu : 40 membres" in read
        assert "Vous aviez répondu : Les Amis" in read

    def test_is_shown_again_when_something_changed_meanwhile(
        self, services: Services, alice: Browser
    ) -> None:
        answer_all(services, alice)
        publish(services)
        shown = alice.get(f"{alice.base}/version").text
        sent = {name: hidden(shown, name) for name in ("version", "edition")}
        alice.answer("members", reponse="5")
        told = press(alice, "/version", **sent)
        assert told.status_code == 409
        assert "Rien n’a été fait" in text(told)
        assert "À redonner" not in text(told)
        assert services.assessments.load(alice.id).edition == tiny_edition()
        assert press(alice, "/version").status_code == 409

    def test_is_not_for_what_is_finished(self, services: Services, alice: Browser) -> None:
        answer_all(services, alice)
        done = services.assessments.complete(alice.id)
        publish(services)
        assert "nouvelle version" not in text(alice.get(alice.base))
        assert alice.get(f"{alice.base}/version").headers["Location"] == alice.base
        assert press(alice, "/version").headers["Location"] == f"{alice.base}/resultat"
        assert services.assessments.load(alice.id) == done

    def test_keeps_an_older_tab_from_answering_words_that_were_not_read(
        self, services: Services, alice: Browser
    ) -> None:
        services.answering.save_answers(alice.id, {"name": "x"})
        shown = alice.get(alice.question("staff")).text
        publish(services)
        services.carrying.move(alice.id)
        sent = {name: hidden(shown, name) for name in ("version", "edition")}
        told = alice.client.post(alice.question("staff"), data={**sent, "reponse": "some"})
        assert told.status_code == 422
        assert "autre version du questionnaire" in text(told)
        assert "Avez-vous des salariés ?" in text(told)
        assert "staff" not in services.assessments.load(alice.id).answers
        again = {name: hidden(told.text, name) for name in ("version", "edition")}
        saved = alice.client.post(alice.question("staff"), data={**again, "reponse": "some"})
        assert saved.status_code == 303


class TestDoingItAgain:
    def test_is_offered_by_the_result(self, services: Services, alice: Browser) -> None:
        answer_all(services, alice)
        assert alice.get(f"{alice.base}/refaire").headers["Location"] == alice.base
        services.assessments.complete(alice.id)
        result = alice.get(f"{alice.base}/resultat").text
        assert f'href="{alice.base}/refaire"' in result
        assert "Depuis le" not in result
        read = text(alice.get(f"{alice.base}/refaire"))
        assert "Reprises telles quelles (9)" in read

    def test_sent_twice_it_starts_one(self, services: Services, alice: Browser) -> None:
        answer_all(services, alice)
        services.assessments.complete(alice.id)
        key = hidden(alice.get(f"{alice.base}/refaire").text, "cle")
        first, second = (press(alice, "/refaire", cle=key) for _ in range(2))
        assert first.headers["Location"] == second.headers["Location"]
        third = press(alice, "/refaire")
        assert third.headers["Location"] != first.headers["Location"]

    def test_answers_are_shown_as_carried_until_they_are_confirmed(
        self, services: Services, alice: Browser
    ) -> None:
        again = repeated(services, alice)
        assert "9 réponses reprises" in text(again.get(again.base))
        assert "3 sur 3, 4 à confirmer" in text(again.get(again.base))
        check = again.get(f"{again.base}/verification")
        assert text(check).count("Reprise, à confirmer") == 9
        assert press(again, "/confirmer", question="staff").status_code == 303
        again.answer("members", reponse="41")
        again.answer("name", reponse="Les Amis")
        assert text(again.get(f"{again.base}/verification")).count("Reprise, à confirmer") == 6
        press(again, "/confirmer", section="practice")
        left = services.assessments.load(again.id)
        assert set(left.carried_from) == {"department"}

    def test_it_is_not_finished_before_they_are(self, services: Services, alice: Browser) -> None:
        again = repeated(services, alice)
        for fields in ({}, {"confirmer": "oui"}):
            asked = press(again, "/terminer", **fields)
            assert asked.status_code == 200
            assert "9 réponses viennent de votre point précédent" in text(asked)
        assert not services.assessments.load(again.id).is_completed
        part = press(again, "/confirmer", question="staff", aller="terminer")
        assert part.headers["Location"] == f"{again.base}/verification"
        assert not services.assessments.load(again.id).is_completed
        done = press(again, "/confirmer", aller="terminer")
        assert done.headers["Location"] == f"{again.base}/resultat"
        finished = services.assessments.load(again.id)
        assert finished.is_completed
        assert finished.carried_from == {}

    def test_the_new_result_tells_what_moved(
        self, services: Services, alice: Browser, clock: Clock
    ) -> None:
        again = repeated(services, alice)
        clock.advance(days=30)
        again.answer("charter", reponse="signed")
        press(again, "/confirmer", aller="terminer")
        read = text(again.get(f"{again.base}/resultat")).replace("\u00a0", " ")
        assert "Depuis le 4 mars 2027" in read
        assert "Cela vient de vos réponses." in read
        assert "dont le questionnaire" not in read
        assert "Relire le résultat d’alors" in read

    def test_the_part_of_a_newer_version_is_told_apart(
        self, services: Services, alice: Browser
    ) -> None:
        answer_all(services, alice)
        services.assessments.complete(alice.id)
        raw = tiny_edition().model_dump(mode="json", by_alias=True, exclude_none=True)
        raw["questionnaire"]["sections"][1]["questions"][1]["options"][1]["score"] = "3"
        cast("Library", services.library).editions["test"] = Edition.model_validate(raw)
        new = press(alice, "/refaire").headers["Location"].split("/")[2]
        services.answering.save_answers(new, {"rhythm": "weekly"})
        again = Browser(alice.client, new)
        press(again, "/confirmer", aller="terminer")
        read = text(again.get(f"{again.base}/resultat")).replace("\u00a0", " ")
        assert "Vos réponses y sont pour" in read
        row = re.search(r"Links (\S+) \([^)]*\) (\S+) \([^)]*\) (\S+) (\S+) (\S+)", read)
        assert row is not None
        before, after, moved, answers, edition = (
            float(one.replace(",", ".").replace("+", "")) for one in row.groups()
        )
        assert round(after - before, 1) == moved
        assert round(answers + edition, 1) == moved
        assert edition > 0
        assert answers > 0

    def test_who_may_not_see_the_earlier_one_is_shown_no_way_to_it(
        self, services: Services, alice: Browser, new_browser: Callable[[], Browser]
    ) -> None:
        again = repeated(services, alice)
        press(again, "/confirmer", aller="terminer")
        secret = services.assessments.renew_secret(again.id)
        other = new_browser()
        other.get(f"/r/{secret}")
        read = other.get(f"/diagnostic/{again.id}/resultat").text
        assert "Depuis le" in read
        assert alice.id not in read

    def test_erasing_the_earlier_one_leaves_a_result(
        self, services: Services, alice: Browser
    ) -> None:
        again = repeated(services, alice)
        press(again, "/confirmer", aller="terminer")
        services.assessments.erase(alice.id)
        read = text(again.get(f"{again.base}/resultat"))
        assert "Depuis le" not in read
        assert "Votre profil" in read
