"""« Partager »: links are made, shown once, listed and revoked by the owner; opened by others."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from app.services.services import Services
from app.services.sharing import MOST_SHARES
from tests.integration.conftest import Clock
from tests.integration.pages.browser import Browser, checked, text, title
from tests.integration.pages.sharing import LABEL, finish, make, path_in, revoke_paths, send


@pytest.fixture
def owner(alice: Browser) -> Browser:
    """Alice, who has finished her assessment."""
    finish(alice)
    return alice


def listed(browser: Browser) -> str:
    return text(browser.get(f"{browser.base}/partages"))


def test_a_link_is_shown_once_with_what_it_allows(owner: Browser) -> None:
    shown = send(owner, droit="changer", duree="30")
    assert shown.status_code == 200
    assert shown.headers["Cache-Control"] == "no-store"
    assert shown.headers["Referrer-Policy"] == "no-referrer"
    assert title(shown) == f"Lien de partage\u00a0: {LABEL} – Balises"
    assert "Lecture et suivi" in text(shown)
    assert "Jusqu’au 3\u00a0avril\u00a02027" in text(shown)
    secret = path_in(shown).removeprefix("/p/")
    assert len(secret) == 22
    for page in ("/partages", "/mes-donnees", "/mes-donnees/balises.json", ""):
        assert secret not in owner.get(f"{owner.base}{page}").text


def test_the_list_says_for_whom_what_and_until_when(
    owner: Browser, visitor: Browser, clock: Clock
) -> None:
    assert "Aucun\u00a0: vous seul" in listed(owner)
    link = make(owner, duree="toujours")
    shown = listed(owner)
    for words in (LABEL, "Lecture", "Créé le 4\u00a0mars\u00a02027", "Pas encore ouvert"):
        assert words in shown
    assert "Ouvre tant que le diagnostic est gardé" in shown
    clock.advance(days=3)
    visitor.get(link)
    shown = listed(owner)
    assert "Ouvert pour la dernière fois le 7\u00a0mars\u00a02027" in shown
    assert "1\u00a0navigateur" in shown
    send(owner, pour="La consultante", duree="30")
    resume = re.search(r"/r/[\w-]+", owner.client.post(f"{owner.base}/lien").text)
    assert resume
    clock.advance(days=31)
    owner.get(resume[0])
    shown = listed(owner)
    assert "N’ouvre plus rien\u00a0: sa date était le 6\u00a0avril\u00a02027" in shown
    assert shown.count("Terminé") == 1


def test_before_the_end_there_is_no_roadmap_to_share(alice: Browser, services: Services) -> None:
    for told in (alice.get(f"{alice.base}/partages"), send(alice)):
        assert told.status_code == 303
        assert told.headers["Location"] == f"{alice.base}/verification"
    assert services.sharing.shares_of(alice.id) == ()


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("", "Dites pour qui est ce lien"),
        ("  ", "Dites pour qui est ce lien"),
        ("é" * 61, "C’est trop long de 1\u00a0caractère\u00a0: 60 au plus."),
        ("é" * 80, "C’est trop long de 20\u00a0caractères\u00a0: 60 au plus."),
    ],
)
def test_a_label_that_does_not_fit_is_sent_back_with_all_that_was_chosen(
    owner: Browser, services: Services, label: str, words: str
) -> None:
    told = send(owner, pour=label, droit="changer", duree="365")
    assert told.status_code == 422
    assert title(told).startswith("Erreur\u00a0: ")
    assert text(told).count(words) == 2  # in the summary and at the field
    assert '<a href="#pour">' in told.text
    assert f'value="{label}"' in told.text
    assert checked(told) == ["changer"]
    assert '<option value="365" selected>' in told.text
    assert services.sharing.shares_of(owner.id) == ()


def test_choices_that_do_not_exist_make_nothing(owner: Browser, services: Services) -> None:
    told = send(owner, droit="tout", duree="9999")
    assert told.status_code == 422
    assert '<a href="#droit">' in told.text
    assert '<a href="#duree">' in told.text
    assert owner.client.post(f"{owner.base}/partages").status_code == 422
    assert services.sharing.shares_of(owner.id) == ()


def test_what_is_typed_is_shown_as_text(owner: Browser) -> None:
    label = '<b>CA</b> & "co"'
    make(owner, pour=label)
    shown = owner.get(f"{owner.base}/partages").text
    assert "<b>CA" not in shown
    assert label in listed(owner)


def test_there_are_twenty_links_at_most(owner: Browser, services: Services) -> None:
    for number in range(MOST_SHARES):
        make(owner, pour=f"Personne {number}")
    shown = owner.get(f"{owner.base}/partages")
    assert 'name="pour"' not in shown.text
    assert "c’est le plus possible" in text(shown)
    told = send(owner)
    assert told.status_code == 409
    assert "Il y a déjà 20 liens" in text(told)
    assert len(services.sharing.shares_of(owner.id)) == MOST_SHARES


def test_revoking_asks_first_and_closes_at_once(owner: Browser, visitor: Browser) -> None:
    link, other = make(owner), make(owner, pour="Bureau")
    visitor.get(link)
    first = next(path for path in revoke_paths(owner) if LABEL in text(owner.get(path)))
    asked = owner.get(first)
    assert title(asked).startswith(f"Révoquer le lien «\u00a0{LABEL}\u00a0»")
    unconfirmed = owner.client.post(first)
    assert text(unconfirmed) == text(asked)
    assert visitor.get(link).status_code == 303
    for _ in range(2):  # pressed twice, it does the same
        done = owner.client.post(first, data={"confirmer": "oui"})
        assert done.status_code == 303
        assert done.headers["Location"] == f"{owner.base}/partages"
    assert LABEL not in listed(owner)
    assert owner.get(first).status_code == 404
    assert visitor.get(link).status_code == 404
    assert visitor.get(other).status_code == 303


def test_all_can_be_revoked_together(owner: Browser, visitor: Browser, services: Services) -> None:
    address = f"{owner.base}/partages/revoquer"
    assert owner.get(address).headers["Location"] == f"{owner.base}/partages"
    links = [make(owner, pour=f"Groupe {number}") for number in range(3)]
    assert "Révoquer tous les partages" in listed(owner)
    assert "Les 3 liens" in text(owner.get(address))
    assert owner.client.post(address).status_code == 200
    assert len(services.sharing.shares_of(owner.id)) == 3
    assert owner.client.post(address, data={"confirmer": "oui"}).status_code == 303
    assert services.sharing.shares_of(owner.id) == ()
    assert [visitor.get(link).status_code for link in links] == [404] * 3


def test_no_one_revokes_or_lists_the_links_of_another(
    owner: Browser, bob: Browser, services: Services
) -> None:
    make(owner)
    finish(bob)
    (path,) = revoke_paths(owner)
    share = path.split("/")[-2]
    stolen = f"{bob.base}/partages/{share}/revoquer"
    assert bob.get(stolen).status_code == 404
    assert bob.get(path).status_code == 404
    for address in (stolen, path, f"{owner.base}/partages/revoquer"):
        bob.client.post(address, data={"confirmer": "oui"})
    assert LABEL not in listed(bob)
    assert len(services.sharing.shares_of(owner.id)) == 1


def test_another_sites_form_neither_shares_nor_revokes(owner: Browser, services: Services) -> None:
    make(owner)
    (path,) = revoke_paths(owner)
    foreign = {"Sec-Fetch-Site": "cross-site"}
    sent = {"pour": "Moi", "droit": "changer", "duree": "toujours"}
    told = owner.client.post(f"{owner.base}/partages", data=sent, headers=foreign)
    assert told.status_code == 403
    told = owner.client.post(path, data={"confirmer": "oui"}, headers=foreign)
    assert told.status_code == 403
    assert [one.label for one in services.sharing.shares_of(owner.id)] == [LABEL]


def test_opening_leaves_no_secret_behind(owner: Browser, visitor: Browser) -> None:
    link = make(owner)
    opened = visitor.get(link)
    assert opened.status_code == 303
    assert opened.headers["Location"] == f"{owner.base}/suivi"
    assert opened.headers["Cache-Control"] == "no-store"
    assert opened.headers["Referrer-Policy"] == "no-referrer"
    assert link.removeprefix("/p/") not in str(opened.headers)
    assert opened.text == ""
    assert visitor.get(f"/en{link}").headers["Location"] == f"/en{owner.base}/suivi"


def test_whatever_opens_the_link_opens_it_to_itself_alone(
    owner: Browser, new_browser: Callable[[], Browser], services: Services
) -> None:
    link = make(owner)
    scanner, visitor = new_browser(), new_browser()
    assert scanner.get(link).status_code == 303
    assert visitor.get(f"{owner.base}/suivi").status_code == 404
    assert visitor.client.cookies.get("balises") is None
    assert visitor.get(link).status_code == 303
    assert services.sharing.shares_of(owner.id)[0].browsers == 2
    assert scanner.client.head(link).status_code == 405
    assert scanner.client.post(link).status_code == 405


def test_a_browser_keeps_the_visit_it_has(owner: Browser, bob: Browser) -> None:
    cookie = bob.client.cookies.get("balises")
    bob.get(make(owner))
    assert bob.client.cookies.get("balises") == cookie
    assert bob.get(bob.base).status_code == 200


def test_every_link_that_opens_nothing_is_told_the_same(
    owner: Browser, visitor: Browser, clock: Clock
) -> None:
    revoked = make(owner, pour="Révoqué")
    (path,) = revoke_paths(owner)
    owner.client.post(path, data={"confirmer": "oui"})
    ended = make(owner, pour="Terminé", duree="30")
    resume = owner.client.post(f"{owner.base}/lien").text.split("/r/")[1].split('"')[0]
    clock.advance(days=31)
    told = [
        visitor.get(link)
        for link in (revoked, ended, "/p/none", "/p/" + "A" * 22, f"/p/{resume}", "/p/%00", "/p/é")
    ]
    assert {one.status_code for one in told} == {404}
    assert len({text(one) for one in told}) == 1
    assert title(told[0]) == "Ce lien n’ouvre rien – Balises"
    assert "Set-Cookie" not in told[0].headers


def test_a_share_secret_opens_nothing_else(owner: Browser, visitor: Browser) -> None:
    secret = make(owner, droit="changer").removeprefix("/p/")
    assert visitor.get(f"/r/{secret}").status_code == 404
    told = visitor.get(f"/api/v1/assessments/{owner.id}", Authorization=f"Bearer {secret}")
    assert told.status_code == 404


def test_guessing_share_links_is_slowed_down_like_resume_links(
    make_services: Callable[..., Services], new_browser_on: Callable[[Services], Browser]
) -> None:
    from tests.builders import tiny_edition

    browser = new_browser_on(make_services(tiny_edition(), limit_guesses="3/hour"))
    browser.start()
    finish(browser)
    link = make(browser)
    for guess in ("/p/none", "/r/none", "/en/p/none"):
        assert browser.get(link).status_code == 303  # the right one is never in the way
        assert browser.get(guess).status_code == 404
    for guess in ("/p/none", "/r/none"):
        assert browser.get(guess).status_code == 429


def test_renewing_the_resume_link_says_which_shares_stay_open(
    owner: Browser, visitor: Browser
) -> None:
    assert "partage" not in text(owner.client.post(f"{owner.base}/lien"))
    link = make(owner)
    for address in ("/lien", "/mes-donnees/autres-acces"):
        told = owner.client.post(f"{owner.base}{address}")
        assert "Un lien de partage ouvre toujours la feuille de route" in text(told)
        assert f'href="{owner.base}/partages"' in told.text
        assert visitor.get(link).status_code == 303
    make(owner, pour="Bureau")
    assert "2 liens de partage" in text(owner.client.post(f"{owner.base}/lien"))


def test_own_data_shows_and_exports_the_shares(owner: Browser, visitor: Browser) -> None:
    assert "partagée" not in text(owner.get(f"{owner.base}/mes-donnees"))
    assert owner.get(f"{owner.base}/mes-donnees/balises.json").json()["kept"]["shares"] == []
    visitor.get(make(owner, droit="changer", duree="30"))
    shown = text(owner.get(f"{owner.base}/mes-donnees"))
    assert "Avec qui la feuille de route est partagée" in shown
    for words in (LABEL, "Lecture et suivi", "Ouvre jusqu’au 3\u00a0avril\u00a02027"):
        assert words in shown
    assert "Un seul navigateur peut ouvrir ce diagnostic" in shown
    (kept,) = owner.get(f"{owner.base}/mes-donnees/balises.json").json()["kept"]["shares"]
    assert kept == {
        "label": LABEL,
        "may_edit": True,
        "created_at": "2027-03-04T10:30:00+00:00",
        "opened_on": "2027-03-04",
        "ends_on": "2027-04-03",
        "browsers": 1,
    }


def test_my_diagnoses_lists_what_is_shared_apart(
    owner: Browser, bob: Browser, visitor: Browser, services: Services
) -> None:
    link = make(owner)
    for browser in (visitor, bob, owner):
        browser.get(link)
    reference = services.assessments.load(owner.id).reference
    mine = text(visitor.get("/mes-diagnostics"))
    assert "Feuilles de route partagées avec vous" in mine
    assert reference in mine
    assert "Effacer" not in mine
    theirs = visitor.get("/mes-diagnostics").text
    assert f'href="{owner.base}/suivi"' in theirs
    assert f'href="{owner.base}"' not in theirs
    own, _, shared = text(bob.get("/mes-diagnostics")).partition("Feuilles de route partagées")
    assert reference in shared
    assert reference not in own
    assert "partagées" not in text(owner.get("/mes-diagnostics"))
    visitor.client.post("/mes-diagnostics/oublier")
    assert visitor.get(f"{owner.base}/suivi").status_code == 404


def test_an_editor_is_named_in_the_history_and_shut_out_at_once(
    owner: Browser, visitor: Browser, services: Services
) -> None:
    visitor.get(make(owner, droit="changer"))
    place = f"{owner.base}/suivi"
    added = visitor.client.post(f"{place}/ajouter", data={"do": "Appeler la mairie"})
    assert added.status_code == 303
    told = text(owner.get(f"{place}/historique"))
    assert LABEL in told
    assert "Appeler la mairie" in told
    (share,) = services.sharing.shares_of(owner.id)
    form = visitor.get(f"{place}/ajouter")
    assert form.status_code == 200
    services.sharing.revoke(owner.id, share.id)
    before = services.assessments.load(owner.id)
    for path in ("ajouter", "prendre"):
        sent = {"do": "Encore", "regle": "no-charter"}
        refused = visitor.client.post(f"{place}/{path}", data=sent)
        assert refused.status_code == 404
    for path in ("", "/historique"):
        assert visitor.get(f"{place}{path}").status_code == 404
    assert services.assessments.load(owner.id) == before
    # What was done by it stays told.
    assert LABEL in text(owner.get(f"{place}/historique"))


@pytest.mark.parametrize(
    ("right", "words"), [("lire", "sans rien y changer"), ("changer", "suivi")]
)
def test_a_guest_reads_whose_it_is_and_the_levels_and_no_other_answer(
    alice: Browser, visitor: Browser, right: str, words: str
) -> None:
    alice.answer("members", reponse="4242")
    alice.answer("name", reponse="Les amis du marais")
    finish(alice)
    visitor.get(make(alice, droit=right))
    page = visitor.get(f"{alice.base}/suivi")
    shown = text(page)
    assert "Vous lisez la feuille de route de Les amis du marais (" in shown
    assert words in shown
    levels = shown.split("Les niveaux")[1].split("Emporter")[0]
    assert "Ensemble\u00a0: Pas engagé" in levels
    assert levels.count("\u00a0: ") == 3
    assert "4242" not in page.text
    assert "4242" not in visitor.get(f"{alice.base}/suivi/historique").text
    # No way leads to what is closed.
    for closed in ("", "/resultat", "/mes-donnees", "/lien", "/partages", "/effacer", "/calcul"):
        assert f'href="{alice.base}{closed}"' not in page.text
    assert "Vous lisez" not in text(alice.get(f"{alice.base}/suivi"))
    assert f'href="{alice.base}/partages"' in alice.get(f"{alice.base}/suivi").text
    assert "Les amis du marais" in text(visitor.get("/mes-diagnostics"))
