"""The command line, for authors: a pathway is started, taken out, edited and brought back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.cli import main
from app.content.library import load_library
from tests.content.folders import QUESTIONS, small_folder
from tests.content.sheets.books import put, row_of
from tests.xlsforms import form

Captured = pytest.CaptureFixture[str]


def run(capsys: Captured, folder: Path, *arguments: str) -> tuple[int, str, str]:
    """Run ``content`` on a folder in this process; return its exit code, output and errors."""
    code = main(["--content", str(folder), "content", *arguments])
    out, err = capsys.readouterr()
    return code, out.replace("\u00a0", " "), err.replace("\u00a0", " ")


def edit(path: Path, sheet: str, id_: str, key: str, value: object) -> None:
    """Change a cell of a workbook and save it."""
    book = load_workbook(path)
    put(book[sheet], row_of(book[sheet], "id", id_), key, value)
    book.save(path)


def test_from_nothing_to_an_edited_pathway(tmp_path: Path, capsys: Captured) -> None:
    book = tmp_path / "essai.xlsx"
    folder = tmp_path / "content"
    folder.mkdir()
    code, out, _ = run(
        capsys, folder, "new", "essai", "--title", "Notre essai", "--audience", "Nous."
    )
    assert code == 0
    assert "questionnaires/essai.yaml : écrit." in out
    assert "content export essai" in out
    assert load_library(folder).editions["essai"].questionnaire.audience == "Nous."
    assert run(capsys, folder, "export", "essai", "--xlsx", str(book))[0] == 0
    code, out, _ = run(capsys, folder, "import", str(book))
    assert (code, out) == (0, "Rien ne change.\n")

    edit(book, "Questions", "partners", "text", "=Avec qui\nagissez-vous ?")
    before = (folder / "questionnaires/essai.yaml").read_bytes()
    code, out, _ = run(capsys, folder, "import", str(book), "--dry-run")
    assert code == 0
    assert '-        text: "Avec qui avez-vous agi depuis un an ?"' in out
    assert "+          =Avec qui" in out
    assert (folder / "questionnaires/essai.yaml").read_bytes() == before

    code, out, _ = run(capsys, folder, "import", str(book))
    assert code == 0
    assert "questionnaires/essai.yaml : écrit." in out
    assert "1 parcours prêt(s)" in out
    asked = load_library(folder).editions["essai"].questionnaire.items_by_id["partners"]
    assert asked.question.text == "=Avec qui\nagissez-vous ?"


def test_faults_are_printed_and_nothing_is_written(tmp_path: Path, capsys: Captured) -> None:
    folder = small_folder(tmp_path)
    book = tmp_path / "jardin.xlsx"
    run(capsys, folder, "export", "jardin", "--xlsx", str(book))
    before = (folder / QUESTIONS).read_bytes()
    edit(book, "Questions", "planning", "weight", "lourd")
    edit(book, "Règles", "heures-inconnues", "when", "{unknown: heure}")
    code, out, err = run(capsys, folder, "import", str(book))
    assert code == 1
    assert "Feuille « Questions »" in out
    assert "I6, ligne 6, colonne « Poids » [erreur cell-value] « lourd » n’est pas" in out
    assert "Feuille « Règles »" in out
    assert "[erreur question-unknown]" in out
    assert "2 erreur(s)" in err
    assert (folder / QUESTIONS).read_bytes() == before


def test_form_is_imported_and_what_it_was_is_listed(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(form())
    folder = tmp_path / "content"
    folder.mkdir()
    code, out, _ = run(capsys, folder, "import-xlsform", str(path), "--id", "eau")
    assert code == 0
    assert "8 question(s) reprise(s), dans 3 section(s)." in out
    assert "1_taille → q-1_taille" in out
    assert "survey, ligne 12 : la répétition « enfants »" in out
    assert "eau : 13 questions" in out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["new", "jardin"], 2, "existe déjà"),
        (["new", "Été"], 2, "n’est pas un identifiant"),
        (["new"], 2, "Il manque « ID »"),
        (["export", "potager", "--xlsx", "x.xlsx"], 2, "Parcours : jardin"),
        (["export", "jardin", "--xlsx", "/nowhere/x.xlsx"], 2, "ne s’écrit pas"),
        (["export", "jardin"], 2, "« --xlsx »"),
        (["import", "/nowhere.xlsx"], 1, "n’existe pas"),
        (["import-xlsform", __file__, "--id", "x"], 1, "n’est pas un classeur .xlsx"),
        (["exprot"], 2, "La commande « exprot » n’existe pas"),
    ],
)
def test_wrong_use_is_told(
    arguments: list[str], code: int, said: str, tmp_path: Path, capsys: Captured
) -> None:
    found, out, err = run(capsys, small_folder(tmp_path), *arguments)
    assert found == code
    assert out == ""
    assert said in err
    assert "Traceback" not in err


def test_help_is_in_french(tmp_path: Path, capsys: Captured) -> None:
    for arguments in ([], ["new", "--help"], ["import", "--help"], ["import-xlsform", "--help"]):
        _, out, err = run(capsys, small_folder(tmp_path / "".join(arguments)), *arguments)
        assert "Usage :" in out + err
        assert "Options:" not in out + err


def test_service_and_other_commands_do_not_load_spreadsheets() -> None:
    code = (
        "import sys, app.main, app.cli; "
        "print([m for m in sys.modules if m.startswith(('openpyxl', 'app.content.sheets'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
