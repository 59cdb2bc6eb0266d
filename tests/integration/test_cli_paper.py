"""The command line, without a network: a blank form written, a filled one read."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pikepdf
import pytest

from app.cli import main
from app.content.library import load_library
from tests.builders import tiny_edition
from tests.content.folders import SMALL
from tests.integration.filled_forms import press, tick, write
from tests.integration.returned_samples import pdf_with, record_of

Captured = pytest.CaptureFixture[str]


def run(capsys: Captured, *arguments: str) -> tuple[int, str, str]:
    code = main(["--content", str(SMALL), *arguments])
    out, err = capsys.readouterr()
    return code, out.replace("\u00a0", " "), err.replace("\u00a0", " ")


def test_a_blank_form_is_written_filled_in_and_read(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "jardin.pdf"
    code, _, err = run(capsys, "blank", "--questionnaire", "jardin", "--out", str(path))
    assert (code, err) == (0, "")
    code, out, err = run(capsys, "read-paper", str(path))
    assert (code, out) == (1, "")
    assert "Ce questionnaire est vide" in err

    with pikepdf.open(io.BytesIO(path.read_bytes())) as pdf:
        fields = {str(field.T): field for field in pdf.Root.AcroForm.Fields}
        press(fields["planning"], "oral")
        tick(fields["partenaires/school"])
        tick(fields["partenaires/town"])
        write(pdf, fields["personnes"], "12")
        pdf.save(path)
    code, out, err = run(capsys, "read-paper", str(path), "--format", "json")
    assert (code, err) == (0, "")
    told = json.loads(out)
    answers = {"personnes": 12, "planning": "oral", "partenaires": ["school", "town"]}
    assert told == {
        "questionnaire": "jardin",
        "edition": load_library(SMALL).editions["jardin"].hash,
        "same_edition": True,
        "answers": answers,
        "notes": [],
    }
    assert run(capsys, "diagnose", "--questionnaire", "jardin", "--answers", str(path))[0] == 1

    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        fields = {str(field.T): field for field in pdf.Root.AcroForm.Fields}
        write(pdf, fields["personnes"], "une douzaine")
        pdf.save(path)
    code, out, _ = run(capsys, "read-paper", str(path))
    assert code == 1
    assert "2 réponse(s)" in out
    assert "À préciser (2) :" in out
    assert "écrit : une douzaine" in out
    assert "Écrivez un nombre en chiffres" in out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["blank", "--questionnaire", "jardin", "--out", "."], 2, "ne peut pas être écrit"),
        (
            ["blank", "--questionnaire", "jardin", "--out", "x.pdf", "--language", "eo"],
            2,
            "n’est pas écrit en « eo ». Langues : fr",
        ),
        (["blank", "--questionnaire", "jardim", "--out", "x.pdf"], 2, "« jardin »"),
        (["read-paper", "nowhere.pdf"], 2, "ne s’ouvre pas"),
    ],
)
def test_what_cannot_be_done_is_told(
    arguments: list[str],
    code: int,
    said: str,
    capsys: Captured,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    found, out, err = run(capsys, *arguments)
    assert (found, out) == (code, "")
    assert said in err
    assert list(tmp_path.iterdir()) == []


def test_a_roadmap_of_another_pathway_is_told(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(pdf_with(record_of(tiny_edition(), {"staff": "some"})))
    code, _, err = run(capsys, "read-paper", str(path))
    assert code == 2
    assert "Le parcours « test » n’existe pas" in err


def test_a_form_that_cannot_be_made_is_told_in_words(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "weasyprint.py").write_text("raise OSError(\"cannot load library 'libpango'\")")
    monkeypatch.syspath_prepend(str(tmp_path))
    path = tmp_path / "jardin.pdf"
    code, _, err = run(capsys, "blank", "--questionnaire", "jardin", "--out", str(path))
    assert code == 1
    assert "il manque une bibliothèque" in err
    assert not path.exists()
