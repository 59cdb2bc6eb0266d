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


def sample_report(seed: int, **changed: str) -> Report:
    """Return the report on random answers, with texts put in place of some of them."""
    answers = {**sampled_answers(seed), **changed}
    return build_report(shipped_edition(), answers, META)
