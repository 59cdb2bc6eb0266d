"""From the home page to the end of the questionnaire, and back."""

from __future__ import annotations

from app.services.services import Services
from tests.integration.pages.browser import Browser, checked, text, title

WHOLE: list[tuple[str, dict[str, str | list[str]]]] = [
    ("staff", {"reponse": "some"}),
    ("department", {"reponse": "79"}),
    ("members", {"reponse": "1 250"}),
    ("name", {"reponse": "Les amis du marais"}),
    ("partners", {"reponse": ["school", "town"]}),
    ("charter", {"reponse": "no"}),
    ("obstacle", {"reponse": "time"}),
    ("rhythm", {"reponse": "weekly"}),
    ("hours", {"reponse": "2,5"}),
    ("training", {"reponse": "yes"}),
]


def test_home_offers_each_pathway(visitor: Browser) -> None:
    home = visitor.get("/")
    assert home.status_code == 200
    assert 'href="/parcours/test"' in home.text
    assert "Un parcours d’essai" in text(home)


def test_introduction_says_time_gain_retention_and_limits(visitor: Browser) -> None:
    said = text(visitor.get("/parcours/test"))
    for words in ("À la louche.", "feuille de route", "3\u00a0mois", "2\u00a0ans", "Le reste."):
        assert words in said
    assert "ni une note ni un contrôle" in said


def test_unknown_pathway_is_not_found(visitor: Browser) -> None:
    assert visitor.get("/parcours/ailleurs").status_code == 404
    assert visitor.client.post("/parcours/ailleurs/commencer").status_code == 404


def test_starting_opens_the_first_question_to_this_browser(visitor: Browser) -> None:
    started = visitor.start()
    assert started.status_code == 303
    assert started.headers["Location"] == visitor.question("staff")
    cookie = started.headers["Set-Cookie"]
    assert cookie.startswith("balises=")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert visitor.get(visitor.question("staff")).status_code == 200


def test_a_second_start_keeps_the_first_open(alice: Browser) -> None:
    first = alice.base
    alice.start()
    assert alice.base != first
    assert alice.get(first).status_code == 200
    assert text(alice.get("/mes-diagnostics")).count("Référence BAL-") == 2


def test_whole_questionnaire_in_order(alice: Browser, services: Services) -> None:
    address = alice.question(WHOLE[0][0])
    for question, fields in WHOLE:
        assert address == alice.question(question)
        answered = alice.answer(question, **fields)
        assert answered.status_code == 303, text(answered)
        address = answered.headers["Location"]
    assert address == f"{alice.base}/verification"
    read = text(alice.get(address))
    for words in ("Deux-Sèvres (Nouvelle-Aquitaine)", "1\u202f250 membres", "2,5 heures"):
        assert words in read
    done = alice.client.post(f"{alice.base}/terminer")
    assert done.headers["Location"] == f"{alice.base}/resultat"
    assert services.assessments.load(alice.id).is_completed


def test_progress_counts_sections_and_questions_asked(alice: Browser) -> None:
    assert "Section 1 sur 2, question 2 sur 8" in text(alice.get(alice.question("department")))
    alice.answer("staff", reponse="some")
    assert "question 2 sur 9" in text(alice.get(alice.question("department")))


def test_follow_up_comes_right_after_its_parent_and_goes_with_it(
    alice: Browser, services: Services
) -> None:
    assert alice.answer("charter", reponse="no").headers["Location"].endswith("/obstacle")
    alice.answer("obstacle", reponse="will")
    assert alice.answer("charter", reponse="draft").headers["Location"].endswith("/rhythm")
    hidden = alice.get(alice.question("obstacle"))
    assert (hidden.status_code, hidden.headers["Location"]) == (303, alice.base)
    assert "Obstacle" not in text(alice.get(f"{alice.base}/verification"))
    assert services.assessments.load(alice.id).answers["obstacle"] == "will"
    alice.answer("charter", reponse="no")
    assert checked(alice.get(alice.question("obstacle"))) == ["will"]


def test_changing_from_the_check_page_goes_back_there(alice: Browser) -> None:
    shown = alice.get(f"{alice.question('staff')}?retour=verification")
    assert 'name="retour" value="verification"' in shown.text
    answered = alice.answer("staff", reponse="some", retour="verification")
    assert answered.headers["Location"] == f"{alice.base}/verification"


def test_changing_from_the_check_page_asks_a_new_follow_up_first(alice: Browser) -> None:
    answered = alice.answer("charter", reponse="no", retour="verification")
    follow_up = f"{alice.question('obstacle')}?retour=verification"
    assert answered.headers["Location"] == follow_up
    answered = alice.answer("obstacle", reponse="time", retour="verification")
    assert answered.headers["Location"] == f"{alice.base}/verification"


def test_back_saves_what_is_on_the_page(alice: Browser, services: Services) -> None:
    back = alice.answer("department", reponse="86", aller="retour")
    assert back.headers["Location"] == alice.question("staff")
    assert services.assessments.load(alice.id).answers == {"department": "86"}


def test_back_from_an_empty_page_asks_for_nothing(alice: Browser) -> None:
    assert alice.answer("department", aller="retour").headers["Location"].endswith("/staff")
    assert alice.answer("staff", aller="retour").headers["Location"] == alice.base
    assert alice.answer("staff", aller="sections").headers["Location"] == alice.base


def test_overview_lists_sections_with_their_status(alice: Browser) -> None:
    before = text(alice.get(alice.base))
    assert "0 sur 3 À commencer" in before
    alice.answer("staff", reponse="some")
    after = text(alice.get(alice.base))
    assert "1 sur 3 En cours" in after
    assert "1 question sur 8 a une réponse." in after


def test_finishing_with_questions_unanswered_asks_first(alice: Browser, services: Services) -> None:
    alice.answer("staff", reponse="some")
    asked = alice.client.post(f"{alice.base}/terminer")
    assert asked.status_code == 200
    assert title(asked).startswith("7 questions sont restées sans réponse")
    assert not services.assessments.load(alice.id).is_completed
    confirmed = alice.client.post(f"{alice.base}/terminer", data={"confirmer": "oui"})
    assert confirmed.headers["Location"] == f"{alice.base}/resultat"
    assert services.assessments.load(alice.id).is_completed


def test_finishing_without_any_answer_is_refused(alice: Browser, services: Services) -> None:
    refused = alice.client.post(f"{alice.base}/terminer", data={"confirmer": "oui"})
    assert "il n’y a rien à dire" in text(refused)
    assert not services.assessments.load(alice.id).is_completed


def test_answers_can_change_after_the_end(alice: Browser, services: Services) -> None:
    alice.answer("staff", reponse="some")
    alice.client.post(f"{alice.base}/terminer", data={"confirmer": "oui"})
    alice.answer("staff", reponse="volunteers")
    view = services.assessments.load(alice.id)
    assert (view.answers["staff"], view.is_completed) == ("volunteers", True)


def test_resume_link_is_shown_once_and_opens_elsewhere(alice: Browser, visitor: Browser) -> None:
    alice.answer("staff", reponse="some")
    made = text(alice.client.post(f"{alice.base}/lien"))
    link = next(word for word in made.split() if "/r/" in word)
    assert link.startswith("http://localhost/r/")
    assert link not in alice.get(f"{alice.base}/lien").text
    opened = visitor.get(link.removeprefix("http://localhost"))
    assert (opened.status_code, opened.headers["Location"]) == (303, alice.base)
    assert "1 question sur 8 a une réponse." in text(visitor.get(alice.base))


def test_a_new_resume_link_ends_the_former(alice: Browser, visitor: Browser) -> None:
    links = [
        next(
            word for word in text(alice.client.post(f"{alice.base}/lien")).split() if "/r/" in word
        )
        for _ in range(2)
    ]
    assert visitor.get(links[0].removeprefix("http://localhost")).status_code == 404
    assert visitor.get(links[1].removeprefix("http://localhost")).status_code == 303


def test_erasing_asks_first_and_is_for_good(alice: Browser) -> None:
    assert "Effacer pour toujours" in text(alice.get(f"{alice.base}/effacer"))
    assert "Effacer pour toujours" in text(alice.client.post(f"{alice.base}/effacer"))
    assert alice.get(alice.base).status_code == 200
    erased = alice.client.post(f"{alice.base}/effacer", data={"confirmer": "oui"})
    assert "est effacé" in text(erased)
    assert alice.get(alice.base).status_code == 404
    assert "aucun diagnostic" in text(alice.get("/mes-diagnostics"))


def test_forgetting_closes_this_browser_and_erases_nothing(
    alice: Browser, services: Services
) -> None:
    forgotten = alice.client.post("/mes-diagnostics/oublier")
    assert forgotten.headers["Location"] == "/mes-diagnostics"
    assert alice.get(alice.base).status_code == 404
    assert services.assessments.load(alice.id).id == alice.id


def test_public_pages(visitor: Browser) -> None:
    privacy = text(visitor.get("/confidentialite"))
    for words in ("Qui est responsable", "balises", "3\u00a0mois", "2\u00a0ans", "CNIL"):
        assert words in privacy
    accessibility = text(visitor.get("/accessibilite"))
    for words in ("non conforme", "aucun audit", "NVDA", "Firefox", "Défenseur des droits"):
        assert words in accessibility
    assert "établie le 26\u00a0novembre\u00a02026" in accessibility
    assert "partiellement conforme" not in accessibility, "that takes an audit"
    assert visitor.get("/healthz").text == "ok\n"
