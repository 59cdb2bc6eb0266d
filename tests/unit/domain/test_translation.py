"""An edition in another language: other words, nothing else; texts that lack one are told."""

from __future__ import annotations

import copy
import json
import pickle
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from app.domain.diagnose import diagnose
from app.domain.diagnosis import Diagnosis
from app.domain.edition import Edition
from app.domain.model import Name, Text
from app.domain.sample import sample_answers
from app.domain.serialise import canonical_json, diagnosis_to_dict
from app.domain.text_places import texts_in, with_texts
from app.domain.texts import ForeignText, LocalText
from app.domain.translation import has_translations, in_language, languages_of
from tests.builders import answered, edition, option, question, rule, tiny_edition
from tests.translated import english, translated
from tests.unit.domain.generated import drawn_edition, seeds

TEXT: TypeAdapter[str] = TypeAdapter(Text)
NAME: TypeAdapter[str] = TypeAdapter(Name)
TINY = tiny_edition()


def told(content: Edition, found: Diagnosis) -> bytes:
    return canonical_json(diagnosis_to_dict(content, found))


def without_texts(value: object) -> object:
    """Return a JSON value with all its sentences emptied, ids and numbers kept."""
    if isinstance(value, dict):
        return {key: "" if key in SENTENCES else without_texts(one) for key, one in value.items()}
    return [without_texts(one) for one in value] if isinstance(value, list) else value


SENTENCES = (
    "language title text do who duration done_when level_label target_label "
    "missing_requirements explanation"
).split()


# One text ---------------------------------------------------------------------------------------


def test_a_plain_text_is_a_string() -> None:
    text = TEXT.validate_python("  Bonjour ")
    assert (text, type(text)) == ("Bonjour", str)
    assert TEXT.dump_json(text) == b'"Bonjour"'


def test_a_text_in_two_languages_is_its_own_one_and_knows_the_other() -> None:
    text = TEXT.validate_python({"fr": " Bonjour ", "en": "Hello"})
    assert isinstance(text, LocalText)
    assert str(text) == f"{text}" == "Bonjour"
    assert text.translations == {"fr": "Bonjour", "en": "Hello"}
    assert json.loads(TEXT.dump_json(text)) == {"fr": "Bonjour", "en": "Hello"}
    assert TEXT.validate_json(TEXT.dump_json(text)) == text


@pytest.mark.parametrize(
    "copied",
    [copy.deepcopy, copy.copy, lambda t: pickle.loads(pickle.dumps(t))],  # noqa: S301
)
@pytest.mark.parametrize("text", [LocalText({"fr": "a", "en": "b"}), ForeignText("a", "fr")])
def test_a_copy_of_a_text_is_all_of_it(text: str, copied: object) -> None:
    again = copied(text)  # type: ignore[operator]
    assert (type(again), again, again.language) == (type(text), text, "fr")


def test_texts_are_the_same_when_every_language_is() -> None:
    text = LocalText({"fr": "a", "en": "b"})
    assert text == LocalText({"en": "b", "fr": "a"})
    assert text != LocalText({"fr": "a", "en": "c"})
    assert text != "a"
    assert text != LocalText({"fr": "a", "en": "b"}, "en")


@pytest.mark.parametrize(
    "bad",
    [
        {},
        {"fr": ""},
        {"fr": " "},
        {"fr": {"en": "x"}},
        {"FR": "x"},
        {"fra": "x"},
        {"fr": 5},
        ["x"],
        5,
    ],
)
def test_what_is_no_text_in_languages_is_refused(bad: object) -> None:
    with pytest.raises(ValidationError):
        TEXT.validate_python(bad)


# A whole edition --------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(seed=seeds)
def test_the_canonical_form_keeps_every_translation(seed: int) -> None:
    content = translated(drawn_edition(seed, "any"))
    again = Edition.from_canonical(content.canonical)
    assert again == content
    assert (again.hash, again.canonical) == (content.hash, content.canonical)
    assert all(isinstance(place.text, LocalText) for place in texts_in(again))


@settings(max_examples=40, deadline=None)
@given(seed=seeds, chance=st.integers(0, 2**32))
def test_translations_change_no_word_of_a_diagnosis_in_its_own_language(
    seed: int, chance: int
) -> None:
    plain = drawn_edition(seed, "any")
    content = translated(plain)
    answers = sample_answers(plain, Random(chance))  # noqa: S311
    wanted = json.loads(told(plain, diagnose(plain, answers)))
    for read in (content, in_language(content, "fr")):
        found = json.loads(told(read, diagnose(read, answers)))
        assert found == {**wanted, "edition": content.hash}


@settings(max_examples=40, deadline=None)
@given(seed=seeds, chance=st.integers(0, 2**32))
def test_another_language_changes_words_alone(seed: int, chance: int) -> None:
    content = translated(drawn_edition(seed, "any"))
    answers = sample_answers(content, Random(chance))  # noqa: S311
    french = json.loads(told(content, diagnose(content, answers)))
    read = in_language(content, "en")
    told_in_english = json.loads(told(read, diagnose(read, answers)))
    assert without_texts(told_in_english) == without_texts(french)
    assert told_in_english["edition"] == content.hash
    titles = [part["title"] for part in told_in_english["profile"]["dimensions"].values()]
    assert all(title.startswith("EN ") for title in titles)


def test_every_text_of_an_edition_is_in_the_language_asked() -> None:
    read = in_language(translated(TINY), "en")
    texts = [place.text for place in texts_in(read)]
    assert len(texts) > 100
    assert all(type(text) is str and text.startswith("EN ") for text in texts)
    assert read.questionnaire.language == "en"
    assert read.original is read.original.original
    assert read.hash == translated(TINY).hash


def test_a_text_without_translation_keeps_its_language_and_a_name_is_a_name() -> None:
    read = in_language(translated(TINY, names=False), "en")
    assert type(read.resources[0].publisher) is str
    assert read.resources[0].publisher == "L’éditeur"
    untranslated = in_language(TINY, "en").questionnaire.title
    assert isinstance(untranslated, ForeignText)
    assert (untranslated, untranslated.language) == ("Un parcours d’essai", "fr")


def test_an_edition_of_one_language_is_itself() -> None:
    assert in_language(TINY, "fr") is TINY
    assert not has_translations(TINY)
    assert has_translations(translated(TINY))


def test_languages_are_those_promised() -> None:
    assert languages_of(TINY) == ("fr",)
    promised = edition(languages=["en", "de"])
    assert languages_of(in_language(promised, "en")) == ("fr", "en", "de")


def test_a_pathway_in_english_reads_in_english_first() -> None:
    content = edition(title={"fr": "Bonjour", "en": "Hello"}, language="en")
    assert str(content.questionnaire.title) == "Hello"
    again = Edition.from_canonical(content.canonical)
    assert (again, str(again.questionnaire.title)) == (content, "Hello")
    assert in_language(content, "fr").questionnaire.title == "Bonjour"


def test_the_words_of_an_answer_follow_the_language_of_the_sentence() -> None:
    charter = question(
        "charter",
        "links",
        options=[option("no", 0, label={"fr": "Non", "en": "No"}), option("yes", 3)],
    )
    when = {"answer": "charter", "is": "no"}
    content = edition(
        [charter],
        rules=[
            rule("a", when, because={"fr": "Vous dites {charter}.", "en": "You say {charter}."}),
            rule("b", when, because="Et {charter}."),
        ],
    )
    read = in_language(content, "en")
    first, second = [
        action.reasons[0].text
        for action in sorted(
            diagnose(read, answered(content, charter="no")).roadmap.first, key=lambda a: a.id
        )
    ]
    assert (first, type(first)) == ("You say No.", str)
    assert (second, type(second)) == ("Et Non.", ForeignText)


def test_changing_texts_leaves_the_rest() -> None:
    same = with_texts(TINY, lambda text, _: text)
    assert same == TINY
    assert same.canonical == TINY.canonical
    loud = with_texts(TINY, lambda text, _: text.upper())
    assert english(loud.questionnaire.title) == "EN UN PARCOURS D’ESSAI"
    assert [item.id for item in loud.questionnaire.items] == [
        item.id for item in TINY.questionnaire.items
    ]


def test_editions_that_were_read_are_compared_by_their_content() -> None:
    one, same = translated(TINY), translated(TINY)
    other = Edition.model_validate(
        {**one.model_dump(by_alias=True), "resources": [*one.resources[:-1]]}
    )
    for content in (one, same, other, TINY):
        assert in_language(content, "fr") is in_language(content, "fr")
        assert in_language(content, "en") is in_language(content, "en")
    assert one == same
    assert in_language(one, "en") == in_language(same, "en")
    assert one != other
    assert one != in_language(one, "fr")
    assert in_language(one, "fr") != in_language(one, "en")
