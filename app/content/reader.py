"""The files of a content folder, as documents; must not know what they are about.

Reads regular files of the folder only, in UTF-8, up to 1 MiB; everything else is a finding.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.content.document import Document
from app.content.findings import Findings
from app.content.yaml_tree import parse_yaml

MAX_BYTES = 1024 * 1024
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def list_files(root: Path, folder: str, findings: Findings) -> list[Path]:
    """Return the YAML files of a folder by name; a file of another ending is a finding."""
    try:
        found = sorted((root / folder).iterdir())
    except OSError:
        return []
    for path in found:
        if path.suffix.lower() in {".yml", ".yaml"} and path.suffix != ".yaml":
            findings.add(
                "file-extension",
                name_of(root, path),
                1,
                f"Le fichier « {path.name} » n'est pas lu.",
                "Renommez-le pour qu'il finisse par « .yaml ».",
            )
    return [path for path in found if path.suffix == ".yaml" and not path.name.startswith(".")]


Read = Callable[[Path, Path, Findings], Document | None]
"""How a file is read: ``read_document``, or what remembers what it gave."""


def read_document(root: Path, path: Path, findings: Findings) -> Document | None:
    """Return a file of the content folder, or None after adding at least one finding."""
    text = read_text(root, path, findings)
    return None if text is None else parse_yaml(name_of(root, path), text, findings)


def read_text(root: Path, path: Path, findings: Findings) -> str | None:
    """Return the text of a file of the content folder, or None after adding a finding."""
    name = name_of(root, path)
    data = _read_bytes(root, path, name, findings)
    return None if data is None else _decode(data, name, findings)


def name_of(root: Path, path: Path) -> str:
    """Return the name of a file as findings tell it: relative to the content folder."""
    text = path.relative_to(root).as_posix()
    return text.encode("utf-8", "replace").decode("utf-8")


def _read_bytes(root: Path, path: Path, name: str, findings: Findings) -> bytes | None:
    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(root.resolve()):
            findings.add(
                "file-outside",
                name,
                1,
                "Ce lien mène hors du dossier de contenu.",
                "Remplacez le lien par le fichier lui-même.",
            )
            return None
        if not real.is_file():
            findings.add(
                "file-unreadable",
                name,
                1,
                "Ce n'est pas un fichier ordinaire.",
                "Remplacez-le par un fichier de texte.",
            )
            return None
        with real.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "lien en boucle"
        findings.add(
            "file-unreadable",
            name,
            1,
            f"Le fichier ne s'ouvre pas ({reason}).",
            "Vérifiez qu'il existe et que le service a le droit de le lire.",
        )
        return None
    if len(data) > MAX_BYTES:
        findings.add(
            "file-too-large",
            name,
            1,
            "Le fichier dépasse 1 Mio.",
            "Répartissez-le en plusieurs fichiers.",
        )
        return None
    return data


def _decode(data: bytes, name: str, findings: Findings) -> str | None:
    remedy = "Enregistrez-le en « UTF-8 » (sans BOM) dans votre éditeur."
    if data.startswith(_BOMS):
        findings.add(
            "file-encoding", name, 1, "Le fichier commence par une marque d'ordre (BOM).", remedy
        )
        return None
    position = data.find(b"\x00")
    if position >= 0:
        findings.add(
            "file-encoding",
            name,
            data.count(b"\n", 0, position) + 1,
            "Le fichier contient un octet nul : ce n'est pas du texte UTF-8.",
            remedy,
        )
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        findings.add(
            "file-encoding",
            name,
            data.count(b"\n", 0, error.start) + 1,
            "Le fichier n'est pas en UTF-8.",
            remedy,
        )
        return None
