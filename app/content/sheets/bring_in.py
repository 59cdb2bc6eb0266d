"""A workbook into a content folder: read, check with all that is there, then write what changed.

Nothing is written where there is an error.
"""

from __future__ import annotations

import difflib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from errno import EPERM
from pathlib import Path

from app.content.findings import CODES, Finding
from app.content.library import open_shelf
from app.content.sheets.fold import fold
from app.content.sheets.open_tables import Opened, open_tables
from app.content.sheets.pathway import (
    CATALOGUE,
    SOURCES,
    Folder,
    Pathway,
    fingerprint,
    pathway_of,
)
from app.content.sheets.placing import Plan, plan_of
from app.content.sheets.read import RawSheet
from app.content.sheets.tables import CellFinding, CellFindings, Place, Table
from app.content.sheets.yaml_files import file_text


@dataclass
class Brought:
    """What a workbook would change. ``texts``: the files to write, by name, where all is sound.

    ``cells``: what is wrong in the workbook; ``files``: errors that it causes elsewhere; ``kept``:
    entries no longer in the workbook that other pathways use.
    """

    id: str = ""
    cells: tuple[CellFinding, ...] = ()
    files: tuple[Finding, ...] = ()
    texts: dict[str, str] = field(default_factory=dict)
    old: dict[str, str] = field(default_factory=dict)
    kept: tuple[str, ...] = ()

    @property
    def has_errors(self) -> bool:
        """Whether nothing may be written."""
        return bool(self.files) or any(finding.severity == "error" for finding in self.cells)

    def diff(self) -> str:
        """Return what changes, file by file, as ``diff -u`` shows it."""
        return "".join(
            line
            for name, text in self.texts.items()
            for line in difflib.unified_diff(
                self.old[name].splitlines(keepends=True),
                text.splitlines(keepends=True),
                f"a/{name}" if self.old[name] else "/dev/null",
                f"b/{name}",
            )
        )


def bring_in(folder: Folder, sheets: list[RawSheet], *, is_forced: bool = False) -> Brought:
    """Return what the sheets of a workbook would change in a content folder, or what is wrong.

    ``is_forced``: the workbook wins over what changed in the folder since it was made.
    """
    findings = CellFindings()
    opened = open_tables(sheets, findings)
    if opened is None:
        return Brought(cells=_in_order(findings))
    folded = fold(opened.tables, findings)
    pathway = folded.pathway
    id_ = str(pathway.questionnaire.get("id"))
    if not is_forced:
        _refuse_stale(folder, id_, opened, findings)
    plan = plan_of(folder, folded)
    _refuse_unread(folder, plan, findings)
    elsewhere = _check(folder, plan, opened.tables, findings)
    brought = Brought(id_, _in_order(findings), elsewhere, kept=tuple(plan.kept))
    if not brought.has_errors:
        for name, tree in plan.trees.items():
            old = folder.text(name)
            text = file_text(name, old, tree, pathway.language)
            if text != old:
                brought.texts[name], brought.old[name] = text, old
    return brought


def write_texts(root: Path, texts: dict[str, str]) -> None:
    """Write files, each whole or not at all.

    Raises:
        OSError: if one cannot be written; those written before it stay.
    """
    waiting: list[tuple[str, Path]] = []
    try:
        for name, text in texts.items():
            path = root / name
            if not path.resolve().is_relative_to(root.resolve()):
                raise PermissionError(EPERM, "hors du dossier de contenu")
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(
                "w", encoding="utf-8", newline="\n", dir=path.parent, prefix=".", delete=False
            ) as stream:
                waiting.append((stream.name, path))
                stream.write(text)
                stream.flush()
                os.fsync(stream.fileno())
            mode = path.stat().st_mode if path.exists() else 0o644
            Path(stream.name).chmod(mode & 0o777)
        while waiting:
            os.replace(*waiting[0])
            del waiting[0]
    finally:
        for temporary, _ in waiting:
            Path(temporary).unlink(missing_ok=True)


def stamps_of(pathway: Pathway, questionnaire: str, rules: str) -> dict[str, str]:
    """Return what tells whether the files of a pathway changed, by the name of each."""
    return {
        questionnaire: fingerprint(pathway.questionnaire),
        rules: fingerprint(pathway.rules),
        CATALOGUE: fingerprint(sorted((f, fingerprint(e)) for f, e in pathway.resources)),
        SOURCES: fingerprint(pathway.documents),
    }


def _refuse_stale(folder: Folder, id_: str, opened: Opened, findings: CellFindings) -> None:
    questionnaire, rules = folder.questionnaire(id_), folder.rules(id_)
    if questionnaire is None and rules is None:
        return
    pathway = pathway_of(
        folder, questionnaire.data if questionnaire else {}, rules.data if rules else {}
    )
    names = questionnaire.file if questionnaire else "", rules.file if rules else ""
    for name, stamp in stamps_of(pathway, *names).items():
        if name and opened.stamps.get(name) != stamp:
            findings.add(
                "workbook-stale",
                Place("Lisez-moi"),
                f"« {name} » a changé depuis l'export de ce classeur : l'import l'effacerait.",
                "Exportez de nouveau et reportez-y vos changements ; ou ajoutez --force pour que "
                "le classeur l'emporte.",
            )


def _refuse_unread(folder: Folder, plan: Plan, findings: CellFindings) -> None:
    """Refuse to write over a file that is there and could not be read."""
    for name in plan.trees:
        path = folder.root / name
        if name not in folder.documents and (path.exists() or path.is_symlink()):
            findings.add(
                "workbook-stale",
                Place("Lisez-moi"),
                f"« {name} » existe et ne se lit pas : l'import l'écraserait.",
                "Lancez « check », et corrigez ou retirez ce fichier d'abord.",
            )


def _check(
    folder: Folder, plan: Plan, tables: list[Table], findings: CellFindings
) -> tuple[Finding, ...]:
    """Add what is wrong in the pathway, each at its cell; return the errors caused elsewhere."""
    known = {_identity(f) for f in open_shelf(folder.root, overlay=folder.documents).findings}
    spoilt = findings.rows()
    headers = _headers(tables)
    elsewhere = []
    for finding in open_shelf(folder.root, overlay={**folder.documents, **plan.overlay}).findings:
        place = plan.place(finding.line)
        if place is not None:
            if (place.sheet, place.row) not in spoilt:
                header = headers.get(place, "")
                findings.add(finding.code, place, finding.message, finding.remedy, header)
        elif CODES[finding.code] == "error" and _identity(finding) not in known:
            elsewhere.append(finding)
    return tuple(elsewhere)


def _identity(finding: Finding) -> tuple[str, str, str]:
    return finding.file, finding.code, finding.message


def _headers(tables: list[Table]) -> dict[Place, str]:
    """Return the French header of every cell."""
    found = {}
    for table in tables:
        titles = {column.key: column.title for column in table.sheet.columns}
        for row in table.rows:
            for header in row.columns:
                found[table.place(row, header)] = titles[header.split(" ")[0]]
    return found


def _in_order(findings: Iterable[CellFinding]) -> tuple[CellFinding, ...]:
    return tuple(sorted(findings, key=lambda f: (f.place, f.code, f.message)))
