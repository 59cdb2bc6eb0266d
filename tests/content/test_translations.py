"""Content in several languages: what is promised is asked for, and what is stored stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.content.library import DEFAULT_ROOT, load_library
from app.domain.edition import Edition
from app.domain.translation import in_language
from tests.content.folders import QUESTIONS, RESOURCES, RULES, found, small_folder, spoil

STORED = sorted((Path(__file__).parent / "stored").glob("*.json"))


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem[:8])
def test_an_edition_stored_before_languages_keeps_its_hash(path: Path) -> None:
    data = path.read_bytes()
    edition = Edition.from_canonical(data)
    assert (edition.hash, edition.canonical) == (path.stem, data)


def promising(root: Path) -> Path:
    folder = small_folder(root)
    spoil(folder, QUESTIONS, "language: fr\n", "language: fr\nlanguages: [en]\n")
    return folder


def test_every_text_that_people_read_is_asked_for_once(tmp_path: Path) -> None:
    library = load_library(promising(tmp_path))
    assert {finding.severity for finding in library.findings} == {"translation"}
    assert not library.has_errors
    assert list(library.editions) == ["jardin"]
    files = {finding.file for finding in library.findings}
    assert files == {QUESTIONS, RULES, RESOURCES, "rules/figures.yaml"}
    keys = {finding.message.split("\u00a0")[1] for finding in library.findings}
    assert {"title", "label", "because", "do", "active", "estimate", "statement"} <= keys
    assert not keys & {"publisher", "place", "study", "year", "id"}


def test_a_text_that_is_translated_is_no_longer_asked_for(tmp_path: Path) -> None:
    folder = promising(tmp_path)
    before = len(load_library(folder).findings)
    spoil(
        folder,
        RESOURCES,
        'title: "Modèle de planning"',
        'title: {fr: "Modèle de planning", en: "A rota to fill in", de: "Ein Plan"}',
    )
    library = load_library(folder)
    assert len(library.findings) == before - 1
    read = in_language(library.editions["jardin"], "en")
    assert "A rota to fill in" in {resource.title for resource in read.resources}


def test_a_pathway_that_promises_nothing_is_asked_for_nothing(tmp_path: Path) -> None:
    assert load_library(small_folder(tmp_path)).findings == ()


def test_what_we_ship_lacks_no_translation_it_promises() -> None:
    assert found(load_library(DEFAULT_ROOT), "translation-missing") == []
