"""A new pathway is sound from the first minute, and overwrites nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.content.library import DEFAULT_ROOT, load_library, open_shelf
from app.content.prover.report import prove_shelf
from app.content.scaffold import CannotScaffold, scaffold
from app.content.sheets.bring_in import write_texts
from app.content.sheets.pathway import read_folder
from app.domain.edition import Edition
from tests.content.folders import small_folder


def start(folder: Path, id_: str = "essai", title: str | None = None) -> Edition:
    """Write a new pathway into a folder; return its edition."""
    write_texts(folder, scaffold(read_folder(folder), id_, title, None))
    return load_library(folder).editions[id_]


def test_first_pathway_of_an_empty_folder_is_proven(tmp_path: Path) -> None:
    edition = start(tmp_path, title='Le « potager » : "où" en est-il ?\u00a0')
    assert edition.questionnaire.title == 'Le « potager » : "où" en est-il ?'
    assert edition.questionnaire.audience
    assert prove_shelf(open_shelf(tmp_path)).findings == ()


def test_it_has_what_an_author_needs_to_see(tmp_path: Path) -> None:
    edition = start(tmp_path)
    assert len(edition.questionnaire.levels) == 4
    assert len(edition.questionnaire.dimensions) == 2
    assert edition.questionnaire.sections[0].context
    scored = [item for item in edition.questionnaire.items if item.is_scored]
    assert all(any(option.unknown for option in item.options) for item in scored)
    kinds = {resource.id: resource.kind for resource in edition.resources}
    for dimension in ("listening", "cooperation"):
        for level in ("not-engaged", "first-steps", "active", "pioneer"):
            rule = next(r for r in edition.rules.rules if r.id == f"{dimension}-{level}")
            assert {kinds[id_].value for id_ in rule.recommend} == {
                "data",
                "tool",
                "skill",
                "example",
            }
    text = (tmp_path / "questionnaires/essai.yaml").read_text("utf-8")
    assert text.count("\n# ") >= 6


def test_it_takes_the_resources_that_there_are(tmp_path: Path) -> None:
    for name in ("questionnaires", "rules"):
        shutil.copytree(DEFAULT_ROOT / name, tmp_path / name)
    before = {one.id: one.hash for one in _editions(tmp_path)}
    edition = start(tmp_path)
    assert not (tmp_path / "rules/resources/essai.yaml").exists()
    assert {kind.kind for kind in edition.resources} >= {"data", "tool", "skill", "example"}
    found = prove_shelf(open_shelf(tmp_path)).findings
    assert [finding for finding in found if finding.severity == "error"] == []
    assert {one.id: one.hash for one in _editions(tmp_path) if one.id != "essai"} == before


class _Named:
    def __init__(self, edition: Edition) -> None:
        self.id, self.hash = edition.questionnaire.id, edition.hash


def _editions(folder: Path) -> list[_Named]:
    return [_Named(edition) for edition in load_library(folder).editions.values()]


def test_it_adds_what_the_catalogue_lacks(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    edition = start(folder)
    ids = {resource.id for resource in edition.resources}
    assert {"modele-de-planning", "fete-des-voisins", "listening-data"} <= ids
    assert "listening-tool" not in ids
    assert {resource.source.document for resource in edition.resources} == {"G1"}
    assert set(load_library(folder).editions) == {"jardin", "essai"}


@pytest.mark.parametrize(
    ("id_", "words"),
    [("jardin", "existe déjà"), ("Potager", "identifiant"), ("../x", "identifiant"), ("", "ident")],
)
def test_names_that_are_refused(id_: str, words: str, tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    with pytest.raises(CannotScaffold, match=words):
        scaffold(read_folder(folder), id_, None, None)


@pytest.mark.parametrize("name", ["questionnaires/essai.yaml", "rules/essai.yaml"])
def test_no_file_is_overwritten(name: str, tmp_path: Path) -> None:
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).write_text("a: 1\n")
    with pytest.raises(CannotScaffold, match="existe déjà"):
        scaffold(read_folder(tmp_path), "essai", None, None)
