"""What is asked of the libraries of the system, and what is said where they are missing."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from weasyprint.text.ffi import pango

from app.report import libraries
from app.report.libraries import typesetting_versions, warn_if_missing


def test_the_versions_are_those_of_what_typesets() -> None:
    told = re.fullmatch(
        r"pango_version_string (\d+)\.(\d+)\.(\d+)\nhb_version_string [\d.]+",
        typesetting_versions(),
    )
    assert told
    major, minor, micro = map(int, told.groups())
    assert pango.pango_version() == major * 10_000 + minor * 100 + micro


def test_what_cannot_be_asked_has_no_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "_ASK", "raise SystemExit(1)")
    assert typesetting_versions() == ""
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert typesetting_versions() == ""


def test_nothing_is_said_where_all_is_there(caplog: pytest.LogCaptureFixture) -> None:
    warn_if_missing()
    assert caplog.records == []


def test_what_is_missing_is_a_warning_that_says_what_to_install(
    caplog: pytest.LogCaptureFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "weasyprint.py").write_text("raise OSError(\"cannot load 'libpango'\\nmore\")")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    warn_if_missing()
    (told,) = caplog.records
    assert told.levelname == "WARNING"
    assert "cannot load 'libpango'. To install" in told.getMessage()
    assert "apt install libpango-1.0-0" in told.getMessage()
