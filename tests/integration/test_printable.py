"""The key of a roadmap: another for whatever changes its bytes, the same otherwise."""

from __future__ import annotations

import inspect
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.domain.errata import Erratum
from app.domain.follow_up import Details, FollowUp, Undertaking
from app.locale.speech import speaking
from app.report import printable
from app.report.build import build_in, build_report
from app.report.printable import APP, Printable, fingerprint
from app.report.templates import TEMPLATES
from tests.builders import tiny_edition
from tests.integration.report_samples import (
    META,
    changed_edition,
    earlier_one,
    sampled_answers,
    shipped_edition,
)

WANTED = Printable("a" * 32, 1, shipped_edition(), sampled_answers(1), META, "fr")
SAID = Details(do="Appeler", due=date(2026, 5, 1))
FOLLOWED = FollowUp((Undertaking("a" * 32, None, SAID),))
EARLIER = earlier_one(sampled_answers(3))
ERRATUM = Erratum(date=date(2027, 1, 4), key="title", before="Avant", after="Après")


def test_the_key_is_that_of_the_content() -> None:
    assert WANTED.key == replace(WANTED, answers=sampled_answers(1)).key
    assert WANTED.key == replace(WANTED, version=2).key
    others = [
        replace(WANTED, edition=tiny_edition()),
        replace(WANTED, answers=sampled_answers(2)),
        replace(WANTED, answers={**WANTED.answers, "association-name": "x"}),
        replace(WANTED, meta=replace(META, reference="BAL-0000-0000")),
        replace(WANTED, meta=replace(META, created_at=date(2026, 2, 1))),
        replace(WANTED, meta=replace(META, updated_at=date(2026, 3, 15))),
        replace(WANTED, meta=replace(META, organisation="x")),
        replace(WANTED, meta=replace(META, result_url=None)),
        replace(WANTED, language="en"),
        replace(WANTED, is_extract=True),
        replace(WANTED, corrections=(ERRATUM,)),
        replace(WANTED, corrections=(ERRATUM.model_copy(update={"after": "Ensuite"}),)),
        replace(WANTED, follow_up=FOLLOWED),
        replace(WANTED, follow_up=FollowUp((*FOLLOWED, Undertaking("b" * 32, None, SAID)))),
    ]
    others += [
        replace(WANTED, earlier=one)
        for one in (
            EARLIER,
            replace(EARLIER, reference="BAL-0000-0000"),
            replace(EARLIER, day=date(2025, 3, 5)),
            replace(EARLIER, edition=changed_edition()),
            replace(EARLIER, answers=sampled_answers(4)),
            replace(EARLIER, carried=sampled_answers(4)),
            replace(EARLIER, corrections=(ERRATUM,)),
        )
    ]
    repeat = replace(WANTED, earlier=EARLIER)
    assert replace(WANTED, earlier=replace(EARLIER, version=8)).key == repeat.key
    assert len({WANTED.key, *(one.key for one in others)}) == len(others) + 1


def test_the_key_holds_all_that_a_report_is_built_from() -> None:
    # A new argument of ``build_report`` must come into the key: add it here once it does.
    names = set(inspect.signature(build_report).parameters)
    known = {"edition", "answers", "meta", "corrections", "follow_up", "earlier"}
    assert names - {"diagnosis"} == known
    assert set(inspect.signature(build_in).parameters) == names - {"diagnosis"} | {"language"}


@pytest.mark.parametrize(
    ("language", "is_extract", "name"),
    [
        ("fr", False, "feuille-de-route"),
        ("en", False, "roadmap"),
        ("fr", True, "essentiel"),
        ("en", True, "summary"),
    ],
)
def test_the_name_of_the_file_is_known_before_the_report(
    language: str, is_extract: bool, name: str
) -> None:
    wanted = replace(WANTED, language=language, is_extract=is_extract)
    assert wanted.filename == wanted.build().filename
    assert wanted.filename.startswith(f"{name}-association-")


def test_a_roadmap_is_built_in_its_language_whichever_is_spoken() -> None:
    wanted = replace(WANTED, language="en", corrections=(ERRATUM,))
    with speaking("fr"):
        report = wanted.build()
    assert report.language == "en"
    assert report.date == "14 March 2026".replace(" ", "\u00a0")
    assert report.corrections == ("“Avant” becomes “Après” (4\u00a0January\u00a02027).",)


def test_what_moved_is_told_in_the_language_of_the_roadmap() -> None:
    wanted = replace(WANTED, language="en", earlier=EARLIER)
    with speaking("fr"):
        since = wanted.build().since
    assert since is not None
    assert since.date == "4\u00a0March\u00a02025"
    assert since.summary.startswith("Overall, you ")
    assert [one.title for one in since.rows[:2]] == ["Overall view", "Purpose and needs"]
    assert WANTED.build().since is None


@pytest.mark.parametrize(
    "name",
    [
        "app/report/typesetting.py",
        "app/report/build.py",
        "app/domain/diagnose.py",
        "app/static/css/pdf.css",
        "app/static/fonts/Inter-Regular.woff2",
        "app/locale/en.po",
        "templates/pdf/roadmap.html",
        "templates/pdf/essential.html",
        "templates/components/result/figures.html",
    ],
)
def test_one_byte_of_what_makes_a_pdf_changes_every_key(name: str, tmp_path: Path) -> None:
    for root in (APP, TEMPLATES):
        shutil.copytree(root, tmp_path / root.name, ignore=shutil.ignore_patterns("__pycache__"))
    before = fingerprint.__wrapped__(tmp_path / "app", tmp_path / "templates")
    assert before == fingerprint()
    with (tmp_path / name).open("ab") as stream:
        stream.write(b"\n")
    assert fingerprint.__wrapped__(tmp_path / "app", tmp_path / "templates") != before


def test_another_release_of_a_library_changes_every_key(monkeypatch: pytest.MonkeyPatch) -> None:
    for library in ("weasyprint", "pydyf", "babel"):
        monkeypatch.setattr(
            printable, "version", lambda name, one=library: "99" if name == one else "1"
        )
        changed = fingerprint.__wrapped__()
        monkeypatch.setattr(printable, "version", lambda _: "1")
        assert changed != fingerprint.__wrapped__()


def test_another_pango_changes_every_key(monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint.__wrapped__()
    monkeypatch.setattr(printable, "typesetting_versions", lambda: "pango_version_string 99")
    assert fingerprint.__wrapped__() != before
