"""The information notice says what this instance has set, and what it has not; nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.services.services import Services
from app.settings import Settings
from app.web.notice import BASES, notice_of
from tests.builders import tiny_edition
from tests.integration.pages.browser import Browser, text

# Nothing here depends on the database: one suffices.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SAID = {
    "operator_name": "La Fédération des Rives",
    "operator_contact": "bonjour@rives.example",
    "dpo_contact": "dpo@rives.example",
    "legal_basis": "public_interest",
    "purpose": "compter les alliances par région",
    "recipients": "l’équipe de la fédération",
    "hosting": "Serveurs du Phare, France",
    "backup_days": "30",
    "authority": "l’APD (Belgique)",
    "draft_days": 45,
    "completed_days": 365,
    "visit_days": 60,
}
PAGES = ("/confidentialite", "/confidentialite/registre", "/confidentialite/analyse-impact")
Visit = Callable[..., Browser]


@pytest.fixture
def visit(make_services: Callable[..., Services]) -> Visit:
    """Visit an instance with some settings."""

    def make(**settings: object) -> Browser:
        services = make_services(tiny_edition(), **settings)
        app = create_app(services.settings, services)
        return Browser(TestClient(app, base_url="http://localhost", follow_redirects=False))

    return make


def read(browser: Browser, path: str) -> str:
    return text(browser.get(path)).replace("\u00a0", " ")


def test_the_notice_says_all_that_article_13_asks_for(visit: Visit) -> None:
    notice = read(visit(**SAID), "/confidentialite")
    for words in (
        "La Fédération des Rives fait fonctionner ce service",  # 13.1.a
        "bonjour@rives.example",
        "dpo@rives.example",  # b
        "Pour vous montrer votre résultat",  # c
        "compter les alliances par région",
        "une mission d’intérêt public (article 6.1.e du RGPD)",
        "l’équipe de la fédération",  # e
        "Serveurs du Phare, France",  # f
        "Un diagnostic inachevé : 45 jours après son dernier changement",  # 13.2.a
        "Un diagnostic terminé : 1 an après son dernier changement",
        "des sauvegardes au bout de 1 mois",
        "Voir, corriger, emporter et effacer vos réponses",  # b
        "vous opposer à ce traitement ou en demander la limitation",
        "vous plaindre à l’APD (Belgique)",  # d
        "Répondre n’est jamais obligatoire",  # e
        "aucune décision n’est prise à votre sujet",  # f
        "balises , pendant 2 mois",  # the cookie and how long
    ):
        assert words in notice, words
    assert "n’est pas complète" not in notice


def test_what_is_not_set_is_said_not_to_be_and_not_made_up(visit: Visit) -> None:
    browser = visit()
    notice = read(browser, "/confidentialite")
    assert "Cette notice n’est pas complète" in notice
    for one in notice_of(Settings()).missing:
        assert one.words in notice
        assert one.variable in read(browser, "/confidentialite/registre")
    assert "La base en droit n’a pas encore été dite." in notice
    assert "Aucun délégué à la protection des données n’a été indiqué." in notice
    assert "L’hébergeur et son pays n’ont pas encore été dits." in notice
    for page in PAGES:
        shown = read(browser, page)
        assert not any(basis in shown.replace(" :", "\u00a0:") for basis in BASES.values())
        assert "None" not in shown
    assert "Qui les garde n’a pas encore été dit" in read(browser, "/parcours/test")


def test_before_the_first_question_one_knows_who_why_and_how_long(visit: Visit) -> None:
    shown = read(visit(**SAID), "/parcours/test")
    for words in (
        "La Fédération des Rives les garde pour vous montrer votre résultat",
        "compter les alliances par région",
        "effacé 45 jours après son dernier changement, un diagnostic terminé après 1 an",
        "Un seul cookie, indispensable, 2 mois",
    ):
        assert words in shown
    assert "/confidentialite" in visit(**SAID).get("/parcours/test").text


@pytest.mark.parametrize(
    ("basis", "may_object"),
    [
        ("legitimate_interest", True),
        ("public_interest", True),
        ("consent", False),
        ("contract", False),
    ],
)
def test_each_ground_gives_its_own_rights(visit: Visit, basis: str, may_object: bool) -> None:
    notice = read(visit(legal_basis=basis), "/confidentialite")
    assert ("vous opposer" in notice) is may_object
    assert "en demander la limitation" in notice
    assert ("retirez quand vous voulez" in notice) == (basis == "consent")


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "il n’y a pas de sauvegarde"), (14, "sauvegardes au bout de 14 jours"), ("", "n’a pas")],
)
def test_backups(visit: Visit, days: object, words: str) -> None:
    assert words in read(visit(backup_days=days), "/confidentialite")


def test_the_register_and_the_outline_are_filled_in(visit: Visit) -> None:
    browser = visit(**SAID)
    register = read(browser, PAGES[1])
    for value in ("operator_name", "operator_contact", "dpo_contact", "recipients", "hosting"):
        assert str(SAID[value])[1:] in register  # a sentence begins with a capital
    assert "À compléter" not in register
    assert "BALISES_" not in register
    outline = read(browser, PAGES[2])
    assert "La Fédération des Rives" in outline
    assert "à compléter" in outline  # what only the operator knows
    for page in PAGES[1:]:
        assert f'href="{page}"' in browser.get(PAGES[0]).text


def test_what_is_shared_is_told_where_what_is_kept_is(visit: Visit) -> None:
    notice, register, outline = (read(visit(**SAID), page) for page in PAGES)
    for words in (
        "Si vous partagez votre feuille de route : de chaque lien, son empreinte",
        "lit la feuille de route, avec les réponses que citent ses raisons",
        "Un lien de partage : jusqu’à sa date, ou jusqu’à ce que vous le révoquiez",
    ):
        assert words in notice, words
    for words in ("liens de partage : empreinte", "lien de partage : 30, 90 ou 365 jours"):
        assert words in register, words
    assert "Un lien de partage circule plus loin que prévu" in outline


def test_there_is_one_cookie_and_it_is_the_one_told(visit: Visit) -> None:
    browser = visit(**SAID)
    for page in ("/", "/parcours/test", *PAGES, "/apercu"):
        assert "Set-Cookie" not in browser.get(page).headers
    browser.client.headers["Sec-Fetch-Site"] = "same-origin"
    cookies = browser.start().headers.get_list("Set-Cookie")
    assert len(cookies) == 1
    name, _, rest = cookies[0].partition("=")
    assert name == notice_of(Settings()).cookie
    found = re.search(r"Max-Age=(\d+)", rest)
    assert found
    assert int(found[1]) == 60 * 24 * 3600


def test_mails_and_addresses_are_told_where_there_are_any(visit: Visit) -> None:
    known = {**SAID, "smtp_host": "mail.example", "mail_from": "a@phare.example"}
    told = {
        "none": visit(**SAID, outbox=""),
        "links": visit(**known, host="0.0.0.0"),  # noqa: S104 - nothing listens
        "all": visit(**known, base_url="http://balises.example"),
        "outbox": visit(**SAID, base_url="http://balises.example", outbox_days=14),
    }
    notice = {name: read(one, PAGES[0]) for name, one in told.items()}
    register = {name: read(one, PAGES[1]) for name, one in told.items()}
    reminders = ("none", False), ("links", False), ("all", True), ("outbox", True)
    for name, is_offered in reminders:
        assert ("Si vous demandez des rappels" in notice[name]) is is_offered
        assert ("c’est votre accord, que vous retirez d’un clic" in notice[name]) is is_offered
        assert ("un rappel est confirmé : au moins 30 jours" in notice[name]) is is_offered
        assert ("adresse de rappel : 7 jours sans confirmation" in register[name]) is is_offered
        assert ("Ni nom, ni adresse électronique" in register[name]) is not is_offered
        assert ("Les adresses de rappel" in read(told[name], PAGES[2])) is is_offered
    for name, page in notice.items():
        assert ("lien parti par courriel" in page) is (name != "none")
        assert ("reste dans un dossier de la machine, 14 jours au plus" in page) is (
            name == "outbox"
        )
        assert ("passe par le serveur de courriel" in page) is (name in ("links", "all"))
        assert ("Sous-traitant pour les courriels" in register[name]) is (name in ("links", "all"))
    assert "n’est jamais demandée" in notice["none"]
    assert "n’est pas gardée une fois le message parti" in notice["links"]


def test_what_operators_write_is_shown_as_text(visit: Visit) -> None:
    browser = visit(operator_name="<b>R&D</b>", hosting="<script>alert(1)</script>")
    for page in (*PAGES, "/parcours/test"):
        assert "<script>alert" not in browser.get(page).text
        assert "<b>R" not in browser.get(page).text
