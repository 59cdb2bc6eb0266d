"""Out to a workbook and back: not a byte moves, and a workbook alone holds the whole pathway."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import pytest

from app.content.findings import Findings
from app.content.library import DEFAULT_ROOT, load_library
from app.content.sheets.bring_in import bring_in, write_texts
from app.content.sheets.fold import fold
from app.content.sheets.open_tables import open_tables
from app.content.sheets.pathway import Folder, read_folder
from app.content.sheets.tables import CellFindings
from app.content.sheets.take_out import take_out
from app.content.sheets.yaml_files import new_text
from app.content.yaml_tree import parse_yaml
from app.domain.edition import Edition
from tests.content.folders import small_folder
from tests.content.sheets.books import sheets_of

SHIPPED = sorted(path.stem for path in (DEFAULT_ROOT / "questionnaires").glob("*.yaml"))


@lru_cache(maxsize=1)
def shipped_folder() -> Folder:
    return read_folder(DEFAULT_ROOT)


@lru_cache(maxsize=1)
def shipped_editions() -> Mapping[str, Edition]:
    return load_library(DEFAULT_ROOT).editions


def test_seven_pathways_are_tried() -> None:
    assert len(SHIPPED) == 7


@pytest.mark.parametrize("id_", SHIPPED)
def test_shipped_pathway_comes_back_byte_for_byte(id_: str) -> None:
    brought = bring_in(shipped_folder(), sheets_of(take_out(shipped_folder(), id_)))
    assert brought.cells == ()
    assert brought.files == ()
    assert brought.id == id_
    assert list(brought.texts) == []


@pytest.mark.parametrize("id_", SHIPPED)
def test_workbook_alone_gives_the_same_edition(id_: str) -> None:
    """What the files said is all in the workbook (but the figures, which belong to no pathway)."""
    findings = CellFindings()
    opened = open_tables(sheets_of(take_out(shipped_folder(), id_)), findings)
    assert opened is not None
    pathway = fold(opened.tables, findings).pathway
    assert list(findings) == []
    shipped = shipped_editions()[id_]
    resources = sorted((entry for _, entry in pathway.resources), key=lambda entry: entry["id"])
    edition = Edition.model_validate(
        {
            **dict(shipped),
            "questionnaire": pathway.questionnaire,
            "rules": pathway.rules,
            "resources": resources,
        }
    )
    assert edition.hash == shipped.hash


@pytest.mark.parametrize("id_", SHIPPED)
def test_new_files_say_what_the_trees_say(id_: str) -> None:
    folder = shipped_folder()
    questionnaire, rules = folder.questionnaire(id_), folder.rules(id_)
    assert questionnaire is not None
    assert rules is not None
    for document in (questionnaire, rules):
        text = new_text(document.file, document.data)
        again = parse_yaml(document.file, text, Findings())
        assert again is not None
        assert again.data == document.data
        assert max(map(len, text.splitlines())) < 140


def test_pathway_is_made_anew_from_its_workbook(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    before = load_library(folder).editions["jardin"].hash
    sheets = sheets_of(take_out(read_folder(folder), "jardin"))
    for name in ("questionnaires/jardin.yaml", "rules/jardin.yaml", "rules/resources/jardin.yaml"):
        (folder / name).unlink()
    brought = bring_in(read_folder(folder), sheets)
    assert brought.cells == ()
    assert len(brought.texts) == 3
    write_texts(folder, brought.texts)
    library = load_library(folder)
    assert library.findings == ()
    assert library.editions["jardin"].hash == before


def test_files_written_back_are_the_same_files(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    before = {p: p.read_bytes() for p in folder.rglob("*.yaml")}
    brought = bring_in(read_folder(folder), sheets_of(take_out(read_folder(folder), "jardin")))
    write_texts(folder, brought.texts)
    assert {p: p.read_bytes() for p in folder.rglob("*.yaml")} == before
