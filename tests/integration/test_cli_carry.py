"""The command line, on answers that go to another edition, and on the steps that lead there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import main
from tests.content.folders import FIGURES, MIGRATIONS, QUESTIONS, RULES, SMALL, small_folder, spoil

Captured = pytest.CaptureFixture[str]

STEP = """  - date: 2026-05-01
    note: "Relu avec trois jardins."
    changes:
      - renamed: planning
        into: taches
        options:
          - {renamed: oral, into: parole}
"""


@pytest.fixture
def renamed(tmp_path: Path) -> Path:
    """The small content, its first question and one of its options under other ids."""
    folder = small_folder(tmp_path)
    spoil(folder, QUESTIONS, "id: planning", "id: taches")
    spoil(folder, QUESTIONS, "{id: oral", "{id: parole")
    spoil(
        folder,
        RULES,
        "{answer: planning, one_of: [none, oral]}",
        "{answer: taches, one_of: [none, parole]}",
    )
    spoil(folder, RULES, "{planning}", "{taches}")
    spoil(folder, RULES, "{unknown: planning}", "{unknown: taches}")
    spoil(folder, FIGURES, "[planning]", "[taches]")
    spoil(
        folder,
        FIGURES,
        "{answer: planning, one_of: [none, oral]}",
        "{answer: taches, one_of: [none, parole]}",
    )
    spoil(folder, FIGURES, "{answer: planning, is: written}", "{answer: taches, is: written}")
    for file in ("migrations", "errata"):
        (folder / "questionnaires" / file / "jardin.yaml").unlink()
    return folder


def write_steps(folder: Path) -> None:
    (folder / MIGRATIONS).write_text(f"questionnaire: jardin\nsteps:\n{STEP}", "utf-8")


def run(capsys: Captured, *arguments: str | Path) -> tuple[int, str, str]:
    code = main([*map(str, arguments)])
    out, err = capsys.readouterr()
    return code, out.replace("\u00a0", " "), err.replace("\u00a0", " ")


def answers(tmp_path: Path, **raw: object) -> Path:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps({"answers": raw}), "utf-8")
    return path


def test_compare_proposes_the_step_that_is_missing_ready_to_be_pasted(
    capsys: Captured, renamed: Path
) -> None:
    _, out, _ = run(capsys, "compare", SMALL, renamed)
    assert "planning [incompatible]" in out
    pasted = out[out.index("questionnaire: jardin\nsteps:") :]
    pasted = pasted[: pasted.index("\n\nAucun jeu")]
    assert "renamed: planning" in pasted
    assert "{renamed: oral, into: parole}" in pasted
    (renamed / MIGRATIONS).write_text(pasted, "utf-8")
    _, out, err = run(capsys, "compare", SMALL, renamed)
    assert err == ""
    assert "planning [texte seul]" in out
    assert "taches [" not in out
    assert "Étapes qui manquent" not in out
    assert "Étapes suivies" in out
    assert "La question « planning » s’appelle maintenant « taches »." in out


def test_compare_moves_nobody_by_a_rename(capsys: Captured, renamed: Path) -> None:
    code, out, _ = run(capsys, "compare", SMALL, renamed, "--sample", "200")
    assert code == 3
    write_steps(renamed)
    code, out, _ = run(capsys, "compare", SMALL, renamed, "--sample", "200")
    assert "perdent au moins une réponse" not in out
    assert "changent de score" not in out or "0 (0 %) changent de score" in out


def test_carry_tells_each_answer(capsys: Captured, renamed: Path, tmp_path: Path) -> None:
    write_steps(renamed)
    file = answers(tmp_path, planning="oral", heures=3)
    code, out, _ = run(capsys, "carry", SMALL, renamed, "--answers", file)
    assert code == 0
    assert "1 reprise(s) telle(s) quelle(s)" in out
    assert "planning : On se le dit" in out
    assert "→ taches : On se le dit" in out
    assert "Relu avec trois jardins." in out
    code, out, _ = run(capsys, "carry", SMALL, renamed, "--answers", file, "--format", "json")
    told = json.loads(out)
    assert told["answers"] == {"taches": "parole", "heures": 3}
    assert [(one["question"], one["fate"]) for one in told["fates"]] == [
        ("planning", "moved"),
        ("heures", "kept"),
    ]


def test_carry_says_what_is_asked_again_and_refuses_what_is_no_answer(
    capsys: Captured, renamed: Path, tmp_path: Path
) -> None:
    file = answers(tmp_path, planning="oral")
    _, out, _ = run(capsys, "carry", SMALL, renamed, "--answers", file)
    assert "1 mise(s) de côté" in out
    bad = answers(tmp_path, planning="nope")
    code, out, err = run(capsys, "carry", SMALL, renamed, "--answers", bad)
    assert (code, out) == (1, "")
    assert "planning" in err
