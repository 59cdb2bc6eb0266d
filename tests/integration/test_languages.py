"""The roadmap and the command line in English: the same result, in other words."""

from __future__ import annotations

import html
import json
import re
import subprocess
from datetime import date
from pathlib import Path

import pytest

from app.cli import main
from app.domain.edition import Edition
from app.domain.translation import in_language
from app.locale.speech import speaking
from app.report.build import build_report
from app.report.contexts import Report, ReportMeta
from app.report.typesetting import Typesetter
from tests.builders import answered, tiny_edition
from tests.content.folders import QUESTIONS, SMALL, small_folder, spoil
from tests.translated import in_plain_words, promising

Captured = pytest.CaptureFixture[str]

FRENCH = re.compile(r"[àâçéèêëîïôùûœÀÇÉÈÊ«»]|\b(?:vous|votre|les|des|une|réponse|sur)\b", re.I)
META = ReportMeta("BAL-1", created_at=date(2026, 3, 1), updated_at=date(2026, 3, 1))
ANSWERS = {
    "staff": "some",
    "department": "79",
    "members": 1234,
    "partners": ["school", "town"],
    "charter": "unsure",
    "rhythm": "yearly",
    "hours": 2.5,
    "training": "yes",
}


def report_in(language: str, edition: Edition) -> Report:
    read = in_language(edition, language)
    with speaking(language):
        return build_report(read, answered(read, **ANSWERS), META)


@pytest.fixture(scope="module")
def typesetter() -> Typesetter:
    return Typesetter()


def printed(typesetter: Typesetter, report: Report) -> str:
    run = subprocess.run(
        ["pdftotext", "-raw", "-", "-"],
        input=typesetter.render(report),
        capture_output=True,
        check=True,
    )
    return " ".join(run.stdout.decode().split())


def test_the_roadmap_is_in_english_throughout(typesetter: Typesetter) -> None:
    report = report_in("en", in_plain_words(tiny_edition()))
    text = printed(typesetter, report)
    assert FRENCH.search(text) is None
    assert "1 March 2026" in text
    assert "1,234 Words" in text
    assert report.filename == "roadmap-test-BAL-1.pdf"


def test_the_roadmap_in_french_is_that_of_before(typesetter: Typesetter) -> None:
    plain, translated = tiny_edition(), in_plain_words(tiny_edition())
    first, second = (report_in("fr", one) for one in (plain, translated))
    assert first.edition != second.edition
    first_text, second_text = (printed(typesetter, one) for one in (first, second))
    assert first_text.replace(first.edition, "") == second_text.replace(second.edition, "")


def test_the_document_tells_its_language_and_that_of_its_parts() -> None:
    typesetter = Typesetter()
    page, gaps = (
        typesetter.cover_of(report, {}) + typesetter.page_of(report)
        for report in (
            report_in("en", tiny_edition()),
            report_in("en", promising(tiny_edition())),
        )
    )
    assert '<html lang="en">' in page
    assert '<span lang="fr">Ensemble</span>' in page
    assert page.count("(in French)") == 1, "the title says it once"
    assert gaps.count("(in French)") > 20
    assert "<title>Roadmap – Un parcours d’essai</title>" in html.unescape(page)


# The command line -------------------------------------------------------------------------------


def run(capsys: Captured, content: Path, *more: str) -> tuple[int, str, str]:
    code = main(["--content", str(content), "diagnose", "--questionnaire", "jardin", *more])
    out, err = capsys.readouterr()
    return code, out, err.replace("\u00a0", " ")


@pytest.fixture
def given(tmp_path: Path) -> str:
    path = tmp_path / "answers.json"
    answers = {"planning": "oral", "heures": 2.5, "personnes": 12}
    path.write_text(json.dumps({"questionnaire": "jardin", "answers": answers}), "utf-8")
    return str(path)


def half_translated(root: Path) -> Path:
    """Return a folder that promises English, and of which only the title has it."""
    folder = small_folder(root)
    spoil(folder, QUESTIONS, "language: fr\n", "language: fr\nlanguages: [en]\n")
    old = next(
        line for line in (folder / QUESTIONS).read_text("utf-8").splitlines() if "title:" in line
    )
    words = old.removeprefix("title: ")
    spoil(folder, QUESTIONS, old, f"title: {{fr: {words}, en: Our garden}}")
    return folder


def test_diagnose_in_english(tmp_path: Path, given: str, capsys: Captured) -> None:
    folder = half_translated(tmp_path)
    code, out, err = run(capsys, folder, "--answers", given, "--language", "en")
    assert (code, err) == (0, "")
    assert out.startswith("Our garden\n==========\n3 of ")
    assert "Your first actions" in out
    assert "(in French)" in out
    assert "out of 100" in out


def test_diagnose_in_english_as_json(tmp_path: Path, given: str, capsys: Captured) -> None:
    folder = half_translated(tmp_path)
    more = ("--answers", given, "--format", "json")
    _, out, _ = run(capsys, folder, *more, "--language", "en")
    english = json.loads(out)
    _, out, _ = run(capsys, folder, *more)
    french = json.loads(out)
    assert (english["language"], french["language"]) == ("en", "fr")
    assert "/profile/overall/title" in english["untranslated"]
    assert "untranslated" not in french
    assert english["recommendations"][0]["rank"]["explanation"].startswith("Points: ")
    assert english["edition"] == french["edition"]
    assert english["profile"]["overall"]["score"] == french["profile"]["overall"]["score"]


def test_diagnose_in_english_as_pdf(tmp_path: Path, given: str, capsys: Captured) -> None:
    target = tmp_path / "roadmap.pdf"
    folder = half_translated(tmp_path)
    code, _, _ = run(capsys, folder, "--answers", given, "--language", "en", "--pdf", str(target))
    assert code == 0
    text = subprocess.run(
        ["pdftotext", str(target), "-"], capture_output=True, check=True, text=True
    ).stdout
    assert "Roadmap" in text
    assert "Our garden" in text
    assert "Feuille de route" not in text


def test_a_language_that_the_pathway_lacks_is_told(
    tmp_path: Path, given: str, capsys: Captured
) -> None:
    code, out, err = run(capsys, SMALL, "--answers", given, "--language", "en")
    assert code == 0
    assert err == (
        "Le parcours « jardin » n’est pas traduit en « en » : ses textes restent en « fr ».\n"
    )
    assert "(in French)" in out.splitlines()[0]
    code, out, err = run(capsys, SMALL, "--answers", given, "--language", "xx")
    assert (code, out) == (2, "")
    assert err == "La langue « xx » n’est pas connue. Langues : fr, en.\n"
