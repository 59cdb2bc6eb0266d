"""Every code of finding: given for its fault, in the right file, on the right line."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.content.findings import CODES
from app.content.library import load_library, open_shelf
from app.content.prover.messages import MESSAGES
from app.content.prover.report import prove_shelf
from tests.content.cases import CASES, PROVEN, Case
from tests.content.folders import found, line_of, small_folder, spoil

# Those of whole files and folders have their own tests, in test_hostile_files.py and below; those
# of the prover in prover/, those of personas in personas/, those of workbooks in sheets/.
ELSEWHERE = {
    "folder-missing",
    "file-unreadable",
    "file-outside",
    "file-extension",
    "file-too-large",
    "file-too-long",
    "file-encoding",
    "file-empty",
    "questionnaire-duplicate",
    "rules-duplicate",
    "migration-duplicate",
    "errata-duplicate",
    "workbook-refused",
    "workbook-stale",
    "sheet-missing",
    "sheet-ignored",
    "column-missing",
    "column-unknown",
    "column-ignored",
    "row-duplicate",
    "cell-missing",
    "cell-reference",
    "cell-value",
    "cell-formula",
    "cell-merged",
    *MESSAGES,
    *(code for code in CODES if code.startswith("persona-")),
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_fault_is_told_at_its_line(case: Case, tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    spoil(folder, case.file, case.old, case.new)
    for change in case.more:
        spoil(folder, *change)
    library = load_library(folder)
    findings = found(library, case.code)
    assert findings, [f"{f.file}:{f.line} {f.code}" for f in library.findings]
    first = findings[0]
    assert first.file == (case.shown_in or case.file)
    assert first.severity == CODES[case.code]
    assert first.line == line_of(folder, first.file, case.at), first
    assert case.remedy in (first.message + first.remedy).replace("\u00a0", " ")
    assert ("jardin" in library.editions) == (first.severity != "error" or case.spares)


@pytest.mark.parametrize("case", PROVEN, ids=lambda case: case.name)
def test_fault_is_proven_at_its_line(case: Case, tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    spoil(folder, case.file, case.old, case.new)
    assert not load_library(folder).has_errors, "only the proofs can find it"
    findings = found(prove_shelf(open_shelf(folder)), case.code)
    file = case.shown_in or case.file
    at = [(finding.file, finding.line) for finding in findings]
    assert (file, line_of(folder, file, case.at)) in at
    assert any(case.remedy in finding.message for finding in findings)


def test_every_code_has_a_case() -> None:
    assert {case.code for case in CASES} | ELSEWHERE == set(CODES)


def test_sound_folder_has_no_finding(tmp_path: Path) -> None:
    library = load_library(small_folder(tmp_path))
    assert library.findings == ()
    assert list(library.editions) == ["jardin"]
    assert library.resources == 2
