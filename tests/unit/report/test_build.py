"""What a report says of a diagnosis, on small editions."""

from dataclasses import fields, is_dataclass
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.diagnose import diagnose
from app.domain.edition import Edition
from app.domain.sample import sample_answers
from app.report.build import build_report
from app.report.contexts import Report, ReportMeta
from app.report.wording import NO_LEVEL, NO_SCORE
from tests.builders import answered, edition, question, resource, rule, tiny_edition
from tests.random_editions import random_edition

META = ReportMeta("BAL-7K3M-Q2XD", date(2026, 3, 1), date(2026, 3, 14))


def report_on(content: Edition, **raw: object) -> Report:
    return build_report(content, answered(content, **raw), META)


def texts(value: Any) -> list[str]:
    """Return every text in a report, however deep."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for one in value for text in texts(one)]
    if is_dataclass(value):
        return [text for field in fields(value) for text in texts(getattr(value, field.name))]
    return []


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9), st.booleans())
def test_any_answers_to_any_edition_make_a_report(seed: int, is_partial: bool) -> None:
    random = Random(seed)  # noqa: S311 - draws examples, no secrets
    content = random_edition(random)
    answers = sample_answers(content, random)
    if is_partial:
        kept = random.randrange(len(answers) + 1)
        answers = dict(list(answers.items())[:kept])
    report = build_report(content, answers, META)
    diagnosis = diagnose(content, answers)
    assert report == build_report(content, answers, META, diagnosis=diagnosis)
    assert all(text.strip() for text in texts(report.dimensions) if text)
    said = {(one.resource.id, one.reasons) for kind in report.kinds for one in kind.recommendations}
    assert said == {
        (one.resource, tuple(dict.fromkeys(reason.text for reason in one.reasons)))
        for one in diagnosis.recommendations
    }
    actions = [action for horizon in report.horizons for action in horizon.actions]
    assert sorted(action.number for action in actions) == list(range(1, len(actions) + 1))
    assert [action.id for action in report.first_actions] == [
        action.id for action in diagnosis.roadmap.first
    ]


def test_nothing_answered_has_no_level_and_no_score() -> None:
    report = report_on(tiny_edition())
    assert report.overall.level == NO_LEVEL
    assert report.overall.rank is None
    assert report.overall.score == NO_SCORE
    assert report.overall.portrait
    assert report.completeness == "Aucune réponse pour l’instant, sur 7\u00a0questions."


def test_an_unknown_answer_widens_the_interval_and_says_what_is_to_be_found() -> None:
    content = edition([question("a", "links"), question("b", "links")])
    report = report_on(content, a="yes", b="unsure")
    links = report.dimensions[0]
    assert links.score == "50 à 100"
    assert links.interval == "de 50 à 100 sur 100"
    assert links.level == "Actif"
    assert links.possible == "Pionnier"
    assert links.uncertainty == (
        "De 50 à 100 sur 100\u00a0: 1\u00a0réponse reste à trouver. "
        "Selon ce que vous trouverez, le niveau pourrait être «\u00a0Pionnier\u00a0»."
    )
    assert [one.question_id for one in report.unknowns] == ["b"]
    assert report.unknowns[0].weight == "Compte pour 50\u00a0% de «\u00a0Links\u00a0»."


def test_a_known_result_says_nothing_of_doubt() -> None:
    content = edition([question("a", "links"), question("b", "links")])
    links = report_on(content, a="yes", b="some").dimensions[0]
    assert links.interval == "66 sur 100"
    assert links.uncertainty is None
    assert links.possible is None
    assert [one.effect for one in links.weighing] == ["base", "margin"]


def test_strengths_are_practices_in_place_at_most_three_one_a_dimension_first() -> None:
    asked = [question(f"a{n}", "links") for n in range(4)] + [question("b", "skills")]
    content = edition(asked)
    report = report_on(content, a0="yes", a1="yes", a2="yes", a3="no", b="yes")
    assert [one.dimension for one in report.strengths] == ["Skills", "Links", "Links"]
    assert report_on(content, a0="some", b="no").strengths == ()


def test_the_next_level_says_from_what_to_what_in_the_words_of_the_person() -> None:
    report = report_on(tiny_edition(), charter="draft", partners=["school"], rhythm="never")
    step = report.dimensions[0].next_step
    assert step is not None
    assert step.heading.startswith("Ce qui vous ferait passer à «\u00a0")
    changed = {one.question_id: (one.before, one.after) for one in step.changes}
    assert changed
    if "charter" in changed:
        assert changed["charter"] == ("un brouillon", "une charte signée")


def test_the_next_level_says_that_an_answer_is_still_to_find() -> None:
    report = report_on(tiny_edition(), charter="unsure", partners=["school"], rhythm="never")
    steps = [one.next_step for one in report.dimensions if one.next_step is not None]
    to_find = {one.question_id: one.is_to_find for step in steps for one in step.changes}
    assert to_find["charter"] is True
    assert to_find.get("partners", False) is False


def test_the_organisation_is_named_by_the_first_short_text_of_its_situation() -> None:
    content = tiny_edition()
    assert report_on(content, name="Les Amis du Lac").organisation == "Les Amis du Lac"
    assert report_on(content).organisation is None
    meta = ReportMeta("X", date(2026, 1, 1), date(2026, 1, 1), organisation="La Régie")
    assert (
        build_report(content, answered(content, name="Les Amis"), meta).organisation == "La Régie"
    )


@pytest.mark.parametrize(
    ("more", "note"),
    [
        ({"url_cited_in": 2021}, "adresse citée en 2021, non vérifiée"),
        ({"url_checked": "2026-02-01"}, "adresse vérifiée le 1er\u00a0février\u00a02026"),
        ({}, "adresse non vérifiée"),
    ],
)
def test_an_address_says_what_is_known_of_it(more: dict[str, Any], note: str) -> None:
    kept = resource("about-always", url="https://exemple.org/a", **more)
    report = report_on(edition(resources=[kept]), charter="no")
    shown = report.kinds[0].recommendations[0].resource
    assert shown.url == "https://exemple.org/a"
    assert shown.address_note == note


def test_words_of_access_effort_use_and_horizon() -> None:
    kept = resource("about-r", access="bespoke", effort=3, use=["inform", "act"], year=2019)
    written = rule("r", {"answer": "charter", "is": "no"}, horizon="political", effort=2)
    report = report_on(edition(rules=[written], resources=[kept]), charter="no")
    shown = report.kinds[0].recommendations[0].resource
    assert shown.access == "recherche-action sur mesure"
    assert shown.effort == "plusieurs semaines"
    assert shown.use == "pour s’informer et agir"
    assert shown.origin == "L’éditeur, 2019"
    assert report.first_actions[0].horizon == "Politique\u00a0: 12 à 18 mois"
    assert report.horizons[0].span == "12 à 18 mois"
    assert report.horizons[0].later == ()


def test_answers_are_told_in_the_words_proposed_and_labels_stay_apart() -> None:
    report = report_on(tiny_edition(), department="79", partners=["school", "town"], members=1200)
    told = {one.question_id: one.answer for part in report.sections for one in part.answers}
    assert told["department"] == "Deux-Sèvres (Nouvelle-Aquitaine)"
    assert told["partners"] == "School\u00a0; Town"
    assert told["members"] == "1\u202f200 membres"
    assert told["charter"] == "pas encore de réponse"


def test_the_arithmetic_adds_up() -> None:
    content = edition([question("a", "links", weight=3), question("b", "links")])
    report = report_on(content, a="yes", b="no")
    links, overall = report.method.computations
    assert [(row.points, row.share) for row in links.rows] == [
        ("100", "75\u00a0%"),
        ("0", "25\u00a0%"),
    ]
    assert links.result == "Résultat\u00a0: 75 sur 100, niveau «\u00a0Pionnier\u00a0»."
    assert [(row.label, row.points, row.share) for row in overall.rows] == [
        ("Links", "75", "100\u00a0%")
    ]


def test_the_name_of_the_file_holds_ascii_letters_digits_and_hyphens_only() -> None:
    content = tiny_edition()
    meta = ReportMeta('é"\r\n/..', date(2026, 1, 1), date(2026, 1, 1))
    assert build_report(content, {}, meta).filename == "feuille-de-route-test-sans-reference.pdf"
    assert build_report(content, {}, META).filename == "feuille-de-route-test-BAL-7K3M-Q2XD.pdf"


def content_with_figure(**place: object) -> Edition:
    content = edition([question("a", "links"), question("b", "links")])
    data = content.model_dump(mode="json", by_alias=True, exclude_none=True)
    data["figures"] = [
        {
            "id": "plain",
            "value": "12",
            "statement": "Un autre chiffre.",
            "study": "Étude",
            "year": "2019",
            "population": "Associations",
            "source": {"document": "S1", "place": "page 1"},
            "shown": [{"questionnaire": "test", "questions": ["a"]}],
        },
        {
            "id": "share",
            "value": "près de 4 sur 10",
            "statement": "Quatre sur dix le font.",
            "study": "Étude",
            "year": "2019",
            "population": "Associations",
            "source": {"document": "S1", "place": "page 1"},
            "share": {"percent": 40, "counted": "Avec un accord", "others": "Sans accord"},
            "shown": [{"questionnaire": "test", "questions": ["a"], **place}],
        },
    ]
    return Edition.model_validate(data)


SIDES = {
    "counted_when": {"answer": "a", "is": "yes"},
    "others_when": {"answer": "a", "is": "no"},
}


@pytest.mark.parametrize(
    ("answer", "side", "told"),
    [
        ("yes", "counted", "Votre réponse vous place du côté «\u00a0avec un accord\u00a0»."),
        ("no", "others", "Votre réponse vous place du côté «\u00a0sans accord\u00a0»."),
        ("some", None, None),
        ("unsure", None, None),
    ],
)
def test_a_person_is_placed_in_a_share_only_where_the_answer_makes_it_sure(
    answer: str, side: str | None, told: str | None
) -> None:
    report = report_on(content_with_figure(**SIDES), a=answer)
    # What is drawn comes first.
    assert [one.id for one in report.figures] == ["share", "plain"]
    share = report.figures[0].share
    assert share is not None
    assert (share.side, share.told) == (side, told)
    assert share.description == " ".join(
        filter(None, ["Avec un accord\u00a0: près de 4 sur 10.", told])
    )
    assert report.figures[1].share is None


def test_a_figure_that_places_nobody_is_drawn_without_a_person() -> None:
    share = report_on(content_with_figure(), a="yes").figures[0].share
    assert share is not None
    assert (share.side, share.mark, share.you, share.told) == (None, None, None, None)
