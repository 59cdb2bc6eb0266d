"""The forms of a followed roadmap: what one gets wrong is said, and nothing typed is lost."""

from __future__ import annotations

import re

import pytest

from app.domain.follow_up import MOST_UNDERTAKINGS
from app.services.services import Services
from tests.integration.pages.browser import Browser, checked, hidden, text, title
from tests.integration.pages.following import (
    DATE,
    OWN_ID,
    add,
    follow_up,
    post,
    saved,
    sent,
    shown,
    take,
)


@pytest.mark.parametrize(
    ("date", "field", "words"),
    [
        (
            ("31", "2", "2027"),
            "due-jour",
            "La date doit être une vraie date, par exemple 31 3",
        ),
        (("31", "mars", "2027"), "due-jour", "La date doit être une vraie date"),
        (("³¹", "3", "2027"), "due-jour", "La date doit être une vraie date"),
        (("0", "0", "0000"), "due-jour", "La date doit être une vraie date"),
        (("31", "", "2027"), "due-mois", "Il manque le mois"),
        (("", "3", "2027"), "due-jour", "Il manque le jour"),
        (("31", "3", " "), "due-annee", "Il manque l’année"),
        (("31", "3", "27"), "due-annee", "Écrivez l’année en quatre chiffres"),
        (("31", "3", "1999"), "due-annee", "L’année doit être entre 2000 et 2100."),
        (("9" * 400, "3", "2027"), "due-jour", "La date doit être une vraie date"),
    ],
)
def test_a_date_that_is_none_is_said_where_it_is(
    lead: Browser, services: Services, date: tuple[str, str, str], field: str, words: str
) -> None:
    taken = take(lead, "alone")
    typed = dict(zip(DATE, date, strict=True))
    refused = sent(lead, taken, owner="le bureau", progress="no_lever", **typed)
    assert refused.status_code == 422
    assert refused.headers["HX-Push-Url"] == "false"
    assert title(refused).startswith("Erreur\u00a0: Modifier une action")
    assert re.search(rf'<li><a href="#{field}">{re.escape(words)}', refused.text)
    assert f'id="{field}"' in refused.text
    # Nothing typed is lost.
    for value in (*date, "le bureau"):
        assert f'value="{value}"' in refused.text
    assert checked(refused) == ["no_lever"]
    assert saved(services, lead).undertakings[0].details.due is None


def test_every_problem_is_told_at_once_with_what_was_typed(lead: Browser) -> None:
    add(lead)
    refused = sent(
        lead, OWN_ID, do=" ", owner="x" * 121, progress="soon", horizon="political", **DATE
    )
    assert refused.status_code == 422
    targets = re.findall(r'<li><a href="#([\w-]+)">', refused.text)
    assert targets == ["do", "owner", "progress"]
    for target in targets:
        assert f'id="{target}"' in refused.text
        assert f'id="{target}-error"' in refused.text
    assert "x" * 121 in refused.text
    assert checked(refused) == ["political"]


def test_a_delay_that_is_explained_says_why(lead: Browser, services: Services) -> None:
    add(lead)
    refused = sent(lead, OWN_ID, do="Fêter", progress="delay_explained", done="  ")
    assert refused.status_code == 422
    assert '<li><a href="#done">Dites pourquoi' in refused.text
    assert checked(refused) == ["operational", "delay_explained"]
    assert sent(lead, OWN_ID, do="Fêter", progress="delay_explained", done="Pluie").is_redirect
    assert saved(services, lead).undertakings[0].details.done == "Pluie"


def test_an_action_of_ones_own_is_added_once(lead: Browser, services: Services) -> None:
    form = lead.get(f"{lead.base}/suivi/ajouter")
    key = hidden(form.text, "cle")
    assert re.fullmatch("[0-9a-f]{32}", key)
    assert 'name="progress"' not in form.text  # few fields, to begin with
    for _ in range(2):
        sent_ = post(lead, "/ajouter", cle=key, do="Fêter", owner="Le bureau", horizon="strategic")
        assert sent_.headers["Location"].endswith(f"?geste=ajout&action={key}")
    (one,) = saved(services, lead)
    assert (one.id, one.details.do, one.details.horizon.value) == (key, "Fêter", "strategic")
    page = shown(lead)
    assert "Ajoutée à la main." in page
    assert "Stratégique : 6 à 12 mois" in page


def test_a_new_action_without_words_is_refused_and_nothing_is_lost(lead: Browser) -> None:
    refused = post(lead, "/ajouter", cle=OWN_ID, do="", owner="le bureau", **DATE)
    assert refused.status_code == 422
    assert title(refused) == "Erreur\u00a0: Ajouter une action – Balises"
    assert "Dites en quelques mots ce qu’il y a à faire." in text(refused)
    assert hidden(refused.text, "cle") == OWN_ID
    assert 'value="le bureau"' in refused.text


def test_markup_is_shown_as_it_was_typed(lead: Browser) -> None:
    add(lead, '<b>Fêter</b> & "rire"')
    assert "<b>Fêter" not in follow_up(lead).text
    assert '<b>Fêter</b> & "rire"' in shown(lead)
    assert '<b>Fêter</b> & "rire"' in text(lead.get(f"{lead.base}/suivi/historique"))


def test_a_full_follow_up_says_so(lead: Browser, services: Services) -> None:
    for number in range(MOST_UNDERTAKINGS):
        services.following.add(lead.id, {"do": f"Action {number}"})
    refused = add(lead)
    assert refused.status_code == 422
    assert "Le suivi est plein." in text(refused)
    answer = post(lead, "/prendre", regle="alone")
    page = follow_up(lead, "?geste=plein")
    assert answer.headers["Location"] == f"{lead.base}/suivi?geste=plein"
    assert title(page).startswith("Erreur\u00a0:")
    assert "Retirez une action avant d’en prendre une autre." in text(page)


def test_two_tabs_never_overwrite_each_other(lead: Browser, services: Services) -> None:
    add(lead)
    stale = hidden(lead.get(f"{lead.base}/suivi/action/{OWN_ID}").text, "version")
    sent(lead, OWN_ID, do="Fêter", owner="la trésorière")
    both = post(
        lead, f"/action/{OWN_ID}", version=stale, do="Fêter fort", owner="le bureau", **DATE
    )
    assert both.status_code == 409
    words = text(both).replace("\u00a0", " ")
    for value in ("Fêter fort", "le bureau", "la trésorière", "31 mars 2027", "Rien"):
        assert value in words
    assert saved(services, lead).undertakings[0].details.owner == "la trésorière"
    fields = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', both.text)
    assert post(lead, f"/action/{OWN_ID}", **dict(fields)).is_redirect
    details = saved(services, lead).undertakings[0].details
    assert (details.do, details.owner) == ("Fêter fort", "le bureau")


def test_what_was_removed_while_one_wrote_can_be_added_again(
    lead: Browser, services: Services
) -> None:
    taken = take(lead, "alone")
    form = lead.get(f"{lead.base}/suivi/action/{taken}").text
    post(lead, f"/action/{taken}/retirer")
    again = post(
        lead,
        f"/action/{taken}",
        version=hidden(form, "version"),
        do=hidden(form, "do"),
        owner="le bureau",
        progress="no_lever",
        done="Beaucoup",
    )
    assert again.status_code == 409
    assert "a été retirée du suivi pendant que vous écriviez" in text(again)
    assert "Beaucoup" in again.text
    assert checked(again) == ["operational", "no_lever"]
    fields = {"cle": hidden(again.text, "cle"), "do": "Faire alone", "done": "Beaucoup"}
    assert post(lead, "/ajouter", **fields).is_redirect
    assert saved(services, lead).undertakings[0].details.done == "Beaucoup"
