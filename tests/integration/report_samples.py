"""Reports on the shipped pathway, for the tests of the page and of the PDF."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from random import Random

from app.content.library import load_library
from app.domain.diagnosis import Answers
from app.domain.edition import Edition
from app.domain.sample import sample_answers
from app.report.build import build_report
from app.report.contexts import Report, ReportMeta
from app.report.since import Earlier
from app.settings import ROOT

META = ReportMeta(
    "BAL-7K3M-Q2XD",
    created_at=date(2026, 3, 1),
    updated_at=date(2026, 3, 14),
    result_url="https://balises.exemple.org/diagnostic/0123456789abcdef/resultat",
)


@cache
def shipped_editions() -> Mapping[str, Edition]:
    """Return the editions of all our pathways, read once: reading takes two seconds."""
    return load_library(ROOT).editions


def shipped_edition() -> Edition:
    """Return the edition of the pathway for associations."""
    return shipped_editions()["association"]


def sampled_answers(seed: int) -> Answers:
    """Return complete answers, the same for the same seed."""
    return sample_answers(shipped_edition(), Random(seed))  # noqa: S311 - examples, no secrets


def changed_edition() -> Edition:
    """Return an earlier edition of the pathway: some options were worth less."""
    raw = shipped_edition().model_dump(mode="json", by_alias=True, exclude_none=True)
    options = [
        option
        for section in raw["questionnaire"]["sections"]
        for question in section["questions"]
        for option in question.get("options", [])
        if float(option.get("score", 0)) > 1
    ]
    for option in options[::3]:
        option["score"] = "1"
    return Edition.model_validate(raw)


def earlier_one(answers: Answers, edition: Edition | None = None) -> Earlier:
    """Return an earlier diagnosis whose answers hold in the edition of now as they are."""
    return Earlier(
        id="b" * 32,
        version=7,
        reference="BAL-2C4F-9HKM",
        day=date(2025, 3, 4),
        edition=edition or shipped_edition(),
        answers=answers,
        carried=answers,
    )


def repeated_report(seed: int, edition: Edition | None = None) -> Report:
    """Return the report on random answers that repeats one on others, maybe on another edition."""
    before = {**sampled_answers(seed), **some_of(seed + 1)}
    earlier = earlier_one(before, edition)
    return build_report(shipped_edition(), sampled_answers(seed), META, earlier=earlier)


def some_of(seed: int) -> Answers:
    """Return every fifth of the random answers, so that most stay what they were."""
    return dict(list(sampled_answers(seed).items())[::5])


def sample_report(seed: int, **changed: str) -> Report:
    """Return the report on random answers, with texts put in place of some of them."""
    answers = {**sampled_answers(seed), **changed}
    return build_report(shipped_edition(), answers, META)
