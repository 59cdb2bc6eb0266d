"""Answers that come back: what is restored, what is told, and that nothing is invented or lost."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.domain.paper_reading import Written, field_of, read_fields
from app.domain.restoring import restore_answers
from app.domain.translation import in_language
from tests.builders import edition, question, tiny_edition
from tests.translated import in_plain_words

EDITION = tiny_edition()


def test_what_fits_is_restored_in_the_order_asked_and_the_rest_is_told() -> None:
    found = restore_answers(
        EDITION,
        {
            "gone": ["a", "b"],
            "charter": "torn",
            "members": 12,
            "staff": "some",
            "partners": ["school", "none"],
            "rhythm": 3,
        },
    )
    assert found.answers == {"staff": "some", "members": Decimal(12)}
    assert [(note.question, note.given, note.code) for note in found.notes] == [
        ("partners", "School\u00a0; None", "exclusive"),
        ("charter", "torn", "unknown-option"),
        ("rhythm", "3", "one-option"),
        ("gone", "a\u00a0; b", "unknown-question"),
    ]
    assert all(note.reason for note in found.notes)


def test_an_answer_to_a_question_not_asked_is_kept_and_told_with_its_condition() -> None:
    found = restore_answers(EDITION, {"staff": "volunteers", "training": "yes"})
    assert found.answers == {"staff": "volunteers", "training": "yes"}
    (note,) = found.notes
    assert (note.question, note.given, note.code) == ("training", "Yes", "not-asked")
    assert "Question staff ?" in note.reason
    assert "Some" in note.reason
    assert not restore_answers(EDITION, {"staff": "some", "training": "yes"}).notes


def fields(**held: str | tuple[str, ...]) -> dict[str, Written]:
    """Return fields by name, ``__`` standing between a question and its option."""
    return {
        name.replace("__", "/"): Written(f"Titre de {name}", (v,) if isinstance(v, str) else v)
        for name, v in held.items()
    }


def test_a_form_is_read_whatever_the_kind_of_question() -> None:
    found = read_fields(
        EDITION,
        fields(
            staff="some",
            department="deux sevres",
            members=" 1 200 ",
            name="  Les  Amis ",
            partners__school="on",
            partners__firm="Yes",
            charter="no",
            obstacle="time",
            rhythm="weekly",
            hours__unsure="on",
            training="unsure",
        ),
    )
    assert not found.notes
    assert found.answers == {
        "staff": "some",
        "department": "79",
        "members": Decimal(1200),
        "name": "Les Amis",
        "partners": ("school", "firm"),
        "charter": "no",
        "obstacle": "time",
        "rhythm": "weekly",
        "hours": "unsure",
        "training": "unsure",
    }


@pytest.mark.parametrize(
    ("held", "question", "given", "code"),
    [
        ({"staff": ("some", "volunteers")}, "staff", "Some\u00a0; Volunteers", "two-answers"),
        ({"staff": "3"}, "staff", "3", "unknown-option"),
        ({"members": "une douzaine"}, "members", "une douzaine", "number"),
        ({"members": "-3"}, "members", "-3", "out-of-bounds"),
        ({"members": "3,5"}, "members", "3,5", "decimals"),
        ({"members": ("3", "4")}, "members", "3\u00a0; 4", "two-answers"),
        ({"hours": "unsure"}, "hours", "unsure", "number"),
        ({"hours": "3", "hours__unsure": "on"}, "hours", "3\u00a0; Unsure", "two-answers"),
        (
            {"hours__unsure": "on", "hours__not-for-us": "on"},
            "hours",
            "Unsure\u00a0; Not-for-us",
            "two-answers",
        ),
        ({"department": "Poitou"}, "department", "Poitou", "department"),
        ({"department": "abroad"}, "department", "abroad", "department"),
        ({"name": "a" * 41}, "name", "a" * 41, "too-long"),
        # What PDFium leaves of a sunflower (U+1F33B) and of shaking hands (U+1F91D).
        ({"name": "Amis \uf33b"}, "name", "Amis \uf33b", "garbled"),
        ({"name": "\uf91d Amis"}, "name", "\uf91d Amis", "garbled"),
        ({"name": "Caf\ufffd"}, "name", "Caf\ufffd", "garbled"),
        (
            {"partners__none": "on", "partners__school": "on"},
            "partners",
            "School\u00a0; None",
            "exclusive",
        ),
        ({"partners__bank": "on"}, "partners/bank", "on", "unknown-question"),
        ({"elsewhere": "Bonjour"}, "elsewhere", "Bonjour", "unknown-question"),
    ],
)
def test_what_is_unclear_is_told_as_it_was_written(
    held: dict[str, str | tuple[str, ...]], question: str, given: str, code: str
) -> None:
    found = read_fields(EDITION, fields(**held))
    assert found.answers == {}
    (note,) = found.notes
    assert (note.question, note.given, note.code) == (question, given, code)
    assert note.reason


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("79", "79"),
        ("2a", "2A"),
        ("corse du sud", "2A"),
        ("Haute-Corse (2B)", "2B"),
        ("79 - Deux-Sèvres", "79"),
        ("DEUX SÈVRES", "79"),
        (" vienne\n", "86"),
    ],
)
def test_departments_are_found_however_they_are_written(text: str, code: str) -> None:
    assert read_fields(EDITION, fields(department=text)).answers == {"department": code}


def test_spaces_alone_say_nothing() -> None:
    found = read_fields(EDITION, fields(name="  \n", members=" "))
    assert (found.answers, found.notes) == ({}, ())


def test_a_department_of_one_digit_may_be_written_without_its_zero() -> None:
    content = edition(context=[question("place", kind="territory")])
    assert content.territories is not None
    ain = content.territories.departments[0].model_copy(update={"code": "01", "name": "Ain"})
    places = content.territories.model_copy(update={"departments": (ain,)})
    content = content.model_copy(update={"territories": places})
    assert read_fields(content, {"place": Written("", ("1",))}).answers == {"place": "01"}


def test_names_of_fields_cannot_be_mistaken_for_each_other() -> None:
    names = [
        field_of(item.id, option)
        for item in EDITION.questionnaire.items
        for option in [None, *item.options_by_id]
    ]
    assert len(set(names)) == len(names)


def test_notes_are_in_the_language_of_the_edition_whatever_form_was_filled_in() -> None:
    english = in_language(in_plain_words(EDITION), "en")
    held = fields(staff=("some", "volunteers"), partners__bank="on", members="1,5", training="yes")
    found = read_fields(english, held)
    assert [note.code for note in found.notes] == [
        "two-answers",
        "decimals",
        "not-asked",
        "unknown-question",
    ]
    for note in found.notes:
        assert not set(note.reason) & set("éèàùâêîôç«»’"), note.reason
        assert "\u00a0" not in note.given
        assert type(note.title) is str


@pytest.mark.parametrize(
    ("written", "form_language", "read"),
    [("1,200", "en", 1200), ("1 200", "fr", 1200), ("1,200", "fr", None), ("1,200,0", "en", None)],
)
def test_a_number_is_read_as_in_the_language_of_the_form(
    written: str, form_language: str, read: int | None
) -> None:
    found = read_fields(EDITION, fields(members=written), form_language)
    assert found.answers.get("members") == read
    assert bool(found.notes) is (read is None)
