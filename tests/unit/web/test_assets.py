from __future__ import annotations

from pathlib import Path

import pytest

from app.web.assets import Assets


def test_address_changes_with_content_and_with_what_a_sheet_refers_to(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    (tmp_path / "dot.svg").write_text("<svg/>")
    (tmp_path / "css" / "a.css").write_text("b { background: url('../dot.svg') }")
    before = Assets(tmp_path)
    assert before.url("css/a.css") == Assets(tmp_path).url("css/a.css")
    (tmp_path / "dot.svg").write_text("<svg></svg>")
    after = Assets(tmp_path)
    assert after.url("dot.svg") != before.url("dot.svg")
    assert after.url("css/a.css") != before.url("css/a.css")


def test_sheet_that_refers_to_a_missing_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("b { background: url(none.svg) }")
    with pytest.raises(KeyError):
        Assets(tmp_path)


def test_other_kinds_are_not_served(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("private")
    with pytest.raises(KeyError):
        Assets(tmp_path).url("notes.md")
