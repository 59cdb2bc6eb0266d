"""Answers carried to another edition: what becomes of each, and the reason that is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pytest

from app.domain.answers import dump_answers, parse_answers
from app.domain.carrying import Carried, Carrier, Fate, FateKind
from app.domain.edition import Edition
from app.domain.fate_words import put_in_words
from app.domain.migration import Step, Steps
from tests.builders import UNSURE, Raw, edition, option, question


def several(kind: str = "multiple", *ids: str) -> Raw:
    options = [option(id_) for id_ in ids or ("town", "school", "firm")]
    return question("partners", kind=kind, options=options)


def numbers(maximum: int, **more: Any) -> Raw:
    given = {"kind": "number", "unit": "membres", "minimum": 0, "maximum": maximum, **more}
    return question("members", **given)


def steps(*written: Sequence[Raw]) -> Steps:
    """Return steps, one for each list of changes, a month apart."""
    return tuple(
        Step.model_validate({"date": f"2026-{place:02}-01", "changes": list(changes)})
        for place, changes in enumerate(written, 1)
    )


def carried(
    old: Edition, new: Edition, raw: Mapping[str, object], *written: Sequence[Raw]
) -> Carried:
    return Carrier(old, new, steps(*written)).carry(parse_answers(old, raw))


def fate(found: Carried, id_: str) -> Fate:
    return next(one for one in found.fates if one.question == id_)


def test_several_choices_stand_in_the_order_now_written() -> None:
    turned = several("multiple", "firm", "school", "town")
    found = carried(edition([several()]), edition([turned]), {"partners": ["town", "firm"]})
    assert found.answers == {"partners": ("firm", "town")}
    assert fate(found, "partners").kind is FateKind.KEPT


def test_an_answer_of_another_kind_is_asked_again_even_if_it_could_be_read() -> None:
    one, many = edition([several("single")]), edition([several()])
    words = edition([question("partners", kind="text")])
    for old, new, value in ((one, many, "town"), (one, words, "town"), (many, one, ["town"])):
        found = carried(old, new, {"partners": value})
        assert (found.answers, found.dropped) == ({}, ("partners",))
        assert fate(found, "partners").kind is FateKind.ASK_AGAIN
        assert "même façon" in str(fate(found, "partners").why)


def test_what_no_longer_fits_is_asked_again_and_the_rest_is_kept() -> None:
    gone = several("single", "town", "school")
    old, new = edition([several("single"), numbers(50)]), edition([gone, numbers(20)])
    first = carried(old, new, {"partners": "firm", "members": 20})
    assert first.answers == {"members": Decimal(20)}
    assert "plus proposée" in str(fate(first, "partners").why)
    second = carried(old, new, {"partners": "town", "members": 21})
    assert second.answers == {"partners": "town"}
    assert "entre 0 et 20" in str(fate(second, "members").why)
    assert fate(second, "members").again == ("members",)


def test_a_question_that_is_gone_leaves_its_answer_behind() -> None:
    old = edition([several(), question("charter", "links")])
    raw = {"partners": ["town"], "charter": "yes"}
    found = carried(old, edition([question("charter", "links")]), raw)
    assert (found.answers, found.dropped) == ({"charter": "yes"}, ("partners",))
    assert fate(found, "partners").kind is FateKind.DROPPED


def test_words_that_read_otherwise_are_told() -> None:
    reworded = question("charter", "links", text="Une charte ?")
    found = carried(edition(), edition([reworded]), {"charter": "yes"})
    assert found.answers == {"charter": "yes"}
    assert fate(found, "charter").kind is FateKind.REWORDED


def test_a_renamed_question_keeps_its_answer() -> None:
    new = edition([question("agreement", "links", text="Question charter ?")])
    change = {"renamed": "charter", "into": "agreement", "note": "Un mot plus juste."}
    found = carried(edition(), new, {"charter": "yes"}, [change])
    assert found.answers == {"agreement": "yes"}
    assert found.sources == {"agreement": "charter"}
    own = fate(found, "charter")
    assert (own.kind, own.note, own.reads_same) == (FateKind.MOVED, "Un mot plus juste.", True)


MERGED = [option("no", 0), option("yes", 3), UNSURE]


@pytest.mark.parametrize(
    ("change", "value", "expected"),
    [
        ({"renamed": "some", "into": "yes"}, "some", "yes"),
        ({"merged": ["some", "not-for-us"], "into": "no"}, "not-for-us", "no"),
        ({"split": "some", "into": ["no", "yes"]}, "some", None),
        ({"dropped": ["some", "not-for-us"]}, "some", None),
        ({"reworded": "some"}, "some", None),
        ({"renamed": "some", "into": "yes"}, "no", "no"),
    ],
)
def test_options_that_changed(change: Raw, value: str, expected: str | None) -> None:
    new = edition([question("charter", "links", options=MERGED)])
    written = {"question": "charter", "options": [{**change, "note": "Relu."}]}
    found = carried(edition(), new, {"charter": value}, [written])
    assert found.answers.get("charter") == expected
    own = fate(found, "charter")
    assert (own.kind is FateKind.ASK_AGAIN) is (expected is None)
    assert own.note == (None if value == "no" else "Relu.")


def test_a_ticked_option_that_is_dropped_goes_and_the_others_stay() -> None:
    old, new = edition([several()]), edition([several("multiple", "town", "school")])
    written = {"question": "partners", "options": [{"dropped": "firm"}]}
    found = carried(old, new, {"partners": ["town", "firm"]}, [written])
    assert found.answers == {"partners": ("town",)}
    own = fate(found, "partners")
    assert (own.kind, own.lost, own.reads_same) == (FateKind.MOVED, ("firm",), False)
    alone = carried(old, new, {"partners": ["firm"]}, [written])
    assert fate(alone, "partners").kind is FateKind.ASK_AGAIN
    without = carried(old, new, {"partners": ["town", "firm"]})
    assert without.answers == {}


def test_a_shared_scale_changes_for_all_its_questions() -> None:
    def scales(*ids: str) -> Edition:
        sets = {"often": {"options": [option(id_, place) for place, id_ in enumerate(ids)]}}
        asked = [question(id_, "links", "scale", answers="often") for id_ in ("q1", "q2")]
        return edition(asked, answer_sets=sets)

    written = {"answer_set": "often", "options": [{"renamed": "yearly", "into": "rarely"}]}
    old, new = scales("never", "yearly"), scales("never", "rarely")
    found = carried(old, new, {"q1": "yearly", "q2": "never"}, [written])
    assert found.answers == {"q1": "rarely", "q2": "never"}


TWO = edition([question("invites"), question("welcomes"), question("charter", "links")])
ONE = edition([question("charter", "links"), question("hosts", options=MERGED)])
TABLE = {
    "merged": ["invites", "welcomes"],
    "into": "hosts",
    "answers": [
        {"when": {"invites": "yes", "welcomes": ["yes", "some"]}, "then": {"hosts": "yes"}},
        {"when": {"invites": "no"}, "then": {"hosts": "no"}},
    ],
}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"invites": "yes", "welcomes": "some"}, "yes"),
        ({"invites": "no", "welcomes": "yes"}, "no"),
        ({"invites": "no"}, "no"),
        ({"invites": "yes", "welcomes": "no"}, None),
        ({"welcomes": "yes"}, None),
    ],
)
def test_two_questions_become_one_by_the_table_or_are_asked_again(
    raw: dict[str, str], expected: str | None
) -> None:
    found = carried(TWO, ONE, raw, [TABLE])
    assert found.answers.get("hosts") == expected
    for own in found.fates:
        assert own.into == (("hosts",) if expected else ())
        assert own.again == (() if expected else ("hosts",))
    assert carried(TWO, ONE, {"charter": "yes"}, [TABLE]).answers == {"charter": "yes"}


def test_one_question_becomes_several() -> None:
    new = edition([question("shared", options=MERGED), question("signed", options=MERGED)])
    change: Raw = {"split": "charter", "into": ["shared", "signed"]}
    plain = carried(edition(), new, {"charter": "yes"}, [change])
    assert fate(plain, "charter").again == ("shared", "signed")
    change["answers"] = [{"when": {"charter": "yes"}, "then": {"signed": "yes"}}]
    found = carried(edition(), new, {"charter": "yes"}, [change])
    assert found.answers == {"signed": "yes"}
    own = fate(found, "charter")
    assert (own.kind, own.into, own.again) == (FateKind.MOVED, ("signed",), ("shared",))


def test_a_number_becomes_a_choice() -> None:
    sizes = [option("small"), option("large")]
    new = edition([question("members", options=sizes), question("charter", "links")])
    change = {
        "reworded": "members",
        "was": {"kind": "number"},
        "answers": [
            {"when": {"members": {"below": 10}}, "then": {"members": "small"}},
            {"when": {"members": {"at_least": 10}}, "then": {"members": "large"}},
        ],
    }
    old = edition([numbers(50), question("charter", "links")])
    for count, size in ((9, "small"), (10, "large")):
        assert carried(old, new, {"members": count}, [change]).answers == {"members": size}


def test_the_same_id_with_another_meaning_is_asked_again_of_those_who_read_the_old_words() -> None:
    old = edition([numbers(50, unit="heures par mois"), question("charter", "links")])
    new = edition([numbers(50, unit="heures par semaine"), question("charter", "links")])
    change = {"reworded": "members", "was": {"unit": "heures par mois"}}
    assert carried(old, new, {"members": 8}, [change]).answers == {}
    after = edition([numbers(60, unit="heures par semaine"), question("charter", "links")])
    assert carried(new, after, {"members": 8}, [change]).answers == {"members": Decimal(8)}


def test_a_step_is_told_from_another_by_what_was_said() -> None:
    """An option was renamed, and another one took its id since."""
    first = option("some", 1, label="Un peu")
    again = option("some", 2, label="Beaucoup")
    few = option("few", 1, label="Un peu")

    def content(*options: Raw) -> Edition:
        return edition([question("charter", "links", options=[option("no", 0), *options])])

    change = {
        "question": "charter",
        "options": [{"renamed": "some", "into": "few", "was": "Un peu"}],
    }
    new = content(few, again, option("yes", 3))
    assert carried(content(first), new, {"charter": "some"}, [change]).answers == {"charter": "few"}
    middle = content(few, again)
    assert carried(middle, new, {"charter": "some"}, [change]).answers == {"charter": "some"}


def test_steps_follow_one_another_and_what_is_older_takes_them_all() -> None:
    chain = (
        [{"renamed": "charter", "into": "agreement"}],
        [{"question": "agreement", "options": [{"renamed": "some", "into": "draft"}]}],
        [{"renamed": "agreement", "into": "contract"}, {"dropped": "name"}],
    )
    options = [option("no", 0), option("draft", 1), option("yes", 3)]
    name = question("name", kind="text")
    new = edition([question("contract", "links", options=options)])
    first = edition([question("charter", "links"), name])
    second = edition([question("agreement", "links"), name])
    for old, id_ in ((first, "charter"), (second, "agreement")):
        found = carried(old, new, {id_: "some", "name": "x"}, *chain)
        assert found.answers == {"contract": "draft"}
        assert fate(found, "name").kind is FateKind.DROPPED


def test_answers_that_lead_to_one_question_without_a_word_about_it_are_asked_again() -> None:
    old = edition([question("a", "links"), question("b", "links")])
    found = carried(
        old,
        edition([question("b", "links")]),
        {"a": "yes", "b": "no"},
        [{"renamed": "a", "into": "b"}],
    )
    assert found.answers == {}
    assert {own.kind for own in found.fates} == {FateKind.ASK_AGAIN}


def test_the_words_before_and_now_are_told() -> None:
    raw = {"invites": "yes", "welcomes": "some"}
    given = parse_answers(TWO, raw)
    found = carried(TWO, ONE, raw, [TABLE])
    first, second = put_in_words(TWO, ONE, given, found)
    assert (first.before.text, first.before.answer) == ("Question invites ?", "Yes")
    assert second.before.answer == "Some"
    assert [(one.question, one.answer) for one in first.now] == [("hosts", "Yes")]
    assert dump_answers(found.answers) == {"hosts": "yes"}


BOTH = {"fr": "Une charte ?", "en": "A charter?"}


def test_a_text_in_several_languages_is_told_by_the_one_that_is_written() -> None:
    old = edition([question("charter", "links", text=BOTH)])
    new = edition([question("charter", "links", text="Une charte signée ?")])
    for was in ("Une charte ?", {"text": BOTH}, {"text": {"en": "A charter?"}}):
        change = {"reworded": "charter", "was": was}
        assert carried(old, new, {"charter": "yes"}, [change]).answers == {}
    for was in ("A charter?", {"text": {**BOTH, "en": "Another?"}}):
        change = {"reworded": "charter", "was": was}
        assert carried(old, new, {"charter": "yes"}, [change]).answers == {"charter": "yes"}


def test_the_label_of_an_option_may_be_written_in_several_languages() -> None:
    label = {"fr": "Un peu", "en": "A little"}
    options = [option("no", 0), option("some", 1, label=label)]
    again = [option("no", 0), option("some", 3, label="Beaucoup"), option("few", 1)]
    old = edition([question("charter", "links", options=options)])
    new = edition([question("charter", "links", options=again)])
    for was in ("Un peu", label, ["Un peu", "Très peu"]):
        change = {"renamed": "some", "into": "few", "was": was}
        written = {"question": "charter", "options": [change]}
        assert carried(old, new, {"charter": "some"}, [written]).answers == {"charter": "few"}


def test_a_translation_that_is_added_changes_nothing_that_was_read() -> None:
    old = edition([question("charter", "links", text="Une charte ?")])
    new = edition([question("charter", "links", text=BOTH)])
    found = carried(old, new, {"charter": "yes"})
    assert fate(found, "charter").kind is FateKind.KEPT
