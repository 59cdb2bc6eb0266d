"""The pages on which a roadmap is followed: what one reads, does and undoes."""

from __future__ import annotations

import re
from dataclasses import replace

from app.services.services import Services
from tests.integration.conftest import Clock
from tests.integration.pages.browser import HTMX, Browser, checked, text, title
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
from tests.integration.pages.sharing import make


def test_an_unfinished_diagnosis_leads_to_its_answers(alice: Browser) -> None:
    check = f"{alice.base}/verification"
    assert follow_up(alice).headers["Location"] == check
    for path in ("/prendre", "/reprendre", "/ajouter"):
        assert post(alice, path, regle="alone", do="Fêter").headers["Location"] == check
    assert alice.get(f"{alice.base}/suivi/ajouter").headers["Location"] == check
    assert (
        text(alice.get(f"{alice.base}/suivi/historique")).count("Rien n’a encore été changé") == 1
    )


def test_the_empty_follow_up_says_how_to_begin_and_what_is_proposed(lead: Browser) -> None:
    page = shown(lead)
    assert "Choisissez une action, une seule pour commencer" in page
    assert "Où nous en sommes" not in page
    assert page.count("Prendre en charge") == 2
    assert "Vous dites " in page
    # The first of the roadmap stands first.
    assert page.index("Faire alone") < page.index("Faire no-charter")


def test_an_action_is_taken_up_from_the_result(lead: Browser) -> None:
    result = lead.get(f"{lead.base}/resultat").text
    assert f'href="{lead.base}/suivi"' in result
    assert re.search(r'name="regle" value="alone"', result)
    taken = take(lead, "alone")
    page = shown(lead, f"?geste=prise&action={taken}")
    assert "C’est pris en charge : Faire alone. Dites qui s’en occupe, et pour quand." in page
    assert "1 à lancer" in page
    assert page.count("Prendre en charge") == 1
    result = lead.get(f"{lead.base}/resultat").text
    assert f"{lead.base}/suivi#suivi-{taken}" in result
    assert not re.search(r'name="regle" value="alone"', result)
    assert take(lead, "alone") == taken


def test_the_follow_up_is_linked_from_where_people_come_back(lead: Browser, alice: Browser) -> None:
    for path in ("/mes-diagnostics", lead.base):
        assert f'href="{lead.base}/suivi"' in lead.get(path).text


def test_what_is_said_of_an_action_is_saved_and_shown(lead: Browser, services: Services) -> None:
    taken = take(lead, "alone")
    answer = sent(
        lead,
        taken,
        owner="la trésorière",
        progress="satisfactory",
        done="Un appel.\r\nUne réponse.",
        next_step="Écrire",
        **DATE,
    )
    assert answer.headers["Location"] == f"{lead.base}/suivi?geste=change&action={taken}"
    page = shown(lead, f"?geste=change&action={taken}")
    assert "C’est enregistré : Faire alone." in page
    for words in ("la trésorière", "31 mars 2027", "Satisfaisant", "Un appel.", "Écrire"):
        assert words in page
    assert "Prochaine échéance : 31 mars 2027" in page
    assert "Parce que…" in page
    form = lead.get(f"{lead.base}/suivi/action/{taken}")
    assert title(form) == "Modifier une action\u00a0: Faire alone – Balises"
    assert checked(form) == ["satisfactory"]
    for part in DATE.values():
        assert f'value="{part}"' in form.text
    assert saved(services, lead).undertakings[0].details.done == "Un appel.\nUne réponse."


def test_late_is_said_in_words_until_it_has_ended(lead: Browser, clock: Clock) -> None:
    taken = take(lead, "alone")
    sent(lead, taken, progress="satisfactory", **DATE)
    assert "en retard" not in shown(lead)
    clock.advance(days=27)  # the 31st of March
    assert "en retard" not in shown(lead)
    clock.advance(days=1)
    assert "31 mars 2027 en retard" in shown(lead)
    assert "1 action en retard" in shown(lead)
    assert "Prochaine échéance" not in shown(lead)
    sent(lead, taken, progress="abandoned", **DATE)
    assert "en retard" not in shown(lead)


def test_what_the_answers_do_not_lead_to_is_not_taken_up(lead: Browser, services: Services) -> None:
    answer = post(lead, "/prendre", regle="far")
    assert answer.headers["Location"] == f"{lead.base}/suivi?geste=ailleurs"
    assert "Vos réponses ne mènent plus à cette action" in shown(lead, "?geste=ailleurs")
    assert not saved(services, lead)


def test_an_action_whose_rule_no_longer_holds_stays_and_says_so(lead: Browser) -> None:
    take(lead, "no-charter")
    assert "Ne ressort plus de vos réponses" not in shown(lead)
    lead.answer("charter", reponse="signed")
    page = shown(lead)
    assert "Faire no-charter" in page
    assert "Ne ressort plus de vos réponses" in page
    assert page.count("Prendre en charge") == 1


def test_moving_keeps_focus_on_the_button_and_says_the_place(lead: Browser) -> None:
    for number, id_ in enumerate(("a" * 32, "b" * 32, "c" * 32)):
        add(lead, f"Action {number}", id_)
    moved = post(lead, f"/action/{'c' * 32}/deplacer", sens="monter")
    assert moved.headers["Location"].endswith(f"/suivi?geste=monter&action={'c' * 32}")
    page = follow_up(lead, f"?geste=monter&action={'c' * 32}")
    assert "Action 2 : place 2 sur 3." in text(page).replace("\u00a0", " ")
    assert len(re.findall("autofocus", page.text)) == 1
    assert re.search(r'value="monter" autofocus>Monter<[^>]*>\s*.: Action 2', page.text)
    post(lead, f"/action/{'c' * 32}/deplacer", sens="monter")
    page = follow_up(lead, f"?geste=monter&action={'c' * 32}")
    # It is at the top: only the other button is left.
    assert re.search(r'value="descendre" autofocus>Descendre<[^>]*>\s*.: Action 2', page.text)
    found = re.findall(r"<h3>(Action \d)</h3>", page.text)
    assert found == ["Action 2", "Action 0", "Action 1"]
    assert "autofocus" not in follow_up(lead).text


def test_a_gesture_that_makes_no_sense_changes_nothing(lead: Browser, services: Services) -> None:
    add(lead)
    before = services.assessments.load(lead.id)
    assert post(lead, f"/action/{OWN_ID}/deplacer", sens="ailleurs").is_redirect
    assert post(lead, f"/action/{'9' * 32}/deplacer", sens="monter").is_redirect
    assert post(lead, f"/action/{'9' * 32}/retirer").is_redirect
    assert lead.get(f"{lead.base}/suivi/action/{'9' * 32}/retirer").is_redirect
    assert lead.get(f"{lead.base}/suivi/action/{'9' * 32}").status_code == 404
    for query in ("?geste=nimporte&action=x", f"?geste=change&action={'9' * 32}", "?geste=monter"):
        assert follow_up(lead, query).status_code == 200
    assert services.assessments.load(lead.id) == before


def test_removing_asks_first(lead: Browser, services: Services) -> None:
    taken = take(lead, "alone")
    asked = lead.get(f"{lead.base}/suivi/action/{taken}/retirer")
    assert title(asked).startswith("Retirer cette action du suivi")
    assert "Faire alone" in text(asked)
    assert saved(services, lead)
    post(lead, f"/action/{taken}/retirer")
    assert not saved(services, lead)
    page = shown(lead, "?geste=retrait")
    assert "L’action est retirée du suivi." in page
    assert page.count("Prendre en charge") == 2


def test_the_history_says_who_when_and_from_what_to_what(
    lead: Browser, services: Services, clock: Clock
) -> None:
    taken = take(lead, "alone")
    clock.advance(days=1)
    services.following.change(
        lead.id,
        taken,
        {"owner": "le bureau", "due": "2027-09-01", "progress": "no_lever"},
        None,
        by=lambda _: "Le conseil",
    )
    page = text(lead.get(f"{lead.base}/suivi/historique")).replace("\u00a0", " ")
    assert page.index("5 mars 2027 à 11 h 30") < page.index("4 mars 2027 à 11 h 30")
    assert page.index("Le conseil") < page.index("Avec le lien de reprise")
    assert "Qui s’en charge : « le bureau », rien auparavant." in page
    assert "Échéance : « 1er septembre 2027 », rien auparavant." in page
    assert "Avancement : de « À lancer » à « Pas de levier identifié »." in page
    assert "no_lever" not in page
    assert page.count("Faire alone") == 2  # what was saved at once stands together
    assert f'href="{lead.base}/suivi/historique"' in follow_up(lead).text


def test_the_history_is_erased_after_asking(lead: Browser, services: Services) -> None:
    add(lead, "Appeler Mme Durand")
    sent(lead, OWN_ID, do="Appeler la mairie")
    clear = f"{lead.base}/suivi/historique/effacer"
    assert f'href="{clear}"' in lead.get(f"{lead.base}/suivi/historique").text
    assert "corrigez d’abord l’action" in text(lead.get(clear))
    assert "Durand" in text(lead.get(f"{lead.base}/mes-donnees"))
    lead.client.post(clear)
    page = lead.get(f"{lead.base}/suivi/historique")
    assert "Ce que l’historique disait jusque-là a été effacé." in text(page)
    assert clear not in page.text
    assert "Durand" not in text(lead.get(f"{lead.base}/mes-donnees"))
    assert "Appeler la mairie" in shown(lead)


def test_doing_the_point_again_offers_what_is_under_way_once(
    lead: Browser, services: Services
) -> None:
    take(lead, "alone")
    add(lead)
    started = lead.client.post(f"{lead.base}/refaire", data={"cle": ""})
    again = replace(lead, id=started.headers["Location"].split("/")[2])
    services.carrying.confirm(again.id, services.assessments.load(again.id).carried_from)
    services.assessments.complete(again.id)
    page = shown(again)
    assert "2 actions suivies alors, et pas abandonnées, peuvent continuer ici" in page
    assert post(again, "/reprendre").headers["Location"].endswith("/suivi?geste=reprise")
    page = shown(again, "?geste=reprise")
    assert "Les actions en cours sont reprises dans ce suivi." in page
    assert "Reprendre les actions en cours" not in page
    assert len(saved(services, again).undertakings) == 2
    post(again, "/reprendre")
    assert len(saved(services, again).undertakings) == 2


def test_who_only_reads_sees_no_button_and_can_change_nothing(
    lead: Browser, visitor: Browser, services: Services
) -> None:
    add(lead)
    take(lead, "alone")
    visitor.get(make(lead, droit="lire"))
    board = replace(visitor, id=lead.id)
    page = follow_up(board)
    assert page.status_code == 200
    assert "Fêter" in text(page)
    assert "<form" not in page.text.split("<main")[1].split("</main>")[0]
    for path in ("", "/retirer", "/deplacer"):
        assert f'suivi/action/{OWN_ID}{path}"' not in page.text
    assert f'href="{lead.base}"' not in page.text
    assert board.get(f"{lead.base}/suivi/historique").status_code == 200
    before = saved(services, lead)
    for path in (
        f"/action/{OWN_ID}",
        f"/action/{OWN_ID}/retirer",
        f"/action/{OWN_ID}/deplacer",
        "/ajouter",
        "/prendre",
    ):
        told = post(board, path, do="x", sens="monter", regle="no-charter")
        assert told.status_code == 403
        assert title(told) == "Vous pouvez lire, pas changer – Balises"
    for path in ("/ajouter", f"/action/{OWN_ID}", f"/action/{OWN_ID}/retirer"):
        assert board.get(f"{lead.base}/suivi{path}").status_code == 403
    assert saved(services, lead) == before


def test_pages_come_as_fragments_too_and_are_not_kept(lead: Browser) -> None:
    add(lead)
    for path, name in (
        ("", "Suivre ma feuille de route"),
        ("/ajouter", "Ajouter une action"),
        ("/historique", "Historique du suivi"),
        (f"/action/{OWN_ID}", "Modifier une action"),
        (f"/action/{OWN_ID}/retirer", "Retirer cette action"),
    ):
        page = lead.get(f"{lead.base}/suivi{path}", **HTMX)
        assert page.text.startswith(f"<title>{name}"), path
        assert page.headers["Cache-Control"] == "no-store", path


def test_another_sites_form_changes_nothing(lead: Browser, services: Services) -> None:
    foreign = {"Sec-Fetch-Site": "cross-site"}
    told = lead.client.post(f"{lead.base}/suivi/ajouter", data={"do": "x"}, headers=foreign)
    assert told.status_code == 403
    assert not saved(services, lead)


def test_what_was_printed_goes_when_the_follow_up_changes(
    lead: Browser, services: Services
) -> None:
    view = services.assessments.load(lead.id)
    before = services.printing.printable_of(view, "fr").version
    add(lead)
    after = services.printing.printable_of(services.assessments.load(lead.id), "fr").version
    assert after > before
