"""Files that must be refused at once: huge, foreign, endless, or not what they seem."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path
from typing import IO, Any

import pytest

from app.content.findings import Finding
from app.content.library import Library, load_library
from app.content.reader import MAX_BYTES
from app.content.yaml_tree import MAX_NODES
from tests.content.folders import QUESTIONS, RULES, found, small_folder

SECONDS = 1.0
"""No hostile file may hold the reader up longer (of this process: the machine may be busy)."""

MIB_OF_ALIASES = "a: &a [x]\nb: [" + "*a, " * ((MAX_BYTES - 100) // 4) + "]\n"
BILLION_LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)}, *{chr(97 + i)}]\n" for i in range(20)
)

HOSTILE = {
    "bomb of aliases": (BILLION_LAUGHS.encode(), "yaml-alias"),
    "a mebibyte of aliases": (MIB_OF_ALIASES.encode(), "yaml-alias"),
    "python object": (b"id: !!python/object/apply:os.system [true]\n", "yaml-tag"),
    "local tag": (b"id: !secret x\n", "yaml-tag"),
    "too large": (b"# " + b"x" * MAX_BYTES, "file-too-large"),
    "too many values": (b"a: [" + b"1, " * (MAX_NODES + 10) + b"]\n", "file-too-long"),
    "a mebibyte of commas": (b"[" + b"," * (MAX_BYTES - 10) + b"]\n", "yaml-syntax"),
    "deep lists": (b"[" * 100_000, "yaml-too-deep"),
    "deep mappings": (b"{a: " * 100_000, "yaml-too-deep"),
    "deep blocks": ("".join(" " * i + "a:\n" for i in range(500)).encode(), "yaml-too-deep"),
    "complex keys": (b"? " * 100_000, "yaml-key"),
    "utf-16": ("id: jardin\n".encode("utf-16"), "file-encoding"),
    "utf-16 without a mark": ("id: jardin\n".encode("utf-16-le"), "file-encoding"),
    "utf-8 with a mark": ("id: jardin\n".encode("utf-8-sig"), "file-encoding"),
    "latin-1": ("titre: été\n".encode("latin-1"), "file-encoding"),
    "zeros": (b"id: jardin\n\x00\x00\n", "file-encoding"),
    "bell": (b"id: \x07\n", "file-character"),
    "lone surrogate": (b'id: "\\ud800"\n', "file-character"),
    "character beyond Unicode": (b'id: "\\UFFFFFFFF"\n', "yaml-syntax"),
    "endless number": (b"order: " + b"9" * 100_000 + b"\n", "value-type"),
    "infinite number": (b"order: .inf\n", "value-type"),
    "huge exponent": (b"order: 1e999999999\n", "value-type"),
    "empty": (b"", "file-empty"),
    "only a comment": (b"# rien\n", "file-empty"),
    "null": (b"null\n", "file-empty"),
    "a list": (b"- a\n- b\n", "value-type"),
    "a word": (b"jardin\n", "value-type"),
    "many duplicate keys": (b"a: 1\n" * 100_000, "yaml-duplicate-key"),
    "many unknown keys": ("".join(f"cle{i}: 1\n" for i in range(9_000)).encode(), "key-unknown"),
    "a long line": (b"id: " + b"a" * (MAX_BYTES - 100) + b"\n", "value-length"),
}


def timed_load(folder: Path) -> Library:
    started = time.process_time()
    library = load_library(folder)
    assert time.process_time() - started < SECONDS
    return library


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("file", [QUESTIONS, RULES])
def test_hostile_file_is_refused_fast(name: str, file: str, tmp_path: Path) -> None:
    data, code = HOSTILE[name]
    folder = small_folder(tmp_path)
    (folder / file).write_bytes(data)
    if file == RULES and data.startswith((b"order:", b"id:")) and code.startswith("value-"):
        code = "key-unknown"
    library = timed_load(folder)
    findings = found(library, code)
    assert findings, [f.code for f in library.findings]
    assert all(f.file == file and f.line >= 1 and f.message and f.remedy for f in findings)
    assert not library.editions


def test_findings_of_one_file_are_not_endless(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    (folder / QUESTIONS).write_text("a: 1\n" * 100_000)
    assert len(load_library(folder).findings) < 100


def only(library: Library, code: str) -> Finding:
    findings = found(library, code)
    assert len(findings) == 1, library.findings
    return findings[0]


def test_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    secret = tmp_path / "secret.yaml"
    secret.write_text("id: secret\n")
    (folder / "questionnaires" / "lien.yaml").symlink_to(secret)
    library = timed_load(folder)
    assert only(library, "file-outside").file == "questionnaires/lien.yaml"
    assert "secret" not in str([f.message for f in library.findings])


def test_link_inside_the_folder_is_read(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    (folder / RULES).rename(folder / "regles.yaml")
    (folder / RULES).symlink_to("../regles.yaml")
    assert load_library(folder).findings == ()


def test_folder_that_is_itself_a_link_is_read(tmp_path: Path) -> None:
    small_folder(tmp_path)
    (tmp_path / "link").symlink_to("content")
    assert load_library(tmp_path / "link").findings == ()


@pytest.mark.parametrize("kind", ["loop", "dead link", "folder", "pipe"])
def test_what_cannot_be_opened_is_a_finding(kind: str, tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    path = folder / "questionnaires" / "autre.yaml"
    match kind:
        case "loop":
            path.symlink_to(path.name)
        case "dead link":
            path.symlink_to("nulle-part.yaml")
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
    finding = only(timed_load(folder), "file-unreadable")
    assert finding.file == "questionnaires/autre.yaml"


def test_what_may_not_be_read_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may read every file, so the refusal of the system is played."""
    folder = small_folder(tmp_path)
    path = folder / "questionnaires" / "autre.yaml"
    path.write_text("id: autre\n")
    really_open = Path.open

    def refuse(self: Path, mode: str = "r") -> IO[Any]:
        if self.name == path.name:
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        return really_open(self, mode)

    monkeypatch.setattr(Path, "open", refuse)
    assert only(load_library(folder), "file-unreadable").file == "questionnaires/autre.yaml"


def test_other_ending_is_told(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    (folder / RULES).rename(folder / "rules" / "jardin.yml")
    library = load_library(folder)
    assert only(library, "file-extension").file == "rules/jardin.yml"
    assert found(library, "rules-missing")


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    for name in ("README.md", "schema.json", ".jardin.yaml.swp", ".cache.yaml"):
        (folder / "questionnaires" / name).write_bytes(b"\xff\x00")
    assert load_library(folder).findings == ()


def test_folder_without_questionnaires(tmp_path: Path) -> None:
    library = load_library(tmp_path / "nowhere")
    assert only(library, "folder-missing").line == 1
    assert not library.editions
