"""What changed between two editions, in words: each change is one sentence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.domain.content_changes import ChangeKind
from tests.builders import (
    Raw,
    tiny_edition,
)
from tests.unit.domain.changed import (
    changed,
    on_option,
    on_question,
    question_in,
    sentences,
    set_key,
)


@pytest.mark.parametrize(
    ("change", "sentence", "kind"),
    [
        (
            on_question("charter", text="Une charte ?"),
            "Le texte de la question « charter » passe de « Question charter ? » à "
            "« Une charte ? ».",
            ChangeKind.REWORDED,
        ),
        (
            on_question("charter", hint="Un texte signé."),
            "L’aide de la question « charter » apparaît : « Un texte signé. ».",
            ChangeKind.REWORDED,
        ),
        (
            on_question("charter", text={"fr": "Question charter ?", "en": "A charter?"}),
            "La traduction (en) du texte de la question « charter » apparaît : « A charter? ».",
            ChangeKind.REWORDED,
        ),
        (
            set_key(
                "rules", "rules", 0, "because", value={"fr": "Vous dites {charter}.", "en": "x"}
            ),
            "La traduction (en) de la raison de la règle « no-charter » apparaît : « x ».",
            ChangeKind.REWORDED,
        ),
        (
            on_question("charter", weight="3"),
            "Le poids de la question « charter » passe de 2 à 3.",
            ChangeKind.REWEIGHTED,
        ),
        (
            on_question("charter", dimension="skills"),
            "La dimension de la question « charter » passe de « links » à « skills ».",
            ChangeKind.MOVED,
        ),
        (
            on_question("charter", optional=True),
            "La question « charter » devient facultative.",
            ChangeKind.CHANGED,
        ),
        (
            lambda raw: question_in(raw, "training").pop("show_when"),
            "La condition d’affichage de la question « training » disparaît : "
            "{context: staff, is: some}.",
            ChangeKind.CHANGED,
        ),
        (
            lambda raw: raw["questionnaire"]["sections"][1]["questions"].append(
                raw["questionnaire"]["sections"][0]["questions"].pop()
            ),
            "La section de la question « name » passe de « you » à « practice ».",
            ChangeKind.MOVED,
        ),
        (
            on_question("hours", maximum="40"),
            "Le maximum de la question « hours » passe de 50 à 40.",
            ChangeKind.CHANGED,
        ),
        (
            on_option("charter", "draft", label="Un brouillon"),
            "Le libellé de l’option « draft » de la question « charter » passe de « Draft » à "
            "« Un brouillon ».",
            ChangeKind.REWORDED,
        ),
        (
            on_option("charter", "draft", score="1.5"),
            "La note de l’option « draft » de la question « charter » passe de 1 à 1,5.",
            ChangeKind.RESCORED,
        ),
        (
            on_option("partners", "firm", exclusive=True),
            "L’option « firm » de la question « partners » ne va plus avec une autre réponse.",
            ChangeKind.CHANGED,
        ),
        (
            set_key("questionnaire", "answer_sets", "often", "options", 1, "score", value="2"),
            "La note de l’option « yearly » de l’échelle « often » passe de 1,5 à 2.",
            ChangeKind.RESCORED,
        ),
        (
            lambda raw: question_in(raw, "charter")["options"].reverse(),
            "L’ordre des options change dans la question « charter ».",
            ChangeKind.REORDERED,
        ),
        (
            lambda raw: question_in(raw, "partners")["options"].pop(1),
            "L’option « town » de la question « partners » disparaît : « Town ».",
            ChangeKind.REMOVED,
        ),
        (
            set_key("questionnaire", "title", value="Un autre titre"),
            "Le titre du parcours passe de « Un parcours d’essai » à « Un autre titre ».",
            ChangeKind.REWORDED,
        ),
        (
            set_key("questionnaire", "dimensions", 0, "weight", value="1"),
            "Le poids de la dimension « links » passe de 2 à 1.",
            ChangeKind.REWEIGHTED,
        ),
        (
            set_key("questionnaire", "overall", "aggregation", value="min"),
            "Le calcul de la vue d’ensemble passe de « mean » à « min ».",
            ChangeKind.RESCORED,
        ),
        (
            set_key("questionnaire", "levels", 2, "label", value="Engagé"),
            "Le libellé du niveau « active » passe de « Actif » à « Engagé ».",
            ChangeKind.REWORDED,
        ),
        (
            set_key("questionnaire", "overall", "portraits", value={"active": "Vous agissez."}),
            "Le portrait « active » de la vue d’ensemble apparaît : « Vous agissez. ».",
            ChangeKind.ADDED,
        ),
        (
            lambda raw: raw["rules"]["rules"].pop(3),
            "La règle « far » disparaît : « Faire far ».",
            ChangeKind.REMOVED,
        ),
        (
            set_key("rules", "rules", 1, "when", value={"unknown": "partners"}),
            "La condition de la règle « alone » passe de {answer: partners, includes: none} à "
            "{unknown: partners}.",
            ChangeKind.CHANGED,
        ),
        (
            set_key("rules", "rules", 0, "recommend", value=["about-no-charter", "about-far"]),
            "Les ressources de la règle « no-charter » passent de about-no-charter à "
            "about-no-charter, about-far.",
            ChangeKind.CHANGED,
        ),
        (
            set_key("rules", "conditions", value={"alone": {"unknown": "partners"}}),
            "La condition « alone » apparaît : « alone ».",
            ChangeKind.ADDED,
        ),
        (
            set_key("resources", 0, "title", value="Autre"),
            "Le titre de la ressource « about-alone » passe de « Ressource about-alone » à "
            "« Autre ».",
            ChangeKind.REWORDED,
        ),
        (
            set_key("territories", "departments", 0, "name", value="Les Deux-Sèvres"),
            "Les départements de la liste des territoires passent de",
            ChangeKind.REWORDED,
        ),
    ],
)
def test_each_change_is_one_sentence(
    change: Callable[[Raw], None], sentence: str, kind: ChangeKind
) -> None:
    found = changed(change)
    assert len(found.changes) == 1
    assert sentences(found)[0].startswith(sentence)
    assert found.changes[0].kind is kind


def test_what_comes_and_goes_is_told_once_with_all_it_holds() -> None:
    found = changed(lambda raw: raw["questionnaire"]["sections"][1]["questions"].pop(0))
    assert sentences(found) == ["La question « partners » disparaît : « Question partners ? »."]


def test_figures_and_sources_are_told() -> None:
    figure = {
        "id": "half",
        "value": "50 %",
        "statement": "La moitié.",
        "study": "Étude",
        "year": "2024",
        "population": "Toutes",
        "source": {"document": "S1", "place": "page 1"},
    }
    found = changed(set_key("figures", value=[figure]))
    assert sentences(found) == ["Le chiffre « half » apparaît : « La moitié. »."]
    later = changed(set_key("figures", 0, "value", value="51 %"), found.new)
    assert sentences(later) == ["La valeur du chiffre « half » passe de « 50 % » à « 51 % »."]


def test_a_long_text_is_told_by_what_differs() -> None:
    words = "Un très long texte qui continue. " * 10
    old = tiny_edition(introduction=f"{words}Voici douze mois. {words}")
    found = changed(
        set_key("questionnaire", "introduction", value=f"{words}Voici un an. {words}"), old
    )
    sentence = sentences(found)[0]
    assert "douze mois" in sentence
    assert "un an" in sentence
    assert len(sentence) < 300
    assert found.changes[0].after == f"{words}Voici un an. {words}".strip()


def test_a_translation_that_changes_is_told_alone() -> None:
    old = tiny_edition(title={"fr": "Un parcours", "en": "A pathway", "de": "Ein Weg"})
    words = {"fr": "Un parcours", "en": "One pathway", "es": "Un camino"}
    found = changed(set_key("questionnaire", "title", value=words), old)
    assert sentences(found) == [
        "La traduction (de) du titre du parcours disparaît : « Ein Weg ».",
        "La traduction (en) du titre du parcours passe de « A pathway » à « One pathway ».",
        "La traduction (es) du titre du parcours apparaît : « Un camino ».",
    ]
    assert {change.kind for change in found.changes} == {ChangeKind.REWORDED}


def test_the_words_of_an_exigence_are_words() -> None:
    requires = [{"when": {"answer": "charter", "is": "signed"}, "label": "Une charte."}]
    old = tiny_edition()
    path = ("questionnaire", "levels", 3, "requires")
    first = changed(set_key(*path, value=requires), old).changes
    assert [change.kind for change in first] == [ChangeKind.CHANGED]
    raw = old.model_dump(mode="json", by_alias=True, exclude_none=True)
    raw["questionnaire"]["levels"][3]["requires"] = requires
    label = {"fr": "Une charte.", "en": "A charter."}
    second = changed(set_key(*path, 0, "label", value=label), type(old).model_validate(raw)).changes
    assert [change.kind for change in second] == [ChangeKind.REWORDED]
