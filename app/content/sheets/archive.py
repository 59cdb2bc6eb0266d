"""A workbook from outside, before anything opens it: is it one, and is it no larger than sensible?

Reads every part to its end, within bounds, and counts what is really there: what a header says of
sizes is not believed. Knows nothing of what the sheets are about.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from app.content.sheets.scan import Refused, SheetScan, scan_part

MIB = 1024 * 1024
MAX_FILE = 5 * MIB
MAX_ENTRIES = 300
MAX_PART = 8 * MIB
MAX_TOTAL = 24 * MIB
MAX_SHEETS = 40
_CHUNK = 64 * 1024

_LOCAL = struct.Struct("<4s5H3L2H")
"""The head of an entry; the lengths of its name and of its extra field come last."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIPS = (b"PK\x03\x04", b"PK\x05\x06")
_BOOK = "xl/workbook.xml"

_EXPECTED = re.compile(
    r"^(?:\[Content_Types\]\.xml|_rels/\.rels|docProps/[\w.]+|docMetadata/[\w.]+"
    r"|customXml/(?:_rels/)?[\w.]+"
    r"|xl/(?:workbook|styles|sharedStrings|calcChain|metadata)\.xml"
    r"|xl/_rels/workbook\.xml\.rels|xl/theme/(?:_rels/)?[\w.]+|xl/persons/[\w.]+"
    r"|xl/worksheets/(?:_rels/)?sheet\d+\.xml(?:\.rels)?"
    r"|xl/(?:drawings|tables|comments|threadedComments|printerSettings|media)/(?:_rels/)?[\w.]+"
    r"|xl/comments\d*\.xml)$"
)
_MACROS = re.compile(r"vbaProject|vbaData|macrosheets|activeX|customUI", re.IGNORECASE)
_OUTSIDE = re.compile(r"externalLinks|embeddings|connections\.xml|queryTables", re.IGNORECASE)
_PLAIN = re.compile(r"^xl/(?:media|printerSettings)/")
_AGAIN = "Enregistrez-le de nouveau avec Excel ou LibreOffice, au format .xlsx."


def check_archive(path: Path) -> dict[str, SheetScan]:
    """Return what was seen in each sheet part of a workbook, by the name of the part.

    Raises:
        Refused: if the file is not a workbook, or holds what a workbook of content never needs.
    """
    _check_file(path)
    try:
        with zipfile.ZipFile(path) as archive:
            _check_entries(archive)
            return dict(_scan(archive))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise Refused("Le classeur est abîmé ou incomplet.", _AGAIN) from error
    except (ValueError, RuntimeError) as error:
        raise Refused("Le classeur ne se lit pas.", _AGAIN) from error


def _check_file(path: Path) -> None:
    try:
        if not path.is_file():
            raise Refused(f"Le fichier « {path.name} » n'existe pas.", "Vérifiez son nom.")
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(len(_OLE))
    except OSError as error:
        raise Refused(
            f"Le fichier « {path.name} » ne s'ouvre pas ({error.strerror}).",
            "Vérifiez que vous avez le droit de le lire.",
        ) from error
    if size > MAX_FILE:
        raise Refused(
            f"Le fichier dépasse {MAX_FILE // MIB} Mio.",
            "Un parcours n'est que du texte : retirez les images et les feuilles inutiles.",
        )
    if head == _OLE:
        raise Refused(
            "C'est un ancien classeur (.xls), ou un classeur protégé par un mot de passe.",
            "Enregistrez-le au format .xlsx, sans mot de passe.",
        )
    if not head.startswith(_ZIPS):
        raise Refused("Ce fichier n'est pas un classeur .xlsx.", _AGAIN)


def _check_entries(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > MAX_ENTRIES:
        raise Refused(
            f"Le classeur contient {len(entries)} fichiers, {MAX_ENTRIES} au plus sont lus.", _AGAIN
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("Le classeur est chiffré.", "Enregistrez-le sans mot de passe.")
    if _BOOK not in names:
        kind = "un classeur .ods" if "content.xml" in names else "un classeur .xlsx"
        said = "C'est" if "content.xml" in names else "Ce n'est pas"
        raise Refused(f"{said} {kind}.", _AGAIN)
    for name in names:
        _check_name(name)
    if len(set(names)) != len(names):
        raise Refused("Une partie du classeur y est deux fois.", _AGAIN)
    if sum(name.startswith("xl/worksheets/sheet") for name in names) > MAX_SHEETS:
        raise Refused(f"Le classeur a plus de {MAX_SHEETS} feuilles.", "Retirez les autres.")
    if any(
        entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries
    ):
        raise Refused("Le classeur est comprimé d'une façon inconnue.", _AGAIN)
    sizes = [entry.file_size for entry in entries]
    if max(sizes) > MAX_PART or sum(sizes) > MAX_TOTAL:
        raise _too_large()


def _check_name(name: str) -> None:
    if _MACROS.search(name):
        raise Refused(
            "Le classeur contient des macros.", "Enregistrez-le au format .xlsx, sans macros."
        )
    if _OUTSIDE.search(name):
        raise Refused(
            "Le classeur dépend d'autres fichiers (liaisons ou objets incorporés).",
            "Copiez les valeurs, puis retirez les liaisons.",
        )
    if not name.endswith("/") and not _EXPECTED.match(name):
        shown = name[:60].encode("ascii", "replace").decode()
        raise Refused(f"Le classeur contient une partie inattendue : « {shown} ».", _AGAIN)


def _too_large() -> Refused:
    return Refused(
        f"Le classeur, décomprimé, dépasse {MAX_PART // MIB} Mio par feuille ou "
        f"{MAX_TOTAL // MIB} Mio en tout.",
        "Un parcours n'est que du texte : retirez ce qui n'en est pas, et les lignes vides.",
    )


def _scan(archive: zipfile.ZipFile) -> Iterator[tuple[str, SheetScan]]:
    total = 0
    for entry in archive.infolist():
        if entry.is_dir():
            continue
        chunks = _bounded(_inflated(archive, entry))
        total += entry.file_size
        if total > MAX_TOTAL:
            raise _too_large()
        if _PLAIN.match(entry.filename):
            for _ in chunks:
                pass
            continue
        seen = scan_part(entry.filename, chunks)
        if entry.filename.startswith("xl/worksheets/sheet"):
            yield entry.filename, seen


def _inflated(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield what an entry really holds, to its end: ``zipfile`` stops where the header says.

    Raises:
        zipfile.BadZipFile: if it is not what its header says, or broken.
    """
    stream = archive.fp
    assert stream is not None  # noqa: S101 - the archive is open
    stream.seek(entry.header_offset)
    head = stream.read(_LOCAL.size)
    if len(head) != _LOCAL.size or not head.startswith(b"PK\x03\x04"):
        raise zipfile.BadZipFile("no entry here")
    name, extra = _LOCAL.unpack(head)[-2:]
    stream.seek(name + extra, 1)
    is_stored = entry.compress_type == zipfile.ZIP_STORED
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    left, size, crc = entry.compress_size, 0, 0
    waiting = b""
    while left > 0 or waiting:
        if not waiting:
            waiting = stream.read(min(_CHUNK, left))
            if not waiting:
                raise zipfile.BadZipFile("it ends too soon")
            left -= len(waiting)
        if is_stored:
            chunk, waiting = waiting, b""
        else:
            chunk = inflate.decompress(waiting, _CHUNK)
            waiting = inflate.unconsumed_tail
            if inflate.eof and (left or inflate.unused_data):
                raise zipfile.BadZipFile("something follows the end")
        size, crc = size + len(chunk), zlib.crc32(chunk, crc)
        if chunk:
            yield chunk
    is_whole = is_stored or inflate.eof
    if not is_whole or size != entry.file_size or crc != entry.CRC:
        raise zipfile.BadZipFile("it is not what its header says")


def _bounded(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the chunks of a part; refuse another archive inside, and what is too long."""
    size = 0
    for number, chunk in enumerate(chunks):
        if number == 0 and chunk.startswith((*_ZIPS, _OLE)):
            raise Refused("Le classeur contient une autre archive.", _AGAIN)
        size += len(chunk)
        if size > MAX_PART:
            raise _too_large()
        yield chunk
