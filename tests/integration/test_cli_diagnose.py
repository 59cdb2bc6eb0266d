"""The command line, on answers: one set, many sets, and those that are refused."""

from __future__ import annotations

import io
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from app.cli import main, pdf_files
from app.cli.answer_files import MAX_BYTES
from app.content.library import load_library
from app.domain.answers import parse_answers
from app.domain.diagnose import diagnose
from app.domain.serialise import diagnosis_to_dict
from tests.builders import tiny_edition
from tests.content.folders import RULES, SMALL, small_folder, spoil
from tests.integration.returned_samples import pdf_with, record_of

Captured = pytest.CaptureFixture[str]

ANSWERS = {
    "departement": "79",
    "personnes": 12,
    "planning": "oral",
    "heures": 2.5,
    "invitation": "sometimes",
    "partenaires": ["school", "town"],
}
SET = {"questionnaire": "jardin", "answers": ANSWERS}


def expected(answers: dict[str, Any]) -> dict[str, Any]:
    edition = load_library(SMALL).editions["jardin"]
    return diagnosis_to_dict(edition, diagnose(edition, parse_answers(edition, answers)))


def write(folder: Path, name: str, value: object) -> str:
    path = folder / name
    path.write_text(value if isinstance(value, str) else json.dumps(value), "utf-8")
    return str(path)


def run(capsys: Captured, *arguments: str, content: Path = SMALL) -> tuple[int, str, str]:
    code = main(
        [
            "--content",
            str(content),
            "diagnose",
            "--questionnaire",
            "jardin",
            "--answers",
            *arguments,
        ]
    )
    out, err = capsys.readouterr()
    return code, out, err.replace("\u00a0", " ")


def give(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Put some text on the standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


def test_json_is_the_public_form(tmp_path: Path, capsys: Captured) -> None:
    code, out, err = run(capsys, write(tmp_path, "a.json", SET), "--format", "json")
    assert (code, err) == (0, "")
    result = json.loads(out)
    assert result == json.loads(json.dumps(expected(ANSWERS)))
    assert {"edition", "profile", "recommendations", "roadmap", "next_level"} <= set(result)
    assert set(result["profile"]["overall"]) >= {"score", "low", "high", "level"}
    assert result["recommendations"][0]["reasons"]


def test_without_the_next_level(tmp_path: Path, capsys: Captured) -> None:
    name = write(tmp_path, "a.json", SET)
    _, out, _ = run(capsys, name, "--format", "json", "--no-next-level")
    assert json.loads(out)["next_level"] == {}


def test_text_says_where_one_stands_and_why(tmp_path: Path, capsys: Captured) -> None:
    code, out, err = run(capsys, write(tmp_path, "a.json", SET))
    assert (code, err) == (0, "")
    assert "Notre jardin partagé" in out
    assert "Organisation    Premiers pas (50 sur 100)" in out
    assert "Vos premières actions" in out
    assert "→ Parce que vos tâches se répartissent à l’oral." in out
    assert "Outils" in out
    assert "Ce qui vous ferait passer au niveau suivant" in out
    assert max(map(len, out.splitlines())) <= 96


def test_text_of_nothing_answered(tmp_path: Path, capsys: Captured) -> None:
    name = write(tmp_path, "a.json", {"questionnaire": "jardin", "answers": {"planning": None}})
    code, out, _ = run(capsys, name)
    assert code == 0
    assert "rien n’a été répondu" in out


def test_text_of_what_is_unknown_is_a_range(tmp_path: Path, capsys: Captured) -> None:
    answers = {**ANSWERS, "planning": "unsure", "heures": "unsure"}
    _, out, _ = run(capsys, write(tmp_path, "a.json", {**SET, "answers": answers}))
    assert "Organisation    Pas encore lancés (de 0 à 100 sur 100), peut-être Actifs" in out
    assert "2 «\u00a0je ne sais pas\u00a0»" in out


def test_standard_input_holds_one_document(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(monkeypatch, json.dumps(SET, indent=2))
    code, out, _ = run(capsys, "-", "--format", "json")
    assert code == 0
    assert json.loads(out)["edition"] == expected(ANSWERS)["edition"]


def test_standard_input_holds_a_stream(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, f"{json.dumps(SET)}\n\n{json.dumps(SET)}\n")
    code, out, err = run(capsys, "-")
    assert code == 0
    assert [json.loads(line) for line in out.splitlines()] == [
        json.loads(json.dumps(expected(ANSWERS)))
    ] * 2
    assert "Diagnostics" in err


def test_samples_go_through(capsys: Captured, tmp_path: Path) -> None:
    main(["--content", str(SMALL), "sample", "--questionnaire", "jardin", "--count", "20"])
    name = write(tmp_path, "r.jsonl", capsys.readouterr().out)
    code, out, _ = run(capsys, name)
    assert code == 0
    results = [json.loads(line) for line in out.splitlines()]
    assert len(results) == 20
    assert all(result["completeness"]["complete"] for result in results)


def test_many_files_keep_their_order_with_errors_in_place(tmp_path: Path, capsys: Captured) -> None:
    names = [
        write(tmp_path, "a.json", SET),
        write(tmp_path, "b.json", {**SET, "answers": {"planning": "maybe", "nothing": 1}}),
        write(tmp_path, "c.json", "{"),
        write(tmp_path, "d.json", {**SET, "answers": {}}),
    ]
    code, out, err = run(capsys, *names)
    first, second, third, last = (json.loads(line) for line in out.splitlines())
    assert code == 1
    assert first == json.loads(json.dumps(expected(ANSWERS)))
    assert [one["question"] for one in second["error"]["problems"]] == ["planning", "nothing"]
    assert second["error"]["source"] == names[1]
    assert "ligne 1" in third["error"]["message"]
    assert last == json.loads(json.dumps(expected({})))
    assert "2 jeu(x) de réponses refusé(s)." in err


def test_a_folder_of_files(tmp_path: Path, capsys: Captured) -> None:
    folder = tmp_path / "answers"
    folder.mkdir()
    for name in ("b.json", "a.json", "notes.txt"):
        write(folder, name, SET)
    code, out, _ = run(capsys, str(folder))
    assert code == 0
    assert len(out.splitlines()) == 2


def test_a_stream_goes_on_after_a_line_that_is_too_long(tmp_path: Path, capsys: Captured) -> None:
    long = json.dumps({"answers": {"nom": "x" * (MAX_BYTES * 2)}})
    name = write(tmp_path, "a.jsonl", f"{long}\n{json.dumps(SET)}\n")
    code, out, _ = run(capsys, name)
    bad, good = (json.loads(line) for line in out.splitlines())
    assert code == 1
    assert "5 Mio" in bad["error"]["message"]
    assert good["edition"]


NESTED = '{"answers": ' + "[" * 100_000 + "]" * 100_000 + "}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "JSON illisible à la ligne 1"),
        ('{"answers": {\n  "planning": }\n}', "JSON illisible à la ligne 2, colonne 15"),
        (
            '{"answers": {\n "planning": "oral",\n "planning": "none"}}',
            "ligne 3 : la clé « planning » est écrite deux fois",
        ),
        ('{"answers": {\n "personnes": NaN}}', "ligne 2 : « NaN » n’est pas un nombre"),
        ('{"answers": {"personnes": -Infinity}}', "« -Infinity » n’est pas un nombre"),
        (f'{{"answers": {{"personnes": {"9" * 5000}}}}}', "un nombre est trop long"),
        (NESTED, "trop emboîtées"),
        ("[]", "un objet"),
        ("3", "un objet"),
        ('{"anwsers": {}}', "Vouliez-vous dire « answers » ?"),
        ('{"questionnaire": "jardin"}', "la clé « answers » manque"),
        ('{"answers": []}', "la clé « answers » manque"),
        ('{"questionnaire": "verger", "answers": {}}', "parcours « verger »"),
        ('{"answers": {"planing": "oral"}}', "Vouliez-vous dire « planning » ?"),
        ('{"answers": {"planning": "x"}}', "planning : « x » n’est pas une réponse proposée"),
        ('{"answers": {"personnes": "beaucoup"}}', "personnes : "),
        ('{"answers": {"partenaires": ["nobody", "town"]}}', "partenaires : "),
    ],
)
def test_bad_answers_are_told_in_french(
    text: str, said: str, tmp_path: Path, capsys: Captured
) -> None:
    name = write(tmp_path, "a.json", text)
    code, out, err = run(capsys, name)
    assert (code, out) == (1, "")
    assert said in err
    assert name in err
    assert "Traceback" not in err


def test_answers_that_are_not_text(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b'{"answers":\n {"nom": "\xe9"}}')
    code, _, err = run(capsys, str(path))
    assert code == 1
    assert "ligne 2 : ce n’est pas de l’UTF-8" in err


def test_answers_that_are_too_large(tmp_path: Path, capsys: Captured) -> None:
    name = write(tmp_path, "a.json", " " * (MAX_BYTES + 1))
    code, _, err = run(capsys, name)
    assert code == 1
    assert "5 Mio" in err


def test_every_problem_of_a_set_is_told_at_once(tmp_path: Path, capsys: Captured) -> None:
    name = write(tmp_path, "a.json", {"answers": {"planning": "x", "heures": 999, "nothing": 1}})
    _, _, err = run(capsys, name)
    assert len(err.splitlines()) == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.json"], "Le fichier « nowhere.json » n’existe pas."),
        ([str(SMALL)], "ne contient aucun fichier .json"),
    ],
)
def test_files_that_are_not_there(arguments: list[str], said: str, capsys: Captured) -> None:
    code, _, err = run(capsys, *arguments)
    assert code == 2
    assert said in err


@pytest.mark.parametrize("option", [["--pdf", "x.pdf"], ["--format", "text"]])
def test_options_for_one_set_only(option: list[str], tmp_path: Path, capsys: Captured) -> None:
    names = [write(tmp_path, name, SET) for name in ("a.json", "b.json")]
    code, _, err = run(capsys, *names, *option)
    assert code == 2
    assert "un seul jeu" in err


def test_empty_standard_input(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, "")
    code, _, err = run(capsys, "-")
    assert code == 2
    assert "vide" in err


def test_faulty_content_is_told(tmp_path: Path, capsys: Captured) -> None:
    folder = small_folder(tmp_path)
    spoil(folder, RULES, "{unknown: planning}", "{unknown: plannning}")
    code, _, err = run(capsys, write(tmp_path, "a.json", SET), content=folder)
    assert code == 1
    assert "python -m app check" in err


def test_pdf(tmp_path: Path, capsys: Captured) -> None:
    target = tmp_path / "feuille.pdf"
    code, out, err = run(capsys, write(tmp_path, "a.json", SET), "--pdf", str(target))
    assert (code, err) == (0, "")
    assert "Vos premières actions" in out
    assert target.read_bytes().startswith(b"%PDF-")


def test_pdf_that_cannot_be_written(tmp_path: Path, capsys: Captured) -> None:
    target = tmp_path / "no" / "feuille.pdf"
    code, _, err = run(capsys, write(tmp_path, "a.json", SET), "--pdf", str(target))
    assert code == 2
    assert "ne peut pas être écrit" in err


@pytest.mark.parametrize("option", ["--pdf", "--essential"])
def test_a_pdf_that_cannot_be_made_is_told_in_words(
    option: str, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A worker looks for modules where this process does: there it finds one that cannot load.
    (tmp_path / "weasyprint.py").write_text("raise OSError(\"cannot load library 'libpango'\")")
    monkeypatch.syspath_prepend(str(tmp_path))
    target = tmp_path / "feuille.pdf"
    code, out, err = run(capsys, write(tmp_path, "a.json", SET), option, str(target))
    assert (code, out) == (1, "")
    assert "il manque une bibliothèque" in err
    assert "apt install libpango-1.0-0" in err
    assert "Traceback" not in err
    assert not target.exists()


@pytest.mark.parametrize("option", ["--pdf", "--essential"])
def test_the_same_day_and_reference_give_the_same_bytes(
    option: str, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = write(tmp_path, "a.json", SET)
    told = ["--date", "2026-03-14", "--reference", "JARDIN-1"]
    made = []
    for name, today in (("one", date(2026, 3, 14)), ("two", date(2031, 1, 1))):
        monkeypatch.setattr(pdf_files, "_today", lambda today=today: today)
        for words in (told, []):
            target = tmp_path / f"{name}.pdf"
            assert run(capsys, answers, option, str(target), *words)[0] == 0
            made.append(target.read_bytes())
    assert made[0] == made[2]
    assert made[1] != made[3]
    with pikepdf.open(io.BytesIO(made[2])) as pdf:
        assert "JARDIN-1" in str(pdf.docinfo["/Subject"])
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20260314")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--pdf", "x.pdf", "--date", "14/03/2026"], "attend un jour, écrit comme 2026-03-14"),
        (["--pdf", "x.pdf", "--reference", " "], "attend de 1 à 60 caractères"),
        (["--pdf", "x.pdf", "--reference", "x" * 61], "attend de 1 à 60 caractères"),
        (["--date", "2026-03-14"], "« --date » ne vaut qu’avec --pdf ou --essential"),
        (["--reference", "JARDIN-1"], "« --reference » ne vaut qu’avec --pdf ou --essential"),
    ],
)
def test_a_day_or_a_reference_that_does_not_fit_is_told(
    words: list[str], said: str, tmp_path: Path, capsys: Captured
) -> None:
    code, out, err = run(capsys, write(tmp_path, "a.json", SET), *words)
    assert (code, out) == (2, "")
    assert said in err


def test_a_roadmap_gives_its_answers_back(tmp_path: Path, capsys: Captured) -> None:
    roadmap = tmp_path / "feuille.pdf"
    first = run(capsys, write(tmp_path, "a.json", SET), "--pdf", str(roadmap), "--format", "json")
    again = run(capsys, str(roadmap), "--format", "json")
    assert again == (0, first[1], "")
    with pikepdf.open(roadmap) as pdf:
        record = pdf.attachments["resultat.json"].get_file().read_bytes()
    alone = run(capsys, write(tmp_path, "resultat.json", record.decode()), "--format", "json")
    assert alone == again


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7", "Ce PDF est incomplet"),
        (pdf_with(None), "ne contient ni les données d’un diagnostic"),
        (pdf_with(record_of(tiny_edition(), {"staff": "some"})), "celles du parcours « test »"),
        (b"Bonjour", "ni un PDF"),
    ],
)
def test_a_pdf_that_gives_none_is_told(
    data: bytes, said: str, tmp_path: Path, capsys: Captured
) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(data)
    code, out, err = run(capsys, str(path))
    assert (code, out) == (1, "")
    assert said in err
