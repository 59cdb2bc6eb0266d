"""Text corrections: they reach what is read, and move nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from pydantic import ValidationError

from app.domain.compiled import compile_edition
from app.domain.diagnose import diagnose
from app.domain.edition import Edition
from app.domain.errata import KEYS, Errata, correct, ids_of, value_at, way_to
from app.domain.serialise import canonical_json, diagnosis_to_dict
from app.domain.texts import LocalText
from app.domain.translation import in_language
from tests.builders import edition, question, tiny_edition
from tests.random_editions import random_edition
from tests.translated import translated
from tests.unit.domain.generated import chance, partial_answers, seeds


def errata(*written: dict[str, Any]) -> Errata:
    return Errata.model_validate(
        {"questionnaire": "test", "errata": [{"date": "2027-01-10", **one} for one in written]}
    )


CHARTER = {
    "question": "charter",
    "key": "text",
    "before": "Question charter ?",
    "after": "Charte ?",
}


def test_the_text_is_corrected_and_the_hash_stays() -> None:
    edition = tiny_edition()
    corrected, applied = correct(edition, errata(CHARTER))
    assert [one.after for one in applied] == ["Charte ?"]
    assert corrected.questionnaire.items_by_id["charter"].question.text == "Charte ?"
    assert (corrected.hash, corrected.canonical) == (edition.hash, edition.canonical)
    assert edition.questionnaire.items_by_id["charter"].question.text == "Question charter ?"


def test_without_any_it_is_the_same_edition() -> None:
    edition = tiny_edition()
    assert correct(edition, None) == (edition, ())
    other = errata({**CHARTER, "before": "Question Charter ?"})
    assert correct(edition, other) == (edition, ())


@pytest.mark.parametrize(
    ("place", "key", "before"),
    [
        ({}, "title", "Un parcours d’essai"),
        ({"section": "practice"}, "title", "Vos pratiques"),
        ({"question": "obstacle"}, "text", "Question obstacle ?"),
        ({"question": "hours"}, "unit", "heures"),
        ({"option": "charter/draft"}, "phrase", "un brouillon"),
        ({"option": "often/yearly"}, "label", "Yearly"),
        ({"option": "obstacle/time"}, "label", "Time"),
        ({"dimension": "skills"}, "title", "Skills"),
        ({"rule": "no-charter"}, "because", "Vous dites {charter}."),
        ({"rule": "far"}, "action.do", "Faire far"),
        ({"resource": "about-far"}, "summary", "Ce que c’est."),
    ],
)
def test_every_place_can_be_corrected(place: dict[str, str], key: str, before: str) -> None:
    after = f"{before} !"
    found = errata({**place, "key": key, "before": before, "after": after})
    corrected, applied = correct(tiny_edition(), found)
    (one,) = applied
    way = way_to(corrected, one)
    assert way is not None
    assert value_at(corrected, way) == after
    back, _ = correct(
        Edition.model_validate(corrected.model_dump(by_alias=True)),
        errata({**place, "key": key, "before": after, "after": before}),
    )
    assert back == tiny_edition()


def test_the_address_of_a_resource_can_be_corrected() -> None:
    raw = tiny_edition().model_dump(mode="json", by_alias=True, exclude_none=True)
    raw["resources"][0]["url"] = "https://dead.example/"
    edition = Edition.model_validate(raw)
    one = {
        "resource": raw["resources"][0]["id"],
        "key": "url",
        "before": "https://dead.example/",
        "after": "https://alive.example/",
    }
    corrected, applied = correct(edition, errata(one))
    assert applied
    assert corrected.resources[0].url == "https://alive.example/"
    assert corrected.resources_by_id[corrected.resources[0].id].url == "https://alive.example/"


@pytest.mark.parametrize(
    "change",
    [
        {"question": "charter", "key": "weight", "before": "2", "after": "3"},
        {"question": "charter", "key": "id", "before": "charter", "after": "other"},
        {"option": "charter/draft", "key": "score", "before": "1", "after": "3"},
        {"rule": "far", "key": "horizon", "before": "political", "after": "strategic"},
        {
            "rule": "no-charter",
            "key": "because",
            "before": "Vous dites {charter}.",
            "after": "Vous dites {rhythm}.",
        },
        {"question": "nope", "key": "text", "before": "x", "after": "y"},
    ],
)
def test_what_is_no_text_is_left_alone(change: dict[str, str]) -> None:
    assert correct(tiny_edition(), errata(change)) == (tiny_edition(), ())


def test_corrections_follow_one_another() -> None:
    second = {**CHARTER, "before": "Charte ?", "after": "Une charte ?"}
    corrected, applied = correct(tiny_edition(), errata(CHARTER, second))
    assert corrected.questionnaire.items_by_id["charter"].question.text == "Une charte ?"
    assert len(applied) == 2


def test_a_correction_has_one_place() -> None:
    with pytest.raises(ValidationError, match="one place at most"):
        errata({**CHARTER, "rule": "far"})


@settings(deadline=None)
@given(seeds)
def test_nothing_but_the_corrected_words_changes_in_a_diagnosis(seed: int) -> None:
    """Levels, ranks and order are the same byte for byte once the words are put back."""
    random = chance(seed)
    edition = random_edition(random)
    written = []
    for part, keys in KEYS.items():
        for id_ in ids_of(edition, part):
            for key in keys:
                place = {} if part == "questionnaire" else {part: id_}
                probe = errata({**place, "key": key, "before": "x", "after": "y"}).errata[0]
                way = way_to(edition, probe)
                text = None if way is None else value_at(edition, way)
                if isinstance(text, str) and key != "url":
                    # A mark that stands nowhere else, and sorts before every letter.
                    after = f"!{text}"
                    written.append({**place, "key": key, "before": text, "after": after})
    corrected, applied = correct(edition, errata(*written))
    assert len(applied) == len(written)
    for _ in range(3):
        answers = partial_answers(edition, random)
        plain = canonical_json(diagnosis_to_dict(edition, diagnose(edition, answers)))
        other = canonical_json(diagnosis_to_dict(corrected, diagnose(corrected, answers)))
        assert b"!" in other
        assert other.replace(b"!", b"") == plain.replace(b"!", b"")
    assert compile_edition(corrected) is not compile_edition(edition)


def test_a_text_in_two_languages_is_corrected_in_its_own() -> None:
    edition = translated(tiny_edition())
    corrected, applied = correct(edition, errata(CHARTER))
    assert len(applied) == 1
    said = {
        language: in_language(corrected, language).questionnaire.items_by_id["charter"]
        for language in ("fr", "en")
    }
    assert said["fr"].question.text == "Charte ?"
    assert said["en"].question.text == "EN Question charter ?"
    assert in_language(corrected, "en").hash == edition.hash


def test_a_translation_is_corrected_with_its_text() -> None:
    edition = translated(tiny_edition())
    before = {"fr": "Question charter ?", "en": "EN Question charter ?"}
    after = {"fr": "Question charter ?", "en": "A charter?"}
    corrected, applied = correct(edition, errata({**CHARTER, "before": before, "after": after}))
    assert len(applied) == 1
    read = in_language(corrected, "en")
    assert read.questionnaire.items_by_id["charter"].question.text == "A charter?"


BOTH = {"fr": "Une charte ?", "en": "A charter?"}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Une charte ?", "La charte ?", {"fr": "La charte ?", "en": "A charter?"}),
        ({"en": "A charter?"}, {"en": "One charter?"}, {**BOTH, "en": "One charter?"}),
        (BOTH, {"fr": "F ?", "en": "E?"}, {"fr": "F ?", "en": "E?"}),
        ("A charter?", "One charter?", BOTH),
        ({**BOTH, "en": "Another?"}, {"fr": "F ?", "en": "E?"}, BOTH),
    ],
)
def test_a_translated_text_is_corrected_in_the_languages_that_are_written(
    before: Any, after: Any, expected: dict[str, str]
) -> None:
    asked = [question("charter", "links", text=BOTH)]
    content = edition(asked)
    corrected, _ = correct(content, errata({**CHARTER, "before": before, "after": after}))
    found = corrected.questionnaire.items_by_id["charter"].question.text
    assert found == LocalText(expected)
    assert corrected.hash == content.hash
    english = in_language(corrected, "en")
    assert english.questionnaire.items_by_id["charter"].question.text == expected["en"]
    assert english.hash == content.hash
