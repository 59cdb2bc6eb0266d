"""The command line, on content: check, schema, sample, and how it is used."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.cli import main, version
from app.content.library import DEFAULT_ROOT
from app.content.schema import SCHEMAS
from tests.content.folders import QUESTIONS, RULES, line_of, small_folder, spoil
from tests.content.personas.garden import PERSONA, garden

Captured = pytest.CaptureFixture[str]


def run(capsys: Captured, *arguments: str) -> tuple[int, str, str]:
    """Run the command line in this process; return its exit code, output and errors."""
    code = main(list(arguments))
    out, err = capsys.readouterr()
    return code, out, err.replace("\u00a0", " ")


def test_check_of_sound_content(tmp_path: Path, capsys: Captured) -> None:
    code, out, err = run(capsys, "--content", str(small_folder(tmp_path)), "check")
    assert code == 0
    assert (
        out.splitlines()[-1] == "1 parcours prêt(s), 2 ressources, 0 erreur(s), 0 avertissement(s)."
    )
    assert err == ""


def test_check_tells_file_line_code_message_and_remedy(tmp_path: Path, capsys: Captured) -> None:
    folder = small_folder(tmp_path)
    spoil(folder, RULES, "{unknown: planning}", "{unknown: plannning}")
    code, out, _ = run(capsys, "--content", str(folder), "check")
    assert code == 1
    line = line_of(folder, RULES, "plannning")
    assert f"rules/jardin.yaml:{line} [erreur question-unknown]" in out
    assert "Vouliez-vous dire «\u00a0planning\u00a0»" in out
    assert "→ " in out
    assert "0 parcours prêt(s)" in out


def test_warnings_alone_are_no_failure(tmp_path: Path, capsys: Captured) -> None:
    folder = small_folder(tmp_path)
    spoil(folder, QUESTIONS, '      active: "Le quartier compte sur le jardin."\n', "")
    code, out, _ = run(capsys, "--content", str(folder), "check")
    assert code == 0
    assert "[avertissement portrait-missing]" in out


def test_missing_translations_are_told_and_are_no_failure(tmp_path: Path, capsys: Captured) -> None:
    folder = small_folder(tmp_path)
    spoil(folder, QUESTIONS, "language: fr\n", "language: fr\nlanguages: [en]\n")
    code, out, _ = run(capsys, "--content", str(folder), "check")
    assert code == 0
    line = line_of(folder, QUESTIONS, "title:")
    assert f"{QUESTIONS}:{line} [traduction translation-missing]" in out
    assert "0 erreur(s), 0 avertissement(s), " in out.splitlines()[-1]
    assert out.endswith(" traduction(s) manquante(s).\n")
    _, out, _ = run(capsys, "--content", str(folder), "check", "--format", "sarif")
    assert {result["level"] for result in json.loads(out)["runs"][0]["results"]} == {"note"}
    _, out, _ = run(capsys, "--content", str(folder), "check", "--format", "json")
    assert {found["severity"] for found in json.loads(out)["findings"]} == {"translation"}


def test_check_in_json(tmp_path: Path, capsys: Captured) -> None:
    folder = small_folder(tmp_path)
    code, out, _ = run(capsys, "--content", str(folder), "check", "--format", "json")
    assert code == 0
    assert json.loads(out) == {
        "findings": [],
        "questionnaires": [
            {
                "id": "jardin",
                "title": "Notre jardin partagé : où en sommes-nous ?",
                "questions": 8,
                "dimensions": 2,
                "rules": 4,
            }
        ],
        "resources": 2,
    }
    spoil(folder, RULES, "{unknown: planning}", "{unknown: plannning}")
    code, out, _ = run(capsys, "--content", str(folder), "check", "--format", "json")
    assert code == 1
    (finding, *_) = json.loads(out)["findings"]
    assert set(finding) == {"code", "severity", "file", "line", "message", "remedy"}
    assert json.loads(out)["questionnaires"] == []


def test_check_proves_when_asked(tmp_path: Path, capsys: Captured) -> None:
    folder = small_folder(tmp_path)
    code, out, err = run(capsys, "--content", str(folder), "check", "--prove")
    assert code == 1
    assert "[erreur actions-too-few]" in out
    assert "[avertissement question-idle]" in out
    assert err == "", "no bar where nobody watches"
    (line, *_) = [line for line in out.splitlines() if "à rejouer" in line]
    example = tmp_path / "exemple.json"
    example.write_text(line.partition(" : ")[2].strip(), "utf-8")
    options = ("--questionnaire", "jardin", "--answers", str(example), "--format", "json")
    code, out, _ = run(capsys, "--content", str(folder), "diagnose", *options)
    assert code == 0
    assert len(json.loads(out)["roadmap"]["first"]) < 3


def test_proofs_in_json_have_their_witness(tmp_path: Path, capsys: Captured) -> None:
    folder = small_folder(tmp_path)
    _, out, _ = run(capsys, "--content", str(folder), "check", "--prove", "--format", "json")
    findings = {finding["code"]: finding for finding in json.loads(out)["findings"]}
    assert set(findings["actions-too-few"]["witness"]) == {"questionnaire", "answers"}
    assert "witness" not in findings["question-idle"]


def test_check_in_sarif(tmp_path: Path, capsys: Captured) -> None:
    folder = small_folder(tmp_path)
    spoil(folder, QUESTIONS, '      active: "Le quartier compte sur le jardin."\n', "")
    for more in ((), ("--prove",)):
        _, out, _ = run(capsys, "--content", str(folder), "check", *more, "--format", "sarif")
        log = json.loads(out)
        assert log["version"] == "2.1.0"
        (once,) = log["runs"]
        rules = [rule["id"] for rule in once["tool"]["driver"]["rules"]]
        results = {result["ruleId"]: result for result in once["results"]}
        assert rules[results["portrait-missing"]["ruleIndex"]] == "portrait-missing"
        assert results["portrait-missing"]["level"] == "warning"
        place = results["portrait-missing"]["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == QUESTIONS
        assert place["region"]["startLine"] > 1
    assert "answers" in results["actions-too-few"]["properties"]["witness"]


def personas_of(folder: Path, *more: str) -> tuple[str, ...]:
    return ("--content", str(folder), "check", "--personas", str(folder / "personas"), *more)


def test_check_of_personas_says_what_none_exercises(tmp_path: Path, capsys: Captured) -> None:
    folder = garden(tmp_path)
    code, out, err = run(capsys, *personas_of(folder))
    assert (code, err) == (0, "")
    assert "1 personnage(s) : 2 règles sur 4 (50 %)" in out
    assert "Règles jamais déclenchées : planning-inconnu, heures-inconnues." in out
    assert "Niveaux jamais atteints : overall.first_steps" in out
    assert run(capsys, *personas_of(folder, "--require-rules", "50"))[0] == 0
    code, out, _ = run(capsys, *personas_of(folder, "--require-rules", "51"))
    assert code == 1
    assert "[erreur persona-rule-unused]" in out
    assert "1 parcours prêt(s)" in out


def test_a_disappointed_persona_fails_the_check(tmp_path: Path, capsys: Captured) -> None:
    folder = garden(tmp_path)
    spoil(folder, PERSONA, "overall: not_engaged", "overall: pioneer")
    line = line_of(folder, PERSONA, "overall:")
    code, out, _ = run(capsys, *personas_of(folder))
    assert code == 1
    assert f"{PERSONA}:{line} [erreur persona-level] «\u00a0overall\u00a0» devait être" in out
    code, out, _ = run(capsys, *personas_of(folder, "--format", "json"))
    assert code == 1
    report = json.loads(out)
    (finding,) = report["findings"]
    assert (finding["file"], finding["line"], finding["code"]) == (PERSONA, line, "persona-level")
    covered = report["coverage"]["jardin"]
    assert set(covered) == {"personas", "rules", "options", "levels"}
    never = ["planning-inconnu", "heures-inconnues"]
    assert covered["rules"] == {"exercised": 2, "total": 4, "percent": 50, "never": never}
    _, out, _ = run(capsys, *personas_of(folder, "--format", "sarif"))
    (result,) = json.loads(out)["runs"][0]["results"]
    assert result["ruleId"] == "persona-level"
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == PERSONA


def test_suggested_personas_are_all_that_is_on_stdout(tmp_path: Path, capsys: Captured) -> None:
    folder = garden(tmp_path)
    code, out, err = run(capsys, *personas_of(folder, "--suggest"))
    assert code == 0
    assert "1 parcours prêt(s)" in err
    (folder / "personas/jardin/draft.yaml").write_text(out, "utf-8")
    code, out, err = run(capsys, *personas_of(folder, "--suggest", "--require-rules", "100"))
    assert (code, out) == (0, "")


def test_personas_are_checked_beside_proofs(tmp_path: Path, capsys: Captured) -> None:
    folder = garden(tmp_path)
    spoil(folder, PERSONA, "overall: not_engaged", "overall: pioneer")
    _, out, _ = run(capsys, *personas_of(folder, "--prove"))
    assert "[erreur persona-level]" in out
    assert "[erreur actions-too-few]" in out


def test_content_is_also_named_by_the_environment(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BALISES_CONTENT", str(small_folder(tmp_path)))
    assert "jardin : 8 questions" in run(capsys, "check")[1]


def test_schema_writes_then_has_nothing_to_do(tmp_path: Path, capsys: Captured) -> None:
    folder = small_folder(tmp_path)
    content = ("--content", str(folder))
    assert run(capsys, *content, "schema", "--check")[0] == 1
    code, out, _ = run(capsys, *content, "schema")
    assert code == 0
    assert all(f"{name} : écrit" in out for name in SCHEMAS)
    assert all((folder / name).is_file() for name in SCHEMAS)
    assert run(capsys, *content, "schema", "--check")[0] == 0
    (folder / "rules/schema.json").write_text("{}")
    code, out, _ = run(capsys, *content, "schema", "--check")
    assert (code, out) == (1, "rules/schema.json : périmé\n")
    assert (folder / "rules/schema.json").read_text() == "{}"


def test_sample_is_repeatable_and_differs_by_seed(capsys: Captured) -> None:
    wanted = ("sample", "--questionnaire", "association", "--count", "5", "--seed")
    first, again, other = (run(capsys, *wanted, seed)[1] for seed in ("7", "7", "8"))
    assert first == again
    assert first != other
    lines = [json.loads(line) for line in first.splitlines()]
    assert len(lines) == 5
    assert all(set(line) == {"questionnaire", "answers"} for line in lines)
    assert {line["questionnaire"] for line in lines} == {"association"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chek"], "La commande « chek » n’existe pas."),
        (["check", "--foo"], "L’option « --foo » n’existe pas."),
        (["check", "x"], "« x » est de trop ici."),
        (["check", "--suggest"], "« --suggest » demande aussi « --personas DOSSIER »"),
        (["check", "--require-rules", "9"], "« --require-rules » demande aussi « --personas"),
        (["check", "--personas", "/nowhere"], "Le dossier « /nowhere » n’existe pas."),
        (["check", "--personas", "/", "--suggest", "--format", "json"], "retirez « --format »"),
        (["check", "--format", "xml"], "« xml » n’est pas l’un de"),
        (["sample"], "Il manque l’option « --questionnaire »."),
        (["sample", "--questionnaire", "association", "--count", "0"], "au moins 1 est attendu"),
        (["sample", "--questionnaire", "association", "--count", "x"], "un nombre entier"),
        (["sample", "--questionnaire", "asociation"], "Vouliez-vous dire « association » ?"),
        (["sample", "--questionnaire"], "L’option « --questionnaire » attend une valeur."),
        (["--content", "/nowhere", "check"], "Le dossier « /nowhere » n’existe pas."),
        (["serve", "--port", "99999"], "au plus 65535 est attendu"),
        (["migrate", "--database", "mysql://x"], "BALISES_DATABASE_URL"),
    ],
)
def test_wrong_use_is_one_line_and_exit_code_2(
    arguments: list[str], said: str, capsys: Captured
) -> None:
    code, out, err = run(capsys, *arguments)
    assert code == 2
    assert out == ""
    assert said in err
    assert len(err.splitlines()) == 1


def test_a_faulty_pathway_is_not_sampled(tmp_path: Path, capsys: Captured) -> None:
    folder = small_folder(tmp_path)
    spoil(folder, RULES, "{unknown: planning}", "{unknown: plannning}")
    code, _, err = run(capsys, "--content", str(folder), "sample", "--questionnaire", "jardin")
    assert code == 1
    assert "1 erreur(s)" in err


@pytest.mark.parametrize(
    "command", ["check", "diagnose", "sample", "schema", "migrate", "purge", "serve"]
)
def test_help_is_in_french(command: str, capsys: Captured) -> None:
    assert f"  {command} " in run(capsys, "--help")[1]
    code, out, _ = run(capsys, command, "--help")
    assert code == 0
    assert out.startswith("Usage\u00a0: python -m app")
    assert "Affiche cette aide." in out
    for english in ("Options:", "Commands:", "Arguments:", "[required]", "Show this", "default:"):
        assert english not in out


def test_version(capsys: Captured) -> None:
    assert run(capsys, "--version")[:2] == (0, f"balises {version()}\n")


def test_no_command_shows_the_help(capsys: Captured) -> None:
    code, _, err = run(capsys)
    assert code == 2
    assert "diagnose" in err


def test_check_as_a_program_is_quick_and_brings_in_nothing_heavy() -> None:
    program = (
        "import sys; from app.cli import main; code = main(['check']);"
        "heavy = {'fastapi', 'sqlalchemy', 'weasyprint', 'rich', 'uvicorn', 'jinja2', 'z3'};"
        "print(sorted(heavy & set(sys.modules))); sys.exit(code)"
    )
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=DEFAULT_ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"
    assert time.perf_counter() - started < 20


def test_module_gives_its_exit_code() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app", "chek"],
        cwd=DEFAULT_ROOT,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert done.stderr.decode("utf-8").startswith("La commande")
    assert b"Traceback" not in done.stderr
