from __future__ import annotations

import pytest

from app.domain.edition import Edition
from app.web.contexts import Progress
from app.web.durations import days_in_words
from app.web.forms import Given
from app.web.question_pages import field_of, problem_of, progress_of
from tests.builders import answered, tiny_edition

EDITION = tiny_edition()


def test_unknown_options_stand_apart() -> None:
    field = field_of(EDITION, EDITION.questionnaire.items_by_id["charter"], Given("", ("draft",)))
    assert [one.id for one in field.choices] == ["no", "draft", "signed"]
    assert [one.id for one in field.apart] == ["unsure", "not-for-us"]
    assert [one.id for one in field.choices if one.is_chosen] == ["draft"]


def test_number_says_its_bounds_and_keyboard() -> None:
    items = EDITION.questionnaire.items_by_id
    hours = field_of(EDITION, items["hours"], Given("2,5", ()))
    assert (hours.inputmode, hours.bounds, hours.value) == ("decimal", "Entre 0 et 50.", "2,5")
    assert field_of(EDITION, items["members"], Given("", ())).inputmode == "numeric"


@pytest.mark.parametrize(
    ("question", "given", "is_refused"),
    [
        ("staff", Given("", ("some",)), False),
        ("staff", Given("", ()), True),
        ("name", Given("", ()), False),
        ("hours", Given("51", ()), True),
        ("hours", Given("4", ("unsure",)), True),
        ("partners", Given("", ("none", "town")), True),
    ],
)
def test_problems(question: str, given: Given, is_refused: bool) -> None:
    problem = problem_of(EDITION, EDITION.questionnaire.items_by_id[question], given)
    assert (problem is not None) == is_refused


def test_progress_is_the_same_on_an_edition_read_back() -> None:
    again = Edition.from_canonical(EDITION.canonical)
    for edition in (EDITION, again):
        item = edition.questionnaire.items_by_id["partners"]
        progress = progress_of(edition, answered(edition, staff="some"), item)
        assert progress == Progress(
            section_title="Vos pratiques", section=2, sections=2, question=5, questions=9
        )


def test_a_question_that_is_not_asked_has_no_progress() -> None:
    item = EDITION.questionnaire.items_by_id["obstacle"]
    assert progress_of(EDITION, {}, item) is None


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (1, "1 jour"),
        (45, "45 jours"),
        (30, "1 mois"),
        (90, "3 mois"),
        (365, "1 an"),
        (730, "2 ans"),
    ],
)
def test_durations(days: int, words: str) -> None:
    assert days_in_words(days).replace("\u00a0", " ") == words
