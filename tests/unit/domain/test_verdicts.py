"""The verdict on each question: what becomes of the answers it already has."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.domain.comparison import Comparison, compare_editions
from app.domain.edition import Edition
from app.domain.verdicts import QuestionVerdict, Verdict
from tests.builders import (
    Raw,
    edition,
    option,
    question,
    scores_edition,
)
from tests.unit.domain.changed import (
    changed,
    on_option,
    on_question,
    question_in,
    set_key,
)


def verdict(found: Comparison, id_: str) -> QuestionVerdict:
    return next(one for one in found.verdicts if one.question == id_)


@pytest.mark.parametrize(
    ("change", "id_", "expected", "why"),
    [
        (
            on_question("charter", text={"fr": "Question charter ?", "en": "A charter?"}),
            "charter",
            Verdict.TEXT_ONLY,
            "La traduction (en)",
        ),
        (on_question("charter", text="Une charte ?"), "rhythm", Verdict.SAME, None),
        (on_question("charter", text="Une charte ?"), "charter", Verdict.TEXT_ONLY, "Le texte"),
        (
            lambda raw: question_in(raw, "rhythm").update(
                kind="single",
                options=[option("never", 0), option("yearly", 1.5), option("weekly", 3)],
                answers=None,
            ),
            "rhythm",
            Verdict.TEXT_ONLY,
            "La sorte",
        ),
        (
            lambda raw: question_in(raw, "charter")["options"].append(option("more", 2)),
            "charter",
            Verdict.TEXT_ONLY,
            "apparaît",
        ),
        (on_question("charter", weight="3"), "charter", Verdict.SCORE_MOVED, "Le poids"),
        (on_question("charter", dimension="skills"), "charter", Verdict.SCORE_MOVED, "dimension"),
        (on_option("charter", "draft", score="2"), "charter", Verdict.SCORE_MOVED, "de 1 à 2"),
        (
            on_option("charter", "unsure", unknown=False, not_applicable=True),
            "charter",
            Verdict.SCORE_MOVED,
            "sans objet",
        ),
        (on_question("partners", combine="max"), "partners", Verdict.SCORE_MOVED, "max"),
        (
            set_key("questionnaire", "answer_sets", "often", "options", 1, "score", value="2"),
            "rhythm",
            Verdict.SCORE_MOVED,
            "yearly",
        ),
        (
            lambda raw: question_in(raw, "hours")["bands"][1].update(score="1"),
            "hours",
            Verdict.SCORE_MOVED,
            "tranches",
        ),
        (
            lambda raw: question_in(raw, "training").pop("show_when"),
            "training",
            Verdict.SCORE_MOVED,
            "mêmes cas",
        ),
        (
            set_key("questionnaire", "score_range", "maximum", value="6"),
            "charter",
            Verdict.SCORE_MOVED,
            "étendue",
        ),
        (
            lambda raw: question_in(raw, "partners")["options"].pop(1),
            "partners",
            Verdict.INCOMPATIBLE,
            "town",
        ),
        (
            on_option("partners", "firm", exclusive=True),
            "partners",
            Verdict.INCOMPATIBLE,
            "firm",
        ),
        (on_question("hours", maximum="40"), "hours", Verdict.INCOMPATIBLE, "de 50 à 40"),
        (on_question("hours", minimum="1"), "hours", Verdict.INCOMPATIBLE, "de 0 à 1"),
        (on_question("hours", decimals=0), "hours", Verdict.INCOMPATIBLE, "décimale"),
        (on_question("hours", maximum="60"), "hours", Verdict.TEXT_ONLY, "de 50 à 60"),
        (on_question("name", max_length=20), "name", Verdict.INCOMPATIBLE, "20"),
        (on_question("name", max_length=80), "name", Verdict.TEXT_ONLY, "80"),
        (
            set_key("territories", "departments", value=[]),
            "department",
            Verdict.INCOMPATIBLE,
            "2A, 2B, 79, 86",
        ),
        (
            lambda raw: question_in(raw, "training").update(kind="multiple"),
            "training",
            Verdict.INCOMPATIBLE,
            "multiple",
        ),
        (
            lambda raw: raw["questionnaire"]["sections"][1]["questions"].pop(4),
            "training",
            Verdict.INCOMPATIBLE,
            "disparaît",
        ),
        (
            lambda raw: raw["questionnaire"]["sections"][1]["questions"].append(
                question("extra", "links")
            ),
            "extra",
            Verdict.SCORE_MOVED,
            "nouvelle et notée",
        ),
        (
            lambda raw: raw["questionnaire"]["sections"][1]["questions"].append(question("extra")),
            "extra",
            Verdict.TEXT_ONLY,
            "sans note",
        ),
    ],
)
def test_verdicts(
    change: Callable[[Raw], None], id_: str, expected: Verdict, why: str | None
) -> None:
    def without_none(raw: Raw) -> None:
        change(raw)
        for section in raw["questionnaire"]["sections"]:
            for one in section["questions"]:
                for key in [key for key, value in one.items() if value is None]:
                    del one[key]

    found = verdict(changed(without_none), id_)
    assert found.verdict is expected
    assert (why is None) is (found.because == ())
    assert why is None or any(why in sentence for sentence in found.because)


def test_scores_written_otherwise_move_nothing() -> None:
    old = scores_edition([0, 1, 3])
    new = scores_edition([0, 2, 6], score_range={"minimum": 0, "maximum": 6})
    assert verdict(compare_editions(old, new), "q1").verdict is Verdict.TEXT_ONLY


def test_of_two_options_one_that_must_stand_alone_leaves_fewer_answers() -> None:
    def with_two(*, alone: bool) -> Edition:
        options = [option("school", 1), option("town", 1, exclusive=alone)]
        return edition([question("partners", "links", "multiple", options=options)])

    apart, together = with_two(alone=True), with_two(alone=False)
    lost = verdict(compare_editions(together, apart), "partners")
    assert lost.verdict is Verdict.INCOMPATIBLE
    kept = verdict(compare_editions(apart, together), "partners")
    assert kept.verdict is Verdict.TEXT_ONLY
