"""What a screen reader is given: names, roles, order, and what is announced.

Read from the browser's accessibility tree. No screen reader is run here.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import Watch
from tests.e2e.stage import GO_ON, Stage
from tests.e2e.ways import PIONEER, UNSURE

pytestmark = pytest.mark.e2e

NewContext = Callable[..., tuple[BrowserContext, Watch]]
AROUND = """
- banner:
  - link "Balises"
  - navigation "Navigation principale":
    - link "Mes diagnostics"
- main
- contentinfo:
  - list:
    - listitem:
      - link "Vos données"
    - listitem:
      - link /Accessibilité/
"""


@pytest.fixture
def stage(phone: Page) -> Stage:
    """A browser that knows nothing."""
    return Stage(phone)


def test_home(stage: Stage) -> None:
    stage.open("/")
    expect(stage.page.locator("body")).to_match_aria_snapshot(
        """
        - link "Aller au contenu"
        - banner
        - main:
          - heading "Où en êtes-vous, et par où avancer ?" [level=1]
          - region "Qui êtes-vous ?":
            - heading "Qui êtes-vous ?" [level=2]
            - list:
              - listitem:
                - article:
                  - 'heading "Faire alliance : où en est mon association ?" [level=3]':
                    - link
          - region "Comment cela se passe"
          - region "Sans compte, sans traceur"
        """
    )
    expect(stage.page.locator("body")).to_match_aria_snapshot(AROUND)


def test_one_answer_among_several(stage: Stage) -> None:
    stage.start("association").ask("written-agreement")
    expect(stage.page.locator("main")).to_match_aria_snapshot(
        """
        - button "Retour"
        - progressbar "Agir avec d’autres Section 3 sur 7, question 14 sur 27"
        - group "Avec votre partenaire principal, qu’est-ce qui est écrit ?":
          - heading "Avec votre partenaire principal, qu’est-ce qui est écrit ?" [level=1]
          - paragraph: /regretteriez/
          - radio "Nous n’avons pas de partenaire pour l’instant"
          - radio "Rien, tout s’est dit de vive voix"
          - radio /convention/
          - radio /chacun attend/
          - radio "Je ne sais pas"
        - group: Pourquoi cette question ?
        - button "Continuer"
        - button "Enregistrer et voir les sections"
        - group: Répondre au clavier
        """
    )
    expect(stage.page.get_by_role("group").first).to_have_accessible_description(
        "Le principal\u00a0: celui que vous regretteriez le plus."
    )


def test_several_answers(stage: Stage) -> None:
    stage.start("association", {"shared-value": ["us"]}).ask("shared-value")
    expect(stage.page.get_by_role("group").first).to_match_aria_snapshot(
        """
        - group /Prenez une action/:
          - checkbox "Ce qu’elle a changé pour des personnes"
          - checkbox "Ce qu’elle a apporté à l’association" [checked]
        """
    )


def test_a_number_says_its_unit_and_its_bounds(stage: Stage) -> None:
    stage.start("association").ask("partners-count")
    field = stage.page.get_by_role("textbox", name="Votre réponse, en partenaires")
    expect(field).to_have_accessible_description(
        "Comptez les organisations, pas les rendez-vous. Écrivez 0 s’il n’y en a pas encore. "
        "Entre 0 et 200."
    )


def test_a_department_is_chosen_in_a_named_list(stage: Stage) -> None:
    stage.start("association").ask("department")
    expect(stage.page.get_by_role("combobox", name="Département")).to_be_visible()
    expect(
        stage.page.get_by_role("checkbox", name="Toute la France, ou l’étranger")
    ).to_be_visible()


def test_an_error_is_said_by_the_summary_and_by_the_field(new_context: NewContext) -> None:
    context, watch = new_context()
    watch.expected = ("status of 422",)
    page = Stage(context.new_page()).start("association").ask("partners-count")
    page.locator("#reponse-1").fill("beaucoup")
    title = page.title()
    page.locator(GO_ON).click()
    said = "Écrivez un nombre en chiffres, par exemple 12."
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    # A name taken from its title would be said, then the title.
    expect(summary).to_have_accessible_name("")
    expect(summary.get_by_role("heading")).to_have_text("Il y a un problème")
    expect(page).to_have_title(f"Erreur\u00a0: {title}")
    summary.get_by_role("link", name=said).press("Enter")
    field = page.get_by_role("textbox")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile(f"Erreur\u00a0: {re.escape(said)}"))


def test_each_step_says_the_question_then_how_far_one_is(stage: Stage) -> None:
    page = stage.start("association").ask("staff")
    page.locator("#reponse-1").check()
    page.locator(GO_ON).click()
    asked = "Quel est votre premier domaine d’action\u00a0?"
    expect(page.locator("h1")).to_have_text(asked)
    # On the heading, the group is said first and the question twice.
    expect(page.get_by_role("group", name=asked)).to_be_focused()
    expect(page.get_by_role("status")).to_have_text("Section 1 sur 7, question 3 sur 27")
    page.locator("#reponse-1").check()
    page.locator(GO_ON).click()
    expect(page.get_by_role("status")).to_have_text("Section 1 sur 7, question 4 sur 27")


def test_a_question_says_what_opens_its_section_then_its_hint(stage: Stage) -> None:
    stage.start("association").ask("partners-count")
    expect(stage.page.get_by_role("group").first).to_have_accessible_description(
        re.compile(r"^Un partenaire\s: .* Comptez les organisations, pas les rendez-vous")
    )


def test_the_hint_of_an_option_describes_it_and_is_no_part_of_its_name(stage: Stage) -> None:
    stage.start("association").ask("partnership-kinds")
    gift = stage.page.get_by_role("checkbox").first
    expect(gift).to_have_accessible_name(
        "Un don en argent ou en matériel, avec un échange entre nous"
    )
    expect(gift).to_have_accessible_description("C’est le mécénat\u00a0: un don sans contrepartie.")


def test_the_sections_say_how_far_each_is(stage: Stage) -> None:
    stage.start("association", {"staff": "volunteers"}).open()
    section = stage.page.get_by_role("link", name="Votre association")
    expect(section).to_have_accessible_description("1 sur 7 En cours")


def test_each_change_of_an_answer_names_its_question(stage: Stage) -> None:
    stage.start("association", {"staff": "volunteers"}).open("/verification")
    links = stage.page.get_by_role("link", name=re.compile("^(Modifier|Répondre)"))
    names = links.evaluate_all("all => all.map(one => one.textContent.trim())")
    assert len(names) >= 25
    assert len(set(names)) == len(names), "links of one name lead to different questions"


@pytest.mark.parametrize("persona", [PIONEER, UNSURE])
def test_the_drawings_of_the_result_are_told_in_words(stage: Stage, persona: str) -> None:
    stage.persona(persona).open("/resultat")
    page = stage.page
    radar = page.get_by_role("img", name=re.compile("loin du centre.*Sens et besoins : "))
    expect(radar).to_have_count(1)
    bands = page.locator(".bands")
    assert bands.count() == 7
    expect(page.get_by_role("img", name=re.compile("^Vue d’ensemble.* sur 100"))).to_have_count(1)
    # What the others show is said beside them, once.
    for name in page.locator(".dimension > summary").all():
        expect(name).to_match_aria_snapshot("- text: /^\\D+ ([Dd]e \\d+ à )?\\d+ sur 100\\.$/")
    # Texts of a drawing are read after its title by Firefox, which keeps the children of an image.
    drawn = page.locator(".radar text, .bands text, .share__drawing text")
    assert drawn.count() > 20
    assert drawn.evaluate_all("all => all.every(one => one.closest('[aria-hidden=true]'))")
    shares = page.locator(".key-figures .share__drawing:visible")
    assert shares.count() > 0
    for share in shares.all():
        expect(share).to_have_accessible_name(re.compile("sur (10|cent)|%"))
    pinned = page.get_by_role("img", name=re.compile("Votre réponse vous place du côté"))
    expect(pinned.first).to_be_visible()
    page.get_by_text("Les mêmes chiffres en tableau").click()
    rows = page.get_by_role("table", name=re.compile("Les mêmes chiffres")).get_by_role("row")
    assert rows.count() == 7


def test_the_result(stage: Stage) -> None:
    stage.persona(PIONEER).open("/resultat")
    expect(stage.page.locator("main")).to_match_aria_snapshot(
        """
        - 'heading "Les Ateliers du Beffroi : votre résultat" [level=1]'
        - region "Vue d’ensemble":
          - heading "Vue d’ensemble" [level=2]
          - paragraph: Pionnière 100 sur 100
          - 'img "Vue d’ensemble : Pionnière, 100 sur 100."'
          - paragraph:
            - link "Télécharger la feuille de route (PDF)"
          - img /Plus un point est loin du centre/
        - navigation "Dans cette page":
          - list
        - region "Votre profil, volet par volet":
          - heading "Votre profil, volet par volet" [level=2]
        - region "Par quoi commencer"
        - region "Toutes les préconisations"
        - region "Toutes vos réponses"
        - region "Comment c’est calculé"
        - region "Sources et limites"
        - region "Garder ce résultat"
        """
    )


def test_every_page_has_a_title_of_its_own(stage: Stage) -> None:
    assessment = stage.persona(PIONEER)
    own = f"/diagnostic/{assessment.id}"
    titles = {}
    for path in (
        "/",
        "/parcours/association",
        "/parcours/collectivite",
        "/apercu",
        "/apercu/association",
        "/apercu/collectivite",
        "/confidentialite",
        "/accessibilite",
        "/mes-diagnostics",
        own,
        *(f"{own}/{page}" for page in ("verification", "lien", "effacer", "resultat")),
        f"{own}/question/staff",
        f"{own}/question/domain",
    ):
        stage.open(path)
        titles[path] = stage.page.title()
    assert len(set(titles.values())) == len(titles), titles


def test_other_languages_are_marked(stage: Stage) -> None:
    stage.open("/")
    expect(stage.page.locator("html")).to_have_attribute("lang", "fr")
    for link in stage.page.locator("a[hreflang]").all():
        marked = link.evaluate("one => one.closest('[lang]').lang")
        assert marked == link.get_attribute("hreflang")
