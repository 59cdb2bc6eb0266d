"""From rules to recommendations: which fire, in which words, with which reasons."""

from __future__ import annotations

import pytest

from app.domain.compiled import compile_edition
from app.domain.diagnose import diagnose
from app.domain.diagnosis import Diagnosis, Recommendation
from app.domain.edition import Edition
from tests.builders import Raw, answered, edition, question, rule, tiny_edition

NO = {"answer": "charter", "is": "no"}
UNSURE = {"unknown": "charter"}
SOME = {"context": "staff", "is": "some"}


def told(content: Edition, **raw: object) -> Diagnosis:
    """Return the diagnosis of raw answers."""
    return diagnose(content, answered(content, **raw), next_levels=False)


def fired(content: Edition, **raw: object) -> list[str]:
    """Return the ids of the rules that fire, in the order of the file."""
    found = compile_edition(content).evaluate(answered(content, **raw)).fired
    return [content.rules.rules[place].id for place in found]


def advice(content: Edition, **raw: object) -> dict[str, Recommendation]:
    """Return the recommendations by resource."""
    return {one.resource: one for one in told(content, **raw).recommendations}


def of_rules(*rules: Raw, **more: object) -> Edition:
    """Return an edition of the context ``staff`` and the question ``charter``, with these rules."""
    content = tiny_edition(rules=rules, **more)
    return content


@pytest.mark.parametrize(
    ("unless", "answers", "expected"),
    [
        pytest.param(None, {"charter": "no"}, ["r"], id="true"),
        pytest.param(None, {"charter": "draft"}, [], id="false"),
        pytest.param(None, {"charter": "unsure"}, [], id="unknown never fires"),
        pytest.param(None, {}, [], id="unanswered never fires"),
        pytest.param(SOME, {"charter": "no", "staff": "some"}, [], id="unless true"),
        pytest.param(SOME, {"charter": "no", "staff": "volunteers"}, ["r"], id="unless false"),
        pytest.param(SOME, {"charter": "no", "staff": "unsure"}, ["r"], id="unless unknown"),
        pytest.param(SOME, {"charter": "no"}, ["r"], id="unless unanswered"),
    ],
)
def test_a_rule_fires_when_it_surely_holds(
    unless: Raw | None, answers: Raw, expected: list[str]
) -> None:
    more = {"unless": unless} if unless else {}
    assert fired(of_rules(rule("r", NO, **more)), **answers) == expected


def test_every_rule_that_holds_fires_whatever_the_order() -> None:
    rules = [
        rule("a", NO),
        rule("b", {"any": [NO, SOME]}),
        rule("c", {"all": [SOME, NO]}),
        rule("d", {"not": SOME}),
        rule("e", {"answer": "partners", "includes_any": ["school", "town"]}),
        rule("f", {"level": "overall", "at_most": "active"}),
        rule("g", {"answer": "partners", "count_at_least": 2}),
    ]
    given: Raw = {"charter": "no", "staff": "some", "partners": ["school", "town"]}
    assert fired(of_rules(*rules), **given) == ["a", "b", "c", "e", "f", "g"]
    assert fired(of_rules(*reversed(rules)), **given) == ["g", "f", "e", "c", "b", "a"]
    assert {**advice(of_rules(*rules), **given)} == {**advice(of_rules(*reversed(rules)), **given)}


def test_a_resource_keeps_all_its_reasons_once_each() -> None:
    content = of_rules(
        rule("a", NO, recommend=["guide"], because="Sans charte."),
        rule("b", {"not": {"answer": "charter", "is": "signed"}}, recommend=["guide", "kit"]),
        rule("c", SOME, recommend=["guide"], because="Sans charte."),
    )
    found = advice(content, charter="no", staff="some")
    assert [reason.text for reason in found["guide"].reasons] == ["Sans charte.", "Raison b."]
    assert [reason.rule for reason in found["kit"].reasons] == ["b"]
    assert list(found) == ["guide", "kit"], "the one that more rules recommend comes first"


def test_a_reason_names_the_facts() -> None:
    content = of_rules(rule("a", {"all": [NO, SOME]}))
    (reason,) = advice(content, charter="no", staff="some")["about-a"].reasons
    assert [(fact.kind, fact.subject, fact.value) for fact in reason.facts] == [
        ("answer", "charter", "no"),
        ("context", "staff", "some"),
    ]
    (action,) = told(content, charter="no", staff="some").roadmap.first
    assert action.reasons == (reason,)


def test_without_reasons_the_advice_is_the_same() -> None:
    content = tiny_edition()
    answers = answered(content, charter="no", partners=["none"], department="2A")
    full = diagnose(content, answers)
    bare = diagnose(content, answers, reasons=False)
    assert [one.resource for one in full.recommendations] == [
        one.resource for one in bare.recommendations
    ]
    assert [one.id for one in full.roadmap.first] == [one.id for one in bare.roadmap.first]
    assert all(one.reasons == () for one in bare.recommendations)


def test_without_next_levels_the_rest_is_the_same() -> None:
    content = tiny_edition()
    answers = answered(content, charter="no")
    full, bare = diagnose(content, answers), diagnose(content, answers, next_levels=False)
    assert full.next_levels
    assert bare.next_levels == ()
    assert (full.overall, full.roadmap) == (bare.overall, bare.roadmap)


@pytest.mark.parametrize(
    ("because", "answers", "sentence"),
    [
        ("Rien à dire.", {}, "Rien à dire."),
        ("Vous : {charter}.", {"charter": "signed"}, "Vous : une charte signée."),
        ("Vous : {charter}.", {"charter": "no"}, "Vous : No."),
        ("Avec {partners}.", {"partners": ["school"]}, "Avec School."),
        ("Avec {partners}.", {"partners": ["school", "town"]}, "Avec School et Town."),
        (
            "Avec {partners}.",
            {"partners": ["school", "town", "firm"]},
            "Avec School, Town et Firm.",
        ),
        ("À {members}.", {"members": 1200}, "À 1\u202f200."),
        ("À {members}.", {"members": 0}, "À 0."),
        ("En {department}.", {"department": "2A"}, "En Corse-du-Sud."),
        ("Chez {name}.", {"name": "{level:links}"}, "Chez {level:links}."),
        ("Vous : {charter}.", {}, "Vous : (sans réponse)."),
        ("Vous : {charter}.", {"charter": "unsure"}, "Vous : (sans réponse)."),
        ("Niveau {level:links}.", {"charter": "no"}, "Niveau Pas engagé."),
        ("Niveau {level:links}.", {}, "Niveau (sans réponse)."),
    ],
)
def test_placeholders_become_what_was_said(because: str, answers: Raw, sentence: str) -> None:
    content = of_rules(
        rule("a", {"any": [{"visible": "charter"}, {"visible": "staff"}]}, because=because)
    )
    (reason,) = advice(content, **answers)["about-a"].reasons
    assert reason.text == sentence


def test_sentences_follow_the_language_of_the_content() -> None:
    content = of_rules(
        rule("a", {"visible": "staff"}, because="With {partners}; {charter}."), language="en"
    )
    (reason,) = advice(content, partners=["school", "town"])["about-a"].reasons
    assert reason.text == "With School and Town; (no answer)."
    assert "Points: 5 (impact 2 of 3 + need 3 of 3)" in (
        advice(content, partners=["school"])["about-a"].rank.explanation
    )


def test_advice_carries_the_edition_that_it_comes_from() -> None:
    content = tiny_edition()
    diagnosis = told(content)
    assert (diagnosis.edition, diagnosis.questionnaire) == (content.hash, "test")
    assert [result.id for result in diagnosis.dimensions] == ["links", "skills"]
    assert (diagnosis.overall.id, diagnosis.overall.parent) == ("overall", None)
    assert diagnosis.recommendations == ()
    assert diagnosis.next_levels == ()


def test_a_dimension_tells_how_much_of_it_was_answered() -> None:
    content = tiny_edition()
    links = told(content, staff="some", charter="unsure", partners=["town"]).dimensions[0]
    assert (links.answered, links.asked) == (2, 3)
    nested = edition(
        [question("a", "low"), question("b", "top")],
        dimensions=[{"id": "top", "title": "Haut", "dimensions": [{"id": "low", "title": "Bas"}]}],
    )
    top, low = told(nested, a="yes").dimensions
    assert (top.answered, top.asked, low.answered, low.parent) == (1, 2, 1, "top")
    assert [one.question for one in top.questions] == ["b"]
