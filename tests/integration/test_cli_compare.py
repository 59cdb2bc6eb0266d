"""The command line, on comparing: two folders, stored editions, and what is refused."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.domain.comparison import compare_editions
from app.services.comparing import find_edition, measure_effects, stored_sets
from app.services.errors import EditionAmbiguous, EditionNotFound
from app.services.services import Services
from app.store import editions
from app.store.database import Database
from tests.content.folders import QUESTIONS, RULES, SMALL, small_folder, spoil
from tests.integration.conftest import Clock
from tests.integration.editions import association_edition

Captured = pytest.CaptureFixture[str]
Make = Callable[..., Services]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small content, to be changed."""
    return small_folder(tmp_path)


def rescore(folder: Path) -> None:
    """Raise the score of an option."""
    spoil(folder, QUESTIONS, 'phrase: "à l’oral", score: 1', 'phrase: "à l’oral", score: 2')


def run(capsys: Captured, *arguments: str | Path) -> tuple[int, str, str]:
    code = main(["compare", *map(str, arguments)])
    out, err = capsys.readouterr()
    return code, out.replace("\u00a0", " "), err.replace("\u00a0", " ")


def run_json(capsys: Captured, *arguments: str | Path) -> tuple[int, dict[str, Any]]:
    code, out, _ = run(capsys, *arguments, "--format", "json")
    return code, json.loads(out)


def write_sets(folder: Path, *sets: object) -> Path:
    path = folder / "answers.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in sets), "utf-8")
    return path


def test_the_same_content_moves_nothing(capsys: Captured, folder: Path) -> None:
    code, out, err = run(capsys, SMALL, folder, "--sample", "20")
    assert code == 0
    assert "Les deux éditions sont identiques." in out
    assert "Rien ne bouge" in out
    assert "Traceback" not in err


def test_without_answers_nothing_is_measured(capsys: Captured, folder: Path) -> None:
    rescore(folder)
    code, out, err = run(capsys, SMALL, folder)
    assert (code, err) == (0, "")
    assert "passe de 1 à 2" in out
    assert "score déplacé" in out
    assert "l’effet n’est pas mesuré" in out


def test_two_folders_and_a_file_of_answers(capsys: Captured, folder: Path) -> None:
    rescore(folder)
    answers = write_sets(folder, *[{"answers": {"planning": "oral"}}] * 3, {"answers": {}})
    code, out, _ = run(capsys, SMALL, folder, "--answers", answers)
    assert code == 3
    assert "Effet sur 4 jeu(x) de réponses" in out
    assert "answers.jsonl:1 (et 2 autre(s) comme lui)" in out
    assert "parce que : La réponse à la question « planning » valait" in out
    code, found = run_json(capsys, SMALL, folder, "--answers", answers)
    assert code == 3
    assert set(found) == {
        "questionnaire",
        "old",
        "new",
        "changes",
        "questions",
        "steps",
        "suggested_steps",
        "effects",
    }
    assert found["questionnaire"] == "jardin"
    assert found["changes"][0]["kind"] == "rescored"
    verdicts = {one["question"]: one["verdict"] for one in found["questions"]}
    assert verdicts["planning"] == "score_moved"
    assert (found["effects"]["sets"], found["effects"]["moved"]) == (4, 3)
    assert found["effects"]["examples"][0]["because"]
    for one in found["effects"]["dimensions"]:
        assert sum(cell["count"] for cell in one["levels"]) == 4


def test_several_processes_count_the_same(capsys: Captured, folder: Path) -> None:
    rescore(folder)
    one = run_json(capsys, SMALL, folder, "--sample", "1200", "--workers", "1")
    two = run_json(capsys, SMALL, folder, "--sample", "1200", "--workers", "2")
    assert one == two
    assert one[1]["effects"]["sets"] == 1200


def test_answers_that_are_refused_are_told(capsys: Captured, folder: Path) -> None:
    answers = write_sets(folder, {"answers": {"planning": "perhaps"}}, [], {"answers": {}})
    code, out, err = run(capsys, SMALL, folder, "--answers", answers)
    assert code == 1
    assert "1 jeu(x) refusé(s)" in out
    assert "answers.jsonl:1 : planning" in out
    assert "answers.jsonl:2 : un objet" in err


def test_faulty_content_is_told(capsys: Captured, folder: Path) -> None:
    spoil(folder, RULES, "{unknown: planning}", "{unknown: plannning}")
    code, _, err = run(capsys, SMALL, folder)
    assert code == 1
    assert "python -m app check" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere", str(SMALL)], "ni un dossier, ni l’empreinte"),
        (["abcdef1", str(SMALL)], "ni un dossier, ni l’empreinte"),
        ([str(SMALL), str(SMALL), "--questionnaire", "verger"], "n’existe pas"),
        ([str(SMALL), str(SMALL), "--sample", "1", "--answers", "-"], "ne vont pas ensemble"),
        ([str(SMALL)], "Il manque"),
    ],
)
def test_wrong_use(arguments: list[str], said: str, capsys: Captured) -> None:
    code, _, err = run(capsys, *arguments)
    assert code == 2
    assert said in err


def test_folders_of_several_pathways_or_none_in_common(capsys: Captured, folder: Path) -> None:
    for name in ("questionnaires", "rules"):
        text = (folder / name / "jardin.yaml").read_text("utf-8")
        (folder / name / "verger.yaml").write_text(
            text.replace("id: jardin", "id: verger", 1).replace(
                "questionnaire: jardin", "questionnaire: verger", 1
            ),
            "utf-8",
        )
    code, _, err = run(capsys, folder, folder)
    assert code == 2
    assert "choisissez par --questionnaire. Parcours : jardin, verger." in err
    assert run(capsys, folder, folder, "--questionnaire", "jardin")[0] == 0
    (folder / "questionnaires" / "jardin.yaml").unlink()
    code, _, err = run(capsys, SMALL, folder)
    assert code == 2
    assert "aucun parcours en commun" in err


def test_the_help_says_the_exit_codes(capsys: Captured) -> None:
    code, out, _ = run(capsys, "--help")
    assert code == 0
    assert "Codes de sortie" in out


# Stored editions --------------------------------------------------------------------------------


def options_of(scored: int) -> list[dict[str, Any]]:
    """Return the sections with the score of « parfois » replaced."""
    sections = association_edition().model_dump(mode="json", by_alias=True, exclude_none=True)
    found: list[dict[str, Any]] = sections["questionnaire"]["sections"]
    found[0]["questions"][0]["options"][1]["score"] = scored
    return found


@pytest.fixture
def filled(make_services: Make) -> tuple[Services, str, str]:
    """Services whose database has two editions, and three assessments on the first of them."""
    old, new = association_edition(), association_edition(sections=options_of(1))
    services = make_services(old)
    for answer in ("parfois", "jamais", None):
        id_ = services.assessments.start("association").assessment.id
        if answer:
            services.answering.save_answers(
                id_, {"accord-ecrit": answer, "partenaires": ["communes"], "benevoles": 2.5}
            )
    make_services(new).assessments.start("association")
    return services, old.hash, new.hash


def test_stored_editions_are_found_by_the_first_digits_of_their_hash(
    filled: tuple[Services, str, str],
) -> None:
    services, old, new = filled
    assert find_edition(services.database, old[:8]).hash == old
    assert find_edition(services.database, new.upper()).hash == new
    with pytest.raises(EditionNotFound):
        find_edition(services.database, "0" * 8)


def test_a_prefix_of_two_editions_is_ambiguous(services: Services, clock: Clock) -> None:
    with services.database.write() as connection:
        for last in "01":
            editions.store(connection, f"{'a' * 63}{last}", "x", b"{}", clock())
    with pytest.raises(EditionAmbiguous):
        find_edition(services.database, "a" * 8)


def test_effects_on_what_is_stored_change_nothing(filled: tuple[Services, str, str]) -> None:
    services, old, new = filled
    database = services.database
    comparison = compare_editions(find_edition(database, old), find_edition(database, new))

    def measured() -> object:
        with stored_sets(database, old) as (count, sets):
            assert count == 3
            return measure_effects(comparison, sets, count=count)

    found = measure_effects(comparison, read_all(database, old))
    assert (found.sets, found.moved, found.refused) == (3, 1, 0)
    assert found.examples[0].reference
    assert measured() == found


def read_all(database: Database, edition: str) -> list[Any]:
    with stored_sets(database, edition) as (_, sets):
        return list(sets)


def test_two_hashes_of_a_database(
    filled: tuple[Services, str, str], database_url: str, capsys: Captured
) -> None:
    _, old, new = filled
    given = (old[:8], new[:8], "--database", database_url)
    code, found = run_json(capsys, *given)
    assert code == 3
    assert (found["old"], found["new"]) == (old, new)
    assert (found["effects"]["sets"], found["effects"]["moved"]) == (3, 1)
    assert run(capsys, new[:8], new[:8], "--database", database_url)[0] == 0
    code, _, err = run(capsys, "0" * 8, new[:8], "--database", database_url)
    assert code == 2
    assert "n’a pas d’édition « 00000000 »" in err


def test_a_stored_edition_and_a_folder_of_another_pathway(
    filled: tuple[Services, str, str], database_url: str, capsys: Captured
) -> None:
    code, _, err = run(capsys, filled[1][:8], SMALL, "--database", database_url)
    assert code == 2
    assert "Parcours" in err
    code, _, err = run(
        capsys, filled[1][:8], SMALL, "--database", database_url, "--questionnaire", "jardin"
    )
    assert code == 2
    assert "ne se comparent pas" in err


def test_a_folder_of_which_nothing_is_stored(
    database_url: str, folder: Path, capsys: Captured
) -> None:
    shutil.copytree(SMALL, folder, dirs_exist_ok=True)
    code, out, _ = run(capsys, SMALL, folder, "--database", database_url)
    assert code == 0
    assert "Effet sur 0 jeu(x) de réponses" in out


def test_a_database_without_tables_is_refused(tmp_path: Path, capsys: Captured) -> None:
    url = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    code, _, err = run(capsys, "0" * 8, "1" * 8, "--database", url)
    assert code == 1
    assert "python -m app migrate" in err
