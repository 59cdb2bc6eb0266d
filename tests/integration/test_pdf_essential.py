"""The essential in two pages: two they are, whatever was written, and the same as in the whole."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.content.findings import Findings
from app.content.library import load_library
from app.content.personas.reading import read_personas
from app.domain.answers import parse_answers
from app.domain.follow_up import Details, FollowUp, Progress, Undertaking
from app.domain.rules import Horizon
from app.report.build import build_in, build_report
from app.report.contexts import Report
from app.report.essential import TIGHTER, extract
from app.report.typesetting import Typesetter
from app.settings import ROOT
from tests.builders import answered, tiny_edition
from tests.integration.report_samples import (
    META,
    earlier_one,
    repeated_report,
    sample_report,
    sampled_answers,
    shipped_edition,
)
from tests.integration.test_pdf_document import ODD_TEXTS, broken_rules, read, squeeze

PERSONAS = Path(ROOT) / "tests" / "spec"


@pytest.fixture(scope="module")
def typesetter() -> Typesetter:
    return Typesetter()


def pages_of(data: bytes) -> int:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return len(pdf.pages)


def two_pages(typesetter: Typesetter, report: Report) -> bytes:
    return typesetter.render(replace(report, is_extract=True))


def test_every_persona_comes_to_two_pages(typesetter: Typesetter) -> None:
    editions = load_library(ROOT).editions
    personas = read_personas(PERSONAS, ROOT, editions, Findings())
    assert len(personas) > 90
    for number, one in enumerate(personas):
        edition = editions[one.value.questionnaire]
        language = ("fr", "en")[number % 2]
        answers = parse_answers(edition, one.value.answers)
        # Half of them repeat an earlier diagnosis: a line more.
        earlier = earlier_one({}, edition) if number % 4 < 2 else None
        report = build_in(language, edition, answers, META, earlier=earlier)
        data = two_pages(typesetter, report)
        assert pages_of(data) == 2, one.value
        if number % 10 == 0:
            assert broken_rules(data) == set()


def test_the_two_pages_say_what_the_whole_says(typesetter: Typesetter) -> None:
    report = sample_report(2)
    face = read(two_pages(typesetter, report))
    said = [report.overall.level, report.reference, report.date]
    said += [words for one in report.dimensions for words in (one.title, one.level, one.score)]
    said += [one.practice[1:].rstrip(".") for one in report.strengths]
    for action in report.first_actions:
        said += [action.do, action.who, action.duration[1:], action.done_when]
    step = report.next_steps[0]
    said += [words for change in step.changes for words in (change.question, change.after)]
    said += [report.result_url or "", "La feuille de route complète"]
    missing = [words for words in said if squeeze(words) not in face]
    assert not missing
    assert not extract(report).is_cut


def test_the_two_pages_say_in_a_line_what_moved(typesetter: Typesetter) -> None:
    report = repeated_report(2)
    since = report.since
    assert since is not None
    data = two_pages(typesetter, report)
    assert pages_of(data) == 2
    assert two_pages(typesetter, report) == data
    assert squeeze(f"Depuis le {since.date} : {since.summary[:1].lower()}") in read(data)
    assert squeeze(since.summary[1:]) in read(data)
    assert not extract(report).is_cut
    assert "Depuisle" not in read(two_pages(typesetter, sample_report(2)))


def stretched(report: Report, words: str) -> Report:
    """Return the report with a text in place of all those that the two pages show."""
    changed: dict[str, Any] = dict.fromkeys(("portrait", "title", "level", "uncertainty"), words)
    return replace(
        report,
        organisation=words,
        since=report.since and replace(report.since, summary=words),
        overall=replace(report.overall, **changed),
        dimensions=tuple(replace(one, **changed) for one in report.dimensions),
        strengths=tuple(replace(one, practice=words, dimension=words) for one in report.strengths),
        first_actions=tuple(
            replace(one, do=words, who=words, duration=words, done_when=words)
            for one in report.first_actions
        ),
    )


@pytest.mark.parametrize("name", [*ODD_TEXTS, "wide"])
def test_long_and_odd_texts_are_cut_to_two_pages(typesetter: Typesetter, name: str) -> None:
    words = {**ODD_TEXTS, "wide": "W" * 2000}[name][:2000]
    data = two_pages(typesetter, stretched(repeated_report(1), words))
    assert pages_of(data) == 2
    assert squeeze("Les textes qui finissent par « … » y sont en entier.") in read(data)
    assert broken_rules(data) == set()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(words=st.text(max_size=400), factor=st.sampled_from(TIGHTER))
def test_what_is_cut_says_so(words: str, factor: float) -> None:
    report = stretched(sample_report(1), words)
    shown = extract(report, factor)
    for before, after in zip(report.first_actions, shown.report.first_actions, strict=True):
        assert after.do == " ".join(before.do.split("\n")) or after.do.endswith("…")
        assert len(after.do) <= max(len(before.do), 1)
    cut = [one.do for one in shown.report.first_actions if one.do.endswith("…")]
    assert shown.is_cut or not cut or words.endswith("…")


def test_a_result_without_action_comes_to_two_pages_too(typesetter: Typesetter) -> None:
    content = tiny_edition()
    for given_answers in ({}, {"charter": "unsure"}):
        report = build_report(content, answered(content, **given_answers), META)
        data = two_pages(typesetter, report)
        assert pages_of(data) == 2
        assert "None" not in read(data)
        assert broken_rules(data) == set()


def test_the_two_pages_carry_the_record_and_are_always_the_same_bytes(
    typesetter: Typesetter,
) -> None:
    report = sample_report(5)
    data = two_pages(typesetter, report)
    assert two_pages(typesetter, report) == data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pdf.attachments["resultat.json"].get_file().read_bytes() == report.record


def followed() -> Report:
    """Return a report of which some actions are carried out, and that has two more."""
    plain = sample_report(1)
    first, later = plain.first_actions[0], plain.horizons[-1].actions[-1]
    taken = (
        Undertaking(
            "a" * 32,
            first.id,
            Details(owner="Aïcha", due=date(2026, 9, 1), progress=Progress.DELAY_EXPLAINED),
        ),
        Undertaking("b" * 32, later.id, Details(owner="Le bureau", next_step="Écrire au maire")),
        Undertaking("d" * 32, "disparue", Details(do="Fêter l’accord", done="La salle est louée")),
        Undertaking(
            "c" * 32,
            None,
            Details(do="Écrire à la sous-préfète", horizon=Horizon.POLITICAL, owner="Yann"),
        ),
    )
    return build_report(shipped_edition(), sampled_answers(1), META, follow_up=FollowUp(taken))


def test_who_does_what_by_when_is_printed_and_the_rest_left_to_be_written(
    typesetter: Typesetter,
) -> None:
    plain, report = sample_report(1), followed()
    both = (read(typesetter.render(report)), read(two_pages(typesetter, report)))
    for face in both:
        assert squeeze("Aïcha1er sept. 2026 retard expliqué") in face
    assert squeeze("Écrire à la sous-préfète") in both[0]
    assert "Yann" in both[0]
    assert "Lebureau" in both[0]
    assert squeeze("Prochaine étape : Écrire au maire") in both[0]
    assert squeeze("Fêter l’accord Ce qui a été fait : La salle est louée") in both[0]
    assert "àlancer" not in both[0]
    # Nothing is renumbered, and nothing else is said.
    assert [one.number for one in report.first_actions] == [
        one.number for one in plain.first_actions
    ]
    rest: dict[str, Any] = {"horizons": (), "first_actions": (), "record": b""}
    assert replace(report, **rest) == replace(plain, **rest)
    assert broken_rules(typesetter.render(report)) == set()
    assert typesetter.render(report) != typesetter.render(plain)


def test_an_own_action_makes_its_horizon_appear() -> None:
    content = tiny_edition()
    own = FollowUp((Undertaking("c" * 32, None, Details(do="Écrire", horizon=Horizon.POLITICAL)),))
    report = build_report(content, answered(content), META, follow_up=own)
    assert [one.do for one in report.horizons[-1].own] == ["Écrire"]
    assert report.horizons[-1].id == "political"
