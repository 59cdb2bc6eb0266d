"""Drafts of personas: readable files that fire the rules that no persona did."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.content.library import DEFAULT_ROOT, library_of, load_library, open_shelf
from app.content.personas.drafts import drafts_of, propose
from app.content.personas.hearing import hear
from app.domain.answers import parse_answers
from app.domain.compiled import compile_edition
from app.domain.diagnosis import Answers
from app.domain.edition import Edition
from tests.builders import edition, option, question, rule
from tests.content.personas.garden import garden


def fired_by(content: Edition, sets: list[Answers]) -> set[str]:
    compiled = compile_edition(content)
    rules = content.rules.rules
    return {rules[i].id for answers in sets for i in compiled.evaluate(answers).fired}


def test_drafts_are_personas_that_fire_what_was_missing(tmp_path: Path) -> None:
    folder = garden(tmp_path)
    shelf = open_shelf(folder)
    heard = hear(shelf, library_of(shelf), folder / "personas", folder)
    drafts = list(drafts_of(library_of(shelf), heard))
    assert len(drafts) == 1, "one person may well not know both"
    for number, draft in enumerate(drafts):
        (folder / f"personas/jardin/draft-{number}.yaml").write_text(draft, "utf-8")
    again = hear(shelf, library_of(shelf), folder / "personas", folder, required=100)
    assert again.findings == ()
    assert again.coverage["jardin"].rules.never == ()
    assert list(drafts_of(library_of(shelf), again)) == []


def test_a_draft_shows_each_answer_under_its_question(tmp_path: Path) -> None:
    folder = garden(tmp_path)
    shelf = open_shelf(folder)
    heard = hear(shelf, library_of(shelf), folder / "personas", folder)
    (draft,) = drafts_of(library_of(shelf), heard)
    assert "  # Comment se répartissent les tâches ?\n  planning: unsure  # Je ne sais pas" in draft
    assert '  departement: "44"  # Loire-Atlantique' in draft


@pytest.mark.parametrize("name", ["forces-du-changement"])
def test_a_whole_pathway_is_covered_from_nobody(name: str) -> None:
    content = load_library(DEFAULT_ROOT).editions[name]
    every = [one.id for one in content.rules.rules]
    sets = propose(content, every, [])
    assert fired_by(content, sets) == set(every)
    assert len(sets) < 40
    for answers in sets:
        assert parse_answers(content, answers) == answers


def test_a_rule_that_only_the_prover_reaches_has_its_draft() -> None:
    asked = [
        question(
            f"q{n}",
            "links",
            options=[option("no", 0), option("yes", 1), option("well", 2), option("best", 3)],
        )
        for n in range(9)
    ]
    rare = {"all": [{"answer": f"q{n}", "is": "yes" if n % 2 else "well"} for n in range(9)]}
    never = {"all": [{"answer": "q0", "is": "no"}, {"answer": "q0", "is": "yes"}]}
    content = edition(asked, rules=[rule("rare", rare), rule("never", never)])
    (answers,) = propose(content, ["never", "rare"], [])
    assert fired_by(content, [answers]) == {"rare"}
