"""A whole pathway on one page: everything there, every link leads somewhere, filters, headers."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import pytest

from app.content.library import DEFAULT_ROOT
from app.content.remembered import remembered_library
from app.domain.edition import Edition
from app.services.services import Services
from tests.builders import Raw, dimension, edition, question, rule, tiny_edition
from tests.integration.pages.browser import HTMX, Browser, text, title

# Nothing here depends on the database: one suffices.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

LARGEST = 400_000
"""The most bytes a page may have before it is compressed."""


@pytest.fixture(scope="module")
def pathways() -> list[Edition]:
    return list(remembered_library(DEFAULT_ROOT, None).editions.values())


def ids(page: str) -> list[str]:
    return re.findall(r' id="([^"]+)"', page)


def anchors(page: str) -> set[str]:
    """Return where links within the page lead."""
    return set(re.findall(r' href="#([^"]+)"', page))


def block(page: str, id_: str) -> str:
    """Return the words of one piece, tags out."""
    found = re.search(rf'<(article|li)[^>]* id="{id_}">(.*?)</\1>', page, re.S)
    assert found, f"no piece {id_}"
    return " ".join(re.sub(r"<[^>]+>", " ", found[2]).replace("\u00a0", " ").split())


def test_every_pathway_is_whole_and_every_link_leads_somewhere(
    make_services: Callable[..., Services],
    new_browser_on: Callable[[Services], Browser],
    pathways: list[Edition],
) -> None:
    browser = new_browser_on(make_services(*pathways))
    assert len(pathways) == 7
    for one in pathways:
        response = browser.get(f"/apercu/{one.questionnaire.id}")
        page = response.text
        assert response.status_code == 200
        assert len(response.content) < LARGEST
        there = ids(page)
        assert len(there) == len(set(there))
        assert anchors(page) <= set(there)
        wanted = [f"question-{item.id}" for item in one.questionnaire.items]
        wanted += [f"dimension-{each.id}" for each in one.questionnaire.walk_dimensions()]
        wanted += [f"rule-{each.id}" for each in one.rules.rules]
        wanted += [f"condition-{name}" for name in one.rules.conditions]
        wanted += [f"resource-{each.id}" for each in one.resources]
        wanted += [f"figure-{each.id}" for each in one.figures]
        wanted += [f"source-{each.id}" for each in one.sources]
        assert set(wanted) <= set(there)
        assert ('<svg class="branching"' in page) is any(
            item.show_when for item in one.questionnaire.items
        )
        levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_list_leads_to_each(visitor: Browser) -> None:
    response = visitor.get("/apercu")
    assert response.status_code == 200
    assert 'href="/apercu/test"' in response.text
    assert "10 questions, 2 volets, 4 règles et 4 ressources." in text(response).replace(
        "\u00a0", " "
    )


def test_the_introduction_leads_there(visitor: Browser) -> None:
    assert '<a href="/apercu/test" hreflang="fr">Voir toutes les questions et les règles</a>' in (
        visitor.get("/parcours/test").text
    )


def test_it_is_in_french_whatever_the_language_of_the_way_there(visitor: Browser) -> None:
    assert visitor.get("/en/apercu/test").headers["Location"] == "/apercu/test"
    page = visitor.get("/apercu/test").text
    assert '<html lang="fr">' in page
    assert 'href="/en/" lang="en"' in page, "the switch leads to what is in English"


def test_search_engines_are_kept_away(visitor: Browser) -> None:
    for path in ("/apercu", "/apercu/test"):
        assert visitor.get(path).headers["X-Robots-Tag"] == "noindex"


def test_a_pathway_that_does_not_exist(visitor: Browser) -> None:
    for path in ("/apercu/none", "/apercu/..%2f", "/apercu/%C3%A9"):
        assert visitor.get(path).status_code == 404


def test_htmx_gets_the_block_with_its_style(visitor: Browser) -> None:
    page = visitor.get("/apercu/test", **HTMX).text
    assert "<html" not in page
    assert "preview" in page.split("<h1")[0]


def test_a_question_says_what_it_is_worth_and_what_reads_it(visitor: Browser) -> None:
    page = visitor.get("/apercu/test").text
    charter = block(page, "question-charter")
    assert "Question charter ? charter Une réponse au choix · poids : 2 · volet Links" in charter
    assert "No 0 → Question obstacle ?" in charter
    assert "Signed 3 dans une phrase : « une charte signée »" in charter
    assert "Unsure inconnue" in charter
    assert "Not-for-us sans objet" in charter
    assert "Décide si l’on pose : Question obstacle ?" in charter
    assert "Lue par 2 règles : no-charter , unsure" in charter
    assert "None 0 ne va avec aucune autre" in block(page, "question-partners")
    hours = block(page, "question-hours")
    assert "Un nombre · poids : 1 · de 0 à 50 heures · avec 1 décimale au plus" in hours
    assert "De 2,5 à moins de 10 2" in hours
    assert "À partir de 10 3" in hours
    training = block(page, "question-training")
    assert "Posée si la réponse à « Question staff ? » est « Some »." in training
    assert "Aucune règle ne la lit" in training


def test_a_rule_says_when_and_what(visitor: Browser) -> None:
    page = visitor.get("/apercu/test").text
    rule_ = block(page, "rule-no-charter")
    assert "Quand la réponse à « Question charter ? » est « No »." in rule_
    assert "Vous dites {charter}." in rule_
    assert 'href="#question-charter"' in page
    first = tiny_edition().rules.rules[0].recommend[0]
    assert "no-charter" in block(page, f"resource-{first}")


def browser_on(
    make_services: Callable[..., Services],
    new_browser_on: Callable[[Services], Browser],
    **parts: Raw | list[Raw],
) -> Browser:
    content = edition(
        [question("a", "links"), question("b", "skills", text="Œuvre où l’été naît ?")],
        **{"dimensions": [dimension("links"), dimension("skills")], **parts},  # type: ignore[arg-type]
    )
    return new_browser_on(make_services(content))


def test_conditions_that_have_a_name(
    make_services: Callable[..., Services], new_browser_on: Callable[[Services], Browser]
) -> None:
    browser = browser_on(
        make_services,
        new_browser_on,
        conditions={"calm": {"answer": "a", "is": "yes"}, "not-calm": {"not": {"meets": "calm"}}},
        rules=[rule("r", {"meets": "not-calm"}, unless={"unknown": "b"})],
    )
    page = browser.get("/apercu/test").text
    assert block(page, "condition-calm").startswith(
        "calm La réponse à « Question a ? » est « Yes »."
    )
    assert "Utilisée par not-calm" in block(page, "condition-calm")
    assert "Utilisée par r" in block(page, "condition-not-calm")
    assert "Lue par 1 règle : r" in block(page, "question-a")
    assert "Lue par 1 règle : r" in block(page, "question-b")
    assert "sauf si la réponse à « Œuvre" in block(page, "rule-r")


def test_without_conditions_of_display_the_page_says_so(
    make_services: Callable[..., Services], new_browser_on: Callable[[Services], Browser]
) -> None:
    browser = browser_on(make_services, new_browser_on)
    shown = browser.get("/apercu/test")
    assert "Toutes les questions sont posées à tout le monde." in text(shown)
    assert '<svg class="branching"' not in shown.text


@pytest.mark.parametrize("words", ["oeuvre", "ŒUVRE", "ete", "L'été", "nait  OU", "b"])
def test_words_are_found_whatever_their_accents(
    make_services: Callable[..., Services],
    new_browser_on: Callable[[Services], Browser],
    words: str,
) -> None:
    browser = browser_on(make_services, new_browser_on)
    page = browser.client.get("/apercu/test", params={"q": words}).text
    assert "question-b" in ids(page)
    if words != "b":
        assert "question-a" not in ids(page)


def test_a_dimension_leaves_what_belongs_to_it(visitor: Browser) -> None:
    shown = visitor.get("/apercu/test?volet=skills")
    there = set(ids(shown.text))
    assert {"question-hours", "question-training", "dimension-skills"} <= there
    assert not {"question-charter", "question-staff", "dimension-links", "rule-unsure"} & there
    assert "2 questions, 0 règle" in text(shown).replace("\u00a0", " ")
    # What is not shown is one link away, on the page of everything.
    assert 'href="/apercu/test#question-staff"' in shown.text
    assert anchors(shown.text) <= there


def test_a_filter_is_kept_in_its_form_and_can_be_left(visitor: Browser) -> None:
    page = visitor.client.get("/apercu/test", params={"volet": "links", "q": '"><b>'}).text
    assert '<option value="links" selected>' in page
    assert 'value="&#34;&gt;&lt;b&gt;"' in page
    assert '<a href="/apercu/test">Tout voir</a>' in page


@pytest.mark.parametrize("query", ["volet=none", "volet=", "q=%20%20", "q=", "volet=&q="])
def test_what_filters_nothing_shows_everything(visitor: Browser, query: str) -> None:
    page = visitor.get(f"/apercu/test?{query}").text
    assert "question-charter" in ids(page)
    assert "Tout voir" not in page


def test_nothing_of_the_workbench_is_there_when_content_is_not_followed(visitor: Browser) -> None:
    for path in ("/", "/apercu", "/apercu/test"):
        page = visitor.get(path).text
        assert "atelier" not in page
        assert "Essayer cette version" not in page
    for path in ("/apercu/anomalies", "/apercu/anomalies/etat"):
        assert visitor.get(path).status_code == 404


def test_titles(visitor: Browser) -> None:
    assert title(visitor.get("/apercu")) == "Tous les parcours, à livre ouvert – Balises"
    questionnaire = tiny_edition().questionnaire
    assert (
        title(visitor.get("/apercu/test"))
        == f"À livre ouvert\u00a0: {questionnaire.title} – Balises"
    )
