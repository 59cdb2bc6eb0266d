"""A library read once and remembered, so that a service starts at once on content it knows.

Reading seven pathways with their lines takes two seconds; their editions are plain JSON. What is
remembered is used only where not one byte differs of the content, nor of the code that checks it,
and only of content in which nothing is to be mended. Must never be the only place of anything.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from app.content.holdings import Library
from app.domain.edition import Edition
from app.domain.errata import Errata
from app.domain.migration import Migration

_APP = Path(__file__).resolve().parents[1]
_CODE = ("content", "domain")
_LARGEST = 1024 * 1024


def remembered_library(root: Path, folder: Path | None) -> Library:
    """Return the library of a content folder, as ``load_library`` does, at once where it is known.

    ``folder`` is where libraries are remembered (one small file for each root), None to read the
    content each time. A folder that cannot be written to costs only the time.
    """
    path = key = None
    if folder is not None and (key := _fingerprint(root)) is not None:
        path = folder / f"library-{hashlib.sha256(bytes(root.resolve())).hexdigest()[:16]}.jsonl"
        known = _recall(path, key)
        if known is not None:
            return known
    from app.content.library import load_library  # what reads YAML takes its time to import

    library = load_library(root)
    if path is not None and key is not None and not library.findings:
        _remember(path, key, library)
    return library


def _recall(path: Path, key: str) -> Library | None:
    try:
        head, *lines = path.read_bytes().splitlines()
        told = json.loads(head)
        if told["key"] != key:
            return None
        editions = [Edition.from_canonical(line) for line in lines]
        if [edition.hash for edition in editions] != told["editions"]:
            return None
        resources = int(told["resources"])
        migrations = [Migration.model_validate(one) for one in told["migrations"]]
        errata = [Errata.model_validate(one) for one in told["errata"]]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Library(
        {edition.questionnaire.id: edition for edition in editions},
        (),
        resources,
        {one.questionnaire: one for one in migrations},
        {one.questionnaire: one for one in errata},
    )


def _remember(path: Path, key: str, library: Library) -> None:
    editions = list(library.editions.values())
    told = {
        "key": key,
        "resources": library.resources,
        "editions": [edition.hash for edition in editions],
        "migrations": [_plain(one) for one in library.migrations.values()],
        "errata": [_plain(one) for one in library.errata.values()],
    }
    lines = [json.dumps(told).encode(), *(edition.canonical for edition in editions)]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=path.stem)
        with os.fdopen(handle, "wb") as stream:
            stream.write(b"\n".join(lines))
        Path(draft).replace(path)
    except OSError:
        return


def _plain(model: BaseModel) -> Any:
    return model.model_dump(mode="json", exclude_none=True, exclude_unset=True)


def _fingerprint(root: Path) -> str | None:
    """Return the hash of every name and byte that decides what is read; None if it is unusual."""
    digest = hashlib.sha256()
    try:
        for path in _files(root):
            data = path.read_bytes()
            digest.update(f"{path}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
            digest.update(data)
    except (OSError, ValueError):
        return None
    return digest.hexdigest()


def _files(root: Path) -> Iterator[Path]:
    """Yield the files of the content and of the code that reads it, in a fixed order.

    Raises:
        ValueError: at a link, a pipe, or a file too large to be content.
    """
    folders = [root / "questionnaires", root / "rules", *(_APP / name for name in _CODE)]
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            about = path.lstat()
            if stat.S_ISDIR(about.st_mode) or path.suffix == ".pyc":
                continue
            if not stat.S_ISREG(about.st_mode) or about.st_size > _LARGEST:
                raise ValueError(str(path))
            yield path
