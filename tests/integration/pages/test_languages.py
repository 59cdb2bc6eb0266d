"""The service in English: every word, every address; and content that is not translated."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from httpx2 import Response

from app.domain.edition import Edition
from app.services.services import Services
from tests.builders import tiny_edition
from tests.integration.pages.browser import HTMX, Browser, hidden, text, title
from tests.translated import in_plain_words, promising

# Nothing here depends on the database: one suffices.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Make = Callable[..., Services]
NewBrowser = Callable[[Services], Browser]

ANSWERS: dict[str, dict[str, str | list[str]]] = {
    "staff": {"reponse": "some"},
    "department": {"reponse": "79"},
    "members": {"reponse": "1,234"},
    "name": {"reponse": "Friends"},
    "partners": {"reponse": ["school", "town"]},
    "charter": {"reponse": "no"},
    "obstacle": {"reponse": "time"},
    "rhythm": {"reponse": "yearly"},
    "hours": {"reponse": "2.5"},
    "training": {"reponse": "unsure"},
}
FRENCH = re.compile(r"[àâçéèêëîïôùûœÀÇÉÈÊ«»]|\b(?:vous|votre|les|des|une|réponse|sur)\b", re.I)


class English(Browser):
    """Somebody who reads the service in English."""

    def start(self) -> Response:
        response = self.client.post("/en/parcours/test/commencer")
        self.id = response.headers["Location"].split("/")[3]
        return response

    @property
    def base(self) -> str:
        return f"/en/diagnostic/{self.id}"


@pytest.fixture
def read(make_services: Make, new_browser_on: NewBrowser) -> Callable[[Edition], English]:
    """Make someone who has started an edition in English."""

    def make(edition: Edition) -> English:
        browser = English(new_browser_on(make_services(edition)).client)
        browser.start()
        return browser

    return make


@pytest.fixture
def reader(read: Callable[[Edition], English]) -> English:
    """Someone who has started a pathway that is translated whole."""
    return read(in_plain_words(tiny_edition()))


def answer_all(reader: Browser) -> None:
    for question, fields in ANSWERS.items():
        assert reader.answer(question, **fields).status_code == 303, question


def said_here(response: Response) -> str:
    """Return a page without the elements that say that they are in French."""
    page = re.sub(r'<(\w+)[^>]*\blang="fr"[^>]*>.*?</\1>', "", response.text, flags=re.S)
    page = re.sub(r"\{#.*?#\}|<!--.*?-->|<(?:script|style).*?</(?:script|style)>", "", page)
    names = r"href|action|src|id|class|name|value|for|download|aria-\w+"
    page = re.sub(rf'\b(?:{names})="[^"]*"', "", page)
    return html.unescape(page).replace("Défenseur des droits", "")


def test_every_page_is_in_english(reader: English) -> None:
    pages = {
        path: reader.get(path)
        for path in (
            "/en/",
            "/en/parcours/test",
            "/en/confidentialite",
            "/en/confidentialite/registre",
            "/en/confidentialite/analyse-impact",
            "/en/accessibilite",
        )
    }
    pages["question"] = reader.get(reader.question("members"))
    pages["nothing given"] = reader.answer("charter")
    pages["wrong"] = reader.answer("members", reponse="many")
    pages["too many"] = reader.answer("members", reponse="1,234,567")
    pages["empty"] = reader.client.post(f"{reader.base}/terminer")
    reader.answer("staff", reponse="some")
    pages["missing"] = reader.client.post(f"{reader.base}/terminer")
    answer_all(reader)
    stale = {"version": "0", "edition": "", "reponse": "2"}
    pages["conflict"] = reader.client.post(reader.question("hours"), data=stale)
    pages["check"] = reader.get(f"{reader.base}/verification")
    assert reader.client.post(f"{reader.base}/terminer").status_code == 303
    for place in (
        "",
        "/resultat",
        "/calcul",
        "/mes-donnees",
        "/lien",
        "/effacer",
        "/verification",
        "/refaire",
        "/rappels",
    ):
        pages[place or "overview"] = reader.get(f"{reader.base}{place}")
    pages["link"] = reader.client.post(f"{reader.base}/lien")
    address = "claire@rives.example"
    for name, place, form in (
        ("mailed", "/lien/envoyer", {"adresse": address}),
        ("no address", "/lien/envoyer", {"adresse": ""}),
        ("reminders", "/rappels", {"adresse": address, "mois": ["6", "12"]}),
        ("wrong address", "/rappels", {"adresse": "claire@rives", "mois": ["6"]}),
        ("no date", "/rappels", {"adresse": "claire"}),
    ):
        pages[name] = reader.client.post(f"{reader.base}{place}", data=form)
    for number in range(8):
        pages["too many mails"] = reader.client.post(
            f"{reader.base}/rappels", data={"adresse": f"a{number}@rives.example", "mois": ["6"]}
        )
        pages.setdefault("too many addresses", pages["too many mails"])
        if pages["too many mails"].status_code == 422:
            pages["too many addresses"] = pages["too many mails"]
    assert pages["too many mails"].status_code == 429
    assert pages["too many addresses"].status_code == 422
    pages["own data with mails"] = reader.get(f"{reader.base}/mes-donnees")
    pages["gone"] = reader.get("/en/rappels/confirmer/none")
    pages["stopped"] = reader.get("/en/rappels/arreter/none")
    pages["others shut out"] = reader.client.post(f"{reader.base}/mes-donnees/autres-acces")
    again = English(reader.client)
    sent = {"version": hidden(pages["/refaire"].text, "version"), "edition": ""}
    again.id = reader.client.post(f"{reader.base}/refaire", data=sent).headers["Location"][15:]
    for place in ("", "/verification", "/mes-donnees"):
        pages[f"again{place}"] = again.get(f"{again.base}{place}")
    pages["not confirmed"] = again.client.post(f"{again.base}/terminer")
    done = again.client.post(f"{again.base}/confirmer", data={"aller": "terminer"})
    pages["since"] = again.get(done.headers["Location"])
    pages["mine"] = reader.get("/en/mes-diagnostics")
    pages["404"] = reader.get("/en/nowhere")
    pages["405"] = reader.client.post("/en/")
    pages["403"] = reader.client.post("/en/", headers={"Sec-Fetch-Site": "cross-site"})
    pages["erased"] = reader.client.post(f"{reader.base}/effacer", data={"confirmer": "oui"})
    for name, page in pages.items():
        assert '<html lang="en">' in page.text, name
        found = FRENCH.search(said_here(page))
        assert found is None, (name, said_here(page)[found.start() - 60 : found.end() + 60])


def test_what_is_shared_is_in_english_for_the_owner_and_for_guests(reader: English) -> None:
    answer_all(reader)
    reader.client.post(f"{reader.base}/terminer")
    reader.client.post(f"{reader.base}/suivi/ajouter", data={"do": "Call the mayor"})
    address = f"{reader.base}/partages"
    sent = {"pour": "The board", "droit": "lire", "duree": "toujours"}
    pages = {"none": reader.get(address), "wrong": reader.client.post(address, data={"pour": ""})}
    pages["too long"] = reader.client.post(address, data={**sent, "pour": "x" * 61})
    pages["made"] = reader.client.post(address, data=sent)
    link = re.search(r"/en/p/[\w-]{22}", pages["made"].text)
    assert link
    reader.client.post(address, data={**sent, "droit": "changer", "duree": "30"})
    pages["two"] = reader.get(address)
    share = re.search(r'href="([^"]+/[0-9a-f]{32}/revoquer)"', pages["two"].text)
    assert share
    pages["revoke"] = reader.get(share[1])
    pages["revoke all"] = reader.get(f"{address}/revoquer")
    pages["resume link"] = reader.client.post(f"{reader.base}/lien")
    pages["own data"] = reader.get(f"{reader.base}/mes-donnees")
    pages["wrong link"] = reader.get("/en/p/none")
    reader.client.cookies.clear()
    assert reader.get(link[0]).headers["Location"] == f"{reader.base}/suivi"
    pages["read"] = reader.get(f"{reader.base}/suivi")
    pages["refused"] = reader.get(f"{reader.base}/suivi/ajouter")
    pages["mine"] = reader.get("/en/mes-diagnostics")
    for name, page in pages.items():
        assert '<html lang="en">' in page.text, name
        found = FRENCH.search(said_here(page))
        assert found is None, (name, said_here(page)[found.start() - 60 : found.end() + 60])


def test_the_way_stays_in_english(reader: English) -> None:
    first = reader.start().headers["Location"]
    assert first == f"{reader.base}/question/staff"
    page = reader.get(first)
    assert f'action="{first}"' in page.text
    assert reader.answer("staff", reponse="some").headers["Location"].startswith(reader.base)
    places = ("/en/", reader.base, "/en/parcours/test", "/en/confidentialite")
    more = ("/en/confidentialite/registre", f"{reader.base}/mes-donnees")
    for page in map(reader.get, (*places, *more)):
        links = re.findall(r'(?:href|action)="(/[^"]*)"', page.text)
        own = [link for link in links if not link.startswith(("/static", "/en/", "/apercu"))]
        switch = re.findall(r'href="(/[^"]*)" lang="fr"', page.text)
        assert own == switch, "only the switch leaves English"
    answer_all(reader)
    done = reader.client.post(f"{reader.base}/terminer").headers["Location"]
    assert done == f"{reader.base}/resultat"
    assert f'href="{reader.base}/feuille-de-route.pdf"' in reader.get(done).text
    link = re.search(r'id="secret" href="([^"]*)"', reader.client.post(f"{reader.base}/lien").text)
    assert link
    assert link[1].startswith("http://localhost/en/r/")
    assert reader.get(link[1]).headers["Location"] == reader.base
    erased = reader.client.post(f"{reader.base}/effacer", data={"confirmer": "oui"}, headers=HTMX)
    assert erased.headers["HX-Replace-Url"] == "/en/mes-diagnostics"
    assert reader.client.post("/en/mes-diagnostics/oublier").headers["Location"] == (
        "/en/mes-diagnostics"
    )


def test_a_step_that_swaps_a_part_stays_in_english(reader: English) -> None:
    block = reader.get(reader.question("charter"), **HTMX)
    assert "<html" not in block.text
    assert "Continue" in block.text
    assert f'action="{reader.question("charter")}"' in block.text


def test_numbers_are_typed_and_shown_as_in_english(reader: English) -> None:
    answer_all(reader)
    assert 'value="2.5"' in reader.get(reader.question("hours")).text
    check = text(reader.get(f"{reader.base}/verification"))
    assert "1,234 Words" in check
    french = reader.get(f"{reader.base.removeprefix('/en')}/verification")
    assert "1\u202f234 membres" in text(french)


def test_the_switch_keeps_the_page(reader: English) -> None:
    def switch(page: Response) -> list[str]:
        return re.findall(r'href="([^"]*)" lang="fr" hreflang="fr"', page.text)

    path = f"{reader.question('charter')}?retour=verification"
    assert switch(reader.get(path)) == [path.removeprefix("/en")]
    assert switch(reader.answer("charter")) == [reader.question("charter").removeprefix("/en")]
    unanswered = reader.client.post(f"{reader.base}/terminer")
    assert switch(unanswered) == [f"{reader.base.removeprefix('/en')}/verification"]
    assert switch(reader.get("/en/nowhere")) == ["/"]
    for place in ("lien", "mes-donnees/autres-acces"):
        shown_once = reader.client.post(f"{reader.base}/{place}")
        assert switch(shown_once) == [], "shown once: not to be left"
    there = reader.get(switch(reader.get(path))[0])
    assert '<html lang="fr">' in there.text
    assert f'href="{path}" lang="en"' in there.text


def test_no_address_leads_elsewhere(reader: English) -> None:
    for path in ("/en//evil.example", "//evil.example/en", "/en/%2F%2Fevil.example"):
        assert '"//' not in reader.client.get(f"http://localhost{path}").text


def test_the_prefix_alone_leads_home(reader: English) -> None:
    assert reader.get("/en").headers["Location"] == "/en/"
    assert reader.get("/english").status_code == 404
    assert '<html lang="fr">' in reader.get("/english").text


def test_what_has_one_address_has_no_other(reader: English) -> None:
    assert reader.get("/en/api/v1/questionnaires").status_code == 404
    assert reader.get("/en/static/css/app.css").status_code == 404
    assert reader.get("/en/healthz").status_code == 404


@pytest.mark.parametrize(
    ("path", "accepted", "offered"),
    [
        ("/", "en-GB,en;q=0.9,fr;q=0.5", "Read this site in English"),
        ("/", "fr-FR,fr;q=0.9,en;q=0.5", None),
        ("/", "de", None),
        ("/en/", "fr-FR,fr;q=0.9,en;q=0.5", "Lire ce site en français"),
        ("/en/", "en", None),
    ],
)
def test_the_home_page_offers_the_language_preferred(
    reader: English, path: str, accepted: str, offered: str | None
) -> None:
    page = reader.get(path, **{"Accept-Language": accepted})
    assert page.status_code == 200
    assert "Accept-Language" in page.headers["Vary"]
    for words in ("Read this site in English", "Lire ce site en français"):
        assert (words in html.unescape(page.text)) is (words == offered)


def test_search_engines_are_told_of_public_pages(
    make_services: Make, new_browser_on: NewBrowser
) -> None:
    services = make_services(tiny_edition(), base_url="https://balises.example")
    browser = new_browser_on(services)
    browser.client.base_url = "https://balises.example"
    browser.start()
    found = re.findall(
        r'rel="alternate" hreflang="([^"]*)" href="([^"]*)"', browser.get("/en/parcours/test").text
    )
    base = "https://balises.example"
    assert found == [
        ("fr", f"{base}/parcours/test"),
        ("en", f"{base}/en/parcours/test"),
        ("x-default", f"{base}/parcours/test"),
    ]
    assert "hreflang" not in browser.get(browser.base).text.partition("</head>")[0]


def test_a_pathway_without_english_says_so_once_a_page(
    read: Callable[[Edition], English],
) -> None:
    reader = read(tiny_edition())
    answer_all(reader)
    question = reader.get(reader.question("charter"))
    assert '<span lang="fr">Question charter ?</span>' in question.text
    assert text(question).count("(in French)") == 1
    assert title(question) == "Question charter ? – Balises"
    reader.client.post(f"{reader.base}/terminer")
    for path in ("/en/", "/en/parcours/test", reader.base, f"{reader.base}/resultat"):
        page = reader.get(path)
        said = 2 if "parcours" in path else 1  # the pages for authors are in French too
        assert text(page).count("(in French)") == said, path
        found = FRENCH.search(re.sub(r"\((?:Nouvelle|Corse)[^)]*\)", "", text_here(page)))
        assert found is None, (path, found)


def test_the_rules_of_a_pathway_without_english_are_told_in_its_own_language(
    read: Callable[[Edition], English],
) -> None:
    reader = read(tiny_edition())
    answer_all(reader)
    reader.client.post(f"{reader.base}/terminer")
    page = html.unescape(reader.get(f"{reader.base}/calcul").text).replace("\u00a0", " ")
    rule = "S’applique si la réponse à « Question charter ? » est « No »."
    assert f'<span lang="fr">{rule}</span>' in page
    assert "Applies if" not in page


def text_here(page: Response) -> str:
    """Return what a page says outside its elements in French, composed sentences left out."""
    kept = re.sub(r'<span lang="fr">.*?</span>', "", page.text, flags=re.S)
    main = re.search(r"<h1.*?</h1>", kept, re.S)
    return html.unescape(re.sub(r"<[^>]+>", " ", main[0] if main else ""))


def test_a_text_that_lacks_its_translation_is_marked(read: Callable[[Edition], English]) -> None:
    raw = promising(tiny_edition()).model_dump(mode="json", by_alias=True, exclude_none=True)
    questions = raw["questionnaire"]["sections"][1]["questions"]
    charter = next(one for one in questions if one["id"] == "charter")
    charter["text"] = {"fr": "Une charte ?", "en": "A charter?"}
    reader = read(Edition.model_validate(raw))
    page = reader.get(reader.question("charter"))
    assert "A charter?" in text(page)
    assert '<span lang="fr">Signed</span> <span class="foreign">(in French)</span>' in page.text
    assert title(page) == "A charter? – Balises"


def test_the_edition_answered_is_the_same_in_every_language(reader: English) -> None:
    english = hidden(reader.get(reader.question("charter")).text, "edition")
    french = hidden(reader.get(reader.question("charter").removeprefix("/en")).text, "edition")
    assert english == french
